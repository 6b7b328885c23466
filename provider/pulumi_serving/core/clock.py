"""Time, as something that can be handed in: tests bring a clock that moves by itself."""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import threading


LONGEST = 2**63 / 1e9
"""Seconds that the engine can count, in nanoseconds: some 292 years."""


class Signal(Protocol):
    """What ends a sleep: a ``threading.Event``, or what is asked like one."""

    def is_set(self) -> bool:
        """Tell whether it has come."""

    def wait(self, seconds: float, /) -> bool:
        """Wait for it so long at most."""


class Clock(Protocol):
    """What this package needs of time."""

    def now(self) -> float:
        """Seconds that only ever grow."""

    def wall(self) -> float:
        """Unix time, in seconds: only to compare with times that a cloud reports."""

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on a condition that the caller holds, for so long at most."""

    def sleep(self, seconds: float, until: Signal) -> None:
        """Pass so much time, less if the signal comes."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Return monotonic seconds."""
        return time.monotonic()

    def wall(self) -> float:
        """Return Unix time."""
        return time.time()

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on the condition."""
        condition.wait(seconds)

    def sleep(self, seconds: float, until: Signal) -> None:
        """Sleep, or wake at the signal."""
        until.wait(seconds)


@dataclass(frozen=True)
class Deadline:
    """The end of an operation's time: ``seconds`` after ``start``, by ``clock``."""

    clock: Clock
    seconds: float
    start: float

    @classmethod
    def after(cls, seconds: float, clock: Clock) -> Deadline:
        """Return the deadline that lies so many seconds from now."""
        return cls(clock, seconds, clock.now())

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self.clock.now() - self.start

    @property
    def remaining(self) -> float:
        """Seconds left; negative once it has passed."""
        return self.seconds - self.elapsed


def spell(seconds: float) -> str:
    """Spell a duration as people read it: ``42s``, ``20m``, ``1h30m``."""
    total = round(seconds)
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{left}s" if left or not total else ""]
    return "".join(parts)


def seconds(text: str) -> float:
    """Read a duration as ``custom_timeouts`` has them: ``40m``, ``1h30m``. A ValueError for what is none."""
    units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
    parts = re.findall(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ms|h|m|s)", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"{text!r} is no duration such as 90s, 40m or 1h30m")
    return sum(float(number) * units[unit] for number, unit in parts)


def unix_time(text: Any) -> float | None:
    """Read a moment such as ``2023-05-30T12:24:30.401Z``, in UTC where no zone is named; None for what is none."""
    try:
        moment = dt.datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)).timestamp()
    except (ValueError, OverflowError):
        return None


def limit(given: Any) -> float:
    """Return the seconds of a time limit that a user gives; a ValueError says what it must be."""
    if not isinstance(given, str):
        raise ValueError(f"must be a duration such as 90s, 40m or 1h30m, in a text, not {type(given).__name__}")  # noqa: TRY004
    try:
        found = seconds(given)
    except ValueError:
        unit = ": it has no unit" if given.strip().isdigit() and given.strip("0 ") else ""
        raise ValueError(f"must be a duration such as 90s, 40m or 1h30m{unit}") from None
    if not 0 < found < LONGEST:
        raise ValueError("must be a duration such as 90s, 40m or 1h30m, of more than nothing and less than 292 years")
    return found
