"""A field that a cloud adds tomorrow is used today: what is ``extra`` is sent, compared and kept from errors."""

import json

import httpx
import pytest

from pulumi_serving.core.values import compare, extra, leaves, markers, schema

TOP = {"new_field": {"mode": "fast", "limit": 7}}
INSIDE = {"new_key": 5}


class Recorder(httpx.BaseTransport):
    """Keeps the bodies of what is written."""

    def __init__(self, inner):
        self.inner = inner
        self.bodies = []

    def handle_request(self, request):
        if request.method in ("POST", "PUT", "PATCH") and request.content.startswith(b"{"):
            self.bodies.append(json.loads(request.content))
        return self.inner.handle_request(request)


@pytest.fixture
def wired(engine):
    """Return what goes over the wire."""
    engine.provider.runtime.http = recorder = Recorder(engine.provider.runtime.http)
    return recorder


@pytest.fixture
def block(engine, data):
    """Return the name of a block of CREATE that answers show as it is; ``""`` where a cloud has none."""
    fields = schema.fields(engine.provider.kind.args)
    found = [name for name, value in data.CREATE.items() if fields[name].nested and isinstance(value, dict)]
    return found[0] if found else ""


def with_extra(data, block, top=None, inside=None):
    """Return CREATE with something extra at the top, and in its block."""
    args = {**data.CREATE, "extra": TOP if top is None else top}
    if block:
        args[block] = {**args[block], "extra": INSIDE if inside is None else inside}
    return args


def sent_block(body, block):
    return body[block] if block else {**INSIDE}


def test_it_is_sent_beside_the_rest_and_takes(engine, data, simulator, wired, block):
    """What is extra stands beside the declared arguments in the body, at any depth; then there is nothing to do."""
    simulator.set(newer=True)
    args = with_extra(data, block)
    assert not engine.up(**args).error
    (body,) = wired.bodies
    assert body["new_field"] == TOP["new_field"]
    assert sent_block(body, block)["new_key"] == 5
    assert "extra" not in json.dumps(body)
    assert engine.outs["extra"] == TOP
    if block:
        assert engine.outs[block]["extra"] == INSIDE
    before = engine.outs
    assert engine.preview(**args)[0] == "same"
    assert not engine.refresh().error
    assert engine.outs == before
    assert engine.preview(**args)[0] == "same"
    assert len(wired.bodies) == 1


def test_a_change_is_an_update_in_place(engine, data, simulator, wired, block):
    """A changed key is sent by an update, whether or not answers show it; the rest of the resource stays."""
    simulator.set(newer=True)
    engine.up(**with_extra(data, block))
    id_ = engine.id
    changed = with_extra(data, block, {"new_field": {"mode": "slow"}, "other": [1]}, {"new_key": 6})
    assert engine.preview(**changed)[0] == "update"
    assert not engine.up(**changed).error
    body = wired.bodies[-1]
    assert (body["new_field"], body["other"]) == ({"mode": "slow"}, [1])
    assert not block or body[block]["new_key"] == 6
    assert engine.id == id_
    assert engine.preview(**changed)[0] == "same"
    assert simulator.count("create") == 1


def test_a_change_inside_of_a_block_alone_is_sent(engine, data, simulator, wired, block):
    """So it is where nothing else has changed than a key in a block."""
    if not block:
        pytest.skip("this cloud has no block")
    simulator.set(newer=True)
    engine.up(**with_extra(data, block))
    changed = with_extra(data, block, inside={"new_key": 6})
    assert not engine.up(**changed).error
    assert wired.bodies[-1][block]["new_key"] == 6


def test_drift_is_seen_and_put_back(engine, data, simulator, wired, block):
    """A key that an answer shows otherwise than declared is drift: a refresh records it, the next up puts it back."""
    simulator.set(newer=True)
    args = with_extra(data, block)
    engine.up(**args)
    (endpoint,) = simulator.living()
    field = {"new_field": {"mode": "slow", "limit": 7}}
    simulator.change(endpoint["cloud"], endpoint["id"], fields=field)
    assert not engine.refresh().error
    assert engine.inputs["extra"] == field
    assert engine.preview(**args)[0] == "update"
    assert not engine.up(**args).error
    assert wired.bodies[-1]["new_field"] == TOP["new_field"]


def test_what_an_answer_does_not_show_is_not_compared(engine, data, block):
    """A key that no answer has can't be told: it is no drift, nor anything that the cloud adds to it or beside it."""
    kind = engine.provider.kind
    declared = {"extra": {"hidden": 1, "shown": {"a": 1}}}
    reading = extra.Reading({}, {"shown": {"a": 1, "b": 2}, "beside": 3})
    assert list(compare.drift(kind.args, declared, reading)) == []
    assert list(compare.unreported(kind.args, declared, reading)) == []
    _ = data, block


def test_taking_it_away_is_a_warning(engine, data, simulator, block):
    """How a cloud takes a key away is not known: an update leaves it out, replaces nothing, and a warning says so."""
    simulator.set(newer=True)
    engine.up(**with_extra(data, block))
    id_ = engine.id
    assert engine.preview(**data.CREATE)[0] == "update"
    assert not engine.up(**data.CREATE).error
    said = " ".join(message for _, message in engine.said)
    assert "extra.new_field: how " in said
    assert engine.id == id_
    assert engine.preview(**data.CREATE)[0] == "same"


def test_a_cloud_that_does_not_know_it_says_so(engine, data, simulator, block):
    """The cloud's refusal is told in its own words, without what may be a secret; nothing is made."""
    outcome = engine.up(**with_extra(data, block, {"new_field": "a-token-of-somebody"}, {}))
    assert "new_field" in outcome.error
    assert "a-token-of-somebody" not in outcome.error
    assert simulator.living() == []


def test_its_texts_are_blanked_in_errors(engine, data, simulator, block):
    """A cloud that repeats a value of it in an error does not make it readable."""
    simulator.set(newer=True)
    secret = "a-token-of-somebody-1234"
    for place in ({"top": {"new_field": {"deep": [secret]}}}, {"inside": {"new_key": secret}} if block else {}):
        if not place:
            continue
        simulator.fault(
            operation="create", status=400, body=f'{{"message": "bad value {secret}", "Message": "{secret}"}}'
        )
        outcome = engine.up(**with_extra(data, block, **place))
        assert outcome.error
        assert secret not in outcome.error


def test_an_argument_of_its_own_is_refused(engine, data, block):
    """A key that is a declared argument is an error that says which to use."""
    (name,) = [*data.CREATE][:1]
    failures = engine.check({}, {**data.CREATE, "extra": {name: 1}}).failures
    assert [failure.reason for failure in failures] == [f"extra.{name}: is an argument of its own: use {name}"]
    _ = block


def test_it_may_not_be_known_yet(engine, data):
    """In a preview what is extra may be the output of a resource that is still to be made."""
    assert engine.check({}, {**data.CREATE, "extra": leaves.UNKNOWN}).failures == []
    assert engine.check({}, {**data.CREATE, "extra": {"new_field": leaves.UNKNOWN}}).failures == []


def test_every_block_takes_it(engine):
    """Each block of arguments, at any depth, has the map; it is blanked in errors, and no change of it replaces."""
    kind = engine.provider.kind
    blocks = {"": kind.args}
    blocks |= {path: field.nested for path, field in schema.walk(kind.args) if field.nested is not None}
    for path, args in blocks.items():
        field = schema.fields(args)["extra"]
        assert field.marker(markers.Extra), path
        assert field.marker(markers.Sensitive), path
        assert not field.marker(markers.ReplaceOnChange), path
