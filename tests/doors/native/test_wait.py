"""The wait for many as a program declares it by itself: its mistakes, what is not known yet, and what is secret."""

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2
from tests.harness.lab import urn_of

from pulumi_serving.core.values.ids import broken_rule
from pulumi_serving.core.values.leaves import UNKNOWN
from pulumi_serving.doors.native import bags

Diff = provider_pb2.DiffResponse


@pytest.fixture
def wait(client):
    """Return the engine's side for a wait, with one endpoint to wait for."""
    _, made = client.made({**client.wire(client.subject.create), "waitUntilReady": False})
    client.endpoint = {"id": made.id, "changedAt": bags.read(made.properties)[0]["changedAt"]}
    client.urn = urn_of("serving:index:Readiness", "ready")
    return client


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        ({}, ["cloud: is required", "endpoints: is required"]),
        ({"cloud": "ppioo", "endpoints": {}}, ["cloud: is not a cloud; did you mean ppio?"]),
        (
            {"cloud": "ppio", "kind": "endpont", "endpoints": {"a": {"id": "../b"}}},
            [
                "kind: is no kind of ppio that serves; did you mean endpoint?",
                f"endpoints.a.id: {broken_rule('../b')}",
            ],
        ),
        ({"cloud": "ppio", "endpoints": ["a"]}, ["endpoints: must be a mapping, not a list"]),
        ({"cloud": "ppio", "endpoints": {"a": "b"}}, ["endpoints.a: must be a mapping, not a string"]),
        (
            {"cloud": "ppio", "endpoints": {"a": {"id": "b", "limits": {"creating": -1}}}},
            ["endpoints.a.limits.creating: input should be greater than 0"],
        ),
    ],
)
def test_mistakes(wait, args, lines):
    """Each mistake is a line at the preview."""
    assert [failure.reason for failure in wait.check(args).failures] == lines


def test_what_is_not_known_yet(wait):
    """An endpoint that is not known yet, or of which nothing is, is a change."""
    inputs = wait.check({"cloud": "ppio", "endpoints": {"a": wait.endpoint}}).inputs
    made = wait.create(inputs)
    for endpoint in (UNKNOWN, {"id": UNKNOWN, "changedAt": UNKNOWN}):
        answer = wait.check({"cloud": "ppio", "endpoints": {"a": endpoint}})
        assert [*answer.failures] == []
        assert [*wait.diff(inputs, made, answer.inputs).detailedDiff] == ["endpoints.a"]
    unknown = wait.check({"cloud": UNKNOWN, "endpoints": UNKNOWN})
    assert [*unknown.failures] == []


def test_what_is_secret(wait):
    """A marked id stays marked, changes nothing, and is in no line."""
    args = {"cloud": "ppio", "endpoints": {"a": wait.endpoint}}
    inputs = wait.check(args).inputs
    made = wait.create(inputs)
    marked = wait.check(args, secret=[("endpoints", "a", "id")]).inputs
    assert bags.read(marked)[1] == [("endpoints", "a", "id")]
    assert wait.diff(inputs, made, marked).changes == Diff.DIFF_NONE
    other = {"cloud": "ppio", "endpoints": {"a": {"id": "s3cr3t-and-long"}}}
    with pytest.raises(grpc.RpcError) as raised:
        wait.create(wait.check(other, secret=[("endpoints", "a", "id")]).inputs)
    assert "s3cr3t" not in raised.value.details()


def test_nothing_to_import(wait):
    """There is no wait in a cloud that an import could read."""
    with pytest.raises(grpc.RpcError) as raised:
        wait.read("ready")
    assert raised.value.details() == "a wait is nothing in the cloud that could be imported or read: declare it"
