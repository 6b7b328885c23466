"""A location has an account: what a preview shows of a resource that another key has made, and who deletes it."""

import pytest

from pulumi_serving import alibaba, huawei, ppio
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN
from pulumi_serving.core.values.state_keys import KEY, LOCATION

from .steps import create, ledger_id, put, state

ONE_LOCATION = pytest.mark.parametrize("provider_class", [ppio.EndpointProvider, alibaba.AppServiceProvider])
"""Clouds in which two accounts have their resources at one address."""


@pytest.fixture
def moved(engine, data, config, clock):
    """Return how to make a resource, and then go on as a new process with another account's key."""

    def move(**changes):
        create(engine, data, **changes)
        clock.sleep(600)
        engine.restart({**config, **data.OTHER_ACCOUNT})
        return state(engine)

    return move


@pytest.fixture
def back(engine, config):
    """Return what a process with the first account's key does."""
    return lambda: engine.restart(config)


@ONE_LOCATION
def test_another_account_is_a_replacement(engine, moved, back, data, simulator, clock):
    """A preview shows the replacement and says why; the up makes a successor there, and the old key deletes the old."""
    before = moved()
    begun, asked = clock.time, len(simulator.ledger()["requests"])
    diff = engine.diff(engine.check(engine.inputs, data.CREATE).inputs)
    assert diff.replaces == [LOCATION]
    assert clock.time - begun < 5
    assert len(simulator.ledger()["requests"]) - asked <= 2
    assert any("it is in another account" in text for _, text in engine.said)

    assert not engine.create(engine.check({}, data.CREATE).inputs).error
    after = state(engine)
    assert engine.preview(**data.CREATE)[0] == "same"
    put(engine, before)
    assert "another account" in engine.delete().error
    assert len(simulator.living()) == 2
    back()
    assert not engine.delete().error
    put(engine, after)
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]


@ONE_LOCATION
def test_the_old_one_can_be_let_go(engine, moved, data, kind, simulator):
    """Where the old key is gone, the error names the way that ends it: delete it there, and say so."""
    before = moved()
    action, inputs = engine.preview(**data.CREATE)
    assert action == "replace"
    assert not engine.create(inputs).error
    put(engine, before)
    error = engine.delete().error
    assert "\n" not in error
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    (words,) = [word for word in error.replace(",", " ").split() if word.startswith("PULUMI_SERVING_GONE=")]
    name, _, id_ = words.partition("=")
    engine.provider.runtime.sessions.clear()
    engine.provider.runtime.environ = {name: id_}
    assert not engine.delete().error
    assert len(simulator.living()) == 1


@pytest.mark.parametrize("verb", ["delete", "refresh"])
@pytest.mark.parametrize("how", ["another account", "revoked"])
def test_what_no_key_opens_any_more_can_be_let_go(engine, data, config, kind, clock, simulator, how, verb):
    """A refused key is no dead end: the error of a deletion names the way, and what was let go leaves the state."""
    create(engine, data)
    clock.sleep(600)
    revoked = {key: "nobody-s-key" for key in config if key.endswith(("apiKey", "secretKey"))}
    engine.restart({**config, **(revoked if how == "revoked" else data.OTHER_ACCOUNT)})
    error = engine.delete().error
    assert f"PULUMI_SERVING_GONE={engine.id}" in error
    assert "\n" not in error
    assert len(simulator.living()) == 1
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    engine.provider.runtime.sessions.clear()
    engine.provider.runtime.environ = {"PULUMI_SERVING_GONE": engine.id}
    outcome = engine.delete() if verb == "delete" else engine.refresh()
    assert not outcome.error
    assert not engine.id


def test_what_can_be_seen_is_not_let_go(engine, data, kind, clock, simulator):
    """The cloud has the last word: what a key sees is not gone, though a deletion is refused and the user says so."""
    create(engine, data)
    clock.sleep(600)
    engine.provider.runtime.sessions.clear()
    engine.provider.runtime.environ = {"PULUMI_SERVING_GONE": engine.id}
    simulator.fault(cloud=kind.cloud, operation="delete", status=403)
    assert "403" in engine.delete().error
    assert len(simulator.living()) == 1


def test_a_rotated_key_changes_nothing(engine, data, clock, simulator):
    """Another key of the same account sees the resource: no change, and the next refresh records the key."""
    create(engine, data)
    clock.sleep(600)
    present = engine.outs[KEY]
    engine.outs[KEY] = "0123456789"
    engine.restart()
    assert engine.preview(**data.CREATE)[0] == "same"
    engine.refresh()
    assert engine.outs[KEY] == present
    assert simulator.count("create") == 1


@ONE_LOCATION
def test_one_of_the_same_owner_shows_a_rotated_key(engine, data, kind, simulator, clock):
    """A resource that is gone is in no other account where the list has others of its owner."""
    create(engine, data)
    first = state(engine)
    engine.id, engine.outs, engine.inputs = "", {}, {}
    engine.urn = engine.urn.replace("llm", "other")
    create(engine, data)
    put(engine, first)
    engine.urn = engine.urn.replace("other", "llm")
    engine.outs[KEY] = "0123456789"
    clock.sleep(600)
    engine.restart()
    simulator.change(kind.cloud, ledger_id(engine, data), gone=True)
    assert engine.preview(**data.CREATE)[0] == "same"


@ONE_LOCATION
@pytest.mark.parametrize(
    "fault", [{"status": 403}, {"status": 503}, {"status": 200, "body": "<html>"}, {"drop": "before"}]
)
@pytest.mark.parametrize("operation", ["list", "get"])
def test_a_reading_that_fails_says_nothing(engine, moved, data, kind, simulator, operation, fault):
    """Where nothing can be told the preview shows no replacement, and does not fail."""
    if (kind.cloud, operation, fault) == ("alibaba", "get", {"status": 403}):
        return  # a service of somebody else's is refused so
    moved()
    simulator.fault(cloud=kind.cloud, operation=operation, times=99, **fault)
    expected = "replace" if (operation, fault.get("status")) == ("get", 403) else "same"
    assert engine.preview(**data.CREATE)[0] == expected


@ONE_LOCATION
def test_many_share_the_reading(provider_class, engine, moved, data, simulator):
    """The previews of many read the list once, and a failing list once."""
    moved()
    others = [type(engine)(provider_class, simulator, engine.provider.runtime.clock, {}, engine.urn) for _ in range(5)]
    simulator.fault(operation="list", times=99, status=503)
    before = simulator.count("list")
    for other in others:
        other.provider.runtime, other.provider._given = engine.provider.runtime, engine.provider._given
        put(other, state(engine))
        assert other.preview(**data.CREATE)[0] == "same"
    assert simulator.count("list") - before == 1


# Who goes first ------------------------------------------------------------------------------------------------------


def order(engine, data, **changes):
    return engine.diff(engine.check(engine.inputs, {**data.CREATE, **changes}).inputs)


@pytest.mark.parametrize(
    ("provider_class", "first"),
    [(ppio.EndpointProvider, False), (huawei.EndpointProvider, False), (alibaba.AppServiceProvider, True)],
)
def test_a_name_of_the_users_in_another_account(engine, moved, data, first):
    """The old one goes first only where its name is taken in the other account, too: in a region of Alibaba Cloud."""
    moved(name="ourllm")
    diff = order(engine, data, name="ourllm")
    assert diff.replaces == [LOCATION]
    assert diff.delete_before_replace is first


def test_a_name_of_the_users_in_another_region(engine, data, config):
    """In another region no name is taken, so the successor is made first."""
    create(engine, data, name="ourllm")
    engine.configure({**config, **getattr(data, "ELSEWHERE", {data.BASE_URL_KEY: "http://127.0.0.1:2"})})
    diff = order(engine, data, name="ourllm")
    assert diff.replaces == [LOCATION]
    assert diff.delete_before_replace is False


def test_a_name_of_the_users_in_the_same_location(engine, data):
    """Where the name stays and the location does, the old one goes first; where the name changes, it need not."""
    args = {**data.FULL, "name": "ourllm"}
    assert not engine.up(**args).error
    name, value = next((name, value) for name, value in data.REPLACE.items() if name != "name")
    assert engine.diff(engine.check(engine.inputs, {**args, name: value}).inputs).delete_before_replace is True
    diff = engine.diff(engine.check(engine.inputs, {**args, name: value, "name": "ourllm2"}).inputs)
    assert diff.delete_before_replace is False


@ONE_LOCATION
def test_a_lost_create_in_another_account(engine, back, config, data, kind, simulator, clock):
    """With another key nobody can tell what became of a lost create: preview and up say so, and both ways out work."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="before", times=2)
    engine.up(**data.CREATE)
    assert engine.id.startswith(OUTCOME_UNKNOWN)
    lost = state(engine)
    clock.sleep(600)
    engine.restart({**config, **data.OTHER_ACCOUNT})
    assert engine.preview(**data.CREATE)[0] == "update"
    warned = [text for _, text in engine.said]
    error = engine.update(engine.inputs).error
    assert any("which are not those that its create was sent with" in text for text in warned)
    assert "which are not those that its create was sent with" in error
    assert "\n" not in error
    assert simulator.living() == []

    (words,) = [word.rstrip(":") for word in error.split() if word.startswith("PULUMI_SERVING_GONE=")]
    name, _, id_ = words.partition("=")
    engine.provider.runtime.sessions.clear()
    engine.provider.runtime.environ = {name: id_}
    assert not engine.up(**data.CREATE).error
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]
    assert not engine.delete().error

    put(engine, lost)
    engine.provider.runtime.environ = {}
    back()
    assert not engine.up(**data.CREATE).error
    assert [item["id"] for item in simulator.living()] == [ledger_id(engine, data)]
