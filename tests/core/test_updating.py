"""Bringing a living resource to what is declared, where nobody waits for it."""

from types import SimpleNamespace

from pulumi_serving.core.account import Accepted
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.kind import Live, Phase
from pulumi_serving.core.operation import Operation
from pulumi_serving.core.updating import bring_about
from pulumi_serving.ppio.args import EndpointArgs


def test_an_accepted_update_that_cannot_be_read_back_counts(clock):
    """What the cloud has accepted is recorded as accepted, though the reading after it fails."""
    sent = []

    def refuse(id_, operation):  # noqa: ARG001
        raise ServingError("Get endpoint failed (HTTP 403)")

    account = SimpleNamespace(
        kind=SimpleNamespace(
            args=EndpointArgs, update=lambda *given: sent.append(given), cannot_clear=lambda *_: (), noun="endpoint"
        ),
        client=None,
        accepted={},
        settings=SimpleNamespace(fingerprint="", place=""),
        get=refuse,
    )
    live = Live("e-1", "llm", "running", Phase.READY, values={"image": "llm:1"})
    inputs = {"image": "llm:2", "wait_until_ready": False}
    assert bring_about(account, live, inputs, {"image": "llm:1"}, Operation("updating", 60, clock)) == live
    assert len(sent) == 1
    assert account.accepted == {"e-1": Accepted(inputs, live)}
