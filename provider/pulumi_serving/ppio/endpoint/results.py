"""
What functions return: plain frozen dataclasses, so that a program can export them as they are.

No field is promised by the API's answers, so every one but an id has an empty value to fall back on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Amount, List, NumberOrNone, Text, or_else


@dataclass(frozen=True)
class WorkerConfig:
    """How many workers an endpoint has, and what each is made of."""

    min_replicas: NumberOrNone = None
    max_replicas: NumberOrNone = None
    idle_timeout: NumberOrNone = None
    max_concurrent_per_worker: NumberOrNone = None
    gpu_num: NumberOrNone = None
    rootfs_size_gb: NumberOrNone = None
    min_cuda_version: Text = ""
    request_timeout: NumberOrNone = None


@dataclass(frozen=True)
class Policy:
    """When an endpoint gets more workers."""

    type: Text = ""
    value: NumberOrNone = None


@dataclass(frozen=True)
class Volume:
    """A disk of a worker."""

    id: Text = ""
    type: Text = ""
    size: NumberOrNone = None
    mount_point: Text = ""


@dataclass(frozen=True)
class HealthCheck:
    """How a worker is checked."""

    path: Text = ""
    port: NumberOrNone = None


@dataclass(frozen=True)
class EndpointResult:
    """
    An endpoint as a function returns it.

    Values of environment variables are left out, so that no function can put one into a state or a log: ``env_keys``
    has their names. ``command`` and ``entrypoint`` are as the API has them. Workers come and go by themselves:
    ``worker_count`` has how many there are. List items lack ``type``.
    """

    id: Text = ""
    type: Text = ""
    name: Text = ""
    app_name: Text = ""
    status: Text = ""
    status_error: Text = ""
    status_message: Text = ""
    url: Text = ""
    product_id: Text = ""
    worker_config: Annotated[WorkerConfig, or_else(WorkerConfig())] = WorkerConfig()
    policy: Annotated[Policy, or_else(Policy())] = Policy()
    image: Text = ""
    registry_auth_id: Text = ""
    entrypoint: Text = ""
    command: Text = ""
    volumes: List[Volume] = field(default_factory=list)
    env_keys: List[str] = field(default_factory=list)
    ports: List[int] = field(default_factory=list)
    worker_count: int = 0
    health_check: Annotated[HealthCheck, or_else(HealthCheck())] = HealthCheck()
    region_id: Text = ""
    member_id: Text = ""
    owner_id: Text = ""
    created_at: NumberOrNone = None


@dataclass(frozen=True)
class EndpointsResult:
    """All endpoints that match."""

    endpoints: List[EndpointResult] = field(default_factory=list)


@dataclass(frozen=True)
class Gpu:
    """The GPUs of a product: how many a worker may have (``min`` to ``max``), and how many are free."""

    spec_id: Text = ""
    name: Text = ""
    memory_gb: NumberOrNone = None
    min: NumberOrNone = None
    max: NumberOrNone = None
    available: NumberOrNone = None
    max_available: NumberOrNone = None


@dataclass(frozen=True)
class Rootfs:
    """The system disks of a product, in GB."""

    min_gb: NumberOrNone = None
    max_gb: NumberOrNone = None
    free_gb: NumberOrNone = None


@dataclass(frozen=True)
class ResourceSpec:
    """What a worker of a product is made of."""

    gpu: Annotated[Gpu, or_else(Gpu())] = Gpu()
    cpu: NumberOrNone = None
    memory_gb: NumberOrNone = None
    rootfs: Annotated[Rootfs, or_else(Rootfs())] = Rootfs()


@dataclass(frozen=True)
class Price:
    """A price, in the price list's currency times ten to the power of the pricing's ``precision``."""

    base_price: Amount = None
    final_price: Amount = None
    unit: Text = ""


@dataclass(frozen=True)
class Pricing:
    """The prices of a product."""

    precision: NumberOrNone = None
    postpaid: Annotated[Price, or_else(Price())] = Price()
    spot: Annotated[Price, or_else(Price())] = Price()


@dataclass(frozen=True)
class Product:
    """A GPU product: what an endpoint's ``product_id`` names."""

    id: Text = ""
    name: Text = ""
    type: Text = ""
    category: Text = ""
    description: Text = ""
    region_ids: List[str] = field(default_factory=list)
    resource_spec: Annotated[ResourceSpec, or_else(ResourceSpec())] = ResourceSpec()
    pricing: Annotated[Pricing, or_else(Pricing())] = Pricing()
    billing_methods: List[str] = field(default_factory=list)
    inventory_state: Text = ""
    deployable: bool | None = None

    @property
    def price_per_hour(self) -> float | None:
        """What one GPU costs per hour when paid by use, in the price list's currency; None where not stated."""
        price = self.pricing.postpaid.final_price
        return None if price is None else float(price / 10 ** (self.pricing.precision or 0))


@dataclass(frozen=True)
class ProductsResult:
    """All products that match."""

    products: List[Product] = field(default_factory=list)


@dataclass(frozen=True)
class RegionFeature:
    """What a region offers."""

    network_volume: bool | None = None
    instance_vpc_network: bool | None = None


@dataclass(frozen=True)
class Region:
    """A region: what an endpoint's ``region_id`` names."""

    id: Text = ""
    name: Text = ""
    gpus: List[str] = field(default_factory=list)
    feature: Annotated[RegionFeature, or_else(RegionFeature())] = RegionFeature()


@dataclass(frozen=True)
class RegionsResult:
    """All regions."""

    regions: List[Region] = field(default_factory=list)
