"""Get a language host that the engine needs beside it, and print the folder that must come on PATH.

    PATH="$(python tools/engine/hosts.py yaml):$PATH"

``yaml`` or ``node``. The line is empty if there is one on PATH, as beside an official engine; else it is built from the
Go module pinned in the folder of that name, into the user's cache. What is said to people goes to standard error.
"""

from __future__ import annotations

import re
import shutil
import sys
import time

from cache import Cache
from gobuild import HERE, SDK, Program, check_go, step
from process import EngineError, print_folder, say, spoken

HOSTS = {
    "yaml": Program(
        name="pulumi-language-yaml",
        module="yaml",
        package="github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
        options=("-ldflags=-s -w",),
        costs="about 4 minutes",
    ),
    "node": Program(
        name="pulumi-language-nodejs",
        module="node",
        package=f"{SDK}/nodejs/cmd/pulumi-language-nodejs",
        options=("-ldflags=-s -w",),
        costs="about 1 minute",
    ),
}


def main(arguments: list[str]) -> int:
    """Print the folder; the exit code says whether there is a host."""
    return print_folder(lambda: get_host(" ".join(arguments)))


def get_host(language: str) -> str:
    """Find or build a host; an empty answer means the one on PATH."""
    if language not in HOSTS:
        raise EngineError(f"{language!r} is no host that can be had here; there are: {', '.join(HOSTS)}")
    program = HOSTS[language]
    if shutil.which(program.name):
        return ""
    cache = Cache(pinned_version(program), f"{language}-host", (program.name,))
    if not cache.find():
        with cache.lock():
            if not cache.find():
                build(program, cache)
    return str(cache.bin)


def pinned_version(program: Program) -> str:
    """Read the version of the module that a host is built from."""
    module = program.package.partition("/cmd/")[0].removesuffix("/nodejs")
    found = re.search(rf"{re.escape(module)} v(\S+)", (HERE / program.module / "go.mod").read_text())
    if not found:
        raise EngineError(f"tools/engine/{program.module}/go.mod pins no {module}")
    return found[1]


def build(program: Program, cache: Cache) -> None:
    """Build a host into the cache."""
    if not shutil.which("go"):
        raise EngineError(f"no {program.name}: put one on PATH, or install Go, which builds it")
    check_go()
    started = time.monotonic()
    with cache.scratch() as run:
        (cache.work / "bin").mkdir(exist_ok=True)
        step(program, cache, run)
    cache.place(cache.work)
    say(f"built in {spoken(time.monotonic() - started)}: {cache.bin}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
