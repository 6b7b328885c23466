"""Where in its life a resource is, by whatever word the cloud has for it."""

import pytest

from pulumi_serving.core.values.live import Phase, phase_of

PHASES = {"UP": Phase.READY, "DELETE_FAILED": Phase.DELETING}


@pytest.mark.parametrize(
    ("word", "phase"),
    [
        ("UP", Phase.READY),
        ("up", Phase.PENDING),
        ("DELETE_FAILED", Phase.DELETING),
        ("SCHEDULE_FAILED", Phase.FAILED),
        ("ImagePullError", Phase.FAILED),
        ("Failing", Phase.FAILED),
        ("QUEUED", Phase.PENDING),
        ("", Phase.PENDING),
    ],
)
def test_any_word_has_a_phase(word, phase):
    """The cloud's own words come first; any other with fail or error in it is a failure, and all else is pending."""
    assert phase_of(word, PHASES) is phase
