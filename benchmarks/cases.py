"""What is measured, how often, and what it should reach."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab import BenchmarkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab import Lab, Stack, Taken

SIDES = {
    "ours": "ours",
    "together": "ours, one wait for all",
    "serving": "ours, native door",
    "plain": "plain dynamic provider",
    "native": "native provider",
    "floor": "floor: does nothing",
    "wide": "floor, properties as ours",
}
"""The sides, and what they are called."""


@dataclass(frozen=True)
class Target:
    """What a figure should reach: ``side`` <= (or >=) ``factor`` x (``of``, and so many seconds beside it)."""

    side: str
    factor: float
    of: str = ""
    plus: float = 0.0
    at_least: bool = False

    def value(self, medians: dict[str, float]) -> float | None:
        """Return the bound, or None if what it refers to was not measured."""
        if not self.of:
            return self.factor
        return None if self.of not in medians else self.factor * (self.plus + medians[self.of])

    def reached(self, medians: dict[str, float]) -> bool | None:
        """Tell whether it is reached; None if it can't be told."""
        bound, ours = self.value(medians), medians.get(self.side)
        if bound is None or ours is None:
            return None
        return ours * self.factor <= medians[self.of] if self.at_least else ours <= bound

    @property
    def words(self) -> str:
        """The target in words."""
        if self.at_least:
            return f"{self.factor:g} times faster than {self.of}"
        if not self.of:
            return f"<= {self.factor:g}"
        base = f"({self.plus:g} s + {self.of})" if self.plus else self.of
        return f"<= {self.factor:g} x {base}"


@dataclass
class Figure:
    """One line of the table: the figures of each side, in the order in which they were measured."""

    name: str
    unit: str
    side: str
    targets: tuple[Target, ...] = ()
    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu_seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    left_out: dict[str, str] = field(default_factory=dict)

    def add(self, side: str, taken: Taken) -> None:
        """Add what a command took."""
        self.values[side].append(taken.seconds)
        self.cpu_seconds[side].append(taken.cpu_seconds)

    @property
    def medians(self) -> dict[str, float]:
        """The median of each side."""
        return {side: statistics.median(values) for side, values in self.values.items() if values}


@dataclass
class Bench:
    """One run of the benchmarks: where, how large a part of the full size, how often, and which sides."""

    lab: Lab
    scale: float
    repeats: int
    sides: tuple[str, ...]
    say: Callable[[str], None]

    def count(self, full: int) -> int:
        """Return how many endpoints stand for so many."""
        return max(2, round(full * self.scale))

    def seconds(self, full: float) -> float:
        """Return how long endpoints take instead of so long."""
        return max(1.0, full * self.scale)

    def has(self, *sides: str) -> list[str]:
        """Return which of these sides take part."""
        return [side for side in sides if side in self.sides]

    def stack(self, side: str, count: int, ready_after_s: float) -> Stack:
        """Return a new stack of a side, at an empty cloud."""
        self.lab.simulator.begin(ready_after_s)
        return self.lab.stack(side, count)

    def done(self, side: str, what: str, taken: Taken) -> Taken:
        """Say what a command took, and return it."""
        asked = ", ".join(f"{count} {name}" for name, count in sorted(taken.requests.items()))
        self.say(f"  {side:9} {what:9} {taken.seconds:7.2f} s, {taken.cpu_seconds:6.2f} s of a processor  {asked}")
        return taken


def until_all_serve(bench: Bench) -> list[Figure]:
    """100 endpoints that take 20 s, at the engine's own --parallel."""
    count, wait = bench.count(100), bench.seconds(20)
    took = Figure(
        f"up of {count} endpoints until all serve, ready {wait:g} s after acceptance",
        "s",
        "together",
        (Target("together", 1.15, "floor", wait), Target("together", 8, "native", at_least=True)),
    )
    asked = Figure("list and status requests in that up", "", "together", (Target("together", 35),))
    took.left_out["plain"] = "four at a time, so it takes twice as long as native: see the case of 40"
    for repeat in range(min(bench.repeats, 2)):
        for side in bench.has("together", "floor", *(["native"] if not repeat else [])):
            taken = bench.done(side, "up", bench.stack(side, count, wait).up())
            took.add(side, taken)
            if side != "floor":
                asked.values[side].append(taken.requests["list"] + taken.requests["get"])
    return [took, asked]


def waits_inside(bench: Bench) -> list[Figure]:
    """40 endpoints that take 10 s, waited for inside of create at --parallel 64."""
    count, wait = bench.count(40), bench.seconds(10)
    took = Figure(
        f"up of {count}, ready after {wait:g} s, waits inside create, --parallel 64",
        "s",
        "ours",
        (Target("ours", 1.15, "native"),),
    )
    asked = Figure("list and status requests in that up", "", "ours")
    for repeat in range(bench.repeats):
        for side in bench.has("ours", "native", "floor", *(["plain"] if not repeat else [])):
            taken = bench.done(side, "up", bench.stack(side, count, wait).up("--parallel", "64"))
            took.add(side, taken)
            if side != "floor":
                asked.values[side].append(taken.requests["list"] + taken.requests["get"])
    return [took, asked]


def at_once(bench: Bench) -> list[Figure]:
    """200 endpoints that are ready at once, and gone at once: what a provider adds to Pulumi's own time."""
    count = bench.count(200)
    floor = (Target("together", 1.15, "floor"),)
    figures = {
        "up": Figure(f"up of {count}, ready at once", "s", "together", floor),
        "preview": Figure(f"preview of {count} with nothing to do", "s", "together", floor),
        "destroy": Figure(f"destroy of {count}, gone at once", "s", "together", floor),
        "refresh": Figure(
            f"refresh of {count}",
            "s",
            "ours",
            (Target("ours", 1.0, "native"), Target("ours", 4, "plain", at_least=True)),
        ),
        "memory": Figure(f"memory of the plug-in with {count}, above the floor's", "MB", "together"),
    }
    for _ in range(bench.repeats):
        for side in bench.has("together", "ours", "serving", "native", "plain", "floor", "wide"):
            stack = bench.stack(side, count, 0)
            for verb in ("up", "preview", "refresh", "destroy"):
                taken = bench.done(side, verb, getattr(stack, verb)())
                figures[verb].add(side, taken)
                if verb == "up" and taken.plugin_mb is not None:
                    figures["memory"].values[side].append(taken.plugin_mb)
    return [*list(figures.values())[:-1], _above_floor(figures["memory"])]


def _above_floor(memory: Figure) -> Figure:
    """Return the memory of each side less that of the floor, which makes no sense without one."""
    floor = memory.medians.get("floor")
    above = Figure(memory.name, memory.unit, memory.side, (Target("together", 60),))
    if floor is None:
        above.left_out["together"] = "not to be had here: no /proc, or no floor"
        return above
    for side, values in memory.values.items():
        if side not in ("floor", "native"):
            above.values[side] = [value - floor for value in values]
    return above


def importing(bench: Bench) -> list[Figure]:
    """Import a cloud: what a program waits for before its first endpoint, above importing Pulumi."""
    took = Figure("import pulumi_serving.ppio above import pulumi", "s", "ours", (Target("ours", 0.25),))
    program = (
        "import time, pulumi\nbefore = time.perf_counter()\nimport pulumi_serving.ppio\n"
        "print(time.perf_counter() - before)"
    )
    for _ in range(3 * bench.repeats + 1):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchmarkError(done.stderr)
        took.values["ours"].append(float(done.stdout))
    took.values["ours"].pop(0)  # what it compiled and read from the disk is there from now on
    bench.say(f"  ours      import    {took.medians['ours']:7.2f} s")
    return [took]


CASES = {"serve": until_all_serve, "inside": waits_inside, "at-once": at_once, "import": importing}
