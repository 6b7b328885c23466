"""
In which form a cloud keeps what was declared: what differs from the program and is no drift.

A cloud may put ``docker.io/`` before an image or raise a time limit to its least one. What it shows right after it has
taken our own write is its form of the declared value. The state keeps a mark of each such pair, so that drift is what
differs from the program and from that form.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import compare, leaves, markers, schema
from .state_keys import KEPT, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


LONGEST_ADDITION = 20
ROUNDS = 20_000


@dataclass(frozen=True)
class Forms:
    """
    What the state knows of the forms of one resource's arguments.

    ``kept`` has a mark of each declared value and the form of it that was seen; None as long as the resource was never
    seen ready, when what it shows is its form of whatever was declared. ``unconfirmed`` has a mark of what was live
    before an update that nobody has seen taking.
    """

    args: Any
    kept: Mapping[str, str] | None = None
    unconfirmed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def recorded(cls, args: Any, outs: Mapping[str, Any]) -> Forms:
        """Return what recorded outputs know."""
        kept, unconfirmed = outs.get(KEPT), outs.get(UNCONFIRMED)
        return cls(args, kept if isinstance(kept, dict) else None, unconfirmed if isinstance(unconfirmed, dict) else {})

    def is_drift(self, path: str, declared: Any, live: Any) -> bool:
        """Tell whether a live value that differs from the declared one is another value, not a form of that one."""
        if self.kept is not None and self.kept.get(path) == self.mark(path, declared, live):
            return False
        if path in self.unconfirmed:  # back at the value from before the update: it has not taken, or was rolled back
            return self.unconfirmed[path] == self.mark(path, live)
        return self.kept is not None

    def drift(self, declared: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
        """Yield each declared leaf that has drifted: its path, the declared value, the live value."""
        for path, mine, live in compare.drift(self.args, declared, values):
            if self.is_drift(path, mine, live):
                yield path, mine, live

    def seen(self, found: Iterable[tuple[str, Any, Any]], values: Mapping[str, Any]) -> dict[str, str]:
        """Return the marks of the forms that were found; what the answer does not show keeps its mark."""
        marks = {path: self.mark(path, mine, live) for path, mine, live in found}
        unreported = {path: mark for path, mark in (self.kept or {}).items() if not compare.is_reported(values, path)}
        return {**unreported, **marks}

    def mark(self, path: str, *values: Any) -> str:
        """
        Return a mark of values of a field: the same for the same values in another order without meaning.

        It is a slow digest: marks stand in the state in clear, and a short secret could be found out from a fast one.
        """
        text = json.dumps(self._in_order(path, values), sort_keys=True, default=str)
        return _digest(text.encode("utf-8", "surrogatepass"), path.encode())

    def is_same(self, path: str, one: Any, other: Any) -> bool:
        """Tell whether two values of a field are the same."""
        return bool(self._in_order(path, [one]) == self._in_order(path, [other]))

    def _in_order(self, path: str, values: Iterable[Any]) -> list[Any]:
        spec = schema.along(self.args, path.split("."))[-1]
        return [compare.in_order(spec, value) for value in values]

    def is_new(self, path: str, declared: Any, live: Any) -> bool:
        """Tell whether this form was not seen before."""
        return (self.kept or {}).get(path) != self.mark(path, declared, live)

    def may_be_kept_as(self, path: str, then: Any, declared: Any, live: Any) -> bool:
        """
        Tell whether a live value that is known as the form of what was declared before may be that of a new value, too.

        A least time limit of 60 is the form of 5 and of 7, and a prefix of a registry is put before any image.
        """
        known = (self.kept or {}).get(path)
        return known is not None and known == self.mark(path, then, live) and _is_form_of_both(then, declared, live)

    def words(self, cloud: str, found: Sequence[tuple[str, Any, Any]]) -> str:
        """Return the one warning for values that the cloud keeps in a form of its own."""
        named = ", ".join(path + self._form(path, mine, live) for path, mine, live in found)
        return (
            f"{named}: {cloud} keeps this in another form than the program declares. It is left so: it is no drift, "
            "and no later update sends it again. To end this warning declare it in that form, or name it in "
            "ignore_changes"
        )

    def _form(self, path: str, declared: Any, live: Any) -> str:
        """Say in brackets how a form differs, without any text that was declared: it may be secret."""
        spec = schema.along(self.args, path.split("."))[-1]
        if spec.marker(markers.Secret) or spec.marker(markers.Sensitive):
            return ""
        if isinstance(live, (bool, int, float)):
            return f" (as {json.dumps(leaves.whole_numbers(live))})"
        words = _form_of_text(declared, live) if isinstance(declared, str) and isinstance(live, str) else ""
        return f" ({words})" if words else ""


@functools.lru_cache(maxsize=1024)
def _digest(text: bytes, salt: bytes) -> str:
    """Return a slow digest: what one call has worked out, the next of the same run need not."""
    return hashlib.pbkdf2_hmac("sha256", text, salt, ROUNDS).hex()[:16]


def looks_like(declared: Any, live: Any) -> bool:
    """Tell whether a live value has but another spelling than a declared one, at any depth."""
    if isinstance(declared, dict) and isinstance(live, dict):
        return all(name in live and looks_like(item, live[name]) for name, item in declared.items())
    if isinstance(declared, list) and isinstance(live, list):
        return len(declared) == len(live) and all(map(looks_like, declared, live))
    if isinstance(declared, str) and isinstance(live, str):
        return declared.casefold() == live.casefold() or bool(_form_of_text(declared, live))
    return bool(declared == live)


def _is_form_of_both(one: Any, other: Any, live: Any) -> bool:
    """Tell whether a value may be the form of two, which lie on the same side of it where they are numbers."""
    if isinstance(one, dict) and isinstance(other, dict) and isinstance(live, dict):
        # A key that is not shown, of the old value nor of the new one, tells nothing.
        shown = [name for name in {**one, **other} if name in live or (name in one) != (name in other)]
        return all(_is_form_of_both(one.get(name), other.get(name), live.get(name)) for name in shown)
    if isinstance(one, list) and isinstance(other, list) and isinstance(live, list):
        return len(one) == len(other) == len(live) and all(map(_is_form_of_both, one, other, live))
    if other == live:
        return True
    if isinstance(one, (int, float)) and isinstance(other, (int, float)) and isinstance(live, (int, float)):
        return not isinstance(live, bool) and (one - live) * (other - live) > 0
    return looks_like(one, live) and looks_like(other, live)


def _form_of_text(declared: str, live: str) -> str:
    if not declared or not live:
        return ""
    if live in (declared.lower(), declared.upper()):
        return f"in {'lower' if live == declared.lower() else 'upper'} case"
    added, cut = len(live) - len(declared), declared[len(live) :]
    if 0 < added <= LONGEST_ADDITION and live.endswith(declared):
        return f"as {live[:added]}..."
    if 0 < added <= LONGEST_ADDITION and live.startswith(declared):
        return f"as ...{live[-added:]}"
    if declared.startswith(live) and not any(letter.isalnum() for letter in cut):
        return f"without {cut!r}"
    return ""
