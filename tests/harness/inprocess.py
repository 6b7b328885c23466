"""
A gRPC channel to a servicer of this process: its handlers are called as gRPC's server does it, in the caller's thread.

Nothing is encoded and no socket is between, which is a fifth of what a trial on a virtual clock costs. The plug-ins of
``live.py`` and of the engine are reached over the real thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc

if TYPE_CHECKING:
    from collections.abc import Callable


class CallError(grpc.RpcError):
    """What the one who calls gets of a handler that has failed."""

    def __init__(self, context: Context, error: Exception) -> None:
        """Take what the handler has said: an error that it has not foreseen has no code of its own."""
        super().__init__()
        self._context = context
        self._details = context.details if context.aborted else f"Exception calling application: {error}"

    def code(self) -> grpc.StatusCode:
        """Return the status code."""
        return self._context.code

    def details(self) -> str:
        """Return the message."""
        return self._details

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...]:
        """Return what came after the answer."""
        return self._context.metadata


class Context:
    """The side of a call that its handler sees."""

    def __init__(self) -> None:
        """Begin a call."""
        self.code, self.details, self.aborted = grpc.StatusCode.UNKNOWN, "", False
        self.metadata: tuple[tuple[str, bytes], ...] = ()
        self.callbacks: list[Callable[[], object]] = []

    def abort(self, code: grpc.StatusCode, details: str) -> None:
        """End the call."""
        self.code, self.details, self.aborted = code, details, True
        raise Exception  # noqa: TRY002 - what gRPC itself raises

    def set_trailing_metadata(self, metadata: tuple[tuple[str, bytes], ...]) -> None:
        """Send something after the answer."""
        self.metadata = metadata

    def add_callback(self, callback: Callable[[], object]) -> bool:
        """Call something at the end of the call."""
        self.callbacks.append(callback)
        return True

    def end(self) -> None:
        """Be at the end."""
        for callback in self.callbacks:
            callback()


class _Answer:
    """An answer that is there, or an error in its place."""

    def __init__(self, value: Any, error: CallError | None) -> None:
        self._value, self._error = value, error

    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._value


class _Method:
    def __init__(self, handler: Callable[[Any, Any], Any]) -> None:
        self._handler = handler

    def __call__(self, request: Any, timeout: float | None = None) -> Any:
        return self.future(request, timeout).result()

    def future(self, request: Any, timeout: float | None = None) -> _Answer:
        """Call it, and return when it has ended: a hang is one of the test's."""
        _ = timeout
        context = Context()
        try:
            return _Answer(self._handler(request, context), None)
        except Exception as error:  # noqa: BLE001 - as gRPC's server
            return _Answer(None, CallError(context, error))
        finally:
            context.end()


class ServicerChannel:
    """A channel, as the stubs that are generated take it."""

    def __init__(self, servicer: Any) -> None:
        """Take what answers."""
        self._servicer = servicer

    def unary_unary(self, path: str, *_: Any, **__: Any) -> _Method:
        """Return a method."""
        return _Method(getattr(self._servicer, path.rpartition("/")[2]))

    unary_stream = stream_unary = stream_stream = unary_unary

    def close(self) -> None:
        """Close it."""
