"""
The native door on the real engine, from a Python program that registers its types by their names.

What a language adds is in the tests of the examples; what a call answers is in ``tests/doors/native``.
"""

import json

import pytest

pytestmark = pytest.mark.engine

PRELUDE = """\
import pulumi
from pulumi import Alias, ResourceOptions

BASE = {
    "type": "sync",
    "productId": "rtx4090-24g",
    "image": "registry.example.com/llm:1.4",
    "workerConfig": {"minReplicas": 1, "maxReplicas": 3, "gpuNum": 1},
}


def endpoint(name, opts=None, **args):
    seeds = dict.fromkeys(["url", "status", "ownerId", "changedAt", "location", "name", "envs"])
    return pulumi.CustomResource("serving:ppio:Endpoint", name, {**seeds, **BASE, **args}, opts)

"""


@pytest.fixture
def native(stack, native_config):
    """Return a stack whose settings are those of this door."""
    stack._prelude = PRELUDE
    stack.config = native_config("ppio")
    return stack


def test_a_life(native, simulator):
    """An endpoint is previewed, made, left alone, changed in place with its url known, refreshed, and deleted."""
    native.program("""
        llm = endpoint("llm", envs=[{"key": "TOKEN", "value": pulumi.Output.secret("s3cr3t-value")}])
        pulumi.export("url", llm.__dict__["url"])
    """)
    native.up().succeeded()
    native.unchanged()
    record = native.resources["llm"]
    assert record["outputs"]["productId"] == "rtx4090-24g"
    assert native.outputs["url"] == record["outputs"]["url"]
    assert "s3cr3t-value" not in json.dumps(native.state)

    native.program("""
        llm = endpoint("llm", image="registry.example.com/llm:2")
        other = endpoint("other", command=llm.__dict__["url"])
    """)
    shown = native.preview().succeeded()
    assert shown.lines("~ image", '"registry.example.com/llm:1.4" => "registry.example.com/llm:2"')
    assert shown.lines("command", record["outputs"]["url"])  # known to what depends on it
    native.up().succeeded()
    native.refresh().succeeded()
    native.unchanged()
    native.destroy().succeeded()
    assert simulator.living == []
    assert simulator.operations("create", "update") == ["create", "update", "create"]


def test_mistakes(native, simulator):
    """Mistakes in settings and arguments are a line each at a preview, without what may be secret."""
    native.program("""
        endpoint("llm", image="", envs=[{"key": "A", "value": ["s3cr3t"]}], workerConfig={"maxReplica": 3})
    """)
    done = native.run("preview").failed()
    assert sorted(done.problems("llm")) == [
        "envs[0].value: must be a string, not a list",
        "image: must not be empty",
        "workerConfig.maxReplica: is not an argument; did you mean maxReplicas?",
        "workerConfig.maxReplicas: is required",
    ]
    assert "s3cr3t" not in done.out

    native.config["serving:ppio"]["apiKeyy"] = "sk-wrong"
    native.program("""endpoint("llm")""")
    done = native.run("preview").failed()
    assert "serving:ppio.apiKeyy: is no setting; did you mean apiKey?" in done.out
    assert "sk-wrong" not in done.out
    assert simulator.operations() == []
