"""Durations in words, deadlines, and the machine's own clock."""

import threading

import pytest

from pulumi_serving.core.clock import Deadline, SystemClock, spell


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0s"),
        (0.4, "0s"),
        (1, "1s"),
        (42, "42s"),
        (59.4, "59s"),
        (59.6, "1m"),
        (60, "1m"),
        (61, "1m1s"),
        (1200, "20m"),
        (3599.9, "1h"),
        (3600, "1h"),
        (5400, "1h30m"),
        (3601, "1h1s"),
        (90061, "25h1m1s"),
    ],
)
def test_spell(seconds, words):
    """A duration is spelt in hours, minutes and seconds, without the parts that are nothing."""
    assert spell(seconds) == words


def test_deadline(clock):
    """A deadline counts from its start, and what remains turns negative once it has passed."""
    deadline = Deadline.after(10, clock)
    assert (deadline.elapsed, deadline.remaining) == (0, 10)
    clock.sleep(4)
    assert (deadline.elapsed, deadline.remaining) == (4, 6)
    clock.sleep(16)
    assert (deadline.elapsed, deadline.remaining) == (20, -10)


def test_the_system_clock_sleeps_until_the_event():
    """A sleep ends at once when the event has happened."""
    event = threading.Event()
    event.set()
    clock = SystemClock()
    start = clock.now()
    clock.sleep(30, event)
    assert clock.now() - start < 5


def test_the_system_clock_waits_for_so_long_at_most():
    """A wait on a condition that nobody notifies ends by itself."""
    clock, condition = SystemClock(), threading.Condition()
    with condition:
        clock.wait(condition, 0.001)
    assert clock.wall() > 1_700_000_000
