"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .lookups import ENDPOINT, ENDPOINTS, PRODUCTS, REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pulumi

    from pulumi_serving.core.values.markers import Open

    from .results import EndpointResult, EndpointsResult, ProductsResult, RegionsResult


def get_endpoint_output(
    id: pulumi.Input[str],
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[EndpointResult]:
    """
    Read one endpoint by its id ("Get endpoint"); a missing one is a ServingError.

    The arguments are those of ``get_endpoint`` and may be outputs; the result is one.

    :param id: Id of the endpoint.
    """
    return ENDPOINT.output({"id": id}, opts)


def get_endpoints_output(
    *,
    keyword: pulumi.Input[str] | None = None,
    member_ids: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    name: pulumi.Input[str] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[EndpointsResult]:
    """
    Read all endpoints of the account, page by page ("List endpoints").

    The arguments are those of ``get_endpoints`` and may be outputs; the result is one.

    :param keyword: The API's search word, whose meaning it does not define (name or id, loosely).
    :param member_ids: Keeps those that these team members made.
    :param name: Keeps those of exactly this name.
    """
    return ENDPOINTS.output({"keyword": keyword, "member_ids": member_ids, "name": name}, opts)


def get_products_output(
    *,
    type: pulumi.Input[Open[Literal["gpu", "cpu"]]] = "gpu",
    category: pulumi.Input[Open[Literal["serverless", "instance"]]] = "serverless",
    cpu: pulumi.Input[int] | None = None,
    memory_gb: pulumi.Input[int] | None = None,
    rootfs_size: pulumi.Input[int] | None = None,
    billing_method: pulumi.Input[Open[Literal["postpaid", "prepaid", "spot"]]] | None = None,
    region_ids: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[ProductsResult]:
    """
    Read the products ("List products"); endpoints take those of category ``serverless``, the default.

    The arguments are those of ``get_products`` and may be outputs; the result is one.

    :param type: Type of the products.
    :param category: Category of the products; endpoints take `serverless`.
    :param cpu: Keeps those with so many cores.
    :param memory_gb: Keeps those with so much memory, in GB.
    :param rootfs_size: Keeps those with such a system disk, in GB.
    :param billing_method: Keeps those that are paid so.
    :param region_ids: Keeps those of these regions.
    """
    return PRODUCTS.output(
        {
            "type": type,
            "category": category,
            "cpu": cpu,
            "memory_gb": memory_gb,
            "rootfs_size": rootfs_size,
            "billing_method": billing_method,
            "region_ids": region_ids,
        },
        opts,
    )


def get_regions_output(
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[RegionsResult]:
    """
    Read all regions ("List regions").

    The arguments are those of ``get_regions`` and may be outputs; the result is one.
    """
    return REGIONS.output({}, opts)
