"""What every cloud's resource does, whatever the cloud: each test runs once per cloud, on its own test data."""

import json

import pulumi
import pytest
from pulumi.runtime.proto import engine_pb2
from tests.harness.native_engine import NativeEngine

from pulumi_serving.core.calls import run
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.holders import Holders
from pulumi_serving.core.values import leaves, markers, schema
from pulumi_serving.core.values.state_keys import CHANGED_AT, KEY, LOCATION
from pulumi_serving.doors.native.call import NativeCall

from .conftest import URN, says
from .steps import create, ledger_id

UNKNOWN = pulumi.output.Unknown()


@pytest.fixture(params=["dynamic", "native"])
def engine(request, provider_class, simulator, clock, config, monkeypatch):
    """Return one resource of the cloud, as the engine sees it through each door."""
    if request.param == "dynamic":
        return request.getfixturevalue("dynamic_engine")
    one = NativeEngine(provider_class, simulator, clock, config, URN)
    monkeypatch.setattr(NativeCall, "say", says(one))
    return one


@pytest.fixture
def simulator(simulator, data):
    """Return the simulated clouds, with this kind's own names for what is counted, disturbed and changed."""
    simulator.speak_of(data)
    return simulator


def problems(engine, args):
    return [failure.reason for failure in engine.check({}, args).failures]


# check ---------------------------------------------------------------------------------------------------------------


@pytest.mark.every_kind
def test_check_accepts_the_least(engine, data):
    """The required arguments alone are enough."""
    assert problems(engine, data.CREATE) == []


@pytest.mark.every_kind
def test_check_accepts_everything(engine, data):
    """Every documented argument is accepted."""
    assert problems(engine, data.FULL) == []


@pytest.mark.every_kind
def test_check_of_its_own_result_changes_nothing(engine, data):
    """Check is deterministic, and its result fits as its input."""
    for args in (data.CREATE, data.FULL):
        once = engine.check({}, args).inputs
        assert engine.check({}, args).inputs == once
        assert engine.check({}, once).inputs == {**once, **engine.check({}, once).inputs}


@pytest.mark.every_kind
def test_check_names_path_and_rule(engine, data):
    """Each mistake gives one line that begins with the property's path."""
    for change, line in data.INVALID:
        found = problems(engine, {**data.CREATE, **change})
        assert len(found) == 1, (change, found)
        assert found[0].startswith(line)


@pytest.mark.every_kind
def test_check_finds_all_mistakes_at_once(engine, data):
    """Mistakes in different arguments are all told in one go."""
    changes = {key: value for change, _ in data.INVALID[:1] for key, value in change.items()}
    found = problems(engine, {**data.CREATE, **changes, "nonsense": 1})
    assert len(found) == 2


@pytest.mark.every_kind
def test_check_lets_unknown_values_through(engine, data):
    """Every argument may be the output of a resource that is still to be made."""
    args = dict.fromkeys(data.FULL, UNKNOWN)
    result = engine.check({}, args)
    assert result.failures == []
    assert all(leaves.is_unknown(result.inputs[name]) for name in args)


@pytest.mark.every_kind
def test_check_lets_unknown_values_through_at_any_depth(engine, data):
    """What is nested in an argument may be unknown, too."""

    def hide(value):
        if isinstance(value, dict):
            return {key: hide(item) for key, item in value.items()}
        return [hide(item) for item in value] if isinstance(value, list) else UNKNOWN

    assert engine.check({}, hide(data.FULL)).failures == []


def test_check_refuses_the_text_of_an_output(engine, data):
    """What was an output of outputs in a program is known to check alone: a text that Python made of one is refused."""
    text = "Calling __str__ on an Output[T] is not supported.\n\nTo get the value of an Output[T] as an Output[str] ..."
    given = {"name": f"a-{text}", "description": {"x": [text]}}
    lines = [line for line in problems(engine, {**data.CREATE, **given}) if "pulumi.Output.concat(...)" in line]
    assert sorted(line.partition(": ")[0] for line in lines) == ["description.x[0]", "name"]


@pytest.mark.every_kind
def test_check_refuses_what_the_engine_cant_carry(engine, data):
    """An asset, NaN and a number that the engine has rounded are told, wherever they come from."""
    wrong = {"a": pulumi.StringAsset("x"), "b": float("nan"), "c": float(2**53)}
    lines = problems(engine, {**data.CREATE, "description": wrong})
    assert sorted(line.partition(": ")[0] for line in lines if line.startswith("description.")) == [
        "description.a",
        "description.b",
        "description.c",
    ]


@pytest.mark.every_kind
def test_check_sends_nothing(engine, data, simulator):
    """Check makes no call to the cloud."""
    engine.check({}, data.FULL)
    assert simulator.ledger()["requests"] == []


@pytest.mark.every_kind
def test_missing_credentials_are_told_by_check(engine, data):
    """Without credentials check says which setting to set."""
    engine.configure({})
    (line,) = problems(engine, data.CREATE)
    assert "pulumi config set --secret" in line


@pytest.mark.every_kind
def test_another_clouds_instance_is_refused(engine, data):
    """A resource that is given another cloud's provider instance fails with one line, in the words of its door."""
    engine.configure({"cloud": "elsewhere"})
    (line,) = problems(engine, data.CREATE)
    # A provider of the native door is for all clouds: this one lacks the settings of this cloud.
    assert ("give the provider its" if isinstance(engine, NativeEngine) else "is for elsewhere") in line


# names ---------------------------------------------------------------------------------------------------------------


@pytest.mark.every_kind("derives names")
def test_derived_names_repeat(engine, data):
    """A derived name is the same in preview, up and a retry, so that a retry meets what was left."""
    first = engine.check({}, data.CREATE).inputs["name"]
    engine.restart()
    assert engine.check({}, data.CREATE).inputs["name"] == first


@pytest.mark.every_kind("derives names")
def test_a_replacement_gets_another_derived_name(engine, data):
    """The successor's name differs from its predecessor's, and repeats."""
    inputs = engine.check({}, data.CREATE).inputs
    engine.check(inputs, data.CREATE)
    successor = engine.check({}, data.CREATE).inputs["name"]
    assert successor != inputs["name"]
    engine.restart()
    engine.check(inputs, data.CREATE)
    assert engine.check({}, data.CREATE).inputs["name"] == successor


@pytest.mark.every_kind("derives names")
def test_a_derived_name_stays(engine, data):
    """An update keeps the name that was derived at first."""
    inputs = engine.check({}, data.CREATE).inputs
    assert engine.check(inputs, data.CREATE).inputs["name"] == inputs["name"]


# create, read, delete ------------------------------------------------------------------------------------------------


@pytest.mark.every_kind
def test_life(engine, data, simulator):
    """Create, nothing to do, refresh, delete: one create and one delete, and nothing left."""
    create(engine, data)
    assert bool(engine.outs.get("status")) is isinstance(engine.provider.kind, Serves)
    assert engine.up(**data.CREATE).value == "same"
    before = (engine.outs, engine.inputs)
    assert not engine.refresh().error
    assert (engine.outs, {**engine.inputs, "__provider": "provider"}) == (
        before[0],
        {**before[1], "__provider": "provider"},
    )
    assert engine.up(**data.CREATE).value == "same"
    assert not engine.delete().error
    assert simulator.living() == []
    assert (simulator.count("create"), simulator.count("delete", accepted=True)) == (1, 1)


@pytest.mark.every_kind
def test_every_argument_takes(engine, data):
    """With every argument set there is nothing to do afterwards, before and after a refresh."""
    outcome = engine.up(**data.FULL)
    assert not outcome.error
    assert engine.preview(**data.FULL)[0] == "same"
    engine.refresh()
    assert engine.preview(**data.FULL)[0] == "same"


@pytest.mark.every_kind
def test_documented_outputs_are_set(engine, data, kind):
    """After create the outputs hold the arguments, the status, the location and the key's fingerprint."""
    create(engine, data)
    status = {"status"} if isinstance(kind, Serves) else set()
    assert {*data.CREATE, "name", *status, LOCATION, KEY} <= {*engine.outs}
    assert {*engine.outs} <= {*schema.fields(kind.args), *schema.fields(kind.state)} | {
        name for name in engine.outs if name.startswith("__")
    } | {*status, LOCATION, CHANGED_AT}


@pytest.mark.every_kind
def test_gone_is_absent_on_read(engine, data, kind, simulator):
    """What was deleted behind our back is dropped by a refresh."""
    create(engine, data)
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    result = engine.refresh().value
    assert (result.id, result.outs) == ("", {"__provider": "provider"} if result.outs else {})


@pytest.mark.every_kind
def test_delete_of_what_is_gone_is_success(engine, data, kind, simulator):
    """Deleting what is gone already succeeds."""
    create(engine, data)
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    assert not engine.delete().error


@pytest.mark.every_kind("updates")
def test_update_of_what_is_gone_says_what_to_do(engine, data, kind, simulator):
    """An update of what is gone fails with a line that names the way out."""
    create(engine, data)
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    assert "pulumi up --refresh" in engine.update(engine.inputs).error


@pytest.mark.every_kind
def test_get_reads_what_exists(engine, data):
    """An existing resource is read by its id, as outputs and as inputs."""
    create(engine, data)
    result = engine.get(engine.id).value
    assert result.id == engine.id
    assert result.outs.get("status") == engine.outs.get("status")
    assert {*data.CREATE} - {*getattr(data, "NEVER_READ", ())} <= {*result.inputs}


@pytest.mark.every_kind
def test_what_get_has_read_is_the_same_after_a_refresh(engine, data):
    """The engine records no inputs of what is read only; a refresh of it finds no difference."""
    create(engine, data, **data.FULL)
    read = engine.get(engine.id).value
    engine.inputs, engine.outs = {}, read.outs
    assert not engine.refresh().error
    assert engine.outs == read.outs


@pytest.mark.every_kind
def test_get_of_a_missing_id_is_an_error(engine):
    """Reading an id that does not exist fails."""
    assert "there is no" in engine.get("0123456789abcdef").error


# update and replacement ----------------------------------------------------------------------------------------------


@pytest.mark.every_kind
def test_each_argument_updates_or_replaces_as_documented(engine, data, kind):
    """A change of one argument is an update or a replacement, as its declaration says; none is left out."""
    inputs = engine.check({}, data.FULL).inputs
    engine.id, engine.inputs, engine.outs = "some-id", inputs, inputs
    for name, field in schema.fields(kind.args).items():
        if field.marker(markers.Local):
            continue
        replaces = field.marker(markers.ReplaceOnChange) is not None
        value = {"extra": {"new_field": 1}, **(data.REPLACE if replaces else data.UPDATE)}[name]
        diff = engine.diff(engine.check(inputs, {**data.FULL, name: value}).inputs)
        assert diff.changes is True
        assert diff.replaces == ([name] if replaces else []), name


def test_a_local_argument_changes_nothing(engine, data, kind):
    """A change of an argument that is for the provider alone is no change of the resource."""
    inputs = engine.check({}, data.CREATE).inputs
    engine.id, engine.inputs, engine.outs = "some-id", inputs, inputs
    local = [
        name
        for name, field in schema.fields(kind.args).items()
        if field.marker(markers.Local) and not field.marker(markers.Location)
    ]
    assert local
    for name in local:
        assert engine.diff(engine.check(inputs, {**data.CREATE, name: False}).inputs).changes is False


@pytest.mark.every_kind("updates")
def test_each_update_reaches_the_cloud(engine, data):
    """Every argument that changes in place is live after the update, and nothing is left to do."""
    assert not engine.up(**data.FULL).error
    args = dict(data.FULL)
    first = engine.id
    for name, value in data.UPDATE.items():
        args[name] = value
        outcome = engine.up(**args)
        assert not outcome.error, (name, outcome.error)
        assert engine.id == first
        engine.refresh()
        assert engine.preview(**args)[0] == "same", name


def test_a_removed_argument_is_a_change(engine, data, kind):
    """Taking an argument away is an update, or a replacement where it can't be cleared; then there is nothing to do."""
    assert not engine.up(**data.FULL).error
    needed = [name for name, field in schema.fields(kind.args).items() if field.required]
    removable = [name for name in data.FULL if name not in needed and name not in data.REPLACE and name != "name"]
    args = dict(data.FULL)
    for name in removable:
        del args[name]
        declared = schema.fields(kind.args)[name].marker(markers.ReplaceOnRemoval)
        replaces = declared or name in getattr(data, "REPLACED_IF_REMOVED", ())
        assert engine.preview(**args)[0] == ("replace" if replaces else "update"), name
        assert not engine.up(**args).error
        assert engine.preview(**args)[0] == "same", name


def test_order_without_meaning_is_no_change(engine, data, kind):
    """Turning round a list whose order has no meaning changes nothing."""
    inputs = engine.check({}, data.FULL).inputs
    engine.id, engine.inputs, engine.outs = "some-id", inputs, inputs
    for name, field in schema.fields(kind.args).items():
        if field.marker(markers.Unordered):
            turned = engine.check(inputs, {**data.FULL, name: [*reversed(data.FULL[name])]}).inputs
            assert engine.diff(turned).changes is False, name


@pytest.mark.every_kind("derives names")
def test_an_own_name_deletes_first(engine, data):
    """With the user's own name the old one goes first; with ours the new one is made first."""
    for args, first in ((data.FULL, True), (data.CREATE, False)):
        inputs = engine.check({}, args).inputs
        engine.id, engine.inputs, engine.outs = "some-id", inputs, inputs
        assert engine.diff(inputs).delete_before_replace is first


@pytest.mark.every_kind("replaces")
def test_replacement_leaves_one(engine, data, simulator):
    """A replacement makes another one and deletes the first."""
    create(engine, data)
    first = engine.id
    name, value = next(iter(data.REPLACE.items()))
    other = data.FULL[name] if data.CREATE.get(name) == value else value
    assert not engine.up(**{**data.CREATE, name: other}).error
    assert engine.id != first
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]


@pytest.mark.every_kind("updates")
def test_drift_is_named_and_repaired(engine, data, kind, simulator):
    """After a refresh the inputs hold what drifted, and the next up puts it right."""
    assert not engine.up(**data.FULL).error
    name, value = data.CHANGED
    simulator.change(kind.cloud, ledger_id(engine, data), fields=getattr(data, "DRIFT", {name: value}))
    engine.refresh()
    assert engine.inputs[name] == value
    assert engine.preview(**data.FULL)[0] == "update"
    assert not engine.up(**data.FULL).error


@pytest.mark.every_kind
def test_what_the_server_fills_in_is_no_drift(engine, data):
    """Values that the user never declared do not come into the inputs."""
    create(engine, data)
    declared = {*engine.inputs}
    engine.refresh()
    assert {*engine.inputs} == declared


# waiting and failing -------------------------------------------------------------------------------------------------


def test_a_failed_create_keeps_the_id(engine, data, kind, simulator):
    """A resource that the cloud took and then failed is recorded with the cloud's reason; the next up heals it."""
    simulator.set(next_outcome={"fail": "no GPU for you"})
    outcome = engine.up(**data.CREATE)
    assert outcome.id
    assert "no GPU for you" in outcome.reasons[0]
    assert engine.outs["name"] == engine.inputs["name"]
    by_replacement = kind.must_replace(engine.outs["status"])
    assert not engine.up(**data.CREATE).error
    assert simulator.count("create") == 1 + by_replacement
    assert len(simulator.living()) == 1
    assert not engine.delete().error
    assert simulator.living() == []


@pytest.mark.parametrize("word", ["SCHEDULE_FAILED", "ScheduleFailed", "image_pull_error"])
def test_any_status_that_speaks_of_failure_is_one(engine, data, kind, simulator, clock, word):
    """A word that no document knows ends the wait if fail or error is in it, with the cloud's own reason."""
    simulator.set(next_outcome={"stuck": True})
    start = clock.time

    def fail():
        (one,) = simulator.living()
        simulator.change(kind.cloud, one["id"], status=word, reason="no GPU for you")

    clock.after(20, fail)
    (reason,) = engine.up(**data.CREATE).reasons
    assert word.lower() in reason.lower()
    assert "no GPU for you" in reason
    assert clock.time - start < 120
    (refreshed,) = engine.refresh().reasons
    assert "no GPU for you" in refreshed


def test_what_lasts_too_long_has_the_clouds_reason(engine, data, kind, simulator, clock):
    """What the cloud says of a status that lasts too long is told, also where that names no failure."""
    simulator.set(next_outcome={"stuck": True})
    engine.timeout = 60.0

    def say():
        (one,) = simulator.living()
        simulator.change(kind.cloud, one["id"], status="QUEUED", reason="waiting for a quota")

    clock.after(20, say)
    (reason,) = engine.up(**data.CREATE).reasons
    assert "waiting for a quota" in reason


def test_blanks_around_a_status(engine, kind, data, simulator):
    """A status is the same word with blanks or a line break around it."""
    engine.up(**data.CREATE)
    simulator.change(kind.cloud, ledger_id(engine, data), status=f" {data.STATUS_READY}\n")
    engine.refresh()
    assert engine.reasons == []


def test_a_time_out_keeps_the_id_and_goes_on(engine, data, kind, simulator):
    """A wait that runs into the custom timeout records the id, and the next up goes on waiting."""
    simulator.set(next_outcome={"stuck": True})
    engine.timeout = 7.0
    outcome = engine.up(**data.CREATE)
    assert "not ready within 7s" in outcome.reasons[0]
    assert "custom_timeouts" in outcome.reasons[0]
    simulator.change(kind.cloud, ledger_id(engine, data), status=data.STATUS_READY)
    assert not engine.up(**data.CREATE).error
    assert simulator.count("create") == 1


def test_cancel_ends_the_wait(engine, data, simulator, clock):
    """A cancel during the wait ends it at once and records the id."""
    simulator.set(next_outcome={"stuck": True})
    start = clock.time
    clock.after(20, run.cancel)
    outcome = engine.up(**data.CREATE)
    assert outcome.id
    assert "cancelled" in outcome.reasons[0]
    assert clock.time - start < 60


def test_cancel_ends_the_wait_for_a_deletion(engine, data, simulator, clock):
    """A cancel during a deletion ends the wait; the resource stays in the state."""
    create(engine, data)
    simulator.set(delete_after_s=600)
    clock.after(20, run.cancel)
    assert "cancelled" in engine.delete().error
    assert engine.id


def test_a_rolled_back_update_fails(engine, data, simulator):
    """An update that the cloud rolls back fails the run, with what is live in the outputs."""
    create(engine, data)
    name, value = data.CHANGED
    simulator.set(next_outcome={"roll_back": True})
    outcome = engine.up(**{**data.CREATE, name: value})
    assert name in outcome.reasons[0]
    assert engine.outs[name] == data.CREATE[name]
    assert not engine.up(**{**data.CREATE, name: value}).error
    assert engine.outs[name] == value


def test_a_failed_resource_is_read_as_unhealthy(engine, data, kind, simulator):
    """A refresh of what failed out of band says so, and the next up heals it."""
    create(engine, data)
    simulator.change(kind.cloud, ledger_id(engine, data), status=data.STATUS_FAILED, reason="out of memory")
    outcome = engine.refresh()
    assert outcome.id == engine.id
    assert "out of memory" in outcome.reasons[0]
    assert not engine.up(**data.CREATE).error


def test_a_refresh_does_not_end_the_waiting(engine, data, kind, simulator):
    """After a create that timed out, a refresh that still finds it pending leaves the next up waiting for it."""
    simulator.set(next_outcome={"stuck": True})
    engine.timeout = 7.0
    engine.up(**data.CREATE)
    assert engine.refresh().reasons
    simulator.change(kind.cloud, ledger_id(engine, data), status=data.STATUS_READY)
    assert engine.preview(**data.CREATE)[0] == "update"
    assert not engine.up(**data.CREATE).error
    assert not engine.refresh().reasons


def test_without_waiting(engine, data, simulator, clock):
    """With wait_until_ready off, create returns once the cloud has accepted."""
    start = clock.time
    create(engine, data, wait_until_ready=False)
    assert clock.time == start
    assert simulator.count("create") == 1


# HTTP ----------------------------------------------------------------------------------------------------------------


@pytest.mark.every_kind
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_reads_are_retried(engine, data, kind, simulator, status):
    """A read that meets a passing fault is sent again."""
    create(engine, data)
    simulator.fault(cloud=kind.cloud, operation="get", times=2, status=status)
    assert not engine.refresh().error


@pytest.mark.every_kind
@pytest.mark.parametrize("status", [429, 500, 503])
def test_deletes_are_retried(engine, data, kind, simulator, status):
    """A delete that meets a passing fault is sent again."""
    create(engine, data)
    simulator.fault(cloud=kind.cloud, operation="delete", times=2, status=status)
    assert not engine.delete().error
    assert simulator.living() == []


@pytest.mark.every_kind
def test_retry_after_is_honoured(engine, data, kind, simulator, clock):
    """What the cloud asks for in Retry-After is waited."""
    create(engine, data)
    simulator.fault(cloud=kind.cloud, operation="get", status=429, headers={"Retry-After": "17"})
    clock.slept.clear()
    engine.refresh()
    assert 17.0 in clock.slept


@pytest.mark.every_kind
def test_refusals_are_not_retried(engine, data, kind, simulator):
    """A bad request, a refused key and a conflict are sent once."""
    for status in (400, 401, 403, 409):
        simulator.post("/_simulator/reset")
        simulator.fault(cloud=kind.cloud, operation="create", times=9, status=status)
        assert engine.up(**data.CREATE).error
        assert simulator.count("create") == 1
        assert engine.id == ""


@pytest.mark.every_kind
def test_a_throttled_create_is_sent_again(engine, data, kind, simulator):
    """A create that was refused for the rate is repeated, since nothing was done."""
    simulator.fault(cloud=kind.cloud, operation="create", times=2, status=429)
    create(engine, data)
    assert len(simulator.living()) == 1


@pytest.mark.every_kind
@pytest.mark.parametrize("rule", [{"drop": "after"}, {"status": 502, "drop": "after"}, {"body": "", "drop": "after"}])
def test_a_lost_answer_makes_no_second_one(engine, data, kind, simulator, rule):
    """When the answer to a create is lost, the endpoint is found and waited for, not made again."""
    simulator.fault(cloud=kind.cloud, operation="create", **rule)
    create(engine, data)
    assert simulator.count("create") == 1
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]


@pytest.mark.every_kind
def test_a_create_that_never_arrived_is_sent_once_more(engine, data, kind, simulator):
    """When looking shows that nothing was made, the create is repeated once."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="before")
    create(engine, data)
    assert simulator.count("create") == 2
    assert len(simulator.living()) == 1


@pytest.mark.every_kind
def test_what_cannot_be_resolved_is_recorded(engine, data, kind, simulator):
    """When neither the answer nor a look tells, the name is recorded, and a refresh finds the true id."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    name = kind.label(engine.check({}, data.CREATE).inputs)
    look_up = getattr(data, "LOOK_UP", "list")
    nothing = getattr(data, "NOT_THERE", None) or {"status": 200, "body": data.EMPTY_LIST}
    simulator.fault(cloud=kind.cloud, operation=look_up, times=1, **nothing)
    simulator.fault(cloud=kind.cloud, operation=look_up, times=99, status=403)
    outcome = engine.up(**data.CREATE)
    assert outcome.id == f"unsettled:{name}"
    assert "may exist and cost money" in outcome.reasons[0]
    simulator.delete("/_simulator/faults")
    engine.restart()
    engine.refresh()
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]
    assert not engine.delete().error
    assert simulator.living() == []


def test_what_cannot_be_resolved_is_waited_for_and_watched(engine, data, kind, simulator):
    """Without a wait, what may have been created is marked as accepted and unconfirmed, as any other is."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    look_up = getattr(data, "LOOK_UP", "list")
    nothing = getattr(data, "NOT_THERE", None) or {"status": 200, "body": data.EMPTY_LIST}
    simulator.fault(cloud=kind.cloud, operation=look_up, times=1, **nothing)
    simulator.fault(cloud=kind.cloud, operation=look_up, times=99, status=403)
    engine.up(**data.CREATE, wait_until_ready=False)
    assert engine.outs["changed_at"]
    assert engine.outs["__unconfirmed"] is True


def test_an_update_whose_answer_is_lost_is_not_forgotten(engine, data, kind, simulator):
    """It may have been taken in, so the next up looks and puts it right, even where the program was taken back."""
    create(engine, data)
    simulator.fault(cloud=kind.cloud, operation="update", times=9, drop="after")
    name, value = data.CHANGED
    outcome = engine.up(**{**data.CREATE, name: value})
    assert outcome.reasons
    simulator.delete("/_simulator/faults")
    engine.restart()
    assert engine.preview(**data.CREATE)[0] == "update"
    assert not engine.up(**data.CREATE).error
    engine.refresh()
    assert engine.inputs[name] == data.CREATE[name]
    assert engine.preview(**data.CREATE)[0] == "same"


@pytest.mark.every_kind
def test_odd_answers_name_operation_and_status(engine, data, kind, simulator):
    """HTML, nothing, or half a body in place of an answer: an error that names operation, status and path."""
    create(engine, data)
    for body in ("<html><title>Bad Gateway</title></html>", "", '{"id": "abc', "[]", "null", '"text"', "{}"):
        simulator.fault(cloud=kind.cloud, operation="get", times=20, status=200, body=body)
        outcome = engine.refresh()
        assert "HTTP 200" in outcome.error
        assert "GET /" in outcome.error
        assert "an error inside" not in outcome.error
        assert engine.id
        simulator.delete("/_simulator/faults").raise_for_status()


def test_odd_answers_while_waiting_are_borne(engine, data, kind, simulator):
    """An odd answer during a wait ends nothing."""
    simulator.fault(cloud=kind.cloud, operation="get", times=2, status=200, body="<html></html>")
    simulator.fault(cloud=kind.cloud, operation="get", times=1, drop="before")
    create(engine, data)


@pytest.mark.every_kind
def test_a_bare_404_is_not_gone(engine, data, kind, simulator):
    """A 404 that does not come from the API proves nothing: the state stays as it is."""
    create(engine, data)
    simulator.fault(cloud=kind.cloud, times=99, status=404, body="<html><title>Not Found</title></html>")
    assert engine.refresh().error
    assert engine.delete().error
    assert engine.id


# names that are taken, other accounts --------------------------------------------------------------------------------


@pytest.mark.every_kind("has unshared names")
def test_a_taken_name_is_told(engine, data, simulator):
    """An endpoint that an interrupted run has left is named, with the way to adopt it; nothing is created."""
    create(engine, data)
    left = engine.id
    engine.restart()
    engine.id, engine.inputs, engine.outs = "", {}, {}
    outcome = engine.up(**data.CREATE)
    assert left in outcome.error
    assert f"PULUMI_SERVING_ADOPT={left}" in outcome.error
    assert simulator.count("create") == 1


@pytest.mark.every_kind
def test_adoption(engine, data, simulator):
    """With PULUMI_SERVING_ADOPT the run adopts what is there."""
    create(engine, data)
    left = engine.id
    engine.restart()
    engine.id, engine.inputs, engine.outs = "", {}, {}
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": left}
    assert not engine.up(**data.CREATE).error
    assert engine.id == left
    assert simulator.count("create") == 1


@pytest.mark.every_kind("updates")
def test_something_else_is_not_adopted(engine, data):
    """What differs from the program is not adopted."""
    create(engine, data)
    left = engine.id
    engine.restart()
    engine.id, engine.inputs, engine.outs = "", {}, {}
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": left}
    name, value = data.CHANGED
    assert name in engine.up(**{**data.CREATE, name: value}).error


@pytest.mark.every_kind
def test_two_of_one_name_in_one_run(engine, data, simulator):
    """A name that another resource of the same run has claimed is refused."""
    create(engine, data, name="same")
    engine.id, engine.inputs, engine.outs = "", {}, {}
    engine.urn = engine.urn.replace("llm", "other")
    assert "used by another resource" in engine.up(**{**data.CREATE, "name": "same"}).error
    assert simulator.count("create") == 1


@pytest.mark.every_kind("updates")
def test_another_accounts_key_loses_nothing(engine, data, config, simulator):
    """With a key of another account, refresh, update and delete fail and lose nothing."""
    create(engine, data)
    engine.restart({**config, **data.OTHER_ACCOUNT})
    for outcome in (engine.refresh(), engine.update(engine.inputs), engine.delete()):
        assert "another account" in outcome.error
    assert len(simulator.living()) == 1


@pytest.mark.every_kind
def test_another_key_of_the_same_account(engine, data, simulator):
    """A rotated key of the same account finds the endpoint, and is no change."""
    create(engine, data)
    engine.outs = {**engine.outs, KEY: "0123456789"}
    assert not engine.refresh().error
    assert engine.preview(**data.CREATE)[0] == "same"
    assert not engine.delete().error
    assert simulator.living() == []


@pytest.mark.every_kind
def test_another_location_is_a_replacement(engine, data, config):
    """A changed base URL replaces, and names the location."""
    create(engine, data)
    engine.configure({**config, data.BASE_URL_KEY: "http://127.0.0.1:2"})
    diff = engine.diff(engine.check(engine.inputs, data.CREATE).inputs)
    assert diff.replaces == [LOCATION]


# secrets -------------------------------------------------------------------------------------------------------------


@pytest.mark.every_kind
def test_no_secret_in_errors(engine, data, kind, simulator):
    """Neither the key nor a secret argument is repeated when the cloud's error repeats them."""
    simulator.fault(
        cloud=kind.cloud,
        operation="create",
        status=400,
        body={"message": f"bad {json.dumps(data.FULL)} {json.dumps(data.CONFIG)}"},
    )
    error = engine.up(**data.FULL).error
    assert "a-secret-value" not in error
    assert all(value not in error for value in data.SECRETS)


@pytest.mark.every_kind
def test_no_credential_is_recorded(engine, data):
    """No credential is in the inputs or the outputs."""
    engine.up(**data.FULL)
    recorded = json.dumps([engine.inputs, engine.outs])
    assert all(value not in recorded for value in data.SECRETS)


# Ids that climb ------------------------------------------------------------------------------------------------------


@pytest.mark.every_kind
@pytest.mark.parametrize("id_", ["..", ".", "", "a/../b", "%2E%2E", "../..", "a b", "a/"])
@pytest.mark.parametrize("verb", ["read", "get", "update", "delete"])
def test_an_id_that_climbs_sends_nothing(engine, data, simulator, verb, id_):
    """An id of dots would delete what is above it: nothing is sent to it, and the line says so."""
    inputs = engine.check({}, data.CREATE).inputs
    engine.id, engine.inputs, engine.outs = id_, inputs, {**inputs, "status": "x"}
    verbs = {
        "read": engine.refresh,
        "get": lambda: engine.get(id_),
        "update": lambda: engine.update(inputs),
        "delete": engine.delete,
    }
    outcome = verbs[verb]()
    assert outcome.error.startswith(f"nothing was sent: the id of the {engine.provider.kind.noun}, ")
    assert simulator.ledger()["requests"] == []


# Adoptions -----------------------------------------------------------------------------------------------------------


def neighbour(engine, simulator, clock, config):
    """Return another resource of the same run."""
    other = engine.like_this(simulator, clock, config, f"{engine.urn}-other")
    other.provider.runtime = engine.provider.runtime
    return other


def warnings(engine):
    """Return what the engine was told to warn of."""
    return [text for severity, text in engine.said if severity == engine_pb2.WARNING]


def test_an_adoption_that_finds_nothing_is_told(engine, data, simulator):
    """An id that no create could use is a warning on the row of each create, since that makes a new endpoint."""
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": "nobody, somebody"}
    assert not engine.up(**data.CREATE).error
    (line,) = [text for text in warnings(engine) if "PULUMI_SERVING_ADOPT" in text]
    assert line.startswith("PULUMI_SERVING_ADOPT (nobody, somebody) is of no use here: no ")
    assert line.endswith(f"is named {engine.outs['name']}, so a new one is made")
    assert simulator.count("create") == 1


def test_an_adoption_that_is_done_is_told(engine, data):
    """An id that the resource has already is told by the preview."""
    engine.up(**data.CREATE)
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": engine.id}
    assert engine.preview(**data.CREATE)[0] == "same"
    assert f"PULUMI_SERVING_ADOPT names {engine.id}, which this resource has already: unset it" in warnings(engine)


@pytest.mark.parametrize("known_by", ["create", "diff", "refresh"])
def test_one_endpoint_has_one_record(engine, data, simulator, clock, config, known_by):
    """An endpoint that another resource of the run has can't be adopted: the other is named, and nothing is sent."""
    engine.up(**data.CREATE, name="team")
    if known_by != "create":
        engine.provider.runtime.holders = Holders()
        engine.restart()
        assert not getattr(engine.refresh() if known_by == "refresh" else engine.diff(engine.inputs), "error", "")
    other = neighbour(engine, simulator, clock, config)
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": engine.id}
    other.provider.runtime.sessions.clear()
    error = other.up(**data.CREATE, name="team").error
    assert f"{engine.id} can't be adopted: {engine.urn} has it already" in error
    assert (other.id, simulator.count("create"), len(simulator.living())) == ("", 1, 1)


def test_an_adoption_that_came_first_is_told(engine, data, simulator, clock, config):
    """Where the adoption came before the run knew of the other resource, that one's preview ends the run."""
    engine.up(**data.CREATE, name="team")
    engine.provider.runtime.holders = Holders()
    engine.restart()
    other = neighbour(engine, simulator, clock, config)
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": engine.id}
    assert not other.up(**data.CREATE, name="team").error
    assert other.id == engine.id
    outcome = engine.diff_outcome(engine.inputs)
    assert f"{engine.id} was adopted in this run by {other.urn}, and this resource has it, too" in outcome.error
    assert f"`pulumi state delete '{other.urn}'`" in outcome.error
    assert len(simulator.living()) == 1


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\n", "\u00a0x"])
def test_a_key_with_invisible_characters_is_told(engine, data, config, simulator, mark):
    """A byte order mark, or a space without width, that came along with a credential is one line without it."""
    for key, value in config.items():
        if value in data.SECRETS:
            engine.configure({**config, key: f"{value[:3]}{mark}{value[3:]}"})
            (line,) = problems(engine, data.CREATE)
            assert "characters that no" in line
            assert value[3:] not in line
    assert simulator.ledger()["requests"] == []
