"""What values are made of, at any depth: what is not known yet, and numbers that were whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UNKNOWN = pulumi.output.UNKNOWN
"""What stands for a value that is not known yet."""


def is_unknown(value: Any) -> bool:
    """Tell whether a value is not known yet: in a preview, what depends on a resource that is still to be made."""
    return isinstance(value, (pulumi.Output, pulumi.output.Unknown))


def has_unknown(value: Any) -> bool:
    """Tell whether a value or anything inside it is not known yet."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return is_unknown(value)


def whole_numbers(value: Any) -> Any:
    """Turn ``3.0`` into ``3`` at any depth: on their way through the engine all numbers become floats."""
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [whole_numbers(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def at(value: Any, path: Iterable[str | int]) -> Any:
    """Return what stands at a path of names and indexes; None where nothing does."""
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def map_leaves(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value with everything in it that is neither mapping nor list changed."""
    if isinstance(value, dict):
        return {key: map_leaves(item, change) for key, item in value.items()}
    return [map_leaves(item, change) for item in value] if isinstance(value, list) else change(value)
