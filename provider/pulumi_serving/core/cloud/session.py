"""One account of a cloud in this process: its client, its poller, and what many creates and many reads share."""

from __future__ import annotations

import math
import os
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import Clock, SystemClock
from pulumi_serving.core.errors import DoubtfulNotFoundError, NameTakenError, NotFoundError, ServingError
from pulumi_serving.core.http.pages import Listing
from pulumi_serving.core.values.live import Phase, of
from pulumi_serving.core.values.log import get_logger

from .abilities import ListsWhole, LooksUpNames
from .history import History
from .holders import Holders
from .inventory import FRESH_SECONDS, GLANCE_SECONDS, GLANCED_SECONDS, Inventory
from .poller import Poller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import httpx

    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.core.lifecycle.twins import Twins
    from pulumi_serving.core.values.live import Live
    from pulumi_serving.core.values.redact import Redactor

    from .kind import Kind
    from .settings import Settings

log = get_logger("pulumi_serving")

POLL_SECONDS = 5.0
FASTEST_POLL = 0.1
SLOWEST_POLL = 600.0


@dataclass
class Runtime:
    """What a provider stands on; tests bring their own clock, transport and environment."""

    clock: Clock = field(default_factory=SystemClock)
    http: httpx.BaseTransport | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    sessions: dict[Any, Session] = field(default_factory=dict)
    connections: dict[Any, Any] = field(default_factory=dict, repr=False)
    accepted: dict[str, Changes] = field(default_factory=dict)
    """What updates that did not wait have changed, by id, for whoever waits later in this run: see ``wait_many.py``."""
    doubtful: dict[str, Twins] = field(default_factory=dict)
    """Creates that did not wait and may have made another one, by id, for whoever waits later in this run."""
    history: History = field(default_factory=History)
    holders: Holders = field(default_factory=Holders)
    lock: threading.Lock = field(default_factory=threading.Lock)
    warned: set[tuple[str, str]] = field(default_factory=set)
    """The URN and the words of each warning that is said once in a run."""
    redactors: dict[str, Redactor] = field(default_factory=dict, repr=False)
    """By the URN of each resource, what its last call knew to be secret: for who waits for many."""

    @property
    def poll_seconds(self) -> float:
        """``PULUMI_SERVING_POLL_SECONDS``, or the default of 5 seconds where that is no number."""
        try:
            found = float(self.environ.get("PULUMI_SERVING_POLL_SECONDS", ""))
        except ValueError:
            return POLL_SECONDS
        return min(max(FASTEST_POLL, found), SLOWEST_POLL) if math.isfinite(found) else POLL_SECONDS

    @property
    def adopted(self) -> frozenset[str]:
        """The ids in ``PULUMI_SERVING_ADOPT``: endpoints that this run may adopt."""
        return self._ids("PULUMI_SERVING_ADOPT")

    @property
    def given_up(self) -> frozenset[str]:
        """The ids in ``PULUMI_SERVING_GONE``: endpoints of another account that are gone, as the user says."""
        return self._ids("PULUMI_SERVING_GONE")

    def _ids(self, variable: str) -> frozenset[str]:
        return frozenset(filter(None, (part.strip() for part in self.environ.get(variable, "").split(","))))

    def connection(self, kind: Kind[Any, Any], settings: Settings) -> Any:
        """Return the one connection of these settings in this process, which all kinds of the cloud share."""
        key = (kind.cloud, settings)
        if key not in self.connections:
            self.connections[key] = kind.connect(settings, self.http, self.clock)
        return self.connections[key]

    def session(self, kind: Kind[Any, Any], settings: Settings) -> Session:
        """Return the one account of these settings in this process, as it is for one kind: each has its own list."""
        with self.lock:
            key = (kind.cloud, kind.noun, settings)
            if key not in self.sessions:
                self.sessions[key] = Session(kind, settings, self)
            return self.sessions[key]


class Session:
    """What all operations on one account share."""

    def __init__(self, kind: Kind[Any, Any], settings: Settings, runtime: Runtime) -> None:
        """Connect; nothing is sent yet."""
        self.kind = kind
        self.settings = settings
        self.client = kind.calls(runtime.connection(kind, settings))
        self.poller = Poller(
            lambda id_, operation: self.learn(of(id_, kind.get(self.client, id_, operation.at_most(1))), operation),
            lambda operation: kind.list(self.client, operation.at_most(1)),
            runtime.clock,
            runtime.poll_seconds,
        )
        self.inventory = Inventory(lambda operation: kind.list(self.client, operation))
        self.history = runtime.history
        self.given_up, self.adopted = runtime.given_up, runtime.adopted
        self.reports_owners = True
        self.looks_fail = False
        """Whether a look for what a create of unknown outcome has made has failed, for the previews that follow."""
        self.holders = runtime.holders
        # One location may have two spellings, and so two accounts here.
        self.accepted, self.doubtful = runtime.accepted, runtime.doubtful
        self._claims_lock = threading.Lock()
        self._claims: dict[str, str] = {}
        self.absent: set[str] = set()
        """Names under which creates of unknown outcome have surely made nothing."""
        self._first_list: tuple[float, frozenset[str]] | None = None

    def get(self, id_: str, operation: Operation) -> Live | None:
        """Read one resource; None if this one reading does not find it (gone or not: ``lifecycle/absence.py``)."""
        try:
            live = of(id_, self.kind.get(self.client, id_, operation))
        except DoubtfulNotFoundError:
            raise
        except NotFoundError:
            return None
        return None if self.learn(live, operation).phase is Phase.GONE else live

    def learn(self, live: Live, operation: Operation) -> Live:
        """Let an operation know what is secret in a resource as the cloud has it: nobody may have declared that."""
        operation.redactor.add(self.kind.secret_texts(live.values), marked=False)
        return live

    def claim(self, name: str, urn: str, advice: str = "") -> None:
        """Keep two creates of one run from making two resources of one name, or from taking one for the other."""
        with self._claims_lock:
            holder = self._claims.setdefault(name, urn)
        if holder != urn:
            raise NameTakenError(f"the name {name} is used by another resource of this program, {holder}{advice}")

    def listed_by_name(self, name: str, operation: Operation) -> Listing[Live]:
        """
        Return the living resources of a name, from a reading of the whole list that creates share for some seconds.

        The whole list, since what a search word matches is not defined; each candidate is read again by itself, since
        the shared reading may be some seconds old and may lack fields. A cloud that can look up a name is asked for it.
        """
        known = self._looked_up(name, operation)
        if known is not None:
            return known
        stock = self.inventory.all(operation, FRESH_SECONDS)
        named = (live for live in stock.items.values() if live.name == name)
        return Listing(self._still_there(named, operation), whole=stock.whole)

    def listed_of(self, name: str, operation: Operation) -> Listing[Live]:
        """Return all of a name from a whole reading of this moment."""
        stock = self.inventory.all(operation, 0.0)
        return Listing((live for live in stock.items.values() if live.name == name), whole=stock.whole)

    def get_or_listed(
        self, id_: str, operation: Operation, matches_recorded_state: Callable[[Live], bool]
    ) -> Live | None:
        """
        Read one resource; None if it is gone. Many reads share a reading of the list, where its items are whole.

        An item of the list is trusted only if it matches the recorded state. Anything else is read by itself: a list
        may lag, and may lack a field or an item.
        """
        if isinstance(self.kind, ListsWhole):
            listed = self.inventory.item_for_many(id_, operation)
            if listed is not None and matches_recorded_state(listed):
                return self.learn(listed, operation)
        return self.get(id_, operation)

    def listed(self, operation: Operation, max_age: float) -> tuple[Mapping[str, Live], bool]:
        """
        Return all resources by their ids, from a reading of the list that all share, which is tried once.

        With it, whether that list is whole: else what it lacks may be there.
        """
        stock = self.inventory.once(operation.within(operation.deadline.remaining / 2), max_age)
        return stock.items, stock.whole

    def glance(self, id_: str, clock: Clock) -> Live | None:
        """Return a resource as one quick reading of the list for all previews shows it; None where it tells nothing."""
        return self.inventory.item(id_, Operation("glancing", GLANCE_SECONDS, clock), GLANCED_SECONDS)

    def find_by_name(self, name: str, operation: Operation) -> Listing[Live]:
        """
        Return the living resources of a name from a reading of this moment.

        One that is listed and can't be read by itself yet is there: it may have been made a moment ago.
        """
        known = self._looked_up(name, operation)
        if known is not None:
            return known
        listed = self.kind.list(self.client, operation, name=name)
        found = [live for live in listed if live.name == name]
        if not found:
            began = operation.clock.now()
            listed = self.kind.list(self.client, operation)
            found = [live for live in listed if live.name == name]
            if listed.whole and self._first_list is None:
                self._first_list = began, frozenset(live.name for live in listed)
        read = ((self.get(live.id, operation) or live) for live in found)
        return listed.of(live for live in read if self._counts(live))

    def lacked_since(self, name: str) -> float | None:
        """Return when a whole list first lacked a name, so that many who look patiently need not do so in turn."""
        first = self._first_list
        return None if first is None or name in first[1] else first[0]

    def made(self, name: str) -> None:
        """Trust nothing any more that was read before a create is sent."""
        self.absent.discard(name)
        self._first_list = None

    def _looked_up(self, name: str, operation: Operation) -> Listing[Live] | None:
        """Return the living resources of a name from the cloud's own query; None where it has none."""
        if not isinstance(self.kind, LooksUpNames):
            return None
        known = self.kind.find_by_name(self.client, name, operation)
        return Listing(live for live in known if self._counts(live))

    def _still_there(self, candidates: Iterable[Live], operation: Operation) -> Iterator[Live]:
        for candidate in candidates:
            live = self.get(candidate.id, operation)
            if live is not None and self._counts(live):
                yield live

    def _counts(self, live: Live) -> bool:
        """Tell whether a resource holds its name: one that is being deleted does where names are unique."""
        return live.phase is not Phase.GONE and (live.phase is not Phase.DELETING or self.kind.unique_names)

    def explain(self, live: Live, operation: Operation) -> str:
        """Return what else the cloud tells of why a resource is not ready, ready to be appended; never fails."""
        self.learn(live, operation)
        try:
            words = self.kind.explain(self.client, live, operation)
        except ServingError as error:
            log.debug("no explanation of %s: %s", live.id, error)
            return ""
        return f". {words.rstrip('.')}" if words else ""
