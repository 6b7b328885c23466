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


def _program(client):
    """Return a program that declares the least, besides the name."""
    name = "imported_llm" if client.subject.cloud == "alibaba" else "imported-llm"
    least = {key: value for key, value in client.subject.create.items() if key not in ("envs", "command")}
    return client.wire({**least, "name": name})


@pytest.mark.parametrize("refreshed", [False, True])
def test_import_without_what_the_cloud_fills_in(any_client, refreshed):
    """A program that leaves out what only the cloud has filled in changes nothing of an imported endpoint."""
    client = any_client
    program = _program(client)
    _, made = client.made(program)
    client.restart()
    found = client.read(made.id)
    if refreshed:
        found = client.read(made.id, outs=found.properties, inputs=found.inputs)
    checked = client.check(program, olds=bags.read(found.inputs)[0])
    answer = client.diff(found.inputs, found, checked.inputs)
    assert (answer.changes, [*answer.replaces]) == (provider_pb2.DiffResponse.DIFF_NONE, [])


def test_update_of_an_import_takes_nothing_away(client):
    """The first update of an imported endpoint sends what it changes, and leaves what the program leaves out."""
    given = {**_program(client), "ports": [8000, 9000], "envs": [{"key": "A", "value": "value-of-a"}]}
    _, made = client.made(given)
    client.restart()
    found = client.read(made.id)
    program = {**_program(client), "image": "registry.example.com/llm:9"}
    checked = client.check(program, olds=bags.read(found.inputs)[0])
    answer = client.diff(found.inputs, found, checked.inputs)
    updated = client.update(found.inputs, found, checked.inputs)
    now = bags.read(updated.properties)[0]
    assert [*answer.detailedDiff] == ["image"]
    assert (now["image"], now["ports"], now["envs"]) == (program["image"], given["ports"], given["envs"])


def test_removal_once_it_is_declared(client):
    """What a program has declared of an imported endpoint, and leaves out later, is taken away as ever."""
    given = {**_program(client), "command": "serve --fast"}
    _, made = client.made(given)
    client.restart()
    found = client.read(made.id)
    declared = client.check(given, olds=bags.read(found.inputs)[0]).inputs
    assert client.diff(found.inputs, found, declared).changes == provider_pb2.DiffResponse.DIFF_NONE
    later = client.check(_program(client), olds=bags.read(declared)[0]).inputs
    assert [*client.diff(declared, found, later).detailedDiff] == ["command"]
