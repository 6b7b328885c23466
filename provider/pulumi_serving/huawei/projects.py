"""
The project of a region, for key pairs whose settings name none.

``GET /v3/projects?name={region}`` of IAM, signed: every region has a project of its name. It is asked for by the first
request that needs it, never by a preview, and kept in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.flight import Flight
from pulumi_serving.core.errors import ApiError, AuthError, ConfigError, NotSentError
from pulumi_serving.core.http import connection
from pulumi_serving.core.http.answers import decoded
from pulumi_serving.core.http.exchange import Wire
from pulumi_serving.core.http.transport import answer_parts, by_status
from pulumi_serving.core.values.redact import Redactor

from .iam import LONGEST_ID, LONGEST_SECONDS, TIMEOUT, answer, refusal_words

if TYPE_CHECKING:
    from collections.abc import Iterable

OPERATION = "Looking up the project of the region"
PATH = "/v3/projects"
ADVICE = "`huaweicloud:projectId`, or `project_id` of the Provider, says which it is without a query"


class ProjectOfRegion:
    """Finds the id of the one project that has the name."""

    def __init__(
        self,
        base_url: str,
        name: str,
        *,
        auth: httpx.Auth,
        secrets: Iterable[str] = (),
        http: httpx.BaseTransport | None = None,
    ) -> None:
        """Take whom to ask; ``auth`` signs without a project, ``http`` replaces the network in tests."""
        self._wire = Wire(base_url, auth=auth, timeout=TIMEOUT, http=http)
        self._name = name
        self._redactor = Redactor([*secrets, *connection.proxy_passwords()])
        self._flight = Flight[str]("the project")
        self._id = ""

    def __call__(self, operation: Operation | None = None) -> str:
        """Return the id; nothing else was sent where this fails."""
        within = operation or Operation("looking up", LONGEST_SECONDS, SystemClock())
        self._id = self._id or self._flight.share(lambda: self._id or self._find(within), within)
        return self._id

    def _find(self, operation: Operation) -> str:
        request = self._wire.client.build_request("GET", PATH, params={"name": self._name})
        url = str(request.url.copy_with(query=None))
        response = answer(self._wire, request, operation.within(LONGEST_SECONDS), OPERATION, self._redactor)
        if not response.is_success:
            raise self._refusal(response, url)
        found = _ids(response)
        if len(found) != 1:
            count = f"{len(found)} projects are" if found else "no project is"
            raise ConfigError(f"{count} named {self._name} at {url}, as far as these credentials see. {ADVICE}")
        return found[0]

    def _refusal(self, response: httpx.Response, url: str) -> Exception:
        words = self._redactor.cut(refusal_words(response), 300)
        status = response.status_code
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.TOO_MANY_REQUESTS:
            return NotSentError(OPERATION, method="GET", url=url, words=f"{words} (HTTP {status})")
        kind = by_status(status)
        # Nothing but a wrong address answers 404 here: no endpoint is gone.
        kind = kind if kind is AuthError else ApiError
        parts = answer_parts(response)
        parts["request_id"] = self._redactor.text(parts["request_id"])[:LONGEST_ID]
        return kind(OPERATION, words=words, hint=ADVICE, **parts)


def _ids(response: httpx.Response) -> list[str]:
    body = decoded(response.content)
    items = body.get("projects") if isinstance(body, dict) else None
    ids = [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [id_ for id_ in ids if isinstance(id_, str) and id_]
