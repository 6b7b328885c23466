"""What the tests of the core share: operations on the fake clock, and a cloud whose answers can be edited."""

import httpx
import pytest

from pulumi_serving import ppio
from pulumi_serving.core.calls.operation import Operation


@pytest.fixture
def provider_class():
    """Return one cloud's provider class: it stands for all here, the contract runs for each."""
    return ppio.EndpointProvider


@pytest.fixture
def operation(clock):
    """Return an operation with ten minutes to go."""
    return Operation("creating", 600.0, clock)


class Tampered(httpx.BaseTransport):
    """The transport of an engine's provider, with an edit of each answer on its way back."""

    def __init__(self, inner):
        self.inner = inner
        self.edit = lambda _, response: response

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        response.read()
        return self.edit(request, response)


@pytest.fixture
def tampered(engine):
    """Return a place to put an edit of the cloud's answers to the engine."""
    engine.provider.runtime.http = transport = Tampered(engine.provider.runtime.http)
    return transport
