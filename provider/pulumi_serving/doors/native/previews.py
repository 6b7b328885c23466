"""What a create or an update that is only previewed is known to lead to, so that dependents know it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.ignored import ALL, steps
from pulumi_serving.core.values.leaves import UNKNOWN
from pulumi_serving.core.values.markers import Extra, Local, ReplaceOnChange, Stable
from pulumi_serving.core.values.state_keys import CHANGED_AT, OWNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .resources import Served


def of_create(served: Served, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs of a resource that is to be made: what was declared, and nothing else is known."""
    fields = schema.fields(served.args)
    declared = {name: _whole(fields.get(name), value) for name, value in inputs.items()}
    return {**dict.fromkeys(_from_the_cloud(served), UNKNOWN), **declared}


def of_update(
    served: Served,
    outs: Mapping[str, Any],
    recorded: Mapping[str, Any],
    inputs: Mapping[str, Any],
    ignored: Sequence[str] = (),
) -> dict[str, Any]:
    """
    Return the outputs of a resource that is to be changed in place: what an update leaves alone stays known.

    What the program ignores, or something in the cloud sets by itself, is as it is live by then.
    """
    fields = schema.fields(served.args)
    found: dict[str, Any] = dict.fromkeys(_from_the_cloud(served), UNKNOWN)
    found |= {name: outs[name] for name in stables(served) if outs.get(name) is not None}
    for name in fields:
        if name not in inputs and name not in recorded and outs.get(name) is not None:
            found[name] = outs[name]  # the cloud has filled it in, and keeps it
    for name, value in inputs.items():
        found[name] = _after(fields.get(name), value, recorded.get(name), outs.get(name))
    for path in (*ignored, *(outs.get(OWNED) or ())):
        first, *rest = steps(path) or [""]
        for name in [*fields] if first == ALL else [str(first)]:
            if name in fields and name in found and not fields[name].marker(Local):
                found[name] = _unknown_at(found[name], rest)
    return found


def stables(served: Served) -> tuple[str, ...]:
    """Return the outputs that are the same after any update in place."""
    kept = [name for name, field in schema.fields(served.state).items() if field.marker(Stable)]
    fixed = [name for name, field in schema.fields(served.args).items() if field.marker(ReplaceOnChange)]
    return (*kept, *fixed)


def _whole(field: schema.FieldSpec | None, value: Any) -> Any:
    """Return a declared value as the cloud will have it: it may fill in what is left out of a block."""
    if field is None or field.nested is None:
        return value
    if isinstance(value, list):
        return [_whole(field, item) for item in value]
    if not isinstance(value, dict):
        return value
    inside = schema.fields(field.nested)
    return {
        **{name: UNKNOWN for name, of in inside.items() if _may_be_filled_in(of)},
        **{name: _whole(inside.get(name), item) for name, item in value.items()},
    }


def _after(field: schema.FieldSpec | None, value: Any, before: Any, there: Any) -> Any:
    """Return a declared value as it will be, from what was declared and recorded of it until now."""
    if isinstance(value, dict) and isinstance(before, dict) and isinstance(there, dict):
        inside = schema.fields(field.nested) if field is not None and field.nested is not None else {}
        kept = {name: item for name, item in there.items() if name not in before}
        gone = {name: UNKNOWN for name, of in inside.items() if name in before and _may_be_filled_in(of)}
        own = {name: _after(inside.get(name), value[name], before.get(name), there.get(name)) for name in value}
        return {**kept, **gone, **own}
    if value == before and there is not None and value != there:
        if isinstance(value, list) and isinstance(there, list) and len(value) == len(there):
            return [_after(field, item, item, other) for item, other in zip(value, there, strict=True)]
        return UNKNOWN  # it has drifted and is put back, or the cloud keeps it in a form of its own
    return _whole(field, value)


def _unknown_at(value: Any, path: Sequence[str | int]) -> Any:
    """Return a value in which what a path leads to is not known."""
    if not path:
        return UNKNOWN
    step, *rest = path
    if isinstance(value, dict):
        return {name: _unknown_at(item, rest) if step in (ALL, name) else item for name, item in value.items()}
    if isinstance(value, list):
        return [_unknown_at(item, rest) if step in (ALL, index) else item for index, item in enumerate(value)]
    return value


def _from_the_cloud(served: Served) -> Iterator[str]:
    """Yield all outputs that the cloud may give or fill in."""
    yield from (name for name, field in schema.fields(served.args).items() if _may_be_filled_in(field))
    yield from (*schema.fields(served.state), *served.further, CHANGED_AT)


def _may_be_filled_in(field: schema.FieldSpec) -> bool:
    return not field.required and not field.marker(Local) and not field.marker(Extra)
