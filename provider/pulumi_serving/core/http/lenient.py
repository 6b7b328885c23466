"""
Types for the answers of clouds that take what is there, whatever form it has: no field is promised.

A field in a form that nobody foresaw counts as left out, at whatever depth it lies: it costs its own value, and never
the resource that it is in.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pulumi_serving.core.values.text import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import ModelWrapValidatorHandler, ValidationInfo
    from typing_extensions import Self


def _without_what_is_odd(value: Any, handler: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Read an object without the fields that can't be read; return it, and what it was read from."""
    while True:
        try:
            return handler(value), value
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
            odd = {problem["loc"][0] for problem in problems if problem["loc"]}
            if not isinstance(value, dict) or not odd & value.keys():
                raise
            value = {name: item for name, item in value.items() if name not in odd}


class Answer(BaseModel):
    """
    An object of an answer, read without the fields that can't be read; only one that is required makes it fail.

    What a function returns is none, but a dataclass, which is read in the same way: see ``reported.py``.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="wrap")
    @classmethod
    def _leniently(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        found: Self = _without_what_is_odd(value, handler)[0]
        return found


CAME = "_came"
"""Where an object of a ``Reported`` keeps what it was read from."""


def _leniently(value: Any, handler: Callable[[Any], Any], info: ValidationInfo) -> Any:
    """Read a dataclass as an ``Answer`` is read. What functions return keeps nothing: it may hold secrets."""
    found, came = _without_what_is_odd(value, handler)
    if info.context and dataclasses.is_dataclass(found):
        object.__setattr__(found, CAME, came)
    return found


def text(value: Any) -> Any:
    """Return what a number, or null, is as a text: an id may come as either, and is the same."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _trimmed(value: Any) -> Any:
    found = text(value)
    return found.strip() if isinstance(found, str) else found


def _needed(value: Any) -> Any:
    """Return a text that must be there: one that has an empty default is no less required."""
    found = _trimmed(value)
    if found == "":
        raise PydanticCustomError("missing", "Field required")
    return found


def number(value: Any) -> Any:
    """Return a whole number, which may come as a text; what is none is odd, and raises."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("no number")  # noqa: TRY004 - which pydantic reports
    found = value if isinstance(value, int) else int(str(value).removesuffix(".0"))
    if not -LARGEST <= found <= LARGEST:
        raise ValueError("a number that no double holds")
    return found


def _amount(value: Any) -> Any:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _flag(value: Any) -> Any:
    return (
        {"true": True, "false": False, "": None}.get(value.strip().lower(), value) if isinstance(value, str) else value
    )


def _block(value: Any) -> Any:
    return {} if value is None else value


def _items(value: Any) -> Any:
    return [item for item in value or [] if item is not None] if isinstance(value, list | None) else value


def _objects(value: Any) -> Any:
    """Return the objects of a list; what is neither a list nor null is odd, and raises."""
    if value is not None and not isinstance(value, list):
        raise ValueError("no list")
    return [item for item in value or [] if isinstance(item, dict)]


ItemT = TypeVar("ItemT")

# What is odd raises, and so counts as left out.
Text = Annotated[str, BeforeValidator(text)]
Trimmed = Annotated[str, BeforeValidator(_trimmed)]
Id = Annotated[str, BeforeValidator(_needed), Field(validate_default=True)]
Integer = Annotated[int, BeforeValidator(number)]
Number = Annotated[int | None, BeforeValidator(number)]
Amount = Annotated[float | None, BeforeValidator(_amount)]
Flag = Annotated[StrictBool | None, BeforeValidator(_flag)]
Block = Annotated[dict[str, Any], BeforeValidator(_block)]
Items = Annotated[list[ItemT], BeforeValidator(_items)]
# Of dataclasses, which are read without what is odd in them.
Lenient = Annotated[ItemT, WrapValidator(_leniently)]
Part = Annotated[Lenient[ItemT], BeforeValidator(_block)]
Objects = Annotated[list[Lenient[ItemT]], BeforeValidator(_objects)]
