"""The life of a simulated endpoint, derived from the clock: nothing runs between two requests."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from pulumi_serving.simulator.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.simulator.workers import Worker


class Phase(Enum):
    """Where an endpoint is in its life; each cloud has its own word for each that it knows."""

    STARTING = auto()
    START_FAILED = auto()
    READY = auto()
    CHANGING = auto()
    CHANGE_FAILED = auto()
    STOPPING = auto()
    STOPPED = auto()
    DELETING = auto()
    DELETE_FAILED = auto()
    GONE = auto()


@dataclass(frozen=True)
class Outcome:
    """How a create, an update or a delete ends: well, unless one of these is set."""

    fail: str | None = None
    """It fails, for this reason."""
    stuck: bool = False
    """It never ends."""
    roll_back: bool = False
    """An update ends with the old values; what was created is gone again."""
    status: str | None = None
    """The word that it shows once it has failed, or while it is stuck, instead of the usual one."""

    @property
    def is_good(self) -> bool:
        """Whether new workers come up."""
        return self.fail is None and not self.stuck and not self.roll_back


@dataclass
class _Change:
    """What an endpoint is going through, and how and when that ends."""

    then: Phase
    ends_at: float
    reason: str = ""
    word: str | None = None
    """What it shows afterwards, instead of the usual word."""
    back_to: tuple[dict[str, Any], int, float] | None = None
    """The fields, the number of workers and the price of one that it goes back to."""


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
        scope: str = "",
        stamped_at: float | None = None,
        count_field: str = "",
    ) -> None:
        """Record what was created as the so many-th of all, at `stamped_at` by the service's own clock."""
        self.cloud = cloud
        self.account = account
        self.id = endpoint_id
        self.number = number
        self.fields = fields
        self.phase = Phase.STARTING
        self.scope = scope
        self.created_at = now
        self.stamped_at = now if stamped_at is None else stamped_at
        self.ready_at: float | None = None
        self.deleted_at: float | None = None
        self._name_field = name_field
        self._count_field = count_field
        self._words = words
        self.now = now
        self.replicas = 0
        """How many workers it is to have; an autoscaler may have moved it."""
        self.is_moved = False
        """Whether an autoscaler has ever moved it."""
        self._price_per_hour = 0.0
        self._reason = ""
        self._word: str | None = None
        self._change: _Change | None = None
        self._forced: tuple[str, str] | None = None
        self._workers = Workers(endpoint_id)
        self._past: list[tuple[float, Endpoint]] = []

    @property
    def name(self) -> str:
        """Its name, by the cloud's own field for that."""
        return str(self.fields.get(self._name_field, ""))

    @property
    def status(self) -> str:
        """The cloud's word for where it is, or the word that it was given behind everybody's back."""
        return self._forced[0] if self._forced else self._word or self._words[self.phase]

    @property
    def reason(self) -> str:
        """Why it failed, or empty."""
        return self._forced[1] if self._forced else self._reason

    @property
    def workers(self) -> list[Worker]:
        """The workers that exist now."""
        return self._workers.up(self.now)

    @property
    def cost(self) -> float:
        """What it has cost so far, in the currency of the price list."""
        return self._workers.cost(self.now)

    def by_its_clock(self, moment: float) -> float:
        """Return a moment by the service's own clock, as it was when the endpoint was created."""
        return moment + self.stamped_at - self.created_at

    def catch_up(self, now: float) -> None:
        """Let pass the time up to `now`."""
        self.now = now
        change = self._change
        if change is None or now < change.ends_at:
            return
        self._change = None
        self.phase, self._reason, self._word = change.then, change.reason, change.word
        if change.back_to is not None:
            self.fields, self.replicas, self._price_per_hour = change.back_to
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
        self.replicas, self._price_per_hour = workers, price_per_hour
        new = self._workers.start(workers, price_per_hour, self.now, takes_s, comes_up=outcome.is_good)
        if outcome.roll_back:
            self._workers.stop(new, self.now, takes_s)
        self._begin(Phase.STARTING, then, takes_s, outcome)

    def change(
        self, fields: dict[str, Any], *, takes_s: float, outcome: Outcome, workers: int, price_per_hour: float
    ) -> None:
        """Take new values: a rolling change, in which an old worker goes as a new one comes."""
        old_workers = self._workers.call_off(self.now)
        old = (self.fields, self.replicas, self._price_per_hour)
        self.fields, self.replicas, self._price_per_hour = fields, workers, price_per_hour
        new_workers = self._workers.start(workers, price_per_hour, self.now, takes_s, comes_up=outcome.is_good)
        if outcome.is_good:
            self._workers.take_turns(old_workers, self.now, takes_s)
        elif outcome.roll_back:
            self._workers.stop(new_workers, self.now, takes_s)
        then = Phase.READY if outcome.fail is None else Phase.CHANGE_FAILED
        self._begin(Phase.CHANGING, then, takes_s, outcome, back_to=old if outcome.roll_back else None)

    def scale(self, count: int, *, takes_s: float, outcome: Outcome, word: str) -> None:
        """Take another number of workers, as it was told to; what it has besides stays."""
        old = (self.fields, self.replicas, self._price_per_hour)
        self.replicas = count
        if outcome.is_good:
            self._fill_up(takes_s)
        then = Phase.READY if outcome.fail is None else Phase.CHANGE_FAILED
        self._begin(Phase.CHANGING, then, takes_s, outcome, back_to=old if outcome.roll_back else None, word=word)

    def move(self, count: int) -> None:
        """Have another number of workers at once, as an autoscaler or a timetable does by itself."""
        self.is_moved, self.replicas = True, count
        if self.phase not in (Phase.STOPPING, Phase.STOPPED, Phase.DELETING):
            self._fill_up(0.0)
        self._remember()

    def revise(self, fields: dict[str, Any]) -> None:
        """Take other values, without anything going on. Where one is the number of workers, they come and go."""
        count = fields.get(self._count_field)
        is_other = count != self.fields.get(self._count_field)
        self.fields = fields
        if is_other and isinstance(count, int) and count >= 0:
            self.move(count)
        self._remember()

    def stop(self, *, takes_s: float) -> None:
        """Stop: the workers go, and so does what they cost."""
        self._workers.stop(self._workers.call_off(self.now), self.now, takes_s)
        self._begin(Phase.STOPPING, Phase.STOPPED, takes_s, Outcome())

    def leave(self, *, takes_s: float, outcome: Outcome | None = None) -> None:
        """Go away; the workers are billed until it is gone, and where that fails they stay."""
        outcome = outcome or Outcome()
        workers = self._workers.call_off(self.now)
        if outcome.is_good:
            self._workers.stop(workers, self.now, takes_s)
        then = Phase.GONE if outcome.fail is None else Phase.DELETE_FAILED
        self._begin(Phase.DELETING, then, takes_s, outcome)

    def force(self, word: str | None, reason: str) -> None:
        """Show this status from now on; None shows the true one again.

        The cloud's words for *ready* and *stopped* also end what was going on: it is so.
        """
        self._forced = None if word is None else (word, reason)
        if word == self._words[Phase.READY]:
            self._get_ready()
        elif word is not None and word == self._words.get(Phase.STOPPED):
            self.stop(takes_s=0)
            self._forced = (word, reason)
        self._remember()

    def as_of(self, moment: float) -> Endpoint | None:
        """Return a copy as it was at an earlier moment, None from before it was created."""
        for since, then in reversed(self._past):
            if since <= moment:
                past = copy.copy(then)
                past.catch_up(moment)
                return past
        return None

    def __copy__(self) -> Endpoint:
        """Return one with workers of its own and without a past."""
        other = object.__new__(Endpoint)
        other.__dict__.update(self.__dict__, _workers=copy.copy(self._workers), _past=[])
        return other

    def _remember(self) -> None:
        """Keep what it is from now on: only the clock moves it until it is changed the next time."""
        self._past.append((self.now, copy.copy(self)))

    def _get_ready(self) -> None:
        self._change, self.phase, self._reason, self._word = None, Phase.READY, "", None
        self.ready_at = self.now if self.ready_at is None else self.ready_at
        self._workers.catch_up(self.now)
        self._fill_up(0.0)

    def _begin(
        self,
        phase: Phase,
        then: Phase,
        takes_s: float,
        outcome: Outcome,
        *,
        back_to: tuple[dict[str, Any], int, float] | None = None,
        word: str | None = None,
    ) -> None:
        self.phase, self._reason, self._forced = phase, "", None
        self._word = outcome.status if outcome.stuck and outcome.status else word
        failing = outcome.status if outcome.fail is not None else None
        ends_at = math.inf if outcome.stuck else self.now + takes_s
        self._change = _Change(then, ends_at, outcome.fail or "", failing, back_to)
        self._remember()
        self.catch_up(self.now)

    def _fill_up(self, takes_s: float) -> None:
        self._workers.fill_up(self.replicas, self._price_per_hour, self.now, takes_s)
