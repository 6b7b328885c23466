"""App services: models deployed from a ready-made application template."""

from .args import AppServiceArgs, NasConfigArgs, OssConfigArgs
from .filters import ServiceFilters
from .lookups import get_service, get_services
from .lookups_output import get_service_output, get_services_output
from .resource import AppService, AppServiceProvider
from .results import ServiceResult, ServicesResult

__all__ = [
    "AppService",
    "AppServiceArgs",
    "AppServiceProvider",
    "NasConfigArgs",
    "OssConfigArgs",
    "ServiceFilters",
    "ServiceResult",
    "ServicesResult",
    "get_service",
    "get_service_output",
    "get_services",
    "get_services_output",
]
