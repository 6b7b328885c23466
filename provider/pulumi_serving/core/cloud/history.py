"""
What one run has done with the resources of a stack: what it has adopted, and which successor does not serve.

The engine decides what is deleted, and it sees no more than ids and failures. So it would delete an endpoint that was
adopted as its own successor, since both records have one id; and, with ``--continue-on-error``, an endpoint whose
successor has just failed. This is what a deletion asks before it sends anything. A process lives as long as a run.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.state_keys import ADOPTED, LOCATION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class History:
    """Everything by URN, or by location and id, since an id may be there in two accounts' regions."""

    def __init__(self) -> None:
        """Begin a run."""
        self._lock = threading.Lock()
        self._own: dict[str, str] = {}
        self._adopted: dict[tuple[Any, str], Any] = {}
        self._made_here: set[tuple[Any, str]] = set()
        self._successors: dict[str, str] = {}
        self._heirs: dict[str, str] = {}
        self._not_ready: dict[str, str] = {}
        self._unseen: dict[str, tuple[str, str]] = {}

    def saw(self, urn: str, id_: str, recorded: Mapping[str, Any]) -> None:
        """Note which resource the state has under a URN, and whether it got there by an adoption."""
        with self._lock:
            self._own[urn] = id_
            if ADOPTED in recorded:
                self._adopted.setdefault((recorded.get(LOCATION), id_), recorded[ADOPTED])

    def own(self, urn: str) -> str:
        """Return the id that the state has under a URN, as far as this run was told; ``""`` if it was not."""
        with self._lock:
            return self._own.get(urn, "") if urn else ""

    def adopted(self, location: str, id_: str, mark: Any) -> None:
        """Note an adoption of this run, with the mark that its record carries."""
        with self._lock:
            self._adopted[location, id_] = mark
            self._made_here.add((location, id_))

    def is_double(self, id_: str, recorded: Mapping[str, Any]) -> bool:
        """Tell whether a record is of an endpoint that another record has adopted."""
        with self._lock:
            mark = self._adopted.get((recorded.get(LOCATION), id_))
        return mark is not None and recorded.get(ADOPTED) != mark

    def adopted_now(self, id_: str, recorded: Mapping[str, Any]) -> bool:
        """Tell whether it was this run that adopted it."""
        with self._lock:
            return (recorded.get(LOCATION), id_) in self._made_here

    def has_record(self, urn: str, location: str, id_: str) -> bool:
        """Tell whether this run knows of a record that has an id: the one under a URN, or one that was adopted."""
        with self._lock:
            return id_ in (self._own.get(urn), self._successors.get(urn)) or (location, id_) in self._adopted

    def goes_first(self, urn: str, id_: str) -> bool:
        """Tell whether this run was shown a record as one of the program's, and has made no successor of it."""
        with self._lock:
            return self._own.get(urn) == id_ == self._successors.get(urn, id_)

    def has(self, urn: str, id_: str, *, serves: bool) -> None:
        """Note what a create or an update of this run is about, and whether it has ended well."""
        with self._lock:
            self._successors[urn] = id_
            if self._own.get(urn, id_) != id_:  # the engine deletes the former by its former URN
                self._heirs[self._own[urn]] = urn
            if serves:
                self._not_ready.pop(urn, None)
            else:
                self._not_ready[urn] = id_

    def accepted(self, urn: str, id_: str, location: str) -> None:
        """Note what the cloud has accepted at a location, and nobody has seen serve since."""
        with self._lock:
            self._unseen[urn] = location, id_

    def serves(self, ids: Collection[str]) -> None:
        """Note that somebody has seen some resources serve."""
        with self._lock:
            self._unseen = {urn: unseen for urn, unseen in self._unseen.items() if unseen[1] not in ids}

    def leaves(self, urn: str, id_: str) -> None:
        """Note that the engine ends a resource: what it replaces need not wait for it any more."""
        with self._lock:
            if self._unseen.get(urn, ("", ""))[1] == id_:
                del self._unseen[urn]

    def unseen_successor(self, urn: str, id_: str) -> tuple[str, str] | None:
        """Return the location and the id of the successor of a resource, where nobody has seen yet that it serves."""
        with self._lock:
            urn = self._heirs.get(id_, urn)
            unseen = self._unseen.get(urn) if urn else None
        return None if unseen is None or unseen[1] == id_ else unseen

    def found(self, urn: str, id_: str, true_id: str, recorded: Mapping[str, Any]) -> None:
        """Note what a refresh has found, perhaps under another id than the recorded one."""
        with self._lock:
            for ids in (self._successors, self._not_ready):
                if ids.get(urn) == id_:
                    ids[urn] = true_id
        self.saw(urn, true_id, recorded)

    def waited_in_vain(self, ids: Collection[str]) -> None:
        """Note that who waited for some resources has seen that they do not serve."""
        with self._lock:
            known = {**self._own, **self._successors}
            self._not_ready |= {urn: id_ for urn, id_ in known.items() if id_ in ids}

    def successor_in_trouble(self, urn: str, id_: str) -> str | None:
        """Return the successor of a resource if this run could not bring it to serve."""
        with self._lock:
            urn = self._heirs.get(id_, urn)
            successor = self._not_ready.get(urn) if urn else None
        return None if successor == id_ else successor
