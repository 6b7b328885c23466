"""Bringing a living resource to what is declared: send what changes, wait until it has taken, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_serving.core.errors import GoneError, NotReadyError, NotSentError, RunEndedError, ServingError
from pulumi_serving.core.values.live import Phase

from .wait import wait_until_ready

if TYPE_CHECKING:
    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

    from .changes import Changes


class Update:
    """One update of one resource; ``sent`` tells whether anything went out, or may have."""

    def __init__(self, session: Session, changes: Changes, operation: Operation) -> None:
        """Take what changes."""
        self.session = session
        self.changes = changes
        self.operation = operation
        self.sent = False

    def run(self) -> Live:
        """Send what changes, if anything does or the resource is not well; return what is live then."""
        kind, live = self.session.kind, self.changes.live
        if live.phase is Phase.DELETING:
            raise GoneError(
                f"{kind.noun} {live.id} is being deleted ({live.described}). Run `pulumi up --refresh` once it is gone"
            )
        if self.changes.is_needed:
            self._send()
        if self.changes.target.get("wait_until_ready", True):
            return wait_until_ready(self.session, live.id, self.operation, self.changes, sent=self.sent)
        if self.sent:
            self.session.accepted[live.id] = self.changes
        return self._read_back()

    def _send(self) -> None:
        try:
            self.session.kind.update(self.session.client, self.changes.live, self.changes, self.operation)
        except NotReadyError:  # it was not in a state to be sent anything
            raise
        except (NotSentError, RunEndedError):  # it may have been one of several requests
            self.sent = self.operation.has_written
            raise
        except ServingError:
            self.sent = True
            raise
        self.sent = True

    def _read_back(self) -> Live:
        """Return what is live now, or, where that can't be read, what was: the update itself was accepted."""
        live = self.changes.live
        try:
            return self.session.get(live.id, self.operation) or live
        except ServingError:
            return live
