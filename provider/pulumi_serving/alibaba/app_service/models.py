"""
The wire shapes of PAI-EAS 2021-07-01: lenient, since every field of its answers is optional (DescribeService).

Field names are this package's, with the API's own as aliases. Texts are trimmed: some of the vendor's end in a line
break.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_pascal

from pulumi_serving.core.http.answers import decoded
from pulumi_serving.core.http.lenient import Answer, Flag, Number, Objects, Trimmed, number
from pulumi_serving.core.http.pages import readable


class Wire(Answer):
    """Base of the answers."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_pascal, populate_by_name=True)


class Label(Wire):
    """A label."""

    label_key: Trimmed = ""
    label_value: Trimmed = ""


class Service(Wire):
    """
    A service as DescribeService and ListServices return it; the list leaves out the endpoints.

    ``ServiceConfig``, ``ExtraData`` and ``RoleAttrs`` are left out: they may embed credentials.
    """

    service_name: Trimmed = ""
    service_id: Trimmed = ""
    service_uid: Trimmed = ""
    region: Trimmed = ""
    status: Trimmed = ""
    reason: Trimmed = ""
    message: Trimmed = ""
    app_type: Trimmed = ""
    app_spec_name: Trimmed = ""
    app_version: Trimmed = ""
    app_config: Any = None
    total_instance: Number = None
    running_instance: Number = None
    pending_instance: Number = None
    autoscaler_enabled: Flag = None
    cronscaler_enabled: Flag = None
    workspace_id: Trimmed = ""
    quota_id: Trimmed = ""
    internet_endpoint: Trimmed = ""
    intranet_endpoint: Trimmed = ""
    access_token: Trimmed = Field(default="", repr=False)
    create_time: Trimmed = ""
    update_time: Trimmed = ""
    current_version: Number = None
    latest_version: Number = None
    safety_lock: Trimmed = ""
    labels: Objects[Label] = Field(default_factory=list)
    caller_uid: Trimmed = ""
    parent_uid: Trimmed = ""
    source: Trimmed = ""
    cpu: Number = None
    gpu: Number = None
    memory: Number = None
    image: Trimmed = ""
    namespace: Trimmed = ""
    resource: Trimmed = ""
    resource_alias: Trimmed = ""
    gateway: Trimmed = ""
    service_group: Trimmed = ""
    role: Trimmed = ""
    weight: Number = None
    traffic_state: Trimmed = ""
    secondary_internet_endpoint: Trimmed = ""
    secondary_intranet_endpoint: Trimmed = ""

    @property
    def id(self) -> str:
        """The id that tells this service from one made later under its name."""
        return self.service_id or self.service_uid

    @property
    def config(self) -> dict[str, Any] | None:
        """``AppConfig``, a string of JSON; None where it is absent or says nothing that can be read."""
        text = self.app_config
        found = decoded((text or "{}").encode()) if isinstance(text, str) else text
        return found if isinstance(found, dict) else None

    @property
    def created(self) -> float | None:
        """``CreateTime`` in Unix seconds, None where it can't be read."""
        try:
            moment = dt.datetime.fromisoformat(self.create_time.replace("Z", "+00:00"))
            return (moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)).timestamp()
        except (ValueError, OverflowError):
            return None


class Listed(Service):
    """A service of a list: one without a name can't be told from another."""

    service_name: Annotated[Trimmed, Field(min_length=1)]


class Described(Service):
    """
    A service that is there for sure.

    Just after a create DescribeService may answer without a status: such an object says nothing yet.
    """

    service_name: Annotated[Trimmed, Field(min_length=1)]
    status: Annotated[Trimmed, Field(min_length=1)]


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
