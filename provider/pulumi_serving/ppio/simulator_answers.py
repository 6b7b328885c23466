"""How the simulated platform shows an endpoint (v2 Get and List pages), and how it cuts lists into pages."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, TypeVar

from pulumi_serving.ppio import simulator_catalog as catalog
from pulumi_serving.simulator.shapes import InvalidError
from pulumi_serving.simulator.states import Endpoint, Phase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pulumi_serving.simulator.workers import Worker

GREATEST_LIMIT = 100
LONGEST_CURSOR = 1024

_Item = TypeVar("_Item")


def shown(endpoint: Endpoint) -> dict[str, Any]:
    """Show an endpoint as Get does: a network volume without its size. What a test has patched in wins."""
    url = f"https://{endpoint.id}-{endpoint.fields['app_name']}.runsync.serverless.simulator.invalid"
    answer = {
        "id": endpoint.id,
        "status": {"status": endpoint.status, "error": endpoint.reason, "message": ""},
        "url": "" if endpoint.ready_at is None else url,
        "workers": [_worker(endpoint, worker) for worker in endpoint.workers],
        "member_id": catalog.MEMBER_IDS[endpoint.account],
        "owner_id": catalog.OWNER_IDS[endpoint.account],
        "created_at": int(endpoint.stamped_at),
        **endpoint.fields,
    }
    answer["volumes"] = answer["volumes"] and [
        {name: value for name, value in volume.items() if name != "size" or volume["type"] == "local"}
        for volume in answer["volumes"]
    ]
    return answer


def listed(endpoint: Endpoint, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Show an endpoint as List does: without its type, and with the size of network volumes, which are ``known``."""
    answer = shown(endpoint)
    del answer["type"]
    for volume in answer["volumes"] or []:
        storage = known.get(volume.get("id", ""))
        if volume["type"] == "network" and storage:
            volume["size"] = storage["storageSize"]
    return answer


def _worker(endpoint: Endpoint, worker: Worker) -> dict[str, Any]:
    ready = worker.ready_at <= endpoint.now
    failed = endpoint.phase in (Phase.START_FAILED, Phase.CHANGE_FAILED)
    word = "ready" if ready else "failed" if failed else "starting"
    return {
        "id": worker.id,
        "status": {"status": word, "error": endpoint.reason if word == "failed" else "", "message": ""},
        "log": f"https://logs.simulator.invalid/{worker.id}?signature=simulated",
        "health": ready,
        "drain": worker.drains_at <= endpoint.now,
    }


def read_page(query: Mapping[str, str], numbered: Iterable[tuple[int, _Item]], default_limit: int) -> dict[str, Any]:
    """Cut the page that the query asks for out of items whose numbers fall. The cursor is the last number shown."""
    limit = min(read_number(query, "limit") or default_limit, GREATEST_LIMIT)
    before = _read_cursor(query.get("cursor", ""))
    rest = [(number, item) for number, item in numbered if before is None or number < before]
    has_more = len(rest) > limit
    cursor = base64.urlsafe_b64encode(f"before {rest[limit - 1][0]}".encode()).decode() if has_more else ""
    return {"data": [item for _, item in rest[:limit]], "next_cursor": cursor, "has_more": has_more}


def downwards(items: list[_Item]) -> list[tuple[int, _Item]]:
    """Pair the items of a fixed list with numbers that fall."""
    return [(-index, item) for index, item in enumerate(items)]


def _read_cursor(cursor: str) -> int | None:
    if not cursor:
        return None
    if len(cursor) > LONGEST_CURSOR:
        raise InvalidError(f"cursor must have 0 to {LONGEST_CURSOR} characters")
    try:
        word, _, number = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().partition(" ")
        if word == "before":
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise InvalidError("cursor is not of this API")


def read_number(query: Mapping[str, str], name: str) -> int:
    """Return a number of the query, 0 if it isn't there."""
    text = query.get(name, "0")
    if not (text.isascii() and text.isdigit()):
        raise InvalidError(f"{name} must be an integer, 0 or more")
    return int(text)
