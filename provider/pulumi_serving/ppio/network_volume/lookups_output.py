"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lookups import VOLUMES

if TYPE_CHECKING:
    import pulumi

    from .results import NetworkVolumesResult


def get_network_volumes_output(
    *,
    name: pulumi.Input[str] | None = None,
    region_id: pulumi.Input[str] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[NetworkVolumesResult]:
    """
    Read the network volumes of the account (``GET .../networkstorages/list``), page by page.

    The arguments are those of ``get_network_volumes`` and may be outputs; the result is one.

    :param name: Keeps those of exactly this name.
    :param region_id: Keeps those of this region.
    """
    return VOLUMES.output({"name": name, "region_id": region_id}, opts)
