"""One call of the engine's provider protocol, as a verb sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import provider_pb2, status_pb2

from pulumi_serving.core.calls.call import CallFailure
from pulumi_serving.core.values import marks
from pulumi_serving.core.values.text import one_line
from pulumi_serving.doors.engine import Connection
from pulumi_serving.doors.rpc import UNKNOWN, RpcCall

from . import bags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pulumi_serving.doors.spelling import Path, Spelling

    from .resources import Served

_address: list[str] = []
CONNECTION = Connection(lambda: _address[0] if _address else None)


def found_engine(address: str) -> None:
    """Take the engine's address: from the command line, a handshake, or what attaches to a running plug-in."""
    _address[:] = [address]
    CONNECTION.forget()


def forget_engine() -> None:
    """Have none any more."""
    _address.clear()
    CONNECTION.forget()


class NativeCall(RpcCall):
    """A call whose bags are in camelCase, with each secret marked where it stands."""

    engine = CONNECTION

    def __init__(self, served: Served, request: Any, context: Any) -> None:
        """Take what is served, and the handler's two arguments."""
        super().__init__(request, context)
        self._served = served
        self._given: set[Path] = set()

    @property
    def _names(self) -> Spelling:
        return self._served.names

    def recorded(self, struct: Any, *, keeps_unknowns: bool) -> dict[str, Any]:
        """Return a bag of the state."""
        _ = keeps_unknowns  # it always does
        return self.read(struct)

    @property
    def ignored(self) -> tuple[str, ...]:  # type: ignore[override]
        """The paths that the program says to ignore."""
        return tuple(map(self._names.text_from_wire, super().ignored))

    def read(self, struct: Any, *, keeps_marks: bool = True) -> dict[str, Any]:
        """
        Return a bag with names as they were declared, and the paths of its secrets where the verbs look for them.

        ``keeps_marks``: what is answered has these marks, too.
        """
        found, paths = bags.read(struct)
        bag = self._served.known(self._names.from_wire(found))
        secret = {*map(self._names.path_from_wire, paths)}
        if keeps_marks:
            self._given |= secret
        recorded = {*marks.paths(bag), *secret}
        if recorded:
            bag[marks.SECRET] = sorted(([*path] for path in recorded), key=str)
        return bag

    def write(self, values: Mapping[str, Any], also: Iterable[Path] = ()) -> Any:
        """Return a bag for the engine: marked where an input was, and where the declarations say so."""
        own = {name: value for name, value in values.items() if name != marks.SECRET}
        secret = {*self._given, *self._served.secret, *also}
        return bags.write(self._names.to_wire(own), map(self._names.path_to_wire, secret))

    def say(self, message: str, *, warns: bool = False, passing: bool = False) -> None:
        """Say it with the names that the program has."""
        super().say(self._names.line_to_wire(message), warns=warns, passing=passing)

    def failure(self, message: str) -> Exception:
        """Return an exception that the engine shows as this line alone."""
        return super().failure(self._names.line_to_wire(message))

    def not_ready(
        self, id_: str, outs: Mapping[str, Any], inputs: Mapping[str, Any], reasons: Sequence[str]
    ) -> Exception | None:
        """Return an exception by which the engine records the resource, with the reasons why it is not ready."""
        lines = [one_line(self._names.line_to_wire(self.redactor.text(reason))) for reason in reasons]
        detail = provider_pb2.ErrorResourceInitFailed(
            id=id_, properties=self.write(self.redactor.outputs(outs)), inputs=self.write(inputs), reasons=lines
        )
        status = status_pb2.Status(code=UNKNOWN, message="; ".join(lines))
        status.details.add().Pack(detail)
        return CallFailure("; ".join(lines)) if self._attach(status) else None
