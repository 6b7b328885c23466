"""What the contract does not reach: unforeseen errors, the log, odd hosts."""

import logging

import httpx
import pytest

from pulumi_serving.core.cloud.inventory import FEW
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.lifecycle import provider
from pulumi_serving.doors.dynamic import host

SECRET = "s3cr3t-Zq9Zq9Zq9"


@pytest.fixture
def broken(engine, monkeypatch):
    """Let every rule break in an unforeseen way, with a secret in the exception's own text."""

    class Broken(type(engine.provider.kind)):
        def rules(self, args):  # noqa: ARG002
            raise KeyError(SECRET)

        def delete(self, client, id_, operation):  # noqa: ARG002
            raise KeyError(SECRET)

    monkeypatch.setattr(type(engine.provider), "kind", Broken())
    return engine


def test_an_unforeseen_error_is_one_line(broken):
    """A bug of ours is one line with its kind and location, without the exception's own text."""
    broken.id = "some-id"
    broken.outs = broken.inputs = {"location": "http://127.0.0.1:1"}
    error = broken.delete().error
    assert "delete: an error inside pulumi-serving (KeyError at test_provider.py:" in error
    assert SECRET not in error
    assert "\n" not in error


def test_the_log_of_an_unforeseen_error_quotes_no_value(broken, caplog):
    """With the log on, the traceback is written without the exception's own text, which may quote a value."""
    broken.id = "some-id"
    broken.outs = broken.inputs = {"location": "http://127.0.0.1:1"}
    with caplog.at_level(logging.DEBUG, "pulumi_serving"):
        broken.delete()
    assert "test_provider.py" in caplog.text
    assert SECRET not in caplog.text


def test_an_id_survives_any_error_after_the_create(engine, data, monkeypatch):
    """Whatever goes wrong once the cloud has handed out an id, the id is recorded."""
    monkeypatch.setattr(provider, "wait_until_ready", lambda *_, **__: 1 / 0)
    outcome = engine.up(**data.CREATE)
    assert engine.id
    assert "ZeroDivisionError" in outcome.reasons[0]


def test_an_id_survives_a_host_that_lacks_the_means(engine, data, simulator, monkeypatch):
    """Where the host can't record what is not ready, the resource is recorded as if it were, with a warning."""
    simulator.set(next_outcome={"fail": "no GPU"})
    monkeypatch.setattr(host.HostCall, "not_ready", lambda *_: None)
    outcome = engine.up(**data.CREATE)
    assert outcome.value.id == engine.id == simulator.living()[0]["id"]
    assert any("no GPU" in text for _, text in engine.said)


def test_a_warning_comes_once(engine, data):
    """A replacement checks twice; a doubtful argument is told once."""
    args = {**data.CREATE, "ports": [8000, 8001]}
    engine.check({}, args)
    engine.check({}, args)
    assert len([text for kind, text in engine.said if kind != "status" and text.startswith("ports:")]) == 1


def test_lost_creates_of_names_that_several_have(engine, data, simulator):
    """What was recorded by its name alone, and is there twice, is told instead of guessed."""
    for _ in range(2):
        simulator.post(
            "/gpus/v2/endpoints", json={**data.CREATE, "name": "same"}, headers={"Authorization": "Bearer sk-simulator"}
        ).raise_for_status()
    engine.id, engine.outs = "unsettled:same", {"name": "same"}
    engine.inputs = {"name": "same"}
    for outcome in (engine.refresh(), engine.delete(), engine.update({**data.CREATE, "name": "same"})):
        assert "2 endpoints are named same" in outcome.error
        assert all(item["id"] in outcome.error for item in simulator.living())
    assert len(simulator.living()) == 2


def test_a_lost_create_of_a_name_that_nobody_has_is_gone(engine):
    """What was never made is dropped by a refresh, and deleted by nothing."""
    engine.id, engine.outs, engine.inputs = "unsettled:none", {"name": "none"}, {"name": "none"}
    assert engine.refresh().value.id == ""
    engine.id = "unsettled:none"
    assert not engine.delete().error


def test_errors_of_ours_pass_as_they_are(engine, monkeypatch):
    """An error that is meant for the user is shown as it is."""

    def refuse(*_, **__):
        raise ServingError("no")

    monkeypatch.setattr(provider.Lifecycle, "_find", refuse)
    engine.id = "some-id"
    assert engine.refresh().error == "no"


# A refresh of many ---------------------------------------------------------------------------------------------------


@pytest.fixture
def many(provider_class, engine, simulator, clock, config, data):
    """Return resources of one process, recorded by an up; the next call is a new process."""
    made = [
        engine,
        *(type(engine)(provider_class, simulator, clock, config, f"{engine.urn}-{number}") for number in range(7)),
    ]
    for number, one in enumerate(made):
        one.provider.runtime = engine.provider.runtime
        assert not one.up(**data.FULL | {"name": f"name-{number}"}).error
    engine.provider.runtime.clock.sleep(60)  # none is so new that the cloud may not show it yet
    engine.restart()
    return made


def refreshed(many, simulator):
    """Refresh them, and return how many readings of one and of the list that took."""
    before = [simulator.count(operation) for operation in ("get", "list")]
    outcomes = [one.refresh() for one in many]
    assert not [outcome.error for outcome in outcomes if outcome.error and not outcome.id]
    return [simulator.count(operation) - count for operation, count in zip(("get", "list"), before, strict=True)]


def test_a_refresh_of_many_reads_the_list(many, simulator):
    """Where nothing has changed, a refresh of many costs a list and few readings, and leaves the record as it is."""
    recorded = [(one.id, one.inputs, one._floats(one.outs)) for one in many]
    assert refreshed(many, simulator) == [FEW, 1]
    assert [(one.id, one.inputs, one._floats(one.outs)) for one in many] == recorded


@pytest.mark.parametrize(
    "change",
    [
        {"fields": {"image": "registry.example.com/other:1"}},
        {"fields": {"worker_config": {"max_replicas": 9}}},
        {"status": "failed", "reason": "no GPU"},
        {"gone": True},
    ],
    ids=["a field", "inside", "a status", "gone"],
)
def test_a_refresh_of_many_confirms_what_is_new(many, simulator, change):
    """What the list shows otherwise than it is recorded is read by itself, and recorded as that says."""
    last = many[-1]
    simulator.change("ppio", last.id, **change)
    recorded = last.outs
    assert refreshed(many, simulator) == [FEW + 1, 1]
    assert last.outs != recorded


def test_a_refresh_of_many_confirms_with_another_key(many, simulator):
    """With a key that has not found the resource before, the list alone proves nothing."""
    for one in many:
        one.outs["__key"] = "another"
    assert refreshed(many, simulator) == [len(many), 1]
    assert not [one for one in many if one.outs["__key"] == "another"]


def test_items_that_lack_a_field_are_confirmed(many, simulator, tampered):
    """An item of the list that leaves out a declared argument is not trusted."""

    def edit(request, response):
        if not request.url.path.endswith("/endpoints"):
            return response
        body = response.json()
        for item in body["data"]:
            del item["worker_config"]["max_replicas"]
        return httpx.Response(200, json=body)

    tampered.edit = edit
    assert refreshed(many, simulator) == [len(many), 1]
