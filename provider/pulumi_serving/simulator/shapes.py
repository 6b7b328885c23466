"""What a JSON body may hold, checked as a strict server does: `3.0` is no integer, null no value, no field unknown."""

from __future__ import annotations

import base64
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class InvalidError(Exception):
    """A body that doesn't fit; the text names the field and the rule, never the value."""


class Shape(Protocol):
    """What a value must look like."""

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it doesn't."""


@dataclass(frozen=True)
class Anything:
    """Any JSON value."""

    def check(self, value: Any, path: str) -> None:
        """Accept it."""


@dataclass(frozen=True)
class Text:
    """A string, of so many characters (not bytes), perhaps one of a few."""

    shortest: int = 0
    longest: float = math.inf
    among: tuple[str, ...] = ()

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, str):
            raise InvalidError(f"{path} must be a string")
        if self.among and value not in self.among:
            raise InvalidError(f"{path} must be one of {', '.join(self.among)}")
        if not self.shortest <= len(value) <= self.longest:
            raise InvalidError(f"{path} must have {_span(self.shortest, self.longest)} characters")


@dataclass(frozen=True)
class Integer:
    """A whole number, written as one."""

    least: float = -math.inf
    most: float = math.inf

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidError(f"{path} must be an integer")
        if not self.least <= value <= self.most:
            raise InvalidError(f"{path} must be {_span(self.least, self.most)}")


@dataclass(frozen=True)
class Number:
    """A finite number, not negative unless told otherwise."""

    least: float = 0
    most: float = math.inf

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value < math.inf
        if not is_number or not self.least <= value <= self.most:
            raise InvalidError(f"{path} must be a number, {_span(self.least, self.most)}")


@dataclass(frozen=True)
class Just:
    """One value and no other, such as true."""

    value: Any

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is another."""
        if value is not self.value:
            raise InvalidError(f"{path} must be {json.dumps(self.value)}")


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, bool):
            raise InvalidError(f"{path} must be true or false")


@dataclass(frozen=True)
class Base64:
    """Bytes, written in base64."""

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        try:
            base64.b64decode(value, validate=True)
        except (TypeError, ValueError) as error:
            raise InvalidError(f"{path} must be base64") from error


@dataclass(frozen=True)
class OrNull:
    """A value of some shape, or null."""

    shape: Shape

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is neither."""
        if value is not None:
            self.shape.check(value, path)


@dataclass(frozen=True)
class Array:
    """A list of values of one shape."""

    item: Shape

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, list):
            raise InvalidError(f"{path} must be an array")
        for index, item in enumerate(value):
            self.item.check(item, f"{path}[{index}]")


@dataclass(frozen=True)
class Mapped:
    """An object with any keys and values of one shape."""

    item: Shape

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, dict):
            raise InvalidError(f"{path} must be an object")
        for key, item in value.items():
            self.item.check(item, f"{path}.{key}")


@dataclass(frozen=True)
class Record:
    """An object with these fields and no others."""

    fields: Mapping[str, Shape]
    required: frozenset[str] = frozenset()

    def check(self, value: Any, path: str = "") -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, dict):
            raise InvalidError(f"{path or 'the body'} must be an object")
        prefix = f"{path}." if path else ""
        for name in value:
            if name not in self.fields:
                raise InvalidError(f"unknown field {prefix}{name}")
        for name, shape in self.fields.items():
            if name in value:
                shape.check(value[name], f"{prefix}{name}")
            elif name in self.required:
                raise InvalidError(f"{prefix}{name} is required")


def known_part(shape: Shape, value: Any) -> Any:
    """Return a value without the fields that a record does not know, at any depth."""
    if isinstance(shape, Array) and isinstance(value, list):
        return [known_part(shape.item, item) for item in value]
    if isinstance(shape, Record) and isinstance(value, dict):
        return {name: known_part(shape.fields[name], item) for name, item in value.items() if name in shape.fields}
    return value


def read_json(body: bytes) -> Any:
    """Parse a body, and refuse what JSON has no word for."""
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InvalidError("the body must be JSON") from error


def _span(least: float, most: float) -> str:
    return f"{least} or more" if most == math.inf else f"{least} to {most}"


def _refuse(constant: str) -> None:
    raise ValueError(constant)
