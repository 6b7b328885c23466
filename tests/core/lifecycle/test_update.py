"""Bringing a living resource to what is declared, where nobody waits for it."""

from types import SimpleNamespace

import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.errors import (
    ConflictError,
    LostAnswerError,
    NotReadyError,
    NotSentError,
    RunEndedError,
    ServingError,
)
from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.lifecycle.update import Update
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Live, Phase
from pulumi_serving.ppio.endpoint.args import EndpointArgs

LIVE = Live("e-1", "llm", "running", Phase.READY, values={"image": "llm:1"})
OLD, NEW = {"image": "llm:1"}, {"image": "llm:2", "wait_until_ready": False}


@pytest.fixture
def update(clock):
    """Return an update of an image, which the cloud answers as the test says, and what was sent."""

    def make(answer=None, inputs=NEW):
        sent = []

        def send(*given):
            sent.append(given)
            if answer is not None:
                raise answer

        def refuse(id_, operation):  # noqa: ARG001
            raise ServingError("Get endpoint failed (HTTP 403)")

        kind = SimpleNamespace(args=EndpointArgs, update=send, cannot_clear=lambda *_: (), noun="endpoint")
        session = SimpleNamespace(kind=kind, client=None, accepted={}, get=refuse)
        changes = changes_between(kind, LIVE, inputs, OLD, Forms(EndpointArgs, {}))
        return Update(session, changes, Operation("updating", 60, clock)), sent

    return make


def test_an_accepted_update_that_cannot_be_read_back_counts(update):
    """What the cloud has accepted is recorded as accepted, though the reading after it fails."""
    one, sent = update()
    assert one.run() == LIVE
    assert len(sent) == 1
    assert one.sent
    assert one.session.accepted == {"e-1": one.changes}


def test_nothing_changed_sends_nothing(update):
    """Where the program and the cloud agree nothing goes out, and nothing counts as accepted."""
    one, sent = update(inputs={**OLD, "wait_until_ready": False})
    assert one.run() == LIVE
    assert (sent, one.sent, one.session.accepted) == ([], False, {})


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        (NotReadyError("it is CREATING"), False),
        (RunEndedError("nothing was sent: the run was cancelled", "the run was cancelled"), False),
        (NotSentError("Update", method="PUT", url="/", words="no connection"), False),
        (LostAnswerError("Update", method="PUT", url="/", words="the connection broke"), True),
        (ConflictError("Update", method="PUT", path="/", status=409), True),
    ],
    ids=["not ready", "cancelled before", "no connection", "lost", "refused"],
)
def test_what_may_have_gone_out_counts_as_sent(update, answer, sent):
    """An update whose answer is lost may have been taken; one that was never sent has not."""
    one, _ = update(answer)
    with pytest.raises(type(answer)):
        one.run()
    assert one.sent is sent


def test_an_update_of_two_requests_counts_by_the_first(update):
    """Where the run ends between two requests of an update, the first has gone out."""
    one, _ = update(RunEndedError("nothing was sent: the run was cancelled", "the run was cancelled"))
    one.operation.within(5).wrote()
    with pytest.raises(RunEndedError):
        one.run()
    assert one.sent
