"""One call of the engine, as a verb sees it: each door makes it in its own way."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.redact import Redactor

from . import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CallFailure(Exception):  # noqa: N818 - the last word of a traceback, where the engine shows one
    """Ends a call of the engine; its text is the one line that the user reads."""


class Call:
    """
    What a verb is told of its call, and by what it tells: this one comes from no engine, and is heard by nobody.

    All that leaves by it, to be shown or stored, passes its ``redactor``.
    """

    urn: str = ""
    """The resource's URN; ``""`` where the door does not tell."""
    timeout: float | None = None
    """The resource's custom timeout for this operation, in seconds; None if it has none."""
    recorded_inputs: dict[str, Any] | None = None
    """The inputs that the state holds, or None where the door does not tell."""
    recorded_outputs: Mapping[str, Any] = {}
    """The outputs that the state holds; empty when a program asks for an existing resource by id."""
    ignored: tuple[str, ...] = ()
    """The paths that the program says to ignore (``ignore_changes``); the engine tells them to diff and update."""

    def __init__(self) -> None:
        """Begin with nothing that is secret."""
        self.redactor = Redactor()
        self.hard_cancelled = threading.Event()
        """Set once the engine has dropped the call: the second Ctrl-C."""

    def drop(self) -> None:
        """Take notice that the engine has dropped the call: whoever waits for it ends."""
        self.hard_cancelled.set()
        run.wake_all()

    @property
    def name(self) -> str:
        """The resource's logical name; ``""`` where the door does not tell."""
        return self.urn.rsplit("::", 1)[-1]

    def status(self, message: str) -> None:
        """Show what the operation is doing, on the resource's own row, until the next such line."""
        self.say(self.redactor.text(message), passing=True)

    def info(self, message: str) -> None:
        """Leave a line under the resource."""
        self.say(self.redactor.text(message))

    def warning(self, message: str) -> None:
        """Leave a warning under the resource."""
        self.say(self.redactor.text(message), warns=True)

    def say(self, message: str, *, warns: bool = False, passing: bool = False) -> None:
        """Take a line without a secret to the engine; a door that can't says nothing."""

    def failure(self, message: str) -> Exception:
        """Return an exception that the engine shows as this line alone."""
        return CallFailure(self.redactor.text(message))

    def not_ready(
        self, id_: str, outs: Mapping[str, Any], inputs: Mapping[str, Any], reasons: Sequence[str]
    ) -> Exception | None:
        """
        Return an exception by which the engine records the resource, with the reasons why it is not ready.

        The next ``pulumi up`` then calls update by itself. None where the door has no way to say so: the caller must
        then return the resource as if it were ready, so that its id is kept.
        """
        _ = id_, outs, inputs, reasons
        return None
