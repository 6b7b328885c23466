"""What ``ignore_changes`` takes out of a resource that comes from the native door."""

import pytest
from pulumi.runtime.proto import provider_pb2
from tests.harness.lab import Lab, provider_string, subjects
from tests.harness.plugin import Plugin, struct

from pulumi_serving.core.values import marks

SUBJECT = next(subject for subject in subjects() if subject.cloud == "ppio")
URN = f"urn:pulumi:dev::p::{SUBJECT.dynamic_token}::llm"
RECORDED = {
    "type": "sync",
    "productId": "h100",
    "image": "registry.example.com/llm:1",
    "command": "serve",
    "registryAuthId": "a1",
    "appName": "app",
    "workerConfig": {"maxReplicas": 3, "gpuNum": 1, "idleTimeout": 60},
    "name": "llm-1234567",
    "__named_by": "provider",
    "location": "http://127.0.0.1:1",
}
GIVEN = {"type": "sync", "image": "registry.example.com/llm:1", "worker_config": {"gpu_num": 1}}


@pytest.fixture(scope="module")
def plugin():
    """Return the host of dynamic providers, with the settings of a stack."""
    lab = Lab(door="dynamic")
    lab._start_process({})
    made = Plugin(lab.host.address, SUBJECT.config, provider_string(SUBJECT))
    yield made
    made.close()
    lab.stop()


def check(plugin, given, olds):
    """Return the checked arguments, and the mistakes."""
    answer = plugin.call("Check", provider_pb2.CheckRequest(urn=URN, olds=olds, news=plugin.bag(given)))
    return plugin.read(answer.inputs), [failure.reason for failure in answer.failures]


def test_what_the_engine_has_taken_out(plugin):
    """An argument whose name the other door spells otherwise is the recorded one; no other is."""
    inputs, lines = check(plugin, GIVEN, struct(RECORDED))
    assert lines == []
    assert (inputs["product_id"], inputs["registry_auth_id"], inputs["app_name"]) == ("h100", "a1", "app")
    assert inputs["worker_config"] == {"max_replicas": 3, "gpu_num": 1, "idle_timeout": 60}
    assert inputs["name"] == "llm-1234567"
    assert "command" not in inputs


def test_what_the_program_gives_as_a_secret(plugin):
    """A secret stays out: the engine would keep in clear what it has not given itself."""
    inputs, _ = check(plugin, {**GIVEN, marks.SECRET: [["registry_auth_id"]]}, struct(RECORDED))
    assert "registry_auth_id" not in inputs


def test_what_this_door_has_recorded(plugin):
    """What was recorded here is as the engine hands it on: what is missing was taken away."""
    recorded = {**GIVEN, "product_id": "h100", "app_name": "app"}
    _, lines = check(plugin, GIVEN, plugin.bag(recorded))
    assert lines == ["product_id: is required", "worker_config.max_replicas: is required"]
