"""What the jobs of a team's repository run, on the real engine."""

from pathlib import Path

import pytest

from pulumi_serving.fleet import stack_file

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

WORKFLOWS = Path(__file__).parents[2] / "examples" / "fleet" / ".github" / "workflows"


def command(name):
    """Return the arguments of a workflow's one command of the CLI."""
    (job,) = stack_file.load((WORKFLOWS / name).read_text())["jobs"].values()
    (found,) = [step["run"] for step in job["steps"] if step.get("run", "").startswith("pulumi ")]
    return found.split()[1:]


def test_the_jobs_tell_changes_and_drift(stack, simulator):
    """The preview's job changes nothing; the drift's job ends with 0, and with 7 and the argument that has drifted."""
    stack.program('ppio.Endpoint("llm", **BASE)')
    stack.run(*command("preview.yml")).succeeded()
    assert simulator.endpoints == []
    stack.up().succeeded()

    stack.run(*command("drift.yml")).succeeded()
    simulator.patch(simulator.living[0]["id"], fields={"image": "registry.example.com/other:1"})
    state = stack.state["resources"]
    drifted = stack.run(*command("drift.yml"))
    assert drifted.code == 7, str(drifted)
    assert drifted.lines("~ image", "registry.example.com/other:1")
    assert stack.state["resources"] == state
    assert simulator.writes == ["POST"]
