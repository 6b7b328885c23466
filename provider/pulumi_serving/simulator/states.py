"""The life of a simulated endpoint, derived from the clock: nothing runs between two requests."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS_PER_HOUR = 3600


class Phase(Enum):
    """Where an endpoint is in its life; each cloud has its own word for each."""

    STARTING = auto()
    START_FAILED = auto()
    READY = auto()
    CHANGING = auto()
    CHANGE_FAILED = auto()
    LEAVING = auto()
    GONE = auto()


@dataclass(frozen=True)
class Outcome:
    """How a create or an update ends: well, unless one of these is set."""

    fail: str | None = None
    """It fails, for this reason."""
    stuck: bool = False
    """It never ends."""
    roll_back: bool = False
    """An update ends with the old values; what was created is gone again."""

    @property
    def is_good(self) -> bool:
        """Whether new workers come up."""
        return self.fail is None and not self.stuck and not self.roll_back


@dataclass
class Worker:
    """One replica, billed to the second from its start to its end, whether it is ready or not."""

    id: str
    generation: int
    price_per_hour: float
    began_at: float
    ready_at: float
    drains_at: float = math.inf
    ended_at: float = math.inf

    def is_up(self, now: float) -> bool:
        """Whether it exists."""
        return self.began_at <= now < self.ended_at

    def cost(self, now: float) -> float:
        """Return what it has cost so far."""
        return max(0.0, min(now, self.ended_at) - self.began_at) * self.price_per_hour / SECONDS_PER_HOUR


@dataclass
class _Change:
    """What an endpoint is going through, and how and when that ends."""

    then: Phase
    ends_at: float
    reason: str = ""
    old_fields: dict[str, Any] | None = None


class Endpoint:
    """One endpoint (or service) of one cloud: the API's own fields, and its life."""

    def __init__(
        self,
        *,
        cloud: str,
        account: int,
        endpoint_id: str,
        fields: dict[str, Any],
        name_field: str,
        words: Mapping[Phase, str],
        now: float,
        number: int = 0,
    ) -> None:
        """Record what was created as the so many-th of all; `start` sets it going."""
        self.cloud = cloud
        self.account = account
        self.id = endpoint_id
        self.number = number
        self.fields = fields
        self.phase = Phase.STARTING
        self.created_at = now
        self.ready_at: float | None = None
        self.deleted_at: float | None = None
        self._name_field = name_field
        self._words = words
        self.now = now
        self._reason = ""
        self._change: _Change | None = None
        self._forced: tuple[str, str] | None = None
        self._workers: list[Worker] = []
        self._generation = 0

    @property
    def name(self) -> str:
        """Its name, by the cloud's own field for that."""
        return str(self.fields.get(self._name_field, ""))

    @property
    def status(self) -> str:
        """The cloud's word for where it is, or the word that it was given behind everybody's back."""
        return self._forced[0] if self._forced else self._words[self.phase]

    @property
    def reason(self) -> str:
        """Why it failed, or empty."""
        return self._forced[1] if self._forced else self._reason

    @property
    def workers(self) -> list[Worker]:
        """The workers that exist now."""
        return [worker for worker in self._workers if worker.is_up(self.now)]

    @property
    def cost(self) -> float:
        """What it has cost so far, in the currency of the price list."""
        return sum(worker.cost(self.now) for worker in self._workers)

    def settle(self, now: float) -> None:
        """Let pass the time up to `now`."""
        self.now = now
        change = self._change
        if change is None or now < change.ends_at:
            return
        self._change = None
        self.phase, self._reason = change.then, change.reason
        if change.old_fields is not None:
            self.fields = change.old_fields
        if self.phase is Phase.READY and self.ready_at is None:
            self.ready_at = change.ends_at
        if self.phase is Phase.GONE:
            self.deleted_at = change.ends_at

    def start(self, *, takes_s: float, outcome: Outcome, workers: int, price_per_hour: float) -> None:
        """Come up, one worker after the other."""
        then = Phase.READY
        if outcome.fail is not None:
            then = Phase.START_FAILED
        elif outcome.roll_back:
            then = Phase.GONE
        crew = self._hire(workers, price_per_hour, takes_s, comes_up=outcome.is_good)
        if outcome.roll_back:
            self._dismiss(crew, takes_s)
        self._begin(Phase.STARTING, then, takes_s, outcome)

    def change(
        self, fields: dict[str, Any], *, takes_s: float, outcome: Outcome, workers: int, price_per_hour: float
    ) -> None:
        """Take new values: a rolling change, in which an old worker goes as a new one comes."""
        old_crew = self._workers = [worker for worker in self._workers if worker.began_at <= self.now]
        old_fields, self.fields = self.fields, fields
        new_crew = self._hire(workers, price_per_hour, takes_s, comes_up=outcome.is_good)
        if outcome.is_good:
            leaving = [worker for worker in old_crew if worker.is_up(self.now)]
            for turn, worker in enumerate(leaving):
                worker.drains_at = self.now + takes_s * (turn / len(leaving))
                worker.ended_at = min(worker.ended_at, self.now + takes_s * ((turn + 1) / len(leaving)))
        elif outcome.roll_back:
            self._dismiss(new_crew, takes_s)
        then = Phase.READY if outcome.fail is None else Phase.CHANGE_FAILED
        self._begin(Phase.CHANGING, then, takes_s, outcome, old_fields if outcome.roll_back else None)

    def leave(self, *, takes_s: float) -> None:
        """Go away; the workers are billed until it is gone."""
        self._workers = [worker for worker in self._workers if worker.began_at <= self.now]
        self._dismiss(self._workers, takes_s)
        self._begin(Phase.LEAVING, Phase.GONE, takes_s, Outcome())

    def force(self, word: str | None, reason: str) -> None:
        """Show this status from now on; None shows the true one again.

        The cloud's word for *ready* also ends what was going on.
        """
        self._forced = None if word is None else (word, reason)
        if word != self._words[Phase.READY]:
            return
        self._change, self.phase, self._reason = None, Phase.READY, ""
        self.ready_at = self.now if self.ready_at is None else self.ready_at
        for worker in self._workers:
            if worker.generation < self._generation:
                worker.ended_at = min(worker.ended_at, self.now)
            else:
                worker.began_at, worker.ready_at = min(worker.began_at, self.now), min(worker.ready_at, self.now)
                worker.drains_at = worker.ended_at = math.inf

    def _begin(
        self, phase: Phase, then: Phase, takes_s: float, outcome: Outcome, old_fields: dict[str, Any] | None = None
    ) -> None:
        self.phase, self._reason, self._forced = phase, "", None
        ends_at = math.inf if outcome.stuck else self.now + takes_s
        self._change = _Change(then, ends_at, outcome.fail or "", old_fields)
        self.settle(self.now)

    def _hire(self, count: int, price_per_hour: float, takes_s: float, *, comes_up: bool) -> list[Worker]:
        self._generation += 1
        crew = [
            Worker(
                id=f"{self.id}-{self._generation}-{turn}",
                generation=self._generation,
                price_per_hour=price_per_hour,
                began_at=self.now + takes_s * (turn / count),
                ready_at=self.now + takes_s * ((turn + 1) / count) if comes_up else math.inf,
            )
            for turn in range(count)
        ]
        self._workers = [*self._workers, *crew]
        return crew

    def _dismiss(self, crew: list[Worker], takes_s: float) -> None:
        for worker in crew:
            worker.drains_at = min(worker.drains_at, self.now)
            worker.ended_at = min(worker.ended_at, self.now + takes_s)
