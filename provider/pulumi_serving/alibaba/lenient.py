"""Types that take what the answers of PAI-EAS hold, whatever form it has: every field is optional."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator


def _text(value: Any) -> Any:
    return "" if value is None else str(value).strip() if isinstance(value, (str, int, float)) else value


def _number(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _list(value: Any) -> Any:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


ItemT = TypeVar("ItemT")

List = Annotated[list[ItemT], BeforeValidator(_list)]
Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[int | None, BeforeValidator(_number)]
Flag = Annotated[bool | None, BeforeValidator(lambda value: value if isinstance(value, bool) else None)]
