"""Once and never twice: creates whose answer is lost, garbled or odd."""

import json

import httpx
import pytest

from pulumi_serving.core.calls import run


def answer(request, response, **changes):
    """Return another answer than the cloud gave."""
    _ = response
    return httpx.Response(**{"status_code": 200, "request": request, **changes})


def garbled_create(**changes):
    """Return an edit by which every create takes effect and is answered so."""

    def edit(request, response):
        return answer(request, response, **changes) if request.method == "POST" else response

    return edit


@pytest.mark.parametrize(
    "changes",
    [
        {"content": b""},
        {"text": "<html><title>Welcome</title></html>"},
        {"json": {}},
        {"json": {"id": ""}},
        {"json": {"id": None}},
        {"json": {"id": True}},
        {"json": []},
        {"headers": {"content-encoding": "gzip"}, "content": b"this is not gzip"},
        {"content": b"[" * 100_000},
        {"json": {"id": "x", "code": "²"}},
        {"json": {"code": "9" * 5000}},
        {"status_code": 500, "json": {"message": "no luck"}},
        {"status_code": 502, "text": "<html></html>"},
        {"status_code": 504},
        {"status_code": 408},
        {"status_code": 500, "content": b'{"message": "cut through a character: \\ud83d"}'},
        {"status_code": 503, "headers": {"Retry-After": "Wed, 21 Oct 2015 07:28:00 +99999999999"}},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_create_that_took_effect_is_kept(engine, data, simulator, tampered, changes):
    """Whatever the answer to a create that took effect, one endpoint is made, and the state knows it."""
    tampered.edit = garbled_create(**changes)
    engine.up(**data.CREATE)
    assert simulator.count("create") == 1
    (living,) = simulator.living()
    assert engine.id in (living["id"], f"unsettled:{living['name']}", "x")


@pytest.mark.parametrize("fields", [{"image": "docker.io/library/llm:1.4"}, {"product_id": "H100"}, {"type": ""}])
def test_what_is_there_under_the_name_is_never_made_again(engine, data, kind, simulator, clock, fields):
    """
    An endpoint that appears under the name after a lost answer stops a second create.

    Even where the cloud shows a field in another form than it was sent: it may be what the create has made.
    """
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    clock.after(1, lambda: simulator.change(kind.cloud, simulator.living()[0]["id"], fields=fields))
    engine.up(**data.CREATE)
    assert simulator.count("create") == 1
    assert engine.id in (simulator.living()[0]["id"], f"unsettled:{engine.inputs['name']}")


def test_an_older_endpoint_is_never_taken_for_the_new_one(engine, data, kind, simulator):
    """An endpoint of the name that is older than the create is not what the create has made."""
    name = engine.check({}, data.CREATE).inputs["name"]
    engine.create(engine.check({}, {**data.CREATE, "name": name}).inputs)
    simulator.change(kind.cloud, engine.id, fields={"created_at": 1_700_000_000})
    older = engine.id
    engine.restart()
    engine.id, engine.inputs, engine.outs = "", {}, {}
    simulator.fault(cloud=kind.cloud, operation="list", times=1, body={"data": [], "has_more": False}, status=200)
    simulator.fault(cloud=kind.cloud, operation="create", times=2, drop="before")
    engine.up(**data.CREATE)
    assert engine.id != older


def test_several_that_fit_are_told(engine, data, simulator, tampered):
    """Where several endpoints may be what the create has made, none is chosen and all are named."""
    made = []

    def edit(request, response):
        if request.method != "POST":
            return response
        made.append(response.json()["id"])
        made.append(tampered.inner.handle_request(request).json()["id"])
        return answer(request, response, status_code=502)

    tampered.inner = Rereadable(tampered.inner)
    tampered.edit = edit
    outcome = engine.up(**data.CREATE)
    assert engine.id.startswith("unsettled:")
    assert all(id_ in outcome.reasons[0] for id_ in made)
    assert len(simulator.living()) == 2


class Rereadable(httpx.BaseTransport):
    """Reads every answer, so that it can be looked at."""

    def __init__(self, inner):
        self.inner = inner

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        response.read()
        return response


def test_a_create_that_never_arrives_is_sent_twice_at_most(engine, data, kind, simulator):
    """After two creates that left nothing, the name is recorded and a person looks."""
    simulator.fault(cloud=kind.cloud, operation="create", times=9, drop="before")
    outcome = engine.up(**data.CREATE)
    assert simulator.count("create") == 2
    assert engine.id == f"unsettled:{engine.inputs['name']}"
    assert "may exist and cost money" in outcome.reasons[0]


def test_a_cancel_while_looking_records_the_name(engine, data, kind, simulator, clock):
    """A cancel during the look for a lost create ends it, and nothing more is sent."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="before")
    clock.after(1, run.cancel)
    outcome = engine.up(**data.CREATE)
    assert engine.id.startswith("unsettled:")
    assert "cancelled" in outcome.reasons[0]
    assert simulator.count("create") == 1


def test_a_cancel_while_throttled_makes_nothing(engine, data, kind, simulator, clock):
    """A cancel while the cloud asks to wait is the end: no create is sent after it."""
    simulator.fault(cloud=kind.cloud, operation="create", times=1, status=429, headers={"Retry-After": "20"})
    clock.after(5, run.cancel)
    assert engine.up(**data.CREATE).error
    assert simulator.living() == []


@pytest.mark.parametrize(
    "reason", ["cut through a character: \ud83d", "a null \x00 byte", "x" * 100_000, "zwei\nZeilen"]
)
def test_odd_words_of_the_cloud_lose_nothing(engine, data, simulator, tampered, reason):
    """Whatever the cloud says of a failed endpoint, its id is recorded."""
    simulator.set(next_outcome={"fail": "no luck"})

    def edit(request, response):
        if request.method == "GET" and isinstance(response.json().get("status"), dict):
            body = response.json()
            body["status"]["message"] = reason
            return answer(request, response, content=json.dumps(body).encode())
        return response

    tampered.edit = edit
    outcome = engine.up(**data.CREATE)
    assert engine.id == simulator.living()[0]["id"]
    assert outcome.reasons


@pytest.mark.parametrize(
    "body",
    [{"data": None, "next_cursor": "", "has_more": False}, {"data": [], "next_cursor": None, "has_more": None}],
    ids=["no data", "null flags"],
)
def test_an_empty_account_may_answer_with_nulls(engine, data, simulator, tampered, body):
    """Null for an empty list is unset, as everywhere in this API: the first create of an account works."""

    def edit(request, response):
        if request.method == "GET" and response.json().get("data") == []:
            return answer(request, response, json=body)
        return response

    tampered.edit = edit
    outcome = engine.up(**data.CREATE)
    assert not outcome.error
    assert len(simulator.living()) == 1


@pytest.mark.parametrize(
    "oddity",
    [
        '"created_at": 1e999',
        '"workers": [{"id": "w", "status": null}]',
        '"workers": [{"id": "w", "health": ""}]',
        '"workers": null',
        '"policy": []',
        '"status": null',
    ],
)
def test_an_odd_field_in_an_answer_loses_nothing(engine, data, simulator, tampered, oddity):
    """A field in a form that nobody foresaw costs its own value, and neither the endpoint nor its id."""

    def edit(request, response):
        if request.method == "GET" and "image" in response.json():
            text = json.dumps(response.json())
            return answer(request, response, content=(text[:-1] + ", " + oddity + "}").encode())
        return response

    tampered.edit = edit
    engine.timeout = 60.0
    engine.up(**data.CREATE)
    assert engine.id == simulator.living()[0]["id"]
    tampered.edit = lambda _, response: response
    assert not engine.up(**data.CREATE).error
    assert simulator.count("create") == 1
