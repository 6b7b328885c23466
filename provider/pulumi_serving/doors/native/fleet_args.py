"""The fleet, as other languages declare it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values.markers import STRICT, OptionalInput, Secret


@with_config(STRICT)
class FleetArgs(TypedDict, total=False):
    """
    Endpoints of all clouds, made at once, each as fast as the slowest of them.

    Without endpoints it reads those of the stack's config: `serving:endpoints`, `serving:defaults`, `serving:accounts`.
    """

    endpoints: OptionalInput[dict[str, Any]]
    """The endpoints by their names: `cloud`, its arguments, and the options of a fleet."""
    defaults: OptionalInput[dict[str, Any]]
    """By the names of clouds, what their endpoints share."""
    accounts: OptionalInput[dict[str, Any]]
    """Further accounts by their names: `cloud`, and its settings."""


@with_config(STRICT)
class FleetEndpointState(TypedDict, total=False):
    """What is known of an endpoint of a fleet once it serves."""

    id: str
    """Its id."""
    status: str
    """What the cloud says of it, in lower case."""
    url: str
    """Its address."""


@with_config(STRICT)
class FleetState(TypedDict, total=False):
    """What a fleet has once all serve."""

    endpoints: dict[str, FleetEndpointState]
    """The endpoints by their names."""
    tokens: Annotated[dict[str, str], Secret()]
    """What calls of those need whose cloud gives a token, by their names."""
