"""Alibaba Cloud PAI-EAS: app services (``CreateAppService``, API version 2021-07-01)."""

from .args import AppServiceArgs, NasConfigArgs, OssConfigArgs
from .filters import ServiceFilters
from .lookups import get_service, get_service_output, get_services, get_services_output
from .resource import AppService, AppServiceProvider, Provider
from .results import ServiceResult, ServicesResult

__all__ = [
    "AppService",
    "AppServiceArgs",
    "AppServiceProvider",
    "NasConfigArgs",
    "OssConfigArgs",
    "Provider",
    "ServiceFilters",
    "ServiceResult",
    "ServicesResult",
    "get_service",
    "get_service_output",
    "get_services",
    "get_services_output",
]
