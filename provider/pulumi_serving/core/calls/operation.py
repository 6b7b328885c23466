"""One operation on one resource: how long it may take, where it shows what it does, and when it must stop early."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pulumi_serving.core.clock import Deadline, spell
from pulumi_serving.core.errors import RunEndedError

from . import run
from .call import Call

if TYPE_CHECKING:
    import threading

    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.values.redact import Redactor


GRACE_SECONDS = 1.0
"""
How long, once an operation is over, an answer that is on its way is waited for, and a last reading may be made.

Real seconds where the run has ended. An id is worth that, and so is the reason of a failure.
"""
LOOK_SECONDS = 0.1
"""How often a wait for another thread looks whether it must end: real seconds, by whatever clock the limit runs."""
PAUSE_SECONDS = 0.5
SHORTEST_SECONDS = 1.0
SHORTEST_REPEAT = 4.0  # seconds
LONGEST_REPEAT = 0.1  # of the time passed


class Operation:
    """What runs under one call of the engine, or under one function of a program."""

    def __init__(
        self, verb: str, seconds: float, clock: Clock, call: Call | None = None, *, attempts: int | None = None
    ) -> None:
        """Start the time; ``attempts`` bounds how often a request is sent, where a failure is worth repeating it."""
        self.verb = verb
        self.call = call or Call()
        self.clock = clock
        self.attempts = attempts
        self.deadline = Deadline.after(seconds, clock)
        self._shown = ("", 0.0)
        self._ahead = 0.0
        self._whole: Operation | None = None
        self.has_written = False
        """Whether a request that changes something has reached the cloud, or may have."""
        self._ended_at: float | None = None

    def heard(self, moment: float | None) -> None:
        """Take the Unix time of an answer, if it has one: the cloud's clock may go otherwise than this machine's."""
        if moment is not None:
            self._ahead = moment - self.clock.wall()
        if self._whole is not None:
            self._whole.heard(moment)

    def wrote(self) -> None:
        """Note that a request that changes something may have reached the cloud."""
        self.has_written = True
        if self._whole is not None:
            self._whole.wrote()

    def by_the_cloud(self, wall: float) -> float:
        """Return a Unix time of this machine as the cloud's clock had it, as far as an answer has told."""
        return wall + self._ahead

    @property
    def redactor(self) -> Redactor:
        """What blanks this operation's secrets."""
        return self.call.redactor

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

    def within(self, seconds: float) -> Operation:
        """
        Return a part of this operation that may take so long at most, and no longer than this one.

        It has a second at least: nothing comes back in less.
        """
        part = self._part(self.attempts)
        part.deadline = Deadline.after(min(seconds, max(SHORTEST_SECONDS, self.deadline.remaining)), self.clock)
        return part

    def lasting(self, seconds: float) -> Operation:
        """Return a part of this operation that has so long at least, though the whole has less."""
        part = self._part(self.attempts)
        if seconds > self.deadline.remaining:
            part.deadline = Deadline.after(seconds, self.clock)
        return part

    def at_most(self, attempts: int) -> Operation:
        """Return a part of this operation, with all of its time, in which a request is sent so often at most."""
        return self._part(min(attempts, self.attempts or attempts))

    def _part(self, attempts: int | None) -> Operation:
        self.interrupted()
        part = Operation(self.verb, self.deadline.seconds, self.clock, self.call, attempts=attempts)
        part.deadline = self.deadline
        part._ended_at, part._ahead, part._whole = self._ended_at, self._ahead, self
        return part

    def interrupted(self) -> str:
        """Return why this operation must end now; ``""`` while it may go on."""
        reason = ""
        if run.cancelled.is_set() or self.call.hard_cancelled.is_set():
            reason = "the run was cancelled"
        elif not run.engine_alive():
            reason = "the Pulumi engine is gone"
        if reason and self._ended_at is None:
            self._ended_at = time.monotonic()
        return reason

    def over(self) -> str:
        """Return why nothing more may be waited for: the run has ended, or the time; ``""`` while it may go on."""
        limit = spell(self.deadline.seconds)
        return self.interrupted() or ("" if self.deadline.remaining > 0 else f"the time limit of {limit} was over")

    def check_write(self) -> None:
        """Raise a RunEndedError where nothing may be written any more. The engine is looked at anew."""
        reason = self.interrupted() or ("" if run.engine_alive(anew=True) else "the Pulumi engine is gone")
        if reason:
            raise RunEndedError(f"nothing was sent: {reason}", reason)

    def check_read(self) -> None:
        """Raise a RunEndedError where the run has ended some moments ago: a wait may end with a last reading."""
        reason = self.interrupted()
        if reason and self._ended_at is not None and time.monotonic() - self._ended_at > GRACE_SECONDS:
            raise RunEndedError(f"nothing was read: {reason}", reason)

    def pause(self, seconds: float) -> None:
        """Wait, less if the run ends."""
        self.clock.sleep(max(0.0, min(seconds, self.deadline.remaining)), _End(self))

    def wait_for(self, done: threading.Event, grace: float = 0.0) -> str:
        """
        Wait until another thread is done; return ``""``, or why it can't be waited for any longer.

        ``grace`` is how long it is still waited for once this operation is over, in real seconds. Nothing here moves a
        clock: while a test's thread is at work, its clock is that thread's to move.
        """
        end = time.monotonic() + self.deadline.remaining
        over_since = None
        while not done.wait(LOOK_SECONDS):
            reason, now = self.over(), time.monotonic()
            if reason:
                over_since = over_since or now
                if now - over_since >= grace or (now >= end and not self.interrupted()):
                    return reason
            else:  # an engine that did not answer for a moment is there again
                over_since = None
        return ""


class _End:
    """The end of an operation, as something that a clock's sleep wakes at."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    def is_set(self) -> bool:
        return bool(self._operation.interrupted())

    def wait(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self.is_set() and (left := end - time.monotonic()) > 0:
            run.cancelled.wait(min(left, PAUSE_SECONDS))  # no event tells of an engine that is gone: each turn looks
        return self.is_set()
