"""What the tests of Huawei Cloud share: the simulator as their cloud, our client, and a server for the vendor's SDK."""

import threading

import httpx
import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.huawei.endpoint import testing
from pulumi_serving.huawei.endpoint.kind import EndpointKind
from pulumi_serving.simulator import create_app

BASE = "http://127.0.0.1:1"


@pytest.fixture
def config():
    """Return the stack's config for the simulator's first account."""
    return {**testing.CONFIG, testing.BASE_URL_KEY: BASE, "huaweicloud:iamBaseUrl": BASE}


@pytest.fixture
def connect(simulator, clock, config):
    """Return a function that makes a client, with changes to the config; None takes a key away."""

    def make(**changes):
        given = {**config, **{f"huaweicloud:{key}": value for key, value in changes.items()}}
        kind = EndpointKind()
        source = Source("huawei", {key: value for key, value in given.items() if value}, {}, "huaweicloud")
        return kind.calls(kind.connect(kind.settings(source), httpx.WSGITransport(app=simulator.app), clock))

    return make


@pytest.fixture
def client(connect):
    """Return a client of the first account."""
    return connect()


@pytest.fixture
def operation(clock):
    """Return an operation with an hour's time."""
    return Operation("testing", 3600.0, clock)


class _QuietHandler(WSGIRequestHandler):
    def log_request(self, *_):
        """Log nothing."""


@pytest.fixture(scope="session")
def _server():
    server = make_server("127.0.0.1", 0, create_app(ready_after_s=0), threaded=True, request_handler=_QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server(_server):
    """Return the address of an empty simulator on a loopback port, where an endpoint is ready at once."""
    httpx.post(f"{_server}/_simulator/reset", trust_env=False).raise_for_status()
    return _server
