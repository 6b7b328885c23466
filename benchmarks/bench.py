"""
Measure the provider against a native one, a plain one and one that does nothing, on one simulated cloud.

    scripts/bench                              the whole table, about a quarter of an hour, into docs/
    scripts/bench --scale 0.05 --repeats 1 --cases at-once --out /tmp/bench
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cases import CASES, SIDES, Bench
from lab import HERE, POLL_SECONDS, REQUEST_SECONDS, BenchmarkError, Lab
from report import as_json, as_picture, as_table

DOCS = HERE.parent / "docs"
START, END = "<!-- figures: written by scripts/bench -->", "<!-- end of figures -->"
BUSY = 0.5


def main() -> int:
    """Run what was asked for; the exit code says whether it ran, not whether targets are reached."""
    options = _options()
    began = time.monotonic()
    load = os.getloadavg()[0]
    _say(f"load of the machine before the start: {load:.2f} on {os.cpu_count()} processors")
    if load > BUSY:
        _say("the machine is busy: seconds will be too many, and ratios uncertain")
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        native = _native(Path(name) / "native") if "native" in options.sides else None
        lab = Lab(Path(name), native)
        sides = tuple(side for side in options.sides if side in lab.sides)
        try:
            bench = Bench(lab, options.scale, options.repeats, sides, _say)
            figures = []
            for case in options.cases:
                _say(f"{case}: {CASES[case].__doc__}")
                figures += CASES[case](bench)
        except BenchmarkError as error:
            _say(str(error))
            return 1
        finally:
            lab.close()
    conditions = {
        "date": dt.datetime.now(dt.timezone.utc).date().isoformat(),
        "processors": os.cpu_count(),
        "load_before": round(load, 2),
        "python": platform.python_version(),
        "engine": _version(),
        "scale": options.scale,
        "request_seconds": REQUEST_SECONDS,
        "poll_seconds": POLL_SECONDS,
        "took_seconds": round(time.monotonic() - began),
        "native": native is not None,
    }
    _write(options.out, as_json(figures, conditions))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=[*CASES], help="which cases (all)")
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=[*SIDES], help="which sides (all)")
    parser.add_argument("--scale", type=float, default=1.0, help="part of the endpoints and of their times (1)")
    parser.add_argument("--repeats", type=int, default=3, help="how often each figure is measured (3)")
    parser.add_argument("--out", type=Path, default=DOCS, help="folder for benchmarks.json, .svg and .md (docs)")
    return parser.parse_args()


def _native(folder: Path) -> Path | None:
    """Build the native provider and return its folder; None, with a word, where that can't be done."""
    if not shutil.which("go"):
        _say("native is left out: there is no Go to build it with")
        return None
    _say("building the native provider; the first time takes some minutes")
    done = subprocess.run(
        ["go", "build", "-trimpath", "-o", str(folder / "pulumi-resource-benchmark"), "."],
        cwd=HERE / "native",
        env={**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        _say(f"native is left out: it can't be built here: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return folder


def _version() -> str:
    done = subprocess.run(["pulumi", "version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix("v")


def _write(folder: Path, results: dict[str, object]) -> None:
    """Write the results; in the page, what stands between the two marks is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.json").write_text(json.dumps(results, indent=2) + "\n")
    (folder / "benchmarks.svg").write_text(as_picture(results))
    page, table = folder / "benchmarks.md", as_table(results)
    before, after = "", ""
    if page.exists():
        before, _, rest = page.read_text().partition(START)
        after = rest.partition(END)[2]
    page.write_text(f"{before}{START}\n\n{table}\n![bars](benchmarks.svg)\n\n{END}{after}")
    _say(f"written: benchmarks.json, benchmarks.svg and benchmarks.md in {folder}\n\n{table}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
