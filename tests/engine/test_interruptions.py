"""What is left when a process dies or an answer is lost: the next run meets it, and nothing is made twice."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

ONE = 'llm = ppio.Endpoint("llm", **BASE)'


@pytest.mark.usefixtures("cold_python")
def test_plugin_killed(stack, simulator, kill):
    """After a kill of the plugin the next up names what was left and how to go on, and adopts it where told to."""
    simulator.settings(ready_after_s=3600)
    stack.program(ONE)
    command = stack.start_up()
    simulator.wait_until(lambda: simulator.operations("create", "get")[:2] == ["create", "get"])
    kill(*command.plugins())
    command.finish().failed()
    (endpoint,) = simulator.endpoints
    assert stack.resources == {}
    simulator.patch(endpoint["id"], status="running")

    met = stack.up().failed()
    (line,) = met.errors("llm")
    assert line.startswith(f"there is an endpoint named {endpoint['name']} already: {endpoint['id']} (running, made ")
    assert "an interrupted run has probably left it" in line
    assert f"`PULUMI_SERVING_ADOPT={endpoint['id']} pulumi up` adopts it" in line
    assert stack.resources == {}

    taken = stack.up(PULUMI_SERVING_ADOPT=endpoint["id"]).succeeded()
    assert any(f"adopted endpoint {endpoint['id']}" in line for line in taken.diagnostics["llm"])
    assert stack.resources["llm"]["id"] == endpoint["id"]
    assert simulator.writes == ["POST"]


@pytest.mark.usefixtures("cold_python")
def test_a_replacement_broken_off_by_a_kill_is_finished(stack, simulator, kill):
    """The next up adopts the successor that was left, where it is asked to, and deletes the old one."""
    stack.program(ONE)
    stack.up().succeeded()
    old = stack.resources["llm"]["id"]
    simulator.settings(ready_after_s=3600)
    stack.program('llm = ppio.Endpoint("llm", **{**BASE, "type": "async"})')
    command = stack.start_up()
    simulator.wait_until(lambda: len(simulator.endpoints) == 2)
    kill(command.pid)
    command.finish().failed()
    (new,) = [endpoint for endpoint in simulator.endpoints if endpoint["id"] != old]
    assert stack.resources["llm"]["id"] == old
    simulator.patch(new["id"], status="running")
    stack.run("cancel", "--yes")

    stack.up(PULUMI_SERVING_ADOPT=new["id"]).succeeded()
    assert stack.resources["llm"]["id"] == new["id"]
    assert [endpoint["id"] for endpoint in simulator.living] == [new["id"]]


def test_a_targeted_replacement(stack, simulator):
    """A plain --replace names the way that works, and that way works."""
    stack.program(ONE)
    stack.up().succeeded()
    urn = stack.resources["llm"]["urn"]
    (line,) = stack.up("--replace", urn).failed().errors("llm")
    assert line.endswith("`pulumi up --refresh` with the same `--replace` gives its successor another name")
    assert simulator.writes == ["POST"]
    stack.up("--refresh", "--replace", urn).succeeded()
    assert simulator.writes == ["POST", "POST", "DELETE"]
    (second,) = simulator.living
    assert stack.resources["llm"]["id"] == second["id"]


def test_a_successor_that_fails(stack, simulator):
    """The predecessor outlives a failed successor, with --continue-on-error too, until a later up heals that."""
    stack.program(ONE)
    stack.up().succeeded()
    (first,) = simulator.living
    stack.program('llm = ppio.Endpoint("llm", **{**BASE, "type": "async"})')
    simulator.settings(next_outcome={"fail": "no GPU"})
    done = stack.up("--continue-on-error").failed()
    assert any(f"endpoint {first['id']} stays, since its successor" in line for line in done.errors("llm"))
    assert len(simulator.living) == 2
    stack.up("--continue-on-error").succeeded()
    (second,) = simulator.living
    assert second["id"] == stack.resources["llm"]["id"] != first["id"]
