"""A create whose outcome is unknown, and a second record of what it has made: the one with the id keeps it."""

import pytest

from pulumi_serving import huawei
from pulumi_serving.core.cloud.holders import Holders
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.state_keys import LOCATION, NAMED_BY

from .steps import lose_create, put, state

EVERY_KIND = pytest.mark.every_kind("derives names")


@pytest.fixture(autouse=True)
def _speak_of_the_kind(simulator, data):
    simulator.speak_of(data)


@pytest.fixture
def lost(engine, data, kind, simulator, clock):
    """Return the record of a create whose answer was lost, and the id of what it has made."""
    lose_create(engine, data, simulator)
    engine.provider.runtime.sessions.clear()
    (made,) = simulator.living()
    clock.sleep(600)
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


@EVERY_KIND
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


@EVERY_KIND
def test_what_is_imported_outlives_the_record_of_its_lost_create(engine, lost, data, simulator):
    """An import under the same URN replaces the record of unknown outcome, and not what that create has made."""
    record, id_ = lost
    imported = engine.get(id_).value
    put(engine, (id_, imported.outs, imported.inputs))
    engine.diff(engine.check(imported.inputs, data.CREATE).inputs)
    put(engine, record)
    dropped(engine, simulator, id_)


@EVERY_KIND
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


@pytest.fixture
def two(engine, data, simulator, clock, config):
    """Return two resources of one program that have one and the same: the second was imported, in a run before."""
    assert not engine.up(**data.CREATE).error
    clock.sleep(600)
    other = engine.like_this(simulator, clock, config, f"{engine.urn}-imported")
    other.provider.runtime, other.said = engine.provider.runtime, engine.said
    imported = other.get(engine.id).value
    put(other, (engine.id, imported.outs, imported.inputs))
    new_run(engine)
    return engine, other


def of_the_program(one, data):
    """Do what an up does with what the program declares; what an import has recorded is declared as it is."""
    imported = {name: value for name, value in one.inputs.items() if name in schema.fields(one.provider.kind.args)}
    args = data.CREATE if one.inputs[NAMED_BY] == "provider" else imported
    assert one.up(**args).value == "same"


@EVERY_KIND
@pytest.mark.parametrize("removed", [0, 1])
def test_what_is_taken_out_of_the_program_leaves_what_another_resource_has(two, data, simulator, removed):
    """Of two resources with one endpoint either may go: its record is dropped, and the other's endpoint stays."""
    stays, goes = two[1 - removed], two[removed]
    of_the_program(stays, data)
    dropped(goes, simulator, stays.id)
    new_run(stays)
    of_the_program(stays, data)
    assert not stays.delete().error
    assert simulator.living() == []


@EVERY_KIND
def test_both_records_go_in_one_destroy(two, simulator):
    """A destroy, which asks for no difference, deletes what has two records, once."""
    for one in two:
        assert not one.delete().error
    assert simulator.living() == []


@EVERY_KIND
def test_a_preview_tells_of_a_second_record(two, data):
    """Both are named, and how to have one again; nothing is said of what has one record."""
    engine, other = two
    of_the_program(engine, data)
    assert not [text for _, text in engine.said if "has another record" in text]
    of_the_program(other, data)
    (line,) = [text for _, text in engine.said if "has another record" in text]
    assert f"{engine.urn}: of one" in line


@EVERY_KIND
def test_what_goes_to_a_successor_leaves_what_another_resource_has(two, data, simulator):
    """One of the two is replaced, as by taint: its former endpoint is the other's, which keeps it."""
    engine, other = two
    of_the_program(other, data)
    assert not engine.refresh().error
    former = state(engine)
    assert not engine.create(engine.check({}, data.CREATE).inputs).error
    successor = state(engine)
    put(engine, former)
    assert not engine.delete().error
    assert len(simulator.living()) == 2
    assert simulator.count("delete") == 0
    put(engine, successor)
    for one in two:
        assert not one.refresh().error
        assert one.id


@EVERY_KIND
@pytest.mark.parametrize("refreshed", [False, True])
def test_a_resource_under_a_new_name_is_no_second_record(engine, data, simulator, clock, config, refreshed):
    """Renamed by an alias and replaced first, which the engine orders by the former name, it goes all the same."""
    assert not engine.up(**data.CREATE).error
    clock.sleep(600)
    new_run(engine)
    renamed = engine.like_this(simulator, clock, config, f"{engine.urn}-renamed")
    renamed.provider.runtime = engine.provider.runtime
    if refreshed:
        assert not engine.refresh().error
        engine.diff(engine.inputs)
    put(renamed, state(engine))
    renamed.diff(renamed.check(engine.inputs, data.CREATE).inputs)  # the same: replace_on_changes is the engine's own
    renamed.check({}, data.CREATE)
    assert not engine.delete().error
    assert simulator.living() == []


@EVERY_KIND
def test_what_another_instance_adopts_outlives_the_record_of_its_lost_create(engine, lost, simulator):
    """The process of one provider instance knows no record of another's, but deletes nothing that the run may adopt."""
    _, id_ = lost
    engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": id_}
    error = engine.delete().error
    assert f"`pulumi state delete '{engine.urn}'` first" in error
    assert simulator.count("delete") == 0
    engine.provider.runtime.environ = {}
    new_run(engine)
    assert not engine.delete().error
    assert simulator.living() == []


@pytest.mark.parametrize("provider_class", [huawei.EndpointProvider])
def test_one_location_in_two_spellings_is_one(two, data, config, simulator):
    """Imported while the config named the project by its region, it has two records all the same."""
    stays, goes = two
    of_the_program(stays, data)
    location = goes.outs[LOCATION]
    named = location.replace(config["huaweicloud:projectId"], config["huaweicloud:region"])
    goes.outs[LOCATION] = goes.inputs[LOCATION] = named
    assert goes.outs[LOCATION] != location
    dropped(goes, simulator, stays.id)
