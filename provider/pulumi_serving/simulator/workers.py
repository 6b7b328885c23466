"""The replicas of a simulated endpoint, and what they cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

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
