"""
The list of one account, read once for all who want it at the same time, and remembered for some seconds.

Creates look in it for their names, refreshes and previews for their endpoints. Nobody holds a lock while it is read,
and each who waits for it does so within its own operation. A failure is shared, too: many creates against a list that
fails end together.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_serving.core.errors import RunEndedError, ServingError, afresh
from pulumi_serving.core.values.log import get_logger

from .flight import Flight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

FRESH_SECONDS = 10.0
GLANCE_SECONDS, GLANCED_SECONDS = 5.0, 60.0
"""How long a preview looks at the list, and how old what it has seen may be for the previews after it."""
FEW, PAGE = 3, 100
"""So many are read one by one; more by the list, so many a page."""


@dataclass(frozen=True)
class Stock:
    """A reading of the list: when it began, what it showed by ids, and whether what it lacks is known to be absent."""

    began: float = -math.inf
    items: Mapping[str, Live] = field(default_factory=dict)
    whole: bool = False


@dataclass
class _Failure:
    """What the last patient reading failed with, and which resources have been told."""

    at: float
    error: ServingError
    reported: set[str]


class Inventory:
    """What is known of an account's list."""

    def __init__(self, read: Callable[[Operation], Listing[Live]]) -> None:
        """Take how the list is read within an operation."""
        self._read = read
        self._lock = threading.Lock()
        self._stock = Stock()
        # Whoever gives up after one attempt decides nothing for those that try again.
        self._patient, self._quick = Flight[None]("the list"), Flight[None]("the list")
        self._failure: _Failure | None = None
        self._alone: set[str] = set()
        self._blind = False

    def all(self, operation: Operation, max_age: float = FRESH_SECONDS) -> Stock:
        """
        Return a reading no older than this, tried as often as any request.

        One that has failed is not made again for the next of many resources, for some seconds: once for each.
        """
        arrived, resource = operation.clock.now(), operation.call.urn
        failure = self._failure
        is_news = failure is not None and resource and resource not in failure.reported
        if failure is not None and is_news and arrived - failure.at <= FRESH_SECONDS:
            failure.reported.add(resource)
            raise afresh(failure.error)
        try:
            return self._fresh(self._patient, operation, arrived - max_age)
        except RunEndedError:
            raise
        except ServingError as error:
            self._remember(error, resource, operation)
            raise

    def once(self, operation: Operation, max_age: float = FRESH_SECONDS) -> Stock:
        """Return a reading no older than this, tried once."""
        return self._fresh(self._quick, operation.at_most(1), operation.clock.now() - max_age)

    def item(self, id_: str, operation: Operation, max_age: float) -> Live | None:
        """
        Return an item, from a reading that is tried once, without an error.

        What goes wrong, or hangs, goes wrong for all: then the list is of no use any more to any.
        """
        if self._blind:
            return None
        try:
            return self.once(operation, max_age).items.get(id_)
        except ServingError as error:
            log.debug("the list was of no help: %s", error)
            self._blind = not operation.interrupted()
            return None

    def item_for_many(self, id_: str, operation: Operation) -> Live | None:
        """Return an item, if a reading is there or costs less than one of each that was read since."""
        with self._lock:
            if self._stock.began < operation.clock.now() - FRESH_SECONDS:
                self._alone.add(id_)
                if len(self._alone) <= max(FEW, len(self._stock.items) // PAGE):
                    return None
        # Half of the time, so that a list that hangs leaves some to read it by itself.
        return self.item(id_, operation.within(operation.deadline.remaining / 2), FRESH_SECONDS)

    def _fresh(self, flight: Flight[None], operation: Operation, oldest: float) -> Stock:
        while self._stock.began < oldest:  # who joins a reading that began too early makes, or joins, the next
            flight.share(lambda: self._renew(operation), operation)
        return self._stock

    def _renew(self, operation: Operation) -> None:
        began = operation.clock.now()
        with self._lock:
            self._alone = set()
        found = self._read(operation)
        with self._lock:
            if began >= self._stock.began:
                self._stock = Stock(began, {live.id: live for live in found}, found.whole)

    def _remember(self, error: ServingError, resource: str, operation: Operation) -> None:
        now = operation.clock.now()
        with self._lock:
            if self._failure is None or now - self._failure.at > FRESH_SECONDS or resource in self._failure.reported:
                self._failure = _Failure(now, afresh(error), set())
            self._failure.reported.add(resource)
