"""PPIO and Novita AI: serverless GPU endpoints (``/gpus/v2/endpoints``)."""

# Written by tools/packages.py from the folders of the resources: edit the docstring alone.

from . import outputs
from .endpoint import (
    Endpoint,
    EndpointArgs,
    EndpointProvider,
    EndpointResult,
    EndpointsResult,
    EnvArgs,
    HealthCheckArgs,
    PolicyArgs,
    ProductsResult,
    RegionsResult,
    VolumeArgs,
    WorkerConfigArgs,
    get_endpoint,
    get_endpoint_output,
    get_endpoints,
    get_endpoints_output,
    get_products,
    get_products_output,
    get_regions,
    get_regions_output,
)
from .provider import Provider
from .registry_auth import (
    RegistryAuth,
    RegistryAuthArgs,
    RegistryAuthProvider,
    RegistryAuthResult,
    RegistryAuthsResult,
    get_registry_auths,
    get_registry_auths_output,
)

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
    "Provider",
    "RegionsResult",
    "RegistryAuth",
    "RegistryAuthArgs",
    "RegistryAuthProvider",
    "RegistryAuthResult",
    "RegistryAuthsResult",
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
    "get_registry_auths",
    "get_registry_auths_output",
    "outputs",
]
