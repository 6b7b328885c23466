"""What this door takes and tells otherwise than the dynamic one: names in both spellings, nulls, and options."""

import grpc
import pytest
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_serving.core.values.text import SECRET_SIGNATURE, SIGNATURE_KEY
from pulumi_serving.doors.native import bags

PROVIDER = "__provider"


def struct(values):
    """Return a bag as the engine sends it, nulls too."""
    made = struct_pb2.Struct()
    made.update(values)
    return made


def test_a_name_in_both_spellings(client):
    """An argument that is given twice is a mistake, at any depth: nobody could tell which one counts."""
    args = client.wire(client.subject.create)
    args |= {"product_id": "h100", "volumes": [{"mountPoint": "/a", "mount_point": "/b"}]}
    lines = {failure.reason for failure in client.check(args).failures}
    assert "productId: is given twice, in snake_case, too" in lines
    assert "volumes[0].mountPoint: is given twice, in snake_case, too" in lines


def test_a_null_is_no_value(client):
    """A null is left out at any depth, as where a Python program has None."""
    args = client.wire(client.subject.create)
    args["command"] = None
    args["workerConfig"] = {**args["workerConfig"], "idleTimeout": None}
    args["volumes"] = [{"mountPoint": "/a", "size": None, "type": "local"}]
    answer = client.stub.Check(provider_pb2.CheckRequest(urn=client.urn, news=struct(args)))
    assert not [failure.reason for failure in answer.failures if "idleTimeout" in failure.reason]
    found = bags.read(answer.inputs)[0]
    assert "command" not in found
    assert "idleTimeout" not in found["workerConfig"]


def test_options_have_the_names_of_the_program(client):
    """A line that names an option of the resource has it as other languages do."""
    inputs = client.check(client.wire(client.subject.create)).inputs
    client.lab.settings(ready_after_s=5000)
    with pytest.raises(grpc.RpcError) as raised:
        client.create(inputs)
    assert "customTimeouts: {create: ...} sets the limit" in raised.value.details()


def test_a_secret_that_looks_like_a_name(client):
    """A secret with the name of an argument in it is blanked whole: names are spelt in what is left."""
    secret = "pw max_replicas 9x!"
    client.lab.fault(operation="create", status=400, body={"message": f"no app {secret}"}, times=9)
    args = client.wire({**client.subject.create, "app_name": secret})
    inputs = client.check(args, secret=[("appName",)]).inputs
    with pytest.raises(grpc.RpcError) as raised:
        client.create(inputs)
    assert "9x" not in raised.value.details()


def test_what_ignore_changes_takes_out_of_a_move(client):
    """Arguments that the engine takes out, since the former door had other names, are those that were recorded."""
    inputs, _ = client.made()
    recorded = {**bags.read(inputs)[0], PROVIDER: "pickled"}
    recorded = {**client.names.from_wire(recorded), PROVIDER: "pickled", "registry_auth_id": "auth-s3cr3t"}
    marked = {SIGNATURE_KEY: SECRET_SIGNATURE, "value": recorded["registry_auth_id"]}
    args = client.wire(client.subject.create)
    del args["productId"], args["workerConfig"]["maxReplicas"], args["command"]
    request = provider_pb2.CheckRequest(urn=client.urn, news=bags.write(args))
    request.olds.CopyFrom(struct({**recorded, "registry_auth_id": marked}))
    answer = client.stub.Check(request)
    assert [*answer.failures] == []
    found, marks = bags.read(answer.inputs)
    assert (found["productId"], found["workerConfig"]["maxReplicas"]) == (recorded["product_id"], 3)
    assert found["registryAuthId"] == "auth-s3cr3t"
    assert ("registryAuthId",) in marks
    assert "command" not in found  # the engine finds this one by itself, so it was taken away
    request.olds.CopyFrom(inputs)
    reasons = [failure.reason for failure in client.stub.Check(request).failures]
    assert reasons == ["productId: is required", "workerConfig.maxReplicas: is required"]
