"""An endpoint in a workspace of its own choice: one key works in many."""

import pytest
from tests.conftest import Engine

from pulumi_serving import ReadinessProvider
from pulumi_serving.core.values import leaves
from pulumi_serving.core.values.state_keys import LOCATION
from pulumi_serving.huawei import EndpointProvider
from pulumi_serving.huawei.endpoint.testing import CONFIG, CREATE, FULL
from pulumi_serving.huawei.testing import BASE_URL_KEY

STACK = {**CONFIG, BASE_URL_KEY: "http://127.0.0.1:1"}
NOWHERE = {key: value for key, value in STACK.items() if not key.endswith("workspaceId")}
SET = CONFIG["huaweicloud:workspaceId"]
PATH = "/v1/workspaces"


@pytest.fixture
def engine(simulator, clock):
    """Return an endpoint as the engine sees it, with a workspace in the settings."""
    return Engine(EndpointProvider, simulator, clock, STACK)


@pytest.fixture
def other(engine):
    """Return the id of a second workspace of the account."""
    kind = engine.provider.kind
    from pulumi_serving.core.cloud.settings import Source  # noqa: PLC0415 - one use

    connection = engine.provider.runtime.connection(kind, kind.settings(Source("huawei", STACK, {}, "huaweicloud")))
    from pulumi_serving.core.calls.operation import Operation  # noqa: PLC0415 - one use

    operation = Operation("testing", 60.0, engine.provider.runtime.clock)
    return connection.send(
        operation, "CreateWorkspace", "POST", PATH, body={"name": "second"}, parse=lambda body: body["id"]
    )


def paths(simulator):
    """Return the workspaces whose endpoints were asked for."""
    asked = [item["path"].split("/") for item in simulator.ledger()["requests"] if item["path"].count("/") > 3]
    return {parts[3] for parts in asked}


def test_the_argument_wins(engine, other, simulator):
    """The endpoint is made, read and deleted in its own workspace, and nothing is asked for in the other one."""
    assert not engine.up(**CREATE, workspace_id=other).error
    assert f"workspace {other})" in engine.outs[LOCATION]
    assert engine.up(**CREATE, workspace_id=other).value == "same"
    assert not engine.refresh().error
    assert engine.up(**CREATE, workspace_id=other).value == "same"
    assert not engine.delete().error
    assert paths(simulator) == {other}
    assert simulator.living() == []


def test_it_is_not_sent(engine, other, simulator):
    """The workspace is a part of the path, and no field of a body: the simulated platform would refuse it."""
    assert not engine.up(**FULL, workspace_id=other).error
    assert simulator.count("create") == 1


def test_settings_without_a_workspace_do(engine, other):
    """Where every endpoint says its own, the settings need none; where one says none, the line says both ways out."""
    engine.configure(NOWHERE)
    assert not engine.up(**CREATE, workspace_id=other).error
    (line,) = [failure.reason for failure in engine.check({}, CREATE).failures]
    assert "has no workspaceId" in line
    assert "or give the endpoint its workspace_id" in line


def test_to_name_the_one_of_the_settings_changes_nothing(engine):
    """The argument with the id that the settings have is no change, and neither is its removal."""
    engine.up(**CREATE)
    assert engine.up(**CREATE, workspace_id=SET).value == "same"
    engine.inputs["workspace_id"] = SET
    assert engine.preview(**CREATE)[0] == "same"


def test_another_workspace_is_a_replacement(engine, other, simulator):
    """A change of it replaces, and the preview names it beside the location."""
    engine.up(**CREATE)
    first = engine.id
    diff = engine.diff(engine.check(engine.inputs, {**CREATE, "workspace_id": other}).inputs)
    assert diff.replaces == [LOCATION, "workspace_id"]
    assert not engine.up(**CREATE, workspace_id=other).error
    assert engine.id != first
    assert [item["id"] for item in simulator.living()] == [engine.id]


def test_a_workspace_that_is_still_to_be_made(engine):
    """Where it is another resource's output that is not known yet, so is the location, and a change of it replaces."""
    unknown = leaves.UNKNOWN
    checked = engine.check({}, {**CREATE, "workspace_id": unknown})
    assert checked.failures == []
    assert leaves.is_unknown(checked.inputs[LOCATION])
    engine.up(**CREATE)
    assert LOCATION in engine.diff(engine.check(engine.inputs, {**CREATE, "workspace_id": unknown}).inputs).replaces


def test_one_wait_for_many_workspaces(engine, other, simulator, clock):
    """A wait reads each endpoint in its own workspace."""
    ready = Engine(ReadinessProvider, simulator, clock, STACK, urn=f"{engine.urn}-ready")
    ready.provider.runtime = engine.provider.runtime
    members = {}
    for name, location in (("here", SET), ("there", other)):
        made = Engine(EndpointProvider, simulator, clock, STACK, urn=f"{engine.urn}-{name}")
        made.provider.runtime = engine.provider.runtime
        assert not made.up(**CREATE, workspace_id=location, wait_until_ready=False).error
        members[name] = {"id": made.id, "changed_at": made.outs["changed_at"], "location": made.outs[LOCATION]}
    assert not ready.create({"cloud": "huawei", "endpoints": members}).error
    assert {state["status"] for state in ready.outs["states"].values()} == {"RUNNING"}
    assert paths(simulator) == {SET, other}


def test_a_workspace_that_would_be_replaced(engine, other):
    """The engine asks without a check what if the workspace were replaced: the endpoint would be, and so goes first."""
    engine.up(**CREATE, workspace_id=other)
    assert LOCATION in engine.diff({**engine.inputs, "workspace_id": leaves.UNKNOWN}).replaces
