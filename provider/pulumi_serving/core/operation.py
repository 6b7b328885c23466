"""One operation on one resource: how long it may take, where it shows what it does, and when it must stop early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import answers, host
from .clock import Deadline, spell

if TYPE_CHECKING:
    from .clock import Clock
    from .host import Call


SHORTEST_REPEAT = 4.0  # seconds
LONGEST_REPEAT = 0.1  # of the time passed


class Operation:
    """What runs under one call of the engine, or under one look-up of a program."""

    def __init__(self, verb: str, seconds: float, clock: Clock, call: Call | None = None) -> None:
        """Start the time."""
        self.verb = verb
        self.call = call or host.Call()
        self.clock = clock
        self.deadline = Deadline.after(seconds, clock)
        self._shown = ("", 0.0)
        self._ahead = 0.0

    def heard(self, date: str | None) -> None:
        """Take the date of an answer: the cloud's clock may go otherwise than this machine's."""
        moment = answers.date(date)
        if moment is not None:
            self._ahead = moment - self.clock.wall()

    def by_the_cloud(self, wall: float) -> float:
        """Return a Unix time of this machine as the cloud's clock had it, as far as an answer has told."""
        return wall + self._ahead

    def show(self, words: str) -> None:
        """
        Show on the resource's row what is going on and for how long.

        News is shown at once. The same words again are shown the more rarely the longer it takes, since a CI log
        keeps every such line.
        """
        elapsed = self.deadline.elapsed
        shown, at = self._shown
        if words != shown or elapsed - at >= max(SHORTEST_REPEAT, elapsed * LONGEST_REPEAT):
            self._shown = (words, elapsed)
            self.call.status(f"{words}, {spell(elapsed)}")

    def interrupted(self) -> str:
        """Return why this operation must end now; ``""`` while it may go on."""
        if host.cancel_event.is_set() or self.call.hard_cancelled.is_set():
            return "the run was cancelled"
        return "" if host.engine_alive() else "the Pulumi engine is gone"

    def pause(self, seconds: float) -> None:
        """Wait, less if the run is cancelled."""
        self.clock.sleep(max(0.0, min(seconds, self.deadline.remaining)), host.cancel_event)
