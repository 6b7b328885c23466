"""Whose a resource is: what proves that it is in another account, or is another one, and what does not."""

from types import SimpleNamespace

import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.errors import NotFoundError, UnconfirmedError
from pulumi_serving.core.lifecycle.ownership import confirm_another, is_elsewhere
from pulumi_serving.core.values.live import Live, Phase
from pulumi_serving.core.values.state_keys import ACCOUNT, KEY

MINE, THEIRS = "key-of-mine", "key-of-theirs"


def resource(id_, account="acme", uid="uid-1"):
    """Return a resource as a reading shows it."""
    return Live(id_, f"name-of-{id_}", "running", Phase.READY, account=account, outputs={"uid": uid})


def session(*listed, whole=True):
    """Return the session of an account whose list is given, and in which the endpoint is not found by itself."""

    def get(_client, id_, _operation):
        raise NotFoundError("Get", method="GET", path=f"/{id_}", status=404)

    return SimpleNamespace(
        settings=SimpleNamespace(fingerprint=MINE),
        reports_owners=True,
        client=None,
        listed=lambda _operation, _age: ({live.id: live for live in listed}, whole),
        kind=SimpleNamespace(noun="endpoint", identity="uid", get=get),
    )


@pytest.mark.parametrize(
    ("listed", "whole", "recorded", "elsewhere"),
    [
        ([], True, {KEY: THEIRS}, True),
        ([], False, {KEY: THEIRS}, False),
        ([], True, {KEY: MINE}, False),
        ([], True, {}, False),
        ([resource("e-1")], True, {KEY: THEIRS}, False),
        ([resource("e-2")], True, {KEY: THEIRS, ACCOUNT: "acme"}, False),
        ([resource("e-2")], True, {KEY: THEIRS, ACCOUNT: "other"}, True),
    ],
)
def test_what_proves_another_account(clock, listed, whole, recorded, elsewhere):
    """Another key, a whole list without it and without any of its owner's, and its own reading: it takes them all."""
    operation = Operation("diffing", 60, clock)
    assert is_elsewhere(session(*listed, whole=whole), "e-1", recorded, operation) == elsewhere


@pytest.mark.parametrize("listed", [[], [resource("e-1")]])
def test_another_one_under_the_same_id_is_borne_out_by_the_list(clock, listed):
    """A reading that shows another resource than the recorded one counts only where the list shows the same one."""
    operation, recorded = Operation("reading", 60, clock), {"uid": "uid-1"}
    with pytest.raises(UnconfirmedError, match="the list does not show that one"):
        confirm_another(session(*listed), "e-1", recorded, resource("e-1", uid="uid-2"), operation)
    confirm_another(session(resource("e-1", uid="uid-2")), "e-1", recorded, resource("e-1", uid="uid-2"), operation)
    confirm_another(session(), "e-1", recorded, resource("e-1"), operation)
