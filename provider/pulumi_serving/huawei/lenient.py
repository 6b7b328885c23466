"""Types that take what the answers of DataArts Fabric hold, whatever form it has: few fields are promised."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator


def _text(value: Any) -> Any:
    return "" if value is None else str(value) if isinstance(value, (int, float)) else value


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else []


def _block(value: Any) -> Any:
    return value if isinstance(value, dict) else None


ItemT = TypeVar("ItemT")

List = Annotated[list[ItemT], BeforeValidator(_list)]
Text = Annotated[str, BeforeValidator(_text)]
Block = Annotated[dict[str, Any] | None, BeforeValidator(_block)]
