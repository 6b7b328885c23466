"""
What a program ignores of a resource that moves from one door to the other.

For ``ignoreChanges`` the engine puts the recorded value in place of an argument. It finds none where the other door has
spelt the name otherwise, and takes the argument out: then a required one is missing, and what replaces a resource does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import marks, schema

from .spelling import camel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .spelling import Path


def with_former(
    block: Any, news: Mapping[str, Any], olds: Mapping[str, Any], *, but: Collection[Path] = ()
) -> tuple[dict[str, Any], list[Path]]:
    """
    Return new arguments with those of the other door's that they lack where the spelling differs, and their paths.

    What the program itself takes away in the same run looks alike; it goes with the next one. ``but`` these paths.
    """
    found: list[Path] = []
    return _with_former(block, news, olds, (), found, but), found


def _with_former(
    block: Any,
    news: Mapping[str, Any],
    olds: Mapping[str, Any],
    here: Path,
    found: list[Path],
    but: Collection[Path],
    *,
    lost: bool = False,
) -> dict[str, Any]:
    """``lost``: the block itself has a name that is spelt otherwise, so the engine found nothing in it."""
    bag = dict(news)
    fields = schema.fields(block) if block is not None else {}
    for name, value in olds.items():
        field, path = fields.get(name), (*here, name)
        if (block is not None and field is None) or marks.is_under(path, but):
            continue
        is_lost = lost or (field is not None and camel(name) != name)
        if name not in news and is_lost:
            bag[name] = value
            found.append(path)
        elif isinstance(news.get(name), dict) and isinstance(value, dict):
            inside = field.nested if field is not None else None
            bag[name] = _with_former(inside, news[name], value, path, found, but, lost=is_lost)
    return bag
