"""What a create or an update that is only previewed is known to lead to, so that dependents know it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.leaves import UNKNOWN
from pulumi_serving.core.values.markers import Extra, Local, ReplaceOnChange, Stable
from pulumi_serving.core.values.state_keys import CHANGED_AT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .resources import Served


def of_create(served: Served, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs of a resource that is to be made: what was declared, and nothing else is known."""
    return {**dict.fromkeys(_from_the_cloud(served), UNKNOWN), **inputs}


def of_update(
    served: Served, outs: Mapping[str, Any], recorded: Mapping[str, Any], inputs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the outputs of a resource that is to be changed in place: what an update leaves alone stays known."""
    found: dict[str, Any] = dict.fromkeys(_from_the_cloud(served), UNKNOWN)
    found |= {name: outs[name] for name in stables(served) if outs.get(name) is not None}
    for name in schema.fields(served.args):
        if name not in inputs and name not in recorded and outs.get(name) is not None:
            found[name] = outs[name]  # the cloud has filled it in, and keeps it
    for name, value in inputs.items():
        before, there = recorded.get(name), outs.get(name)
        if isinstance(value, dict) and isinstance(there, dict) and isinstance(before, dict):
            found[name] = {**{key: item for key, item in there.items() if key not in before}, **value}
        else:
            found[name] = value
    return found


def stables(served: Served) -> tuple[str, ...]:
    """Return the outputs that are the same after any update in place."""
    kept = [name for name, field in schema.fields(served.state).items() if field.marker(Stable)]
    fixed = [name for name, field in schema.fields(served.args).items() if field.marker(ReplaceOnChange)]
    return (*kept, *fixed)


def _from_the_cloud(served: Served) -> Iterator[str]:
    """Yield all outputs that the cloud may give or fill in."""
    for name, field in schema.fields(served.args).items():
        if not field.required and not field.marker(Local) and not field.marker(Extra):
            yield name
    yield from (*schema.fields(served.state), *served.further, CHANGED_AT)
