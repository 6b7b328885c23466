"""Types for the answers of clouds that take what is there, whatever form it has: no field is promised."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator


def or_else(empty: Any) -> BeforeValidator:
    """Return a validator that takes null for the empty value."""
    return BeforeValidator(lambda value: empty if value is None else value)


def _text(value: Any) -> Any:
    return "" if value is None else str(value) if isinstance(value, (int, float)) else value


def _trimmed(value: Any) -> Any:
    text = _text(value)
    return text.strip() if isinstance(text, str) else text


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


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> Any:
    return [item for item in _list(value) if isinstance(item, dict)]


ItemT = TypeVar("ItemT")

# The items of a page: null is none, but anything else than a list is no answer, and never "there is nothing".
Items = Annotated[list[ItemT], or_else([])]
List = Annotated[list[ItemT], BeforeValidator(_list)]
Objects = Annotated[list[ItemT], BeforeValidator(_objects)]
Text = Annotated[str, BeforeValidator(_text)]
Trimmed = Annotated[str, BeforeValidator(_trimmed)]
Number = Annotated[int | None, BeforeValidator(_number)]
Amount = Annotated[float | None, BeforeValidator(_amount)]
Flag = Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)]
Block = Annotated[dict[str, Any] | None, BeforeValidator(lambda value: value if isinstance(value, dict) else None)]
