"""
The wire shapes of PPIO's v2 API: lenient, since no field is promised in answers ("Get endpoint", "List endpoints").

Field names are the API's own. Numbers may come as strings (older versions sent them so), and unknown fields are kept
out of the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from pulumi_serving.core.http.lenient import Answer, Flag, Id, Objects, Text, Trimmed
from pulumi_serving.core.http.pages import readable
from pulumi_serving.core.http.reported import Reported
from pulumi_serving.ppio.models import Page

from .results import EndpointResult


def in_parts(status: Any) -> dict[str, Any]:
    """Return a status, which may be a word alone, as the object that it is elsewhere."""
    return status if isinstance(status, dict) else {"status": status}


class Status(Answer):
    """Status of a worker; ``error`` and ``message`` are empty when it is well."""

    status: Trimmed = ""
    error: Trimmed = ""
    message: Text = ""


class Worker(Answer):
    """One worker. Its ``log`` address is left out: it may be pre-signed."""

    id: Text = ""
    status: Annotated[Status, BeforeValidator(in_parts)] = Status()
    health: Flag = None
    drain: Flag = None


@dataclass(frozen=True)
class Env:
    """An environment variable, whose value the API returns in clear."""

    key: Text = ""
    value: Text = field(default="", repr=False)


@dataclass(frozen=True)
class Endpoint(EndpointResult, Reported):
    """An endpoint as Get and List return it; List leaves out ``type``."""

    id: Id = ""
    envs: Objects[Env] = field(default_factory=list)
    workers: Objects[Worker] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Name what has a value, and count what comes and goes."""
        object.__setattr__(self, "env_keys", [env.key for env in self.envs])
        object.__setattr__(self, "worker_count", len(self.workers))

    @classmethod
    def named(cls, answer: dict[str, Any]) -> dict[str, Any]:
        """Return it with the parts of its status side by side."""
        status = in_parts(answer.get("status"))
        parts = {"status": "status", "status_error": "error", "status_message": "message"}
        return {**answer, **{name: status.get(part) for name, part in parts.items()}}


class Created(Answer):
    """The answer to Create: the id alone."""

    id: Id


class EndpointPage(Page):
    """A page of List endpoints; ``unreadable`` counts the items that were passed over, ``is_null`` tells of no list."""

    data: list[Endpoint]
    unreadable: int = 0
    is_null: bool = False

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        """Keep one odd item from hiding all others; null is no list, but where the page says that nothing follows."""
        if not isinstance(value, dict):
            return value
        if value.get("data") is not None:
            found, unreadable = readable(Endpoint, value["data"])
            return {**value, "data": found, "unreadable": unreadable}
        if value.get("has_more", True) or value.get("next_cursor") or value.get("total"):
            raise ValueError("no items, and no word that there are none")
        return {**value, "data": [], "unreadable": 0, "is_null": True}
