"""Durations in words, deadlines, and the machine's own clock."""

import threading

import pytest

from pulumi_serving.core.clock import Deadline, SystemClock, seconds, spell, unix_time


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


@pytest.mark.parametrize(
    ("text", "expected"), [("90s", 90), ("40m", 2400), ("1h30m", 5400), ("1.5h", 5400), (".5m", 30), ("250ms", 0.25)]
)
def test_durations_are_read_as_the_engine_has_them(text, expected):
    """A duration is read in the units of custom timeouts."""
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "40", "40 m", "m", "1h-30m", "soon"])
def test_what_is_no_duration(text):
    """Anything else is an error that says what a duration looks like."""
    with pytest.raises(ValueError, match="is no duration such as 90s, 40m or 1h30m"):
        seconds(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-05-30T12:24:30.401Z", 1_685_449_470.401),
        ("2023-05-30T14:24:30+02:00", 1_685_449_470),
        ("2023-05-30T12:24:30", 1_685_449_470),
        ("", None),
        ("soon", None),
        (None, None),
        (1, None),
    ],
)
def test_moments(text, moment):
    """A moment is read in whatever zone it is told, in UTC where it names none; anything else is no moment."""
    assert unix_time(text) == moment
