"""A simulator in process, with a clock that a test turns."""

import httpx
import pytest

from pulumi_serving.simulator import create_app
from pulumi_serving.simulator.transport import SimulatorTransport

KEY = {"Authorization": "Bearer sk-simulator"}
ENDPOINTS = "/gpus/v2/endpoints"
BODY = {
    "type": "sync",
    "name": "llm",
    "product_id": "h100",
    "image": "registry.example.com/llm:1",
    "worker_config": {"min_replicas": 2, "max_replicas": 4, "gpu_num": 1},
}


class Clock:
    """A clock that a test turns; sleeping turns it too."""

    def __init__(self):
        self.now = 1_000_000.0
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


class Simulator(httpx.Client):
    """A client of one simulator, with words for what tests do often."""

    def __init__(self, clock, **settings):
        app = create_app(clock=clock, sleep=clock.sleep, dropped=httpx.RemoteProtocolError, **settings)
        super().__init__(transport=SimulatorTransport(app), base_url="http://simulator", headers=KEY)
        self.app = app
        self.clock = clock

    def create(self, **fields):
        return self.post(ENDPOINTS, json=BODY | fields).raise_for_status().json()["id"]

    def show(self, endpoint_id):
        return self.get(f"{ENDPOINTS}/{endpoint_id}").raise_for_status().json()

    def status(self, endpoint_id):
        return self.show(endpoint_id)["status"]["status"]

    def control(self, path, **body):
        return self.post(f"/_simulator/{path}", json=body).raise_for_status().json()

    def patch_endpoint(self, endpoint_id, **body):
        return self.patch(f"/_simulator/endpoints/ppio/{endpoint_id}", json=body).raise_for_status().json()

    def ledger(self):
        return self.get("/_simulator/ledger").raise_for_status().json()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def simulator(clock):
    with Simulator(clock) as client:
        yield client
