"""
Which resource has which endpoint, as far as the engine has told this run: so that two records never share one.

The plug-in is asked about one resource at a time and never sees the state. An adoption may come before or after what
tells that another resource has the endpoint, so both look.
"""

from __future__ import annotations

import threading
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Holders:
    """URNs by location and id: an id may be there in two accounts or regions."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], str] = {}
        self._adopted: dict[tuple[str, str], str] = {}
        self._declared: set[str] = set()
        self._kept: dict[str, list[tuple[str, str]]] = {}

    def saw(self, location: str, id_: str, urn: str) -> str:
        """Note that a resource has an endpoint; returns the other one that has adopted it in this run, or ``""``."""
        with self._lock:
            self._seen.setdefault((location, id_), urn)
            adopter = self._adopted.get((location, id_), urn)
        return adopter if adopter != urn else ""

    def adopt(self, location: str, id_: str, urn: str) -> str:
        """Note an adoption; returns the other resource that has the endpoint, which then stays its own, or ``""``."""
        with self._lock:
            holder = self._seen.setdefault((location, id_), urn)
            if holder != urn:
                return holder
            self._adopted[location, id_] = urn
        return ""

    def declare(self, urn: str, *, anew: bool) -> None:
        """Note that the program declares a resource; ``anew`` where what it has so far is not to stay its own."""
        with self._lock:
            self._declared.add(urn)
            if anew:
                for keepers in self._kept.values():
                    keepers[:] = [each for each in keepers if each[1] != urn]

    def keep(self, location: str, id_: str, urn: str) -> None:
        """
        Note that a resource keeps what it has, so that its record stays.

        Only of what the program declares: a refresh also tells of resources by their former names.
        """
        with self._lock:
            keepers = self._kept.setdefault(id_, [])
            if urn in self._declared and (location, urn) not in keepers:
                keepers.append((location, urn))

    def keeper(self, location: str, id_: str, urn: str, is_same: Callable[[str, str], bool] = eq) -> str:
        """Return another resource that keeps an endpoint in this run, or ``""``; a location may have two spellings."""
        with self._lock:
            keepers = [keeper for kept_at, keeper in self._kept.get(id_, ()) if is_same(kept_at, location)]
        return next((keeper for keeper in keepers if keeper != urn), "")

    def holder(self, location: str, id_: str, urn: str) -> str:
        """Return the other resource that the engine has told of first as having an endpoint, or ``""``."""
        with self._lock:
            holder = self._seen.get((location, id_), urn)
        return holder if holder != urn else ""
