"""
Paths of ``ignore_changes``, and how an update leaves alone what they lead to.

The engine itself puts the recorded value back in place of an ignored one. But what is recorded may be older than what
is live, and an update that sends whole blocks would undo what the program asked to leave alone.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, get_origin

from . import compare, markers, schema
from .shown import as_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .schema import FieldSpec

STEP = re.compile(r'\.?([^.\[\]"]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[(\*)\]')
ALL = "*"
UNREPORTED = object()
"""In place of a value: the answer does not have it."""


def steps(path: str) -> list[str | int]:
    """Split a property path of Pulumi's: ``envs[0].value``, ``config["a.b"]``, ``envs[*].value``."""
    found: list[str | int] = []
    for name, quoted, index, every in STEP.findall(path):
        found.append(name or every or (int(index) if index else json.loads(f'"{quoted}"')))
    return found


def as_live(args: Any, declared: Mapping[str, Any], values: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Return declared arguments, with what these paths lead to as it is live, where the cloud shows it."""
    result = {**declared}
    fields = schema.fields(args)
    for path in paths:
        first, *rest = steps(path) or [""]
        names = list(fields) if first == ALL else [str(first)]
        for name in names:
            field = fields.get(name)
            if field is None or field.marker(markers.Local):
                continue
            if field.marker(markers.Extra):  # an answer shows its keys beside the arguments
                shown = as_shown(result.get(name), getattr(values, "answer", None))
                _put(result, name, _merged(field, result.get(name), shown or result.get(name), rest))
            elif name in values:
                live = compare.shown(field, result.get(name), values[name])
                _put(result, name, _merged(field, result.get(name), live, rest))
    return result


def unreported(args: Any, values: Mapping[str, Any], paths: Iterable[str]) -> frozenset[str]:
    """Return the arguments that are ignored as a whole and of which nobody can tell how they are live."""
    fields = schema.fields(args)
    firsts = {str(found[0]) for found in map(steps, paths) if len(found) == 1}
    return frozenset(name for name in fields if name not in values and ({name, ALL} & firsts))


def _merged(field: FieldSpec | None, declared: Any, live: Any, rest: Sequence[str | int]) -> Any:
    """Return a declared value with what is further down a path as it is live."""
    if live is UNREPORTED or (not rest and has_blanked(live)):
        return declared
    if not rest:
        return live
    step, *further = rest
    if isinstance(declared, dict) and isinstance(step, str):
        inside = live if isinstance(live, dict) else {}
        result = {**declared}
        for key in [*declared] if step == ALL else [step]:
            there = inside.get(key, UNREPORTED) if isinstance(live, dict) else None
            _put(result, key, _merged(_child(field, key), declared.get(key), there, further))
        return result
    if isinstance(declared, list) and isinstance(live, list):
        numbers = range(len(declared)) if step == ALL else [step]
        items = [*declared]
        for number in numbers:
            if isinstance(number, int) and number < len(items):
                items[number] = _merged(_item(field), items[number], _same_item(field, items, live, number), further)
        return items
    return declared


def _same_item(field: FieldSpec | None, items: list[Any], live: list[Any], number: int) -> Any:
    """Return the live item for a declared one: by its key where order has no meaning, else by its number."""
    marker = field.marker(markers.Unordered) if field is not None else None
    if marker is not None and marker.by and isinstance(items[number], dict):
        key = items[number].get(marker.by)
        return next((item for item in live if isinstance(item, dict) and item.get(marker.by) == key), UNREPORTED)
    return live[number] if number < len(live) else UNREPORTED


def _put(result: dict[str, Any], name: str, value: Any) -> None:
    """Set a value; an unset one is left out, since no null is ever sent."""
    if value is None:
        result.pop(name, None)
    else:
        result[name] = value


def _child(field: FieldSpec | None, name: str) -> FieldSpec | None:
    """Return the declaration of a key of a block, or of an item of a list of blocks."""
    if field is None or field.nested is None:
        return None
    return schema.fields(field.nested).get(name)


def _item(field: FieldSpec | None) -> FieldSpec | None:
    return field if field is not None and get_origin(field.type) is list else None


def has_blanked(value: Any) -> bool:
    """Tell whether a cloud shows stars in place of a secret: sent back, they would become its value."""
    if isinstance(value, dict):
        return any(has_blanked(item) for item in value.values())
    if isinstance(value, list):
        return any(has_blanked(item) for item in value)
    return isinstance(value, str) and value != "" and not value.strip("*")
