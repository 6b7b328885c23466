"""The wait for many endpoints, as other languages declare it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, Input, OptionalInput, Secret


@with_config(STRICT)
class LimitsArgs(TypedDict, total=False):
    """How long an endpoint is waited for, in seconds."""

    creating: OptionalInput[Annotated[float, Field(gt=0)]]
    """After it was made."""
    updating: OptionalInput[Annotated[float, Field(gt=0)]]
    """After an update."""


@with_config(STRICT)
class AwaitedArgs(TypedDict, total=False):
    """An endpoint that is waited for."""

    id: Required[Input[str]]
    """Its id."""
    changed_at: OptionalInput[str]
    """Its output of this name: what changed is waited for anew."""
    location: OptionalInput[str]
    """Its output of this name, if it is not at the settings' own."""
    limits: OptionalInput[LimitsArgs]
    """How long; the default is that of the resource."""


@with_config(STRICT)
class ReadinessArgs(TypedDict, total=False):
    """One wait for many endpoints of one account, so that they are made without each holding a slot of the engine."""

    cloud: Required[Input[str]]
    """The cloud that they are of."""
    kind: OptionalInput[str]
    """Which kind of it, where several serve."""
    endpoints: Required[Input[dict[str, Input[AwaitedArgs]]]]
    """The endpoints, by names of your own."""


@with_config(STRICT)
class ReadinessState(TypedDict, total=False):
    """What is known once all serve."""

    states: dict[str, Any]
    """`id`, `status` and `url` of each endpoint by its name."""
    tokens: Annotated[dict[str, str], Secret()]
    """The tokens of those that have one, by their names."""
