"""Waiting until a resource is ready, and the words for when that ends badly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.clock import spell
from pulumi_serving.core.errors import (
    AuthError,
    CancelledError,
    FailedError,
    GoneError,
    NotReadyError,
    ServingError,
    TimedOutError,
)
from pulumi_serving.core.values.live import Phase

from .changes import Comparison
from .verdict import STALE_SECONDS, Shown, Verdict, Witness, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.poller import Reading
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

    from .changes import Changes


def wait_until_ready(
    session: Session, id_: str, operation: Operation, changes: Changes | None = None, *, sent: bool = False
) -> Live:
    """Wait until a resource is ready and an update's ``changes`` are there; return it whole. See ``ReadyWait``."""
    wait = ReadyWait(session, id_, operation, changes, sent=sent)
    for reading in session.poller.readings(id_, operation):
        # A list may lag behind: its word for an end would end the wait too early, so the resource itself is read.
        unconfirmed = needs_confirmation(session.kind, reading, operation)
        live = wait.observe(session.poller.look(id_, operation) if unconfirmed else reading)
        if live is not None:
            return live
    raise wait.expire()


class ReadyWait:
    """
    One wait until a resource is ready, for whoever makes the readings.

    Once an update's changes were ``sent``, what is read may be stale until something differs from what was live before.
    What ends a wait badly is a NotReadyError that carries what was last read.
    """

    def __init__(
        self,
        session: Session,
        id_: str,
        operation: Operation,
        changes: Changes | None = None,
        *,
        sent: bool = False,
    ) -> None:
        """Begin to wait."""
        self._session = session
        self._id = id_
        self._operation = operation
        self._changes = changes
        self._before = changes.live if changes and sent else None
        self._has_moved = self._before is None
        self._compared = Comparison()
        self._last: Live | None = None
        self._trouble = ""
        self._began = operation.deadline.elapsed
        self._missed: float | None = self._began
        """Since when no reading has found it: one that does not is no proof."""

    def observe(self, reading: Reading) -> Live | None:
        """Return the resource once it is ready, None while it may become so; raise if it will not."""
        if reading.error is not None:
            self._take_no_answer(reading.error)
            return None
        self._trouble = ""
        live = reading.live
        if live is None or live.phase is Phase.GONE:
            self._take_not_found()
            return None
        self._missed = None
        witness = self._witness(live)
        shown = self._shown(live)
        self._last = live
        found = verdict(live.phase, shown, witness)
        if found is Verdict.READY:
            return live
        if found is Verdict.NOT_TAKEN:
            raise self._end(FailedError(self._not_taken(self._compared.lacking)))
        if found is Verdict.ENDED:
            why = (
                f"{live.described}{self._session.explain(live, self._operation)}{_next_step(self._session.kind, live)}"
            )
            raise self._end(FailedError(f"{self._named} is {why}"))
        self._operation.show(", ".join(filter(None, (live.status, live.progress))))
        return None

    def expire(self) -> NotReadyError:
        """Return what the wait ends with once its time is over, or its run."""
        last = self._last
        seen = f"its status is {last.described}" if last else "it was not seen yet"
        if last and last.progress:
            seen += f", {last.progress}"
        reason = self._operation.interrupted()
        if reason:
            return self._end(
                CancelledError(
                    f"{self._named} is not ready: {reason}, {seen}{self._trouble}. The next `pulumi up` goes on waiting"
                )
            )
        verb = "create" if self._operation.verb == "creating" else "update"
        more = self._session.explain(last, self._operation) if last else ""
        limit = spell(self._operation.deadline.seconds)
        return self._end(
            TimedOutError(
                f"{self._named} was not ready within {limit}: {seen}{self._trouble}{more}. It exists and may cost "
                f"money. The next `pulumi up` goes on waiting; custom_timeouts={{{verb!r}: ...}} sets the limit"
            )
        )

    def _take_no_answer(self, error: ServingError) -> None:
        if isinstance(error, AuthError):  # waiting on helps nobody
            raise self._end(NotReadyError(f"{self._named}: {error}"))
        self._trouble = f" (last answer: {error})"
        self._operation.show(f"{self._operation.verb}, no answer from the cloud")

    def _take_not_found(self) -> None:
        now = self._operation.deadline.elapsed
        self._missed = now if self._missed is None else self._missed
        is_long = now - self._missed >= self._session.kind.limits.invisible
        if verdict(Phase.GONE, Shown.ALL, Witness.SURE if is_long else Witness.FIRST) is Verdict.GONE:
            raise self._end(
                GoneError(f"{self._named} disappeared while waiting for it. Run `pulumi up --refresh` to make it again")
            )
        words = "not found, looking again" if self._last else f"{self._operation.verb}, not visible yet"
        self._operation.show(words)

    def _witness(self, live: Live) -> Witness:
        """Tell how sure it is that a reading is from after the update."""
        is_borne_out = self._has_moved or self._last is not None
        # Out of a pending status a resource comes by itself; any other change of it shows that the update runs.
        before = self._before
        is_another = before is not None and before.phase is not Phase.PENDING and live.status != before.status
        self._has_moved = self._has_moved or live.phase is Phase.PENDING or is_another
        if self._has_moved or self._operation.deadline.elapsed - self._began >= STALE_SECONDS:
            return Witness.SURE if is_borne_out else Witness.LIKELY
        return Witness.REPEATED if is_borne_out else Witness.FIRST

    def _shown(self, live: Live) -> Shown:
        """Compare a reading with what was sent, and with the reading before it."""
        if self._changes is None:
            return Shown.ALL
        former, self._compared = self._compared, self._changes.compared(live)
        if self._compared.lacking:
            return Shown.LACKING
        # A value that is neither the old nor the wanted one is the cloud's form of it once it stays.
        if self._compared.reformed not in ([], former.reformed):
            return Shown.MOVING
        is_unreported = self._compared.doubtful or _is_unreported(self._changes, live)
        return Shown.UNREPORTED if is_unreported else Shown.ALL

    @property
    def _named(self) -> str:
        return f"{self._session.kind.noun} {self._id}"

    def _end(self, error: NotReadyError) -> NotReadyError:
        error.live = self._last
        return error

    def _not_taken(self, paths: Sequence[str]) -> str:
        return (
            f"the update of {self._named} was accepted but has not taken, or was rolled back, for: "
            f"{', '.join(paths)}. The next `pulumi up` sends it again. If the cloud keeps such a value in a form of "
            "its own, declare it in that form; if it can't change this in place, replace the resource "
            "(`pulumi up --refresh --replace URN`)"
        )


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


def _next_step(kind: Kind[Any, Any], live: Live) -> str:
    if live.phase is Phase.DELETING:
        return ". Somebody deletes it: run `pulumi up --refresh` once it is gone, which makes it again"
    stays = kind.cannot_heal(live)
    if stays:
        return f". It exists and may cost money. {stays}"
    step = "replaces it" if kind.must_replace(live.status) else "tries to heal it"
    command = "`pulumi up --refresh`" if live.phase is Phase.STOPPED else "`pulumi up`"
    return f". It exists and may cost money. The next {command} {step}"
