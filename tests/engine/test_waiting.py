"""A wait that ends badly, or is ended: the id is kept with the reason, and the next run goes on from there."""

import time

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

ONE = """
    llm = ppio.Endpoint("llm", **BASE, opts=ResourceOptions(
        custom_timeouts=CustomTimeouts(create="5s", update="60s", delete="2s")))
"""


def test_stuck(stack, simulator):
    """A create ends with its time limit, keeps the id and the reason, and the next up goes on waiting: one POST."""
    simulator.settings(next_outcome={"stuck": True})
    stack.program(ONE)
    command = stack.start_up()
    command.wait_for("**creating failed**")
    ended = time.time()
    done = command.finish().failed()
    (endpoint,) = simulator.endpoints
    assert 4 < ended - endpoint["created_at"] < 10
    (line,) = done.errors("llm")
    assert line == (
        f"endpoint {endpoint['id']} was not ready within 5s: its status is initializing, 0 of 1 workers ready. "
        "It exists and may cost money. The next `pulumi up` goes on waiting; "
        "custom_timeouts={'create': ...} sets the limit"
    )
    resource = stack.resources["llm"]
    assert resource["id"] == endpoint["id"]
    assert resource["initErrors"] == [line]
    assert resource["outputs"]["status"] == "initializing"
    assert stack.pending == []

    reads = len(simulator.operations("get"))
    again = stack.start_up()
    simulator.wait_until(lambda: len(simulator.operations("get")) >= reads + 3)
    assert again.process.poll() is None
    simulator.patch(endpoint["id"], status="running")
    again.finish().succeeded()
    assert "initErrors" not in stack.resources["llm"]
    assert stack.resources["llm"]["outputs"]["status"] == "running"
    assert stack.resources["llm"]["outputs"]["url"].startswith("https://")
    assert simulator.writes == ["POST"]
    stack.unchanged()

    simulator.settings(delete_after_s=60)
    done = stack.destroy().failed()
    (line,) = done.errors("llm")
    assert f"deletion of endpoint {endpoint['id']} was accepted, and the wait for it ended after 2s" in line
    assert stack.resources["llm"]["id"] == endpoint["id"]
    # Just after a change the cloud may not show what it has, so two seconds are too short to be sure that it is gone.
    simulator.patch(endpoint["id"], gone=True)
    done = stack.destroy().failed()
    (line,) = done.errors("llm")
    assert line.startswith(
        f"whether endpoint {endpoint['id']} is gone can't be told yet: it was not found, and the limit"
    )
    assert stack.resources["llm"]["id"] == endpoint["id"]
    assert simulator.living == []


def test_failed(stack, simulator):
    """A create that the cloud fails exits non-zero with its reason and keeps the id; the next up heals it in place."""
    simulator.settings(next_outcome={"fail": "CUDA out of memory"})
    stack.program(ONE)
    done = stack.up().failed()
    (endpoint,) = simulator.endpoints
    (line,) = done.errors("llm")
    assert line.startswith(f"endpoint {endpoint['id']} is failed (CUDA out of memory)")
    resource = stack.resources["llm"]
    assert resource["id"] == endpoint["id"]
    assert resource["initErrors"] == [line]
    assert resource["outputs"]["status_error"] == "CUDA out of memory"

    simulator.settings(next_outcome={"fail": "CUDA out of memory, again"})
    again = stack.up().failed()
    assert "CUDA out of memory, again" in again.errors("llm")[0]
    assert stack.resources["llm"]["id"] == endpoint["id"]

    stack.up().succeeded()
    assert stack.resources["llm"]["outputs"]["status"] == "running"
    assert "status_error" not in stack.resources["llm"]["outputs"]
    assert simulator.writes == ["POST", "PUT", "PUT"]
    stack.unchanged()


def test_destroy_of_what_never_came_up(stack, simulator):
    """An endpoint whose create failed can be destroyed straight away."""
    simulator.settings(next_outcome={"fail": "CUDA out of memory"})
    stack.program(ONE)
    stack.up().failed()
    stack.destroy().succeeded()
    assert len(simulator.endpoints) == 1
    assert simulator.living == []
    assert stack.resources == {}
