"""What one wait for many is told of each endpoint, and what it tells: the same in a program and in a native fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.core.clock import seconds
from pulumi_serving.core.lifecycle.readiness import SECRET
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.markers import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUTS = {"creating": "create", "updating": "update"}
"""By the limits of a wait the custom timeouts that they come from."""


def title(name: str, account: str, kind_name: str) -> str:
    """Return the logical name of the wait for an account; ``kind_name`` is empty where one kind serves."""
    return "-".join(filter(None, (name, account, kind_name)))


def limits(timeouts: Mapping[str, str | None]) -> dict[str, Any]:
    """Return an endpoint's own limits as the input of that name; nothing where it has none."""
    found = {verb: seconds(text) for verb, name in TIMEOUTS.items() if (text := timeouts.get(name))}
    return {"limits": found} if found else {}


def may_live_elsewhere(args: Any) -> bool:
    """Tell whether a resource of these arguments may live elsewhere than the settings say."""
    return any(field.marker(Location) for field in schema.fields(args).values())


def state_of(name: str, key: str, states: Any) -> Any:
    """Return an output of an endpoint out of those of the wait, secret where the endpoint's own is."""
    item = (states or {}).get(name) or {}
    value = item.get(key)
    return pulumi.Output.secret(value) if key in (item.get(SECRET) or ()) else value
