"""Things by their names: a misspelt one ends the program with one line, not with a KeyError's traceback."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

import pulumi

from pulumi_serving.core.values.validate import unknown_name

ValueT = TypeVar("ValueT")


class UnknownNameError(KeyError, pulumi.RunError):
    """There is nothing of a name. As a RunError it ends a program with its one line."""

    def __str__(self) -> str:
        """Return the line as it is: a KeyError quotes it."""
        return str(self.args[0])


class Named(dict[str, ValueT]):
    """A dictionary whose missing key is told in one line, with the name that was meant."""

    def __init__(self, items: dict[str, ValueT], missing: str) -> None:
        """Take the items, and what a line on a missing one begins with: ``fleet a: no endpoint is named``."""
        super().__init__(items)
        self._missing = missing

    def __missing__(self, key: Any) -> NoReturn:
        """Tell it."""
        what, known = f"{self._missing} {key!s}", [*self]
        raise UnknownNameError(unknown_name(key, known, what) if isinstance(key, str) else f"{what}: names are texts")
