"""Endpoints of a workspace: models, Ray clusters, Ray services, and groups of resources."""

from .args import EndpointArgs
from .args_config import (
    AgencyConfigArgs,
    ApiConfigArgs,
    DataInfoArgs,
    EndpointConfigArgs,
    HeadGroupSpecArgs,
    OidcConfigArgs,
    RayClusterConfigArgs,
    RayServiceConfigArgs,
    RayServiceLogConfigArgs,
    RayServiceLtsArgs,
    ResourceSpecArgs,
    WorkerGroupSpecArgs,
)
from .args_resources import (
    CacheConfigArgs,
    CapArgs,
    HeadNodeResourceArgs,
    LogConfigArgs,
    RayResourceArgs,
    ReservedResourceArgs,
    ResourceDefArgs,
    ResourceDemandArgs,
    SqlResourceDefArgs,
    WorkNodeResourceArgs,
)
from .args_serve import (
    AutoscalingConfigArgs,
    DeploymentArgs,
    RayActorOptionsArgs,
    RayServeConfigArgs,
    ServeApplicationArgs,
    ServeRuntimeEnvArgs,
)
from .lookups import get_endpoint, get_endpoints, get_specs
from .lookups_output import get_endpoint_output, get_endpoints_output, get_specs_output
from .resource import Endpoint, EndpointProvider
from .results import EndpointResult, EndpointsResult, SpecsResult

__all__ = [
    "AgencyConfigArgs",
    "ApiConfigArgs",
    "AutoscalingConfigArgs",
    "CacheConfigArgs",
    "CapArgs",
    "DataInfoArgs",
    "DeploymentArgs",
    "Endpoint",
    "EndpointArgs",
    "EndpointConfigArgs",
    "EndpointProvider",
    "EndpointResult",
    "EndpointsResult",
    "HeadGroupSpecArgs",
    "HeadNodeResourceArgs",
    "LogConfigArgs",
    "OidcConfigArgs",
    "RayActorOptionsArgs",
    "RayClusterConfigArgs",
    "RayResourceArgs",
    "RayServeConfigArgs",
    "RayServiceConfigArgs",
    "RayServiceLogConfigArgs",
    "RayServiceLtsArgs",
    "ReservedResourceArgs",
    "ResourceDefArgs",
    "ResourceDemandArgs",
    "ResourceSpecArgs",
    "ServeApplicationArgs",
    "ServeRuntimeEnvArgs",
    "SpecsResult",
    "SqlResourceDefArgs",
    "WorkNodeResourceArgs",
    "WorkerGroupSpecArgs",
    "get_endpoint",
    "get_endpoint_output",
    "get_endpoints",
    "get_endpoints_output",
    "get_specs",
    "get_specs_output",
]
