"""A wait that ends badly, or is ended: the id is kept with the reason, and the next run goes on from there."""

from tests.harness.control import BASE


def test_stuck(lab, stack):
    """A create ends with its time limit, keeps the id and the reason, and the next up goes on waiting: one POST."""
    stack.limits = {"Create": 5.0, "Update": 60.0, "Delete": 2.0}
    lab.settings(next_outcome={"stuck": True})
    line = stack.up(BASE).error()
    (endpoint,) = lab.endpoints
    assert 4 < lab.clock.now() - endpoint["created_at"] < 10
    assert line == lab.said_by_the_door(
        f"endpoint {endpoint['id']} was not ready within 5s: its status is initializing, 0 of 1 workers ready. "
        "It exists and may cost money. The next `pulumi up` goes on waiting; "
        "custom_timeouts={'create': ...} sets the limit"
    )
    record = stack.current
    assert record.id == endpoint["id"]
    assert record.reasons == [line]
    assert record.outs["status"] == "initializing"

    reads = len(lab.operations("get"))
    lab.wire.then("GET", 3, lambda: lab.patch(endpoint["id"], status="running"))
    stack.up(BASE).succeeded()
    assert len(lab.operations("get")) >= reads + 2
    assert stack.current.reasons == []
    assert stack.current.outs["status"] == "running"
    assert stack.current.outs["url"].startswith("https://")
    assert lab.writes == ["POST"]
    assert stack.preview(BASE) == "same"

    lab.settings(delete_after_s=60)
    line = stack.destroy().error()
    assert f"deletion of endpoint {endpoint['id']} was accepted, and the wait for it ended after 2s" in line
    assert stack.current.id == endpoint["id"]
    # Just after a change the cloud may not show what it has, so two seconds are too short to be sure that it is gone.
    lab.patch(endpoint["id"], gone=True)
    line = stack.destroy().error()
    assert line.startswith(
        f"whether endpoint {endpoint['id']} is gone can't be told yet: it was not found, and the limit"
    )
    assert stack.current.id == endpoint["id"]
    assert lab.living == []


def test_failed(lab, stack):
    """A create that the cloud fails ends with its reason and keeps the id; the next up heals it in place."""
    lab.settings(next_outcome={"fail": "CUDA out of memory"})
    line = stack.up(BASE).error()
    (endpoint,) = lab.endpoints
    assert line.startswith(f"endpoint {endpoint['id']} is failed (CUDA out of memory)")
    assert stack.current.id == endpoint["id"]
    assert stack.current.reasons == [line]
    assert stack.current.outs["status_error"] == "CUDA out of memory"

    lab.settings(next_outcome={"fail": "CUDA out of memory, again"})
    assert "CUDA out of memory, again" in stack.up(BASE).error()
    assert stack.current.id == endpoint["id"]

    stack.up(BASE).succeeded()
    assert stack.current.outs["status"] == "running"
    assert "status_error" not in stack.current.outs
    assert lab.writes == ["POST", "PUT", "PUT"]
    assert stack.preview(BASE) == "same"


def test_destroy_of_what_never_came_up(lab, stack):
    """An endpoint whose create failed can be destroyed straight away."""
    lab.settings(next_outcome={"fail": "CUDA out of memory"})
    assert stack.up(BASE).failed
    stack.destroy().succeeded()
    assert len(lab.endpoints) == 1
    assert lab.living == []
    assert stack.current is None


def test_without_waiting(lab, stack):
    """With wait_until_ready=False up returns once the cloud has accepted, and a refresh catches up."""
    lab.settings(ready_after_s=3600)
    args = {**BASE, "wait_until_ready": False}
    stack.up(args).succeeded()
    assert [endpoint["status"] for endpoint in lab.living] == ["initializing"]
    lab.patch(stack.current.id, status="running")
    stack.refresh().succeeded()
    assert stack.current.outs["status"] == "running"
    assert stack.preview(args) == "same"


def test_a_failure_seen_by_a_refresh(lab, stack):
    """A failed endpoint is read as unhealthy, with the reason; a good read clears that, and the next up heals it."""
    stack.up(BASE).succeeded()
    id_ = stack.current.id
    lab.patch(id_, status="failed", reason="GPU fell off the bus")
    stack.refresh().succeeded()
    assert "GPU fell off the bus" in stack.current.reasons[0]
    assert stack.current.outs["status"] == "failed"
    assert stack.preview(BASE) == "update"
    lab.patch(id_, status=None)
    stack.refresh().succeeded()
    assert stack.current.reasons == []
    assert stack.preview(BASE) == "same"
    lab.patch(id_, status="failed", reason="GPU fell off the bus")
    stack.refresh().succeeded()
    stack.up(BASE).succeeded()
    assert stack.current.outs["status"] == "running"
    assert lab.writes == ["POST", "PUT"]
    stack.destroy().succeeded()


def test_an_update_that_does_not_end(lab, stack):
    """An update ends with its time limit; the state keeps what later verbs need, and the next up goes on."""
    stack.up(BASE).succeeded()
    stack.limits["Update"] = 3.0
    lab.settings(next_outcome={"stuck": True})
    changed = {**BASE, "image": "registry.example.com/llm:2"}
    line = stack.up(changed).error()
    assert "was not ready within 3s: its status is updating" in line
    record = stack.current
    assert record.reasons == [line]
    assert (record.inputs["image"], record.outs["image"]) == (BASE["image"], changed["image"])
    lab.patch(record.id, status="running")
    stack.up(changed).succeeded()
    assert stack.current.reasons == []
    assert lab.writes == ["POST", "PUT"]
    assert stack.preview(changed) == "same"


def test_failed_replacement(lab, stack):
    """A replacement that fails keeps the old endpoint serving, until a later up has healed the new one."""
    stack.up(BASE).succeeded()
    old = stack.current.id
    lab.settings(next_outcome={"fail": "no such driver"})
    changed = {**BASE, "type": "async"}
    assert stack.up(changed).failed
    new = stack.current.id
    assert {endpoint["id"]: endpoint["status"] for endpoint in lab.living} == {old: "running", new: "failed"}
    stack.up(changed).succeeded()
    assert {endpoint["id"]: endpoint["status"] for endpoint in lab.living} == {new: "running"}
    assert stack.current.id == new
