"""Finding what is recorded, where its id is of none."""

from types import SimpleNamespace

import pytest

from pulumi_serving.core.cloud.abilities import SharesNames
from pulumi_serving.core.http.pages import Listing
from pulumi_serving.core.lifecycle.find import find
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.core.values.state_keys import NAMED_BY, UNCONFIRMED

OTHER = Live("e-2", "llm", "running", Phase.READY)
RECORDED = {"name": "llm", NAMED_BY: "provider", UNCONFIRMED: True}


class Kind:
    """A kind whose list shows another one of the name."""

    noun, limits = "endpoint", Limits(1, 1, 1, invisible=60)

    def is_made_by(self, live, args):
        return live.name == args["name"]


class KindOfManyNames(SharesNames, Kind):
    """A kind of which several may have one name."""


@pytest.mark.parametrize(("kind", "found"), [(Kind(), OTHER), (KindOfManyNames(), None)])
def test_a_name_finds_what_an_answer_named_wrongly(operation, kind, found):
    """What was made under another id than the answer said is found by its name, where a name tells anything."""
    session = SimpleNamespace(
        kind=kind,
        given_up=(),
        settings=SimpleNamespace(fingerprint="f"),
        get=lambda *_: None,
        listed=lambda *_: ({}, True),
        find_by_name=lambda *_: Listing([OTHER]),
    )
    assert find(session, "e-1", RECORDED, operation) == found
