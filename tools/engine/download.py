"""The official download, by Pulumi's own Python package, given up early where there is no way out to the network."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from process import EngineError, Progress, child, say, spoken

if TYPE_CHECKING:
    from pathlib import Path

    from cache import Cache

SECONDS_TO_FIRST_BYTE = 8.0
SECONDS_TO_END = 900.0

PROGRAM = """
import sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]), skip_version_check=True)
"""


def download(cache: Cache) -> None:
    """Download the engine into the cache, or raise EngineError."""
    started = time.monotonic()
    limit = spoken(SECONDS_TO_FIRST_BYTE)
    say(f"downloading pulumi {cache.version}, about a minute; given up if nothing arrives in {limit}")
    with cache.scratch() as run:
        _install(run, cache.version)
        cache.place(run / "root")
    say(f"downloaded in {spoken(time.monotonic() - started)}: {cache.bin}")


def _install(run: Path, version: str) -> None:
    # The installer keeps what it fetches in TMPDIR, which shows from outside whether anything arrives, whatever
    # it is that hangs: name function, proxy or server.
    arriving = run / "tmp"
    arriving.mkdir()
    log = run / "log"
    with (
        log.open("wb") as output,
        child(
            [sys.executable, "-c", PROGRAM, run / "root", version],
            cwd=run,
            stdout=output,
            stderr=output,
            env={"TMPDIR": str(arriving)},
        ) as process,
    ):
        code = _watch(process, arriving)
    if code:
        raise EngineError(f"no official download: {_last_line(log)}")


def _watch(process: subprocess.Popen[bytes], arriving: Path) -> int:
    progress = Progress()
    while True:
        try:
            return process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            arrived = sum(_size(path) for path in arriving.rglob("*"))
        if progress.seconds > SECONDS_TO_END:
            raise EngineError(f"no official download: not done after {spoken(progress.seconds)}")
        if progress.seconds > SECONDS_TO_FIRST_BYTE and not arrived:
            raise EngineError(f"no official download: nothing arrived in {spoken(progress.seconds)}")
        progress.tell(lambda size=arrived: f"download: {size / 1e6:.0f} MB have arrived")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:  # the installer tidies up while we look
        return 0


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
