"""What an update changes: what is declared otherwise or has drifted is sent as new and verified, on each cloud."""

import json

import httpx
import pytest

from pulumi_serving import alibaba, huawei, ppio
from pulumi_serving.core.values.state_keys import CHANGED_AT, KEPT

from .steps import ledger_id


class Recorded(httpx.BaseTransport):
    """A transport that keeps the bodies of updates, and lets a test edit what is answered."""

    def __init__(self, inner):
        self.inner, self.bodies, self.edit = inner, [], None

    def handle_request(self, request):
        if request.method in ("PUT", "PATCH") and not request.url.path.endswith("/start"):
            self.bodies.append(json.loads(request.content))
        response = self.inner.handle_request(request)
        response.read()
        if self.edit is None or request.method != "GET" or response.status_code != 200:
            return response
        return httpx.Response(200, json=self.edit(response.json()))


@pytest.fixture
def wire(engine):
    """Return the engine's transport, with the bodies of the updates that went over it."""
    engine.provider.runtime.http = transport = Recorded(engine.provider.runtime.http)
    return transport


@pytest.fixture
def warnings(engine):
    """Return what was said that stays on the row."""
    return lambda: [text for severity, text in engine.said if severity != "status"]


@pytest.fixture
def reformed(data):
    """Return arguments of which one is kept in another form, its warning, and its cure."""
    field, declared, kept, words = data.REFORMED
    args = {**data.CREATE, **getattr(data, "KEPT", {}), field: declared}
    return args, words, {**args, field: kept}


def test_a_value_in_another_form_is_one_warning(engine, reformed, simulator, warnings):
    """It fails no create, is no drift, and no refresh or up sees a change in it."""
    args, words, _ = reformed
    simulator.set(normalise=True)
    assert not engine.up(**args).error
    (line,) = warnings()
    assert line.startswith(f"{words}: ")
    assert "declare it in that form, or name it in ignore_changes" in line
    for _ in range(2):
        assert not engine.refresh().error
        assert engine.preview(**args)[0] == "same"
    assert warnings() == [line]
    assert simulator.count("update") == 0


def test_an_unrelated_update_beside_another_form(engine, data, reformed, simulator, wire, warnings):
    """A later update takes, says so again in one line, and its refresh has nothing to do."""
    args, words, _ = reformed
    simulator.set(normalise=True)
    engine.up(**args)
    engine.said.clear()
    args = {**args, **data.BESIDE}
    assert not engine.up(**args).error
    assert [line.partition(": ")[0] for line in warnings()] == [words]
    engine.refresh()
    assert engine.preview(**args)[0] == "same"
    assert len(wire.bodies) == 1


def test_a_form_that_the_cloud_begins_to_keep(engine, data, reformed, simulator, warnings):
    """A value that was kept as declared, and moves to another form with an update, ends no run either."""
    args, words, _ = reformed
    assert not engine.up(**args).error
    simulator.set(normalise=True)
    args = {**args, **data.BESIDE}
    assert not engine.up(**args).error
    assert [line.partition(": ")[0] for line in warnings()] == [words]
    engine.refresh()
    assert engine.preview(**args)[0] == "same"


def test_the_cure_of_another_form(engine, reformed, simulator, wire, warnings):
    """Who declares the cloud's form is warned no more, and nothing is sent for it."""
    args, _, cured = reformed
    simulator.set(normalise=True)
    engine.up(**args)
    changed_at = engine.outs[CHANGED_AT]
    engine.said.clear()
    assert engine.preview(**cured)[0] == "update"
    assert not engine.up(**cured).error
    assert (warnings(), wire.bodies, engine.outs[KEPT]) == ([], [], {})
    assert engine.outs[CHANGED_AT] == changed_at
    engine.refresh()
    assert engine.preview(**cured)[0] == "same"


def test_ignoring_is_a_cure_too(engine, data, reformed, simulator, warnings):
    """Who ignores the field is warned no more by the next update."""
    args, words, _ = reformed
    simulator.set(normalise=True)
    engine.up(**args)
    engine.said.clear()
    engine.ignored = [words.split()[0]]
    assert not engine.up(**{**args, **data.BESIDE}).error
    assert warnings() == []


def test_drift_of_a_value_in_another_form(engine, kind, data, reformed, simulator):
    """A third value is drift: a refresh names it, and the next up puts it right."""
    args, words, _ = reformed
    simulator.set(normalise=True)
    engine.up(**args)
    field, wire_name = words.split()[0], {"app_version": "AppVersion"}
    ledger_id = engine.outs[data.LEDGER_ID] if hasattr(data, "LEDGER_ID") else engine.id
    simulator.change(kind.cloud, ledger_id, fields={wire_name.get(field, field): "elsewhere:9"})
    engine.refresh()
    assert engine.inputs[field] == "elsewhere:9"
    assert engine.preview(**args)[0] == "update"
    assert not engine.up(**args).error
    engine.refresh()
    assert engine.preview(**args)[0] == "same"


def test_a_change_of_a_value_in_another_form_that_is_rolled_back(engine, reformed, simulator):
    """What is back where it was has not taken, whatever form that has."""
    args, words, _ = reformed
    simulator.set(normalise=True)
    engine.up(**args)
    field = words.split()[0]
    simulator.set(next_outcome={"roll_back": True})
    changed = {**args, field: f"{args[field].strip()}2"}
    assert f"has not taken, or was rolled back, for: {field}." in engine.up(**changed).reasons[0]
    assert not engine.up(**changed).error
    engine.refresh()
    assert engine.preview(**changed)[0] == "same"


# From one value to another that the cloud keeps as the same, beside something else that changes.
SAME_FORM = [
    (
        ppio.EndpointProvider,
        {"worker_config": {"min_replicas": 1, "max_replicas": 3, "idle_timeout": 5}},
        {"worker_config": {"min_replicas": 1, "max_replicas": 3, "idle_timeout": 7}, "command": "serve"},
        "worker_config.idle_timeout (as 60)",
    ),
    (
        huawei.EndpointProvider,
        {"description": "about it "},
        {"description": "about it  ", "name": "another-name"},
        "description (without",
    ),
]


@pytest.mark.parametrize(
    ("provider_class", "first", "second", "words"), SAME_FORM, indirect=["provider_class"], ids=["ppio", "huawei"]
)
@pytest.mark.parametrize("waits", [True, False], ids=["", "unwatched"])
def test_two_values_that_the_cloud_keeps_as_one(engine, data, clock, simulator, warnings, first, second, words, waits):
    """A change between them is sent once, takes, and is a warning: it is no failure and no drift."""
    simulator.set(normalise=True)
    args = {**data.CREATE, "wait_until_ready": waits}
    assert not engine.up(**{**args, **first}).error
    clock.sleep(60)
    engine.refresh()
    engine.said.clear()
    outcome = engine.up(**{**args, **second})
    assert not outcome.error, outcome.error
    if waits:
        assert words in warnings()[0]
    for _ in range(2):
        clock.sleep(60)
        engine.restart()
        assert engine.preview(**{**args, **second})[0] == "same"
        engine.refresh()
    assert engine.preview(**{**args, **second})[0] == "same"
    assert simulator.count("update") == 1


@pytest.mark.parametrize("provider_class", [ppio.EndpointProvider], indirect=True)
def test_a_late_reading_is_no_form(engine, data, clock, simulator):
    """The old form of a value proves nothing while readings lag: a new value that takes is waited for."""
    simulator.set(normalise=True)
    sizes = data.CREATE["worker_config"]
    assert not engine.up(**{**data.CREATE, "worker_config": {**sizes, "idle_timeout": 5}}).error
    clock.sleep(60)
    simulator.set(normalise=False, read_lag_s=20)
    assert not engine.up(**{**data.CREATE, "worker_config": {**sizes, "idle_timeout": 7}}).error
    assert engine.outs["worker_config"]["idle_timeout"] == 7
    assert "worker_config.idle_timeout" not in engine.outs[KEPT]


@pytest.mark.parametrize("provider_class", [ppio.EndpointProvider], indirect=True)
def test_a_rolled_back_number_is_no_form(engine, data, simulator):
    """A number beyond the cloud's least one that is not there afterwards has not taken."""
    simulator.set(normalise=True)
    sizes = data.CREATE["worker_config"]
    assert not engine.up(**{**data.CREATE, "worker_config": {**sizes, "idle_timeout": 5}}).error
    simulator.set(next_outcome={"roll_back": True})
    outcome = engine.up(**{**data.CREATE, "worker_config": {**sizes, "idle_timeout": 200}})
    assert "has not taken, or was rolled back, for: worker_config.idle_timeout." in outcome.reasons[0]


HIDDEN = [
    (
        ppio.EndpointProvider,
        lambda size: {"volumes": [{"id": "st-123", "type": "network", "size": size, "mount_point": "/models"}]},
    ),
    (
        huawei.EndpointProvider,
        lambda size: {
            "ray_resource": {
                "head_node_resource": {"spec_code": "ray.head.4u16g"},
                "work_node_resources": [
                    {"name": "a", "resource": {"spec_code": "ray", "min": 0, "max": 1, "extra": {"disk": size}}}
                ],
            }
        },
    ),
]
"""Changes inside of a list whose answer shows the list and not what has changed in it."""


@pytest.mark.parametrize(("provider_class", "args"), HIDDEN, indirect=["provider_class"], ids=["ppio", "huawei"])
def test_a_change_that_no_answer_shows_is_sent(engine, data, simulator, wire, args):
    """It is sent once, though the list in which it lies looks alike before and after."""
    simulator.set(newer=True)
    assert not engine.up(**{**data.FULL, **args(10)}).error
    assert not engine.up(**{**data.FULL, **args(20)}).error
    (body,) = wire.bodies
    assert "20" in json.dumps(body)
    engine.refresh()
    assert engine.preview(**{**data.FULL, **args(20)})[0] == "same"


@pytest.mark.parametrize("provider_class", [alibaba.AppServiceProvider], indirect=True)
def test_a_key_of_a_config_that_no_answer_shows(engine, data, wire, warnings):
    """A change of it takes: what is never shown can't be lacking."""

    def without_it(answer):
        if "AppConfig" in answer:
            shown = json.loads(answer["AppConfig"])
            answer["AppConfig"] = json.dumps({name: value for name, value in shown.items() if name != "token"})
        return answer

    wire.edit = without_it
    args = {**data.CREATE, "config": {"token": "one", "level": 1}}
    assert not engine.up(**args).error
    args["config"] = {"token": "two", "level": 1}
    outcome = engine.up(**args)
    assert not outcome.error, outcome.error
    assert wire.bodies == [{"Config": args["config"]}]
    assert warnings()[-1].startswith("config: ")
    assert engine.preview(**args)[0] == "same"


# What changes, and what is left alone --------------------------------------------------------------------------------


def test_nothing_changed_is_nothing_sent(engine, data, simulator):
    """An update that finds all as declared sends nothing, and leaves the time of the last change as it is."""
    assert not engine.up(**data.CREATE).error
    before = engine.outs
    assert not engine.update(engine.inputs).error
    assert engine.outs == before
    assert simulator.count("update") == 0


def test_something_sent_moves_the_time_of_the_last_change(engine, data):
    """An update that sends something is a change, whether it ends well or not."""
    assert not engine.up(**data.CREATE).error
    before = engine.outs[CHANGED_AT]
    name, value = data.CHANGED
    assert not engine.up(**{**data.CREATE, name: value}).error
    assert engine.outs[CHANGED_AT] > before


def test_unseen_drift_is_told_as_it_is_put_back(engine, kind, data, simulator, wire, warnings):
    """An update without a refresh puts back what has drifted too, and says so; the preview could not."""
    assert not engine.up(**data.FULL).error
    name, value = data.CHANGED
    simulator.change(kind.cloud, ledger_id(engine, data), fields=getattr(data, "DRIFT", {name: value}))
    engine.said.clear()
    other = next(key for key in data.UPDATE if key != name)
    assert not engine.up(**{**data.FULL, other: data.UPDATE[other]}).error
    assert warnings() == [f"{name}: not as it was declared any more, and put back by this update"]
    engine.refresh()
    assert engine.inputs[name] == data.FULL[name]
    assert len(wire.bodies) == 1


# An ignored path, what somebody changes there, in the simulator's words, the way to it in a body, and the value.
EAS = alibaba.AppServiceProvider
IGNORED = [
    (ppio.EndpointProvider, "image", {"image": "elsewhere:9"}, ("image",), "elsewhere:9"),
    (
        ppio.EndpointProvider,
        "worker_config.max_replicas",
        {"worker_config": {"max_replicas": 9}},
        ("worker_config", "max_replicas"),
        9,
    ),
    (
        ppio.EndpointProvider,
        "envs[1].value",
        {"envs": [{"key": "TOKEN", "value": "rotated"}, {"key": "MODE", "value": "prod"}]},
        ("envs", 1, "value"),
        "rotated",
    ),
    (ppio.EndpointProvider, "policy", {"policy": {"value": 3}}, ("policy", "value"), 3),
    (huawei.EndpointProvider, "description", {"description": "by hand"}, ("description",), "by hand"),
    (
        huawei.EndpointProvider,
        "reserved_resource.mu.max",
        {"reserved_resource": {"mu": {"max": 7}}},
        ("reserved_resource", "mu", "max"),
        7,
    ),
    (EAS, "service_spec", {"ServiceSpec": "llama_13b_fp16"}, ("ServiceSpec",), "llama_13b_fp16"),
    (
        EAS,
        "config.nas_path",
        {"Config": {"NasPath": "/by/hand"}},
        ("Config", "NasPath"),
        "/by/hand",
    ),
    (EAS, "config", {"Config": {"NasPath": "/by/hand"}}, ("Config", "NasPath"), "/by/hand"),
]


def reach(values, way):
    """Follow a way into nested values; None where it ends early."""
    for step in way:
        try:
            values = values[step]
        except (KeyError, IndexError):
            return None
    return values


@pytest.mark.parametrize(
    ("provider_class", "path", "fields", "way", "value"),
    IGNORED,
    indirect=["provider_class"],
    ids=[f"{row[0].kind.cloud} {row[1]}" for row in IGNORED],
)
@pytest.mark.parametrize("refreshed", [False, True], ids=["", "refreshed"])
def test_what_is_ignored_stays_as_it_is_live(
    engine, data, kind, simulator, wire, warnings, path, fields, way, value, refreshed
):
    """An unrelated update leaves alone what ignore_changes names, at any depth, refreshed before or not."""
    assert not engine.up(**data.FULL).error
    simulator.change(kind.cloud, ledger_id(engine, data), fields=fields)
    if refreshed:
        engine.refresh()
    engine.ignored = [path]
    name = path.partition(".")[0].partition("[")[0]
    other = next(key for key in data.UPDATE if key != name)
    args = {**data.FULL, other: data.UPDATE[other], name: engine.inputs[name]}  # as the engine puts it back
    engine.said.clear()
    assert not engine.up(**args).error
    (body,) = wire.bodies
    assert reach(body, way) in (None, value)
    engine.ignored = []
    engine.refresh()
    live = json.dumps(engine.inputs[name])
    assert json.dumps(value) in live
    assert warnings() == []


@pytest.mark.parametrize(
    ("provider_class", "name", "other"),
    [
        (ppio.EndpointProvider, "command", {"ports": [9001, 9000]}),
        (huawei.EndpointProvider, "description", {"name": "another-name"}),
    ],
    indirect=["provider_class"],
    ids=str,
)
def test_a_whole_update_sends_what_is_ignored_as_it_is_live(engine, data, kind, simulator, wire, name, other):
    """Where an update sends all that is declared, an ignored value is in it as it is live."""
    assert not engine.up(**data.FULL).error
    simulator.change(kind.cloud, engine.id, fields={name: "by hand"})
    engine.ignored = [name]
    assert not engine.up(**{**data.FULL, **other}).error
    assert wire.bodies[-1][name] == "by hand"


@pytest.mark.parametrize("ignored", ["replicas", "*"])
@pytest.mark.parametrize("provider_class", [alibaba.AppServiceProvider], indirect=True)
def test_healing_leaves_an_ignored_number_alone(engine, data, simulator, wire, ignored):
    """A failed service does not tell its number of instances: one that is ignored is not sent, and not cut."""
    assert not engine.up(**data.FULL).error
    service = ledger_id(engine, data)
    simulator.change("alibaba", service, replicas=8)
    simulator.change("alibaba", service, status=data.STATUS_FAILED, reason="no GPU")
    engine.refresh()
    engine.ignored = [ignored]
    assert not engine.up(**data.FULL).error
    assert "Replicas" not in wire.bodies[-1]
    assert simulator.living()[0]["replicas"] == 8


@pytest.mark.parametrize("provider_class", [huawei.EndpointProvider], indirect=True)
def test_reserved_resources_of_another_unit_stay(engine, data, simulator, wire):
    """An unrelated update takes away no unit that somebody has reserved without the program."""
    assert not engine.up(**data.CREATE).error
    apu = {"spec_code": "a1x", "warm_up_num": 1, "max_num": 2}
    simulator.change("huawei", engine.id, fields={"reserved_resource": {"apu": apu}})
    assert not engine.up(**{**data.CREATE, "description": "another"}).error
    assert wire.bodies[-1]["reserved_resource"] == {**data.CREATE["reserved_resource"], "apu": apu}


ODDLY_UNSET = [
    (ppio.EndpointProvider, "type", None),
    (ppio.EndpointProvider, "app_name", ""),
    (ppio.EndpointProvider, "image", None),
    (ppio.EndpointProvider, "worker_config", None),
    (huawei.EndpointProvider, "type", None),
    (huawei.EndpointProvider, "caches", None),
    (huawei.EndpointProvider, "log_config", None),
    (huawei.EndpointProvider, "custom_image_id", ""),
]


@pytest.mark.parametrize(
    ("provider_class", "name", "value"),
    ODDLY_UNSET,
    indirect=["provider_class"],
    ids=[f"{row[0].kind.cloud} {row[1]}" for row in ODDLY_UNSET],
)
def test_what_cannot_be_unset_has_not_drifted(engine, data, wire, name, value):
    """An answer that shows it as unset is odd: it replaces nothing, and nothing is sent for it."""
    assert not engine.up(**data.FULL).error
    before = dict(engine.inputs)
    wire.edit = lambda answer: {**answer, name: value} if "id" in answer else answer
    engine.restart()
    assert not engine.refresh().error
    assert engine.inputs == before
    assert engine.preview(**data.FULL)[0] == "same"


# Nobody waits --------------------------------------------------------------------------------------------------------


def test_a_form_is_no_trouble_where_nobody_waits(engine, data, reformed, simulator, warnings):
    """What nobody waited for and is kept in another form shows no change in previews, and is told once."""
    args, words, _ = reformed
    args["wait_until_ready"] = False
    simulator.set(normalise=True, ready_after_s=0)
    assert not engine.up(**args).error
    for _ in range(2):
        assert engine.preview(**args)[0] == "same"
        engine.restart()
    args = {**args, **data.BESIDE}
    assert not engine.up(**args).error
    for _ in range(2):
        engine.restart()
        assert engine.preview(**args)[0] == "same"
        engine.refresh()
    assert [line.partition(": ")[0] for line in warnings()] == [words]
    assert simulator.count("update") == 1


def test_a_roll_back_is_seen_where_nobody_waits(engine, reformed, simulator):
    """A change that was rolled back shows in the next preview, whatever form the old value has."""
    args, words, _ = reformed
    args["wait_until_ready"] = False
    field = words.split()[0]
    simulator.set(normalise=True, ready_after_s=0)
    assert not engine.up(**args).error
    simulator.set(next_outcome={"roll_back": True})
    changed = {**args, field: f"{args[field].strip()}2"}
    assert not engine.up(**changed).error
    engine.restart()
    assert engine.preview(**changed)[0] == "update"
    assert not engine.up(**changed).error
    engine.restart()
    assert engine.preview(**changed)[0] == "same"
