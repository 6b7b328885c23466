"""
The same matrix for the peers of the benchmarks: a native provider in Go, and a plain dynamic one, beside ours.

A peer makes its own connections and takes its own pauses, so here the faults strike on a port, and time is real but
fast: ``SPEED`` seconds of the simulated cloud, and of our provider's clock, pass in one. Faults that are made of
minutes of waiting are left out, for all three alike.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from pulumi.dynamic.dynamic import serialize_provider
from tests.harness.control import Control
from tests.harness.lab import Subject, forget_run, provider_string, subjects
from tests.harness.plugin import Engine, Host, Plugin
from tests.harness.stack import Stack
from tests.harness.wire import FAULTS, ONCE, Answer, Wire

from pulumi_serving.core.calls import run
from pulumi_serving.core.cloud.names import Namer
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.doors.dynamic.provider import DynamicProvider
from pulumi_serving.simulator import create_app

from .cells import Cell, cells

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEED = 50.0
POLL_SECONDS = 2.0
"""How often each side asks, in seconds of the fast clock."""
SIDES = ("ours", "plain", "native")
VERBS = ("create", "update", "read", "delete", "replace")
PROGRAMS = Path(__file__).parents[2] / "benchmarks"
SLOW = frozenset(fault.name for fault in FAULTS if fault.waits_s or fault.name in ("drip", "huge")) | ONCE
"""The faults that are left out."""
KEY = "sk-simulator"


class FastClock:
    """Real time, faster; a pause of the trial itself is a jump."""

    def __init__(self) -> None:
        """Begin now."""
        self._began = time.monotonic()
        self._jumped = 0.0

    def now(self) -> float:
        """Return the time."""
        return 1_800_000_000.0 + self._jumped + (time.monotonic() - self._began) * SPEED

    wall = __call__ = now

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait on a condition."""
        condition.wait(seconds / SPEED)

    def sleep(self, seconds: float, until: threading.Event | None = None) -> None:
        """Sleep, or wake at an event."""
        (until or threading.Event()).wait(seconds / SPEED)

    def jump(self, seconds: float) -> None:
        """Let time pass while nobody does anything."""
        self._jumped += seconds


class _Pauses:
    """The clock as a trial sees it."""

    def __init__(self, clock: FastClock) -> None:
        self.now, self.sleep = clock.now, clock.jump


class _Handler(BaseHTTPRequestHandler):
    """Answers what the wire says, byte by byte as it says."""

    protocol_version = "HTTP/1.1"
    wire: Wire

    def log_message(self, *_: Any) -> None:
        """Log nothing."""

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = [(name, value) for name, value in self.headers.items() if name.lower() != "host"]
        host = self.headers.get("host", "127.0.0.1")
        request = httpx.Request(self.command, f"http://{host}{self.path}", headers=headers, content=body)
        answer = self.wire.answer(request)
        if isinstance(answer, Answer):
            self._send(answer)
        self.close_connection = not isinstance(answer, Answer) or answer.breaks

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the library's names

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        body = b"".join(answer.chunks)
        for name, value in answer.headers.items():
            if name.lower() not in ("content-length", "server", "date"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(body) * (2 if answer.breaks else 1)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)


class PeerLab(Control):
    """A simulated cloud on a port, with faults, and the plug-in of one side."""

    def __init__(self, side: str, native: Path | None = None, *, ready_after_s: float = 12.0) -> None:
        """Start the cloud and, if the side is not the native one, Pulumi's host."""
        forget_run()
        self.side = side
        self.fast = FastClock()
        self.clock = _Pauses(self.fast)
        app = create_app(
            clock=self.fast,
            sleep=self.fast.sleep,
            dropped=httpx.RemoteProtocolError,
            ready_after_s=ready_after_s,
            seed=1,
        )
        self.wire = Wire(app, self.fast)
        handler = type("Handler", (_Handler,), {"wire": self.wire})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._native = native
        if side == "native":
            self.engine = Engine()
        else:
            self.host = Host()
            self.host.pose_as_main()
            self.engine = self.host.engine
        self.said = self.engine.said
        self.connect_control(app)
        os.environ["PULUMI_SERVING_POLL_SECONDS"] = str(POLL_SECONDS / SPEED)  # what the plain one reads

    def renew(self) -> None:
        """Empty the cloud."""
        self.reset()
        self.said.lines.clear()
        self.wire.arm(None)

    def stack(self, subject: Subject, name: str = "llm") -> Stack:
        """Return an empty stack of one resource."""
        kind = "benchmark:index:Endpoint" if self.side == "native" else "pulumi-python:dynamic/serving/ppio:Endpoint"
        urn = f"urn:pulumi:dev::faults::{kind}::{name}"
        return Stack(
            lambda environ, _: self._connect(subject, environ),
            urn,
            subject.config,
            limit=900.0,
            now=self.fast.now,
            said=lambda: self.said.lines,
        )

    def _connect(self, subject: Subject, environ: dict[str, str]) -> Plugin:
        if self.side == "native":
            return _Native(self._native, self.engine.address, self.url)
        self.host.forget_providers()
        run.cancelled.clear()
        config = {"ppio:apiKey": KEY, "ppio:baseUrl": self.url}
        if self.side == "plain":
            return Plugin(self.host.address, config, _plain())
        poll = {"PULUMI_SERVING_POLL_SECONDS": str(POLL_SECONDS)}
        DynamicProvider.runtime = Runtime(clock=self.fast, environ={**poll, **environ})
        DynamicProvider.namer = Namer()
        return Plugin(self.host.address, config, provider_string(subject))

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        if self.side == "native":
            self.engine.stop()
        else:
            self.host.stop()
        forget_run()


def _plain() -> str:
    """Return what marks a resource of the plain provider: all of its code."""
    folder = str(PROGRAMS / "programs" / "plain")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return str(serialize_provider(importlib.import_module("plain_provider").EndpointProvider()))


class _Native(Plugin):
    """The native provider, in a process of its own."""

    def __init__(self, binary: Path | None, engine: str, url: str) -> None:
        """Start it."""
        assert binary is not None
        self._process = subprocess.Popen(
            [binary, engine], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ}
        )
        assert self._process.stdout is not None
        port = int(self._process.stdout.readline())
        config = {"baseUrl": url, "apiKey": KEY, "pollSeconds": POLL_SECONDS / SPEED}
        super().__init__(f"127.0.0.1:{port}", config, None)

    def close(self) -> None:
        """End it."""
        super().close()
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def peer_subject() -> Subject:
    """Return what all three declare: an endpoint with a name of its own."""
    create = {
        "name": "endpoint-000",
        "type": "sync",
        "product_id": "rtx4090-24g",
        "image": "registry.example.com/llm:1.4",
        "worker_config": {"min_replicas": 1, "max_replicas": 3, "gpu_num": 1},
    }
    (ours,) = (subject for subject in subjects() if subject.cloud == "ppio")
    return replace(
        ours,
        create=create,
        changed={**create, "image": "registry.example.com/llm:2"},
        replaced={**create, "type": "async"},
    )


def peer_cells(lab: PeerLab, every: int) -> Iterator[Cell]:
    """Yield every so-manieth cell that can be tried on all sides."""
    able = [cell for cell in cells(lab, peer_subject(), VERBS) if cell.fault not in SLOW]
    yield from able[::every]


def build_native(folder: Path) -> Path | None:
    """Build the native provider; None where there is no Go, or no module to be had."""
    binary = folder / "pulumi-resource-benchmark"
    env = {**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false"}
    with contextlib.suppress(OSError):
        command = ["go", "build", "-trimpath", "-o", str(binary), "."]
        subprocess.run(command, cwd=PROGRAMS / "native", env=env, check=False, capture_output=True)
    return binary if binary.exists() else None
