"""Functions for programs: endpoints, products and regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pulumi_serving.core.errors import NotFoundError, ServingError
from pulumi_serving.program.lookup import Lookup, listed

from .kind import EndpointKind
from .results import EndpointResult, EndpointsResult, ProductsResult, RegionsResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_serving.core.calls.operation import Operation

    from . import models
    from .client import Endpoints

_KIND = EndpointKind()
_TOKEN = "pulumi-python:dynamic/serving/ppio:"  # noqa: S105 - a Pulumi token, no secret


def _result(endpoint: models.Endpoint, operation: Operation) -> dict[str, Any]:
    operation.redactor.add((env.value for env in endpoint.envs), marked=False)
    return endpoint.plain(EndpointResult)


def _read_endpoint(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    try:
        return _result(client.get_endpoint(operation, str(args["id"])), operation)
    except NotFoundError as error:
        raise ServingError(f"there is no endpoint {args['id']} at {client.base_url}") from error


def _read_endpoints(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    found = client.list_endpoints(
        operation, keyword=args.get("keyword", ""), member_ids=",".join(args.get("member_ids", []))
    )
    name = args.get("name")
    return {"endpoints": [_result(item, operation) for item in found if name is None or item.name == name]}


def _read_products(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    filters = {name: str(value) for name, value in args.items() if name != "region_ids"}
    region_ids = ",".join(args.get("region_ids", []))
    found = client.list_products(operation, {**filters, "region_ids": region_ids})
    return {"products": found}


def _read_regions(client: Endpoints, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    _ = args
    return {"regions": client.list_regions(operation)}


ENDPOINT = Lookup(_KIND, _TOKEN + "getEndpoint", _read_endpoint, EndpointResult, "id")
ENDPOINTS = Lookup(_KIND, _TOKEN + "getEndpoints", _read_endpoints, EndpointsResult, lists=("member_ids",))
PRODUCTS = Lookup(_KIND, _TOKEN + "getProducts", _read_products, ProductsResult, lists=("region_ids",))
REGIONS = Lookup(_KIND, _TOKEN + "getRegions", _read_regions, RegionsResult)


def get_endpoint(id: str, opts: pulumi.InvokeOptions | None = None) -> EndpointResult:  # noqa: A002
    """
    Read one endpoint by its id ("Get endpoint"); a missing one is a ServingError.

    :param id: Id of the endpoint.
    """
    return ENDPOINT.plain({"id": id}, opts)


def get_endpoints(
    *,
    keyword: str | None = None,
    member_ids: Sequence[str] | None = None,
    name: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> EndpointsResult:
    """
    Read all endpoints of the account, page by page ("List endpoints").

    List items lack ``type``.

    :param keyword: The API's search word, whose meaning it does not define (name or id, loosely).
    :param member_ids: Keeps those that these team members made.
    :param name: Keeps those of exactly this name.
    """
    return ENDPOINTS.plain({"keyword": keyword, "member_ids": listed(member_ids), "name": name}, opts)


def get_products(
    *,
    type: Literal["gpu", "cpu"] = "gpu",  # noqa: A002
    category: Literal["serverless", "instance"] = "serverless",
    cpu: int | None = None,
    memory_gb: int | None = None,
    rootfs_size: int | None = None,
    billing_method: Literal["postpaid", "prepaid", "spot"] | None = None,
    region_ids: Sequence[str] | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> ProductsResult:
    """
    Read the products ("List products"); endpoints take those of category ``serverless``, the default.

    :param type: Type of the products.
    :param category: Category of the products; endpoints take `serverless`.
    :param cpu: Keeps those with so many cores.
    :param memory_gb: Keeps those with so much memory, in GB.
    :param rootfs_size: Keeps those with such a system disk, in GB.
    :param billing_method: Keeps those that are paid so.
    :param region_ids: Keeps those of these regions.
    """
    filters = {
        "type": type,
        "category": category,
        "cpu": cpu,
        "memory_gb": memory_gb,
        "rootfs_size": rootfs_size,
        "billing_method": billing_method,
        "region_ids": listed(region_ids),
    }
    return PRODUCTS.plain(filters, opts)


def get_regions(opts: pulumi.InvokeOptions | None = None) -> RegionsResult:
    """Read all regions ("List regions")."""
    return REGIONS.plain({}, opts)
