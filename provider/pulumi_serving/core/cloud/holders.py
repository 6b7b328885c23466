"""
Which resource has which endpoint, as far as the engine has told this run: so that two records never share one.

The plug-in is asked about one resource at a time and never sees the state. An adoption may come before or after what
tells that another resource has the endpoint, so both look.
"""

from __future__ import annotations

import threading


class Holders:
    """URNs by location and id: an id may be there in two accounts or regions."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], str] = {}
        self._adopted: dict[tuple[str, str], str] = {}
        self._kept: dict[tuple[str, str], str] = {}

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

    def keep(self, location: str, id_: str, urn: str) -> None:
        """Note that this run has brought a resource up to date, so that its record stays."""
        with self._lock:
            self._kept[location, id_] = urn

    def keeper(self, location: str, id_: str, urn: str) -> str:
        """Return the other resource that this run has brought up to date with an endpoint, or ``""``."""
        with self._lock:
            keeper = self._kept.get((location, id_), urn)
        return keeper if keeper != urn else ""

    def holder(self, location: str, id_: str, urn: str) -> str:
        """Return the other resource that the engine has told of first as having an endpoint, or ``""``."""
        with self._lock:
            holder = self._seen.get((location, id_), urn)
        return holder if holder != urn else ""
