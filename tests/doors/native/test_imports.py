"""What is read of a resource that no program declares yet: complete, and no more than that."""

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_serving.doors.native import bags


def test_import(any_client):
    """What is read by its id alone gives complete inputs: declared again as they are, they change nothing."""
    client = any_client
    inputs, made = client.made()
    client.restart()
    found = client.read(made.id)
    declared = {key: value for key, value in bags.read(found.inputs)[0].items() if not key.startswith("__")}
    declared.pop("location", None)
    assert declared.items() >= {"name": bags.read(inputs)[0]["name"]}.items()
    assert {*bags.read(found.inputs)[1]} >= {*bags.read(inputs)[1]}
    checked = client.check(declared, olds=bags.read(found.inputs)[0])
    assert [*checked.failures] == []
    found.properties.update({})
    answer = client.diff(found.inputs, found, checked.inputs)
    assert (answer.changes, [*answer.detailedDiff]) == (provider_pb2.DiffResponse.DIFF_NONE, [])


def test_import_without_what_is_filled_in_with_the_id(client):
    """What a cloud makes of a resource's own id is no argument of an imported one: a successor has another id."""
    _, made = client.made()
    client.restart()
    found = client.read(made.id)
    assert bags.read(found.properties)[0]["appName"] == made.id
    assert "appName" not in bags.read(found.inputs)[0]


def test_import_of_nothing(client):
    """An id of nothing is one line."""
    with pytest.raises(grpc.RpcError) as raised:
        client.read("0000000000000000")
    assert raised.value.details() == "there is no endpoint 0000000000000000 at http://127.0.0.1:1"
