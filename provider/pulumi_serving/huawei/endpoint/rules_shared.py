"""What the rules of several blocks have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.validate import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeGuard

NAME = re.compile(r"[A-Za-z0-9_\-. \u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]*")
"""The reference says "Chinese characters" without a range, so this takes every block of them."""


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping, an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return a list, an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def is_number(value: Any) -> TypeGuard[int]:
    """Tell whether a value is a known number."""
    return isinstance(value, int) and not isinstance(value, bool)


def name_problems(path: str, name: Any, longest: int) -> Iterator[Problem]:
    """Check a name: its characters are a documented rule, its length is not."""
    if not isinstance(name, str):
        return
    if not NAME.fullmatch(name):
        yield Problem(path, "may have Chinese characters, letters, digits, `_`, `-`, `.` and space only")
    if len(name) > longest:
        yield Problem(path, f"has more than {longest} characters", warning=True)


def range_problems(path: str, block: Mapping[str, Any], least: str, most: str) -> Iterator[Problem]:
    """Warn where a least is above a most; no document says so."""
    low, high = block.get(least), block.get(most)
    if is_number(low) and is_number(high) and low > high:
        yield Problem(f"{path}.{most}", f"is less than {least}, {low}", warning=True)
