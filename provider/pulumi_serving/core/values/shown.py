"""Maps whose keys nobody has declared: as an answer shows them, against what a user wrote."""

from __future__ import annotations

from typing import Any


def as_shown(declared: Any, answer: Any) -> dict[str, Any] | None:
    """Return a map as an answer shows it; None if it shows nothing that is otherwise than declared."""
    if not isinstance(declared, dict) or not isinstance(answer, dict):
        return None
    other = {key: answer[key] for key in declared if key in answer and not _covers(declared[key], answer[key])}
    return {**declared, **other} if other else None


def _covers(declared: Any, shown: Any) -> bool:
    """Tell whether a value is what was declared, and perhaps more: what the cloud has filled in."""
    if isinstance(declared, dict) and isinstance(shown, dict):
        return all(_covers(value, shown[key]) for key, value in declared.items() if key in shown)
    if isinstance(declared, list) and isinstance(shown, list):
        return len(declared) == len(shown) and all(map(_covers, declared, shown))
    unset: tuple[Any, ...] = (None, "", [], {})
    return bool(declared == shown) or (declared in unset and shown in unset)
