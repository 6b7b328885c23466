"""One operation: what it shows, how long it pauses, and when it must end."""

import pytest

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.call import Call
from pulumi_serving.core.calls.operation import Operation


class Row(Call):
    """A call that keeps its lines of status."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def status(self, message):
        self.lines.append(message)


@pytest.fixture
def shown(clock):
    """Return an operation whose lines are kept."""
    return Operation("creating", 600, clock, Row())


def test_news_is_shown_at_once(shown, clock):
    """Each new word is shown with the time that has passed."""
    shown.show("pending")
    shown.show("pulling")
    clock.sleep(61)
    shown.show("pulling, 1 of 2 workers ready")
    assert shown.call.lines == ["pending, 0s", "pulling, 0s", "pulling, 1 of 2 workers ready, 1m1s"]


def test_the_same_words_become_rare(shown, clock):
    """The same words are shown the more rarely the longer it takes: a log keeps every line."""
    for _ in range(590):
        shown.show("pulling")
        clock.sleep(1)
    assert 20 < len(shown.call.lines) < 60


def test_pauses_end_with_the_time(shown, clock):
    """No pause is longer than what is left, and none is negative."""
    shown.pause(5)
    clock.sleep(590)
    shown.pause(60)
    shown.pause(60)
    assert clock.slept == [5, 590, 5, 0.0]


def test_a_cancel_interrupts(shown):
    """After a cancel the operation must end, and pauses no more."""
    assert shown.interrupted() == ""
    run.cancel()
    assert shown.interrupted() == "the run was cancelled"
    shown.pause(60)
    assert shown.clock.slept == []


def test_a_dropped_call_interrupts(shown):
    """When the engine drops the call, the operation must end."""
    shown.call.hard_cancelled.set()
    assert shown.interrupted() == "the run was cancelled"


def test_a_dead_engine_interrupts(shown, monkeypatch):
    """When the engine is gone, the operation must end."""
    monkeypatch.setattr(run, "engine_alive", lambda: False)
    assert shown.interrupted() == "the Pulumi engine is gone"


def test_a_part_has_bounds_of_its_own(operation, clock):
    """A part has less time, or fewer attempts, and never more than the whole."""
    clock.sleep(operation.deadline.seconds - 30)
    assert operation.within(20).deadline.remaining == 20
    assert operation.within(50).deadline.remaining == 30
    once = operation.at_most(1)
    assert (once.attempts, once.deadline) == (1, operation.deadline)
    assert (once.at_most(4).attempts, once.within(5).attempts) == (1, 1)
    assert operation.attempts is None


def test_what_a_part_hears_the_whole_knows(operation):
    """The cloud's clock is learnt from any answer, that to a part of a part too."""
    operation.within(20).at_most(1).heard(operation.clock.wall() + 90)
    assert operation.by_the_cloud(0.0) == 90
