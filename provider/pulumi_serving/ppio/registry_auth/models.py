"""The wire shapes of the v1 pages on registry credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import model_validator

from pulumi_serving.core.http.lenient import Answer, Id
from pulumi_serving.core.http.pages import readable
from pulumi_serving.core.http.reported import Reported

from .results import RegistryAuthResult


@dataclass(frozen=True)
class Auth(RegistryAuthResult, Reported):
    """Saved credentials. The API shows their password in clear: it is taken out before anything is read."""

    id: Id = ""


class AuthList(Answer):
    """The list; it has no pages. ``unreadable`` counts the items that were passed over."""

    data: list[Auth]
    unreadable: int = 0

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        """Keep one odd item from hiding all others; what is no list is no answer."""
        if not isinstance(value, dict) or not isinstance(value.get("data"), list):
            return value
        found, unreadable = readable(Auth, [_without_password(item) for item in value["data"]])
        return {"data": found, "unreadable": unreadable}


def _without_password(item: Any) -> Any:
    return {key: value for key, value in item.items() if key != "password"} if isinstance(item, dict) else item
