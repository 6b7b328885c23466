"""
Which inputs the user marked secret.

The engine hands a provider its inputs as plain values, and keeps the marks. So the program says in an input of its own,
``__secret``, at which paths a secret was given, and which outputs are to be secret. The provider blanks what stands
there in all that it tells. Names and indexes alone: no value is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from .hidden import hide
from .leaves import at, map_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SECRET = "__secret"  # noqa: S105 - a name, and stored: it never changes
"""The input that holds the paths, each a list of names and indexes."""

Path = tuple[str | int, ...]


def given(args: Mapping[str, Any], outputs: Iterable[str]) -> Any:
    """Return, in a program, what ``__secret`` is to be: paths, or what they can be awaited from; None for none."""
    fixed: list[list[str | int]] = [[name] for name in outputs]
    found = list(_outputs(args, ()))
    if not found:
        return fixed or None

    async def secret() -> list[list[str | int]] | None:
        return [*fixed, *[[*path] for path, output in found if await output.is_secret()]] or None

    return secret()


def _outputs(value: Any, path: Path) -> Iterator[tuple[Path, pulumi.Output[Any]]]:
    if isinstance(value, pulumi.Output):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _outputs(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _outputs(item, (*path, index))


def paths(bag: Mapping[str, Any]) -> list[Path]:
    """Return the recorded paths of a bag of inputs; on their way through the engine indexes become floats."""
    recorded = bag.get(SECRET)
    if not isinstance(recorded, list):
        return []
    return [
        tuple(int(part) if isinstance(part, float) else part for part in path)
        for path in recorded
        if isinstance(path, list) and path and all(isinstance(part, (str, int, float)) for part in path)
    ]


def values(bag: Mapping[str, Any], secret: Iterable[Path]) -> Iterator[Any]:
    """Yield all texts and numbers at these paths of a bag."""
    for path in secret:
        yield from leaves(at(bag, path))


def leaves(value: Any) -> Iterator[Any]:
    """Yield the texts and numbers in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield value


def is_under(path: Sequence[str | int], secret: Iterable[Path]) -> bool:
    """Tell whether a path lies at or under one of these."""
    return any(tuple(path[: len(one)]) == one for one in secret)


def hidden(value: Any, secret: Sequence[Path], here: Path = ()) -> Any:
    """Return a value whose texts and numbers at these paths show themselves in no line."""
    if secret and is_under(here, secret):
        return map_leaves(value, hide)
    if isinstance(value, dict):
        return {key: hidden(item, secret, (*here, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [hidden(item, secret, (*here, index)) for index, item in enumerate(value)]
    return value
