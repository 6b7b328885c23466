"""The wire shapes of the v1 pages on network storages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import model_validator

from pulumi_serving.core.http.lenient import Answer, Id, Number
from pulumi_serving.core.http.pages import readable
from pulumi_serving.core.http.reported import Reported

from .results import NetworkVolumeResult

NAMES = {
    "storageId": "id",
    "storageName": "name",
    "storageSize": "size",
    "clusterId": "region_id",
    "clusterName": "region_name",
}
"""The API's own names."""


@dataclass(frozen=True)
class Storage(NetworkVolumeResult, Reported):
    """A network storage."""

    id: Id = ""

    @classmethod
    def named(cls, answer: dict[str, Any]) -> dict[str, Any]:
        """Return it under the names of the arguments."""
        return {NAMES[name]: value for name, value in answer.items() if name in NAMES}


class StoragePage(Answer):
    """A page of the list; ``unreadable`` counts the items that were passed over."""

    data: list[Storage]
    total: Number = None
    unreadable: int = 0

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        """Keep one odd item from hiding all others; null with a total of none is an empty list."""
        if not isinstance(value, dict):
            return value
        if value.get("data") is None and value.get("total") in (0, "0"):
            return {**value, "data": []}
        if not isinstance(value.get("data"), list):
            return value
        found, unreadable = readable(Storage, value["data"])
        return {**value, "data": found, "unreadable": unreadable}


def created(body: Any) -> str:
    """Return the id out of the answer to Create: a bare JSON string, or, tolerantly, an object that has it."""
    if isinstance(body, dict):
        body = next((body[key] for key in ("storageId", "id", "data") if body.get(key)), None)
    if not isinstance(body, str) or not body.strip():
        raise ValueError("no id")
    return body.strip()
