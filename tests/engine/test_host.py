"""
What ``doors/dynamic/host.py`` leans on, row by row: a new Pulumi that breaks one of them fails a test here.

Errors without a traceback are asserted of every command of every test, in ``conftest.py``.
"""

import json

import pytest

from .command import command_line

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

ONE = """
    llm = ppio.Endpoint("llm", **BASE, envs=[{"key": "PPIO_MODE", "value": "x"}], opts=ResourceOptions(
        custom_timeouts=CustomTimeouts(update="10s")))
"""


def test_urn_status_and_warnings(stack, simulator):
    """Preview and up give the same derived name, show what goes on in the resource's row, and warn there once."""
    stack.program(ONE)
    preview = stack.run("preview", "--json").succeeded()
    (step,) = [step for step in json.loads(preview.out)["steps"] if "Endpoint" in step["urn"]]
    simulator.settings(ready_after_s=1)
    done = stack.up().succeeded()
    (endpoint,) = simulator.endpoints
    assert step["newState"]["inputs"]["name"] == endpoint["name"]
    assert endpoint["name"].startswith("llm-")
    assert done.lines("ppio:Endpoint llm creating", "initializing, 0 of 1 workers ready, ")
    assert done.diagnostics["llm"] == ["warning: envs[0].key: has a prefix that the platform sets itself"]


def test_custom_timeout_and_what_is_not_ready(stack, simulator):
    """
    A failed endpoint is read as unhealthy, with the reason, and an update ends with its time limit.

    The state keeps what later verbs need, and the next up goes on.
    """
    stack.program(ONE)
    stack.up().succeeded()
    provider = stack.resources["llm"]["inputs"]["__provider"]
    id_ = stack.resources["llm"]["id"]
    simulator.patch(id_, status="failed", reason="GPU fell off the bus")
    done = stack.refresh().succeeded()
    told = "\n".join(done.diagnostics["llm"])
    assert "Refreshed resource is in an unhealthy state" in told
    assert "GPU fell off the bus" in told
    resource = stack.resources["llm"]
    assert "GPU fell off the bus" in resource["initErrors"][0]
    assert resource["outputs"]["status"] == "failed"
    assert resource["inputs"]["__provider"] == resource["outputs"]["__provider"] == provider
    stack.up().succeeded()
    assert stack.resources["llm"]["outputs"]["status"] == "running"
    assert "initErrors" not in stack.resources["llm"]
    assert simulator.writes == ["POST", "PUT"]

    stack.program(ONE.replace("**BASE", '**{**BASE, "image": "registry.example.com/llm:2"}'))
    simulator.settings(next_outcome={"stuck": True})
    (line,) = stack.up().failed().errors("llm")
    assert "was not ready within 10s: its status is updating" in line
    resource = stack.resources["llm"]
    assert resource["initErrors"] == [line]
    assert resource["inputs"]["image"] == "registry.example.com/llm:1.4"
    assert resource["outputs"]["image"] == "registry.example.com/llm:2"
    assert resource["inputs"]["__provider"] == resource["outputs"]["__provider"] == provider

    simulator.patch(resource["id"], status="running")
    stack.up().succeeded()
    assert "initErrors" not in stack.resources["llm"]
    assert simulator.writes == ["POST", "PUT", "PUT"]


IGNORING = """
    llm = ppio.Endpoint("llm", **BASE, command="serve", envs=[{"key": "A", "value": "1"}, {"key": "B", "value": "2"}],
        opts=ResourceOptions(ignore_changes=["image", "envs[1].value", "worker_config.max_replicas"]))
"""


def test_ignored_paths(stack, simulator):
    """An update gets the paths of ignore_changes, and leaves alone what is live there; so does one after a refresh."""
    stack.program(IGNORING)
    stack.up().succeeded()
    (endpoint,) = simulator.endpoints
    envs = [{"key": "B", "value": "by hand"}, {"key": "A", "value": "1"}]
    by_hand = {"image": "by/hand:9", "envs": envs, "worker_config": {"max_replicas": 9}}
    simulator.patch(endpoint["id"], fields=by_hand)
    for command in ("serve --fast", "serve --faster"):
        stack.program(IGNORING.replace('"serve"', f'"{command}"'))
        stack.up("--refresh").succeeded() if command == "serve --faster" else stack.up().succeeded()
        live = simulator.show(endpoint["id"])
        assert (live["command"], live["image"], live["worker_config"]["max_replicas"]) == (command, "by/hand:9", 9)
        assert sorted((env["key"], env["value"]) for env in live["envs"]) == [("A", "1"), ("B", "by hand")]


def test_thread_pool(stack, simulator):
    """Twenty creates wait side by side, and one list serves them all where twenty reads would be."""
    simulator.settings(ready_after_s=3600)
    stack.program("""
        for number in range(20):
            ppio.Endpoint(f"llm{number}", **BASE)
    """)
    command = stack.start_up("--parallel", "32")
    simulator.wait_until(lambda: len(simulator.endpoints) == 20)  # the first one waits until the last one is made
    lists = len(simulator.operations("list"))
    simulator.wait_until(lambda: len(simulator.operations("list")) >= lists + 5)
    for endpoint in simulator.endpoints:
        simulator.patch(endpoint["id"], status="running")
    command.finish().succeeded()
    # Of the reads most are the one before the wait's end.
    assert len(simulator.operations("get")) < 20 * 5


@pytest.mark.usefixtures("cold_python")
def test_engine_gone(stack, simulator, kill):
    """After a kill of the CLI its plug-in, which lives on, ends by itself, and asks the cloud no more."""
    simulator.settings(ready_after_s=3600)
    stack.program(ONE)
    command = stack.start_up()
    simulator.wait_until(lambda: len(simulator.operations("get")) >= 2)
    stack.left, plugins = command.descendants(), command.plugins()
    assert plugins
    kill(command.pid)
    command.process.wait()
    simulator.wait_until(lambda: not any(command_line(pid) for pid in plugins))
    assert simulator.writes == ["POST"]


@pytest.mark.usefixtures("cold_python")
def test_interrupt_of_many(stack, simulator):
    """One Ctrl-C ends twelve waits of an hour, with the ids in the state and nothing pending; the next up goes on."""
    simulator.settings(ready_after_s=3600)
    stack.program("""
        for number in range(12):
            ppio.Endpoint(f"llm{number}", **BASE)
    """)
    command = stack.start_up("--parallel", "16")
    simulator.wait_until(lambda: len(simulator.endpoints) == 12)
    command.interrupt()
    done = command.finish().failed()
    ids = {endpoint["id"] for endpoint in simulator.endpoints}
    assert {resource["id"] for resource in stack.resources.values()} == ids
    assert stack.pending == []
    for name, resource in stack.resources.items():
        (line,) = done.errors(name)
        assert f"endpoint {resource['id']} is not ready: the run was cancelled, its status is initializing" in line
        # What was recorded has all that later verbs need.
        assert resource["inputs"]["__provider"] == resource["outputs"]["__provider"]

    for id_ in ids:
        simulator.patch(id_, status="running")
    stack.up("--refresh", "--parallel", "16").succeeded()
    assert {resource["outputs"]["status"] for resource in stack.resources.values()} == {"running"}
    assert simulator.operations("create", "update") == ["create"] * 12


@pytest.mark.usefixtures("cold_python")
def test_second_interrupt(stack, simulator):
    """A second Ctrl-C ends everything; the endpoint can still be met by the next up."""
    simulator.settings(ready_after_s=3600)
    stack.program('llm = ppio.Endpoint("llm", **BASE)')
    command = stack.start_up()
    simulator.wait_until(lambda: len(simulator.operations("get")) >= 2)
    command.interrupt()
    command.interrupt()
    command.finish().failed()
    (endpoint,) = simulator.endpoints
    if stack.resources:
        assert stack.resources["llm"]["id"] == endpoint["id"]
    else:
        simulator.patch(endpoint["id"], status="running")
        assert endpoint["id"] in stack.up().failed().errors("llm")[0]
    assert len(simulator.endpoints) == 1
