"""When a resource counts as gone, on every cloud and in every verb: two witnesses must say so, and never one answer."""

import pytest

from pulumi_serving import ppio
from pulumi_serving.core.calls import run

from .steps import create, ledger_id, lose_create, put, state

NEW_SECONDS = 60
"""How long a new resource may be invisible."""


@pytest.fixture
def old(engine, data, clock):
    """Return a resource that was made some time ago, in a new process."""
    create(engine, data)
    clock.sleep(10 * NEW_SECONDS)
    engine.restart()
    return engine


@pytest.fixture
def not_found(data):
    """Return an answer of the cloud that says that an endpoint is not there."""
    return data.GONE


@pytest.fixture
def missing(simulator, kind, not_found):
    """Return how to let an operation of the cloud answer that an endpoint is not there."""
    return lambda operation, times=1: simulator.fault(cloud=kind.cloud, operation=operation, times=times, **not_found)


def test_a_delete_answered_not_found_once_is_sent_again(old, simulator, missing):
    """A deletion that is answered as if the endpoint were not there is asked for again while it lives."""
    missing("delete")
    assert not old.delete().error
    assert simulator.living() == []
    assert simulator.count("delete") == 2


def test_a_delete_answered_not_found_for_ever_fails(old, simulator, missing):
    """Where no deletion is taken while the endpoint lives, it stays in the state, with one line."""
    missing("delete", 99)
    error = old.delete().error
    assert "is there" in error
    assert "\n" not in error
    assert old.id
    assert len(simulator.living()) == 1


@pytest.mark.parametrize("verb", ["refresh", "update", "get", "delete"])
def test_one_reading_that_does_not_find_it_drops_nothing(old, data, simulator, missing, verb):
    """One wrong not-found of a reading is borne by every verb."""
    missing("get")
    id_ = old.id
    outcome = {
        "refresh": old.refresh,
        "update": lambda: old.update(old.inputs),
        "get": lambda: old.get(id_),
        "delete": old.delete,
    }[verb]()
    assert not outcome.error
    if verb == "delete":
        assert simulator.living() == []
    else:
        assert old.id == id_
        assert [item["id"] for item in simulator.living()] == [ledger_id(old, data)]


def test_a_new_one_is_not_dropped(engine, data, simulator, missing):
    """Just after a create neither a reading nor the list proves anything: a refresh waits until they do."""
    create(engine, data)
    engine.restart()
    id_ = engine.id
    missing("get", 5)
    simulator.set(list_lag_s=50)
    assert not engine.refresh().error
    assert engine.id == id_


def test_a_new_one_that_is_gone_is_dropped_after_a_while(engine, data, kind, simulator, clock):
    """What was deleted behind our back just after its create is dropped once that can be told."""
    create(engine, data)
    engine.restart()
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    begun = clock.time
    assert engine.refresh().value.id == ""
    assert NEW_SECONDS - 10 <= clock.time - begun <= NEW_SECONDS + 10


def test_what_cannot_be_told_yet_stays(engine, data, kind, simulator):
    """Where the limit is too short to be sure, one line says so and when to try again; the state keeps it."""
    create(engine, data)
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    engine.timeout = 20
    engine.restart()
    error = engine.delete().error
    assert "can't be told yet" in error
    assert "try again in" in error
    assert engine.id


@pytest.mark.every_kind
@pytest.mark.parametrize("limit", [1.0, 15.0])
def test_a_short_limit_of_a_deletion_is_no_dead_end(engine, data, simulator, clock, limit):
    """What was deleted behind our back long ago leaves the state in one run, whatever its time limit is."""
    create(engine, data)
    clock.sleep(600)
    before = state(engine)
    assert not engine.delete().error
    clock.sleep(600)
    engine.restart()
    put(engine, before)
    engine.timeout = limit
    began = clock.time
    assert not engine.delete().error
    assert clock.time - began <= NEW_SECONDS
    assert simulator.living() == []


@pytest.mark.parametrize("limit", [1.0, 15.0])
def test_a_short_limit_of_what_was_never_made_is_no_dead_end(engine, data, kind, simulator, clock, limit):
    """The record of a create that had made nothing goes with one destroy, whatever its time limit is."""
    lose_create(engine, data, simulator, drop="before")
    engine.restart()
    engine.timeout = limit
    began = clock.time
    assert not engine.delete().error
    assert clock.time - began <= kind.limits.invisible + 30
    assert engine.id == ""


def test_a_deletion_is_quick(old, simulator, clock, kind):
    """A deletion costs its request, a few readings and one list, and no more time than the cloud takes."""
    begun = clock.time
    assert not old.delete().error
    assert clock.time - begun < 30
    assert simulator.count("delete") == 1
    assert simulator.count("list") <= 2 + 2 * (kind.cloud == "huawei")


def test_a_cancelled_look_keeps_it(engine, data, kind, simulator, clock):
    """Ctrl-C while it is looked for leaves it in the state."""
    create(engine, data)
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    engine.restart()
    clock.after(7, run.cancel)
    outcome = engine.refresh()
    assert "the run was cancelled" in outcome.error
    assert engine.id


# What is known by its name alone -------------------------------------------------------------------------------------


@pytest.fixture
def lost_create(engine, data, kind, simulator):
    """Return a resource whose create took effect, which nobody could tell: its name is recorded, in a new process."""
    look_up = getattr(data, "LOOK_UP", "list")
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    nothing = getattr(data, "NOT_THERE", None) or {"status": 200, "body": data.EMPTY_LIST}
    simulator.fault(cloud=kind.cloud, operation=look_up, times=1, **nothing)
    simulator.fault(cloud=kind.cloud, operation=look_up, times=99, status=403)
    assert engine.up(**data.CREATE).id.startswith("unsettled:")
    simulator.delete("/_simulator/faults")
    engine.restart()
    return engine


def test_a_destroy_looks_patiently(lost_create, data, kind, simulator):
    """What a lagging list hides for half a minute is found by a destroy, and deleted."""
    nothing = getattr(data, "NOT_THERE", None) or {"status": 200, "body": data.EMPTY_LIST}
    simulator.fault(cloud=kind.cloud, operation=getattr(data, "LOOK_UP", "list"), times=5, **nothing)
    assert not lost_create.delete().error
    assert simulator.living() == []


@pytest.mark.parametrize("off", [-1200, 1200])
@pytest.mark.parametrize("verb", ["delete", "refresh"])
def test_a_wrong_clock_hides_nothing_of_ours(lost_create, simulator, verb, off):
    """Under a name of ours the endpoint is found, whatever the clock said when it was made."""
    lost_create.outs["__since"] += off
    assert not getattr(lost_create, verb)().error
    assert len(simulator.living()) == (verb == "refresh")
    assert not lost_create.id.startswith("unsettled:")


def test_a_wrong_clock_and_a_name_of_the_users(lost_create, simulator):
    """Under the user's own name an older endpoint may be somebody else's: it is neither deleted nor forgotten."""
    lost_create.outs["__since"] += 1200
    lost_create.outs["__named_by"] = lost_create.inputs["__named_by"] = "user"
    for verb in ("delete", "refresh"):
        error = getattr(lost_create, verb)().error
        assert simulator.living()[0]["name"] in error
        assert "Nothing was changed" in error
    assert lost_create.id
    assert len(simulator.living()) == 1


# Answers that prove nothing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["TASK_NOT_FOUND", "ROUTE_NOT_FOUND", "X"])
@pytest.mark.parametrize("verb", ["refresh", "delete"])
@pytest.mark.parametrize("provider_class", [ppio.EndpointProvider])
def test_another_reason_proves_nothing(old, kind, simulator, reason, verb):
    """A 404 of PPIO whose reason is not the endpoint's own is no witness, for readings and deletions."""
    body = {"code": 404, "reason": reason, "message": "not found"}
    for operation in ("get", "delete"):
        simulator.fault(cloud=kind.cloud, operation=operation, times=3, status=404, body=body)
    simulator.fault(cloud=kind.cloud, operation="list", times=1, status=200, body={"data": [], "has_more": False})
    getattr(old, verb)()
    assert len(simulator.living()) == bool(old.id)


@pytest.mark.parametrize("word", ["", "DELETION_ERROR", "RemoveFailed"], ids=["its own", "unknown", "another"])
def test_a_deletion_that_fails_is_told_at_once(old, simulator, clock, kind, word):
    """Whatever its word for it, a cloud's failure of a deletion ends the wait for it, with the cloud's reason."""
    began, status = clock.now(), {"status": word} if word else {}
    for _ in range(kind.delete_attempts):
        simulator.set(next_delete={"fail": "a volume is busy", **status})
        outcome = old.delete()
    if kind.delete_attempts == 1:
        assert "failed: it is" in outcome.error
        assert "a volume is busy" in outcome.error
        assert not old.delete().error
    assert clock.now() - began < NEW_SECONDS
    assert simulator.living() == []


def test_a_late_list_is_no_failed_deletion(old, simulator, kind, data):
    """What a list shows of a failed endpoint from before its deletion does not end the wait for that."""
    simulator.change(kind.cloud, ledger_id(old, data), status=data.STATUS_FAILED, reason="no GPU")
    old.refresh()
    simulator.set(list_lag_s=30, delete_after_s=20)
    outcome = old.delete()
    assert not outcome.error, outcome.error
    assert simulator.count("delete") == 1
