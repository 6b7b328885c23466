"""A part of the fault matrix; all of it is run by ``scripts/faults``."""

from __future__ import annotations

import itertools

import pytest
from tests.harness.lab import Lab, subjects
from tests.harness.live import LiveLab

from .cells import VERBS, WORLDS, Cell, Trial, cells
from .signals import SIGNALS, LiveTrial

pytestmark = pytest.mark.timeout(900)

EVERY = {"dynamic": 47, "native": 197}
"""Every so-manieth cell is run here, by the door that the calls come in by: behind it all is the same."""
CLOUDS = {subject.cloud: subject for subject in subjects()}


@pytest.fixture(scope="module", params=EVERY)
def lab(request):
    """Return a cloud, a door and a clock."""
    made = Lab(door=request.param)
    yield made
    made.stop()


@pytest.fixture(scope="module", params=EVERY)
def live(request):
    """Return a cloud on a port."""
    made = LiveLab(door=request.param)
    yield made
    made.stop()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_fault_loses_doubles_or_hides_an_endpoint(lab, cloud, verb):
    """After any fault at any request nothing is lost, doubled, told wrongly or left hanging, and our words heal it."""
    chosen = list(cells(lab, CLOUDS[cloud], (verb,)))
    every = EVERY[lab.door]
    offset = sum(map(ord, cloud + verb)) % every  # another part of the matrix for each
    sample = [*chosen[offset::every], *(cell for cell in chosen if cell.fault in WORLDS)]
    verdicts = [Trial(lab, CLOUDS[cloud], cell).run() for cell in sample]
    assert len(verdicts) >= 3
    assert [str(verdict) for verdict in verdicts if not verdict.good] == []


@pytest.mark.parametrize(("cloud", "what"), [*zip(itertools.cycle(CLOUDS), SIGNALS, strict=False)])
def test_no_signal_loses_doubles_or_hides_an_endpoint(live, cloud, what):
    """While a request is under way, Ctrl-C, SIGTERM and SIGKILL lose nothing; each is tried on one cloud."""
    number = sum(map(ord, live.door + cloud + what))
    cell = Cell(cloud, "create", what, 1 + number % 2, 1 + number % 3 % 2)
    verdict = LiveTrial(live, CLOUDS[cloud], cell).run()
    assert verdict.good, str(verdict)
