"""What is left when a process dies or an answer is lost: the next run meets it, and nothing is made twice."""

import pytest
from tests.harness.control import BASE
from tests.harness.wire import BY_NAME

from .conftest import SUBJECTS

OTHER_IMAGE = "registry.example.com/llm:0.9"
ASYNC = {**BASE, "type": "async"}


@pytest.mark.parametrize(("method", "number"), [("POST", 1), ("GET", 2)])
def test_plugin_killed(lab, stack, method, number):
    """After a kill of the plug-in the next up names what was left and how to go on, and adopts it where told to."""
    lab.settings(ready_after_s=3600)
    lab.wire.arm(BY_NAME["killed after"], number, 1, method)
    assert stack.up(BASE).failed
    lab.wire.arm(None)
    (endpoint,) = lab.endpoints
    assert stack.current is None
    lab.patch(endpoint["id"], status="running")

    line = stack.up(BASE).error()
    assert line.startswith(f"there is an endpoint named {endpoint['name']} already: {endpoint['id']} (running, made ")
    assert "an interrupted run has probably left it" in line
    assert f"`PULUMI_SERVING_ADOPT={endpoint['id']} pulumi up` adopts it" in line
    assert stack.current is None

    taken = stack.up(BASE, PULUMI_SERVING_ADOPT=endpoint["id"]).succeeded()
    assert any(f"adopted endpoint {endpoint['id']}" in line for line in taken.said)
    assert stack.current.id == endpoint["id"]
    assert lab.writes == ["POST"]
    assert stack.preview(BASE) == "same"
    stack.destroy().succeeded()
    assert lab.living == []


def test_name_taken(lab, stack):
    """An endpoint of the user's own name is never adopted unasked, nor where it differs from the program."""
    id_ = lab.make("llm", image=OTHER_IMAGE)
    named = {**BASE, "name": "llm"}
    assert f"named llm already: {id_}" in stack.up(named).error()
    line = stack.up(named, PULUMI_SERVING_ADOPT=id_).error()
    assert line.startswith(f"endpoint {id_} can't be adopted: it differs from the program in image. Declare what ")
    assert stack.current is None
    assert lab.writes == ["POST"]

    stack.up({**named, "image": OTHER_IMAGE}, PULUMI_SERVING_ADOPT=f"another, {id_}").succeeded()
    assert stack.current.id == id_
    assert lab.writes == ["POST"]


def test_leaving_endpoint_holds_no_name(lab, stack):
    """An endpoint that is deleting does not count as a holder of its name."""
    lab.settings(delete_after_s=3600)
    lab.delete(lab.make("llm"))
    stack.up({**BASE, "name": "llm"}).succeeded()
    assert [endpoint["status"] for endpoint in lab.endpoints] == ["terminating", "running"]


def test_a_name_that_is_about_to_be_free_is_waited_for(lab, stack_of):
    """Where names are unique, a create waits for what is deleting and still holds its name."""
    named = {**SUBJECTS["alibaba"].create, "name": "team_llm"}
    first, second = stack_of("alibaba", "first"), stack_of("alibaba", "second")
    first.up(named).succeeded()
    lab.settings(delete_after_s=30)
    first.limits["Delete"] = 2.0
    assert "was accepted, and the wait for it ended after 2s" in first.destroy().error()
    second.up(named).succeeded()
    assert lab.writes == ["POST", "DELETE", "POST"]
    assert [endpoint["name"] for endpoint in lab.living] == ["team_llm"]


def test_two_of_one_name(lab, stack_of):
    """Two resources of one own name in one program are an error that names the other, and one endpoint."""
    first, second = stack_of(name="first"), stack_of(name="second")
    with lab.one_command():
        first.up({**BASE, "name": "llm"}).succeeded()
        line = second.up({**BASE, "name": "llm"}).error()
    assert line.startswith("the name llm is used by another resource of this program, urn:pulumi:")
    assert line.endswith("::first")
    assert second.current is None
    assert len(lab.endpoints) == 1


@pytest.mark.parametrize("answer", [{}, {"status": 502, "body": "<html>Bad gateway</html>"}])
def test_lost_answer(lab, stack, answer):
    """Where the answer to the create is lost, the endpoint is looked for and found: one endpoint, no second POST."""
    lab.fault(cloud="ppio", operation="create", drop="after", **answer)
    stack.up(BASE).succeeded()
    (endpoint,) = lab.endpoints
    assert stack.current.id == endpoint["id"]
    assert lab.writes == ["POST"]


def test_interrupt_of_a_lost_create(lab, stack):
    """A create whose outcome stays unknown is recorded under its name, and a refresh finds the true id."""
    lab.fault(cloud="ppio", operation="create", drop="after")
    lab.settings(list_lag_s=20)
    lab.wire.arm(BY_NAME["Ctrl-C"], 2, 1, "GET")  # the first look for what was made
    run = stack.up(BASE)
    assert any("the answer to the create was lost" in line for line in run.said)
    (endpoint,) = lab.endpoints
    name = endpoint["name"]
    line = run.error()
    assert line.startswith(f"whether endpoint {name} was made can't be told (no answer), the run was cancelled.")
    assert stack.current.id == f"unsettled:{name}"
    assert lab.clock.now() - lab.cancelled < 3
    assert lab.wire.written_after_cancel == []
    lab.clock.sleep(20)
    stack.refresh().succeeded()
    assert stack.current.id == endpoint["id"]
    stack.up(BASE).succeeded()
    assert lab.writes == ["POST"]
    stack.destroy().succeeded()
    assert lab.living == []


def test_what_a_lost_create_has_not_made_is_made_by_the_next_up(lab, stack):
    """A create that never arrived is recorded as unknown; the next up is sure that there is none, and makes it once."""
    lab.fault(cloud="ppio", operation="create", drop="before")
    lab.wire.arm(BY_NAME["Ctrl-C"], 2, 1, "GET")
    assert stack.up(BASE).failed
    assert lab.endpoints == []
    assert stack.current.id.startswith("unsettled:")
    stack.up(BASE).succeeded()
    (endpoint,) = lab.endpoints
    assert stack.current.id == endpoint["id"]
    assert stack.preview(BASE) == "same"


def test_a_replacement_broken_off_by_a_kill_is_finished(lab, stack):
    """The next up names the successor that was left, adopts it where told to, and deletes the old one."""
    stack.up(BASE).succeeded()
    old = stack.current.id
    lab.settings(ready_after_s=3600)
    lab.wire.arm(BY_NAME["killed after"], 1, 1, "POST")
    assert stack.up(ASYNC).failed
    lab.wire.arm(None)
    (new,) = [endpoint for endpoint in lab.endpoints if endpoint["id"] != old]
    assert stack.current.id == old
    lab.patch(new["id"], status="running")

    line = stack.up(ASYNC).error()
    assert f"named {new['name']} already: {new['id']}" in line
    assert f"`PULUMI_SERVING_ADOPT={new['id']} pulumi up` adopts it" in line
    stack.up(ASYNC, PULUMI_SERVING_ADOPT=new["id"]).succeeded()
    assert stack.current.id == new["id"]
    assert [endpoint["id"] for endpoint in lab.living] == [new["id"]]
    assert stack.preview(ASYNC) == "same"


def test_what_a_targeted_replacement_adopts_is_not_deleted(lab, stack):
    """A --replace that is made to adopt the endpoint itself deletes nothing, nor does any later run."""
    stack.up(BASE).succeeded()
    (first,) = lab.living
    line = stack.up(BASE, replace=True).error()
    assert line.endswith("`pulumi up --refresh` with the same `--replace` gives its successor another name")
    run = stack.up(BASE, replace=True, PULUMI_SERVING_ADOPT=first["id"])
    assert run.error().startswith(f"endpoint {first['id']} was adopted in this run, so this run does not delete it")
    stack.up(BASE).succeeded()
    assert lab.writes == ["POST"]
    assert [endpoint["id"] for endpoint in lab.living] == [stack.current.id] == [first["id"]]
    assert stack.preview(BASE) == "same"
    stack.destroy().succeeded()
    assert lab.living == []


def test_what_somebody_else_deletes_is_waited_for(lab, stack):
    """A deletion that is answered as if nothing were there, while it is being deleted, is not asked for again."""
    stack.up(BASE).succeeded()
    lab.settings(delete_after_s=30)
    lab.delete(stack.current.id)
    body = {"code": 404, "reason": "ENDPOINT_NOT_FOUND", "message": "endpoint not found"}
    lab.fault(cloud="ppio", operation="delete", times=9, status=404, body=body)
    stack.destroy().succeeded()
    assert lab.writes == ["POST", "DELETE", "DELETE"]
    assert lab.living == []


def test_throttled_and_failing_cloud(lab, stack):
    """Refusals before anything was done and failing reads are tried again, and one endpoint is made."""
    lab.fault(cloud="ppio", operation="list", status=503)
    lab.fault(cloud="ppio", operation="create", status=429, headers={"Retry-After": "1"})
    lab.fault(cloud="ppio", operation="get", status=500, times=2)
    run = stack.up(BASE).succeeded()
    assert any("List endpoints: attempt 1 failed, trying again" in line for line in run.said)
    assert len(lab.endpoints) == 1
    lab.fault(cloud="ppio", operation="delete", status=500)
    stack.destroy().succeeded()
    assert lab.living == []


def test_strange_answers(lab, stack):
    """A read that is answered with HTML is an error with method, path and status; unknown words are no error."""
    stack.up(BASE).succeeded()
    id_ = stack.current.id
    lab.patch(id_, fields={"novelty": {"a": [1]}, "worker_config": {"colour": "red"}}, status="hibernating")
    stack.refresh().succeeded()
    assert stack.current.outs["status"] == "hibernating"
    lab.patch(id_, status="running")
    lab.fault(cloud="ppio", operation="get", status=403, body="<html><title>Blocked</title></html>")
    line = stack.refresh().error()
    assert "Get endpoint failed: Blocked (HTTP 403, request id" in line
    assert f"GET /gpus/v2/endpoints/{id_}" in line
    assert stack.current.id == id_


def test_interrupt_of_a_wait(lab, stack):
    """One Ctrl-C ends the wait at once with the id in the state, and the next refresh sees what has become of it."""
    lab.settings(ready_after_s=3600)
    lab.wire.arm(BY_NAME["Ctrl-C"], 3, 1, "GET")
    line = stack.up(BASE).error()
    assert lab.clock.now() - lab.cancelled < 3
    (endpoint,) = lab.endpoints
    assert stack.current.id == endpoint["id"]
    assert line.startswith(f"endpoint {endpoint['id']} is not ready: the run was cancelled, its status is initializing")
    lab.wire.arm(None)
    lab.patch(endpoint["id"], status="running")
    stack.refresh().succeeded()
    assert stack.current.outs["status"] == "running"
    assert stack.current.reasons == []
    stack.destroy().succeeded()
    assert lab.writes == ["POST", "DELETE"]


def test_interrupt_of_a_delete(lab, stack):
    """One Ctrl-C during a delete returns at once and keeps the endpoint in the state until it is known to be gone."""
    stack.up(BASE).succeeded()
    lab.clock.sleep(600)
    lab.settings(delete_after_s=3600)
    (endpoint,) = lab.endpoints
    lab.wire.then("DELETE", 1, lambda: lab.wire.arm(BY_NAME["Ctrl-C"], 2, 1, "GET"))
    assert stack.destroy().failed
    assert lab.clock.now() - lab.cancelled < 3
    assert lab.wire.written_after_cancel == []
    assert stack.current.id == endpoint["id"]
    lab.wire.arm(None)
    lab.patch(endpoint["id"], gone=True)
    stack.destroy().succeeded()
    assert stack.current is None
