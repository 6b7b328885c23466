"""The build from pinned Go modules, step by step, so that an interrupted one goes on where it stopped.

Go checks every module against the go.sum beside its go.mod, and its own caches keep what is downloaded and compiled.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cache import flush
from process import EngineError, Progress, child, numbers, say, spoken, version_of

if TYPE_CHECKING:
    from cache import Cache

HERE = Path(__file__).resolve().parent
SDK = "github.com/pulumi/pulumi/sdk/v3"
LINES_OF_A_FAILURE = 20


@dataclass(frozen=True)
class Program:
    """One program that Go builds, from the module in the folder of that name."""

    name: str
    module: str
    package: str
    options: tuple[str, ...]
    costs: str


def pinned_version() -> str:
    """Read the engine's version where it is pinned."""
    found = re.search(r"github.com/pulumi/pulumi/pkg/v3 v(\S+)", (HERE / "cli" / "go.mod").read_text())
    if not found:
        raise EngineError("tools/engine/cli/go.mod pins no github.com/pulumi/pulumi/pkg/v3")
    return found[1]


def build(cache: Cache) -> None:
    """Build the engine into the cache, or raise EngineError."""
    check_go()
    started = time.monotonic()
    say(
        f"building pulumi {cache.version} from Go modules, about 7 minutes on 2 cores (here: {os.cpu_count()}); "
        "if interrupted, the next run goes on from there"
    )
    done = cache.work / "bin"
    with cache.scratch() as run:
        done.mkdir(exist_ok=True)
        for program in _programs(cache.version):
            step(program, cache, run)
        for script in _scripts(run):
            copy = Path(shutil.copy(script, run))
            copy.chmod(0o755)
            copy.replace(done / script.name)
    cache.place(cache.work)
    say(f"built in {spoken(time.monotonic() - started)}: {cache.bin}")


def needed_go() -> str:
    """Read the oldest Go that builds the engine."""
    found = re.search(r"^go (\S+)$", (HERE / "cli" / "go.mod").read_text(), re.MULTILINE)
    return found[1] if found else "1.21"


def _programs(version: str) -> tuple[Program, ...]:
    return (
        Program(
            name="pulumi",
            module="cli",
            package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            options=("-tags=osusergo,grpcnotrace", f"-ldflags=-s -w -X {SDK}/go/common/version.Version={version}"),
            costs="about 6 minutes",
        ),
        Program(
            name="pulumi-language-python",
            module="language",
            package=f"{SDK}/python/cmd/pulumi-language-python",
            options=("-ldflags=-s -w",),
            costs="about 1 minute",
        ),
    )


def step(program: Program, cache: Cache, run: Path) -> None:
    """Build one program into a cache, unless an earlier run has."""
    finished = cache.work / "bin" / program.name
    if _is_kept(finished, cache.version):
        say(f"{program.name}: kept from an earlier run")
        return
    say(f"{program.name}: {program.costs} ...")
    started = time.monotonic()
    module, made = HERE / program.module, run / program.name
    options = ["-mod=readonly", *program.options]
    listing = f"{program.name}: looking what it is made of"
    needed = _go(["go", "list", *options, "-deps", program.package], module, run, listing).split()
    step = f"{program.name}: {{}} of {len(needed)} packages compiled"
    _go(["go", "build", *options, "-v", "-o", str(made), program.package], module, run, step)
    flush(made)
    made.replace(finished)
    say(f"{program.name}: done in {spoken(time.monotonic() - started)}")


def _is_kept(finished: Path, version: str) -> bool:
    if finished.name == "pulumi":
        return version_of(finished) == numbers(version)
    return os.access(finished, os.X_OK)  # it only ever gets this name when it is finished


def _scripts(run: Path) -> tuple[Path, Path]:
    """Find the two scripts of the SDK that the engine starts; they are of the engine's version, not the host's."""
    answer = _go(["go", "mod", "download", "-json", SDK], HERE / "cli", run, "scripts: looking for them")
    sdk = Path(json.loads(answer)["Dir"])
    return (
        sdk / "python" / "cmd" / "pulumi-language-python-exec",
        sdk / "python" / "dist" / "pulumi-resource-pulumi-python",
    )


def _go(command: list[str], module: Path, run: Path, step: str) -> str:
    """Run go, and say how far the step is while it takes its time."""
    # GOWORK: a workspace file above the checkout must not change what is built. GOTMPDIR: removed with the rest.
    env = {"GOWORK": "off", "GOTMPDIR": str(run)}
    answer, log = run / "answer", run / "log"
    with (
        answer.open("wb") as stdout,
        log.open("wb") as stderr,
        child(command, cwd=module, stdout=stdout, stderr=stderr, env=env) as process,
    ):
        progress = Progress()
        while (code := process.poll()) is None:
            progress.tell(lambda: _so_far(step, log))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
    if code:
        for line in log.read_text(errors="replace").rstrip().split("\n")[-LINES_OF_A_FAILURE:]:
            say(f"go: {line}")
        raise EngineError(f"`{' '.join(command[:3])} ...` failed with exit code {code}; Go's last lines are above")
    return answer.read_text()


def _so_far(step: str, log: Path) -> str:
    """Tell what Go has told: a line for each module that it downloads, and with -v one for each package it compiles."""
    lines = log.read_text(errors="replace").splitlines()
    downloads = sum(line.startswith("go: downloading ") for line in lines)
    compiled = [
        line for line in lines if len(line.split()) == 1
    ]  # what Go remarks has more words than a package's name
    parts = [
        step.format(len(compiled)),
        *([f"modules downloaded: {downloads}"] if downloads else []),
        *([f"now at {compiled[-1]}"] if compiled else []),
    ]
    return ", ".join(parts)


def check_go() -> None:
    """Ask in the module's folder, where a Go that fetches newer toolchains answers as the one it would build with."""
    needed = needed_go()
    try:
        answer = subprocess.run(
            ["go", "env", "GOVERSION"],  # noqa: S607 - the user's own go
            cwd=HERE / "cli",
            env={**os.environ, "GOWORK": "off"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
    except OSError as error:
        raise EngineError(f"go does not run: {error}") from error
    if (numbers(answer) or ()) < (numbers(needed) or ()):
        raise EngineError(f"go is too old: {answer or 'of unknown version'}, the engine needs {needed}")
