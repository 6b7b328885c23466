"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .lookups import ENDPOINT, ENDPOINTS, SPECS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pulumi

    from pulumi_serving.core.values.markers import Open

    from .results import EndpointResult, EndpointsResult, SpecsResult


def get_endpoint_output(
    id: pulumi.Input[str],
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
    *,
    workspace_id: pulumi.Input[str] | None = None,
) -> pulumi.Output[EndpointResult]:
    """
    Read one endpoint by its id (ShowEndpoint); a missing one is a ServingError.

    The arguments are those of ``get_endpoint`` and may be outputs; the result is one.

    :param id: Id of the endpoint.
    :param workspace_id: Its workspace, if it is not that of the settings.
    """
    return ENDPOINT.output({"id": id, "workspace_id": workspace_id}, opts)


def get_endpoints_output(
    *,
    offset: pulumi.Input[int] | None = None,
    limit: pulumi.Input[int] | None = None,
    model_id: pulumi.Input[str] | None = None,
    name: pulumi.Input[str] | None = None,
    endpoint_id: pulumi.Input[str] | None = None,
    type: pulumi.Input[str] | None = None,
    visibility: pulumi.Input[Open[Literal["PRIVATE", "PUBLIC", "ALL"]]] | None = None,
    workspace_id: pulumi.Input[str] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[EndpointsResult]:
    """
    Read the endpoints of the workspace (ListEndpoints): all of them, unless there is a ``limit``.

    The arguments are those of ``get_endpoints`` and may be outputs; the result is one.

    :param offset: Where to begin; it counts endpoints, not pages.
    :param limit: Most endpoints to read, 1 to 100.
    :param model_id: Keeps those of exactly this model.
    :param name: Keeps those whose name matches, loosely; it takes no dot and no space.
    :param endpoint_id: Keeps the one of exactly this id.
    :param type: Keeps those of exactly this type.
    :param visibility: Without it, the user's own; `PRIVATE`, made by the user; `PUBLIC`, all public ones, other users' included; `ALL`, both.
    :param workspace_id: Another workspace than that of the settings.
    """
    return ENDPOINTS.output(
        {
            "offset": offset,
            "limit": limit,
            "model_id": model_id,
            "name": name,
            "endpoint_id": endpoint_id,
            "type": type,
            "visibility": visibility,
            "workspace_id": workspace_id,
        },
        opts,
    )


def get_specs_output(
    *,
    spec_code: pulumi.Input[str] | None = None,
    spec_types: pulumi.Input[
        Sequence[pulumi.Input[Open[Literal["APU", "DPU", "MU", "RESOURCE_USAGE_UNIT", "TOKENS_USAGE_UNIT"]]]]
    ]
    | None = None,
    scenario: pulumi.Input[Open[Literal["ENDPOINT", "COMPUTE"]]] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[SpecsResult]:
    """
    Read the specifications (ListSpecs): what a ``spec_code`` may be.

    The arguments are those of ``get_specs`` and may be outputs; the result is one.

    :param spec_code: Keeps the one of exactly this code.
    :param spec_types: Keeps those of these types.
    :param scenario: `ENDPOINT`, sizes for endpoints; `COMPUTE`, node sizes for buying Ray compute; without it, all.
    """
    return SPECS.output({"spec_code": spec_code, "spec_types": spec_types, "scenario": scenario}, opts)
