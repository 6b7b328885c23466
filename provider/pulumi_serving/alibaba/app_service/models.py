"""
The wire shapes of PAI-EAS 2021-07-01: lenient, since every field of its answers is optional (DescribeService).

Field names are this package's, with the API's own as aliases. Texts are trimmed: some of the vendor's end in a line
break.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_pascal

from pulumi_serving.core.clock import unix_time
from pulumi_serving.core.http.answers import decoded
from pulumi_serving.core.http.lenient import Answer, Flag, Id, Number, Objects, Trimmed, number
from pulumi_serving.core.http.pages import readable
from pulumi_serving.core.http.reported import Reported

from .results import ServiceResult


class Wire(Answer):
    """Base of the answers."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_pascal, populate_by_name=True)


class Label(Wire):
    """A label."""

    label_key: Trimmed = ""
    label_value: Trimmed = ""


def _config(value: Any) -> Any:
    """Return ``AppConfig``, a string of JSON; None where it is absent or says nothing that can be read."""
    found = decoded((value or "{}").encode()) if isinstance(value, str) else value
    return found if isinstance(found, dict) else None


def _labels(value: Any) -> Any:
    labels = [Label.model_validate(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return {label.label_key: label.label_value for label in labels}


@dataclass(frozen=True)
class Service(ServiceResult, Reported):
    """
    A service as DescribeService and ListServices return it; the list leaves out the endpoints.

    ``ServiceConfig``, ``ExtraData`` and ``RoleAttrs`` are left out: they may embed credentials. The ``id`` is made
    where the region is known.
    """

    access_token: Trimmed = field(default="", repr=False)
    app_config: Annotated[dict[str, Any] | None, BeforeValidator(_config)] = field(default=None, repr=False)
    autoscaler_enabled: Flag = None
    cronscaler_enabled: Flag = None
    service_uid: Trimmed = ""
    labels: Annotated[dict[str, str], BeforeValidator(_labels)] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Choose the id that tells this service from one made later under its name; write its configuration out."""
        object.__setattr__(self, "service_id", self.service_id or self.service_uid)
        config = "" if self.app_config is None else json.dumps(self.app_config, sort_keys=True)
        object.__setattr__(self, "config", config)

    @classmethod
    def named(cls, answer: dict[str, Any]) -> dict[str, Any]:
        """Return it under this package's names."""
        return {NAMES[name]: value for name, value in answer.items() if name in NAMES}

    @property
    def created(self) -> float | None:
        """``CreateTime`` in Unix seconds, None where it can't be read."""
        return unix_time(self.create_time)


NAMES = {to_pascal(field.name): field.name for field in fields(Service)} | {"AppSpecName": "service_spec"}


@dataclass(frozen=True)
class Listed(Service):
    """A service of a list: one without a name can't be told from another."""

    service_name: Id = ""


@dataclass(frozen=True)
class Described(Service):
    """
    A service that is there for sure.

    Just after a create DescribeService may answer without a status: such an object says nothing yet.
    """

    service_name: Id = ""
    status: Id = ""


class Created(Wire):
    """The answer to CreateAppService, each field of it optional."""

    request_id: Trimmed = ""
    service_id: Trimmed = ""
    service_name: Trimmed = ""
    status: Trimmed = ""
    region: Trimmed = ""
    internet_endpoint: Trimmed = ""
    intranet_endpoint: Trimmed = ""


class Page(Wire):
    """A page of ListServices; ``unreadable`` counts the services that were passed over."""

    services: list[Listed]
    total_count: Number = None
    unreadable: int = 0

    @property
    def items(self) -> list[Listed]:
        """What it lists."""
        return self.services

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        """Keep one odd service from hiding all others; an empty object is no empty list, and null none of itself."""
        if not isinstance(value, dict) or ("Services" not in value and "TotalCount" not in value):
            raise ValueError("no list")
        if value.get("Services") is None:
            if number(value.get("TotalCount")) != 0:
                raise ValueError("no services, and no word that there are none")
            return {**value, "Services": []}
        found, unreadable = readable(Listed, value["Services"])
        return {**value, "Services": found, "unreadable": unreadable}


def _for_people(message: Any) -> Any:
    """Return what an event says: its message is a text of JSON, of which one field is for people."""
    whole = decoded(message.encode("utf-8", "replace")) if isinstance(message, str) else None
    words = whole.get("message") if isinstance(whole, dict) else None
    return words if isinstance(words, str) else message


class Event(Wire):
    """An event of a service."""

    type: Trimmed = ""
    reason: Trimmed = ""
    message: Annotated[Trimmed, BeforeValidator(_for_people)] = ""
    time: Trimmed = ""


class Events(Wire):
    """A page of DescribeServiceEvent."""

    events: Objects[Event] = Field(default_factory=list)
