"""Texts and numbers that may be secret: they compare as any other, and no line repeats them."""

from __future__ import annotations

from typing import Any

from .leaves import map_leaves


class SecretText(str):
    """A text that may be secret, where what is checked is not yet an output: no line repeats it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Show nothing of it in a line that is put together."""
        return "[secret]"

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "[secret]"


class SecretNumber(float):
    """A number that may be secret: it compares as any other, and no line repeats it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Show nothing of it in a line that is put together."""
        return "[secret]"

    def __str__(self) -> str:
        """Show nothing of it."""
        return "[secret]"

    __repr__ = __str__


class SecretInteger(int):
    """A whole number that may be secret."""

    __slots__ = ()
    __format__ = SecretNumber.__format__
    __str__ = SecretNumber.__str__
    __repr__ = SecretNumber.__str__


def hide(leaf: Any) -> Any:
    """Return a text or a number as one that may be secret."""
    if isinstance(leaf, (bool, SecretText)):
        return leaf
    if isinstance(leaf, str):
        return SecretText(leaf)
    kinds = {int: SecretInteger, float: SecretNumber}
    return kinds[type(leaf)](leaf) if type(leaf) in kinds else leaf


class UnreadText(SecretText):
    """A text that is there and can't be read: it is encrypted."""

    __slots__ = ()


def plain(value: Any) -> Any:
    """Return a value in which what may be secret is plain text again."""
    return map_leaves(value, _shown)


def _shown(leaf: Any) -> Any:
    kinds = {SecretText: str, UnreadText: str, SecretNumber: float, SecretInteger: int}
    return kinds[type(leaf)](leaf) if type(leaf) in kinds else leaf
