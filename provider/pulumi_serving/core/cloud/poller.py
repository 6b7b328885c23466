"""
Waiting, for all resources of one account at once.

Every wait of an account in this process watches one poller. Whichever waiting thread finds the next reading due makes
it for all: one GET each while they are few, else the list, a page for many, so that the cost of a tick is pages and
not endpoints. The clock is injected; nothing runs in the background.
"""

from __future__ import annotations

import math
import random
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulumi_serving.core.calls import run
from pulumi_serving.core.errors import AuthError, DoubtfulNotFoundError, NotFoundError, ServingError
from pulumi_serving.core.values.log import get_logger

from .inventory import FEW, PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving.poller")

SHORTEST_INTERVAL = 1.0
LIST_SECONDS = 20.0
READING_SECONDS = 20.0
"""How long one list, or one reading, may take while others wait for it."""
LIST_AGAIN_SECONDS = 15.0
"""Half of how long a list that has failed is left alone; it doubles with each failure."""


@dataclass(frozen=True)
class Reading:
    """
    What one look at the cloud told of one resource: it is live, it was not there, or the look itself failed.

    ``listed`` says that this was read from a list, which may lag behind and whose items may lack fields.
    """

    live: Live | None = None
    error: ServingError | None = None
    listed: bool = False


class Poller:
    """Reads the resources that somebody waits for, every ``interval`` seconds, sooner at first."""

    def __init__(
        self,
        get: Callable[[str, Operation], Live],
        list_all: Callable[[Operation], Sequence[Live]],
        clock: Clock,
        interval: float,
    ) -> None:
        """Take the two ways of reading."""
        self._get = get
        self._list_all = list_all
        self._clock = clock
        self._interval = interval
        self._condition = threading.Condition()
        self._watched: Counter[str] = Counter()
        self._readings: dict[str, tuple[int, Reading]] = {}
        self._round = 0
        self._reading_now = False
        self._due = -math.inf
        self._began = -math.inf
        self._pages = 1
        self._may_list = True
        self._list_failures = 0
        self._list_again_at = -math.inf
        run.on_wake(self.wake)

    def wake(self) -> None:
        """Let every wait look whether it must end."""
        with self._condition:
            self._condition.notify_all()

    def look(self, id_: str, operation: Operation) -> Reading:
        """Return a reading of this resource alone, now; the next tick, for whoever watches it then, is later."""
        with self._condition:
            if not self._watched:
                self._due = max(self._due, self._clock.now() + SHORTEST_INTERVAL)
        return self._read_one(id_, operation)

    def readings(self, id_: str, operation: Operation) -> Iterator[Reading]:
        """Yield a reading of the resource at once, since some things take no time, then those that all waits share."""
        if not operation.over():
            yield self.look(id_, operation)
        yield from self.watch(id_, operation)

    def watch(self, id_: str, operation: Operation) -> Iterator[Reading]:
        """Yield a reading per tick, until the operation's time is over or it is interrupted; then stop."""
        for readings in self.watch_all({id_}, operation):
            yield readings[id_]

    def watch_all(self, ids: AbstractSet[str], operation: Operation) -> Iterator[Mapping[str, Reading]]:
        """
        Yield a reading of each of these per tick, until there are none, the time is over or it is interrupted.

        ``ids`` is looked at anew at each tick: whoever watches takes out of it what it has seen enough of.
        """
        watched: set[str] = set()
        with self._condition:
            if not self._watched:
                self._began = self._clock.now()
            seen = self._round
            self._follow(watched, ids)
        try:
            while watched and self._await_round(watched, seen, operation):
                with self._condition:
                    seen = min(self._readings[id_][0] for id_ in watched)
                    readings = {id_: self._readings[id_][1] for id_ in watched}
                yield readings
                with self._condition:  # not while it is yielded: the others' waits go on meanwhile
                    self._follow(watched, watched & ids)
        finally:
            with self._condition:
                self._follow(watched, frozenset())
                self._condition.notify_all()  # if this thread was to make the next reading, another must

    def _follow(self, watched: set[str], wanted: AbstractSet[str]) -> None:
        """Count in what one watcher wants to watch from now on, and out what it no longer does."""
        for id_ in wanted - watched:
            self._watched[id_] += 1
        for id_ in watched - wanted:
            self._watched[id_] -= 1
            if not self._watched[id_]:
                del self._watched[id_]
                self._readings.pop(id_, None)
        watched.clear()
        watched.update(wanted)

    def _await_round(self, ids: AbstractSet[str], seen: int, operation: Operation) -> bool:
        """Return True once each has a reading newer than ``seen``, False when the wait is over."""
        while True:
            with self._condition:
                if all(id_ in self._readings and self._readings[id_][0] > seen for id_ in ids):
                    return True
                if operation.interrupted() or operation.deadline.remaining <= 0:
                    return False
                wait = self._due - self._clock.now()
                if self._reading_now or wait > 0:
                    # While another thread reads, its notice ends this wait; the time-out is for engines that are gone.
                    bound = min(operation.deadline.remaining, run.ENGINE_CHECK_SECONDS)
                    self._clock.wait(self._condition, bound if self._reading_now else min(wait, bound))
                    continue
                self._reading_now = True
                targets = list(self._watched)
            self._read(targets, operation)

    def _read(self, targets: Sequence[str], operation: Operation) -> None:
        """
        Make a reading of all targets and hand it to whoever waits for it.

        No request takes more than a part of the time: who only waits has a limit, too. Where this wait comes to its own
        end meanwhile, that says nothing to the others, and another one makes the next reading at once.
        """
        readings: dict[str, Reading] = {}
        try:
            listed = self._read_list(operation) if self._list_is_worth_it(len(targets)) else None
            for id_ in targets:
                # Once this wait is over the rest stays unread, and whoever reads next begins with all of them.
                if listed is not None:
                    readings[id_] = listed.get(id_, Reading(listed=True))
                elif not operation.over():
                    readings[id_] = self._read_one(id_, operation.within(READING_SECONDS))
        finally:
            ended = operation.over()
            with self._condition:
                self._round += 1
                self._readings.update(
                    {id_: (self._round, reading) for id_, reading in readings.items() if not (ended and reading.error)}
                )
                self._reading_now = False
                self._due = self._clock.now() + (0 if ended else self._pause())
                self._condition.notify_all()

    def _list_is_worth_it(self, count: int) -> bool:
        """Tell whether the list costs less than so many readings, and has not failed lately."""
        return self._may_list and count > max(FEW, self._pages) and self._clock.now() >= self._list_again_at

    def _pause(self) -> float:
        """Return the time to the next reading: short just after the waiting began, since much is done in seconds."""
        age = self._clock.now() - self._began
        pause = min(self._interval, max(SHORTEST_INTERVAL, age / 2))
        # The jitter keeps the processes of many stacks from asking in step.
        return pause * random.uniform(1.0, 1.1)  # noqa: S311

    def _read_one(self, id_: str, operation: Operation) -> Reading:
        try:
            return Reading(live=self._get(id_, operation))
        except DoubtfulNotFoundError as error:
            return Reading(error=error)
        except NotFoundError:
            return Reading()
        except ServingError as error:
            return Reading(error=error)

    def _read_list(self, operation: Operation) -> dict[str, Reading] | None:
        """Read the list; None where it is of no help, for some time: then each is read by itself, which may work."""
        try:
            found = self._list_all(operation.within(LIST_SECONDS))
        except AuthError as error:  # a key may be allowed to read its resources and not the list
            log.debug("from now on they are read one by one: %s", error)
            self._may_list = False
            return None
        except ServingError as error:
            if not operation.over():
                log.debug("they are read one by one: the list failed: %s", error)
                self._list_failures += 1
                pause = LIST_AGAIN_SECONDS * 2 ** min(self._list_failures, 4)
                self._list_again_at = self._clock.now() + pause
            return None
        self._list_failures = 0
        self._pages = math.ceil(len(found) / PAGE)
        return {live.id: Reading(live=live, listed=True) for live in found}
