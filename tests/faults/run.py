"""
The fault matrix, whole: ``scripts/faults``. A line for each cell, and the totals.

    scripts/faults                       all cells, on two processes
    scripts/faults --only "ppio create"  those whose names begin so
    scripts/faults --door native         through the native door
    scripts/faults --bad                 prints the cells that are not good, with their story
    scripts/faults --peers               every so-manieth cell on all sides of the benchmarks, and the money wasted
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.lab import Lab, subjects
from tests.harness.live import DOORS, LiveLab

from .cells import Cell, Trial, Verdict, cells
from .peers import SIDES, PeerLab, build_native, peer_cells, peer_subject
from .signals import SIGNALS, LiveTrial, live_cells
from .waste import waste

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNAL_PROCESSES = 3
"""Processes beside the others for the cells in which time is real: these wait, most of the time."""


def _work(door: str, cell: Cell) -> Verdict:
    subject = next(item for item in subjects() if item.cloud == cell.cloud)
    if cell.fault in SIGNALS:
        return LiveTrial(_live_lab(door), subject, cell).run()
    return Trial(_lab(door), subject, cell).run()


@functools.cache
def _lab(door: str) -> Lab:
    return Lab(door=door)


@functools.cache
def _live_lab(door: str) -> LiveLab:
    return LiveLab(door=door)


def _listed(door: str, only: str) -> list[Cell]:
    lab, found = _lab(door), live_cells([subject.cloud for subject in subjects()])
    found += [cell for subject in subjects() for cell in cells(lab, subject)]
    return [cell for cell in found if str(cell).startswith(only)]


def _verdicts(door: str, chosen: list[Cell], processes: int) -> Iterator[Verdict]:
    work = functools.partial(_work, door)
    if processes == 1:
        yield from map(work, chosen)
        return
    spawn, signals = multiprocessing.get_context("spawn"), [cell for cell in chosen if cell.fault in SIGNALS]
    with spawn.Pool(processes) as pool, spawn.Pool(SIGNAL_PROCESSES) as signal_pool:
        waited = signal_pool.imap(work, signals)
        yield from pool.imap_unordered(work, [cell for cell in chosen if cell.fault not in SIGNALS], chunksize=20)
        yield from waited


def main() -> int:
    """Run it; 1 if any cell is not good."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="cells whose names begin with this")
    parser.add_argument("--door", choices=DOORS, default="dynamic", help="what the engine's calls come in by")
    parser.add_argument("--every", type=int, default=1, help="every so-manieth cell")
    parser.add_argument("--bad", action="store_true", help="print bad cells alone, with what was said")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--peers", action="store_true", help="compare with the peers of the benchmarks instead")
    options = parser.parse_args()
    if options.peers:
        return _peers(max(options.every, 5))
    began = time.monotonic()
    chosen = _listed(options.door, options.only)[:: options.every]
    totals: Counter[str] = Counter()
    bad = 0
    for verdict in _verdicts(options.door, chosen, options.processes):
        totals.update({kind: len(getattr(verdict, kind)) for kind in Verdict.KINDS})
        bad += not verdict.good
        if not options.bad or not verdict.good:
            print(verdict, flush=True)
        if options.bad and not verdict.good:
            for line in verdict.story:
                print("   ", line)
    print(f"{len(chosen)} cells in {time.monotonic() - began:.0f} s, {bad} not good")
    print(", ".join(f"{kind}: {totals[kind]}" for kind in Verdict.KINDS))
    return 1 if bad else 0


def _peers(every: int) -> int:
    """Run what can be tried on all sides; a line for each, and what each has wasted."""
    with tempfile.TemporaryDirectory() as folder:
        native = build_native(Path(folder))
        for side in SIDES:
            if side == "native" and native is None:
                print("native is left out: it can't be built here")
                continue
            lab = PeerLab(side, native)
            totals: Counter[str] = Counter()
            chosen = list(peer_cells(lab, every))
            for cell in chosen:
                verdict = Trial(lab, peer_subject(), cell).run()
                totals.update({kind: bool(getattr(verdict, kind)) for kind in Verdict.KINDS}, good=verdict.good)
            print(
                f"{side}: {totals['good']} of {len(chosen)} cells good;",
                ", ".join(f"{k}: {totals[k]}" for k in Verdict.KINDS),
            )
            print(waste(lab), flush=True)
            lab.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
