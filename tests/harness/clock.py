"""The fake clock of all tests."""

from __future__ import annotations

import threading
from typing import Any


class Clock:
    """Virtual time for the package and the simulator alike: who waits makes it later."""

    def __init__(self) -> None:
        """Begin at some moment."""
        self.time = 1_800_000_000.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the time."""
        return self.time

    wall = __call__ = now

    def wait(self, condition: Any, seconds: float) -> None:
        """Wait on a condition."""
        _ = condition
        self.sleep(seconds)

    def sleep(self, seconds: float, until: Any = None) -> None:
        """Let time pass."""
        if until is not None and until.is_set():
            return
        with self._lock:
            self.time += max(seconds, 0.001)
