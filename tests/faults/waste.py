"""
GPU money wasted: many endpoints, some of whose creates go wrong, until each is there as wanted.

Each endpoint is asked for until its state is good, at most ``COMMANDS`` times. What an oracle would have made costs
what the wanted endpoints cost; the waste is what all others cost, and what those that nobody knows cost from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.harness.stack import repair
from tests.harness.wire import BY_NAME

from .peers import peer_subject

if TYPE_CHECKING:
    from tests.harness.lab import Subject
    from tests.harness.stack import Run, Stack

    from .peers import PeerLab

ENDPOINTS, STRUCK = 100, 20
COMMANDS = 5
MISHAPS = ("reset after", "500 after", "429 after", "truncated", "fails")
"""What happens to the creates that go wrong, in turn; ``fails`` is the cloud's own failure to start one."""
HOUR = 3600.0


@dataclass(frozen=True)
class Waste:
    """What one side made of it; costs in the currency of the price list."""

    side: str
    reached: int
    commands: int
    wasted: float
    strays: int
    per_hour: float

    def __str__(self) -> str:
        """Write it in one line."""
        return (
            f"{self.side}: {self.reached} of {ENDPOINTS} as wanted after {self.commands} commands; wasted "
            f"{self.wasted:.2f}, and {self.strays} endpoints that no state knows cost {self.per_hour:.2f} an hour more"
        )


def waste(lab: PeerLab) -> Waste:
    """Ask for all endpoints, one after the other."""
    lab.renew()
    every = ENDPOINTS // STRUCK
    base = peer_subject()
    wanted: list[Stack] = []
    commands = reached = 0
    for number in range(ENDPOINTS):
        name = f"endpoint-{number:03}"
        subject = replace(base, create={**base.create, "name": name})
        stack = lab.stack(subject, name)
        mishap = MISHAPS[number // every % len(MISHAPS)] if number % every == 0 else ""
        done, good = _until_wanted(lab, stack, subject, mishap)
        commands += done
        reached += good
        wanted.append(stack)
    known = {record.id for stack in wanted for record in stack.records}
    others = [endpoint for endpoint in lab.endpoints if endpoint["id"] not in known]
    strays = [endpoint for endpoint in others if endpoint["deleted_at"] is None]
    wasted = _cost(others)
    lab.clock.sleep(HOUR)
    after = [endpoint for endpoint in lab.endpoints if endpoint["id"] not in known]
    return Waste(lab.side, reached, commands, wasted, len(strays), _cost(after) - wasted)


def _cost(endpoints: list[dict[str, Any]]) -> float:
    return float(sum(endpoint["cost"] for endpoint in endpoints))


def _until_wanted(lab: PeerLab, stack: Stack, subject: Subject, mishap: str) -> tuple[int, bool]:
    """Return how many commands it took, and whether the endpoint is there as wanted."""
    if mishap == "fails":
        lab.settings(next_outcome={"fail": "no GPU of this kind is free"})
    elif mishap:
        lab.wire.arm(BY_NAME[mishap], 1, 1, "POST")
    run: Run = stack.up(subject.create)
    lab.wire.arm(None)
    lab.settings(next_outcome=None)
    for number in range(1, COMMANDS + 1):
        record = stack.current
        statuses = {endpoint["id"]: endpoint["status"] for endpoint in lab.living}
        if record and not run.failed and not record.reasons and statuses.get(record.id) == "running":
            return number, True
        if number < COMMANDS:
            run = repair(stack, subject.create, run)
    return COMMANDS, False
