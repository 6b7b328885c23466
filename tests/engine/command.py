"""Commands of the CLI: while they run, and what they have said and done."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass

import pytest

from .clouds import HIDDEN

LONGEST_COMMAND = 300.0
SHUT_DOWN = "Resource monitor has terminated, shutting down"
"""What Pulumi's SDK says of each run that fails on a CLI such as 3.274.1, whatever the program and its resources."""
DONE = {
    "created replacement": "replace",
    "deleted original": "replace",
    "created": "create",
    "updated": "update",
    "deleted": "delete",
    "replaced": "replace",
    "imported": "import",
}
"""What the engine writes on the row of a resource that it has done something to: the operation."""


def descendants(pid):
    """Return the ids of all processes below one, the nearest first."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children = {}
    for line in listing.splitlines():
        child, parent = line.split()
        children.setdefault(int(parent), []).append(int(child))
    found = list(children.get(pid, []))
    for below in found:  # grows while it is read
        found += children.get(below, [])
    return found


def command_line(pid):
    """Return a process's command line; empty if it is gone."""
    done = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def end_processes(*pids):
    """End processes at once; those that are gone are fine."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class Done:
    """A finished command of the engine."""

    args: tuple[str, ...]
    code: int
    out: str
    seconds: float

    def __str__(self):
        """Show what a failing test needs."""
        return f"pulumi {' '.join(self.args)} -> {self.code} after {self.seconds:.1f} s\n{self.out}"

    def succeeded(self):
        """Assert success, and return this."""
        assert self.code == 0, str(self)
        return self

    def failed(self):
        """Assert failure, and return this."""
        assert self.code not in (0, None), str(self)
        return self

    def lines(self, *words):
        """Return the lines that hold all these words."""
        return [line.strip() for line in self.out.splitlines() if all(word in line for word in words)]

    @property
    def diagnostics(self):
        """What the engine says at the end, by the logical name of the resource: a list of lines for each."""
        found = {}
        name = None
        for line in self.out.partition("Diagnostics:\n")[2].splitlines():
            header = re.fullmatch(r"  \S+ \((.+)\):", line)
            if header:
                name = header[1]
                found[name] = []
            elif name and line.startswith("    ") and SHUT_DOWN not in line:
                found[name].append(line.strip())
            elif line and not line.startswith(" "):
                break
        return {name: lines for name, lines in found.items() if any(lines)}

    @property
    def touched(self):
        """What it has done, by the logical name of each resource that it has touched; a component has no such row."""
        found = {}
        for line in self.out.splitlines():
            row = re.match(rf" *(?:[-+~=]|\+\+|\+-|--) +\S+ (\S+) ({'|'.join(DONE)})\b", line)
            if row:
                found.setdefault(row[1], set()).add(DONE[row[2]])
        return found

    def problems(self, name):
        """Return what is wrong with the arguments of a resource, without what the engine puts before it."""
        before = re.compile(r"error: \S+ resource '(.+)' has a problem: ")
        lines = [line for line in self.diagnostics.get(name, []) if line.startswith("error: ")]
        assert all(before.match(line) and before.match(line)[1] == name for line in lines), str(self)
        return [before.sub("", line) for line in lines]

    def errors(self, name):
        """
        Return the errors of a resource, each once.

        The engine makes a list of those of a resource that is there and not ready, and tells those of a refresh twice.
        """
        found = []
        for line in self.diagnostics.get(name, []):
            if line.startswith("* "):
                found.append(line.removeprefix("* "))
            elif line.startswith("error: ") and not line.endswith(" occurred:"):
                found.append(line.removeprefix("error: "))
        return list(dict.fromkeys(found))


class Command:
    """A running command of the engine."""

    def __init__(self, args, log, env, cwd):
        self.args = args
        self._log = log
        self._started = time.monotonic()
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                ["pulumi", *args],
                stdout=sink,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=env,
                cwd=cwd,
                start_new_session=True,
                executable=shutil.which("pulumi", path=env["PATH"]),
            )

    @property
    def pid(self):
        """The CLI's process id."""
        return self.process.pid

    @property
    def text(self):
        """What it has printed so far."""
        return self._log.read_text(errors="replace")

    def plugins(self):
        """Return the ids of the processes that run our provider for this command."""
        return [pid for pid in descendants(self.pid) if "-m pulumi.dynamic" in command_line(pid) and not _is_shell(pid)]

    def descendants(self):
        """Return the ids of all processes that it has started."""
        return descendants(self.pid)

    def interrupt(self):
        """Send what Ctrl-C sends."""
        self.process.send_signal(signal.SIGINT)

    def wait_for(self, words, seconds=LONGEST_COMMAND, *, times=1):
        """
        Wait until it has said these words so many times.

        A test that measures time asks for these, not for the end: after a failed run the engine leaves the program's
        own process waiting for an answer, and may end it five seconds later only, whatever the provider.
        """
        end = time.monotonic() + seconds
        while self.text.count(words) < times:
            if time.monotonic() > end:
                pytest.fail(f"it has not said {words!r} {times} times within {seconds:g} s:\n{self.text}")
            time.sleep(0.02)

    def finish(self, seconds=LONGEST_COMMAND):
        """Wait for the end. No error that a user meets may show a traceback, and no command may show a key."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.end()
            pytest.fail(f"pulumi {' '.join(self.args)} did not end within {seconds:g} s:\n{self.text}")
        done = Done(self.args, code, self.text, time.monotonic() - self._started)
        assert "Traceback" not in done.out, str(done)
        for key in HIDDEN:
            assert key not in done.out, str(done)
        return done

    def end(self):
        """End it and all its descendants."""
        if self.process.poll() is None:
            end_processes(*descendants(self.pid), self.pid)
            self.process.wait()


def _is_shell(pid):
    return command_line(pid).startswith(("/bin/sh", "sh ", "/bin/bash", "bash "))
