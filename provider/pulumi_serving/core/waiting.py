"""Waiting for a resource, and the words for when it ends badly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import compare
from .clock import spell
from .errors import AuthError, CancelledError, FailedError, GoneError, NotReadyError, ServingError, TimedOutError
from .kind import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .account import Account
    from .kind import Live
    from .operation import Operation
    from .poller import Reading

STALE_SECONDS = 30.0
"""How long after an update the cloud may go on showing the state from before it."""


def wait_until_ready(
    account: Account,
    id_: str,
    operation: Operation,
    *,
    wanted: Mapping[str, Any] | None = None,
    before: Live | None = None,
) -> Live:
    """
    Wait until a resource is ready and, after an update, has the ``wanted`` arguments; return it whole.

    ``before`` is what was live when the update was sent: until something differs from it, what is read may be stale.
    Raises a NotReadyError that carries what was last read.
    """
    kind = account.kind
    last: Live | None = None
    trouble = ""
    moved = before is None
    for reading in _readings(account, id_, operation):
        if reading.error is not None:
            if isinstance(reading.error, AuthError):
                raise _failed(NotReadyError(f"{kind.noun} {id_}: {reading.error}"), last)
            trouble = f" (last answer: {reading.error})"
            operation.show(f"{operation.verb}, no answer from the cloud")
            continue
        trouble = ""
        live = None if reading.live is None or reading.live.phase is Phase.GONE else reading.live
        if live is None:
            if operation.deadline.elapsed < kind.limits.invisible or (reading.listed and account.get(id_, operation)):
                operation.show(f"{operation.verb}, not visible yet")
                continue
            raise _failed(GoneError(f"{kind.noun} {id_} disappeared while waiting for it"), last)
        whole = not reading.listed
        if wanted and reading.listed and live.phase is Phase.READY:
            # Whether the update has taken is told by the whole resource.
            live, whole = account.get(id_, operation) or live, True
        proof = moved or last is not None  # one reading alone, just after an update, may be from before it
        last = live
        drifted = list(compare.drift(kind.args, wanted or {}, live.values))
        moved = moved or live.phase is Phase.PENDING or (before is not None and live.status != before.status)
        stale = not moved and operation.deadline.elapsed < STALE_SECONDS
        if live.phase is Phase.READY and not drifted and proof:
            return live if whole else account.get(id_, operation) or live
        if live.phase is Phase.READY and drifted and not stale:
            raise _failed(FailedError(_not_taken(account, id_, drifted)), live)
        if live.phase in (Phase.FAILED, Phase.STOPPED, Phase.LEAVING) and not stale:
            raise _failed(FailedError(f"{kind.noun} {id_} is {live.described}{_next_step(live)}"), live)
        operation.show(", ".join(filter(None, (live.status, live.progress))))
    raise _failed(_ended(account, id_, operation, last, trouble), last)


def wait_until_gone(account: Account, id_: str, operation: Operation) -> None:
    """Wait until a resource whose deletion was accepted is gone."""
    kind = account.kind
    last: Live | None = None
    trouble = ""
    left = False  # until it was seen leaving, the word for a failed deletion may be that of an earlier one
    for reading in _readings(account, id_, operation):
        if reading.error is not None:
            trouble = f" (last answer: {reading.error})"
            continue
        live = reading.live
        if live is None and reading.listed:  # a list may lag, or be cut short
            try:
                live = account.get(id_, operation)
            except ServingError as error:
                trouble = f" (last answer: {error})"
                continue
        if live is None or live.phase is Phase.GONE:
            return
        last, trouble = live, ""
        left = left or last.phase is Phase.LEAVING
        if kind.deletion_failed(last.status) and (left or operation.deadline.elapsed >= STALE_SECONDS):
            raise _failed(
                FailedError(
                    f"the deletion of {kind.noun} {id_} failed: it is {last.described}. It exists and may cost money; "
                    "it stays in the state, and the next run deletes it again"
                ),
                last,
            )
        operation.show(last.status)
    reason = operation.interrupted()
    status = last.status if last else "unknown"
    ended = f"because {reason}" if reason else f"after {spell(operation.deadline.seconds)}"
    raise TimedOutError(
        f"the deletion of {kind.noun} {id_} was accepted, and the wait for it ended {ended}: its status is "
        f"{status}{trouble}. It stays in the state; the next run looks for it again"
    )


def _readings(account: Account, id_: str, operation: Operation) -> Iterator[Reading]:
    """Yield a reading of the resource at once, since some things take no time, then those that all waits share."""
    if operation.deadline.remaining > 0 and not operation.interrupted():
        yield account.poller.look(id_, operation)
    yield from account.poller.watch(id_, operation)


def _failed(error: NotReadyError, live: Live | None) -> NotReadyError:
    error.live = live
    return error


def _ended(account: Account, id_: str, operation: Operation, last: Live | None, trouble: str) -> NotReadyError:
    noun = account.kind.noun
    seen = f"its status is {last.described}" if last else "it was not seen yet"
    if last and last.progress:
        seen += f", {last.progress}"
    reason = operation.interrupted()
    if reason:
        return CancelledError(
            f"{noun} {id_} is not ready: {reason}, {seen}{trouble}. The next `pulumi up` goes on waiting"
        )
    verb = "create" if operation.verb == "creating" else "update"
    return TimedOutError(
        f"{noun} {id_} was not ready within {spell(operation.deadline.seconds)}: {seen}{trouble}. It exists and may "
        f"cost money. The next `pulumi up` goes on waiting; custom_timeouts={{{verb!r}: ...}} sets the limit"
    )


def _not_taken(account: Account, id_: str, drifted: list[tuple[str, Any, Any]]) -> str:
    paths = ", ".join(path for path, _, _ in drifted)
    return (
        f"the update of {account.kind.noun} {id_} was accepted but has not taken, or was rolled back, for: {paths}. "
        "The next `pulumi up` sends it again; if the cloud can't change this in place, replace the resource "
        "(`pulumi up --replace URN`)"
    )


def _next_step(live: Live) -> str:
    if live.phase is Phase.LEAVING:
        return ": somebody deletes it"
    return ". It exists and may cost money. The next `pulumi up` tries to heal it"
