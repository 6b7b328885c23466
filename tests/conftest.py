"""What all tests share: a clock that moves by itself, and a stand-in for the engine in front of a provider."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import sys
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx
import pulumi
import pytest
from pulumi.dynamic import Config, ConfigureRequest
from pulumi.runtime import mocks as pulumi_mocks
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2, provider_pb2, status_pb2
from tests.harness.clock import Clock as PlainClock
from tests.harness.inprocess import Context
from tests.harness.plugin import struct

from pulumi_serving.core.calls import run
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.cloud.abilities import Serves, SharesNames
from pulumi_serving.core.cloud.history import History
from pulumi_serving.core.cloud.names import Namer
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.values.text import SIGNATURE_KEY
from pulumi_serving.doors.dynamic import host as host_module
from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.simulator import create_app
from pulumi_serving.simulator.transport import SimulatorTransport

URN = "urn:pulumi:dev::serving::pulumi-python:dynamic/serving/any:Kind::llm"


NO_CLOUDS = {"cli", "core", "doors", "fleet", "program", "simulator"}
TYPE_CHECK = [
    *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
    *("--cache-dir", str(Path(__file__).parents[1] / ".mypy_cache" / "programs")),
]
"""How a user's program is checked: what one check has found out about the packages serves the next."""


SELDOM = {"PULUMI_SERVING_POLL_SECONDS": "30"}
"""The environment of a test that waits in vain until a limit: the readings on the way are not what it is about."""
COMMANDS = "commands of the engine"
"""Under this name a test says how many it has run, which is most of what it costs."""


def pytest_collection_modifyitems(items):
    """Spread the tests on the engine, which wait as much as they compute, between the modules of the others."""
    engine = [item for item in items if item.get_closest_marker("engine")]
    others = [item for item in items if not item.get_closest_marker("engine")]
    modules = [[*module] for _, module in groupby(others, key=lambda item: item.path)]
    spread, given = [], 0
    for number, module in enumerate(modules, 1):
        due = len(engine) * number // len(modules)
        spread += [*engine[given:due], *module]
        given = due
    items[:] = spread + engine[given:]


def pytest_terminal_summary(terminalreporter):
    """Say how many commands of the engine were run: each takes seconds."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    ends = [report for report in reports if getattr(report, "when", "") == "teardown"]
    commands = sum(count for report in ends for name, count in report.user_properties if name == COMMANDS)
    if commands:
        terminalreporter.write_line(f"{commands} {COMMANDS}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection():
    """Let no run of the collector look at all that thousands of tests, and what they import, are made of."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)
        gc.enable()


def clouds() -> list[str]:
    """Find the clouds."""
    return list(discovery.clouds())


def providers() -> list[type[LifecycleProvider]]:
    """Find the provider classes of all kinds of all clouds."""
    modules = [importlib.import_module(f"pulumi_serving.{cloud}") for cloud in clouds()]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, LifecycleProvider)
    ]


class Clock(PlainClock):
    """A clock that remembers how long it was slept by, and lets planned things happen."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []
        self.planned: list[tuple[float, Any]] = []

    def sleep(self, seconds, until=None):
        if until is not None and until.is_set():
            return
        self.slept.append(seconds)
        super().sleep(seconds)
        due = [item for item in self.planned if item[0] <= self.time]
        self.planned = [item for item in self.planned if item[0] > self.time]
        for _, action in due:
            action()

    def after(self, seconds, action):
        """Plan something."""
        self.planned.append((self.time + seconds, action))


@dataclass
class Outcome:
    """How a call of the engine ended."""

    value: Any = None
    error: str = ""
    id: str = ""
    outs: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def resolved(values):
    """Return outputs as the engine hands them out again: it keeps the marks of what is secret to itself."""
    return {
        name: value["value"] if isinstance(value, dict) and SIGNATURE_KEY in value else value
        for name, value in values.items()
    }


class Engine:
    """
    One resource as the engine sees it: state in, calls out, over the engine's own messages.

    Its handler has the two locals that the real host's handlers have, and it answers as the engine would: a failed
    operation with an id is recorded, an unhealthy resource is updated by the next up.
    """

    def __init__(self, provider_class, simulator, clock, config, urn=URN) -> None:
        self.provider = provider_class()
        self.provider.runtime = Runtime(clock=clock, http=SimulatorTransport(simulator.app), environ={})
        self.provider.namer = Namer()
        self.said: list[tuple[str, str]] = []
        self.urn = urn
        self.id = ""
        self.inputs: dict[str, Any] = {}
        self.outs: dict[str, Any] = {}
        self.reasons: list[str] = []
        self.timeout = 0.0
        self.ignored: list[str] = []
        self.configure(config)

    def configure(self, config):
        self.provider.configure(ConfigureRequest(Config(config, "serving")))

    def like_this(self, simulator, clock, config, urn):
        """Return another resource of the same kind."""
        return Engine(type(self.provider), simulator, clock, config, urn)

    def restart(self, config=None):
        """Start a new plug-in process."""
        runtime = self.provider.runtime
        runtime.sessions.clear()
        runtime.connections.clear()
        runtime.history = History()
        self.provider.namer = Namer()
        if config is not None:
            self.configure(config)

    # One call each -----------------------------------------------------------------------------------------------

    def _serve(self, method, message, *arguments):
        context, request = Context(), message

        def handler(request, context):  # noqa: ARG001 - the locals that the host module looks for
            return method(*arguments)

        try:
            return Outcome(handler(request, context))
        except Exception as error:
            if not context.metadata:
                raise
            status = status_pb2.Status.FromString(context.metadata[0][1])
            outcome = Outcome(error=status.message or str(error))
            for detail in status.details:
                failed = provider_pb2.ErrorResourceInitFailed()
                assert detail.Unpack(failed)
                outcome.id = failed.id
                outcome.outs = rpc.deserialize_properties(failed.properties)
                outcome.inputs = rpc.deserialize_properties(failed.inputs)
                assert outcome.outs.pop("__provider") == outcome.inputs.pop("__provider") == "provider"
                outcome.reasons = list(failed.reasons)
            return outcome

    def _bag(self, values):
        return struct({**values, "__provider": "provider"})

    def _floats(self, values):
        return rpc.deserialize_properties(self._bag(values), True)  # the host hands on its mark, too

    def check(self, olds, news):
        request = provider_pb2.CheckRequest(urn=self.urn, olds=self._bag(olds), news=self._bag(news))
        outcome = self._serve(self.provider.check, request, self._floats(olds), self._floats(news))
        return outcome.value

    def diff(self, news):
        return self.diff_outcome(news).value

    def diff_outcome(self, news):
        request = provider_pb2.DiffRequest(
            id=self.id,
            urn=self.urn,
            olds=self._bag(self.outs),
            news=self._bag(news),
            old_inputs=self._bag(self.inputs),
            ignoreChanges=self.ignored,
        )
        return self._serve(self.provider.diff, request, self.id, self._floats(self.outs), self._floats(news))

    def create(self, inputs):
        request = provider_pb2.CreateRequest(urn=self.urn, properties=self._bag(inputs), timeout=self.timeout)
        outcome = self._serve(self.provider.create, request, self._floats(inputs))
        if outcome.value is not None:
            self.id, self.outs, self.inputs, self.reasons = outcome.value.id, resolved(outcome.value.outs), inputs, []
        elif outcome.id:
            self.id, self.outs, self.inputs, self.reasons = outcome.id, resolved(outcome.outs), inputs, outcome.reasons
        return outcome

    def update(self, inputs):
        request = provider_pb2.UpdateRequest(
            id=self.id,
            urn=self.urn,
            olds=self._bag(self.outs),
            news=self._bag(inputs),
            old_inputs=self._bag(self.inputs),
            timeout=self.timeout,
            ignoreChanges=self.ignored,
        )
        outcome = self._serve(self.provider.update, request, self.id, self._floats(self.outs), self._floats(inputs))
        if outcome.value is not None:
            self.outs, self.inputs, self.reasons = resolved(outcome.value.outs), inputs, []
        elif outcome.id:
            self.outs, self.reasons = resolved(outcome.outs), outcome.reasons
        return outcome

    def refresh(self):
        request = provider_pb2.ReadRequest(
            id=self.id, urn=self.urn, properties=self._bag(self.outs), inputs=self._bag(self.inputs)
        )
        outcome = self._serve(self.provider.read, request, self.id, self._floats(self.outs))
        if outcome.value is not None:
            self.id, self.reasons = outcome.value.id, []
            self.outs = resolved(outcome.value.outs)
            self.inputs = outcome.value.inputs if outcome.value.inputs is not None else self.inputs
        elif outcome.id:
            self.id, self.reasons = outcome.id, outcome.reasons
            self.outs, self.inputs = resolved(outcome.outs), outcome.inputs
        return outcome

    def get(self, id_):
        request = provider_pb2.ReadRequest(id=id_, urn=self.urn, inputs=self._bag({}))
        return self._serve(self.provider.read, request, id_, {"__provider": "provider"})

    def delete(self):
        request = provider_pb2.DeleteRequest(
            id=self.id,
            urn=self.urn,
            properties=self._bag(self.outs),
            old_inputs=self._bag(self.inputs),
            timeout=self.timeout,
        )
        outcome = self._serve(self.provider.delete, request, self.id, self._floats(self.outs))
        if not outcome.error:
            self.id, self.outs, self.inputs, self.reasons = "", {}, {}, []
        return outcome

    # What a user runs --------------------------------------------------------------------------------------------

    def preview(self, **args):
        """Say what an up would do: same, create, update, replace."""
        checked = self.check(self.inputs, args)
        assert not checked.failures, [failure.reason for failure in checked.failures]
        if not self.id:
            return "create", checked.inputs
        diff = self.diff(checked.inputs)
        if diff.replaces:
            return "replace", self.check({}, args).inputs
        return "update" if diff.changes or self.reasons else "same", checked.inputs

    def up(self, **args):
        """Do it; a replacement makes the new one first, unless the diff says otherwise."""
        action, inputs = self.preview(**args)
        if action == "create":
            return self.create(inputs)
        if action == "update":
            return self.update(inputs)
        if action == "replace":
            return self._replace(inputs)
        return Outcome(value="same")

    def _replace(self, inputs):
        if self.diff(inputs).delete_before_replace:
            outcome = self.delete()
            return outcome if outcome.error else self.create(inputs)
        old = (self.id, self.outs, self.inputs)
        outcome = self.create(inputs)
        if outcome.error:
            return outcome
        new = (self.id, self.outs, self.inputs)
        self.id, self.outs, self.inputs = old
        deleted = self.delete()
        self.id, self.outs, self.inputs = new
        return deleted if deleted.error else outcome


class Simulator(httpx.Client):
    """The simulator in process, with words for what tests do often."""

    def __init__(self, clock, **settings) -> None:
        self.app = create_app(clock=clock, sleep=clock.sleep, dropped=httpx.RemoteProtocolError, **settings)
        super().__init__(transport=SimulatorTransport(self.app), base_url="http://simulator")
        self.operations, self.ledger_kind = {}, ""

    def speak_of(self, data):
        """Take words about one kind: the names that its operations have here, and where the ledger has it."""
        self.operations, self.ledger_kind = getattr(data, "OPERATIONS", {}), getattr(data, "LEDGER", "")

    def set(self, **settings):
        self.post("/_simulator/settings", json=settings).raise_for_status()

    def fault(self, **rule):
        if "operation" in rule:
            rule["operation"] = self.operations.get(rule["operation"], rule["operation"])
        self.post("/_simulator/faults", json=rule).raise_for_status()

    def change(self, cloud, id_, **change):
        what = f"resources/{cloud}/{self.ledger_kind}" if self.ledger_kind else f"endpoints/{cloud}"
        self.patch(f"/_simulator/{what}/{id_}", json=change).raise_for_status()

    def ledger(self):
        return self.get("/_simulator/ledger").raise_for_status().json()

    def living(self):
        if not self.ledger_kind:
            return self.get("/_simulator/ledger?summary=1").raise_for_status().json()["living"]
        return [item for item in self.ledger().get("resources", []) if item["deleted_at"] is None]

    def count(self, operation, *, accepted=False):
        wanted = self.operations.get(operation, operation)
        asked = [item for item in self.ledger()["requests"] if item["operation"] == wanted]
        return sum(not accepted or item["status"] < 300 for item in asked)


@pytest.fixture
def clock():
    """Return a clock that moves by itself."""
    return Clock()


@pytest.fixture
def simulator(clock):
    """Return a simulated cloud on that clock, ready after 3 seconds."""
    with Simulator(clock) as client:
        yield client


@pytest.fixture
def part(tmp_path, monkeypatch):
    """Return a function that gives a cloud a further resource, of which there is a ``simulator.py`` alone."""
    added = []

    def add(cloud, source):
        folder, module = tmp_path / cloud / "thing", importlib.import_module(f"pulumi_serving.{cloud}")
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / "simulator.py").write_text(source)
        monkeypatch.setattr(module, "__path__", [*module.__path__, str(folder.parent)])
        added.append(module)

    yield add
    for module in added:
        vars(module).pop("thing", None)
        for name in (f"{module.__name__}.thing", f"{module.__name__}.thing.simulator"):
            sys.modules.pop(name, None)


def name_of(provider: type[LifecycleProvider]) -> str:
    """Return how a test is named for a kind: by its cloud, and by its folder where it does not serve."""
    *_, folder, _ = type(provider.kind).__module__.split(".")
    return provider.kind.cloud if isinstance(provider.kind, Serves) else f"{provider.kind.cloud}.{folder}"


def pytest_generate_tests(metafunc):
    """
    Run what takes a ``provider_class`` for each kind that serves, and for every kind where it is marked so.

    ``every_kind("updates", ...)`` leaves out the kinds whose test data lack such a change.
    """
    own = any("provider_class" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if own or "provider_class" not in metafunc.fixturenames or _has_one_of_its_own(metafunc):
        return
    marker = metafunc.definition.get_closest_marker("every_kind")
    found = [
        provider
        for provider in providers()
        if isinstance(provider.kind, Serves) or (marker and all(DOES[ability](provider) for ability in marker.args))
    ]
    metafunc.parametrize("provider_class", found, ids=name_of, indirect=True)


def _has_one_of_its_own(metafunc) -> bool:
    """Tell whether a test's module or folder says which provider class it is for: it runs once, not for each kind."""
    nearest = metafunc._arg2fixturedefs["provider_class"][-1]  # what pytest has no public name for
    return nearest.func.__module__ != __name__


DOES = {
    "updates": lambda provider: bool(data_of(provider.kind).UPDATE),
    "replaces": lambda provider: bool(data_of(provider.kind).REPLACE),
    "derives names": lambda provider: "name" not in data_of(provider.kind).CREATE,
    "has unshared names": lambda provider: not isinstance(provider.kind, SharesNames),
}


def data_of(kind):
    """Return a kind's test data."""
    return importlib.import_module(type(kind).__module__.removesuffix("kind") + "testing")


@pytest.fixture
def provider_class(request):
    """Return each provider class in turn."""
    return request.param


@pytest.fixture
def kind(provider_class):
    """Return the cloud's kind of resource."""
    return provider_class.kind


@pytest.fixture
def data(kind):
    """Return the kind's test data."""
    return data_of(kind)


@pytest.fixture
def config(data):
    """Return the stack's config for the simulator's first account."""
    return {**data.CONFIG, data.BASE_URL_KEY: "http://127.0.0.1:1"}


@pytest.fixture
def dynamic_engine(provider_class, simulator, clock, config, monkeypatch):
    """Return one resource of the cloud, as the engine sees it; what it says on the row is kept in ``said``."""
    one = Engine(provider_class, simulator, clock, config)
    monkeypatch.setattr(host_module.HostCall, "say", says(one))
    return one


@pytest.fixture
def engine(dynamic_engine):
    """Return that; tests that are for every door have one of their own."""
    return dynamic_engine


def says(one):
    """Return what keeps a line of a call in an engine's ``said``."""

    def say(_, message, *, warns=False, passing=False):
        one.said.append(("status" if passing else engine_pb2.WARNING if warns else engine_pb2.INFO, message))

    return say


@pytest.fixture(scope="session", autouse=True)
def _spare_loop():
    """Keep a loop for whatever asks for the current one and is not in a program: newer Pythons make none by asking."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture
def loop(_spare_loop):
    """Return the event loop of a program: it is there, and not running."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(_spare_loop)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture(autouse=True)
def _fresh_process():
    """Let no test leave a cancelled process behind, nor warnings that are not said again."""
    run.cancelled.clear()
    yield
    run.cancelled.clear()
    run.look_with(run.Probe())


class Monitor(pulumi_mocks.MockMonitor):
    """
    Pulumi's monitor of mocks, recording what was registered, as it came over the wire.

    It knows the event loops that it has left in the threads that call it.
    """

    def __init__(self, mocks):
        super().__init__(mocks)
        self.requests = []
        self.loops = set()

    def of(self, name):
        """Return the one request for a name."""
        (found,) = [request for request in self.requests if request.name == name]
        return found

    def Invoke(self, request):  # noqa: N802
        return self._noted(super().Invoke, request)

    def RegisterResource(self, request):  # noqa: N802
        self.requests.append(request)
        return self._noted(super().RegisterResource, request)

    def ReadResource(self, request):  # noqa: N802
        self.requests.append(request)
        return self._noted(super().ReadResource, request)

    def _noted(self, method, request):
        answer = method(request)
        with contextlib.suppress(RuntimeError):
            self.loops.add(asyncio.get_event_loop())
        return answer


@pytest.fixture
def mocked(loop):
    """Return how to let programs of this test run under mocks."""
    monitors = []

    def begin(mocks, **options):
        monitors.append(Monitor(mocks))
        pulumi.runtime.set_mocks(mocks, monitor=monitors[-1], **options)
        return monitors[-1]

    yield begin
    pulumi_mocks.SETTINGS.monitor = None
    for monitor in monitors:
        for left in monitor.loops - {loop}:
            left.close()
