"""
What an answer is read into where a function returns it, too: one list of fields for both.

The list is a frozen dataclass, which a function returns. What the client reads inherits it, and adds what is on the
wire alone: values of environment variables, tokens.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from .lenient import CAME, Lenient

if TYPE_CHECKING:
    from typing_extensions import Self


class Reported:
    """
    Base of such a dataclass: it is read without the fields that can't be read, as an ``Answer`` is.

    An ``Id`` has a default because the list's fields have one, and yet fails where the answer has none.
    """

    whole: Any
    """
    The object as it came, with the API's own names for what this package has no field for.

    What the fields were read from is kept besides (``CAME``), in blocks too, and under the fields' names.
    """

    @classmethod
    def read(cls, answer: Any) -> Self:
        """Read one; a ValidationError says that it can't be read."""
        kind: Any = cls  # which mypy takes for something that can't be hashed
        named = cls.named(answer) if isinstance(answer, dict) else answer
        found: Self = _reader(kind).validate_python(named, context=True)
        object.__setattr__(found, "whole", answer)
        return found

    @classmethod
    def named(cls, answer: dict[str, Any]) -> dict[str, Any]:
        """Return an answer under the names that its fields have here."""
        return answer

    def reported(self) -> dict[str, Any]:
        """Return the fields that the answer really has, at any depth: what it leaves out can't be compared."""
        found: dict[str, Any] = _reported(self)
        return found

    def plain(self, result: type) -> dict[str, Any]:
        """Return what a function returns of it: the fields of the list alone, at any depth."""
        kind: Any = result
        found: dict[str, Any] = _reader(kind).dump_python(self)
        return found


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Lenient[kind])


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _reported(value: Any) -> Any:
    if isinstance(value, list):
        return [_reported(item) for item in value]
    came = getattr(value, CAME, None)
    if came is None:
        return value
    kind: Any = type(value)
    return {name: _unless_null(came[name], getattr(value, name)) for name in _names(kind) if name in came}


def _unless_null(came: Any, value: Any) -> Any:
    """Return a value as plain data; a block that came as null is none, rather than one of which nothing was told."""
    return None if came is None and not isinstance(value, (str, list)) else _reported(value)
