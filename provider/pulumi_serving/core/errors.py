"""
Everything that can go wrong, as one tree.

    ServingError
    ├── ConfigError            a setting is missing or wrong
    ├── ApiError               the cloud answered, and the answer is no
    │   ├── AuthError          the credentials were refused, or lack a permission
    │   ├── NotFoundError      one answer that the resource is not there
    │   │   └── DoubtfulNotFoundError   perhaps not the API's own
    │   ├── ConflictError      the state of the resource forbids it
    │   │   └── InUseError     something else uses it, so it can't be deleted
    │   ├── ThrottledError     refused before anything was done: may be repeated, a create too
    │   ├── UnavailableError   the cloud failed; whether it did anything is unknown
    │   └── UnreadableError    a success whose body says nothing we understand
    ├── TransportError         there was no answer
    │   ├── NotSentError       nothing reached the cloud: may be repeated, a create too
    │   └── LostAnswerError    the request may have taken effect
    ├── RunEndedError          nothing is sent, or waited for, once the run was cancelled or its engine is gone
    ├── NotReadyError          the resource exists, but is not ready
    │   ├── FailedError        the cloud says that it failed
    │   ├── TimedOutError      the time limit has passed
    │   ├── CancelledError     the run was cancelled, or its engine is gone
    │   └── GoneError          it should exist and does not
    ├── UnconfirmedError       whether a resource is gone can't be told yet
    ├── NameTakenError         a create found its name in use
    └── OutcomeUnknownError         whether a create took effect can't be told

A message is one line for the person who reads it at night: what failed, the cloud's words, what to do next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pulumi_serving.core.values.live import Live


ErrorT = TypeVar("ErrorT", bound=Exception)


class ServingError(Exception):
    """Base of all errors of this package; its text is meant for the user."""


class ConfigError(ServingError):
    """A setting is missing or wrong."""


class ApiError(ServingError):
    """
    The cloud refused an operation.

    ``still_there`` says that it is a deletion that was answered as if the resource were not there, and it is;
    ``unseen_location`` that what the resource is in is not there, or not to be seen.

    ``operation`` is the API page's own name of it, ``status`` the HTTP status, ``code`` the cloud's code or reason
    (``""`` if none), ``words`` the cloud's message and ``request_id`` its id for the request (``""`` if none).
    ``retry_after`` is how many seconds the cloud asks us to wait, and ``attempts`` how often in all a request that
    fails so is worth sending; None leaves either to the transport.
    """

    still_there = False
    unseen_location = False

    def __init__(
        self,
        operation: str,
        *,
        method: str,
        path: str,
        status: int,
        code: str = "",
        words: str = "",
        request_id: str = "",
        hint: str = "",
        retry_after: float | None = None,
        attempts: int | None = None,
    ) -> None:
        """Compose the line from its parts."""
        self.operation = operation
        self.method = method
        self.path = path
        self.status = status
        self.code = code
        self.words = words
        self.request_id = request_id
        self.hint = hint
        self.retry_after = retry_after
        self.attempts = attempts
        marks = [f"HTTP {status}"]
        if code and code != str(status):
            marks.append(code)
        if request_id:
            marks.append(f"request id {request_id}")
        said = f": {plain}" if (plain := words.rstrip(". ")) else ""
        advice = f". {hint}" if hint else ""
        super().__init__(f"{operation} failed{said} ({', '.join(marks)}; {method} {path}){advice}")

    def turned_into(self, kind: type[ErrorT]) -> ErrorT:
        """Return the same refusal as another kind of error, where what the code means is one resource's own matter."""
        made = kind.__new__(kind, *self.args)
        made.__dict__.update(self.__dict__)
        return made


class AuthError(ApiError):
    """The credentials were refused, or lack a permission."""


class NotFoundError(ApiError):
    """One answer that the resource is not there: see ``lifecycle/absence.py`` for when it is gone."""


class DoubtfulNotFoundError(NotFoundError):
    """A not-found of another form than the API has for this: it proves nothing, so only the list speaks."""


class ConflictError(ApiError):
    """The present state of the resource forbids the operation."""


class InUseError(ConflictError):
    """A deletion was refused, since something uses the resource: once that is gone, it may be asked for again."""


class ThrottledError(ApiError):
    """Refused before anything was done."""


class UnavailableError(ApiError):
    """The cloud failed, and may or may not have done what was asked."""


class UnreadableError(ApiError):
    """The cloud reports success in a body that can't be read."""


class TransportError(ServingError):
    """There was no answer. ``attempts`` is how often in all it is worth sending; None leaves it to the transport."""

    attempts: int | None = None

    def __init__(self, operation: str, *, method: str, url: str, words: str, hint: str = "") -> None:
        """Compose the line from its parts; ``url`` carries no query."""
        self.operation = operation
        advice = f". {hint}" if hint else ""
        super().__init__(f"{operation} failed: {words} ({method} {url}){advice}")


class NotSentError(TransportError):
    """Nothing reached the cloud."""


class LostAnswerError(TransportError):
    """The request was sent and may have taken effect; the answer did not arrive."""


class RunEndedError(ServingError):
    """
    The run was cancelled, or its engine is gone: a request was not sent, or a reading was left without its answer.

    A write that may have arrived is a LostAnswerError instead. ``reason`` is the part of the line that says why.
    """

    def __init__(self, message: str, reason: str) -> None:
        """Keep the reason."""
        super().__init__(message)
        self.reason = reason


class NotReadyError(ServingError):
    """The resource exists but is not ready; ``live`` is what was last read of it."""

    live: Live | None = None


class FailedError(NotReadyError):
    """The cloud says that the resource failed."""


class TimedOutError(NotReadyError):
    """The resource was not ready within its time limit."""


class CancelledError(NotReadyError):
    """The run was cancelled while a wait was going on."""


class GoneError(NotReadyError):
    """A resource that should exist is not in the cloud."""


class UnconfirmedError(ServingError):
    """Whether a resource is gone can't be told yet, so it stays in the state."""


class NameTakenError(ServingError):
    """A create found another endpoint under its name."""


class OutcomeUnknownError(ServingError):
    """A create was sent, and whether it took effect can't be told."""

    def __init__(
        self, message: str, name: str, started: float, sent_at: float, before: frozenset[str] = frozenset()
    ) -> None:
        """
        Keep what later verbs look for: the name, made at ``started`` or later by the cloud's clock.

        ``sent_at`` is when the create was last sent, by this machine's; both are Unix seconds. ``before`` are ids that
        had the name already.
        """
        self.before = before
        self.name = name
        self.started = started
        self.sent_at = sent_at
        super().__init__(message)


def afresh(error: ErrorT) -> ErrorT:
    """
    Return the same error without its past, for another thread, or for a later moment, to raise.

    A kept traceback would keep alive what its frames hold, and be written to by every thread that raises it.
    """
    made = type(error).__new__(type(error), *error.args)
    made.__dict__.update(error.__dict__)
    return made
