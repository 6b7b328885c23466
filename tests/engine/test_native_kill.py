"""A fleet of ten in another language that is killed in the middle of an up: it heals, and nothing is there twice."""

import contextlib
import json
import os
import re
import signal

import pytest

from .project import PROJECT

pytestmark = [pytest.mark.engine, pytest.mark.timeout(3000)]  # the first use builds a language host

TEN = {f"llm{number}": {"cloud": "ppio", "image": "registry.example.com/llm:1.4"} for number in range(10)}
DEFAULTS = {"ppio": {"type": "sync", "productId": "rtx4090-24g", "workerConfig": {"maxReplicas": 2, "gpuNum": 1}}}
FLEET = {"endpoints": TEN, "defaults": DEFAULTS}
YAML = {
    "name": PROJECT,
    "runtime": "yaml",
    "resources": {"fleet": {"type": "serving:index:Fleet", "properties": FLEET}},
}
TYPESCRIPT = f"""
import * as serving from "./serving";
new serving.Fleet("fleet", {json.dumps(FLEET)});
"""


def halted_with_a_whole_state(stack, command):
    """Halt the CLI, and tell whether its kill would leave a state that can be read: it may be in the middle of it."""
    os.kill(command.pid, signal.SIGSTOP)
    with contextlib.suppress(json.JSONDecodeError, FileNotFoundError):
        for file in stack.files:
            json.loads(file.read_text())
        return bool(stack.state)
    return False


@pytest.mark.usefixtures("cold_python")
@pytest.mark.parametrize(("language", "program"), [("yaml", json.dumps(YAML)), ("typescript", TYPESCRIPT)])
def test_a_fleet_that_was_killed(request, simulator, kill, language, program):
    """After a kill of the CLI the next runs name what was left, adopt it, and end with ten endpoints and no twin."""
    stack = request.getfixturevalue(language)
    stack.write(program)
    # Six are on their way when the kill comes, and never arrive: one that did so later would be a twin.
    simulator.fault(operation="create", after=4, delay_s=5, drop="before", times=6)
    command = stack.start_up()
    simulator.wait_until(lambda: len(simulator.endpoints) >= 4)
    while not halted_with_a_whole_state(stack, command):
        os.kill(command.pid, signal.SIGCONT)
    kill(*command.descendants(), command.pid)
    command.finish().failed()
    stack.run("cancel", "--yes")
    done, adopted = stack.up(), set()
    for _ in range(10):
        found = {*re.findall(r"PULUMI_SERVING_ADOPT=(\w+)", done.out)}
        if done.code == 0 or not found - adopted:
            break
        adopted |= found
        done = stack.up(PULUMI_SERVING_ADOPT=",".join(sorted(adopted)))
    done.succeeded()
    assert len(simulator.endpoints) == len(simulator.living) == 10
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []
