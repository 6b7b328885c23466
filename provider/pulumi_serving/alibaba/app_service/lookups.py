"""Functions for programs: one service by its name, and services by filters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.errors import NotFoundError, ServingError
from pulumi_serving.program.lookup import Lookup

from . import wire
from .filters import FILTERS, ServiceFilters, unknown
from .kind import AppServiceKind, name_of
from .results import ServiceResult, ServicesResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi
    from typing_extensions import Unpack

    from pulumi_serving.core.calls.operation import Operation

    from . import models
    from .client import AppServices

_KIND = AppServiceKind()
_TOKEN = "pulumi-python:dynamic/serving/alibaba:"  # noqa: S105 - a Pulumi token, no secret


def _result(service: models.Service, region: str, operation: Operation) -> dict[str, Any]:
    operation.redactor.add(_KIND.secret_texts(wire.values(service)), marked=False)
    return {
        **service.plain(ServiceResult),
        "id": f"{region}/{service.service_name}",
        "region": service.region or region,
    }


def _read_service(client: AppServices, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    name = str(args["name"])
    name = name_of(client, name) if "/" in name else name
    try:
        return _result(client.describe_service(operation, name), client.region, operation)
    except NotFoundError as error:
        raise ServingError(f"there is no service {name} in {client.region}") from error


def _read_services(client: AppServices, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    filters = {name: _query_text(args[key]) for key, name in FILTERS.items() if key in args}
    found = client.list_services(operation, filters)
    name, only_apps = args.get("service_name"), args.get("only_app_services", True)
    return {
        "services": [
            _result(service, client.region, operation)
            for service in found
            # Whether the API compares the name exactly is not documented; for app services it has no filter.
            if (name is None or service.service_name == name) and (service.app_type or not only_apps)
        ]
    }


def _query_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False) if isinstance(value, dict) else str(value)


SERVICE = Lookup(_KIND, _TOKEN + "getService", _read_service, ServiceResult, "name")
SERVICES = Lookup(_KIND, _TOKEN + "getServices", _read_services, ServicesResult)


def get_service(name: str, opts: pulumi.InvokeOptions | None = None) -> ServiceResult:
    """
    Read one service of the region by its name, or by an ``AppService``'s id (DescribeService).

    A missing one is a LookupFailedError, which ends the program with one line. As an output give its id rather than its
    name: the name is known before there is a service, and so would be looked up in a preview.

    :param name: Name of the service, or the id of an `AppService`.
    """
    return SERVICE.plain({"name": name}, opts)


def get_services(*, opts: pulumi.InvokeOptions | None = None, **filters: Unpack[ServiceFilters]) -> ServicesResult:
    """Read the app services of the region, page by page (ListServices): those that pass all of ``ServiceFilters``."""
    return SERVICES.plain(_checked(filters), opts)


def _checked(filters: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown(filters):
        raise TypeError(f"get_services() got an unexpected keyword argument {unknown(filters)[0]!r}")
    return filters
