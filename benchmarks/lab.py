"""Where the benchmarks run: a simulated cloud, stacks in a temporary folder, and commands of the real CLI, measured."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
PROJECT = "benchmark"
STACK = "bench"
KEY = "sk-simulator"
POLL_SECONDS = 1.0
REQUEST_SECONDS = 0.02
FOR_EVER = 10**9
PLUGINS = ("-m pulumi.dynamic", "pulumi-resource-benchmark", "pulumi-resource-serving")


class BenchmarkError(Exception):
    """A benchmark could not be run; its text is for the user."""


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds, those of the processors, MB of the plug-in at its largest (None: not to be had)."""

    seconds: float
    cpu_seconds: float
    plugin_mb: float | None
    requests: Counter[str] = field(default_factory=Counter)


class Simulator:
    """A simulated cloud in a process of its own."""

    def __init__(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pulumi_serving.simulator", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        line = self._process.stdout.readline() if self._process.stdout else ""
        self.url = line.rpartition(" ")[2].strip()
        if not self.url.startswith("http://127.0.0.1:"):
            raise BenchmarkError("the simulator did not start")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)

    def begin(self, ready_after_s: float) -> None:
        """Empty the cloud. Each request takes its time; endpoints are ready after so long, and gone at once."""
        self._control("reset", {})
        self._control("settings", {"ready_after_s": ready_after_s, "delete_after_s": 0})
        self._control("faults", {"cloud": "ppio", "times": FOR_EVER, "delay_s": REQUEST_SECONDS})

    def ledger(self) -> dict[str, Any]:
        """Return everything that happened since it was emptied."""
        found: dict[str, Any] = self._control("ledger")
        return found

    def _control(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_simulator/{path}", data=data)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return json.load(answer)


class Lab:
    """A simulator, a template of a stack, and the environment of every command."""

    def __init__(self, folder: Path, native: Path | None) -> None:
        """Take a folder to work in, and the folder of the native provider if it could be built."""
        self.folder = folder
        self.sides = ("ours", "together", "serving", "plain", "floor", "wide", *(["native"] if native else []))
        self.simulator = Simulator()
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PULUMI_", "PPIO_", "NOVITA_")) and not name.lower().endswith("_proxy")
        }
        own.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling the SDK anew would be most of what is measured
        self.env = {
            **own,
            "PATH": os.pathsep.join(filter(None, [str(native) if native else "", own["PATH"]])),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "benchmark",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_OPTION_NON_INTERACTIVE": "true",
            "PULUMI_SERVING_POLL_SECONDS": f"{POLL_SECONDS:g}",
        }
        self._template = folder / "template"
        self._made = 0

    def close(self) -> None:
        """End the simulator."""
        self.simulator.stop()

    def stack(self, side: str, count: int) -> Stack:
        """Make a stack with the program of a side, and so many endpoints."""
        if not self._template.exists():
            self._template.mkdir(parents=True)
            (self._template / "state").mkdir()
            (self._template / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
            Stack(self, self._template).run("stack", "init", STACK)
        self._made += 1
        folder = self.folder / f"{side}-{self._made}"
        shutil.copytree(self._template, folder)
        for file in [*(HERE / "programs" / side).glob("*.py"), HERE / "programs" / "shape.py"]:
            shutil.copy(file, folder)
        salt = (folder / f"Pulumi.{STACK}.yaml").read_text().partition("encryptionsalt: ")[2].strip()
        url = self.simulator.url
        config = {
            "benchmark:count": str(count),
            "benchmark:baseUrl": url,
            "benchmark:apiKey": KEY,
            "benchmark:pollSeconds": f"{POLL_SECONDS:g}",
            "ppio:baseUrl": url,
            "ppio:apiKey": KEY,
            "serving:ppio": json.dumps({"apiKey": KEY, "baseUrl": url}),
        }
        settings = {"encryptionsalt": salt, "config": config}
        (folder / f"Pulumi.{STACK}.yaml").write_text(json.dumps(settings))  # JSON is YAML
        return Stack(self, folder)


class Stack:
    """A stack of one side."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        """Take its folder."""
        self._lab = lab
        self.folder = folder
        self._env = {**lab.env, "PULUMI_BACKEND_URL": f"file://{folder / 'state'}"}

    def run(self, *args: str) -> Taken:
        """Run a command of the CLI to its end, which must be a good one, and return what it took."""
        log = self.folder / "log.txt"
        before, cpu = self._asked(), _cpu_of_children()
        with log.open("wb") as sink:
            began = time.monotonic()
            process = subprocess.Popen(
                ["pulumi", *args, *(() if args[0] == "stack" else ("--stack", STACK))],
                stdout=sink,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=self._env,
                cwd=self.folder,
                executable=shutil.which("pulumi", path=self._env["PATH"]),
            )
            with _watched(process.pid) as memory:
                code = process.wait()
            seconds = time.monotonic() - began
        if code:
            raise BenchmarkError(f"pulumi {' '.join(args)} ended with {code}:\n{log.read_text(errors='replace')}")
        return Taken(seconds, _cpu_of_children() - cpu, memory(), self._asked() - before)

    def up(self, *args: str) -> Taken:
        """``pulumi up``, without the preview before it."""
        return self.run("up", "--yes", "--skip-preview", *args)

    def preview(self) -> Taken:
        """``pulumi preview``, which must find nothing to do."""
        return self.run("preview", "--expect-no-changes")

    def refresh(self) -> Taken:
        """``pulumi refresh``, which must find nothing new."""
        return self.run("refresh", "--yes", "--skip-preview", "--expect-no-changes")

    def destroy(self) -> Taken:
        """``pulumi destroy``."""
        return self.run("destroy", "--yes", "--skip-preview")

    def _asked(self) -> Counter[str]:
        return Counter(request["operation"] for request in self._lab.simulator.ledger()["requests"])


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextlib.contextmanager
def _watched(pid: int) -> Iterator[Any]:
    """Watch how much memory the plug-in below a process takes at most; what is yielded returns it, in MB or None."""
    most: list[float] = []
    over = threading.Event()

    def watch() -> None:
        plugin: Path | None = None
        while not over.wait(0.1):
            plugin = plugin or _plugin_below(pid)
            with contextlib.suppress(OSError, StopIteration):
                lines = (plugin / "status").read_text().splitlines() if plugin else []
                most.append(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: max(most, default=None)
    finally:
        over.set()
        watcher.join()


def _plugin_below(pid: int) -> Path | None:
    """Find the process that runs the provider, below the CLI; there is none where there is no /proc."""
    parents: dict[int, int] = {}
    plugins: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            number = int(folder.name)
            parents[number] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text(errors="replace").replace("\0", " ")
            if any(words in command for words in PLUGINS) and not command.startswith(("/bin/sh", "/bin/bash", "sh ")):
                plugins.append(number)
    for number in plugins:
        above = number
        while above in parents and above != pid:
            above = parents[above]
        if above == pid:
            return Path("/proc") / str(number)
    return None
