"""The keys of an endpoint in a fleet's config that are no arguments of its resource; no resource has their names."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, with_config
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from pulumi_serving.core.clock import LONGEST, seconds
from pulumi_serving.core.values.markers import STRICT

CLOUD, KIND = "cloud", "kind"
ONLY_OF_AN_ENDPOINT = frozenset({CLOUD, KIND, "aliases"})
"""Those that no two endpoints share, so that they can't be among the defaults."""

# What Go's time.ParseDuration takes, without what no deployment needs, and more than nothing.
DURATION = r"^(?=.*[1-9])([0-9]+(\.[0-9]+)?(h|m|s|ms))+$"


def _duration(text: str) -> str:
    if not re.fullmatch(DURATION, text) or not 0 < seconds(text) < LONGEST:
        raise PydanticCustomError("duration", "must be a duration such as 40m, 90s or 1h30m")
    return text


Duration = Annotated[
    str,
    AfterValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": DURATION, "examples": ["40m", "1h30m"]}),
]


@with_config(STRICT)
class TimeoutsArgs(TypedDict, total=False):
    """How long the operations on an endpoint may take: a duration such as `40m` each."""

    create: Duration
    """Until a new endpoint serves: `40m`."""
    update: Duration
    """Until a changed endpoint serves with the change: `20m`."""
    delete: Duration
    """Until a deleted endpoint is gone: `10m`."""


@with_config(STRICT)
class OptionsArgs(TypedDict, total=False):
    """What a fleet's endpoint has besides `cloud` and the arguments of its resource."""

    kind: Annotated[str, Field(min_length=1)]
    """Kind of resource, such as `endpoint`; needed only where the cloud has several that serve."""
    account: Annotated[str, Field(min_length=1)]
    """Name of one of `serving:accounts`. Left out, it is the default account of the cloud."""
    protect: bool
    """Refuse to delete the endpoint, and to replace it."""
    aliases: list[Annotated[str, Field(min_length=1)]]
    """
    Former names of the endpoint in this file, and URNs that it had before it was in a fleet, so that a new name or
    location does not replace it.
    """
    timeouts: TimeoutsArgs
    """How long the operations on the endpoint may take."""
