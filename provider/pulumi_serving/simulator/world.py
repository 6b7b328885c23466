"""What all simulated clouds share: clock, settings, faults, and a record of everything that ever happened."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pulumi_serving.simulator.faults import Faults
from pulumi_serving.simulator.states import Endpoint, Outcome, Phase
from pulumi_serving.simulator.things import Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_DEFAULT_DELETE_S = 1.0


@dataclass
class Settings:
    """How long things take, and how the next one ends."""

    ready_after_s: float
    delete_after_s: float | None = None
    next_outcome: Outcome | None = None
    next_delete: Outcome | None = None
    list_lag_s: float = 0.0
    """Lists show what was so many seconds ago."""
    read_lag_s: float = 0.0
    """Readings of one endpoint show what was so many seconds ago."""
    clock_offset_s: float = 0.0
    """So far is the service's own clock from the true one."""
    normalise: bool = False
    """The service keeps some values in a form of its own."""
    newer: bool = False
    """The service is newer than its reference: it takes fields that are not there, keeps them and shows them."""

    @property
    def delete_takes_s(self) -> float:
        """How long a delete takes: unless set, as long as a start, and at most a second."""
        if self.delete_after_s is None:
            return min(LONGEST_DEFAULT_DELETE_S, self.ready_after_s)
        return self.delete_after_s


class World:
    """The state of one app. Use it under its `lock`; `now` is the time of the request that is being answered."""

    def __init__(
        self, *, clock: Callable[[], float], sleep: Callable[[float], object], ready_after_s: float, seed: int | None
    ) -> None:
        """Begin empty. A `seed` makes the ids predictable."""
        self.clock = clock
        self.sleep = sleep
        self.lock = threading.RLock()
        self._ready_after_s = ready_after_s
        self._random = random.Random(seed)  # noqa: S311 - made-up ids, no secrets
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.now = self.clock()
        self.settings = Settings(self._ready_after_s)
        self.faults = Faults()
        self.endpoints: list[Endpoint] = []
        self.things: list[Thing] = []
        self.requests: list[dict[str, Any]] = []
        self.memory: dict[tuple[str, str], Any] = {}
        """What clouds remember besides: issued tokens, locked keys. The key is the cloud's name and the thing's."""

    def tick(self) -> None:
        """Let the time pass up to now, for all endpoints at once: one request sees one moment."""
        self.now = self.clock()
        for endpoint in self.endpoints:
            endpoint.catch_up(self.now)

    @property
    def service_time(self) -> float:
        """The time by the service's own clock, which stamps its answers and checks the dates of requests."""
        return self.now + self.settings.clock_offset_s

    def new_id(self, digits: int) -> str:
        """Make up an id of so many hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def living(self, cloud: str, account: int) -> list[Endpoint]:
        """Return those of an account which aren't gone, the oldest first."""
        return [endpoint for endpoint in self._seen(cloud, 0.0) if endpoint.account == account]

    def in_lists(self, cloud: str, account: int) -> list[Endpoint]:
        """Return those of an account which a list shows, the oldest first: lists may lag behind."""
        seen = self._seen(cloud, self.settings.list_lag_s)
        return [endpoint for endpoint in seen if endpoint.account == account]

    def in_reads(self, cloud: str) -> list[Endpoint]:
        """Return those of all accounts which a reading of one shows: readings may lag behind."""
        return self._seen(cloud, self.settings.read_lag_s)

    def add(self, *, cloud: str, kind: str, account: int, thing_id: str, name: str, fields: dict[str, Any]) -> Thing:
        """Add a resource of a kind that does not serve."""
        thing = Thing(cloud, kind, account, thing_id, name, fields, self.now)
        self.things.append(thing)
        return thing

    def things_of(self, cloud: str, kind: str, account: int) -> list[Thing]:
        """Return the resources of a kind that an account has now, the oldest first."""
        return self._things(cloud, kind, account, self.now)

    def things_in_lists(self, cloud: str, kind: str, account: int) -> list[Thing]:
        """Return those that a list shows: lists may lag behind."""
        return self._things(cloud, kind, account, self.now - self.settings.list_lag_s)

    def _things(self, cloud: str, kind: str, account: int, moment: float) -> list[Thing]:
        whose = (cloud, kind, account)
        return [
            thing
            for thing in self.things
            if (thing.cloud, thing.kind, thing.account) == whose and thing.is_there(moment)
        ]

    def _seen(self, cloud: str, lag_s: float) -> list[Endpoint]:
        found = [endpoint for endpoint in self.endpoints if endpoint.cloud == cloud]
        if lag_s:
            past = (endpoint.as_of(self.now - lag_s) for endpoint in found)
            found = [endpoint for endpoint in past if endpoint]
        return [endpoint for endpoint in found if endpoint.phase is not Phase.GONE]

    def create(
        self,
        *,
        cloud: str,
        account: int,
        endpoint_id: str,
        fields: dict[str, Any],
        words: Mapping[Phase, str],
        workers: int,
        price_per_hour: float,
        name_field: str = "name",
        scope: str = "",
        count_field: str = "",
    ) -> Endpoint:
        """Create an endpoint with so many workers, each of which costs `price_per_hour`.

        Its `scope` is what its name belongs to within the account, such as a region; `count_field` is the field that
        is the number of its workers, if there is one.
        """
        endpoint = Endpoint(
            cloud=cloud,
            account=account,
            endpoint_id=endpoint_id,
            fields=fields,
            name_field=name_field,
            words=words,
            now=self.now,
            number=len(self.endpoints),
            scope=scope,
            count_field=count_field,
            stamped_at=self.service_time,
        )
        self.endpoints.append(endpoint)
        endpoint.start(
            takes_s=self.settings.ready_after_s,
            outcome=self._take_outcome(),
            workers=workers,
            price_per_hour=price_per_hour,
        )
        return endpoint

    def update(self, endpoint: Endpoint, fields: dict[str, Any], *, workers: int, price_per_hour: float) -> None:
        """Give an endpoint new values."""
        endpoint.change(
            fields,
            takes_s=self.settings.ready_after_s,
            outcome=self._take_outcome(),
            workers=workers,
            price_per_hour=price_per_hour,
        )

    def delete(self, endpoint: Endpoint) -> None:
        """Let an endpoint go."""
        outcome, self.settings.next_delete = self.settings.next_delete, None
        endpoint.leave(takes_s=self.settings.delete_takes_s, outcome=outcome)

    def stop(self, endpoint: Endpoint) -> None:
        """Stop an endpoint, in the time that a delete takes."""
        endpoint.stop(takes_s=self.settings.delete_takes_s)

    def scale(self, endpoint: Endpoint, count: int, word: str) -> None:
        """Give an endpoint another number of workers; meanwhile it shows this word."""
        endpoint.scale(count, takes_s=self.settings.ready_after_s, outcome=self._take_outcome(), word=word)

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that ever happened."""
        others = {"resources": [thing.entry() for thing in self.things]} if self.things else {}
        return {"endpoints": [entry(endpoint) for endpoint in self.endpoints], **others, "requests": self.requests}

    def summary(self) -> dict[str, Any]:
        """Sum the ledger up: who lives, which names two of one account have, and what all of it has cost.

        One that is being deleted lives, and its name doubles nobody's.
        """
        living = [endpoint for endpoint in self.endpoints if endpoint.phase is not Phase.GONE]
        names: dict[tuple[str, int, str, str], list[str]] = {}
        for endpoint in living:
            if endpoint.phase is not Phase.DELETING:
                key = (endpoint.cloud, endpoint.account, endpoint.scope, endpoint.name)
                names.setdefault(key, []).append(endpoint.id)
        return {
            "living": [entry(endpoint) for endpoint in living],
            "doubled": [
                {"cloud": cloud, "account": account, "name": name, "ids": ids}
                for (cloud, account, _, name), ids in names.items()
                if len(ids) > 1
            ],
            "cost": round(sum(endpoint.cost for endpoint in self.endpoints), 6),
        }

    def _take_outcome(self) -> Outcome:
        outcome, self.settings.next_outcome = self.settings.next_outcome, None
        return outcome or Outcome()


def entry(endpoint: Endpoint) -> dict[str, Any]:
    """Write down an endpoint for the ledger."""
    return {
        "cloud": endpoint.cloud,
        "account": endpoint.account,
        "id": endpoint.id,
        "name": endpoint.name,
        "status": endpoint.status,
        "created_at": endpoint.created_at,
        "ready_at": endpoint.ready_at,
        "deleted_at": endpoint.deleted_at,
        "cost": round(endpoint.cost, 6),
        "replicas": endpoint.replicas,
    }
