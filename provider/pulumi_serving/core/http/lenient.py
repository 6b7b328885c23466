"""
Types for the answers of clouds that take what is there, whatever form it has: no field is promised.

A field in a form that nobody foresaw counts as left out, at whatever depth it lies: it costs its own value, and never
the resource that it is in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictBool,
    ValidationError,
    model_validator,
)

from pulumi_serving.core.values.text import LARGEST

if TYPE_CHECKING:
    from pydantic import ModelWrapValidatorHandler
    from typing_extensions import Self


class Answer(BaseModel):
    """
    An object of an answer, read without the fields that can't be read; only one that is required makes it fail.

    ``whole`` is all of it, with what no field here has.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    _whole: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def whole(self) -> dict[str, Any]:
        """The object as it came."""
        return self._whole

    @model_validator(mode="wrap")
    @classmethod
    def _without_what_is_odd(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        came = value
        while True:
            try:
                found = handler(value)
            except ValidationError as error:
                odd = {
                    problem["loc"][0]
                    for problem in error.errors(include_url=False, include_input=False)
                    if problem["loc"]
                }
                if not isinstance(value, dict) or not odd & value.keys():
                    raise
                value = {name: item for name, item in value.items() if name not in odd}
            else:
                if isinstance(came, dict):
                    found._whole = came  # noqa: SLF001 - its own class
                return found


def or_else(empty: Any) -> BeforeValidator:
    """Return a validator that takes null for the empty value."""
    return BeforeValidator(lambda value: empty if value is None else value)


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


def _number_or_none(value: Any) -> Any:
    try:
        return number(value)
    except ValueError:
        return None


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


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> Any:
    """Return the objects of a list; what is neither a list nor null is odd, and raises."""
    if value is not None and not isinstance(value, list):
        raise ValueError("no list")
    return [item for item in value or [] if isinstance(item, dict)]


ItemT = TypeVar("ItemT")

# For the fields of an Answer: what is odd raises, and so counts as left out.
Text = Annotated[str, BeforeValidator(text)]
Trimmed = Annotated[str, BeforeValidator(_trimmed)]
Id = Annotated[str, BeforeValidator(_trimmed), Field(min_length=1)]
Number = Annotated[int | None, BeforeValidator(number)]
Flag = Annotated[StrictBool | None, BeforeValidator(_flag)]
Block = dict[str, Any] | None
Items = Annotated[list[ItemT], or_else([])]
Objects = Annotated[list[ItemT], BeforeValidator(_objects)]

# For what functions return, where nothing is left out: what is odd is the empty value.
List = Annotated[list[ItemT], BeforeValidator(_list)]
NumberOrNone = Annotated[int | None, BeforeValidator(_number_or_none)]
Amount = Annotated[float | None, BeforeValidator(_amount)]
