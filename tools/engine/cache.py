"""Where finished engines lie: one folder per version in the user's cache, whole or not there at all.

pulumi-serving/
  engine-3.274.1/           a finished engine; appears by one rename
    bin/                    goes on PATH
    sizes.json              what `find` compares, so that a damaged engine is noticed and made again
  engine-3.274.1.work/      an engine in the making; only the run that holds the lock touches it
    bin/                    finished parts, kept for the next run if this one is interrupted
    run-.../                scratch of one run, of no use to the next
  engine-3.274.1.lock
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from process import EngineError, Progress, dotted, numbers, say, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (
    "pulumi",
    "pulumi-language-python",
    "pulumi-language-python-exec",
    "pulumi-resource-pulumi-python",
)
"""What runs Python programs with dynamic resources."""


def cache_home() -> Path:
    """Find the user's cache folder; a relative XDG_CACHE_HOME does not count, says its specification."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".cache") / "pulumi-serving"


@dataclass(frozen=True)
class Cache:
    """The cached engine of one version, or a language host that goes beside it."""

    version: str
    kind: str = "engine"
    names: tuple[str, ...] = NAMES

    @property
    def folder(self) -> Path:
        """Where the finished engine lies."""
        return cache_home() / f"{self.kind}-{self.version}"

    @property
    def _words(self) -> str:
        return f"{'pulumi' if self.kind == 'engine' else self.kind} {self.version}"

    @property
    def bin(self) -> Path:
        """What goes on PATH."""
        return self.folder / "bin"

    @property
    def work(self) -> Path:
        """Where an engine is made, on the same file system, so that it can be renamed into place."""
        return cache_home() / f"{self.kind}-{self.version}.work"

    def find(self) -> bool:
        """Tell whether a whole engine is there; cheap, for it is asked on every run of every script."""
        try:
            sizes = json.loads((self.folder / "sizes.json").read_text())
            return bool(sizes == self._sizes(self.bin))
        except (OSError, ValueError):
            return False

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Let one run at a time make this version; the operating system frees the lock of a run that died."""
        cache_home().mkdir(parents=True, exist_ok=True)
        with (cache_home() / f"{self.kind}-{self.version}.lock").open("a") as file:
            if not _take(file):
                say(f"another run is setting up {self._words}; waiting for it")
                progress = Progress()
                while not _take(file):
                    progress.tell(lambda: "still waiting for the other run")
                    time.sleep(0.1)
            yield

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """Lend a folder for one run, after removing those of runs that were killed."""
        self.work.mkdir(exist_ok=True)
        for left in self.work.glob("run-*"):
            shutil.rmtree(left, ignore_errors=True)
        run = Path(tempfile.mkdtemp(prefix="run-", dir=self.work))
        try:
            yield run
        finally:
            shutil.rmtree(run, ignore_errors=True)

    def place(self, made: Path) -> None:
        """Verify a newly made engine (a folder with a bin) and give it its final name, in one step."""
        try:
            sizes = self._sizes(made / "bin")
            # A host tells its own version, or none.
            answer = version_of(made / "bin" / "pulumi") if "pulumi" in self.names else numbers(self.version)
        except OSError as error:
            raise EngineError(f"the new engine is not whole: {error}") from error
        if answer != numbers(self.version):
            shutil.rmtree(made)
            raise EngineError(f"the new engine says that it is version {dotted(answer)}, not {self.version}")
        for name in self.names:
            flush(made / "bin" / name)
        (made / "sizes.json").write_text(json.dumps(sizes))
        if self.folder.exists():  # found damaged
            shutil.rmtree(self.folder)
        made.rename(self.folder)
        shutil.rmtree(self.work, ignore_errors=True)

    def _sizes(self, folder: Path) -> dict[str, int]:
        for name in self.names:
            if not os.access(folder / name, os.X_OK):
                raise FileNotFoundError(f"{folder / name} is missing or not executable")
        return {name: (folder / name).stat().st_size for name in self.names}


def _take(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def flush(path: Path) -> None:
    """Bring a file to the disk, so that a power cut does not leave its name without its content."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
