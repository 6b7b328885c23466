"""A policy is a value: how often something is sent, and with which pauses."""

import pytest

from pulumi_serving.core.errors import (
    AuthError,
    ConflictError,
    LostAnswerError,
    NotSentError,
    RunEndedError,
    ServingError,
    ThrottledError,
    UnavailableError,
)
from pulumi_serving.core.http.retry import RetryPolicy

WHERE = {"method": "GET", "url": "https://x", "words": "no"}
NOT_SENT, LOST = NotSentError("Get", **WHERE), LostAnswerError("Get", **WHERE)


def answered(kind, **options):
    """Return the error that an answer of the cloud is."""
    return kind("Get", method="GET", path="/x", status=400, **options)


@pytest.mark.parametrize(
    ("error", "most"),
    [
        (NOT_SENT, 4),
        (LOST, 5),
        (answered(ThrottledError), 5),
        (answered(UnavailableError, attempts=2), 2),
        (answered(ConflictError, attempts=9), 9),
    ],
)
def test_how_often(error, most):
    """The cloud's own number comes before the policy's."""
    assert RetryPolicy().most(error) == most


@pytest.mark.parametrize(
    ("policy", "error", "attempt", "least", "longest"),
    [
        (RetryPolicy(), LOST, 1, 1, 1.5),
        (RetryPolicy(), LOST, 4, 8, 8.5),
        (RetryPolicy(), LOST, 9, 20, 20),
        (RetryPolicy(), answered(ThrottledError, retry_after=7), 1, 7, 7),
        (RetryPolicy(), answered(ThrottledError, retry_after=600), 1, 60, 60),
        (RetryPolicy(shortest=3), answered(ThrottledError, retry_after=0), 1, 3, 3),
        (RetryPolicy(shortest=3), LOST, 1, 3, 3),
        (RetryPolicy(shortest=3), NOT_SENT, 1, 1, 1.5),
    ],
)
def test_pauses(policy, error, attempt, least, longest):
    """A pause doubles up to a longest one, but for what the cloud asks for; after an answer there is a least one."""
    assert least <= policy.pause(error, attempt) <= longest


def _sends(*outcomes):
    """Return something to send that ends so, one after the other, and how often it was sent."""
    left = [*outcomes]

    def send():
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return send, left


def test_what_passes_is_sent_again(operation):
    """After what may pass it is sent again, and the row says so."""
    shown = []
    operation.call.say = lambda message, **_: shown.append(message)
    send, left = _sends(LOST, LOST, "done", "unused")
    assert RetryPolicy().repeat(send, operation, "Get") == "done"
    assert left == ["unused"]
    assert [line.partition(",")[0] for line in shown] == ["Get: attempt 1 failed", "Get: attempt 2 failed"]


@pytest.mark.parametrize("error", [answered(AuthError), ServingError("no"), RunEndedError("nothing was sent", "over")])
def test_what_does_not_pass_ends_it(operation, error):
    """What no repetition mends is told at once."""
    send, left = _sends(error, "unused")
    with pytest.raises(type(error)):
        RetryPolicy().repeat(send, operation, "Get")
    assert left == ["unused"]
    assert operation.clock.slept == []


def test_the_end_of_a_run_hides_no_lost_answer(operation):
    """Where an attempt was lost and the run ends before the next, the lost one is what is told: it may have arrived."""
    send, _ = _sends(LOST, RunEndedError("nothing was sent", "over"))
    with pytest.raises(LostAnswerError):
        RetryPolicy().repeat(send, operation, "Get")
