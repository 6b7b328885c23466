"""The replicas of a simulated endpoint, and what they cost."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

SECONDS_PER_HOUR = 3600


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


class Workers:
    """The workers of one endpoint. Those of a change are of a new generation, whose turn it is then."""

    def __init__(self, name: str) -> None:
        """Begin with none; their ids begin with the name."""
        self._name = name
        self._workers: list[Worker] = []
        self._generation = 0

    def __copy__(self) -> Workers:
        """Return one with the same workers, whose life is apart."""
        other = Workers(self._name)
        other._workers = [replace(worker) for worker in self._workers]
        other._generation = self._generation
        return other

    def up(self, now: float) -> list[Worker]:
        """Return those that exist."""
        return [worker for worker in self._workers if worker.is_up(now)]

    def cost(self, now: float) -> float:
        """Return what all have cost so far."""
        return sum(worker.cost(now) for worker in self._workers)

    def call_off(self, now: float) -> list[Worker]:
        """Let those that have not begun never come, and return the others."""
        self._workers = [worker for worker in self._workers if worker.began_at <= now]
        return self._workers

    def start(self, count: int, price_per_hour: float, now: float, takes_s: float, *, comes_up: bool) -> list[Worker]:
        """Let a new generation come, one after the other."""
        self._generation += 1
        return self._start(count, 0, price_per_hour, now, takes_s, comes_up=comes_up)

    def fill_up(self, count: int, price_per_hour: float, now: float, takes_s: float) -> None:
        """Start or stop until the newest generation has so many."""
        newest = [worker for worker in self._workers if worker.generation == self._generation]
        staying = [worker for worker in newest if now < worker.ended_at]
        self.stop(staying[count:], now, takes_s)
        if len(staying) < count:
            self._start(count - len(staying), len(newest), price_per_hour, now, takes_s, comes_up=True)

    def take_turns(self, old: list[Worker], now: float, takes_s: float) -> None:
        """Let the old ones drain and go one after the other, as new ones come."""
        ending = [worker for worker in old if worker.is_up(now)]
        for turn, worker in enumerate(ending):
            worker.drains_at = now + takes_s * (turn / len(ending))
            worker.ended_at = min(worker.ended_at, now + takes_s * ((turn + 1) / len(ending)))

    def stop(self, workers: list[Worker], now: float, takes_s: float) -> None:
        """Let these drain at once, and go together."""
        for worker in workers:
            worker.drains_at = min(worker.drains_at, now)
            worker.ended_at = min(worker.ended_at, now + takes_s)

    def catch_up(self, now: float) -> None:
        """End what is going on: the newest generation is there and ready, all others are gone."""
        for worker in self._workers:
            if worker.generation < self._generation:
                worker.ended_at = min(worker.ended_at, now)
            elif worker.ended_at > now:
                worker.began_at, worker.ready_at = min(worker.began_at, now), min(worker.ready_at, now)
                worker.drains_at = worker.ended_at = math.inf

    def _start(
        self, count: int, beside: int, price_per_hour: float, now: float, takes_s: float, *, comes_up: bool
    ) -> list[Worker]:
        new = [
            Worker(
                id=f"{self._name}-{self._generation}-{beside + turn}",
                generation=self._generation,
                price_per_hour=price_per_hour,
                began_at=now + takes_s * (turn / count),
                ready_at=now + takes_s * ((turn + 1) / count) if comes_up else math.inf,
            )
            for turn in range(count)
        ]
        self._workers = [*self._workers, *new]
        return new
