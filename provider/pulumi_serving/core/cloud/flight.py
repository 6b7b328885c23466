"""
One piece of work that many want at the same time: one of them does it, and all have what comes of it.

No lock is held meanwhile. Whoever waits does so within its own operation, and leaves when that is over. A failure is
shared like a result, but for one that is the worker's own: if its time or its run has ended, another one begins anew.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

from pulumi_serving.core.errors import RunEndedError, ServingError, afresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_serving.core.calls.operation import Operation

ResultT = TypeVar("ResultT")


class Flight(Generic[ResultT]):
    """Does one kind of work once at a time; ``what`` is how a person knows what comes of it."""

    def __init__(self, what: str, longest: float = float("inf")) -> None:
        """Take after how many seconds nobody begins to wait for work any more that may hang for ever."""
        self._what = what
        self._longest = longest
        self._lock = threading.Lock()
        self._trip: _Trip[ResultT] | None = None

    def share(self, work: Callable[[], ResultT], operation: Operation) -> ResultT:
        """Return what comes of the work that is under way, or else of this."""
        while True:
            with self._lock:
                trip = self._trip
                leads = trip is None or time.monotonic() - trip.began > self._longest
                if leads or trip is None:
                    trip = self._trip = _Trip()
            if leads:
                return self._lead(trip, work, operation)
            reason = operation.wait_for(trip.done)
            if reason:
                words = f"{self._what} did not come: {reason}"
                raise RunEndedError(words, reason) if operation.interrupted() else ServingError(words)
            if trip.error is not None:
                raise afresh(trip.error)
            for result in trip.result:
                return result
            # Neither: the one at work came to an end of its own, which says nothing to who waits. Begin anew.

    def _lead(self, trip: _Trip[ResultT], work: Callable[[], ResultT], operation: Operation) -> ResultT:
        try:
            result = work()
        except Exception as error:
            if not operation.over() and not isinstance(error, RunEndedError):
                trip.error = afresh(error)
            raise
        else:
            trip.result.append(result)
            return result
        finally:
            with self._lock:
                if self._trip is trip:
                    self._trip = None
            trip.done.set()


class _Trip(Generic[ResultT]):
    """The work as it was begun once, and what came of it: a result, an error, or nothing that counts for others."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.done = threading.Event()
        self.result: list[ResultT] = []
        self.error: Exception | None = None
