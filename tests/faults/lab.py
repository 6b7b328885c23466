"""A simulated cloud, the plug-in host and a stack, all in this process and on one virtual clock."""

from __future__ import annotations

import importlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_serving.core.calls import run
from pulumi_serving.core.cloud.discovery import kind_of
from pulumi_serving.core.cloud.names import Namer
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.doors.dynamic import host as host_module
from pulumi_serving.doors.dynamic.provider import DynamicProvider, LifecycleProvider
from pulumi_serving.simulator import create_app

from .plugin import Host, Plugin, Said
from .stack import Stack
from .wire import Transport, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

ENV_MARKER = "MARKER-env-4f1d8a02c9"
COMMAND_MARKER = "MARKER-command-77b0c3e4"


class Clock:
    """Virtual time for the package and the simulator alike: who waits makes it later."""

    def __init__(self) -> None:
        """Begin at some moment."""
        self.time = 1_800_000_000.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the time."""
        return self.time

    wall = __call__ = now

    def wait(self, condition: Any, seconds: float) -> None:
        """Wait on a condition."""
        _ = condition
        self.sleep(seconds)

    def sleep(self, seconds: float, until: Any = None) -> None:
        """Let time pass."""
        if until is not None and until.is_set():
            return
        with self._lock:
            self.time += max(seconds, 0.001)


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
    provider: type[LifecycleProvider] = field(repr=False)

    @property
    def urn(self) -> str:
        """Its URN."""
        return f"urn:pulumi:dev::faults::pulumi-python:dynamic/serving/{self.cloud}:Endpoint::llm"

    def id_of(self, record: Any) -> str:
        """Return the id by which the ledger knows a record; empty if it is not known."""
        return str(record.outs.get(self.ledger_id, "") if self.ledger_id else record.id)


def subjects() -> Iterator[Subject]:
    """Return each cloud's, found by its test data."""
    for cloud in ("alibaba", "huawei", "ppio"):
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
            replaced={**create, **REPLACED[cloud]},
            secrets=tuple(secret for secret in data.SECRETS if secret not in NO_SECRETS),
            ledger_id=getattr(data, "LEDGER_ID", ""),
            base_url_key=data.BASE_URL_KEY,
            ready=data.STATUS_READY,
            failed=data.STATUS_FAILED,
            provider=provider,
        )


def forget_run() -> None:
    """Let the package know of no engine, run or cancel any more: what follows in this process has its own."""
    host_module._engine_stub.clear()
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
REPLACED: dict[str, dict[str, Any]] = {
    "alibaba": {"workspace_id": "234567"},
    "huawei": {"custom_image_id": "ffffffff-4e5f-6071-8293-a4b5c6d7e8f9"},
    "ppio": {"app_name": "another"},
}
"""A change that only a replacement makes."""
NO_SECRETS = ("simulator-access-key-id",)  # an access key's id is told in clear: it names the key and opens nothing


class Control:
    """The simulator's control interface, in this process."""

    said: Said

    def connect_control(self, app: Any) -> None:
        """Reach an app."""
        self._control = httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://simulator")

    def renew(self) -> None:
        """Empty the cloud."""
        self._control.post("/_simulator/reset").raise_for_status()
        self.said.lines.clear()

    def settings(self, **settings: Any) -> None:
        """Change the simulator's settings."""
        self._control.post("/_simulator/settings", json=settings).raise_for_status()

    def change(self, cloud: str, id_: str, **change: Any) -> None:
        """Change an endpoint behind Pulumi's back."""
        self._control.patch(f"/_simulator/endpoints/{cloud}/{id_}", json=change).raise_for_status()

    @property
    def endpoints(self) -> list[dict[str, Any]]:
        """All endpoints that ever were."""
        found: list[dict[str, Any]] = self._control.get("/_simulator/ledger").raise_for_status().json()["endpoints"]
        return found

    @property
    def living(self) -> list[dict[str, Any]]:
        """The endpoints that are not gone."""
        return [endpoint for endpoint in self.endpoints if endpoint["deleted_at"] is None]


class Lab(Control):
    """Everything for one cell at a time; ``renew`` empties it."""

    def __init__(self, *, ready_after_s: float = 12.0) -> None:
        """Start the host and the cloud."""
        forget_run()
        self.clock = Clock()
        self.host = Host()
        self.host.pose_as_main()
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

    def _cancel(self) -> None:
        """Do what the engine does at the first Ctrl-C: call ``Cancel`` of the host."""
        plugin = Plugin(self.host.address, {}, None, configure=False)
        plugin.cancel()
        plugin.close()

    def renew(self) -> None:
        """Empty the cloud."""
        super().renew()
        self.wire.arm(None)

    def stack(self, subject: Subject) -> Stack:
        """Return an empty stack of one resource."""
        provider = provider_string(subject)

        def connect(environ: dict[str, str]) -> Plugin:
            """Start what is a new process for the package: nothing is remembered."""
            self.host.forget_providers()
            run.cancelled.clear()
            DynamicProvider.runtime = Runtime(clock=self.clock, http=Transport(self.wire), environ=environ)
            DynamicProvider.namer = Namer()
            return Plugin(self.host.address, subject.config, provider)

        return Stack(connect, subject.urn, died=lambda: self.wire.dead, now=self.clock.now)

    def stop(self) -> None:
        """End it, and leave the package as it was."""
        self.host.stop()
        forget_run()
