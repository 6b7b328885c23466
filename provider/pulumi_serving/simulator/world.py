"""What all simulated clouds share: clock, settings, faults, and a record of everything that ever happened."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pulumi_serving.simulator.faults import Faults
from pulumi_serving.simulator.states import Endpoint, Outcome, Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_DEFAULT_DELETE_S = 1.0


@dataclass
class Settings:
    """How long things take, and how the next one ends."""

    ready_after_s: float
    delete_after_s: float | None = None
    next_outcome: Outcome | None = None

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
        self.requests: list[dict[str, Any]] = []
        self.memory: dict[tuple[str, str], Any] = {}
        """What clouds remember besides: issued tokens, locked keys. The key is the cloud's name and the thing's."""

    def tick(self) -> None:
        """Let the time pass up to now, for all endpoints at once: one request sees one moment."""
        self.now = self.clock()
        for endpoint in self.endpoints:
            endpoint.settle(self.now)

    def new_id(self, digits: int) -> str:
        """Make up an id of so many hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def living(self, cloud: str, account: int) -> list[Endpoint]:
        """Those of an account which aren't gone, the oldest first."""
        return [
            endpoint
            for endpoint in self.endpoints
            if (endpoint.cloud, endpoint.account) == (cloud, account) and endpoint.phase is not Phase.GONE
        ]

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
    ) -> Endpoint:
        """Create an endpoint with so many workers, each of which costs `price_per_hour`."""
        endpoint = Endpoint(
            cloud=cloud,
            account=account,
            endpoint_id=endpoint_id,
            fields=fields,
            name_field=name_field,
            words=words,
            now=self.now,
            number=len(self.endpoints),
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
        endpoint.leave(takes_s=self.settings.delete_takes_s)

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that ever happened."""
        return {"endpoints": [entry(endpoint) for endpoint in self.endpoints], "requests": self.requests}

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
    }
