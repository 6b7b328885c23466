"""
Whether a resource is gone: the one place that decides it, for every verb and every wait.

What leaves the state bills on, unseen and unowned. So one answer never takes a resource out of it: two witnesses do:
its own reading and the list, or one of them twice with ``limits.invisible`` between. Neither counts while the resource
is so new that the cloud may not show it yet, and one sighting takes back what was said before.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.clock import unix_time
from pulumi_serving.core.cloud.abilities import ReadFromList
from pulumi_serving.core.cloud.inventory import FRESH_SECONDS
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger

if TYPE_CHECKING:
    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

ITSELF, LIST = "its own reading", "the list"


class Absence:
    """
    What speaks for a resource's being gone, over the readings of one operation.

    ``changed_at`` is when the cloud last accepted a change of it: until some time after that, nothing counts.
    ``deleting`` says that the cloud has taken its deletion, so that it is expected to go: then it may go soon after a
    change, and a list that still shows it may lag.
    """

    def __init__(
        self, session: Session, id_: str, operation: Operation, *, changed_at: Any = None, deleting: bool = False
    ) -> None:
        """Begin without any evidence."""
        self._session = session
        self._id = id_
        self._operation = operation
        self._deleting = deleting
        self._invisible = session.kind.limits.invisible
        self._first: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._listed: Live | None = None
        self._list_from = self._now if deleting else -math.inf  # an older reading of the list may be from before
        young = 0.0 if deleting else young_for(changed_at, self._invisible, operation.clock.wall())
        self._young_until = self._now + young

    @property
    def _now(self) -> float:
        return self._operation.clock.now()

    def seen(self) -> None:
        """Take back all that was said: the resource's own reading shows it."""
        self._first.clear()

    def not_found(self, witness: str = ITSELF) -> None:
        """Note that a reading of some kind does not find it."""
        self._first.setdefault(witness, self._now)
        self._last[witness] = self._now

    def ask_list(self) -> Live | None:
        """Ask the list that all operations share; return the resource if it shows it as living."""
        age = min(FRESH_SECONDS, max(0.0, self._now - self._list_from))
        began = self._now
        try:
            found, whole = self._session.listed(self._operation, age)
        except ServingError as error:
            log.debug("the list can't tell whether %s is gone: %s", self._id, error)
            return None
        listed = found.get(self._id)
        if listed is None or listed.phase is Phase.GONE:
            self._listed = None
            if whole or listed:
                self.not_found(LIST)
            return None
        self._listed, self._list_from = listed, began
        self._first.pop(LIST, None)
        return listed

    @property
    def confirmed(self) -> bool:
        """Tell whether it is gone."""
        return self.wait <= 0

    @property
    def is_young(self) -> bool:
        """Tell whether it is so new, or so newly changed, that nothing counts yet."""
        return self._young_until > self._now

    @property
    def wait(self) -> float:
        """How many seconds at the least must pass before it can be told."""
        young = self._young_until - self._now
        one_witness = isinstance(self._session.kind, ReadFromList) and not self._deleting  # its reading is the list's
        if {ITSELF, LIST} <= self._first.keys() and not one_witness:
            return young
        if self._listed is not None and not self._deleting:  # two witnesses that contradict each other prove nothing
            return max(young, self._invisible)
        lone = [self._invisible - (self._last[witness] - first) for witness, first in self._first.items()]
        return max(young, min(lone, default=self._invisible))


def young_for(changed_at: Any, invisible: float, now: float) -> float:
    """Return for how many seconds from ``now``, in Unix time, a resource may still be invisible."""
    changed = unix_time(changed_at)
    if changed is None:
        return 0.0
    return min(invisible, max(0.0, changed + invisible - now))  # whatever two machines' clocks say
