"""Alibaba Cloud PAI-EAS: app services (``CreateAppService``, API version 2021-07-01)."""

# Written by tools/packages.py from the folders of the resources: edit the docstring alone.

from .app_service import (
    AppService,
    AppServiceArgs,
    AppServiceProvider,
    NasConfigArgs,
    OssConfigArgs,
    ServiceFilters,
    ServiceResult,
    ServicesResult,
    get_service,
    get_service_output,
    get_services,
    get_services_output,
)
from .provider import Provider

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
