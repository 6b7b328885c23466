"""The plug-in in a process of its own, as the engine starts it, and a simulated cloud on a port: time is real here."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from pulumi_serving.simulator import create_app

from .control import Control
from .lab import Subject, provider_string, urn_of
from .native import NativePlugin
from .plugin import Engine, Plugin
from .stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .stack import Run

LONGEST_CALL = 300.0
"""Seconds that a call may take: one that finds an endpoint gone waits until a new one would be visible."""
HELD = 50.0
"""Seconds for which a request is held, if nothing lets it go before: fewer than a client waits for an answer."""


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

    process: subprocess.Popen[bytes]
    address: str

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


class NativeProcess(NativePlugin, Process):
    """The native door in a process of its own."""


DOORS = {
    "dynamic": ("-m", "pulumi.dynamic"),
    "native": ("-c", "from pulumi_serving.doors.native.main import main; main()"),
}
"""The doors, and what makes Python the plug-in of one."""


def started(door: str, engine_address: str, environ: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    """Start the process of a door's plug-in, and return it with its address."""
    own = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    process = subprocess.Popen(
        [sys.executable, *DOORS[door], engine_address],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**own, "PULUMI_SERVING_POLL_SECONDS": "0.2", **environ},
    )
    assert process.stdout is not None
    return process, f"127.0.0.1:{int(process.stdout.readline())}"


@dataclass
class LiveLab(Control):
    """A simulated cloud on a port, and stacks whose plug-ins are processes."""

    ready_after_s: float = 0.4
    door: str = "dynamic"
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
        self._shared: Process | None = None
        self.connect_control(app)

    def renew(self) -> None:
        """Empty the cloud."""
        self.reset()
        self.said.lines.clear()
        self.gate.renew()

    def _start_process(self, subject: Subject, environ: dict[str, str], config: dict[str, str]) -> Process:
        if not self.engine.alive:
            self.engine = Engine()
            self.said = self.engine.said
        process, address = started(self.door, self.engine.address, environ)
        self.plugin = self._connect(subject, address, config)
        self.plugin.process, self.plugin.address, self.plugin.longest = process, address, LONGEST_CALL
        return self.plugin

    def _connect(self, subject: Subject, address: str, config: dict[str, str]) -> Process:
        if self.door == "native":
            return NativeProcess(address, config, subject.token)
        return Process(address, config, provider_string(subject))

    @contextlib.contextmanager
    def one_command(self, subject: Subject, **environ: str) -> Iterator[Process]:
        """Let the commands of several stacks be one, at the same time if they like: that of a program with them all."""
        config = {**subject.config, subject.base_url_key: self.url}
        self._shared = self._start_process(subject, environ, config)
        try:
            yield self._shared
        finally:
            self._shared.close()
            self._shared = None

    def interrupt(self) -> None:
        """Do what the engine does at the first Ctrl-C."""
        assert self.plugin is not None
        self.plugin.cancel()

    def struck(self, go: Callable[[], Run], strike: Callable[[], object], hold: int, *, after: bool = False) -> Run:
        """Run a command, strike while its so-manieth request is held, and see it end before that is answered."""
        self.gate.renew(hold, after=after)
        done: list[Run] = []
        command = threading.Thread(target=lambda: done.append(go()), daemon=True)
        command.start()
        assert self.gate.arrived.wait(LONGEST_CALL)
        strike()
        command.join(HELD / 2)
        assert not command.is_alive()
        self.gate.released.set()
        return done[0]

    def stack(self, subject: Subject, name: str = "llm") -> Stack:
        """Return an empty stack of one resource."""

        def connect(environ: dict[str, str], config: dict[str, str]) -> Plugin:
            if self._shared is not None:
                return self._connect(subject, self._shared.address, config)
            return self._start_process(subject, environ, config)

        return Stack(
            connect,
            urn_of(subject.token if self.door == "native" else subject.dynamic_token, name),
            {**subject.config, subject.base_url_key: self.url},
            limit=300.0,
            died=lambda: self.plugin.process.poll() is not None,
            said=lambda: self.said.lines,
        )

    def stop(self) -> None:
        """End it."""
        self.gate.released.set()
        self.engine.stop()
        self._server.shutdown()
