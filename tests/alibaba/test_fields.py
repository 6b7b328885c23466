"""Every field: its wire name, where it stands, its JSON type, and whether a change of it replaces the service."""

import json
from dataclasses import dataclass

import httpx
import pytest

from pulumi_serving.alibaba.app_service import testing, wire
from pulumi_serving.alibaba.app_service.args import AppServiceArgs, AppServiceState, NasConfigArgs, OssConfigArgs
from pulumi_serving.core.values import schema

UPDATE, REPLACE, LOCAL = "update", "replace", "local"


@dataclass(frozen=True)
class Row:
    """One argument: `read` is its name in DescribeService, `removed` what taking it away does."""

    wire: str
    place: str
    type: type
    change: str
    removed: str
    read: str


# The reference of CreateAppService, the read names of DescribeService, and what UpdateAppService takes.
FIELDS = {
    "name": Row("ServiceName", "body", str, REPLACE, REPLACE, "ServiceName"),
    "app_type": Row("AppType", "body", str, REPLACE, "nothing", "AppType"),
    "app_version": Row("AppVersion", "body", str, UPDATE, REPLACE, "AppVersion"),
    "service_spec": Row("ServiceSpec", "body", str, UPDATE, "refused", "AppSpecName"),
    "replicas": Row("Replicas", "body", int, UPDATE, "refused", "TotalInstance"),
    "config": Row("Config", "body", dict, UPDATE, REPLACE, "AppConfig"),
    "workspace_id": Row("WorkspaceId", "query", str, REPLACE, REPLACE, "WorkspaceId"),
    "quota_id": Row("QuotaId", "query", str, REPLACE, REPLACE, "QuotaId"),
    "wait_until_ready": Row("", "nowhere", bool, LOCAL, LOCAL, ""),
}
CONFIG = {
    "model_storage": "ModelStorage",
    "oss_path": "OssPath",
    "nas_mount_target": "NasMountTarget",
    "nas_path": "NasPath",
    "security_group_id": "SecurityGroupID",
    "vpc_id": "VpcID",
    "vswitch_id": "VswitchID",
}
OUTPUTS = {
    "url": "InternetEndpoint",
    "access_token": "AccessToken",
    "internet_endpoint": "InternetEndpoint",
    "intranet_endpoint": "IntranetEndpoint",
    "service_id": "ServiceId",
    "region": "Region",
    "request_id": "",  # of the create, never of a read
    "reason": "Reason",
    "message": "Message",
    "safety_lock": "SafetyLock",
    "create_time": "CreateTime",
    "parent_uid": "ParentUid",
    "caller_uid": "CallerUid",
}


class Recorder(httpx.BaseTransport):
    """Keeps what goes over the wire."""

    def __init__(self, inner):
        self.inner, self.seen = inner, []

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        response.read()
        self.seen.append((request, response))
        return response

    def last(self, method, part):
        return next(pair for pair in reversed(self.seen) if pair[0].method == method and part in pair[0].url.path)


@pytest.fixture
def wired(engine):
    """Return what the engine's provider sends."""
    engine.provider.runtime.http = recorder = Recorder(engine.provider.runtime.http)
    return recorder


def test_every_argument_has_a_row():
    """No argument, no key of the typed Config and no output is without its row."""
    assert {*FIELDS} | {"extra"} == {*schema.fields(AppServiceArgs)}
    assert {*CONFIG} == {*schema.fields(OssConfigArgs), *schema.fields(NasConfigArgs)}
    assert {*OUTPUTS} == {*schema.fields(AppServiceState)}
    assert CONFIG == wire.MOUNT


def sent(request):
    return {"query": dict(request.url.params), "body": json.loads(request.content)}


@pytest.mark.parametrize("name", FIELDS)
def test_place_and_type(engine, wired, name):
    """A field goes out by its wire name, at its place and nowhere else, as its JSON type: on create and on update."""
    row = FIELDS[name]
    changed = {**testing.FULL, "replicas": 5, **({name: testing.UPDATE[name]} if name in testing.UPDATE else {})}
    for method, args in (("POST", testing.FULL), ("PUT", changed)):
        assert not engine.up(**args).error
        request, _ = wired.last(method, "/app_services")
        found = sent(request)
        places = [place for place, values in found.items() if row.wire in values]
        is_sent = method == "POST" or name in testing.UPDATE or row.place == "query"
        expected = [row.place] if row.place != "nowhere" and is_sent else []
        assert places == expected
        if expected:
            value = found[row.place][row.wire]
            assert type(value) is row.type
            if name != "config":
                assert value == args[name]


def test_an_update_sends_what_changes_and_nothing_else(engine, wired):
    """What is absent from an update stays as it is, so only what changes goes out."""
    assert not engine.up(**testing.FULL).error
    for name in ("app_version", "replicas"):
        assert not engine.up(**{**testing.FULL, name: testing.UPDATE[name]}).error
        request, _ = wired.last("PUT", "/app_services")
        assert sent(request)["body"] == {FIELDS[name].wire: testing.UPDATE[name]}
        assert not engine.up(**testing.FULL).error


def test_nothing_else_is_sent(engine, wired):
    """Query and body hold the documented fields alone, and what is left out is left out."""
    assert not engine.up(**testing.CREATE).error
    request, _ = wired.last("POST", "/app_services")
    body = {"ServiceName": engine.inputs["name"], "AppType": "LLM", "ServiceSpec": "llama_7b_fp16", "Replicas": 1}
    assert sent(request) == {"query": {}, "body": body}


@pytest.mark.parametrize("name", FIELDS)
def test_change(engine, name):
    """A change is an update or a replacement, as its row says."""
    inputs = engine.check({}, testing.FULL).inputs
    engine.id, engine.inputs, engine.outs = "cn-shanghai/team_llm", inputs, inputs
    value = {**testing.UPDATE, **testing.REPLACE, "wait_until_ready": False}[name]
    diff = engine.diff(engine.check(inputs, {**testing.FULL, name: value}).inputs)
    row = FIELDS[name]
    assert (diff.changes, diff.replaces) == (row.change != LOCAL, [name] if row.change == REPLACE else [])
    assert diff.delete_before_replace is (name != "name")  # the name is the user's own: a new one is free


@pytest.mark.parametrize("name", FIELDS)
def test_removal(engine, name):
    """Taking an argument away does what its row says."""
    args = {**testing.FULL, "wait_until_ready": True}
    inputs = engine.check({}, args).inputs
    engine.id, engine.inputs, engine.outs = "cn-shanghai/team_llm", inputs, inputs
    del args[name]
    checked = engine.check(inputs, args)
    row = FIELDS[name]
    if row.removed == "refused":
        assert [failure.reason for failure in checked.failures] == [f"{name}: is required"]
        return
    diff = engine.diff(checked.inputs)
    if name == "name":  # a user who gives up the own name gets one of ours: that is another name
        assert diff.replaces == ["name"]
        assert diff.delete_before_replace is False
        return
    assert diff.replaces == ([name] if row.removed == REPLACE else [])
    assert diff.changes is (row.removed == REPLACE)


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "wait_until_ready"])
def test_read(engine, wired, service, name):
    """A field is read under its name for reading, and what drifted comes into the inputs."""
    row = FIELDS[name]
    assert not engine.up(**testing.FULL).error
    _, response = wired.last("GET", "/services/cn-shanghai/team_llm")
    live = response.json()[row.read]
    live = json.loads(live) if name == "config" else live
    if name == "config":
        assert live == {CONFIG[key]: value for key, value in testing.FULL["config"].items()}
    else:
        assert live == testing.FULL[name]
    if name == "name":
        return
    other = {**testing.UPDATE, **testing.REPLACE}[name]
    if name == "replicas":
        service(replicas=other)
    else:
        service(fields={row.wire: wire.config_to_wire(other) if name == "config" else other})
    engine.refresh()
    assert engine.inputs[name] == other


@pytest.mark.parametrize("name", [name for name, read in OUTPUTS.items() if read])
def test_outputs(engine, wired, name):
    """An output is what DescribeService says; the token is always secret."""
    assert not engine.up(**testing.FULL).error
    _, response = wired.last("GET", "/services/cn-shanghai/team_llm")
    assert engine.outs[name] == response.json()[OUTPUTS[name]]
    assert schema.secret_fields(AppServiceState) == ("access_token",)


def test_outputs_of_the_create(engine, wired):
    """Every field of the create's answer is an output; the request's id is kept by reads and updates."""
    assert not engine.up(**testing.FULL).error
    _, response = wired.last("POST", "/app_services")
    answer = response.json()
    assert engine.outs["service_id"] == answer["ServiceId"]
    assert engine.outs["name"] == answer["ServiceName"]
    assert engine.outs["region"] == answer["Region"]
    engine.refresh()
    assert not engine.up(**{**testing.FULL, "replicas": 3}).error
    assert engine.outs["request_id"] == answer["RequestId"]
    assert {"internet_endpoint", "intranet_endpoint", "status"} <= {*engine.outs}


def test_without_waiting_the_create_has_told_all(engine):
    """Without a wait the outputs are those of the create's answer."""
    assert not engine.up(**testing.FULL, wait_until_ready=False).error
    assert engine.outs["status"] == "Creating"
    assert engine.outs["service_id"].startswith("eas-m-")
    assert engine.outs["internet_endpoint"].startswith("http://pai-eas.")
