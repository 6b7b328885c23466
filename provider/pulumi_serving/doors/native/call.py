"""One call of the engine's provider protocol, as a verb sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import provider_pb2, status_pb2

from pulumi_serving.core.calls.call import CallFailure
from pulumi_serving.core.values import marks, schema
from pulumi_serving.core.values.state_keys import LOCATION
from pulumi_serving.core.values.text import one_line
from pulumi_serving.doors.engine import Connection
from pulumi_serving.doors.former import with_former
from pulumi_serving.doors.rpc import UNKNOWN, RpcCall

from . import bags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pulumi_serving.doors.spelling import Path, Spelling

    from .resources import Served

OPTIONS = (
    (re.compile(r"\bcustom_timeouts=\{'(\w+)': \.\.\.\}"), r"customTimeouts: {\1: ...}"),
    (re.compile(r"\bdelete_before_replace=True\b"), "deleteBeforeReplace: true"),
    (re.compile(r"\bignore_changes\b"), "ignoreChanges"),
)
"""A resource's options as lines name them, and as programs in other languages than Python do."""

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


def _mark(bag: dict[str, Any], secret: Iterable[Path]) -> None:
    """Let a bag say at which paths it is secret."""
    bag[marks.SECRET] = sorted(([*path] for path in secret), key=str)


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
        # An output that is declared secret is marked whole; what of it is a secret the verbs know by themselves.
        recorded = {*marks.paths(bag), *secret} - self._served.secret_outputs
        if self._served.kind is None:  # a wait says otherwise what is secret of its endpoints
            self.redactor.add(marks.values(bag, secret))
        elif recorded:
            _mark(bag, recorded)
        return bag

    def given_twice(self, struct: Any) -> list[str]:
        """Return the paths of the arguments that a program gives in both spellings."""
        return [*self._names.given_twice(bags.read(struct)[0])]

    def keep_marks_of_outputs(self, olds: Mapping[str, Any]) -> None:
        """Mark what is answered where a recorded output is secret: one that is known beforehand is so by then, too."""
        arguments = schema.fields(self._served.args)
        self._given |= {path for path in marks.paths(olds) if path[0] not in arguments}

    def _spelt(self, line: str) -> str:
        for words, others in OPTIONS:
            line = words.sub(others, line)
        return self._names.line_to_wire(line)

    def with_former(self, news: dict[str, Any], olds: Mapping[str, Any]) -> dict[str, Any]:
        """Return new arguments with what the engine has taken out, since the other door spells its name otherwise."""
        bag, found = with_former(self._served.args, news, olds)
        secret = marks.paths(olds)
        inside = [path for path in secret if marks.is_under(path, found)]
        self._given |= {*inside, *(path for path in found if marks.is_under(path, secret))}
        if self._given and self._served.kind is not None:
            _mark(bag, {*marks.paths(bag), *self._given})
        return bag

    def write(self, values: Mapping[str, Any], also: Iterable[Path] = ()) -> Any:
        """Return a bag for the engine: marked where an input was, and where the declarations say so."""
        own = {name: value for name, value in values.items() if name != marks.SECRET}
        secret = {*self._given, *self._served.secret, *also}
        if any(path[0] in self._served.locations for path in self._given):
            secret.add((LOCATION,))  # it is made of them
        return bags.write(self._names.to_wire(own), map(self._names.path_to_wire, secret))

    def say(self, message: str, *, warns: bool = False, passing: bool = False) -> None:
        """Say it with the names that the program has."""
        super().say(self._spelt(message), warns=warns, passing=passing)

    def failure(self, message: str) -> Exception:
        """Return an exception that the engine shows as this line alone."""
        # What is secret goes first: it may have such a name in it, and would not be found any more.
        return super().failure(self._spelt(self.redactor.text(message)))

    def not_ready(
        self, id_: str, outs: Mapping[str, Any], inputs: Mapping[str, Any], reasons: Sequence[str]
    ) -> Exception | None:
        """Return an exception by which the engine records the resource, with the reasons why it is not ready."""
        lines = [one_line(self._spelt(self.redactor.text(reason))) for reason in reasons]
        detail = provider_pb2.ErrorResourceInitFailed(
            id=id_, properties=self.write(self.redactor.outputs(outs)), inputs=self.write(inputs), reasons=lines
        )
        status = status_pb2.Status(code=UNKNOWN, message="; ".join(lines))
        status.details.add().Pack(detail)
        return CallFailure("; ".join(lines)) if self._attach(status) else None
