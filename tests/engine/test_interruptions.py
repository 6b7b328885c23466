"""What is left when a process dies or an answer is lost: the next run meets it, and nothing is made twice."""

import pytest

from .conftest import command_line

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

ONE = 'llm = ppio.Endpoint("llm", **BASE)'


def test_plugin_killed(stack, simulator, kill):
    """After a kill of the plugin the next up names what was left and how to go on, and takes it over where told to."""
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
    assert f"`PULUMI_SERVING_ADOPT={endpoint['id']} pulumi up` takes it over" in line
    assert stack.resources == {}

    taken = stack.up(PULUMI_SERVING_ADOPT=endpoint["id"]).succeeded()
    assert any(f"took over endpoint {endpoint['id']}" in line for line in taken.diagnostics["llm"])
    assert stack.resources["llm"]["id"] == endpoint["id"]
    assert simulator.writes == ["POST"]
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []


def test_name_taken(stack, simulator):
    """An endpoint of the user's own name is never taken over unasked, nor where it differs from the program."""
    id_ = simulator.make("llm", image="registry.example.com/llm:0.9")
    stack.program('llm = ppio.Endpoint("llm", **BASE, name="llm")')
    (line,) = stack.up().failed().errors("llm")
    assert f"named llm already: {id_}" in line
    (line,) = stack.up(PULUMI_SERVING_ADOPT=id_).failed().errors("llm")
    assert line.startswith(f"endpoint {id_} can't be taken over: it differs from the program in image. Declare what ")
    assert stack.resources == {}
    assert simulator.writes == ["POST"]

    stack.program('llm = ppio.Endpoint("llm", **{**BASE, "image": "registry.example.com/llm:0.9"}, name="llm")')
    stack.up(PULUMI_SERVING_ADOPT=f"another, {id_}").succeeded()
    assert stack.resources["llm"]["id"] == id_
    assert simulator.writes == ["POST"]


def test_leaving_endpoint_holds_no_name(stack, simulator):
    """An endpoint on its way out does not count as a holder of its name."""
    simulator.settings(delete_after_s=3600)
    simulator.delete(simulator.make("llm"))
    stack.program('llm = ppio.Endpoint("llm", **BASE, name="llm")')
    stack.up().succeeded()
    assert [endpoint["status"] for endpoint in simulator.endpoints] == ["terminating", "running"]


def test_two_of_one_name(stack, simulator):
    """Two resources of one own name in one program are an error that names the other, and one endpoint."""
    stack.program("""
        first = ppio.Endpoint("first", **BASE, name="llm")
        second = ppio.Endpoint("second", **BASE, name="llm")
    """)
    done = stack.up("--continue-on-error").failed()
    lines = {name: done.errors(name) for name in ("first", "second") if done.errors(name)}
    ((loser, (line,)),) = lines.items()
    winner = {"first": "second", "second": "first"}[loser]
    assert line.startswith("the name llm is used by another resource of this program, urn:pulumi:")
    assert line.endswith(f"::{winner}")
    assert list(stack.resources) == [winner]
    assert len(simulator.endpoints) == 1


@pytest.mark.parametrize("answer", [{}, {"status": 502, "body": "<html>Bad gateway</html>"}])
def test_lost_answer(stack, simulator, answer):
    """Where the answer to the create is lost, the endpoint is looked for and found: one endpoint, no second POST."""
    simulator.fault(cloud="ppio", operation="create", drop="after", **answer)
    stack.program(ONE)
    stack.up().succeeded()
    (endpoint,) = simulator.endpoints
    assert stack.resources["llm"]["id"] == endpoint["id"]
    assert simulator.writes == ["POST"]


def test_interrupt_of_an_unsettled_create(stack, simulator):
    """A create that can't be settled is recorded under its name, and a refresh finds the true id."""
    simulator.fault(cloud="ppio", operation="create", drop="after")
    stack.program(ONE)
    command = stack.start_up()
    command.wait_for("the answer to the create was lost")
    command.interrupt()
    done = command.finish().failed()
    (endpoint,) = simulator.endpoints
    name = endpoint["name"]
    (line,) = done.errors("llm")
    assert line.startswith(f"whether endpoint {name} was made can't be told (no answer), the run was cancelled.")
    assert stack.resources["llm"]["id"] == f"unsettled:{name}"
    assert stack.pending == []
    stack.refresh().succeeded()
    assert stack.resources["llm"]["id"] == endpoint["id"]
    stack.up().succeeded()
    assert simulator.writes == ["POST"]
    stack.destroy().succeeded()
    assert simulator.living == []


def test_interrupt_while_the_list_hangs(stack, simulator):
    """Ctrl-C while a create looks for its name ends it within three seconds, and nothing is made afterwards."""
    simulator.fault(cloud="ppio", operation="list", delay_s=12)
    stack.program(ONE)
    command = stack.start_up()
    simulator.wait_until(lambda: simulator.operations("list"))
    command.interrupt()
    command.wait_for("**creating failed**", seconds=3)
    done = command.finish().failed()
    (line,) = done.errors("llm")
    assert line == "List endpoints was left without its answer: the run was cancelled. Nothing was created"
    assert (stack.resources, stack.pending, simulator.endpoints) == ({}, [], [])
    stack.up().succeeded()
    assert simulator.writes == ["POST"]
    stack.destroy().succeeded()
    assert simulator.living == []


def test_interrupt_while_a_create_hangs(stack, simulator):
    """Ctrl-C while the answer to a create hangs ends it within three seconds, and the next up goes on with it."""
    simulator.fault(cloud="ppio", operation="create", drop="after", delay_s=12)
    stack.program(ONE)
    command = stack.start_up()
    simulator.wait_until(lambda: simulator.operations("create"))
    command.interrupt()
    command.wait_for("**creating failed**", seconds=3)
    command.finish().failed()
    assert stack.resources["llm"]["id"].startswith("unsettled:")
    assert stack.pending == []
    stack.up("--refresh").succeeded()
    (endpoint,) = simulator.endpoints
    assert stack.resources["llm"]["id"] == endpoint["id"]
    assert simulator.writes == ["POST"]


def test_engine_killed_during_the_look(stack, simulator, kill):
    """A plug-in whose CLI was killed while it looked for a name makes nothing, and ends by itself."""
    simulator.fault(cloud="ppio", operation="list", delay_s=4)
    stack.program(ONE)
    command = stack.start_up()
    simulator.wait_until(lambda: simulator.operations("list"))
    stack.left, plugins = command.descendants(), command.plugins()
    assert plugins
    kill(command.pid)
    command.process.wait(10)
    simulator.wait_until(lambda: not any(command_line(pid) for pid in plugins), seconds=20)
    assert simulator.writes == []


def test_what_a_lost_create_has_not_made_is_made_by_the_next_up(stack, simulator):
    """A create that never arrived is recorded as unknown; the next up is sure that there is none, and makes it once."""
    simulator.fault(cloud="ppio", operation="create", drop="before")
    stack.program(ONE)
    command = stack.start_up()
    command.wait_for("the answer to the create was lost")
    command.interrupt()
    command.finish().failed()
    assert simulator.endpoints == []
    assert stack.resources["llm"]["id"].startswith("unsettled:")
    stack.start_up().finish(240).succeeded()
    (endpoint,) = simulator.endpoints
    assert stack.resources["llm"]["id"] == endpoint["id"]
    stack.unchanged()


@pytest.mark.parametrize("victim", ["plug-in", "engine"])
def test_a_replacement_broken_off_by_a_kill_is_finished(stack, simulator, kill, victim):
    """The next up names the successor that was left, takes it over where told to, and deletes the old one."""
    stack.program(ONE)
    stack.up().succeeded()
    old = stack.resources["llm"]["id"]
    simulator.settings(ready_after_s=3600)
    stack.program('llm = ppio.Endpoint("llm", **{**BASE, "type": "async"})')
    command = stack.start_up()
    simulator.wait_until(lambda: len(simulator.endpoints) == 2)
    kill(*(command.plugins() if victim == "plug-in" else [command.pid]))
    command.finish().failed()
    (new,) = [endpoint for endpoint in simulator.endpoints if endpoint["id"] != old]
    assert stack.resources["llm"]["id"] == old
    simulator.patch(new["id"], status="running")
    stack.run("cancel", "--yes")

    (line,) = stack.up().failed().errors("llm")
    assert f"named {new['name']} already: {new['id']}" in line
    assert f"`PULUMI_SERVING_ADOPT={new['id']} pulumi up` takes it over" in line
    stack.up(PULUMI_SERVING_ADOPT=new["id"]).succeeded()
    assert stack.resources["llm"]["id"] == new["id"]
    assert [endpoint["id"] for endpoint in simulator.living] == [new["id"]]
    stack.unchanged()


def test_throttled_and_failing_cloud(stack, simulator):
    """Refusals before anything was done and failing reads are tried again, and one endpoint is made."""
    simulator.fault(cloud="ppio", operation="list", status=503)
    simulator.fault(cloud="ppio", operation="create", status=429, headers={"Retry-After": "1"})
    simulator.fault(cloud="ppio", operation="get", status=500, times=2)
    stack.program(ONE)
    done = stack.up().succeeded()
    assert "List endpoints: attempt 1 failed, trying again" in done.out
    assert len(simulator.endpoints) == 1
    simulator.fault(cloud="ppio", operation="delete", status=500)
    stack.destroy().succeeded()
    assert simulator.living == []


def test_strange_answers(stack, simulator):
    """A read that is answered with HTML is an error with method, path and status; unknown words are no error."""
    stack.program(ONE)
    stack.up().succeeded()
    id_ = stack.resources["llm"]["id"]
    simulator.patch(id_, fields={"novelty": {"a": [1]}, "worker_config": {"colour": "red"}}, status="hibernating")
    stack.refresh().succeeded()
    assert stack.resources["llm"]["outputs"]["status"] == "hibernating"
    simulator.patch(id_, status="running")
    simulator.fault(cloud="ppio", operation="get", status=403, body="<html><title>Blocked</title></html>")
    done = stack.refresh().failed()
    assert "Get endpoint failed: Blocked (HTTP 403, request id" in done.errors("llm")[0]
    assert f"GET /gpus/v2/endpoints/{id_}" in done.errors("llm")[0]
    assert stack.resources["llm"]["id"] == id_


def test_a_targeted_replacement(stack, simulator):
    """A plain --replace names the way that works; nothing that it was made to adopt is deleted, by no later run."""
    stack.program(ONE)
    stack.up().succeeded()
    (first,) = simulator.living
    urn = stack.resources["llm"]["urn"]
    (line,) = stack.up("--replace", urn).failed().errors("llm")
    assert line.endswith("`pulumi up --refresh` with the same `--replace` gives its successor another name")
    (line,) = stack.up("--replace", urn, PULUMI_SERVING_ADOPT=first["id"]).failed().errors("llm")
    assert line.startswith(f"endpoint {first['id']} was adopted in this run, so this run does not delete it")
    stack.up().succeeded()
    assert simulator.writes == ["POST"]
    stack.unchanged()

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
    stack.unchanged()
