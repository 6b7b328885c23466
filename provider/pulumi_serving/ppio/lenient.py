"""Types that take what PPIO's answers hold, whatever form it has: no field is promised, and numbers may be strings."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator


def _text(value: Any) -> Any:
    return "" if value is None else str(value) if isinstance(value, (int, float)) else value


def _number(value: Any) -> Any:
    try:
        return int(value) if isinstance(value, int) else int(str(value).removesuffix(".0"))
    except ValueError:
        return None


def _amount(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def or_else(empty: Any) -> BeforeValidator:
    """Return a validator that takes null for the empty value, as this API means it."""
    return BeforeValidator(lambda value: empty if value is None else value)


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else []


ItemT = TypeVar("ItemT")

# The items of a page: null is none, but anything else than a list is no answer, and never "there is nothing".
Items = Annotated[list[ItemT], or_else([])]
List = Annotated[list[ItemT], BeforeValidator(_list)]
Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[int | None, BeforeValidator(_number)]
Amount = Annotated[float | None, BeforeValidator(_amount)]
