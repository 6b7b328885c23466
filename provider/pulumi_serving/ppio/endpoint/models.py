"""
The wire shapes of PPIO's v2 API: lenient, since no field is promised in answers ("Get endpoint", "List endpoints").

Field names are the API's own. Numbers may come as strings (older versions sent them so), and unknown fields are kept
out of the way.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from pulumi_serving.core.http.lenient import Answer, Flag, Id, Items, Number, Objects, Text, Trimmed
from pulumi_serving.core.http.pages import readable
from pulumi_serving.ppio.models import Page


class Status(Answer):
    """Status of an endpoint or a worker; ``error`` and ``message`` are empty when it is well."""

    status: Trimmed = ""
    error: Trimmed = ""
    message: Text = ""


StatusOrWord = Annotated[Status, BeforeValidator(lambda value: value if isinstance(value, dict) else {"status": value})]


class Worker(Answer):
    """One worker. Its ``log`` address is left out: it may be pre-signed."""

    id: Text = ""
    status: StatusOrWord = Status()
    health: Flag = None
    drain: Flag = None


class Env(Answer):
    """An environment variable, whose value the API returns in clear."""

    key: Text = ""
    value: Text = Field(default="", repr=False)


class Volume(Answer):
    """A disk of a worker."""

    id: Text = ""
    type: Text = ""
    size: Number = None
    mount_point: Text = ""


class WorkerConfig(Answer):
    """The sizes of an endpoint."""

    min_replicas: Number = None
    max_replicas: Number = None
    idle_timeout: Number = None
    max_concurrent_per_worker: Number = None
    gpu_num: Number = None
    rootfs_size_gb: Number = None
    min_cuda_version: Text = ""
    request_timeout: Number = None


class Policy(Answer):
    """When an endpoint gets more workers."""

    type: Text = ""
    value: Number = None


class HealthCheck(Answer):
    """How a worker is checked."""

    path: Text = ""
    port: Number = None


class Endpoint(Answer):
    """An endpoint as Get and List return it; List leaves out ``type``."""

    id: Id
    type: Text = ""
    name: Text = ""
    app_name: Text = ""
    status: StatusOrWord = Status()
    url: Text = ""
    product_id: Text = ""
    worker_config: WorkerConfig | None = None
    policy: Policy | None = None
    image: Text = ""
    registry_auth_id: Text = ""
    entrypoint: Text = ""
    command: Text = ""
    volumes: Objects[Volume] = Field(default_factory=list)
    envs: Objects[Env] = Field(default_factory=list)
    ports: Items[Number] = Field(default_factory=list)
    workers: Objects[Worker] = Field(default_factory=list)
    health_check: HealthCheck | None = None
    region_id: Text = ""
    member_id: Text = ""
    owner_id: Text = ""
    created_at: Number = None


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
