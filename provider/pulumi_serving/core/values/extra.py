"""
What a cloud knows and this package does not: the ``extra`` map that every block of arguments takes.

Its keys are sent as they are, beside the declared arguments of the block. A change of one is an update in place. Where
an answer shows a key it is compared as any argument is; where it does not, nothing can be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import markers, schema
from .shown import as_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "extra"


class Reading(dict[str, Any]):
    """Live arguments by their names, and the answer that they were read from, which may show what is in ``extra``."""

    def __init__(self, values: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Take both; the answer has arguments under the names that they are declared by."""
        super().__init__(values)
        self.answer = answer


def on_the_wire(args: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is sent of arguments: not those for this provider alone, and what is extra beside the rest."""
    fields = schema.fields(args)
    sent: dict[str, Any] = {}
    for name, value in values.items():
        field = fields.get(name)
        if field is None and schema.is_open(args):
            sent[name] = value
        elif field is not None and field.marker(markers.Extra) is None and field.marker(markers.Local) is None:
            sent[name] = _flat(field, value)
    given = values.get(NAME)
    return {**sent, **given} if isinstance(given, dict) else sent


def _flat(field: schema.FieldSpec, value: Any) -> Any:
    if field.nested is None:
        return value
    if isinstance(value, list):
        return [on_the_wire(field.nested, item) if isinstance(item, dict) else item for item in value]
    return on_the_wire(field.nested, value) if isinstance(value, dict) else value


def of_the_whole(args: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is extra at the top: beside the arguments themselves, not inside of a block."""
    given = values.get(NAME) if NAME in schema.fields(args) else None
    return {**given} if isinstance(given, dict) else {}


def declared_keys(args: Any, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of an ``extra`` that is a declared argument: its path, and that of the argument."""
    for path, field, (value,) in schema.each(args, values, lists=True):
        if field.marker(markers.Extra) and isinstance(value, dict):
            beside = path.removesuffix(field.name)
            yield from ((f"{path}.{key}", f"{beside}{key}") for key in value if key in schema.fields(field.owner))


def removed_keys(args: Any, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Iterator[str]:
    """Yield the path of each key of an ``extra`` that was there and is not any more, as far as blocks go."""
    for path, field, (old, new) in schema.each(args, olds, news):
        if field.marker(markers.Extra) and isinstance(old, dict):
            gone = old.keys() - (new if isinstance(new, dict) else {})
            yield from (f"{path}.{key}" for key in sorted(gone))


def kept(args: Any, declared: Any, live: Any, answer: Any) -> Any:
    """Return a live block with the declared ``extra`` in it, and in the blocks of it, as far as an answer shows it."""
    if not isinstance(declared, dict) or not isinstance(live, dict):
        return live
    whole = {**live}
    for name, field in schema.fields(args).items():
        there = answer.get(name) if isinstance(answer, dict) else None
        if field.marker(markers.Extra) and name in declared:
            whole[name] = as_shown(declared[name], answer) or declared[name]
        elif field.nested is not None and name in declared and name in live:
            whole[name] = kept(field.nested, declared[name], live[name], there)
    return whole
