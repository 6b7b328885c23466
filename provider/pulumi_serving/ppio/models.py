"""
The wire shapes of PPIO's v2 API: lenient, since no field is promised in answers ("Get endpoint", "List endpoints").

Field names are the API's own. Numbers may come as strings (older versions sent them so), and unknown fields are kept
out of the way.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _text(value: Any) -> Any:
    return "" if value is None else str(value) if isinstance(value, (int, float)) else value


def _number(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else []


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[int | None, BeforeValidator(_number)]


class Wire(BaseModel):
    """Base of the answers."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Status(Wire):
    """Status of an endpoint or a worker; ``error`` and ``message`` are empty when it is well."""

    status: Text = ""
    error: Text = ""
    message: Text = ""


class Worker(Wire):
    """One worker. Its ``log`` address is left out: it may be pre-signed."""

    id: Text = ""
    status: Status = Status()
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
    status: Annotated[
        Status, BeforeValidator(lambda value: value if isinstance(value, dict) else {"status": value})
    ] = Status()
    url: Text = ""
    product_id: Text = ""
    worker_config: WorkerConfig | None = None
    policy: Policy | None = None
    image: Text = ""
    registry_auth_id: Text = ""
    entrypoint: Text = ""
    command: Text = ""
    volumes: Annotated[list[Volume], BeforeValidator(_list)] = Field(default_factory=list)
    envs: Annotated[list[Env], BeforeValidator(_list)] = Field(default_factory=list)
    ports: Annotated[list[Number], BeforeValidator(_list)] = Field(default_factory=list)
    workers: Annotated[list[Worker], BeforeValidator(_list)] = Field(default_factory=list)
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
    has_more: bool = False


class EndpointPage(Page):
    """A page of List endpoints."""

    data: list[Endpoint]


class Gpu(Wire):
    """The GPUs of a product: how many a worker may have, and how many are free."""

    spec_id: Text = ""
    name: Text = ""
    memory_gb: Number = None
    min: Number = None
    max: Number = None
    available: Number = None
    max_available: Number = None


class Rootfs(Wire):
    """The system disks of a product, in GB."""

    min_gb: Number = None
    max_gb: Number = None
    free_gb: Number = None


class ResourceSpec(Wire):
    """What a worker of a product is made of."""

    gpu: Gpu = Gpu()
    cpu: Number = None
    memory_gb: Number = None
    rootfs: Rootfs = Rootfs()


class Price(Wire):
    """A price, in the price list's currency times ten to the power of the product's ``precision``."""

    base_price: Number = None
    final_price: Number = None
    unit: Text = ""


class Pricing(Wire):
    """The prices of a product."""

    precision: Number = None
    postpaid: Price | None = None
    spot: Price | None = None


class Product(Wire):
    """A GPU product: what an endpoint's ``product_id`` names."""

    id: str
    name: Text = ""
    type: Text = ""
    category: Text = ""
    description: Text = ""
    region_ids: Annotated[list[str], BeforeValidator(_list)] = Field(default_factory=list)
    resource_spec: ResourceSpec = ResourceSpec()
    pricing: Pricing = Pricing()
    billing_methods: Annotated[list[str], BeforeValidator(_list)] = Field(default_factory=list)
    inventory_state: Text = ""
    deployable: bool | None = None

    @property
    def price_per_hour(self) -> float | None:
        """What one GPU costs per hour when paid by use, in the price list's currency; None where not stated."""
        price = self.pricing.postpaid
        if price is None or price.final_price is None:
            return None
        return float(price.final_price / 10 ** (self.pricing.precision or 0))


class ProductPage(Page):
    """The answer of List products."""

    data: list[Product]


class RegionFeature(Wire):
    """What a region offers."""

    network_volume: bool | None = None
    instance_vpc_network: bool | None = None


class Region(Wire):
    """A region: what an endpoint's ``region_id`` names."""

    id: str
    name: Text = ""
    gpus: Annotated[list[str], BeforeValidator(_list)] = Field(default_factory=list)
    feature: RegionFeature = RegionFeature()


class RegionPage(Page):
    """A page of List regions."""

    data: list[Region]
