"""Random lives of one resource: commands, faults, and what others do to it meanwhile; the state and the cloud agree."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.harness.lab import Lab, subjects
from tests.harness.stack import repair
from tests.harness.wire import FAULTS

from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.values.state_keys import UNCONFIRMED

from .cells import markers_in

pytestmark = pytest.mark.timeout(1200)

LIVES, STEPS = 18, 50  # of at most so many steps, for each cloud: 15 lives had 588, so these have some 2,100 in all
REPAIRS = 5
STRIKES = tuple(fault for fault in FAULTS if not fault.dies)
"""A plug-in that was killed has told nobody what it made, so that another program may never ask for it again."""

_labs: list[Lab] = []


def _lab() -> Lab:
    if not _labs:
        _labs.append(Lab())
    return _labs[0]


@pytest.fixture(scope="module", autouse=True)
def _ends():
    yield
    while _labs:
        _labs.pop().stop()


class Life(RuleBasedStateMachine):
    """One resource, from nothing to nothing."""

    cloud = ""

    @initialize()
    def begin(self):
        """Start with an empty cloud and an empty stack."""
        self.lab = _lab()
        self.lab.renew()
        (self.subject,) = (subject for subject in subjects() if subject.cloud == self.cloud)
        self.stack = self.lab.stack(self.subject)
        self.wanted = self.subject.create
        self.last = None

    @rule(what=st.sampled_from(["create", "changed", "replaced"]), refresh=st.booleans())
    def up(self, what, refresh):
        """Run ``up`` with one of three programs."""
        self.wanted = getattr(self.subject, what)
        self._judge(self.stack.up(self.wanted, refresh=refresh))

    @precondition(lambda self: self.last is not None and self.last.failed)
    @rule()
    def repair(self):
        """Run what the last error names."""
        self._judge(repair(self.stack, self.wanted, self.last))

    @rule()
    def refresh(self):
        """Run ``refresh``."""
        self._judge(self.stack.refresh())

    @rule()
    def preview(self):
        """Preview, which writes nothing."""
        self.lab.wire.arm(None)
        self.stack.preview(self.wanted)
        assert [method for method, _ in self.lab.wire.sent if method != "GET"] == []

    @rule()
    def destroy(self):
        """Run ``destroy``."""
        self._judge(self.stack.destroy())

    @rule(fault=st.sampled_from(STRIKES), first=st.integers(1, 5), times=st.sampled_from([1, 2, 1000]))
    def fault(self, fault, first, times):
        """Let a request of the next command go wrong."""
        self.lab.wire.arm(fault, first, times)

    @rule(seconds=st.sampled_from([1.0, 30.0, 90.0, 600.0]))
    def time_passes(self, seconds):
        """Let time pass."""
        self.lab.clock.sleep(seconds)

    @precondition(lambda self: self.lab.living)
    @rule(which=st.integers(0, 3), change=st.sampled_from(["gone", "failed", "ready"]))
    def somebody(self, which, change):
        """Change an endpoint behind Pulumi's back."""
        endpoint = self.lab.living[which % len(self.lab.living)]
        status = {"failed": self.subject.failed, "ready": self.subject.ready}.get(change)
        made = {"gone": True} if change == "gone" else {"status": status}
        self.lab.patch(endpoint["id"], self.cloud, **made)

    def _judge(self, run):
        """Check what a command has said, and that no endpoint lives that neither the state nor its words know."""
        self.last = run
        self.lab.wire.arm(None)
        assert not run.hangs
        assert not self.stack.slow, self.stack.slow
        for line in [*run.lines, *self.lab.said.lines]:
            assert "Traceback" not in line, line
            assert "an error inside" not in line, line
            assert not markers_in(self.subject, line), line
        self.lab.said.lines.clear()
        known = {self.subject.id_of(record) for record in self.stack.records}
        unknown = any(record.id.startswith("unsettled:") for record in self.stack.records)
        # Looked for by its name, whatever id the cloud has answered with: the end of the life shows that it is found.
        names = {record.outs.get("name") for record in self.stack.records if UNCONFIRMED in record.outs}
        words = " ".join(run.lines)
        for endpoint in self.lab.living:
            told = run.failed and (endpoint["id"] in words or endpoint["name"] in words)
            assert endpoint["id"] in known or endpoint["name"] in names or unknown or told, (endpoint, run.lines)

    def teardown(self):
        """Without faults, the wanted state is reached, and then nothing is left."""
        if not hasattr(self, "lab"):
            return
        self.lab.wire.arm(None)
        for _ in range(REPAIRS):
            self.lab.clock.sleep(120.0)
            run = repair(self.stack, self.wanted, self.last) if self.last else self.stack.up(self.wanted)
            self._judge(run)
            if not run.failed and self.stack.current and not self.stack.current.reasons:
                break
        else:
            pytest.fail(f"not healed: {self.last.lines}")
        for _ in range(REPAIRS):
            self.lab.clock.sleep(120.0)
            self._judge(self.stack.destroy())
        assert self.stack.records == []
        self.lab.clock.sleep(600.0)
        assert self.lab.living == []


CHOSEN = settings(
    max_examples=LIVES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="LIVES_AT_RANDOM" not in os.environ,  # else each run tries the same
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


def _case(of: str) -> type:
    return CHOSEN(type(f"LifeOf{of.title()}", (Life,), {"cloud": of})).TestCase


# pytest finds a test case by its name in the module: one for each cloud.
globals().update({f"Test{cloud.title()}": _case(cloud) for cloud in discovery.clouds()})
