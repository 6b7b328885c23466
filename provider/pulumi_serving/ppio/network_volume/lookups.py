"""The function for network volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.program.lookup import Lookup

from .kind import NetworkVolumeKind
from .results import NetworkVolumeResult, NetworkVolumesResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

    from pulumi_serving.core.calls.operation import Operation

    from .client import NetworkVolumes


def _read(client: NetworkVolumes, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    found = client.list_storages(operation, {})
    wanted = [item for item in found if all(getattr(item, name) == value for name, value in args.items())]
    return {"network_volumes": [item.plain(NetworkVolumeResult) for item in wanted]}


VOLUMES = Lookup(
    NetworkVolumeKind(),
    "pulumi-python:dynamic/serving/ppio:getNetworkVolumes",
    _read,
    NetworkVolumesResult,
)


def get_network_volumes(
    *, name: str | None = None, region_id: str | None = None, opts: pulumi.InvokeOptions | None = None
) -> NetworkVolumesResult:
    """
    Read the network volumes of the account (``GET .../networkstorages/list``), page by page.

    :param name: Keeps those of exactly this name.
    :param region_id: Keeps those of this region.
    """
    return VOLUMES.plain({"name": name, "region_id": region_id}, opts)
