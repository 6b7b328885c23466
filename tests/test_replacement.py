"""What a run does with the endpoint that it replaces, on every cloud: it is deleted once its successor serves."""

import json

import httpx
import pytest

from pulumi_serving import alibaba, ppio

from .conftest import SELDOM
from .steps import create, delete_former, ledger_id, put, state


@pytest.fixture
def old(engine, data, clock):
    """Return a resource that was made some time ago, in a new process."""
    create(engine, data)
    clock.sleep(600)
    engine.restart()
    return engine


# A targeted replacement: the engine calls check with empty olds, and never diff ---------------------------------------


def targeted(engine, data):
    """Do what ``pulumi up --replace`` does before it deletes the old one."""
    before = state(engine)
    return before, engine.create(engine.check({}, data.CREATE).inputs)


def test_a_targeted_replacement_names_the_way_that_works(old, data, simulator):
    """It meets its own predecessor: one line says so, how to replace it, and how to adopt what a kill has left."""
    _, outcome = targeted(old, data)
    assert "\n" not in outcome.error
    assert "`pulumi up --refresh` with the same `--replace`" in outcome.error
    assert "Nothing was created" in outcome.error
    assert simulator.count("create") == 1


def test_a_targeted_replacement_after_a_refresh_works(old, data, simulator):
    """What a refresh in the same run has read gets a successor of another name, and goes after it."""
    assert not old.refresh().error
    before, outcome = targeted(old, data)
    assert not outcome.error
    delete_former(old, before)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


def test_a_targeted_replacement_of_the_users_own_name(engine, data, simulator, clock):
    """Under the user's own name the way is that the old one goes first."""
    name = "ourllm"
    create(engine, data, name=name)
    clock.sleep(600)
    engine.restart()
    outcome = engine.create(engine.check({}, {**data.CREATE, "name": name}).inputs)
    assert "delete_before_replace=True" in outcome.error
    engine.refresh()
    outcome = engine.create(engine.check({}, {**data.CREATE, "name": name}).inputs)
    assert "delete_before_replace=True" in outcome.error
    assert "ADOPT" not in outcome.error
    assert simulator.count("create") == 1


def test_what_was_adopted_as_its_own_successor_lives(old, data, simulator):
    """The run that has adopted it does not delete it; the next one drops the second record, and sends nothing."""
    old.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": old.id}
    before, outcome = targeted(old, data)
    assert not outcome.error
    after = state(old)
    put(old, before)
    refused = old.delete().error
    assert "adopted in this run" in refused
    assert "\n" not in refused
    assert simulator.count("delete") == 0

    old.restart()
    put(old, after)
    assert old.preview(**data.CREATE)[0] == "same"
    put(old, before)
    assert not old.delete().error
    assert len(simulator.living()) == 1
    assert simulator.count("delete") == 0

    old.restart()
    put(old, after)
    assert not old.refresh().error
    assert old.up(**data.CREATE).value == "same"
    assert not old.delete().error
    assert simulator.living() == []


def test_what_another_instance_takes_over_lives(old, simulator):
    """The process of one instance knows nothing of another's, but what the run may adopt, no process deletes."""
    old.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": old.id}
    error = old.delete().error
    assert f"`pulumi state delete '{old.urn}'` first, which drops this record of it alone" in error
    assert simulator.count("delete") == 0

    old.restart()
    old.provider.runtime.environ = {}
    assert not old.delete().error
    assert simulator.living() == []


def test_what_a_kill_has_left_is_adopted_in_the_clouds_own_form(engine, data, simulator, clock):
    """A value that the cloud keeps in another spelling keeps nobody from adopting what an interrupted run has left."""
    simulator.set(normalise=True)
    argument, declared, *_ = data.REFORMED
    args = {**data.CREATE, argument: declared}
    create(engine, data, **args)
    left = engine.id
    clock.sleep(60)
    put(engine, ("", {}, {}))
    engine.restart()
    assert f"PULUMI_SERVING_ADOPT={left}" in engine.up(**args).error
    engine.restart()
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": left}
    assert not engine.up(**args).error
    assert engine.id == left
    engine.restart()
    assert engine.up(**args).value == "same"
    assert simulator.count("create") == 1


def test_a_state_that_is_older_than_a_replacement_is_told(old, data, simulator):
    """Rolled back and refreshed it has nothing: what is made anew stands beside the successor, which is named."""
    assert not old.refresh().error
    before, outcome = targeted(old, data)
    assert not outcome.error
    delete_former(old, before)
    later = state(old)
    assert not [text for _, text in old.said if "that a replacement of" in text]

    old.restart()
    put(old, before)
    assert not old.refresh().error
    assert not old.id
    old.restart()
    create(old, data)
    (line,) = [text for _, text in old.said if "that a replacement of" in text]
    assert f"gets: {later[0]} ({later[2]['name']}). A further one is made" in line
    assert len(simulator.living()) == 2


# A successor that does not serve -------------------------------------------------------------------------------------


def test_a_predecessor_stays_until_its_successor_serves(old, data, kind, simulator):
    """A run whose successor failed does not delete the old one; the next run heals the successor, and then does."""
    before = state(old)
    old.check(old.inputs, data.CREATE)
    simulator.set(next_outcome={"stuck": True})
    old.timeout = 30.0
    assert old.create(old.check({}, data.CREATE).inputs).reasons
    after = state(old)
    put(old, before)
    refused = old.delete().error
    assert f"its successor {after[0]} does not serve" in refused
    assert len(simulator.living()) == 2

    old.restart()
    put(old, after)
    simulator.change(kind.cloud, ledger_id(old, data), status=data.STATUS_READY)
    assert not old.up(**data.CREATE).error
    delete_former(old, before)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


def successor(old, data):
    """Do what an up does that replaces without waiting, before it deletes the old one; return both."""
    before, args = state(old), {**data.CREATE, "wait_until_ready": False}
    old.check(old.inputs, args)
    outcome = old.create(old.check({}, args).inputs)
    assert not outcome.error
    return before, state(old)


@pytest.mark.parametrize("later", [False, True])
def test_a_successor_that_nobody_waited_for_is_waited_for(old, data, kind, simulator, later):
    """Where the wait for many was left out of a run, this one's or a later one's, the old one outlives it."""
    old.provider.runtime.environ = SELDOM
    old.provider.runtime.sessions.clear()
    simulator.set(next_outcome={"stuck": True})
    before, after = successor(old, data)
    if later:  # the record of the successor tells it
        old.restart()
        put(old, after)
        assert old.up(**{**data.CREATE, "wait_until_ready": False}).value == "same"
    put(old, before)
    refused = old.delete().error
    assert f"stays, since its successor {after[0]} does not serve: it is " in refused
    assert simulator.count("delete") == 0

    put(old, after)
    simulator.change(kind.cloud, ledger_id(old, data), status=data.STATUS_READY)
    put(old, before)
    assert not old.delete().error
    put(old, after)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


def test_a_predecessor_goes_as_soon_as_its_successor_serves(old, data, simulator, clock):
    """A replacement that waits for nothing ends well, and nothing is deleted before the new one serves."""
    before, after = successor(old, data)
    began = clock.now()
    put(old, before)
    assert not old.delete().error
    gone, new = simulator.ledger()["endpoints"]
    assert began < new["ready_at"] <= gone["deleted_at"]
    put(old, after)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


def test_a_successor_that_goes_too_holds_nothing(old, data, simulator):
    """Where a run ends both, neither waits for the other."""
    simulator.set(next_outcome={"stuck": True})
    before, _ = successor(old, data)
    assert not old.delete().error
    put(old, before)
    assert not old.delete().error
    assert simulator.living() == []


@pytest.mark.parametrize("wait", [True, False])
def test_a_successor_that_vanished_is_replaced(old, data, kind, simulator, wait):
    """What was never seen ready and is gone stays as unhealthy: the next up makes another, under another name."""
    before, args = state(old), {**data.CREATE, "wait_until_ready": wait}
    old.check(old.inputs, args)
    simulator.set(next_outcome={"stuck": True})
    old.timeout = 30.0
    old.create(old.check({}, args).inputs)
    simulator.change(kind.cloud, ledger_id(old, data), gone=True)
    old.timeout = 0.0
    old.restart()
    outcome = old.refresh()
    assert "the next `pulumi up` makes another" in outcome.reasons[0]
    assert old.refresh().reasons  # and it stays so
    assert old.preview(**args)[0] == "replace"
    assert not old.up(**args).error
    assert len(simulator.living()) == 2
    delete_former(old, before)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


@pytest.fixture
def unknown_successor(old, data, kind, simulator):
    """Replace with a create whose outcome nobody could tell, and that has made nothing; return the former record."""
    look_up = getattr(data, "LOOK_UP", "list")
    before = state(old)
    old.check(old.inputs, data.CREATE)
    inputs = old.check({}, data.CREATE).inputs
    nothing = getattr(data, "NOT_THERE", None) or {"status": 200, "body": data.EMPTY_LIST}
    simulator.fault(cloud=kind.cloud, operation="create", times=9, drop="before")
    simulator.fault(cloud=kind.cloud, operation=look_up, times=1, **nothing)
    simulator.fault(cloud=kind.cloud, operation=look_up, times=99, status=403)
    assert old.create(inputs).id.startswith("unsettled:")
    simulator.delete("/_simulator/faults")
    old.restart()
    return before


def test_an_unknown_successor_that_was_not_made_is_replaced(old, unknown_successor, data, simulator):
    """A create whose outcome nobody could tell, and that had made nothing, is made by the next up after a refresh."""
    assert old.refresh().reasons
    assert not old.up(**data.CREATE).error
    delete_former(old, unknown_successor)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


def test_nobody_waits_for_an_unknown_successor(old, unknown_successor, data, simulator, clock):
    """Where the engine deletes the old one first, its successor still without an id, the line comes at once."""
    old.refresh()
    old.diff(old.check(old.inputs, data.CREATE).inputs)
    successor = old.id
    put(old, unknown_successor)
    began = clock.time
    assert f"its successor {successor} does not serve" in old.delete().error
    assert clock.time == began
    assert simulator.count("delete") == 0


@pytest.mark.parametrize("wait", [True, False])
def test_a_predecessor_by_a_former_name_stays_until_its_successor_serves(old, data, simulator, clock, config, wait):
    """Renamed by an alias and replaced in one run: the engine deletes the old one by its former URN, and it waits."""
    old.provider.runtime.environ = SELDOM
    old.provider.runtime.sessions.clear()
    renamed = old.like_this(simulator, clock, config, f"{old.urn}-renamed")
    renamed.provider.runtime = old.provider.runtime
    put(renamed, state(old))
    args = {**data.CREATE, "wait_until_ready": wait}
    renamed.diff(renamed.check(renamed.inputs, args).inputs)
    simulator.set(next_outcome={"stuck": True})
    renamed.timeout = 30.0
    renamed.create(renamed.check({}, args).inputs)
    assert f"its successor {renamed.id} does not serve" in old.delete().error
    assert len(simulator.living()) == 2


# Answers for another id ----------------------------------------------------------------------------------------------


class Swapped(httpx.BaseTransport):
    """Lets readings of one resource be answered with another one's id, a number of times."""

    def __init__(self, inner, field):
        self.inner, self.field, self.times = inner, field, 0

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        response.read()
        field = self.field
        body = response.json() if response.is_success and request.method == "GET" else None
        if not self.times or not isinstance(body, dict) or field not in body:
            return response
        self.times -= 1
        return httpx.Response(response.status_code, content=json.dumps({**body, field: "somebody-elses"}))


@pytest.fixture
def swapped(engine, kind):
    """Return the transport that swaps answers."""
    engine.provider.runtime.http = transport = Swapped(
        engine.provider.runtime.http, "ServiceName" if kind.cloud == "alibaba" else "id"
    )
    return transport


@pytest.mark.parametrize("verb", ["refresh", "update", "get", "delete"])
def test_an_answer_for_another_id_is_no_answer(old, swapped, simulator, data, verb):
    """No verb records another id than it asked for, drops what it asked for, or changes something else."""
    id_ = old.id
    swapped.times = 99
    outcome = {
        "refresh": old.refresh,
        "update": lambda: old.update({**old.inputs, **dict([data.CHANGED])}),
        "get": lambda: old.get(id_),
        "delete": lambda: None,
    }[verb]()
    if outcome:
        assert "another resource than was asked for" in outcome.error
    assert old.id == id_
    assert len(simulator.living()) == 1
    assert simulator.count("update") == 0
    swapped.times = 1
    old.delete()
    assert len(simulator.living()) == bool(old.id)


def test_a_wait_bears_answers_for_another_id(engine, swapped, data, simulator):
    """An answer about something else during a wait ends nothing."""
    swapped.times = 3
    create(engine, data)
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]


@pytest.mark.parametrize("provider_class", [alibaba.AppServiceProvider])
def test_another_service_id_is_borne_out_by_the_list(old, swapped):
    """A service that seems to be made anew is recorded as that only where the list says so, too."""
    recorded = old.outs["service_id"]
    swapped.field, swapped.times = "ServiceId", 1
    assert "another service_id" in old.refresh().error
    assert not old.refresh().error
    assert old.outs["service_id"] == recorded


# What the cloud has filled in -----------------------------------------------------------------------------------------

FILLED_IN = [(alibaba.AppServiceProvider, "workspace_id"), (ppio.EndpointProvider, "app_name")]


@pytest.mark.parametrize(("provider_class", "name"), FILLED_IN, ids=["alibaba", "ppio"], indirect=["provider_class"])
def test_declaring_what_the_cloud_has_filled_in_replaces_nothing(old, data, simulator, name):
    """An argument that is declared for the first time, as the cloud has filled it in, is no change."""
    there = old.outs[name]
    sent = len(simulator.ledger()["requests"])
    assert old.preview(**data.CREATE, **{name: there})[0] == "same"
    assert len(simulator.ledger()["requests"]) == sent
    assert old.preview(**data.CREATE, **{name: f"{there}1"})[0] == "replace"
    declared = old.check(old.inputs, {**data.CREATE, name: there}).inputs
    old.inputs = declared  # what the engine records where nothing changes
    assert old.preview(**data.CREATE)[0] == "replace"


def test_the_line_of_a_successor_that_vanishes_names_one_command(old, data, simulator, kind):
    """A plain up would wait in vain again: what the line says, and no more, makes another and deletes the former."""
    args = {**data.CREATE, "wait_until_ready": False}
    simulator.set(ready_after_s=100)
    before = state(old)
    old.diff(old.check(old.inputs, args).inputs)
    assert not old.create(old.check({}, args).inputs).error
    successor = state(old)
    simulator.change(kind.cloud, ledger_id(old, data), gone=True)
    put(old, before)
    error = old.delete().error
    assert error.count("`pulumi up") == error.count("`pulumi up --refresh`") == 1
    old.restart()
    put(old, successor)
    old.refresh()
    assert not old.up(**args).error
    delete_former(old, before)
    assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]
