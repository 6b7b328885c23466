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
