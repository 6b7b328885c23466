"""Where an endpoint lives, and whose it is: moved base URLs, changed and rotated keys, several accounts."""

import pytest
from tests.harness.control import BASE

from .conftest import SUBJECTS

ELSEWHERE = "http://127.0.0.1:2"
PPIO = SUBJECTS["ppio"]


@pytest.mark.parametrize("explicit", [False, True])
def test_moved_base_url(lab, stack, explicit):
    """Another base URL is a replacement that the preview shows as a new location, and nothing is left at either."""
    other = lab.other_cloud(ELSEWHERE)
    stack.instance = PPIO.explicit() if explicit else None
    stack.up(BASE).succeeded()
    first = stack.current.inputs["location"]
    if explicit:
        stack.instance = PPIO.explicit(**{"ppio:baseUrl": ELSEWHERE})
    else:
        stack.config["ppio:baseUrl"] = ELSEWHERE
    operation, names = stack.changes(BASE)
    assert operation == "replace"
    assert "location" in names
    assert other.writes == []
    stack.up(BASE).succeeded()
    assert lab.living == []
    assert len(other.living) == 1
    assert (first, stack.current.inputs["location"]) == ("http://127.0.0.1:1", ELSEWHERE)
    assert stack.preview(BASE) == "same"
    stack.destroy().succeeded()
    assert lab.living == other.living == []
    assert len(lab.endpoints) == len(other.endpoints) == 1


def test_destroy_goes_to_the_recorded_location(lab, stack):
    """A destroy after the base URL has changed in the config deletes the endpoint where it is."""
    other = lab.other_cloud(ELSEWHERE)
    stack.up(BASE).succeeded()
    stack.config["ppio:baseUrl"] = ELSEWHERE
    stack.destroy().succeeded()
    assert lab.living == []
    assert other.writes == []


def test_key_of_another_account(lab, stack):
    """With another account's key, refresh and destroy say so, name the setting, and lose nothing; an up moves."""
    stack.up(BASE).succeeded()
    stack.config |= PPIO.other_account
    id_ = stack.current.id
    before = len(lab.writes)

    def is_told(run):
        line = run.error()
        assert f"endpoint {id_}" in line
        words = "is not found at http://127.0.0.1:1 with the present credentials (the config key ppio:apiKey)"
        assert lab.said_by_the_door(words) in line
        assert "they seem to belong to another account. Nothing was changed." in line
        assert stack.current.id == id_
        assert [endpoint["id"] for endpoint in lab.living] == [id_]

    is_told(stack.refresh())
    is_told(stack.destroy())
    assert lab.writes[before:] in ([], ["DELETE"])

    assert stack.preview(BASE) == "replace"
    assert any("it is in another account" in line for line in stack.runs[-1].said)
    run = stack.up(BASE)  # the successor is there; the present key can't delete the old one
    assert f"endpoint {id_} is not found" in run.error()
    assert len(lab.living) == 2
    lab.delete(id_)
    lab.clock.sleep(60.0)
    assert len(lab.living) == 1
    stack.up(BASE, PULUMI_SERVING_GONE=id_).succeeded()
    assert stack.replaced == []
    assert stack.preview(BASE) == "same"
    stack.destroy().succeeded()
    assert lab.living == []


def test_moved_to_another_instance(lab, stack_of, subject):
    """Moved to another account with provider=, an endpoint is made there and deleted by the instance that made it."""
    stack = stack_of(subject.cloud)
    stack.instance = subject.explicit()
    stack.up(subject.create).succeeded()
    stack.instance = subject.explicit(**subject.other_account)
    assert stack.preview(subject.create) == "replace"
    stack.up(subject.create).succeeded()
    assert [endpoint["account"] for endpoint in lab.living] == [2]
    assert len(lab.endpoints) == 2
    assert stack.preview(subject.create) == "same"
    stack.destroy().succeeded()
    assert lab.living == []


def test_rotated_key(lab, stack_of):
    """A new key of the same account changes nothing, and an endpoint that is gone is known to be gone."""
    stack, gone = stack_of(name="llm"), stack_of(name="gone")
    # The simulator takes one key per account, so it is the recorded fingerprint that is made another key's.
    for each in (stack, gone):
        each.up(BASE).succeeded()
        each.current.outs["__key"] = "0123456789"
        assert each.preview(BASE) == "same"
    lab.patch(gone.current.id, gone=True)
    gone.refresh().succeeded()
    assert gone.current is None
    stack.refresh().succeeded()
    assert stack.current.outs["__key"] != "0123456789"
    stack.destroy().succeeded()
    assert lab.living == []


def test_two_accounts(lab, stack_of, subject):
    """Two Provider instances and the stack's config side by side: each endpoint is in its own account."""
    first, second = subject.explicit(), subject.explicit(**subject.other_account)
    stacks = []
    for name, instance in {"of-config": None, "of-first": first, "of-second": second}.items():
        stacks.append(stack_of(subject.cloud, name))
        stacks[-1].instance = instance
        stacks[-1].up(subject.create).succeeded()
    accounts = {endpoint["id"]: endpoint["account"] for endpoint in lab.endpoints}
    assert [accounts[subject.id_of(stack.current)] for stack in stacks] == [1, 1, 2]
    for stack in stacks:
        assert stack.preview(subject.create) == "same"
        before = stack.current
        stack.refresh().succeeded()
        assert stack.current.outs == before.outs
        assert not [value for value in subject.secrets if value in f"{before.inputs} {before.outs}"]
        stack.destroy().succeeded()
    assert lab.living == []
    assert len(lab.endpoints) == 3


def test_instance_of_another_cloud(lab, stack_of, subject):
    """An endpoint that is given an instance without its cloud fails with one line that says so."""
    stack = stack_of(subject.cloud)
    stack.instance = {"cloud": "elsewhere"}
    operation, lines = stack.changes(subject.create)
    assert operation == "fail"
    (line,) = lines
    if lab.door == "native":
        assert line.startswith(f"{subject.cloud} has no ")
        assert f": give the provider its {subject.cloud}." in line
    else:
        assert line.startswith("the provider instance given to this resource is for elsewhere; ")
        assert line.endswith(f"a {subject.cloud} resource takes a pulumi_serving.{subject.cloud}.Provider")
    assert lab.operations() == []


def test_taken_names_of_alibaba(lab, stack_of):
    """A name that somebody else's service holds, and one that one's own does, are told apart; neither is adopted."""
    alibaba = SUBJECTS["alibaba"]
    theirs, ours = stack_of("alibaba", "theirs"), stack_of("alibaba", "ours")
    theirs.config |= alibaba.other_account
    named = {**alibaba.create, "name": "team_llm"}
    theirs.up(named).succeeded()
    line = ours.up(named).error()
    assert line.startswith("the name team_llm is taken in cn-shanghai by somebody else's service")
    assert ours.current is None

    ours.config |= alibaba.other_account
    line = ours.up(named).error()
    assert line.startswith("there is an app service named team_llm already: cn-shanghai/team_llm (Running, made ")
    assert "`PULUMI_SERVING_ADOPT=cn-shanghai/team_llm pulumi up` adopts it" in line
    assert lab.writes == ["POST"]
    ours.up(named, PULUMI_SERVING_ADOPT="cn-shanghai/team_llm").succeeded()
    assert lab.writes == ["POST"]
    assert ours.preview(named) == "same"
    ours.destroy().succeeded()
    assert lab.living == []
