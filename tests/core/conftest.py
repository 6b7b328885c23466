"""What the tests of the core share: operations on the fake clock, and a cloud whose answers can be edited."""

import asyncio
import contextlib

import httpx
import pulumi
import pytest
from pulumi.runtime import mocks as pulumi_mocks

from pulumi_serving import ppio
from pulumi_serving.core.operation import Operation


@pytest.fixture
def provider_class():
    """Return one cloud's provider class: it stands for all here, the contract runs for each."""
    return ppio.EndpointProvider


class Monitor(pulumi_mocks.MockMonitor):
    """
    Pulumi's monitor of mocks, recording what was registered, as it came over the wire.

    It knows the event loops that it has left in the threads that call it.
    """

    def __init__(self, mocks):
        super().__init__(mocks)
        self.requests = []
        self.loops = set()

    def of(self, name):
        """Return the one request for a name."""
        (found,) = [request for request in self.requests if request.name == name]
        return found

    def Invoke(self, request):  # noqa: N802
        return self._noted(super().Invoke, request)

    def RegisterResource(self, request):  # noqa: N802
        self.requests.append(request)
        return self._noted(super().RegisterResource, request)

    def ReadResource(self, request):  # noqa: N802
        self.requests.append(request)
        return self._noted(super().ReadResource, request)

    def _noted(self, method, request):
        answer = method(request)
        with contextlib.suppress(RuntimeError):
            self.loops.add(asyncio.get_event_loop())
        return answer


@pytest.fixture
def mocked(loop):
    """Return how to let programs of this test run under mocks."""
    monitors = []

    def begin(mocks, **options):
        monitors.append(Monitor(mocks))
        pulumi.runtime.set_mocks(mocks, monitor=monitors[-1], **options)
        return monitors[-1]

    yield begin
    pulumi_mocks.SETTINGS.monitor = None
    for monitor in monitors:
        for left in monitor.loops - {loop}:
            left.close()


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
