"""Registry credentials: ids that no answer tells, use by endpoints, and a password that nobody reads."""

import json

import pytest
from tests.conftest import Engine, says

from pulumi_serving.core.calls import run
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN
from pulumi_serving.doors.dynamic import host as host_module
from pulumi_serving.ppio import EndpointProvider, RegistryAuthProvider
from pulumi_serving.ppio.endpoint.testing import CREATE as ENDPOINT
from pulumi_serving.ppio.registry_auth import testing
from pulumi_serving.ppio.registry_auth.testing import CREATE
from pulumi_serving.ppio.testing import BASE_URL_KEY, CONFIG

STACK = {**CONFIG, BASE_URL_KEY: "http://127.0.0.1:1"}
SAVE = "/gpu-instance/openapi/v1/repository/auth/save"


@pytest.fixture
def auth(simulator, clock, monkeypatch):
    """Return credentials as the engine sees them."""
    simulator.speak_of(testing)
    made = Engine(RegistryAuthProvider, simulator, clock, STACK)
    monkeypatch.setattr(host_module.HostCall, "say", says(made))
    return made


@pytest.fixture
def endpoint(auth, simulator, clock):
    """Return an endpoint of the same run."""
    made = Engine(EndpointProvider, simulator, clock, STACK, urn=f"{auth.urn}-endpoint")
    made.provider.runtime = auth.provider.runtime
    return made


def save(simulator, **fields):
    """Let somebody else save credentials."""
    headers = {"Authorization": "Bearer sk-simulator"}
    simulator.post(SAVE, json={**CREATE, **fields}, headers=headers).raise_for_status()


def ids(simulator):
    """Return the ids of what is there, the oldest first."""
    return [item["id"] for item in simulator.living()]


def test_the_id_is_the_new_one_of_the_list(auth, simulator):
    """Where the same credentials are there already, the id is that of those which were not there before."""
    save(simulator)
    assert not auth.up(**CREATE).error
    assert ids(simulator) == [ids(simulator)[0], auth.id]
    assert simulator.count("create") == 2


def test_no_answer_is_called_lost_that_came(auth):
    """The row says that it was accepted: that its answer tells no id is nothing to be alarmed at."""
    assert not auth.up(**CREATE).error
    said = [text for _, text in auth.said]
    assert [text for text in said if "the create was accepted, looking for the registry credential" in text]
    assert not [text for text in said if "lost" in text]


def lose(auth, simulator, clock, drop):
    """Let a create be lost, before or after its effect, and its outcome be unknown; then begin another run."""
    simulator.fault(cloud="ppio", operation="create", drop=drop)
    simulator.fault(cloud="ppio", operation="list", after=1, times=500, status=500)
    auth.timeout = 60.0
    auth.up(**CREATE)
    assert auth.id.startswith(OUTCOME_UNKNOWN)
    simulator.delete("/_simulator/faults")
    clock.sleep(600)
    auth.timeout = 0.0
    auth.restart()
    return auth.id, auth.outs, auth.inputs


@pytest.mark.parametrize("drop", ["before", "after"])
def test_the_successor_of_a_lost_one_is_not_taken_for_it(auth, simulator, clock, drop):
    """Both have one label: what goes is what the lost create has made, if anything, whether in this run or the next."""
    lost = lose(auth, simulator, clock, drop)
    action, inputs = auth.preview(**{**CREATE, "password": "another-password"})
    assert action == "replace"
    assert not auth.create(inputs).error
    successor = (auth.id, auth.outs, auth.inputs)
    auth.id, auth.outs, auth.inputs = lost
    assert not auth.delete().error
    assert ids(simulator) == [successor[0]]

    auth.restart()
    auth.id, auth.outs, auth.inputs = successor
    assert auth.preview(**{**CREATE, "password": "another-password"})[0] == "same"
    auth.id, auth.outs, auth.inputs = lost
    assert not auth.delete().error
    assert ids(simulator) == [successor[0]]


def test_one_that_is_in_use_and_was_to_go_first(auth, endpoint, simulator):
    """The line says that it need not go first; a deletion for good, and one after a successor, say nothing of that."""
    auth.up(**CREATE)
    assert not endpoint.up(**ENDPOINT, registry_auth_id=auth.id).error
    auth.timeout = 30.0
    auth.restart()
    assert "successor" not in auth.delete().error
    changed = {**CREATE, "password": "another-password"}
    action, inputs = auth.preview(**changed)
    assert action == "replace"
    error = auth.delete().error
    assert "It was to go before its successor: without delete_before_replace=True that is made first" in error
    former = (auth.id, auth.outs, auth.inputs)
    assert not auth.create(inputs).error
    auth.id, auth.outs, auth.inputs = former
    assert "successor" not in auth.delete().error
    assert len(ids(simulator)) == 2


def test_two_for_one_user_take_two_runs(auth, simulator, monkeypatch):
    """In one run one might be taken for the other: the line says so, and the next run makes the second, unalarmed."""
    other = Engine(RegistryAuthProvider, simulator, auth.provider.runtime.clock, STACK, urn=f"{auth.urn}-other")
    other.provider.runtime = auth.provider.runtime
    assert not auth.up(**CREATE).error
    error = other.up(**{**CREATE, "password": "another-password"}).error
    assert error.endswith(
        f"is used by another resource of this program, {auth.urn}. The next `pulumi up` makes this one"
    )
    auth.restart()
    assert auth.preview(**CREATE)[0] == "same"
    monkeypatch.setattr(host_module.HostCall, "say", says(other))
    assert not other.up(**{**CREATE, "password": "another-password"}).error
    assert ids(simulator) == [auth.id, other.id]
    assert not [text for _, text in other.said if auth.id in text]


@pytest.mark.parametrize("drop", ["before", "after"])
def test_another_resources_credentials_are_not_taken_for_lost_ones(auth, simulator, clock, drop):
    """What another resource has made for the same user at the same registry stays that one's."""
    lose(auth, simulator, clock, drop)
    other = Engine(RegistryAuthProvider, simulator, clock, STACK, urn=f"{auth.urn}-other")
    other.provider.runtime = auth.provider.runtime
    assert not other.up(**CREATE).error
    assert ("was not made" in auth.refresh().error) == (drop == "before")
    assert auth.id != other.id
    assert not auth.delete().error
    assert ids(simulator) == [other.id]


def test_a_lost_answer_is_found_beside_an_older_twin(auth, simulator):
    """What was there before is never taken for what a create has made whose answer is lost."""
    save(simulator)
    simulator.fault(cloud="ppio", operation="create", drop="after")
    assert not auth.up(**CREATE).error
    assert ids(simulator)[1:] == [auth.id]
    assert simulator.count("create") == 2


def test_an_unknown_outcome_is_resolved_beside_an_older_twin(auth, simulator):
    """A refresh finds by the label what was made, and not what was there before."""
    save(simulator)
    simulator.fault(cloud="ppio", operation="create", drop="after")
    simulator.fault(cloud="ppio", operation="list", after=1, times=99, status=403)
    assert auth.up(**CREATE).id == "unsettled:ci@registry.example.com:5000"
    simulator.delete("/_simulator/faults")
    auth.restart()
    assert not auth.refresh().error
    assert ids(simulator)[1:] == [auth.id]


def test_two_that_came_at_once_are_not_guessed(auth, simulator):
    """Where somebody else saves the same at the same moment, which one is whose can't be told: it says so."""
    simulator.fault(cloud="ppio", operation="create", delay_s=1)
    auth.provider.runtime.clock.after(0.5, lambda: save(simulator))
    outcome = auth.up(**CREATE)
    assert outcome.id.startswith("unsettled:")
    assert all(id_ in outcome.reasons[0] for id_ in ids(simulator))


def test_a_successor_is_made_first(auth, simulator):
    """A new password makes another one beside the old one, which endpoints still use, and deletes that then."""
    auth.up(**CREATE)
    former = auth.id
    changed = {**CREATE, "password": "another-value"}
    checked = auth.check(auth.inputs, changed).inputs
    diff = auth.diff(checked)
    assert (diff.replaces, diff.delete_before_replace) == (["password"], False)
    assert not auth.up(**changed).error
    assert auth.id != former
    assert ids(simulator) == [auth.id]


def test_a_deletion_waits_for_its_user_to_go(auth, endpoint, simulator):
    """While an endpoint uses it, the deletion is asked for again, and the row says what it waits for."""
    auth.up(**CREATE)
    endpoint.up(**ENDPOINT, registry_auth_id=auth.id)
    simulator.speak_of(testing)
    said = []
    auth.provider.runtime.clock.after(30, lambda: said.append(endpoint.delete().error))
    assert not auth.delete().error
    assert said == [""]
    assert ids(simulator) == []
    assert simulator.count("delete") > 2


def test_what_uses_it_is_named_at_the_end(auth, endpoint, simulator):
    """A deletion that is in vain until its time is over names the endpoint, and keeps the record."""
    auth.up(**CREATE)
    endpoint.up(**ENDPOINT, registry_auth_id=auth.id)
    auth.timeout = 60.0
    error = auth.delete().error
    assert f"is in use by endpoint {endpoint.outs['name']} ({endpoint.id})" in error
    assert "after 1m" in error
    assert "IMAGE_AUTH_IN_USE" in error
    assert ids(simulator) == [auth.id]


def test_a_cancel_ends_the_wait_for_its_user(auth, endpoint, clock):
    """A cancel during that wait ends it at once."""
    auth.up(**CREATE)
    endpoint.up(**ENDPOINT, registry_auth_id=auth.id)
    start = clock.time
    clock.after(10, run.cancel)
    assert "cancelled" in auth.delete().error
    assert clock.time - start < 60


def test_the_password_is_not_read(auth):
    """Neither what is read by ``get`` nor what a refresh records holds the password that the list shows."""
    auth.up(**CREATE)
    assert "password" not in auth.get(auth.id).value.inputs
    read = auth.get(auth.id).value
    assert CREATE["password"] not in json.dumps([read.outs, read.inputs])
    kind = auth.provider.kind
    session = next(iter(auth.provider.runtime.sessions.values()))
    found = session.client.list_auths(_operation(auth))
    assert CREATE["password"] not in repr([(item, item.whole) for item in found])
    assert kind.secret_texts(CREATE) >= {CREATE["password"]}


def _operation(engine):
    from pulumi_serving.core.calls.operation import Operation  # noqa: PLC0415 - one use

    return Operation("testing", 60.0, engine.provider.runtime.clock)
