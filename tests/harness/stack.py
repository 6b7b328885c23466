"""
One resource of a stack, as the engine runs it: its state, and the calls that ``up``, ``refresh`` and ``destroy`` make.

What the engine does with answers is told in its own words here: a failed create with an id is recorded with the reasons
why it is not ready, a resource that is recorded so is updated by the next ``up``, what was replaced is deleted at the
end of a good ``up``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import provider_pb2

from .plugin import Dropped, Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from .plugin import Plugin

LIMIT = 900.0
"""What ``custom_timeouts`` of the resource say, in seconds."""
LIMITS = {"Check": 1.0, "Diff": 60.0, "Read": 120.0, "Create": LIMIT, "Update": LIMIT, "Delete": LIMIT}
"""How long each call may take, in seconds of the virtual clock."""
SLACK = 21.0
"""
What a call may take beyond its limit, in seconds: one for the last answer, and, since this clock jumps, the 20 between
two bytes of one that drips. In real time a request is left in the middle of them.
"""


@dataclass
class Record:
    """A resource in the state."""

    id: str
    inputs: dict[str, Any]
    outs: dict[str, Any]
    reasons: list[str] = field(default_factory=list)
    instance: dict[str, str] | None = None
    """The settings of the explicit Provider that made it; None for the stack's own, whatever these are by now."""


@dataclass
class Run:
    """How a command ended: what it has shown, and whether it failed."""

    command: str
    lines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What stood on the resource's row, warnings among it."""
    errors: list[str] = field(default_factory=list)
    """What the resource's errors say: why it is not ready, or how its call failed."""
    failed: bool = False
    hangs: bool = False
    touched: bool = False

    def fail(self, failure: Failure) -> None:
        """Take in a failed call."""
        self.failed = True
        self.hangs = self.hangs or failure.hangs
        self.lines += [failure.text, *failure.reasons]
        self.errors += failure.reasons or [failure.text]

    def reject(self, rejected: Rejected) -> None:
        """Take in wrong arguments."""
        self.failed = True
        self.lines += rejected.reasons
        self.errors += rejected.reasons

    def succeeded(self) -> Run:
        """Assert success, and return this."""
        assert not self.failed, self.lines
        return self

    def error(self) -> str:
        """Assert failure with one error, and return its line."""
        assert self.failed, self.command
        (line,) = dict.fromkeys(self.errors)
        return line


class Killed(Exception):  # noqa: N818 - a fact of a run, and no error of the test
    """The plug-in was killed: the command ends there."""


class Rejected(Exception):  # noqa: N818 - a fact of a run, and no error of the test
    """The check found arguments wrong: the command ends there."""

    def __init__(self, answer: Any) -> None:
        """Read why. The engine would show the value of a property that is named, and it may be secret."""
        self.reasons = [failure.reason for failure in answer.failures]
        assert not [failure.property for failure in answer.failures if failure.property], answer
        super().__init__(self.reasons)


class Stack:
    """
    The stack; ``connect`` starts a plug-in with what the environment says and with these settings.

    ``config`` is the stack's, for the next command; ``instance`` the settings of the explicit Provider that the program
    names, if it names one. ``limits`` are those of ``custom_timeouts``, ``ignored`` the paths of ``ignore_changes``.
    """

    def __init__(
        self,
        connect: Callable[[dict[str, str], dict[str, str]], Plugin],
        urn: str,
        config: dict[str, str],
        *,
        limit: float = LIMIT,
        died: Callable[[], bool] = lambda: False,
        now: Callable[[], float] = lambda: 0.0,
        said: Callable[[], list[str]] = list,
    ) -> None:
        """
        Begin empty.

        ``died`` tells whether the plug-in was killed meanwhile, so that its answer reaches nobody; ``said`` returns all
        that has stood on the row so far.
        """
        self.config = dict(config)
        self.instance: dict[str, str] | None = None
        self.limits = {"Create": limit, "Update": limit, "Delete": limit}
        self.ignored: list[str] = []
        self.runs: list[Run] = []
        """The commands so far."""
        self._said = said
        self._died = died
        self._now = now
        self.slow: list[str] = []
        """The calls of the last command that took longer than they may."""
        self._connect = connect
        self.urn = urn
        self._plugin: Plugin | None = None
        self._environ: dict[str, str] = {}
        self._instance: dict[str, str] | None = None
        self.current: Record | None = None
        self.replaced: list[Record] = []
        """What a later ``up`` deletes."""

    @property
    def records(self) -> list[Record]:
        """All that the state holds."""
        return [*([self.current] if self.current else []), *self.replaced]

    # Commands

    def up(self, args: dict[str, Any], *, refresh: bool = False, replace: bool = False, **environ: str) -> Run:
        """``pulumi up``, with ``--refresh`` or with ``--replace`` of the resource."""
        run = Run("up --refresh" if refresh else "up --replace" if replace else "up")
        with self._running(run, environ):
            if refresh and not self._refresh(run):
                return run
            if self._deploy(args, run, forced=replace):
                self._delete_replaced(run)
        return run

    def refresh(self, **environ: str) -> Run:
        """``pulumi refresh``."""
        run = Run("refresh")
        with self._running(run, environ):
            self._refresh(run)
        return run

    def destroy(self, **environ: str) -> Run:
        """``pulumi destroy``."""
        run = Run("destroy")
        with self._running(run, environ):
            self._delete_replaced(run)
            if self.current and self._delete(self.current, run):
                self.current = None
        return run

    def preview(self, args: dict[str, Any], **environ: str) -> str:
        """Say what an ``up`` would do: same, create, update, replace; or fail."""
        return self.changes(args, **environ)[0]

    def changes(self, args: dict[str, Any], **environ: str) -> tuple[str, set[str]]:
        """Say what an ``up`` would do, and to which arguments; what it fails for comes after that word."""
        run = Run("preview")
        with self._running(run, environ):
            record = self.current
            inputs = self._check(record.inputs if record else {}, args)
            if record is None:
                return "create", set(inputs)
            differing = {name for name in {*record.inputs, *inputs} if record.inputs.get(name) != inputs.get(name)}
            diff = self._diff(record, inputs)
            if diff.replaces:
                return "replace", differing
            word = "update" if diff.changes == diff.DIFF_SOME or record.reasons else "same"
            return word, differing if word == "update" else set()
        return "fail", set(run.errors)

    # Steps

    def _running(self, run: Run, environ: dict[str, str]) -> _Running:
        self._environ, self.slow = environ, []
        self.runs.append(run)
        self._start(self.instance)
        return _Running(self, run)

    def _start(self, instance: dict[str, str] | None) -> None:
        """Start the plug-in of an instance."""
        self.stop()
        self._instance = instance
        self._plugin = self._connect(self._environ, self.config if instance is None else instance)

    def stop(self) -> None:
        """End the plug-in that runs."""
        if self._plugin is not None:
            self._plugin.close()
        self._plugin = None

    def _call(self, method: str, request: Any, instance: dict[str, str] | None) -> Any:
        if instance != self._instance:
            self._start(instance)
        assert self._plugin is not None
        began = self._now()
        try:
            return self._plugin.call(method, request)
        finally:
            took = self._now() - began
            if took > LIMITS[method] + SLACK:
                self.slow.append(f"{method} took {took:.0f} s")
            if self._died():
                raise Killed

    def _bag(self, values: dict[str, Any]) -> Any:
        assert self._plugin is not None
        return self._plugin.bag(values)

    def _read(self, bag: Any) -> dict[str, Any]:
        assert self._plugin is not None
        return self._plugin.read(bag)

    def _check(self, olds: dict[str, Any], args: dict[str, Any]) -> dict[str, Any]:
        request = provider_pb2.CheckRequest(urn=self.urn, news=self._bag(args))
        if olds:
            request.olds.CopyFrom(self._bag(olds))
        answer = self._call("Check", request, self.instance)
        if answer.failures:
            raise Rejected(answer)
        return self._read(answer.inputs)

    def _diff(self, record: Record, inputs: dict[str, Any]) -> Any:
        request = provider_pb2.DiffRequest(
            id=record.id,
            urn=self.urn,
            olds=self._bag(record.outs),
            news=self._bag(inputs),
            old_inputs=self._bag(record.inputs),
            ignoreChanges=self.ignored,
        )
        return self._call("Diff", request, self.instance)

    def _deploy(self, args: dict[str, Any], run: Run, *, forced: bool) -> bool:
        """Bring the resource to what the program says; False if that failed."""
        record = self.current
        if record is None:
            return self._create(self._check({}, args), run)
        if forced:  # the engine asks check for new inputs alone, and diff for nothing
            return self._replace(record, args, run, delete_first=False)
        inputs = self._check(record.inputs, args)
        diff = self._diff(record, inputs)
        if diff.replaces:
            return self._replace(record, args, run, delete_first=diff.deleteBeforeReplace)
        if diff.changes == diff.DIFF_SOME or record.reasons:
            return self._update(record, inputs, run)
        return True

    def _replace(self, record: Record, args: dict[str, Any], run: Run, *, delete_first: bool) -> bool:
        inputs = self._check({}, args)
        if delete_first:
            if not self._delete(record, run):
                return False
            self.current = None
            return self._create(inputs, run)
        self.current = None
        try:
            return self._create(inputs, run)
        finally:  # a plug-in that was killed leaves the state as it was, too
            if self.current is None:
                self.current = record
            else:
                self.replaced.append(record)

    def _create(self, inputs: dict[str, Any], run: Run) -> bool:
        run.touched = True
        request = provider_pb2.CreateRequest(urn=self.urn, properties=self._bag(inputs), timeout=self.limits["Create"])
        try:
            answer = self._call("Create", request, self.instance)
        except Failure as failure:
            run.fail(failure)
            if failure.id:
                self.current = Record(failure.id, _own(inputs), _own(failure.outs), failure.reasons, self.instance)
            return False
        self.current = Record(answer.id, inputs, self._read(answer.properties), instance=self.instance)
        return True

    def _update(self, record: Record, inputs: dict[str, Any], run: Run) -> bool:
        run.touched = True
        request = provider_pb2.UpdateRequest(
            id=record.id,
            urn=self.urn,
            olds=self._bag(record.outs),
            news=self._bag(inputs),
            old_inputs=self._bag(record.inputs),
            timeout=self.limits["Update"],
            ignoreChanges=self.ignored,
        )
        try:
            answer = self._call("Update", request, self.instance)
        except Failure as failure:
            run.fail(failure)
            if failure.id:
                record.outs, record.reasons = _own(failure.outs), failure.reasons
            return False
        record.inputs, record.outs, record.reasons = inputs, self._read(answer.properties), []
        record.instance = self.instance
        return True

    def _refresh(self, run: Run) -> bool:
        record = self.current
        if record is None:
            return True
        request = provider_pb2.ReadRequest(
            id=record.id, urn=self.urn, properties=self._bag(record.outs), inputs=self._bag(record.inputs)
        )
        try:
            answer = self._call("Read", request, record.instance)
        except Failure as failure:
            if not failure.id:
                run.fail(failure)
                return False
            run.lines += [failure.text, *failure.reasons]
            outs, inputs = _own(failure.outs), _own(failure.inputs)
            self.current = Record(failure.id, inputs or record.inputs, outs, failure.reasons, record.instance)
            return True
        if not answer.id:
            self.current = None
            return True
        inputs = self._read(answer.inputs) if len(answer.inputs) else record.inputs
        self.current = Record(answer.id, inputs, self._read(answer.properties), instance=record.instance)
        return True

    def _delete(self, record: Record, run: Run) -> bool:
        request = provider_pb2.DeleteRequest(
            id=record.id,
            urn=self.urn,
            properties=self._bag(record.outs),
            old_inputs=self._bag(record.inputs),
            timeout=self.limits["Delete"],
        )
        try:
            self._call("Delete", request, record.instance)
        except Failure as failure:
            run.fail(failure)
            return False
        return True

    def _delete_replaced(self, run: Run) -> None:
        self.replaced = [record for record in self.replaced if not self._delete(record, run)]


class _Running:
    """The time of one command: its plug-in ends with it, and what fails outside of a step fails the command."""

    def __init__(self, stack: Stack, run: Run) -> None:
        self._stack, self._run = stack, run
        self._before = len(stack._said())

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        """End; a failed check, diff or refresh is a line of the command's."""
        self._stack.stop()
        self._run.said = self._stack._said()[self._before :]
        if isinstance(error, Failure):
            self._run.fail(error)
        elif isinstance(error, Rejected):
            self._run.reject(error)
        elif isinstance(error, (Killed, Dropped)):
            self._run.failed = True
        return isinstance(error, (Failure, Rejected, Killed, Dropped))


def _own(bag: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in bag.items() if key != "__provider"}


ADOPT = re.compile(r"PULUMI_SERVING_ADOPT=(\S+?)[`\s]")


def repair(stack: Stack, args: dict[str, Any], last: Run) -> Run:
    """Run the command that the last one's words name, or ``pulumi up``."""
    words = " ".join([*last.lines, *last.said])
    adopted = ADOPT.search(words)
    if adopted:
        return stack.up(args, PULUMI_SERVING_ADOPT=adopted[1])
    if "pulumi up --refresh" in words or "pulumi refresh" in words:
        return stack.up(args, refresh=True)
    return stack.up(args)
