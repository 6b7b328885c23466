"""
Are two values of a field the same? For the diff of a preview, for drift, and for whether an update has taken.

Declared against declared, every difference counts, a removed argument too. Declared against live, only what the user
declared counts: the cloud fills in the rest. What the cloud's answer leaves out can't be told; what it sends as null or
empty is unset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_origin

from . import leaves, markers, schema
from .shown import as_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .schema import FieldSpec

UNSET: tuple[Any, ...] = (None, "", [], {})


def changed(args: Any, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[FieldSpec]:
    """Return the declared fields whose inputs differ; a value not yet known counts as a change."""
    return [field for field in schema.fields(args).values() if not _same(field, *_two(field, olds, news))]


def replacing(changed_fields: Sequence[FieldSpec], olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    """Return those of the changed fields whose difference is declared to need a new resource."""
    return [
        field.name
        for field in changed_fields
        if field.marker(markers.ReplaceOnChange)
        or (field.marker(markers.ReplaceOnRemoval) and _loses(*_two(field, olds, news)))
    ]


def _two(field: FieldSpec, olds: Mapping[str, Any], news: Mapping[str, Any]) -> tuple[Any, Any]:
    default, open_map = field.marker(markers.Default), field.marker(markers.OpenMap)
    two = [bag.get(field.name, default.value if default else None) for bag in (olds, news)]
    old, new = [open_map.wire(value) if open_map and isinstance(value, dict) else value for value in two]
    return old, new


def changed_paths(
    args: Any, name: str, olds: Mapping[str, Any], news: Mapping[str, Any]
) -> Iterator[tuple[str, bool, bool]]:
    """
    Yield the paths at which a changed input differs, each with whether it was there and is there, as far as blocks go.

    The engine compares them with the paths of ``replaceOnChanges``. And where something in a block is secret it would
    show the whole block as a secret in a preview.
    """
    field = schema.fields(args).get(name)  # the location is none of the arguments
    inside = field.nested if field is not None and get_origin(field.type) is not list else None
    found = [*_places(inside, name, olds.get(name), news.get(name))] if inside is not None else []
    yield from found or [(name, name in olds, name in news)]


def differing(args: Any, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Iterator[str]:
    """Yield the path of each declared leaf whose inputs differ, as far as blocks go."""
    for field in changed(args, olds, news):
        inside = field.nested if get_origin(field.type) is not list else None
        two = olds.get(field.name), news.get(field.name)
        found = [*_places(inside, field.name, *two)] if inside is not None else []
        yield from [path for path, _, _ in found] or [field.name]


def _places(args: Any, path: str, old: Any, new: Any) -> Iterator[tuple[str, bool, bool]]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for field in changed(args, old, new):
        here = f"{path}.{field.name}"
        inside = field.nested if get_origin(field.type) is not list else None
        found = [*_places(inside, here, old.get(field.name), new.get(field.name))] if inside is not None else []
        yield from found or [(here, field.name in old, field.name in new)]


def _same(field: FieldSpec, old: Any, new: Any) -> bool:
    if leaves.has_unknown(old) or leaves.has_unknown(new):
        return False
    return bool(in_order(field, old) == in_order(field, new))


def _loses(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return not old.keys() <= new.keys()
    return old is not None and new is None


def in_order(field: FieldSpec, value: Any) -> Any:
    """Return a value with all lists whose order has no meaning in one order, those inside it too."""
    return _in_order(field, leaves.whole_numbers(value))


def _in_order(field: FieldSpec, value: Any) -> Any:
    if isinstance(value, list):
        items = [_inside_in_order(field, item) for item in value]
        key = schema.unordered_key(field)
        return sorted(items, key=key) if key else items
    return _inside_in_order(field, value)


def _inside_in_order(field: FieldSpec, value: Any) -> Any:
    if field.nested is None or not isinstance(value, dict):
        return value
    children = schema.fields(field.nested)
    return {name: _in_order(children[name], item) if name in children else item for name, item in value.items()}


def removed(args: Any, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
    """Return the paths of the arguments that were there and are not any more."""
    return [
        path
        for path, field, (old, new) in schema.each(args, olds, news)
        if old is not schema.ABSENT
        and new is schema.ABSENT
        and not field.marker(markers.Extra)  # of which nobody knows how to take it away
    ]


def drift(
    args: Any, declared: Mapping[str, Any], live: Mapping[str, Any], answer: Any = None, prefix: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """
    Yield each declared leaf that is not what the cloud has: its path, the declared value, the live value.

    What is ``extra`` is compared with the ``answer`` that the live values were read from, which they bring along.
    """
    answer = answer or getattr(live, "answer", None)
    for name, field in schema.fields(args).items():
        if name not in declared or field.marker(markers.Local):
            continue
        if field.marker(markers.Extra):
            other = as_shown(declared[name], answer)
            if other is not None:
                yield prefix + name, declared[name], other
        elif name in live:
            there = answer.get(name) if isinstance(answer, dict) else None
            yield from _drift(field, prefix + name, declared[name], live[name], there)


def _drift(field: FieldSpec, path: str, declared: Any, live: Any, answer: Any) -> Iterator[tuple[str, Any, Any]]:
    if (declared in UNSET and live in UNSET) or _says_nothing(field, live):
        return
    if isinstance(declared, dict) and field.nested is not None and get_origin(field.type) is not list:
        inside = live if isinstance(live, dict) else dict.fromkeys(declared)
        yield from drift(field.nested, declared, inside, answer or {}, f"{path}.")
        return
    live = shown(field, declared, live)
    if not _list_matches(field, declared, live, answer):
        yield path, declared, _as_ordered(field, declared, live)


def _says_nothing(field: FieldSpec, live: Any) -> bool:
    """Tell whether an answer shows as unset what can't be: that is an odd answer, and would replace the resource."""
    fixed = field.marker(markers.ReplaceOnChange) is not None
    if live is None:
        return fixed or field.required
    shortest = max((getattr(limit, "min_length", None) or 0 for limit in field.constraints), default=0)
    return live in UNSET and (fixed or (field.required and shortest > 0))


def _as_ordered(field: FieldSpec, declared: Any, live: Any) -> Any:
    """Return a live list in the order of the declared one, where order has no meaning: paths have numbers in them."""
    key = schema.unordered_key(field)
    if key is None or not isinstance(declared, list) or not isinstance(live, list):
        return live
    turns = {key(leaves.whole_numbers(item)): turn for turn, item in enumerate(declared)}
    return sorted(live, key=lambda item: turns.get(key(leaves.whole_numbers(item)), len(turns)))


def shown(field: FieldSpec, declared: Any, live: Any) -> Any:
    """Return what is live in the form in which it was declared."""
    open_map = field.marker(markers.OpenMap)
    if open_map is None or not isinstance(live, dict):
        return live
    return open_map.shown(declared if isinstance(declared, dict) else None, live)


def _list_matches(field: FieldSpec, declared: Any, live: Any, answer: Any) -> bool:
    if not isinstance(declared, list) or not isinstance(live, list) or field.nested is None:
        return bool(in_order(field, declared) == in_order(field, live))
    wanted, found = in_order(field, declared), in_order(field, live)
    same_length = isinstance(answer, list) and len(answer) == len(found)
    answers = in_order(field, answer) if same_length else [{} for _ in found]
    return len(wanted) == len(found) and all(
        isinstance(mine, dict) and isinstance(its, dict) and not list(drift(field.nested, mine, its, whole or {}))
        for mine, its, whole in zip(wanted, found, answers, strict=True)
    )


def is_reported(values: Mapping[str, Any], path: str) -> bool:
    """Tell whether an answer has the field at a path, unset or not."""
    here: Any = values
    for name in path.split("."):
        if here is None:
            return True
        if not isinstance(here, dict) or name not in here:
            return False
        here = here[name]
    return True


def unreported(args: Any, declared: Mapping[str, Any], live: Mapping[str, Any]) -> Iterator[str]:
    """Yield the path of each declared leaf that can change in place and that the cloud's answer leaves out."""
    for name, field in schema.fields(args).items():
        if name not in declared or any(map(field.marker, (markers.Local, markers.ReplaceOnChange, markers.Extra))):
            continue
        if name not in live:
            yield name
        elif field.nested is not None:
            yield from (f"{name}{path}" for path in _unreported_inside(field.nested, declared[name], live[name]))


def _unreported_inside(args: Any, declared: Any, live: Any) -> Iterator[str]:
    if isinstance(declared, dict) and isinstance(live, dict):
        yield from (f".{path}" for path in unreported(args, declared, live))
    elif isinstance(declared, list) and isinstance(live, list):
        for index, item in enumerate(declared):
            if all(any(_unreported_inside(args, item, there)) for there in live):
                yield f"[{index}]"


def reconciled(declared: Mapping[str, Any], drifted: Iterable[tuple[str, Any, Any]]) -> dict[str, Any]:
    """Return the declared inputs with what has drifted replaced by what is live: what a refresh records as inputs."""
    result: dict[str, Any] = {**declared}
    for path, _, value in drifted:
        *parents, leaf = path.split(".")
        inside = result
        for parent in parents:
            inside[parent] = {**inside[parent]}
            inside = inside[parent]
        inside[leaf] = value if value is not None else _empty(inside[leaf])
    return result


def _empty(like: Any) -> Any:
    """Return the empty value of a type: None itself would vanish on its way into the state."""
    return type(like)() if isinstance(like, (str, list, dict)) else None
