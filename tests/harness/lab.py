"""A simulated cloud, the plug-in host and a stack, all in this process and on one virtual clock."""

from __future__ import annotations

import contextlib
import importlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
import httpx
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_serving.core.calls import run
from pulumi_serving.core.cloud.discovery import clouds, kind_of
from pulumi_serving.core.cloud.names import Namer
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.cloud.settings import snake_case
from pulumi_serving.doors.dynamic import host as host_module
from pulumi_serving.doors.dynamic.provider import DynamicProvider, LifecycleProvider
from pulumi_serving.doors.native import call
from pulumi_serving.simulator import create_app

from .clock import Clock
from .control import Control
from .inprocess import ServicerChannel
from .native import NativeHost, NativePlugin, in_its_words
from .plugin import Host, Plugin
from .stack import Stack
from .wire import Transport, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENV_MARKER = "MARKER-env-4f1d8a02c9"
COMMAND_MARKER = "MARKER-command-77b0c3e4"


@dataclass(frozen=True)
class Subject:
    """One cloud's resource: what is declared, changed, and replaced."""

    cloud: str
    config: dict[str, str]
    create: dict[str, Any]
    changed: dict[str, Any]
    replaced: dict[str, Any]
    secrets: tuple[str, ...]
    ledger_id: str
    base_url_key: str
    ready: str
    """A status that means ready."""
    failed: str
    """A status that means failure."""
    other_account: dict[str, str]
    """The settings that are those of the simulator's second account."""
    look_up: str
    """The operation that tells whether a name is taken."""
    provider: type[LifecycleProvider] = field(repr=False)

    @property
    def accounts(self) -> Any:
        """The data of the cloud's accounts."""
        return importlib.import_module(f"pulumi_serving.{self.cloud}.testing")

    @property
    def urn(self) -> str:
        """Its URN."""
        return urn_of(self.dynamic_token, "llm")

    @property
    def dynamic_token(self) -> str:
        """Its type as a dynamic resource."""
        return f"pulumi-python:dynamic/serving/{self.cloud}:{self._class}"

    @property
    def token(self) -> str:
        """Its type as the native door has it."""
        return f"serving:{self.cloud}:{self._class}"

    @property
    def _class(self) -> str:
        return self.provider.__name__.removesuffix("Provider")

    def explicit(self, **changes: str) -> dict[str, str]:
        """Return the settings of an explicit Provider; what is changed of them has the names of the stack's config."""
        settings = {**self.config, **changes}
        return {"cloud": self.cloud, **{snake_case(key.partition(":")[2]): settings[key] for key in settings}}

    def id_of(self, record: Any) -> str:
        """Return the id by which the ledger knows a record; empty if it is not known."""
        return str(record.outs.get(self.ledger_id, "") if self.ledger_id else record.id)


def urn_of(token: str, name: str) -> str:
    """Return the URN of a resource of the stack."""
    return f"urn:pulumi:dev::faults::{token}::{name}"


def subjects() -> Iterator[Subject]:
    """Return each cloud's, found by its test data."""
    for cloud in clouds():
        kind = kind_of(cloud)
        data = importlib.import_module(type(kind).__module__.removesuffix("kind") + "testing")
        package = importlib.import_module(f"pulumi_serving.{cloud}")
        (provider,) = (
            value
            for value in vars(package).values()
            if isinstance(value, type) and issubclass(value, LifecycleProvider) and type(value.kind) is type(kind)
        )
        create = {**data.CREATE, **EXTRA_ARGUMENTS.get(cloud, {})}
        name, value = data.CHANGED
        yield Subject(
            cloud=cloud,
            config={**data.CONFIG, data.BASE_URL_KEY: "http://127.0.0.1:1"},
            create=create,
            changed={**create, name: value},
            replaced={**create, **replacing(data, create)},
            secrets=tuple(secret for secret in data.SECRETS if secret not in NO_SECRETS),
            ledger_id=getattr(data, "LEDGER_ID", ""),
            base_url_key=data.BASE_URL_KEY,
            ready=data.STATUS_READY,
            failed=data.STATUS_FAILED,
            other_account=data.OTHER_ACCOUNT,
            look_up=getattr(data, "LOOK_UP", "list"),
            provider=provider,
        )


def replacing(data: Any, create: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change that only a replacement makes, and that changes neither the name nor what else is required."""
    optional = (name for name in data.REPLACE if name not in ("name", *create))
    name = next(optional, None) or next(name for name in data.REPLACE if name != "name")
    return {name: data.REPLACE[name]}


def forget_run() -> None:
    """Let the package know of no engine, run or cancel any more: what follows in this process has its own."""
    host_module.CONNECTION.forget()
    run.look_with(run.Probe())
    run.cancelled.clear()
    DynamicProvider.runtime = Runtime()
    DynamicProvider.namer = Namer()


def provider_string(subject: Subject) -> str:
    """Return what marks a resource of the cloud in every state."""
    return str(serialize_provider(subject.provider()))


EXTRA_ARGUMENTS: dict[str, dict[str, Any]] = {
    "ppio": {"envs": [{"key": "TOKEN", "value": ENV_MARKER}], "command": f"serve --token {COMMAND_MARKER}"},
}
NO_SECRETS = ("simulator-access-key-id",)  # an access key's id is told in clear: it names the key and opens nothing


class Lab(Control):
    """Everything for one cell at a time; ``renew`` empties it."""

    def __init__(self, *, ready_after_s: float = 12.0, door: str = "dynamic") -> None:
        """Start the host, or the native door, and the cloud."""
        forget_run()
        self.clock = Clock()
        self._shared = False
        self.cancelled = 0.0
        """When Ctrl-C came last."""
        self.door = door
        self.host: Host | NativeHost = NativeHost() if door == "native" else Host()
        self.host.pose_as_main()
        self._channel = ServicerChannel(self.host.servicer)
        self._connection = call.CONNECTION if door == "native" else host_module.CONNECTION
        self._connection.connect = lambda _: ServicerChannel(self.host.engine.said)
        app = create_app(
            clock=self.clock,
            sleep=self.clock.sleep,
            dropped=httpx.RemoteProtocolError,
            ready_after_s=ready_after_s,
            seed=1,
        )
        self.wire = Wire(app, self.clock, cancel=self._cancel)
        self.said = self.host.engine.said
        self.connect_control(app)

    def said_by_the_door(self, line: str) -> str:
        """Return a line as the door of this lab words it: one that the dynamic door says is given."""
        return in_its_words(line) if self.door == "native" else line

    def other_cloud(self, url: str) -> Control:
        """Return a second simulator, at an address of its own."""
        other = Control()
        app = create_app(clock=self.clock, sleep=self.clock.sleep, dropped=httpx.RemoteProtocolError)
        other.connect_control(app)
        self.wire.apps[url] = app
        return other

    def _cancel(self) -> None:
        """Do what the engine does at the first Ctrl-C: call ``Cancel`` of the host."""
        self.cancelled = self.clock.now()
        Plugin(self.host.address, {}, None, configure=False, channel=self._channel).cancel()

    def renew(self) -> None:
        """Empty the cloud."""
        self.reset()
        self.said.lines.clear()
        self.wire.plans.clear()
        self.wire.arm(None)

    def stack(self, subject: Subject, name: str = "llm") -> Stack:
        """Return an empty stack of one resource."""
        provider = provider_string(subject)
        token = subject.token if self.door == "native" else subject.dynamic_token

        def connect(environ: dict[str, str], config: dict[str, str]) -> Plugin:
            if not self._shared:
                self._start_process(environ)
            if self.door == "native":
                return NativePlugin(self.host.address, config, token, channel=self._channel)
            return Plugin(self.host.address, config, provider, channel=self._channel)

        return Stack(
            connect,
            urn_of(token, name),
            subject.config,
            died=lambda: self.wire.dead,
            now=self.clock.now,
            said=lambda: self.said.lines,
        )

    def _start_process(self, environ: dict[str, str]) -> None:
        """Let what follows be a new process for the package: nothing is remembered."""
        run.cancelled.clear()
        DynamicProvider.runtime = Runtime(clock=self.clock, http=Transport(self.wire), environ=environ)
        DynamicProvider.namer = Namer()
        self.host.forget_providers()

    @contextlib.contextmanager
    def one_command(self, **environ: str) -> Iterator[None]:
        """Let the commands of several stacks be one: that of a program with all their resources."""
        self._start_process(environ)
        self._shared = True
        try:
            yield
        finally:
            self._shared = False

    def stop(self) -> None:
        """End it, and leave the package as it was."""
        self._connection.connect = grpc.insecure_channel
        self.host.stop()
        forget_run()
