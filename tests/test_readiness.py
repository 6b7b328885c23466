"""One wait for many, for every cloud: endpoints made without waiting, the resource that waits, and what heals them."""

import re

import pytest
from pulumi.runtime import rpc

from pulumi_serving import ReadinessProvider
from pulumi_serving.core.cloud.abilities import HasToken
from pulumi_serving.core.cloud.history import History
from pulumi_serving.core.lifecycle.wait_many import NO_ID_YET
from pulumi_serving.core.values import marks
from pulumi_serving.core.values.state_keys import CHANGED_AT, CONFIRMED, UNCONFIRMED
from pulumi_serving.core.values.text import Marked

from .conftest import SELDOM, Engine
from .steps import lose_create

STOPPED = {"ppio": "frozen", "alibaba": "Stopped"}
DELETING = {"ppio": "terminating", "huawei": "DELETING", "alibaba": "Deleting"}
URN = "urn:pulumi:dev::serving::pulumi-python:dynamic/serving/index:Readiness::ready"


class Program:
    """A program of some endpoints of one cloud and their wait, run against the engine's stand-in."""

    def __init__(self, engine, simulator, clock, config, data, names):
        self.parts = (type(engine.provider), simulator, clock, config)
        self.runtime, self.said, self.data = engine.provider.runtime, engine.said, data
        self.endpoints = {name: self._engine(self.parts[0], f"{engine.urn}-{name}") for name in names}
        self.wait = self._engine(ReadinessProvider, URN)
        self.changes = {name: {} for name in names}

    def _engine(self, provider_class, urn):
        made = Engine(provider_class, *self.parts[1:], urn=urn)
        made.provider.runtime = self.runtime
        return made

    def inputs(self, **limits):
        """Return what the program gives to the wait."""
        return {
            "cloud": self.parts[0].kind.cloud,
            "endpoints": {
                name: {"id": one.id, CHANGED_AT: one.outs[CHANGED_AT], "limits": {**limits}}
                for name, one in self.endpoints.items()
            },
        }

    def up(self):
        """Run up: the endpoints, then, where none was refused, the wait; in a new process, as each run is."""
        self.runtime.sessions.clear()
        self.runtime.accepted.clear()
        for name, one in self.endpoints.items():
            outcome = one.up(**{**self.data.CREATE, **self.changes[name]}, wait_until_ready=False)
            assert not outcome.error, outcome.error
        return self.wait.up(**self.inputs())


@pytest.fixture
def program(engine, simulator, clock, config, data):
    """Return a program of three endpoints."""
    return Program(engine, simulator, clock, config, data, ("a", "b", "c"))


def test_all_serve_after_one_wait(program, simulator, kind):
    """Endpoints are accepted at once; the wait ends when all serve, with the address and the token of each."""
    outcome = program.up()
    assert not outcome.error
    living = {item["name"]: item for item in simulator.living()}
    assert len(living) == simulator.count("create") == 3
    states = program.wait.outs["states"]
    assert set(states) == {"a", "b", "c"}
    for name, one in program.endpoints.items():
        assert states[name]["id"] == one.id
        assert states[name]["url"]
        assert living[one.outs["name"]]["ready_at"] is not None
        assert one.outs[UNCONFIRMED] is True
    assert set(program.wait.outs["tokens"]) == (set(states) if isinstance(kind, HasToken) else set())


def test_the_addresses_are_those_of_the_endpoint(program, kind):
    """What the wait records of an endpoint is what the endpoint itself has after a refresh."""
    program.up()
    for name, one in program.endpoints.items():
        one.refresh()
        recorded = {field: one.outs.get(field) for field in ("status", "url")}
        assert program.wait.outs["states"][name] == {"id": one.id, **recorded}
        token = kind.token_of(one.outs) if isinstance(kind, HasToken) else None
        assert program.wait.outs["tokens"].get(name) == token


def test_nothing_is_waited_for_twice(program):
    """A second up has nothing to do."""
    program.up()
    assert program.up().value == "same"


def test_what_changes_is_waited_for_again(program, simulator, data):
    """After a change in place the wait is for that endpoint alone, and it ends when the change has taken."""
    program.up()
    before = program.wait.outs[CONFIRMED]
    program.changes["b"] = data.UPDATE
    program.said.clear()
    outcome = program.up()
    assert not outcome.error
    changed = {id_ for id_, stamp in program.wait.outs[CONFIRMED].items() if before[id_] != stamp}
    assert changed == {program.endpoints["b"].id}
    rows = [text for severity, text in program.said if severity == "status" and " ready" in text]
    assert any(row.startswith("2 of 3 ready, ") and ": b, " in row for row in rows), rows
    assert simulator.count("create") == 3
    assert program.up().value == "same"


def test_nobody_waits_for_one_whose_create_was_lost(program, simulator, data, clock):
    """Until a refresh has recorded its id the line comes at once; the others are waited for, and none is made twice."""
    lost = program.endpoints["a"]
    lose_create(lost, data, simulator, wait_until_ready=False)
    clock.sleep(600)
    began = clock.time
    outcome = program.up()
    assert outcome.reasons == [f"a: {NO_ID_YET}"]
    assert {*program.wait.outs["states"]} == {"b", "c"}
    assert clock.time - began < 120
    assert not lost.refresh().error
    assert not program.up().error
    assert {*program.wait.outs["states"]} == {"a", "b", "c"}
    assert simulator.count("create") == 3
    assert program.up().value == "same"


def test_a_failure_is_told_and_healed(program, simulator):
    """One that fails after acceptance fails the run by its name; the next plain up heals it, and makes none twice."""
    simulator.set(next_outcome={"fail": "no GPU left"})
    outcome = program.up()
    (line,) = outcome.reasons
    assert line.startswith(f"a: {program.parts[0].kind.noun} {program.endpoints['a'].id} is ")
    assert "no GPU left" in line
    assert {program.endpoints[name].id for name in "bc"} == set(program.wait.outs[CONFIRMED])
    assert program.wait.outs["states"]["b"]["url"]

    replaced = program.endpoints["a"].id
    assert program.up().error == ""
    assert set(program.wait.outs[CONFIRMED]) == {one.id for one in program.endpoints.values()}
    assert {item["name"] for item in simulator.living()} == {one.outs["name"] for one in program.endpoints.values()}
    again = simulator.count("create") - 3
    assert again == (1 if program.endpoints["a"].id != replaced else 0)
    assert program.up().value == "same"


def test_the_line_of_a_stopped_one_names_the_command_that_starts_it(program, simulator, kind, clock):
    """A plain up leaves one that somebody has stopped; what the line says, and no more, starts it."""
    if kind.cloud not in STOPPED:
        pytest.skip("nobody can stop one there")
    simulator.set(ready_after_s=20)
    clock.after(1, lambda: simulator.change(kind.cloud, simulator.living()[0]["id"], status=STOPPED[kind.cloud]))
    (line,) = program.up().reasons
    assert {*re.findall("`(.*?)`", line)} == {"pulumi up --refresh"}
    for one in program.endpoints.values():
        one.refresh()
    assert not program.up().error
    assert simulator.count("create") == 3


def test_the_line_of_one_that_is_deleted_says_how_to_make_it_again(program, simulator, kind, clock):
    """Deleted by hand while it is waited for: the line's command, once it is gone, makes it again, and once."""
    if kind.cloud not in DELETING:
        pytest.skip("no status there says so")
    simulator.set(ready_after_s=20)
    found = []
    clock.after(1, lambda: found.append(simulator.living()[0]["id"]))
    clock.after(2, lambda: simulator.change(kind.cloud, found[0], status=DELETING[kind.cloud]))
    (line,) = program.up().reasons
    assert line.endswith("Somebody deletes it: run `pulumi up --refresh` once it is gone, which makes it again")
    simulator.change(kind.cloud, found[0], gone=True)
    clock.sleep(120)
    for one in program.endpoints.values():
        one.refresh()
    assert not program.up().error
    assert (simulator.count("create"), len(simulator.living())) == (4, 3)


@pytest.mark.parametrize("way", [{"fail": "no GPU left"}, {"roll_back": True}], ids=["fails", "rolled back"])
def test_an_update_that_fails_is_healed(program, simulator, data, way):
    """The same for a change in place that fails, or is rolled back, later; a refresh does not end the waiting."""
    program.runtime.environ = SELDOM
    program.up()
    program.changes["b"] = data.UPDATE
    simulator.set(next_outcome=way)
    (line,) = program.up().reasons
    assert line.startswith("b: ")
    assert program.wait.refresh().reasons == ["not seen ready: b. The next `pulumi up` goes on waiting"]
    assert program.wait.outs[CONFIRMED][program.endpoints["b"].id] is False  # it is still an update that is awaited
    assert not program.up().error
    assert program.up().value == "same"
    assert simulator.count("create") == 3


def test_a_preview_of_what_is_well_costs_one_list(program, simulator):
    """While endpoints are unconfirmed previews read one list for all of them; after a refresh none is read."""
    program.up()
    program.runtime.sessions.clear()
    before = len(simulator.ledger()["requests"])
    for name, one in program.endpoints.items():
        assert one.preview(**{**program.data.CREATE, **program.changes[name]}, wait_until_ready=False)[0] == "same"
    requests = simulator.ledger()["requests"][before:]
    assert {request["operation"] for request in requests} == {"list"}
    assert len(requests) == 1

    for one in program.endpoints.values():
        one.refresh()
        assert UNCONFIRMED not in one.outs
    program.runtime.sessions.clear()
    before = len(simulator.ledger()["requests"])
    assert program.up().value == "same"
    assert len(simulator.ledger()["requests"]) == before


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_preview_needs_no_cloud(program, simulator, status):
    """When the list can't be read previews know nothing of failures: one request for all, no retry and no error."""
    program.up()
    program.runtime.sessions.clear()
    simulator.fault(operation="list", times=9, status=status, body={})
    before = len(simulator.ledger()["requests"])
    for one in program.endpoints.values():
        assert one.preview(**program.data.CREATE, wait_until_ready=False)[0] == "same"
    assert len(simulator.ledger()["requests"]) == before + 1


def test_a_pending_endpoint_stays_unconfirmed(program, simulator):
    """A refresh of what is still pending does not end the looking."""
    simulator.set(ready_after_s=10_000)
    program.endpoints["a"].up(**program.data.CREATE, wait_until_ready=False)
    program.endpoints["a"].refresh()
    assert program.endpoints["a"].outs[UNCONFIRMED] is True
    assert program.endpoints["a"].outs[CHANGED_AT]


def test_a_time_limit_of_ones_own(program, simulator, clock):
    """The limit of an endpoint ends its wait; without one it is that of its kind for a create."""
    program.runtime.environ = SELDOM
    simulator.set(ready_after_s=10_000_000)
    for one in program.endpoints.values():
        one.up(**program.data.CREATE, wait_until_ready=False)
    inputs = program.inputs(creating=90.0)
    del inputs["endpoints"]["c"]["limits"]["creating"]
    start = clock.time
    reasons = program.wait.up(**inputs).reasons
    assert [reason.partition(":")[0] for reason in reasons] == ["a", "b", "c"]
    assert "within 1m30s" in reasons[0]
    assert clock.time - start == pytest.approx(program.parts[0].kind.limits.create, abs=30)
    assert program.wait.outs[CONFIRMED] == {}


def test_a_new_name_alone_is_no_wait(program, simulator):
    """An endpoint that is renamed in the program keeps what was confirmed; one that is gone is dropped."""
    program.up()
    states = program.wait.outs["states"]
    program.endpoints = {"z": program.endpoints["a"], "b": program.endpoints["b"]}
    before = len(simulator.ledger()["requests"])
    assert not program.wait.up(**program.inputs()).error
    assert len(simulator.ledger()["requests"]) == before
    assert program.wait.outs["states"] == {"z": states["a"], "b": states["b"]}


@pytest.mark.parametrize("part", ["endpoints", "id", CHANGED_AT])
def test_what_is_not_known_yet(program, part):
    """In a preview an endpoint's id, its change, or all of the inputs may be unknown: that is a change in place."""
    program.up()
    inputs = program.inputs()
    if part == "endpoints":
        inputs["endpoints"] = rpc.UNKNOWN
    else:
        inputs["endpoints"]["a"][part] = rpc.UNKNOWN
    diff = program.wait.diff(inputs)
    assert (diff.changes, diff.replaces, diff.delete_before_replace) == (True, [], False)


def test_its_end_touches_nothing(program, simulator):
    """Deleting the wait deletes no endpoint and asks nothing."""
    program.up()
    before = len(simulator.ledger()["requests"])
    assert not program.wait.delete().error
    assert len(simulator.ledger()["requests"]) == before


def test_what_is_secret_of_an_endpoint_is_secret_in_the_wait(program):
    """An address that the program says to be secret is marked in all that the wait records, and its neighbours not."""
    program.up()
    inputs = {**program.wait.inputs, marks.SECRET: {"a": ["url"]}}
    address = program.wait.outs["states"]["a"]["url"]
    assert program.wait.diff(inputs).changes

    for run in (lambda: program.wait.update(inputs), program.wait.refresh):
        states = run().value.outs["states"]
        assert states["a"]["url"] == Marked(address)
        assert states["b"]["url"].startswith("http")
        assert states["a"]["secret"] == ["url"]
        for state in states.values():  # as the engine hands it out again
            state["url"] = state["url"]["value"] if isinstance(state["url"], dict) else state["url"]
        program.wait.outs["states"] = states
    assert not program.wait.diff(inputs).changes


def test_an_address_made_of_a_secret_is_secret_in_the_wait(program, data):
    """An address that holds what the user marked secret is marked by itself, by the endpoint and by the wait."""
    if not hasattr(data, "IN_ADDRESS"):
        pytest.skip("its addresses hold no name of the user's")
    name, value = data.IN_ADDRESS
    program.changes["a"] = {name: value, marks.SECRET: [[name]]}
    program.up()
    states = program.wait.outs["states"]
    assert isinstance(states["a"]["url"], Marked)
    assert isinstance(states["b"]["url"], str)


def test_another_form_ends_no_wait(program, simulator, data):
    """What the cloud keeps in another form is a remark of the wait, for the endpoint that an update made so."""
    simulator.set(normalise=True)
    name, declared, _, words = data.REFORMED
    assert not program.up().error
    program.said.clear()
    program.changes["b"] = {**getattr(data, "KEPT", {}), name: declared}
    assert not program.up().error
    lines = [text for severity, text in program.said if severity != "status" and text.startswith("b: ")]
    assert [line.removeprefix("b: ").partition(": ")[0] for line in lines] == [words]
    args = {**data.CREATE, **program.changes["b"], "wait_until_ready": False}
    assert program.endpoints["b"].preview(**args)[0] == "same"


def test_a_twin_that_a_lagging_list_has_hidden_is_named_by_the_wait(program, simulator, kind):
    """A create that does not wait can't look at its end whether its first try has arrived: the wait for it does."""
    simulator.set(list_lag_s=35, ready_after_s=120)
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    program.up()
    living = [item["id"] for item in simulator.living() if item["name"] == program.endpoints["a"].outs["name"]]
    lines = [text for severity, text in program.said if severity != "status" and "there are two" in text]
    assert len(lines) == len(living) - 1 == (0 if kind.unique_names else 1)
    assert all(id_ in lines[0] for id_ in living if lines)


def test_a_wait_in_vain_keeps_what_an_earlier_run_replaced(program, data, simulator):
    """A successor of an earlier run that does not serve keeps its predecessor, though this run has sent it nothing."""
    program.runtime.environ = SELDOM
    assert not program.up().error
    one = program.endpoints["a"]
    before, args = (one.id, one.outs, one.inputs), {**data.CREATE, "wait_until_ready": False}
    simulator.set(next_outcome={"stuck": True})
    one.check(one.inputs, args)
    one.create(one.check({}, args).inputs)
    program.runtime.history = History()
    assert program.up().reasons
    successor, (one.id, one.outs, one.inputs) = one.id, before
    assert f"its successor {successor} does not serve" in one.delete().error
    assert simulator.count("delete") == 0


def test_a_twin_that_nobody_can_look_for_is_told_in_time(program, simulator, kind, clock, data):
    """Where the list fails at the end of the wait, it is tried for a short time for all, and said that there may be."""
    if kind.unique_names:
        pytest.skip("a name can't be there twice")
    simulator.set(list_lag_s=35, ready_after_s=5)
    for one in program.endpoints.values():
        simulator.fault(cloud=kind.cloud, operation="create", drop="after")
        assert not one.up(**data.CREATE, wait_until_ready=False).error
    simulator.fault(cloud=kind.cloud, operation="list", times=999, status=500, delay_s=20)
    began = clock.time
    assert not program.wait.up(**program.inputs()).error
    assert clock.time - began < 60
    lines = [text for severity, text in program.said if severity != "status" and "sent twice" in text]
    assert [line.partition(":")[0] for line in lines] == ["a", "b", "c"]
