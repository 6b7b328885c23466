"""Waiting for a resource, and the words for when it ends badly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pulumi_serving.core.clock import spell
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    CancelledError,
    FailedError,
    GoneError,
    NotFoundError,
    NotReadyError,
    TimedOutError,
)
from pulumi_serving.core.values.live import Phase

from .changes import Verdict
from .ownership import Absence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.poller import Reading
    from pulumi_serving.core.cloud.session import Account
    from pulumi_serving.core.values.live import Live

    from .changes import Changes

DELETING_WORDS = ("delet", "remov", "terminat", "destroy")
STALE_SECONDS = 30.0
"""How long after an update the cloud may go on showing the state from before it."""


def wait_until_ready(
    account: Account, id_: str, operation: Operation, changes: Changes | None = None, *, sent: bool = False
) -> Live:
    """
    Wait until a resource is ready and an update's ``changes`` are there; return it whole.

    Once they were ``sent``, what is read may be stale until something differs from what was live before. Raises a
    NotReadyError that carries what was last read.
    """
    wait = waiting(account, id_, operation, changes, sent=sent)
    next(wait)
    try:
        for reading in _readings(account, id_, operation):
            unconfirmed = needs_confirmation(account.kind, reading, operation)
            wait.send(account.poller.look(id_, operation) if unconfirmed else reading)
        wait.send(None)
    except StopIteration as ready:
        return cast("Live", ready.value)
    raise AssertionError("a wait whose time is over goes on")


def waiting(
    account: Account, id_: str, operation: Operation, changes: Changes | None = None, *, sent: bool = False
) -> Generator[None, Reading | None, Live]:
    """Wait as ``wait_until_ready`` does, for whoever makes the readings: they are sent in, and None at the end."""
    kind = account.kind
    before = changes.live if changes and sent else None
    last: Live | None = None
    verdict = former = Verdict()
    trouble = ""
    moved = before is None
    began = operation.deadline.elapsed
    missed: float | None = began  # since when no reading has found it: one that does not is no proof
    while (reading := (yield)) is not None:
        if reading.error is not None:
            if isinstance(reading.error, AuthError):
                raise _failed(NotReadyError(f"{kind.noun} {id_}: {reading.error}"), last)
            trouble = f" (last answer: {reading.error})"
            operation.show(f"{operation.verb}, no answer from the cloud")
            continue
        trouble = ""
        live = None if reading.live is None or reading.live.phase is Phase.GONE else reading.live
        if live is None:
            missed = operation.deadline.elapsed if missed is None else missed
            if operation.deadline.elapsed - missed < kind.limits.invisible:
                operation.show(f"{operation.verb}, not visible yet" if last is None else "not found, looking again")
                continue
            raise _failed(
                GoneError(
                    f"{kind.noun} {id_} disappeared while waiting for it. Run `pulumi up --refresh` to make it again"
                ),
                last,
            )
        missed = None
        proof = moved or last is not None  # one reading alone, just after an update, may be from before it
        last = live
        former, verdict = verdict, changes.verdict(live) if changes else Verdict()
        moved = moved or live.phase is Phase.PENDING or _is_another(before, live)
        stale = not moved and operation.deadline.elapsed - began < STALE_SECONDS
        unreported = stale and changes is not None and (bool(verdict.doubtful) or _is_unreported(changes, live))
        # A value that is neither the old nor the wanted one may be on its way: it is the cloud's form once it stays.
        stays = verdict.reformed in ([], former.reformed)
        if live.phase is Phase.READY and not verdict.lacking and stays and proof and not unreported:
            return live
        if live.phase is Phase.READY and verdict.lacking and not stale:
            raise _failed(FailedError(_not_taken(account, id_, verdict.lacking)), live)
        if live.phase in (Phase.FAILED, Phase.STOPPED, Phase.DELETING) and not stale:
            words = f"{live.described}{account.explain(live, operation)}{_next_step(kind, live)}"
            raise _failed(FailedError(f"{kind.noun} {id_} is {words}"), live)
        operation.show(", ".join(filter(None, (live.status, live.progress))))
    raise _failed(_ended(account, id_, operation, last, trouble), last)


def _is_another(before: Live | None, live: Live) -> bool:
    """Tell whether a status shows that the update runs; out of a pending one a resource comes by itself."""
    return before is not None and before.phase is not Phase.PENDING and live.status != before.status


def needs_confirmation(
    kind: Kind[Any, Any], reading: Reading, operation: Operation, *, trust_ready: bool = False
) -> bool:
    """
    Tell whether a reading is a list's word for an end, of which the resource by itself has the last word.

    A list may lag behind, and its items may lack fields. ``trust_ready`` is for who needs no more than is listed.
    """
    if not reading.listed:
        return False
    if reading.live is None:
        return operation.deadline.elapsed >= kind.limits.invisible
    return reading.live.phase is not Phase.PENDING and not (trust_ready and reading.live.phase is Phase.READY)


def _is_unreported(changes: Changes, live: Live) -> bool:
    """Tell whether the cloud has not shown that it took an update in: by no value, and by no other revision."""
    return bool(changes.unreported(live)) and bool(live.revision) and live.revision == changes.live.revision


def wait_until_gone(account: Account, id_: str, operation: Operation, *, ours: bool = True) -> None:
    """
    Wait until a resource whose deletion was accepted is gone.

    With ``ours``, a deletion that the cloud reports as failed is asked for again as often as the kind says.
    """
    kind = account.kind
    attempts, asked = 1, operation.deadline.elapsed
    left = False  # until it was seen deleting, the word for a failed deletion may be that of an earlier one
    last: Live | None = None
    trouble = ""
    absence = Absence(account, id_, operation, deleting=True)
    for shared in _readings(account, id_, operation):
        reading = _own_word(account, id_, operation, shared)
        live = _sighting(reading, absence)
        if absence.proven:
            return
        if live is None:
            trouble = f" (last answer: {reading.error})" if reading.error else ", and it was not found at last"
            operation.show("not found, looking again before it counts as gone")
            continue
        last, trouble = live, ""
        left = left or last.phase is Phase.DELETING
        operation.show(last.status)
        is_stale = not left and operation.deadline.elapsed - asked < STALE_SECONDS
        # Of one that was seen deleting any failure is that of the deletion, whatever the cloud's word for it.
        fails = kind.deletion_failed(last.status) or (
            last.phase is Phase.FAILED and (left or _speaks_of_deletion(last))
        )
        if ours and fails and not is_stale:
            if attempts >= kind.delete_attempts:
                words = f"{last.described}{account.explain(last, operation)}"
                raise _failed(
                    FailedError(
                        f"the deletion of {kind.noun} {id_} failed: it is {words}. It exists and may cost money; it "
                        "stays in the state, and the next run deletes it again"
                    ),
                    last,
                )
            attempts, asked, left = attempts + 1, operation.deadline.elapsed, False
            try:
                kind.delete(account.client, id_, operation)
            except ApiError as error:
                if not error.still_there and not isinstance(error, NotFoundError):
                    raise
                # One answer: the readings tell.
                trouble = f" (last answer: {error})"
    reason = operation.interrupted()
    status = last.described if last else "unknown"
    ended = f"because {reason}" if reason else f"after {spell(operation.deadline.seconds)}"
    raise TimedOutError(
        f"the deletion of {kind.noun} {id_} was accepted, and the wait for it ended {ended}: its status is "
        f"{status}{trouble}. It stays in the state; the next run looks for it again"
    )


def _speaks_of_deletion(live: Live) -> bool:
    """Tell whether a status has a word for a deletion in it."""
    return any(word in live.status.lower() for word in DELETING_WORDS)


def _own_word(account: Account, id_: str, operation: Operation, reading: Reading) -> Reading:
    """Return a reading of the resource by itself where a list tells of an end: it may lag, or be cut short."""
    if reading.listed and (reading.live is None or reading.live.phase in (Phase.GONE, Phase.FAILED)):
        return account.poller.look(id_, operation)
    return reading


def _sighting(reading: Reading, absence: Absence) -> Live | None:
    """Return what a reading shows as living; note what speaks for its being gone."""
    if reading.live is not None and reading.live.phase is not Phase.GONE:
        absence.seen()
        return reading.live
    if reading.error is None:
        absence.not_found()
    if reading.error is None or isinstance(reading.error, NotFoundError):
        absence.ask_list()
    return None


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
    more = account.explain(last, operation) if last else ""
    return TimedOutError(
        f"{noun} {id_} was not ready within {spell(operation.deadline.seconds)}: {seen}{trouble}{more}. It exists and "
        f"may cost money. The next `pulumi up` goes on waiting; custom_timeouts={{{verb!r}: ...}} sets the limit"
    )


def _not_taken(account: Account, id_: str, paths: Sequence[str]) -> str:
    return (
        f"the update of {account.kind.noun} {id_} was accepted but has not taken, or was rolled back, for: "
        f"{', '.join(paths)}. The next `pulumi up` sends it again. If the cloud keeps such a value in a form of its "
        "own, declare it in that form; if it can't change this in place, replace the resource "
        "(`pulumi up --refresh --replace URN`)"
    )


def _next_step(kind: Kind[Any, Any], live: Live) -> str:
    if live.phase is Phase.DELETING:
        return ": somebody deletes it"
    step = "replaces it" if kind.must_replace(live.status) else "tries to heal it"
    command = "`pulumi up --refresh`" if live.phase is Phase.STOPPED else "`pulumi up`"
    return f". It exists and may cost money. The next {command} {step}"
