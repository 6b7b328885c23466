"""
What is recorded of a resource and no program has declared: an import reads it, or a cloud has filled it in.

A program that leaves it out takes nothing away, and one that declares it as it is changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_origin

from . import compare, markers, schema
from .state_keys import UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def declared_before(args: Any, recorded: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """Return recorded inputs as declared: those that an import has read, without what the program leaves out."""
    if not recorded.get(UNDECLARED):
        return {**recorded}
    fields = schema.fields(args)
    return {
        name: _without_more(fields[name], value, news[name]) if name in fields else value
        for name, value in recorded.items()
        if name in news or name not in fields
    }


def there_already(
    changed: Sequence[schema.FieldSpec],
    replaces: Sequence[str],
    recorded: Mapping[str, Any],
    news: Mapping[str, Any],
    outs: Mapping[str, Any],
) -> set[str]:
    """
    Return which of the changed arguments that replace only declare for the first time what the cloud has.

    Of those alone the recorded value is sure: no update of another hand can have changed it.
    """
    fixed = [field for field in changed if field.name in replaces]
    return {field.name for field in fixed if adds_what_is_there(field, recorded, news, outs)}


def adds_what_is_there(
    field: schema.FieldSpec, recorded: Mapping[str, Any], news: Mapping[str, Any], outs: Mapping[str, Any]
) -> bool:
    """Tell whether all that is new in an argument is a value that the cloud had filled in, as it is."""
    name = field.name
    if name not in news or outs.get(name) in compare.UNSET:
        return False
    filled = {**recorded, name: _filled(field, recorded.get(name), news[name], outs[name])}
    return not any(one.name == name for one in compare.changed(field.owner, filled, news))


def _filled(field: schema.FieldSpec, old: Any, new: Any, out: Any) -> Any:
    """Return a declared value with what is new in it as the cloud has it."""
    if old is None:
        return _without_more(field, compare.shown(field, new, out), new)
    if not (_is_block(field) and all(isinstance(value, dict) for value in (old, new, out))):
        return old
    children = schema.fields(field.nested)
    added = {
        name: _filled(children[name], old.get(name), new[name], out[name])
        for name in new
        if name in children and out.get(name) is not None
    }
    return {**old, **added}


def _without_more(field: schema.FieldSpec, value: Any, like: Any) -> Any:
    """Return a value without the keys that another one of the same field does not have, at any depth."""
    open_map = field.marker(markers.OpenMap)
    if open_map is not None and isinstance(value, dict) and isinstance(like, dict):
        kept = open_map.wire(like)
        return {key: item for key, item in open_map.wire(value).items() if key in kept}
    if field.nested is None:
        return value
    if isinstance(value, list) and isinstance(like, list):
        return [_block_without_more(field, item, other) for item, other in _pairs(field, value, like)]
    return _block_without_more(field, value, like) if _is_block(field) else value


def _block_without_more(field: schema.FieldSpec, value: Any, like: Any) -> Any:
    if not isinstance(value, dict) or not isinstance(like, dict):
        return value
    children = schema.fields(field.nested)
    return {
        name: _without_more(children[name], item, like[name]) if name in children else item
        for name, item in value.items()
        if name in like
    }


def _pairs(field: schema.FieldSpec, values: list[Any], others: list[Any]) -> list[tuple[Any, Any]]:
    key = schema.unordered_key(field)
    if key is not None:
        by_key = {key(other): other for other in others}
        return [(value, by_key.get(key(value))) for value in values]
    return [(value, others[at] if at < len(others) else None) for at, value in enumerate(values)]


def _is_block(field: schema.FieldSpec) -> bool:
    return field.nested is not None and get_origin(field.type) is not list
