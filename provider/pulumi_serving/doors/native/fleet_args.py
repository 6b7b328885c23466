"""The fleet, as other languages declare it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values.markers import STRICT, OptionalInput, Secret


@with_config(STRICT)
class FleetArgs(TypedDict, total=False):
    """
    Endpoints of all clouds, made at once, each as fast as the slowest of them.

    Without endpoints it reads those of the stack's config: `serving:endpoints`, `serving:defaults`, `serving:accounts`.
    """

    endpoints: OptionalInput[
        Annotated[
            dict[str, Any],
            Field(description="The endpoints by their names: `cloud`, its arguments, and the options of a fleet."),
        ]
    ]
    defaults: OptionalInput[
        Annotated[dict[str, Any], Field(description="By the names of clouds, what their endpoints share.")]
    ]
    accounts: OptionalInput[
        Annotated[dict[str, Any], Field(description="Further accounts by their names: `cloud`, and its settings.")]
    ]


@with_config(STRICT)
class FleetEndpointState(TypedDict, total=False):
    """What is known of an endpoint of a fleet once it serves."""

    id: Annotated[str, Field(description="Its id.")]
    status: Annotated[str, Field(description="What the cloud says of it, in lower case.")]
    url: Annotated[str, Field(description="Its address.")]


@with_config(STRICT)
class FleetState(TypedDict, total=False):
    """What a fleet has once all serve."""

    endpoints: Annotated[dict[str, FleetEndpointState], Field(description="The endpoints by their names.")]
    tokens: Annotated[
        dict[str, str],
        Field(description="What calls of those need whose cloud gives a token, by their names."),
        Secret(),
    ]
