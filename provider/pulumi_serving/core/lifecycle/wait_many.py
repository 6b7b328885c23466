"""Waiting for many resources of one account at once, in one thread and on one row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN
from pulumi_serving.core.values.log import get_logger

from .twins import TWIN_SECONDS
from .verbs import reason_of
from .wait import ReadyWait, needs_confirmation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from pulumi_serving.core.cloud.poller import Reading
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

NO_ID_YET = (
    "its create was lost, so its id is not recorded yet: `pulumi up --refresh` records it, or makes another, and goes "
    "on waiting"
)
NAMES_SHOWN = 3
READERS = 8


@dataclass(frozen=True)
class Target:
    """One that is waited for: its logical name, its id, and how long what was accepted may take, in seconds."""

    name: str
    id: str
    verb: str
    seconds: float


@dataclass
class Outcome:
    """
    How the waits ended: what is ready, the last that was seen of what is not, and a line for each of those.

    ``remarks`` are warnings about what is ready.
    """

    ready: dict[str, Live] = field(default_factory=dict)
    seen: dict[str, Live] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class _Wait(Operation):
    """One target's wait: it has its own time, and what it would show is shown by the group."""

    def __init__(self, session: Session, target: Target, group: Operation) -> None:
        super().__init__(target.verb, target.seconds, group.clock, group.call)
        self.target = target
        self.words = "pending"
        accepted = session.accepted.get(target.id)
        # An id is never given twice where lists tell all that is needed: what is ready for the first time, is.
        self.trust_ready = isinstance(session.kind, Serves) and session.kind.lists_addresses and accepted is None
        self.changes = accepted
        self._wait = ReadyWait(session, target.id, self, accepted, sent=True)

    def show(self, words: str) -> None:
        self.words = words.partition(",")[0]

    def take(self, reading: Reading | None) -> Live | None:
        """Return the resource once it is ready; a ServingError if it will not be, or if there are no more readings."""
        if reading is None:
            raise self._wait.expire()
        return self._wait.observe(reading)


class Group:
    """The waits of one account; ``others`` are known to be ready and only counted."""

    def __init__(self, session: Session, targets: Sequence[Target], operation: Operation, *, others: int = 0) -> None:
        """Begin all waits."""
        self.session = session
        self.operation = operation
        self.total = len(targets) + others
        self.pending = {target.name: _Wait(session, target, operation) for target in targets}
        self.failed: list[str] = []
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """
        Wait for every one until it is ready, has failed, or its own time is over; one failure ends no other wait.

        A cancelled run ends them all, with one line for those that were still pending.
        """
        for name, wait in list(self.pending.items()):
            if wait.target.id.startswith(OUTCOME_UNKNOWN):  # no reading tells of such an id, however long one waits
                self._fail(name, NO_ID_YET, None)
        targets = {wait.target.id: name for name, wait in self.pending.items()}
        ids = {*targets}
        for readings in self.session.poller.watch_all(ids, self.operation):
            self._tell(readings)
            # The poller reads what is still pending: what has ended costs no request any more.
            ids.intersection_update({wait.target.id for wait in self.pending.values()})
            self.operation.show(self.words)
        reason = self.operation.interrupted()
        if reason and self.pending:
            self.outcome.reasons.append(f"{reason}: {self.words}. The next `pulumi up` goes on waiting")
        else:
            self._tell({})
        self._tell_of_twins(targets)
        return self.outcome

    def _tell_of_twins(self, targets: Mapping[str, str]) -> None:
        """Name what else was made by creates whose answer was lost: from one reading of the list for all of them."""
        doubtful = {id_: self.session.doubtful.pop(id_) for id_ in targets if id_ in self.session.doubtful}
        if not doubtful:
            return
        looking = Operation("looking", TWIN_SECONDS, self.operation.clock, self.operation.call)
        try:
            listed: list[Live] | None = [*self.session.listed(looking, 0.0)[0].values()]
        except ServingError as error:
            log.debug("the look for twins failed: %s", error)
            listed = None
        for id_, twins in doubtful.items():
            lines = twins.lines_unseen(id_) if listed is None else twins.lines(id_, listed)
            self.outcome.remarks += [f"{targets[id_]}: {line}" for line in lines]

    @property
    def words(self) -> str:
        """How far it is: ``87 of 100 ready, CREATING: a, b, c and 10 more``."""
        by_words: dict[str, list[str]] = {}
        for name, wait in self.pending.items():
            by_words.setdefault(wait.words, []).append(name)
        parts = [f"{self.total - len(self.pending) - len(self.failed)} of {self.total} ready"]
        if self.failed:
            parts.append(f"{len(self.failed)} failed: {some(self.failed)}")
        parts += [f"{words}: {some(names)}" for words, names in by_words.items()]
        return ", ".join(parts)

    def _tell(self, readings: Mapping[str, Reading]) -> None:
        """Hand out the readings; a wait without one, or without time, ends."""
        looks = self._look_at_ends(readings)
        for name, wait in list(self.pending.items()):
            id_ = wait.target.id
            try:
                reading = looks[id_].result() if id_ in looks else readings.get(id_)
                live = wait.take(reading if wait.deadline.remaining > 0 else None)
            except Exception as error:  # noqa: BLE001 - the others go on
                self._fail(name, reason_of("wait", error), getattr(error, "live", None))
                continue
            if live is not None:
                self._ready(name, live)

    def _look_at_ends(self, readings: Mapping[str, Reading]) -> dict[str, Future[Reading]]:
        """Read by itself, many at once, what a list tells of an end."""
        kind, poller = self.session.kind, self.session.poller
        with ThreadPoolExecutor(READERS) as pool:
            return {
                wait.target.id: pool.submit(poller.look, wait.target.id, wait)
                for wait in self.pending.values()
                if wait.target.id in readings
                and needs_confirmation(kind, readings[wait.target.id], wait, trust_ready=wait.trust_ready)
            }

    def _ready(self, name: str, live: Live) -> None:
        changes = self.pending.pop(name).changes
        found = changes.in_another_form(live) if changes else []
        if changes and found:
            self.outcome.remarks.append(f"{name}: {changes.forms.words(self.session.kind.cloud, found)}")
        self.outcome.ready[name] = live

    def _fail(self, name: str, reason: str, live: Live | None) -> None:
        del self.pending[name]
        self.failed.append(name)
        self.outcome.reasons.append(f"{name}: {reason}")
        if live is not None:
            self.outcome.seen[name] = live


def some(names: Sequence[str]) -> str:
    """Spell some names: ``a, b, c and 4 more``."""
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
