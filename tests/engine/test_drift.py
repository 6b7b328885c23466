"""What somebody else changed: a refresh shows it, the next up repairs it; what a cloud moves by itself is no change."""

import json

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

ONE = 'llm = ppio.Endpoint("llm", **BASE)'


def test_disappeared(stack, simulator):
    """A refresh drops an endpoint that is gone, and the next up makes it again."""
    stack.program(ONE)
    stack.up().succeeded()
    id_ = stack.resources["llm"]["id"]
    simulator.patch(id_, gone=True)
    stack.refresh().succeeded()
    assert stack.resources == {}
    stack.up().succeeded()
    assert stack.resources["llm"]["id"] != id_
    simulator.patch(stack.resources["llm"]["id"], gone=True)

    # Without a refresh an update says so, up --refresh makes it again, and a destroy is content.
    changed = ONE.replace("**BASE", '**{**BASE, "image": "registry.example.com/llm:2"}')
    stack.program(changed)
    (line,) = stack.up().failed().errors("llm")
    assert "is gone: it was deleted outside of Pulumi. Run `pulumi up --refresh` to make it again" in line
    stack.up("--refresh").succeeded()
    assert len(simulator.living) == 1
    simulator.patch(stack.resources["llm"]["id"], gone=True)
    stack.destroy().succeeded()
    assert stack.resources == {}
    assert len(simulator.endpoints) == 3


DRIFT = {
    "image": "registry.example.com/llm:evil",
    "product_id": "h100",
    "registry_auth_id": "registry-auth-2",
    "entrypoint": "/bin/evil",
    "command": "--evil",
    "policy": {"type": "concurrency", "value": 99},
    "volumes": [],
    "envs": [{"key": "A", "value": "evil"}],
    "ports": [6666],
    "health_check": {"path": "/evil", "port": 6666},
    "worker_config": {"max_replicas": 900},
    "region_id": "cn-south-nas-1",
}
FULL = """
    llm = ppio.Endpoint(
        "llm", **BASE, registry_auth_id="registry-auth-id", entrypoint="/bin/serve", command="--quiet",
        policy={"type": "queue", "value": 7}, volumes=[{"type": "local", "size": 30, "mount_point": "/cache"}],
        envs=[{"key": "A", "value": "1"}], ports=[8000], health_check={"path": "/health", "port": 8000},
        region_id="us-dallas-nas-2")
"""


def test_every_drift(stack, simulator):
    """A preview after a refresh names every argument that has drifted, and up puts all of them right."""
    stack.program(FULL)
    stack.up().succeeded()
    id_ = stack.resources["llm"]["id"]
    before = simulator.show(id_)
    simulator.patch(id_, fields=DRIFT)
    stack.refresh().succeeded()
    shown = stack.run("preview", "--json").succeeded()
    (step,) = [step for step in json.loads(shown.out)["steps"] if "Endpoint" in step["urn"]]
    old, new = step["oldState"]["inputs"], step["newState"]["inputs"]
    assert step["op"] == "update"
    assert {name for name in {*old, *new} if old.get(name) != new.get(name)} == set(DRIFT) - {"envs"}
    assert old["envs"] == new["envs"] == "[secret]"
    stack.up().succeeded()
    after = simulator.show(id_)
    assert {name: after[name] for name in DRIFT} == {name: before[name] for name in DRIFT}
    assert simulator.writes == ["POST", "PUT"]
    stack.refresh("--expect-no-changes").succeeded()


def test_what_is_no_drift(stack, simulator):
    """Workers that come and go, fields that the program does not declare and unknown fields are no change."""
    stack.program(ONE)
    stack.up().succeeded()
    id_ = stack.resources["llm"]["id"]
    workers = [
        {"id": f"w{n}", "status": {"status": "ready", "error": "", "message": ""}, "health": True} for n in range(3)
    ]
    simulator.patch(
        id_,
        fields={
            "workers": workers,
            "novelty": 1,
            "envs": [{"key": "X", "value": "y"}],
            "worker_config": {"idle_timeout": 7},
        },
    )
    stack.refresh().succeeded()
    stack.unchanged()
    assert stack.resources["llm"]["outputs"]["worker_config"]["idle_timeout"] == 7

    # The bounds themselves are the user's.
    simulator.patch(id_, fields={"worker_config": {"max_replicas": 4}})
    stack.refresh().succeeded()
    assert stack.preview().succeeded().lines("max_replicas", "4 => 3")


def test_rolled_back(stack, simulator):
    """An update that is rolled back fails the run, the state shows what is live, and the next up sends it again."""
    stack.program(ONE)
    stack.up().succeeded()
    stack.program(ONE.replace("**BASE", '**{**BASE, "image": "registry.example.com/llm:2"}'))
    simulator.settings(next_outcome={"roll_back": True})
    (line,) = stack.up().failed().errors("llm")
    assert "was accepted but has not taken, or was rolled back, for: image." in line
    assert stack.resources["llm"]["outputs"]["image"] == "registry.example.com/llm:1.4"
    assert stack.resources["llm"]["inputs"]["image"] == "registry.example.com/llm:1.4"
    stack.up().succeeded()
    assert simulator.show(stack.resources["llm"]["id"])["image"] == "registry.example.com/llm:2"
    assert simulator.writes == ["POST", "PUT", "PUT"]
    stack.unchanged()


def test_failed_update_and_revert(stack, simulator):
    """An update that fails keeps the old inputs; going back in the program heals the endpoint too."""
    stack.program(ONE)
    stack.up().succeeded()
    stack.program(ONE.replace("**BASE", '**{**BASE, "image": "registry.example.com/llm:broken"}'))
    simulator.settings(next_outcome={"fail": "ImagePullBackOff"})
    (line,) = stack.up().failed().errors("llm")
    assert "is failed (ImagePullBackOff)" in line
    stack.program(ONE)
    stack.up().succeeded()
    shown = simulator.show(stack.resources["llm"]["id"])
    assert (shown["image"], shown["status"]["status"]) == ("registry.example.com/llm:1.4", "running")
    stack.unchanged()
