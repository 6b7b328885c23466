"""Functions for programs: endpoints and specifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pulumi_serving.core.errors import NotFoundError, ServingError
from pulumi_serving.program.lookup import Lookup, listed

from .kind import EndpointKind
from .mapping import to_live
from .results import EndpointResult, EndpointsResult, SpecsResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_serving.core.calls.operation import Operation

    from . import models
    from .client import Endpoints

_KIND = EndpointKind()
_TOKEN = "pulumi-python:dynamic/serving/huawei:"  # noqa: S105 - a Pulumi token, no secret

Visibility = Literal["PRIVATE", "PUBLIC", "ALL"]
SpecType = Literal["APU", "DPU", "MU", "RESOURCE_USAGE_UNIT", "TOKENS_USAGE_UNIT"]
Scenario = Literal["ENDPOINT", "COMPUTE"]


def _result(endpoint: models.Endpoint, operation: Operation) -> dict[str, Any]:
    operation.redactor.add(_KIND.secret_texts(to_live(endpoint).values), marked=False)
    return endpoint.plain(EndpointResult)


def _read_endpoint(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    try:
        return _result(client.show_endpoint(operation, str(args["id"])), operation)
    except NotFoundError as error:
        raise ServingError(f"there is no endpoint {args['id']} at {client.location}") from error


def _read_endpoints(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    filters = {name: str(value) for name, value in args.items() if name not in ("offset", "limit", "workspace_id")}
    limit = args.get("limit")
    found, total = client.endpoints_page(
        operation, filters, offset=int(args.get("offset", 0)), limit=None if limit is None else int(limit)
    )
    return {"endpoints": [_result(item, operation) for item in found], "total": total}


def _read_specs(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    return {"specs": client.list_specs(operation, args)}


ENDPOINT = Lookup(_KIND, _TOKEN + "getEndpoint", _read_endpoint, EndpointResult, "id")
ENDPOINTS = Lookup(_KIND, _TOKEN + "getEndpoints", _read_endpoints, EndpointsResult)
SPECS = Lookup(_KIND, _TOKEN + "getSpecs", _read_specs, SpecsResult, lists=("spec_types",), has_location=False)


def get_endpoint(
    id: str,  # noqa: A002
    opts: pulumi.InvokeOptions | None = None,
    *,
    workspace_id: str | None = None,
) -> EndpointResult:
    """
    Read one endpoint by its id (ShowEndpoint); a missing one is a ServingError.

    :param id: Id of the endpoint.
    :param workspace_id: Its workspace, if it is not that of the settings.
    """
    return ENDPOINT.plain({"id": id, "workspace_id": workspace_id}, opts)


def get_endpoints(
    *,
    offset: int | None = None,
    limit: int | None = None,
    model_id: str | None = None,
    name: str | None = None,
    endpoint_id: str | None = None,
    type: str | None = None,  # noqa: A002
    visibility: Visibility | None = None,
    workspace_id: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> EndpointsResult:
    """
    Read the endpoints of the workspace (ListEndpoints): all of them, unless there is a ``limit``.

    :param offset: Where to begin; it counts endpoints, not pages.
    :param limit: Most endpoints to read, 1 to 100.
    :param model_id: Keeps those of exactly this model.
    :param name: Keeps those whose name matches, loosely; it takes no dot and no space.
    :param endpoint_id: Keeps the one of exactly this id.
    :param type: Keeps those of exactly this type.
    :param visibility: Without it, the user's own; `PRIVATE`, made by the user; `PUBLIC`, all public ones, other users' included; `ALL`, both.
    :param workspace_id: Another workspace than that of the settings.
    """
    args: dict[str, Any] = {
        "offset": offset,
        "limit": limit,
        "model_id": model_id,
        "name": name,
        "endpoint_id": endpoint_id,
    }
    args |= {"endpoint_id": endpoint_id, "type": type, "visibility": visibility, "workspace_id": workspace_id}
    return ENDPOINTS.plain(args, opts)


def get_specs(
    *,
    spec_code: str | None = None,
    spec_types: Sequence[SpecType] | None = None,
    scenario: Scenario | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> SpecsResult:
    """
    Read the specifications (ListSpecs): what a ``spec_code`` may be.

    :param spec_code: Keeps the one of exactly this code.
    :param spec_types: Keeps those of these types.
    :param scenario: `ENDPOINT`, sizes for endpoints; `COMPUTE`, node sizes for buying Ray compute; without it, all.
    """
    return SPECS.plain({"spec_code": spec_code, "spec_types": listed(spec_types), "scenario": scenario}, opts)
