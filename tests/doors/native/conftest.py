"""The native door over gRPC, with bags as the engine sends them: camelCase, and a mark on each secret."""

import json

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc
from tests.harness.lab import Lab, subjects, urn_of
from tests.harness.native import nested

from pulumi_serving.doors.native import bags
from pulumi_serving.doors.native.resources import served

SUBJECTS = {subject.cloud: subject for subject in subjects()}


class Client:
    """The engine's side of the protocol."""

    def __init__(self, lab, subject):
        self.lab, self.subject = lab, subject
        self.names = served()[subject.token].names
        self.urn = urn_of(subject.token, "llm")
        self._channel = grpc.insecure_channel(lab.host.address)
        self.stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        self.restart()

    def restart(self, **environ):
        """Begin a new process, with the settings of the stack."""
        self.lab._start_process(environ)
        self.configure(nested(self.subject.config))

    def configure(self, settings, name="default_0_1_0"):
        """Hand over settings."""
        return self.stub.Configure(provider_pb2.ConfigureRequest(args=bags.write(settings), name=name))

    def wire(self, values):
        """Return arguments as a program in another language gives them."""
        return self.names.to_wire(values)

    def check(self, values, olds=None, secret=(), **fields):
        """Check arguments; they are given as they are written in another language."""
        request = provider_pb2.CheckRequest(urn=self.urn, news=bags.write(values, secret), **fields)
        request.olds.CopyFrom(bags.write(olds or {}))
        return self.stub.Check(request)

    def create(self, inputs, **fields):
        """Create of checked inputs."""
        return self.stub.Create(provider_pb2.CreateRequest(urn=self.urn, properties=inputs, timeout=900, **fields))

    def made(self, values=None, secret=()):
        """Return the checked inputs of an endpoint that was made, and the answer."""
        inputs = self.check(values or self.wire(self.subject.create), secret=secret).inputs
        return inputs, self.create(inputs)

    def diff(self, inputs, made, news, **fields):
        """Compare what is recorded with checked inputs."""
        request = provider_pb2.DiffRequest(
            urn=self.urn, id=made.id, olds=made.properties, news=news, old_inputs=inputs, **fields
        )
        return self.stub.Diff(request)

    def update(self, inputs, made, news, **fields):
        """Update what is recorded to checked inputs."""
        request = provider_pb2.UpdateRequest(
            urn=self.urn, id=made.id, olds=made.properties, news=news, old_inputs=inputs, timeout=900, **fields
        )
        return self.stub.Update(request)

    def read(self, id_, outs=None, inputs=None):
        """Read what is recorded, or what nobody has declared yet."""
        return self.stub.Read(provider_pb2.ReadRequest(urn=self.urn, id=id_, properties=outs, inputs=inputs))

    def delete(self, inputs, made):
        """Delete what is recorded."""
        request = provider_pb2.DeleteRequest(
            urn=self.urn, id=made.id, properties=made.properties, old_inputs=inputs, timeout=900
        )
        return self.stub.Delete(request)

    def close(self):
        """Close the connection."""
        self._channel.close()


@pytest.fixture(scope="module")
def _lab():
    made = Lab(ready_after_s=3.0, door="native")
    yield made
    made.stop()


@pytest.fixture
def lab(_lab):
    """Return empty clouds."""
    _lab.renew()
    return _lab


@pytest.fixture
def client_of(lab):
    """Return what connects to the door for a cloud's resource."""
    made = []

    def make(cloud):
        made.append(Client(lab, SUBJECTS[cloud]))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(client_of):
    """Return the engine's side for an endpoint of PPIO."""
    return client_of("ppio")


@pytest.fixture(params=SUBJECTS)
def any_client(client_of, request):
    """Return the engine's side for each cloud's resource in turn."""
    return client_of(request.param)


@pytest.fixture
def settings():
    """Return what writes a provider's settings as the engine does: each object is a text of JSON."""
    return lambda **given: {name: json.dumps(value) for name, value in given.items()}
