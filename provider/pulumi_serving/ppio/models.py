"""
The wire shapes of PPIO's v2 API: lenient, since no field is promised in answers ("Get endpoint", "List endpoints").

Field names are the API's own. Numbers may come as strings (older versions sent them so), and unknown fields are kept
out of the way.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pulumi_serving.core.lenient import Items, List, Number, Text, or_else


class Wire(BaseModel):
    """Base of the answers."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Status(Wire):
    """Status of an endpoint or a worker; ``error`` and ``message`` are empty when it is well."""

    status: Text = ""
    error: Text = ""
    message: Text = ""


StatusOrWord = Annotated[Status, BeforeValidator(lambda value: value if isinstance(value, dict) else {"status": value})]


class Worker(Wire):
    """One worker. Its ``log`` address is left out: it may be pre-signed."""

    id: Text = ""
    status: StatusOrWord = Status()
    health: bool | None = None
    drain: bool | None = None


class Env(Wire):
    """An environment variable, whose value the API returns in clear."""

    key: Text = ""
    value: Text = Field(default="", repr=False)


class Volume(Wire):
    """A disk of a worker."""

    id: Text = ""
    type: Text = ""
    size: Number = None
    mount_point: Text = ""


class WorkerConfig(Wire):
    """The sizes of an endpoint."""

    min_replicas: Number = None
    max_replicas: Number = None
    idle_timeout: Number = None
    max_concurrent_per_worker: Number = None
    gpu_num: Number = None
    rootfs_size_gb: Number = None
    min_cuda_version: Text = ""
    request_timeout: Number = None


class Policy(Wire):
    """When an endpoint gets more workers."""

    type: Text = ""
    value: Number = None


class HealthCheck(Wire):
    """How a worker is checked."""

    path: Text = ""
    port: Number = None


class Endpoint(Wire):
    """An endpoint as Get and List return it; List leaves out ``type``."""

    id: str = Field(min_length=1)
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
    volumes: List[Volume] = Field(default_factory=list)
    envs: List[Env] = Field(default_factory=list)
    ports: List[Number] = Field(default_factory=list)
    workers: List[Worker] = Field(default_factory=list)
    health_check: HealthCheck | None = None
    region_id: Text = ""
    member_id: Text = ""
    owner_id: Text = ""
    created_at: Number = None


class Created(Wire):
    """The answer to Create: the id alone."""

    id: str = Field(min_length=1)


class Page(Wire):
    """What every list has around its items."""

    next_cursor: Text = ""
    has_more: Annotated[bool, BeforeValidator(bool)] = False


def _readable(items: Any) -> Any:
    """
    Keep one odd item from hiding all others.

    Of an item that can't be read whole, id and name are kept: it may never pass for one that is not there. One without
    an id can't be managed by anybody.
    """
    if not isinstance(items, list):
        return items
    return [_whole_or_bare(item) for item in items if isinstance(item, dict) and item.get("id")]


def _whole_or_bare(item: dict[str, Any]) -> Endpoint:
    try:
        return Endpoint.model_validate(item)
    except ValidationError:
        return Endpoint.model_validate({"id": str(item["id"]), "name": item.get("name")})


class EndpointPage(Page):
    """A page of List endpoints."""

    data: Annotated[list[Endpoint], BeforeValidator(_readable), or_else([])]


class ItemPage(Page):
    """A page of a list that only look-ups read, its items as they came."""

    data: Items[dict[str, Any]]
