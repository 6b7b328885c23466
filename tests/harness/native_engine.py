"""One resource as the engine sees it through the native door, for tests that are written for the other one."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from pulumi.runtime.proto import provider_pb2, status_pb2
from tests.conftest import Context, Engine, Outcome, SimulatorTransport, struct

from pulumi_serving.core.cloud.history import History
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.doors.native import bags
from pulumi_serving.doors.native.naming import Proposals
from pulumi_serving.doors.native.resources import served
from pulumi_serving.doors.native.server import Door

from .native import NAMESPACES, nested

SPACES = {cloud: space for space, cloud in NAMESPACES.items()}


class Aborted(Exception):  # noqa: N818 - gRPC raises it to leave a handler
    """The handler has ended with an error."""


class AbortingContext(Context):
    """The part of a gRPC context that the door uses."""

    def abort(self, code, line):  # noqa: ARG002 - gRPC's own
        """Leave the handler."""
        raise Aborted(line)


class _Provider:
    """What tests take from a provider of the other door: its kind, its runtime, and a name for each call."""

    def __init__(self, kind, runtime):
        self.kind, self.door = kind, Door(runtime)

    @property
    def runtime(self):
        """The process."""
        return self.door.runtime

    @runtime.setter
    def runtime(self, runtime):
        """Be in another's process."""
        self.door.runtime = runtime

    def check(self):
        """Name the call."""

    diff = create = read = update = delete = check


class NativeEngine(Engine):
    """The same calls over the native door; arguments, outputs and lines have the names of a Python program."""

    def __init__(self, provider_class, simulator, clock, config, urn) -> None:
        kind = provider_class.kind
        self.of = next(of for of in served().values() if type(of.kind) is type(kind))
        runtime = Runtime(clock=clock, http=SimulatorTransport(simulator.app), environ={})
        self.provider_class, self.provider = provider_class, _Provider(kind, runtime)
        self.said: list[tuple[str, str]] = []
        self.urn = re.sub(r"pulumi-python:dynamic/serving/\w+:\w+", self.of.token, urn)
        self.id, self.timeout = "", 0.0
        self.inputs: dict[str, Any] = {}
        self.outs: dict[str, Any] = {}
        self.reasons: list[str] = []
        self.ignored: list[str] = []
        self.configure(config)

    def configure(self, config):
        """Hand over the settings."""
        name = "mine" if "cloud" in config else "default"
        request = provider_pb2.ConfigureRequest(args=bags.write(nested(config)), name=name)
        self.provider.door.Configure(request, AbortingContext())

    def like_this(self, simulator, clock, config, urn):
        """Return another resource of the same kind."""
        return NativeEngine(self.provider_class, simulator, clock, config, urn)

    def restart(self, config=None):
        """Start a new plug-in process."""
        runtime = self.provider.runtime
        runtime.sessions.clear()
        runtime.connections.clear()
        runtime.history = History()
        self.provider.door.namer = Proposals()
        if config is not None:
            self.configure(config)

    def _bag(self, values):
        return struct(self.of.names.to_wire(values))

    def _floats(self, values):
        return values

    def _read(self, bag):
        return self.of.names.from_wire(bags.read(bag)[0])

    def _serve(self, method, message, *arguments):
        _ = method, arguments  # the message says it all
        context = AbortingContext()
        name = type(message).__name__.removesuffix("Request")
        ours = self.of.names.text_to_wire
        if hasattr(message, "ignoreChanges"):
            message.ignoreChanges[:] = [ours(path) for path in message.ignoreChanges]
        try:
            answer = getattr(self.provider.door, name)(message, context)
        except Aborted as error:
            return self._failed(context, str(error))
        return Outcome(self._answer(name, answer))

    def _failed(self, context, line):
        outcome = Outcome(error=self.own_words(line))
        if not context.metadata:
            return outcome
        status = status_pb2.Status.FromString(context.metadata[0][1])
        outcome.error = self.own_words(status.message or line)
        for detail in status.details:
            failed = provider_pb2.ErrorResourceInitFailed()
            assert detail.Unpack(failed)
            outcome.id, outcome.reasons = failed.id, [*map(self.own_words, failed.reasons)]
            outcome.outs, outcome.inputs = self._read(failed.properties), self._read(failed.inputs)
        return outcome

    def _answer(self, name, answer):
        found: dict[str, Any] = {}
        if name == "Check":
            failures = [SimpleNamespace(property="", reason=self.own_words(each.reason)) for each in answer.failures]
            found = {"inputs": self._read(answer.inputs), "failures": failures}
        elif name == "Diff":
            found = {
                "changes": answer.changes == answer.DIFF_SOME,
                "replaces": [self.of.names.text_from_wire(path) for path in answer.replaces],
                "delete_before_replace": answer.deleteBeforeReplace,
            }
        elif name in ("Create", "Read", "Update"):
            found = {"id": getattr(answer, "id", ""), "outs": self._read(answer.properties)}
            if name == "Read":
                found["inputs"] = self._read(answer.inputs) if len(answer.inputs) else None
        return SimpleNamespace(**found)

    def own_words(self, line):
        """Return a line with the names that a Python program has."""
        line = re.sub(r"customTimeouts: \{(\w+): \.\.\.\}", r"custom_timeouts={'\1': ...}", line)
        line = line.replace("deleteBeforeReplace: true", "delete_before_replace=True")
        line = line.replace("ignoreChanges", "ignore_changes")
        back = {wire: name for name, wire in self.of.names.renamed.items()}
        line = re.sub(r"\w+", lambda word: back.get(word[0], word[0]), line)
        cloud = self.of.kind.cloud
        return re.sub(rf"serving:{cloud}\.(?=\w)", f"{SPACES.get(cloud, cloud)}:", line).replace(" --path", "")
