"""Serverless GPU endpoints, and what they may be made of."""

from .args import (
    EndpointArgs,
    EnvArgs,
    HealthCheckArgs,
    PolicyArgs,
    VolumeArgs,
    WorkerConfigArgs,
)
from .lookups import get_endpoint, get_endpoints, get_products, get_regions
from .lookups_output import get_endpoint_output, get_endpoints_output, get_products_output, get_regions_output
from .resource import Endpoint, EndpointProvider
from .results import EndpointResult, EndpointsResult, ProductsResult, RegionsResult

__all__ = [
    "Endpoint",
    "EndpointArgs",
    "EndpointProvider",
    "EndpointResult",
    "EndpointsResult",
    "EnvArgs",
    "HealthCheckArgs",
    "PolicyArgs",
    "ProductsResult",
    "RegionsResult",
    "VolumeArgs",
    "WorkerConfigArgs",
    "get_endpoint",
    "get_endpoint_output",
    "get_endpoints",
    "get_endpoints_output",
    "get_products",
    "get_products_output",
    "get_regions",
    "get_regions_output",
]
