"""
What is sent again, how often, and after which pause.

===========================================================  ================================================
what it ends with                                            is it sent again
===========================================================  ================================================
no connection                                                yes, four times in all
a time-out, a lost connection, 408, 429, 5xx, a success      yes, five times in all
that can't be read
400, 401, 403, 404, 409 and signature failures               no, unless the cloud's own ``attempts`` say so
===========================================================  ================================================

Between attempts: what the cloud asks for (``Retry-After``), a minute at most; else 1 s doubling to 20 s, with jitter
that keeps two clients from asking in step. Never past the operation's time limit, and not once the run has ended.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pulumi_serving.core.errors import (
    ApiError,
    LostAnswerError,
    NotSentError,
    RunEndedError,
    ServingError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_serving.core.calls.operation import Operation

JITTER_SECONDS = 0.5
PASSING = (NotSentError, ThrottledError, LostAnswerError, UnavailableError, UnreadableError)
ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class RetryPolicy:
    """How often in all something is sent, and the pauses between, in seconds."""

    attempts: int = 5
    connect_attempts: int = 4
    """How often what finds no connection is sent."""
    shortest: float = 0.0
    """The least pause after an answer: none where there was no connection."""
    longest: float = 20.0
    longest_asked: float = 60.0
    """The longest pause that the cloud may ask for."""

    def most(self, error: ServingError) -> int:
        """Return how often in all something that ends in this error is worth sending."""
        usual = self.connect_attempts if isinstance(error, NotSentError) else self.attempts
        return getattr(error, "attempts", None) or usual

    def pause(self, error: ServingError, attempt: int) -> float:
        """Return how long to wait after so many attempts, of which the last has ended in this error."""
        asked: float | None = getattr(error, "retry_after", None)
        doubling = min(self.longest, 2.0 ** (attempt - 1) + random.uniform(0, JITTER_SECONDS))  # noqa: S311
        pause = doubling if asked is None else min(asked, self.longest_asked)
        return pause if isinstance(error, NotSentError) else max(pause, self.shortest)

    def repeat(self, send: Callable[[], ResultT], operation: Operation, name: str) -> ResultT:
        """Return what comes of sending, repeated within the operation's bounds; ``name`` is for the row."""
        last: ServingError | None = None
        for attempt in itertools.count(1):
            try:
                return send()
            except ServingError as error:
                if last is not None and isinstance(error, RunEndedError):  # the one before may have taken effect
                    raise last from None
                most, pause = self.most(error), self.pause(error, attempt)
                is_last = attempt >= min(most, operation.attempts or most) or pause >= operation.deadline.remaining
                if is_last or not _may_pass(error) or operation.interrupted():
                    raise
                last = error
            operation.show(f"{name}: attempt {attempt} failed, trying again")
            operation.pause(pause)
            if operation.interrupted():  # nothing is sent after a cancel
                raise last
        raise AssertionError("nothing ends by itself")


def _may_pass(error: ServingError) -> bool:
    return isinstance(error, PASSING) or (isinstance(error, ApiError) and error.attempts is not None)
