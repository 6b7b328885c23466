"""
Derived names, for resources whose user gave none.

Pulumi's own auto-naming can't reach a dynamic provider, and a random suffix would make a second endpoint when a create
is repeated after a kill. So the suffix is derived: from the resource's URN and, on a replacement, from the name that is
being replaced. Preview and ``up`` then show the same name, and a retry meets what the interrupted run left.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from dataclasses import dataclass

SUFFIX_LENGTH = 7
GENERATIONS = 50
"""For how many replacements of a resource the names of its successors are looked for."""


@dataclass(frozen=True)
class NameForm:
    """What a cloud takes as a name: ``separator`` joins the suffix, characters outside ``allowed`` become it."""

    separator: str = "-"
    allowed: str = r"[^/\s]"
    longest: int = 255
    lower: bool = False

    def fit(self, logical: str, suffix: str) -> str:
        """Return the logical name and the suffix in the cloud's form."""
        stem = logical.lower() if self.lower else logical
        stem = "".join(letter if re.fullmatch(self.allowed, letter) else self.separator for letter in stem)
        return stem[: self.longest - len(suffix) - len(self.separator)] + self.separator + suffix


class Namer:
    """
    Gives names, and remembers which name a resource had when this process first saw it.

    A replacement calls check twice in one process: with the old inputs, then with none.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._lock = threading.Lock()
        self._replaced: dict[str, str] = {}

    def remember(self, urn: str, name: str) -> None:
        """Keep the name that the state holds for a resource."""
        with self._lock:
            self._replaced[urn] = name

    def name(self, form: NameForm, urn: str, *, replacing: bool) -> str:
        """Return the name of a resource; with ``replacing``, of the successor of the one remembered for it."""
        if not urn:  # a host that does not tell: better a random name than one shared by all
            return form.fit(_logical(urn), os.urandom(SUFFIX_LENGTH).hex()[:SUFFIX_LENGTH])
        with self._lock:
            replaced = self._replaced.get(urn, "") if replacing else ""
        return _derived(form, urn, replaced)


def successors(form: NameForm, urn: str, name: str) -> list[str]:
    """Return the names of the successors that a resource of a derived name has, one after the other."""
    names = [name]
    for _ in range(GENERATIONS if urn else 0):
        names.append(_derived(form, urn, names[-1]))
    return names[1:]


def _derived(form: NameForm, urn: str, replaced: str) -> str:
    digest = hashlib.sha256(f"{urn}\n{replaced}".encode()).hexdigest()
    return form.fit(_logical(urn), digest[:SUFFIX_LENGTH])


def _logical(urn: str) -> str:
    return urn.rsplit("::", 1)[-1] or "endpoint"
