"""What somebody else changed: a refresh shows it, the next up repairs it; what a cloud moves by itself is no change."""

from tests.harness.control import BASE

OTHER_IMAGE = "registry.example.com/llm:2"


def test_disappeared(lab, stack):
    """A refresh drops an endpoint that is gone, and the next up makes it again."""
    stack.up(BASE).succeeded()
    id_ = stack.current.id
    lab.patch(id_, gone=True)
    stack.refresh().succeeded()
    assert stack.current is None
    stack.up(BASE).succeeded()
    assert stack.current.id != id_
    lab.patch(stack.current.id, gone=True)

    # Without a refresh an update says so, up --refresh makes it again, and a destroy is content.
    changed = {**BASE, "image": OTHER_IMAGE}
    line = stack.up(changed).error()
    assert "is gone: it was deleted outside of Pulumi. Run `pulumi up --refresh` to make it again" in line
    stack.up(changed, refresh=True).succeeded()
    assert len(lab.living) == 1
    lab.patch(stack.current.id, gone=True)
    stack.destroy().succeeded()
    assert stack.current is None
    assert len(lab.endpoints) == 3


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
FULL = {
    **BASE,
    "registry_auth_id": "registry-auth-id",
    "entrypoint": "/bin/serve",
    "command": "--quiet",
    "policy": {"type": "queue", "value": 7},
    "volumes": [{"type": "local", "size": 30, "mount_point": "/cache"}],
    "envs": [{"key": "A", "value": "1"}],
    "ports": [8000],
    "health_check": {"path": "/health", "port": 8000},
    "region_id": "us-dallas-nas-2",
}


def test_every_drift(lab, stack):
    """A preview after a refresh names every argument that has drifted, and up puts all of them right."""
    stack.up(FULL).succeeded()
    id_ = stack.current.id
    before = lab.show(id_)
    lab.patch(id_, fields=DRIFT)
    stack.refresh().succeeded()
    assert stack.changes(FULL) == ("update", set(DRIFT))
    stack.up(FULL).succeeded()
    after = lab.show(id_)
    assert {name: after[name] for name in DRIFT} == {name: before[name] for name in DRIFT}
    assert lab.writes == ["POST", "PUT"]
    drifted = stack.current
    stack.refresh().succeeded()
    assert (stack.current.inputs, stack.current.outs) == (drifted.inputs, drifted.outs)


def test_what_is_no_drift(lab, stack):
    """Workers that come and go, fields that the program does not declare and unknown fields are no change."""
    stack.up(BASE).succeeded()
    id_ = stack.current.id
    workers = [
        {"id": f"w{n}", "status": {"status": "ready", "error": "", "message": ""}, "health": True} for n in range(3)
    ]
    lab.patch(
        id_,
        fields={
            "workers": workers,
            "novelty": 1,
            "envs": [{"key": "X", "value": "y"}],
            "worker_config": {"idle_timeout": 7},
        },
    )
    stack.refresh().succeeded()
    assert stack.preview(BASE) == "same"
    assert stack.current.outs["worker_config"]["idle_timeout"] == 7

    # The bounds themselves are the user's.
    lab.patch(id_, fields={"worker_config": {"max_replicas": 4}})
    stack.refresh().succeeded()
    assert stack.current.inputs["worker_config"]["max_replicas"] == 4
    assert stack.changes(BASE) == ("update", {"worker_config"})


def test_rolled_back(lab, stack):
    """An update that is rolled back fails the run, the state shows what is live, and the next up sends it again."""
    stack.up(BASE).succeeded()
    lab.settings(next_outcome={"roll_back": True})
    changed = {**BASE, "image": OTHER_IMAGE}
    line = stack.up(changed).error()
    assert "was accepted but has not taken, or was rolled back, for: image." in line
    assert stack.current.outs["image"] == stack.current.inputs["image"] == BASE["image"]
    stack.up(changed).succeeded()
    assert lab.show(stack.current.id)["image"] == OTHER_IMAGE
    assert lab.writes == ["POST", "PUT", "PUT"]
    assert stack.preview(changed) == "same"


def test_failed_update_and_revert(lab, stack):
    """An update that fails keeps the old inputs; going back in the program heals the endpoint too."""
    stack.up(BASE).succeeded()
    lab.settings(next_outcome={"fail": "ImagePullBackOff"})
    assert "is failed (ImagePullBackOff)" in stack.up({**BASE, "image": "registry.example.com/llm:broken"}).error()
    stack.up(BASE).succeeded()
    shown = lab.show(stack.current.id)
    assert (shown["image"], shown["status"]["status"]) == (BASE["image"], "running")
    assert stack.preview(BASE) == "same"
