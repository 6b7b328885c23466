"""
Signals: the plug-in in a process of its own, as the engine starts it, and a request that is under way when they come.

Time is real here, so there are few cells: each cloud, verb and signal, at each of the first requests.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from pulumi_serving.simulator import create_app

from .cells import Cell, Trial, Verdict
from .lab import Control, Subject, provider_string
from .plugin import Engine, Plugin
from .stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = ("Ctrl-C once", "Ctrl-C twice", "SIGTERM", "plug-in killed", "CLI killed")
VERBS = ("create", "update", "read", "delete", "replace")
REQUESTS = 3
LEFT_WITHIN = 2.0
"""Seconds after Ctrl-C within which a request under way is left."""
SLACK = 2.0
"""Seconds more that a busy machine may need."""
ENDS_WITHIN = 40.0
"""Seconds within which a plug-in ends whose engine is gone."""
LONGEST_CALL = 120.0
"""Seconds that a call may take: one that finds an endpoint gone waits until a new one would be visible."""
HELD = 8.0
"""Seconds for which the request is held, if nothing lets it go before."""


class Gate:
    """Holds one request before the cloud answers it, after it has taken effect or before."""

    def __init__(self, app: Any) -> None:
        """Stand before an app."""
        self._app = app
        self._lock = threading.Lock()
        self.renew()

    def renew(self, hold: int = 0, *, after: bool = False) -> None:
        """Hold the so-manieth request from now on; 0 holds none."""
        self.hold, self.after = hold, after
        self.seen: list[tuple[float, str]] = []
        self.arrived, self.released = threading.Event(), threading.Event()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer one request."""
        if environ["PATH_INFO"].startswith("/_simulator"):
            return self._app(environ, start_response)
        with self._lock:
            self.seen.append((time.monotonic(), environ["REQUEST_METHOD"]))
            held = len(self.seen) == self.hold
            after, arrived, released = self.after, self.arrived, self.released
        answer = self._app(environ, start_response) if held and after else None
        if held:
            arrived.set()
            released.wait(HELD)
        return self._app(environ, start_response) if answer is None else answer

    def written_since(self, moment: float) -> list[str]:
        """Return the methods of the requests that came after a moment and change something."""
        return [method for at, method in self.seen if at > moment and method != "GET"]


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Log nothing."""


class _RealClock:
    """The trial's pauses are for clouds on a virtual clock: here they take no time."""

    now = staticmethod(time.monotonic)

    def sleep(self, seconds: float, until: Any = None) -> None:
        """Pass."""
        _ = seconds, until


class Process(Plugin):
    """A plug-in in a process of its own."""

    def __init__(self, engine_address: str, environ: dict[str, str], config: dict[str, str], provider: str) -> None:
        """Start it and configure it."""
        own = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pulumi.dynamic", engine_address],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**own, "PULUMI_SERVING_POLL_SECONDS": "0.2", **environ},
        )
        assert self.process.stdout is not None
        port = int(self.process.stdout.readline())
        super().__init__(f"127.0.0.1:{port}", config, provider)
        self.longest = LONGEST_CALL

    def close(self) -> None:
        """End it, as the engine does at its own end."""
        super().close()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def ended(self, seconds: float) -> bool:
        """Tell whether it ends by itself within so many seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return self.process.poll() is not None


@dataclass
class LiveLab(Control):
    """A simulated cloud on a port, and stacks whose plug-ins are processes."""

    ready_after_s: float = 0.4
    clock: Any = field(default_factory=_RealClock)

    def __post_init__(self) -> None:
        """Start the cloud."""
        app = create_app(ready_after_s=self.ready_after_s)
        self.gate = Gate(app.wsgi_app)
        app.wsgi_app = self.gate  # type: ignore[method-assign]
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.engine = Engine()
        self.said = self.engine.said
        self.plugin: Process | None = None
        self.connect_control(app)

    def renew(self) -> None:
        """Empty the cloud."""
        super().renew()
        self.gate.renew()

    def stack(self, subject: Subject) -> Stack:
        """Return an empty stack of one resource."""

        def connect(environ: dict[str, str]) -> Plugin:
            if not self.engine.alive:
                self.engine = Engine()
                self.said = self.engine.said
            config = {**subject.config, subject.base_url_key: self.url}
            self.plugin = Process(self.engine.address, environ, config, provider_string(subject))
            return self.plugin

        return Stack(connect, subject.urn, limit=120.0, died=lambda: self.plugin.process.poll() is not None)

    def stop(self) -> None:
        """End it."""
        self.gate.released.set()
        self.engine.stop()
        self._server.shutdown()


class LiveTrial(Trial):
    """One cell: the verb, the signal while one of its requests is under way, and the repair."""

    lab: LiveLab

    def strike(self) -> Callable[[], Any]:
        """Return the verb with the signal in it."""
        return self._go

    def _go(self) -> Any:
        cell, gate = self.verdict.cell, self.lab.gate
        gate.renew(cell.first, after=cell.times > 1)
        done: list[Any] = []
        command = threading.Thread(target=lambda: done.append(self.act.go()), daemon=True)
        command.start()
        while command.is_alive() and not gate.arrived.wait(0.05):
            pass
        if not gate.arrived.is_set():
            command.join()
            return done[0]
        plugin = self.lab.plugin
        assert plugin is not None
        moment = time.monotonic()
        self._signal(plugin)
        command.join(HELD + 30.0)
        took = time.monotonic() - moment
        if cell.fault.startswith("Ctrl-C") and took > LEFT_WITHIN + SLACK:
            self.verdict.hangs.append(f"the request was left after {took:.1f} s")
        gate.released.set()
        command.join(60.0)
        self.verdict.written += gate.written_since(moment + 0.05)
        return done[0]

    def _signal(self, plugin: Process) -> None:
        what = self.verdict.cell.fault
        if what == "Ctrl-C once":
            plugin.cancel()
        elif what == "Ctrl-C twice":
            plugin.cancel()
            time.sleep(0.3)
            plugin.drop_calls()
        elif what == "SIGTERM":
            plugin.process.send_signal(signal.SIGTERM)
        elif what == "plug-in killed":
            plugin.process.kill()
        else:
            self.lab.engine.stop()
            plugin.drop_calls()
            self.lab.gate.released.set()
            if not plugin.ended(ENDS_WITHIN):
                self.verdict.hangs.append(f"the plug-in was alive {ENDS_WITHIN:.0f} s after its engine")


def live_cells(clouds: list[str]) -> list[Cell]:
    """Return all; ``times`` of 2 stands for a request that has taken effect when the signal comes."""
    return [
        Cell(cloud, verb, what, first, times)
        for cloud in clouds
        for verb in VERBS
        for what in SIGNALS
        for first in range(1, REQUESTS + 1)
        for times in (1, 2)
    ]


__all__ = ["SIGNALS", "LiveLab", "LiveTrial", "Verdict", "live_cells"]
