"""Waiting until a resource whose deletion was accepted is gone, and the words for when that ends badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_serving.core.clock import spell
from pulumi_serving.core.errors import ApiError, FailedError, NotFoundError, TimedOutError
from pulumi_serving.core.values.live import Phase

from .absence import Absence
from .verdict import STALE_SECONDS, Shown, Verdict, Witness, verdict

if TYPE_CHECKING:
    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.poller import Reading
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

DELETING_WORDS = ("delet", "remov", "terminat", "destroy")


def wait_until_gone(session: Session, id_: str, operation: Operation, *, asked: bool = True) -> None:
    """
    Wait until a resource whose deletion was accepted is gone.

    With ``asked``, a deletion that the cloud reports as failed is asked for again as often as the kind says.
    """
    wait = GoneWait(session, id_, operation, asked=asked)
    for reading in session.poller.readings(id_, operation):
        # A list's word for an end may lag, or be cut short.
        is_end = reading.listed and (reading.live is None or reading.live.phase in (Phase.GONE, Phase.FAILED))
        if wait.observe(session.poller.look(id_, operation) if is_end else reading):
            return
    raise wait.expire()


class GoneWait:
    """One wait until a resource is gone."""

    def __init__(self, session: Session, id_: str, operation: Operation, *, asked: bool) -> None:
        """Begin to wait."""
        self._session = session
        self._id = id_
        self._operation = operation
        self._may_repeat = asked
        self._absence = Absence(session, id_, operation, deleting=True)
        self._attempts = 1
        self._asked = operation.deadline.elapsed
        self._was_deleting = False
        """Whether it was seen deleting since the deletion was last asked for."""
        self._last: Live | None = None
        self._trouble = ""

    def observe(self, reading: Reading) -> bool:
        """Tell whether it is gone; a deletion that has failed is asked for again, or raised."""
        live = self._sighting(reading)
        if live is None:
            witness = Witness.SURE if self._absence.confirmed else Witness.FIRST
            self._trouble = f" (last answer: {reading.error})" if reading.error else ", and it was not found at last"
            if verdict(Phase.GONE, Shown.DELETION, witness) is Verdict.GONE:
                return True
            self._operation.show("not found, looking again before it counts as gone")
            return False
        self._last, self._trouble = live, ""
        self._was_deleting = self._was_deleting or live.phase is Phase.DELETING
        self._operation.show(live.status)
        if self._may_repeat and verdict(live.phase, self._shown(live), self._witness) is Verdict.STAYS:
            self._ask_again(live)
        return False

    def expire(self) -> TimedOutError:
        """Return what the wait ends with once its time is over, or its run."""
        reason = self._operation.interrupted()
        status = self._last.described if self._last else "unknown"
        ended = f"because {reason}" if reason else f"after {spell(self._operation.deadline.seconds)}"
        return TimedOutError(
            f"the deletion of {self._session.kind.noun} {self._id} was accepted, and the wait for it ended {ended}: "
            f"its status is {status}{self._trouble}. It stays in the state; the next run looks for it again"
        )

    def _sighting(self, reading: Reading) -> Live | None:
        """Return what a reading shows as living; note what speaks for its being gone."""
        if reading.live is not None and reading.live.phase is not Phase.GONE:
            self._absence.seen()
            return reading.live
        if reading.error is None:
            self._absence.not_found()
        if reading.error is None or isinstance(reading.error, NotFoundError):
            self._absence.ask_list()
        return None

    def _shown(self, live: Live) -> Shown:
        """Tell whether a status has a word for a failed deletion."""
        speaks = live.phase is Phase.FAILED and any(word in live.status.lower() for word in DELETING_WORDS)
        is_failure = speaks or self._session.kind.deletion_failed(live.status)
        return Shown.FAILED_DELETION if is_failure else Shown.DELETION

    @property
    def _witness(self) -> Witness:
        if self._was_deleting:
            return Witness.SURE
        is_late = self._operation.deadline.elapsed - self._asked >= STALE_SECONDS
        return Witness.LIKELY if is_late else Witness.FIRST

    def _ask_again(self, live: Live) -> None:
        kind = self._session.kind
        if self._attempts >= kind.delete_attempts:
            words = f"{live.described}{self._session.explain(live, self._operation)}"
            error = FailedError(
                f"the deletion of {kind.noun} {self._id} failed: it is {words}. It exists and may cost money; it stays "
                "in the state, and the next run deletes it again"
            )
            error.live = live
            raise error
        self._attempts, self._asked, self._was_deleting = self._attempts + 1, self._operation.deadline.elapsed, False
        try:
            kind.delete(self._session.client, self._id, self._operation)
        except ApiError as error:
            if not error.still_there and not isinstance(error, NotFoundError):
                raise
            # One answer: the readings tell.
            self._trouble = f" (last answer: {error})"
