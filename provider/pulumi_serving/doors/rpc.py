"""One call of the engine's provider protocol, as its request and its gRPC context tell of it, whatever the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
from pulumi.runtime.proto import status_pb2

from pulumi_serving.core.calls.call import Call, CallFailure
from pulumi_serving.core.values.state_keys import with_present_names
from pulumi_serving.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .engine import Connection

UNKNOWN = grpc.StatusCode.UNKNOWN.value[0]


class RpcCall(Call):
    """What request and context have for all doors; how property bags are read is a door's own."""

    engine: Connection | None = None

    def __init__(self, request: Any = None, context: Any = None) -> None:
        """Take the handler's two arguments; both None where they are not known."""
        super().__init__()
        self._request = request
        self._context = context
        # Fires when the engine drops the call (second Ctrl-C), and also when the call ends as it should. It can't be
        # set where the call has ended already.
        add_callback = getattr(context, "add_callback", None)
        if add_callback is not None and add_callback(self.drop) is False:
            self.hard_cancelled.set()

    @property
    def urn(self) -> str:  # type: ignore[override]
        """The resource's URN; ``""`` where the request has none."""
        return str(getattr(self._request, "urn", "") or "")

    @property
    def timeout(self) -> float | None:  # type: ignore[override]
        """The resource's custom timeout for this operation, in seconds; None if it has none."""
        return float(getattr(self._request, "timeout", 0) or 0) or None

    @property
    def ignored(self) -> tuple[str, ...]:  # type: ignore[override]
        """The paths that the program says to ignore (``ignore_changes``); the engine tells them to diff and update."""
        return tuple(map(str, getattr(self._request, "ignoreChanges", None) or ()))

    def recorded(self, struct: Any, *, keeps_unknowns: bool) -> dict[str, Any]:
        """Return a bag of the state, with the names that are declared."""
        raise NotImplementedError

    @property
    def recorded_inputs(self) -> dict[str, Any] | None:  # type: ignore[override]
        """The inputs that the state holds, or None where there are none, or none are told."""
        for field in ("old_inputs", "inputs"):
            struct = getattr(self._request, field, None)
            if struct is not None and len(struct):
                return with_present_names(self.recorded(struct, keeps_unknowns=True))
        return None

    @property
    def recorded_outputs(self) -> Mapping[str, Any]:  # type: ignore[override]
        """The outputs that the state holds; empty when a program asks for an existing resource by id."""
        struct = getattr(self._request, "properties", None)
        return with_present_names(self.recorded(struct, keeps_unknowns=False)) if struct is not None else {}

    def say(self, message: str, *, warns: bool = False, passing: bool = False) -> None:
        """Say it by the engine's own ``Log``."""
        if self.engine is not None:
            self.engine.show(self.urn, message, warns=warns, passing=passing)

    def failure(self, message: str) -> Exception:
        """
        Return an exception that the engine shows as this line alone.

        Another text of the same code may be the answer's message; the detail in the trailing metadata takes precedence.
        """
        message = one_line(self.redactor.text(message))
        self._attach(status_pb2.Status(code=UNKNOWN, message=message))
        return CallFailure(message)

    def _attach(self, status: status_pb2.Status) -> bool:
        if self._context is None or not hasattr(self._context, "set_trailing_metadata"):
            return False
        self._context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        return True
