"""What the tests of Alibaba Cloud share: its engine, and the vendor's SDK as a client of the simulator."""

import threading
import time

import pytest
from alibabacloud_credentials.client import Client as CredentialsClient
from alibabacloud_credentials.models import Config as CredentialsConfig
from alibabacloud_eas20210701.client import Client as SdkClient
from alibabacloud_tea_openapi.models import Config as SdkConfig
from werkzeug.serving import make_server

from pulumi_serving import alibaba
from pulumi_serving.alibaba.app_service import testing
from pulumi_serving.simulator import create_app
from pulumi_serving.simulator.server import _QuietHandler

ACCESS_KEY, SECRET_KEY = "simulator-access-key-id", "simulator-access-key-secret"


@pytest.fixture
def provider_class():
    """Return this cloud's provider class, for the fixtures that run for any."""
    return alibaba.AppServiceProvider


@pytest.fixture
def up(engine):
    """Return a function that brings the least app service up, with changes, and says how it ended."""
    return lambda **changes: engine.up(**{**testing.CREATE, **changes})


@pytest.fixture
def service(simulator):
    """Return a function that changes the living service behind Pulumi's back."""
    return lambda **change: simulator.change("alibaba", simulator.living()[0]["id"], **change)


@pytest.fixture(scope="module")
def port():
    """Return the port of a simulator in real time, in which nothing takes any."""
    app = create_app(clock=time.time, ready_after_s=0.0)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sdk(port):
    """Return a function that makes a client of the vendor's SDK, pointed at the simulator."""

    def make(access_key=ACCESS_KEY, secret_key=SECRET_KEY, token=None):
        config = CredentialsConfig(
            type="sts" if token else "access_key",
            access_key_id=access_key,
            access_key_secret=secret_key,
            security_token=token,
        )
        return SdkClient(
            SdkConfig(
                credential=CredentialsClient(config),
                endpoint=f"127.0.0.1:{port}",
                region_id="cn-shanghai",
                protocol="http",
                no_proxy="127.0.0.1",
            )
        )

    return make
