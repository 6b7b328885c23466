"""
What functions return: plain frozen dataclasses, so that a program can export them as they are.

No field is promised by the API's answers, so every one but an id has an empty value to fall back on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Amount, Integer, Items, Number, Objects, Part, Text, Trimmed  # noqa: TC001


@dataclass(frozen=True)
class WorkerConfig:
    """How many workers an endpoint has, and what each is made of."""

    min_replicas: Number = None
    max_replicas: Number = None
    idle_timeout: Number = None
    max_concurrent_per_worker: Number = None
    gpu_num: Number = None
    rootfs_size_gb: Number = None
    min_cuda_version: Text = ""
    request_timeout: Number = None


@dataclass(frozen=True)
class Policy:
    """When an endpoint gets more workers."""

    type: Text = ""
    value: Number = None


@dataclass(frozen=True)
class Volume:
    """A disk of a worker."""

    id: Text = ""
    type: Text = ""
    size: Number = None
    mount_point: Text = ""


@dataclass(frozen=True)
class HealthCheck:
    """How a worker is checked."""

    path: Text = ""
    port: Number = None


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
    status: Trimmed = ""
    status_error: Trimmed = ""
    status_message: Text = ""
    url: Text = ""
    product_id: Text = ""
    worker_config: Part[WorkerConfig] = WorkerConfig()
    policy: Part[Policy] = Policy()
    image: Text = ""
    registry_auth_id: Text = ""
    entrypoint: Text = ""
    command: Text = ""
    volumes: Objects[Volume] = field(default_factory=list)
    env_keys: Items[Text] = field(default_factory=list)
    ports: Items[Integer] = field(default_factory=list)
    worker_count: int = 0
    health_check: Part[HealthCheck] = HealthCheck()
    region_id: Text = ""
    member_id: Text = ""
    owner_id: Text = ""
    created_at: Number = None


@dataclass(frozen=True)
class EndpointsResult:
    """All endpoints that match."""

    endpoints: Objects[EndpointResult] = field(default_factory=list)


@dataclass(frozen=True)
class Gpu:
    """The GPUs of a product: how many a worker may have (``min`` to ``max``), and how many are free."""

    spec_id: Text = ""
    name: Text = ""
    memory_gb: Number = None
    min: Number = None
    max: Number = None
    available: Number = None
    max_available: Number = None


@dataclass(frozen=True)
class Rootfs:
    """The system disks of a product, in GB."""

    min_gb: Number = None
    max_gb: Number = None
    free_gb: Number = None


@dataclass(frozen=True)
class ResourceSpec:
    """What a worker of a product is made of."""

    gpu: Part[Gpu] = Gpu()
    cpu: Number = None
    memory_gb: Number = None
    rootfs: Part[Rootfs] = Rootfs()


@dataclass(frozen=True)
class Price:
    """A price, in the price list's currency times ten to the power of the pricing's ``precision``."""

    base_price: Amount = None
    final_price: Amount = None
    unit: Text = ""


@dataclass(frozen=True)
class Pricing:
    """The prices of a product."""

    precision: Number = None
    postpaid: Part[Price] = Price()
    spot: Part[Price] = Price()


@dataclass(frozen=True)
class Product:
    """A GPU product: what an endpoint's ``product_id`` names."""

    id: Text = ""
    name: Text = ""
    type: Text = ""
    category: Text = ""
    description: Text = ""
    region_ids: Items[Text] = field(default_factory=list)
    resource_spec: Part[ResourceSpec] = ResourceSpec()
    pricing: Part[Pricing] = Pricing()
    billing_methods: Items[Text] = field(default_factory=list)
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

    products: Objects[Product] = field(default_factory=list)


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
    gpus: Items[Text] = field(default_factory=list)
    feature: Part[RegionFeature] = RegionFeature()


@dataclass(frozen=True)
class RegionsResult:
    """All regions."""

    regions: Objects[Region] = field(default_factory=list)
