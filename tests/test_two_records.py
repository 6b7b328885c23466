"""A create whose outcome is unknown, and a second record of what it has made: the one with the id keeps it."""

import pytest

from pulumi_serving.core.cloud.holders import Holders
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN


def state(engine):
    return engine.id, engine.outs, engine.inputs


def put(engine, record):
    engine.id, engine.outs, engine.inputs = record


@pytest.fixture
def lost(engine, data, kind, simulator, clock):
    """Return the record of a create whose answer was lost, and the id of what it has made."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    look = getattr(data, "LOOK_UP", "list")
    simulator.fault(cloud=kind.cloud, operation=look, after=1, times=500, status=500)
    engine.timeout = 60.0
    engine.up(**data.CREATE)
    assert engine.id.startswith(OUTCOME_UNKNOWN)
    engine.provider.runtime.sessions.clear()
    simulator.delete("/_simulator/faults")
    (made,) = simulator.living()
    clock.sleep(600)
    engine.timeout = 0.0
    new_run(engine)
    return state(engine), f"{engine.outs['location'].rpartition(' ')[2]}/{made['name']}" if kind.identity else made[
        "id"
    ]


def new_run(engine):
    engine.restart()
    engine.provider.runtime.holders = Holders()


def dropped(engine, simulator, id_):
    """Assert that the deletion of the present record sends nothing, and says which record keeps the resource."""
    outcome = engine.delete()
    assert not outcome.error
    assert [text for _, text in engine.said if f"{id_} has another record" in text]
    assert (simulator.count("delete"), len(simulator.living())) == (0, 1)


def test_what_is_adopted_outlives_the_record_of_its_lost_create(engine, lost, data, simulator):
    """A tainted or replaced record of unknown outcome, whose endpoint its own successor adopts, deletes nothing."""
    record, id_ = lost
    assert id_ in engine.create(engine.check({}, data.CREATE).inputs).error
    put(engine, record)
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": id_}
    assert not engine.create(engine.check({}, data.CREATE).inputs).error
    assert engine.id == id_
    adopted = state(engine)
    put(engine, record)
    dropped(engine, simulator, id_)

    put(engine, adopted)
    engine.provider.runtime.environ = {}
    new_run(engine)
    assert engine.preview(**data.CREATE)[0] == "same"
    assert not engine.delete().error
    assert simulator.living() == []


def test_what_is_imported_outlives_the_record_of_its_lost_create(engine, lost, data, simulator):
    """An import under the same URN replaces the record of unknown outcome, and not what that create has made."""
    record, id_ = lost
    imported = engine.get(id_).value
    put(engine, (id_, imported.outs, imported.inputs))
    engine.diff(engine.check(imported.inputs, data.CREATE).inputs)
    put(engine, record)
    dropped(engine, simulator, id_)


def test_what_an_update_has_found_outlives_another_record_of_it(engine, lost, data, simulator, clock, config):
    """Imported under another name before the next up, it stays with the resource whose create was lost."""
    record, id_ = lost
    other = engine.like_this(simulator, clock, config, f"{engine.urn}-imported")
    other.provider.runtime = engine.provider.runtime
    imported = other.get(id_).value
    put(other, (id_, imported.outs, imported.inputs))
    put(engine, record)
    new_run(engine)
    assert not engine.up(**data.CREATE).error
    other.said = engine.said
    dropped(other, simulator, id_)
    assert not engine.refresh().error
    assert engine.id == id_


def test_what_is_imported_outlives_a_record_with_a_wrong_id(engine, data, kind, simulator, clock):
    """A create that did not wait was answered with an id of nothing: an import goes over that record, and stays."""
    if kind.identity:
        pytest.skip("the id is the name")
    args = {**data.CREATE, "wait_until_ready": False}
    simulator.fault(cloud=kind.cloud, operation="create", replace={"id": "0123456789abcdef0123456789abcdef"})
    engine.up(**args)
    record = state(engine)
    (made,) = simulator.living()
    assert engine.id != made["id"]
    clock.sleep(600)
    new_run(engine)
    imported = engine.get(made["id"]).value
    put(engine, (made["id"], imported.outs, imported.inputs))
    engine.diff(engine.check(imported.inputs, args).inputs)
    put(engine, record)
    assert not engine.delete().error
    assert [item["id"] for item in simulator.living()] == [made["id"]]
