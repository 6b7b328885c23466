"""Workspaces: unique names, what is in them, and settings that name none."""

import pytest
from tests.conftest import Engine
from tests.steps import lose_create

from pulumi_serving.core.values.state_keys import LOCATION
from pulumi_serving.huawei import EndpointProvider, WorkspaceProvider
from pulumi_serving.huawei.endpoint.testing import CREATE as ENDPOINT
from pulumi_serving.huawei.testing import BASE_URL_KEY, CONFIG
from pulumi_serving.huawei.workspace import testing
from pulumi_serving.huawei.workspace.testing import CREATE, FULL

STACK = {**CONFIG, BASE_URL_KEY: "http://127.0.0.1:1"}
NOWHERE = {key: value for key, value in STACK.items() if not key.endswith("workspaceId")}


@pytest.fixture
def workspace(simulator, clock):
    """Return a workspace as the engine sees it; the settings name none."""
    simulator.speak_of(testing)
    return Engine(WorkspaceProvider, simulator, clock, NOWHERE)


@pytest.fixture
def endpoint(workspace, simulator, clock):
    """Return an endpoint of the same run."""
    made = Engine(EndpointProvider, simulator, clock, NOWHERE, urn=f"{workspace.urn}-endpoint")
    made.provider.runtime = workspace.provider.runtime
    return made


def test_a_workspace_of_the_settings_is_no_place_of_it(workspace):
    """Whether the settings name a workspace or not, another one lives in the project."""
    assert not workspace.up(**FULL).error
    assert workspace.outs[LOCATION] == f"http://127.0.0.1:1 (project {CONFIG['huaweicloud:projectId']})"
    workspace.configure(STACK)
    assert workspace.preview(**FULL)[0] == "same"


def test_the_default_project_may_be_left_out(workspace):
    """An import records the enterprise project that the cloud tells; a program that names none replaces nothing."""
    workspace.up(**CREATE)
    imported = workspace.get(workspace.id).value
    workspace.outs, workspace.inputs = imported.outs, imported.inputs
    assert workspace.inputs["enterprise_project_id"] == "0"
    declared = {**CREATE, "name": workspace.outs["name"]}
    assert workspace.preview(**declared)[0] == "same"
    assert workspace.preview(**declared, enterprise_project_id="1")[0] == "replace"


def test_an_endpoint_lives_in_it(workspace, endpoint, simulator):
    """Its id is an endpoint's ``workspace_id``, and it goes after the endpoint."""
    workspace.up(**CREATE)
    assert not endpoint.up(**ENDPOINT, workspace_id=workspace.id).error
    assert f"workspace {workspace.id})" in endpoint.outs[LOCATION]
    assert not endpoint.delete().error
    assert not workspace.delete().error
    assert simulator.living() == []


def test_an_endpoint_waits_for_the_id_of_one_whose_create_was_lost(workspace, endpoint, simulator):
    """Until a refresh has found the id, the endpoint's check has one line about it, which names the way that works."""
    lose_create(workspace, testing, simulator)
    (failure,) = endpoint.check({}, {**ENDPOINT, "workspace_id": workspace.id}).failures
    assert failure.reason.startswith("workspace_id: is no id yet")
    assert "`pulumi up --refresh`" in failure.reason
    workspace.restart()
    assert not workspace.refresh().error
    assert not endpoint.up(**ENDPOINT, workspace_id=workspace.id).error


def test_one_that_is_not_empty_is_refused(workspace, endpoint, simulator):
    """At the end of the wait the line names what is in it, and the record stays."""
    workspace.up(**CREATE)
    endpoint.up(**ENDPOINT, workspace_id=workspace.id)
    workspace.timeout = 60.0
    error = workspace.delete().error
    assert f"is in use by endpoint {endpoint.outs['name']} ({endpoint.id})" in error
    assert "The workspace still has endpoints" in error
    assert [item["id"] for item in simulator.living()] == [workspace.id]


def test_a_deletion_waits_for_what_is_in_it(workspace, endpoint, simulator, clock):
    """What is deleting is waited for."""
    workspace.up(**CREATE)
    endpoint.up(**ENDPOINT, workspace_id=workspace.id)
    simulator.set(delete_after_s=45)
    said = []
    clock.after(1, lambda: said.append(endpoint.delete().error))
    assert not workspace.delete().error
    assert said == [""]


def test_an_endpoint_whose_workspace_is_no_more(workspace, endpoint, simulator, clock):
    """Its refresh and its deletion can't tell: each line names the way out, which works, and sends nothing."""
    workspace.up(**CREATE)
    endpoint.up(**ENDPOINT, workspace_id=workspace.id)
    simulator.patch(f"/_simulator/endpoints/huawei/{endpoint.id}", json={"gone": True}).raise_for_status()
    assert not workspace.delete().error
    clock.sleep(600)
    way_out = f"PULUMI_SERVING_GONE={endpoint.id}"
    for outcome in (endpoint.refresh(), endpoint.delete()):
        assert "The workspace does not exist" in outcome.error
        assert f"If what it was in was deleted, so was it: run this again with {way_out}," in outcome.error
    endpoint.provider.runtime.environ = dict([way_out.split("=")])
    endpoint.restart()
    record = (endpoint.id, endpoint.outs, endpoint.inputs)
    assert not endpoint.refresh().error
    assert endpoint.id == ""
    endpoint.id, endpoint.outs, endpoint.inputs = record
    assert not endpoint.delete().error


def test_another_refusal_is_told_at_once(workspace, simulator, clock):
    """Where no endpoint is in it, the cloud's own refusal tells: an app, perhaps, or compute resources."""
    workspace.up(**CREATE)
    start = clock.time
    body = {"error_code": "dataartsfabric.00010042", "error_msg": "The workspace has compute resources."}
    simulator.fault(cloud="huawei", operation="delete", times=9, status=400, body=body)
    assert "The workspace has compute resources" in workspace.delete().error
    assert clock.time == start
    assert workspace.id


def test_a_name_that_is_taken(workspace, simulator, clock):
    """Names are unique: what has the name is named, with the way to adopt it."""
    workspace.up(**FULL)
    other = Engine(WorkspaceProvider, simulator, clock, NOWHERE, urn=f"{workspace.urn}-other")
    error = other.up(**FULL).error
    assert workspace.id in error
    assert "PULUMI_SERVING_ADOPT" in error


@pytest.mark.parametrize(("name", "warns"), [("abc", True), ("a" * 33, True), ("team_models", True), ("team-2", False)])
def test_names_of_another_form_are_a_warning(name, warns):
    """What one page of the vendor says of names is told, and left to the server."""
    assert [problem.warning for problem in WorkspaceProvider.kind.rules({"name": name})] == [True] * warns
