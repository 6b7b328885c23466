"""What the set-up says to people, and the other programs it runs and ends."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS_TO_END = 5.0
SECONDS_BETWEEN_LINES = 20.0


class EngineError(Exception):
    """The set-up can't go on; the message is for people."""


class Interrupted(BaseException):
    """Somebody ended the set-up; not an Exception, so that no fallback swallows it."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number, which makes the exit code."""
        super().__init__(signal.Signals(number).name)
        self.number = number


def say(line: str) -> None:
    """Tell people; standard output is for the scripts."""
    sys.stderr.write(f"engine: {line}\n")
    sys.stderr.flush()


def spoken(seconds: float) -> str:
    """Write a time as people say it: 6 min 5 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class Progress:
    """A line now and then about something that takes minutes, so that nobody takes it for dead."""

    def __init__(self) -> None:
        """Count from now."""
        self._started = self._spoke = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._started

    def tell(self, line: Callable[[], str]) -> None:
        """Say how long it has taken and what is going on, unless something was said just before."""
        if time.monotonic() - self._spoke >= SECONDS_BETWEEN_LINES:
            say(f"{line()}, after {spoken(self.seconds)}")
            self._spoke = time.monotonic()


def raise_on_signals() -> None:
    """Turn the signals that end a program into Interrupted, once; what was ignored before (nohup) stays so."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # a second one must not disturb the tidying up, which is short
    raise Interrupted(number)


@contextlib.contextmanager
def child(
    command: Sequence[str | Path], *, cwd: Path, stdout: IO[bytes], stderr: IO[bytes], env: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a process group of its own, which ends when the block is left, however it is left."""
    process = None
    try:
        with _later_signals():  # until there is something to end
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        yield process
    finally:
        if process and process.poll() is None:
            _end_group(process)


@contextlib.contextmanager
def _later_signals() -> Iterator[None]:
    """Put off our signals until the block is over."""
    came: list[int] = []
    ours = [number for number in SIGNALS if signal.getsignal(number) is _interrupt]
    for each in ours:
        signal.signal(each, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, _interrupt)
    if came:
        _interrupt(came[0], None)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # it may end by itself at this very moment
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def print_folder(find: Callable[[], str]) -> int:
    """Print the folder that is found or made; the exit code says whether there is one."""
    raise_on_signals()
    try:
        sys.stdout.write(f"{find()}\n")
    except (EngineError, OSError) as error:
        say(f"error: {error}")
        return 1
    except Interrupted as interrupted:
        say(f"interrupted by {interrupted}; what is finished is kept, the next run goes on from there")
        return 128 + interrupted.number
    return 0


def version_of(pulumi: str | Path) -> tuple[int, ...] | None:
    """Ask a pulumi for its version; None if it does not run or says something else."""
    try:
        answer = subprocess.run(
            [pulumi, "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return numbers(answer)


def numbers(version: str) -> tuple[int, ...] | None:
    """Read the numbers of a version such as v3.259.0, 3.260.0-alpha.1 or go1.26."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    return tuple(int(part or 0) for part in found.groups()) if found else None


def dotted(version: tuple[int, ...] | None) -> str:
    """Write a version for people."""
    return ".".join(map(str, version)) if version else "of unknown version"
