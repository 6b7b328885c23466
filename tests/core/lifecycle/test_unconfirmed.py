"""What a preview sees of what was accepted and never waited for."""

from types import SimpleNamespace

import pytest

from pulumi_serving.core.lifecycle.unconfirmed import failed_since
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Live, Phase
from pulumi_serving.core.values.state_keys import KEPT
from pulumi_serving.ppio.endpoint.args import EndpointArgs

DECLARED = {"image": "registry.example.com/llm:2"}


@pytest.mark.parametrize(
    ("phase", "image", "symptoms"),
    [
        (Phase.READY, "registry.example.com/llm:1", ["image"]),
        (Phase.READY, DECLARED["image"], None),
        (Phase.PENDING, "registry.example.com/llm:1", None),
        (Phase.STOPPED, "registry.example.com/llm:1", None),
        (Phase.FAILED, DECLARED["image"], ["status"]),
    ],
)
def test_what_has_failed_since(clock, phase, image, symptoms):
    """What has failed, and what is ready without what was declared, is told; what is on its way or stopped is not."""
    live = Live("e-1", "llm", phase.value, phase, values={"image": image})
    session = SimpleNamespace(glance=lambda _id, _clock: live, client=None, kind=SimpleNamespace(get=lambda *_: live))
    found = failed_since(session, "e-1", DECLARED, clock, Forms.recorded(EndpointArgs, {KEPT: {}}))
    assert found == (None if symptoms is None else (live, symptoms))
