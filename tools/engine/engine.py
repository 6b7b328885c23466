"""Get a Pulumi engine, and print the folder that must come first on PATH to use it.

    PATH="$(python tools/engine/engine.py):$PATH"

The line is empty if the pulumi on PATH will do. What is said to people goes to standard error. In this order:

1. a pulumi on PATH, 3.254.0 or newer (the first whose `pulumi import --file` takes outputs), with its Python host;
2. an engine of the pinned version in the user's cache;
3. the official download, into the cache;
4. a build from the Go modules pinned beside this file, into the cache.

PULUMI_SERVING_ENGINE=path takes only 1; =download takes 2 or 3; =build takes 2 or 4.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from cache import NAMES, Cache
from download import download
from gobuild import build, needed_go, pinned_version
from process import EngineError, dotted, print_folder, say, version_of

FLOOR = (3, 254, 0)
WAYS = ("", "path", "download", "build")


def main() -> int:
    """Print the folder; the exit code says whether there is an engine."""
    return print_folder(lambda: get_engine(os.environ.get("PULUMI_SERVING_ENGINE", "")))


def get_engine(way: str) -> str:
    """Find or make an engine; an empty answer means the one on PATH."""
    if way not in WAYS:
        raise EngineError(f"PULUMI_SERVING_ENGINE is {way!r}: it may be path, download or build")
    if way in ("", "path") and on_path():
        return ""
    if way == "path":
        raise EngineError(f"PULUMI_SERVING_ENGINE=path, but no pulumi {dotted(FLOOR)} or newer is on PATH")
    cache = Cache(pinned_version())
    if not cache.find():
        with cache.lock():
            if not cache.find():  # the run that was waited for may have made it
                make(cache, way)
                return str(cache.bin)
    say(f"pulumi {cache.version} is in the cache ({cache.bin})")
    return str(cache.bin)


def on_path() -> bool:
    """Tell whether the pulumi on PATH will do, and say why if it won't."""
    pulumi = shutil.which("pulumi")
    if not pulumi:
        return False
    version = version_of(pulumi)
    if version is None or version < FLOOR:
        say(f"{pulumi} is passed over: {dotted(version)}, needed is {dotted(FLOOR)} or newer")
        return False
    # The engine looks for its helpers on PATH and beside itself.
    search = os.pathsep.join([os.environ.get("PATH", ""), str(Path(pulumi).resolve().parent)])
    for name in NAMES:
        if not shutil.which(name, path=search):
            say(f"{pulumi} is passed over: {name} is neither beside it nor on PATH")
            return False
    say(f"pulumi {dotted(version)} is on PATH ({pulumi})")
    return True


def make(cache: Cache, way: str) -> None:
    """Download the engine, else build it."""
    if cache.folder.exists():
        say(f"the engine in {cache.folder} is damaged and is made again")
    if way in ("", "download"):
        try:
            download(cache)
        except EngineError as error:
            if way == "download":
                raise
            say(str(error))
        else:
            return
    if not shutil.which("go"):
        raise EngineError(
            f"no Pulumi engine. Three ways: put pulumi {dotted(FLOOR)} or newer on PATH; "
            "or allow its official download; "
            f"or install Go {needed_go()} or newer, which builds it"
        )
    build(cache)


if __name__ == "__main__":
    sys.exit(main())
