"""A component that this plug-in makes: what goes wrong is told in lines, without a value."""

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from pulumi_serving.doors.native import construct


def test_an_error_that_nobody_foresaw(client, monkeypatch):
    """It is one line that says where, and not what it was about."""

    class Servicer:
        def __init__(self, *arguments):
            pass

        async def _construct(self, request, context):  # noqa: ARG002 - the SDK's own
            raise KeyError("s3cr3t")

    monkeypatch.setattr(construct, "ProviderServicer", Servicer)
    with pytest.raises(grpc.RpcError) as raised:
        client.stub.Construct(provider_pb2.ConstructRequest(type="serving:index:Fleet", name="a"))
    assert raised.value.details().startswith(
        "construct: an error inside pulumi-serving (KeyError at test_construct.py:"
    )
    assert "s3cr3t" not in raised.value.details()
