"""The simulated gateway and service: what they refuse, and in which words."""

import hashlib
import hmac
import json
from xml.etree import ElementTree as ET

import httpx
import pytest

from pulumi_serving.alibaba.app_service import testing
from pulumi_serving.simulator import create_app
from pulumi_serving.simulator.transport import SimulatorTransport

KEY, SECRET = "simulator-access-key-id", "simulator-access-key-secret"
ONE = "/api/v2/services/cn-shanghai/foo"
APPS = "/api/v2/app_services"
BODY = {"ServiceName": "foo", "AppType": "LLM", "ServiceSpec": "llama_7b_fp16", "Replicas": 1}


class Clock:
    """A clock that a test turns; it begins at 2026-01-02T03:04:05Z."""

    now = 1_767_323_045.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cloud(clock):
    transport = httpx.WSGITransport(app=create_app(clock=clock))
    with httpx.Client(transport=transport, base_url="http://simulator") as client:
        yield client


nonces = iter(range(1_000_000))
PART = """
from flask import g

def views(world):
    return [("show_thing", "GET", "/api/v2/things", lambda: str(g.account))]
"""


def signed(cloud, method, path, action, body=None, *, host="simulator", **changes):
    """Send a request, signed by hand; ``changes`` are headers, None takes one away; ``_...`` spoil the signature."""
    content = b"" if body is None else json.dumps(body).encode()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-version": "2021-07-01",
        "x-acs-date": "2026-01-02T03:04:05Z",
        "x-acs-signature-nonce": str(next(nonces)),
        "x-acs-content-sha256": hashlib.sha256(content).hexdigest(),
    }
    if body is not None:
        headers["content-type"] = "application/json; charset=utf-8"
    spoilt = {name: changes.pop(name) for name in [*changes] if name.startswith("_")}
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    headers = {name: value for name, value in headers.items() if value is not None}
    names = sorted(set(headers) - {spoilt.get("_unsigned")})
    uri, _, query = path.partition("?")
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    canonical = "\n".join([method, uri, query, lines, ";".join(names), hashlib.sha256(content).hexdigest()])
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    secret = spoilt.get("_secret", SECRET)
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    credential = spoilt.get("_key", KEY)
    headers["authorization"] = spoilt.get(
        "_authorization",
        f"ACS3-HMAC-SHA256 Credential={credential},SignedHeaders={';'.join(names)},Signature={signature}",
    )
    return cloud.request(method, path, content=spoilt.get("_content", content), headers=headers)


def test_a_further_resource_is_signed_as_its_action(clock, part):
    """The operations of a resource's own part are named as the actions that sign them."""
    part("alibaba", PART)
    with httpx.Client(transport=httpx.WSGITransport(app=create_app(clock=clock)), base_url="http://simulator") as cloud:
        assert signed(cloud, "GET", "/api/v2/things", "ShowThing").text == "1"
        assert signed(cloud, "GET", "/api/v2/things", "ShowThings").json()["Code"] == "InvalidAction.NotFound"


def create(cloud, **fields):
    return signed(cloud, "POST", APPS, "CreateAppService", {**BODY, **fields})


def describe(cloud, **more):
    return signed(cloud, "GET", ONE, "DescribeService", **more)


def refused(response):
    """Return status and code, after a look at the envelope."""
    body = response.json()
    assert {*body} == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert body["RequestId"]
    assert body["Message"]
    return response.status_code, body["Code"]


@pytest.mark.parametrize(
    ("spoilt", "status", "code"),
    [
        ({"_authorization": ""}, 400, "IncompleteSignature"),
        ({"_authorization": "Bearer x"}, 400, "IncompleteSignature"),
        ({"_secret": "other"}, 400, "SignatureDoesNotMatch"),
        ({"_secret": "simulator-access-key-secret-2"}, 400, "SignatureDoesNotMatch"),
        ({"_key": "nobody"}, 404, "InvalidAccessKeyId.NotFound"),
        ({"_key": "simulator-access-key-id-2"}, 400, "SignatureDoesNotMatch"),
        ({"_unsigned": "x-acs-action"}, 400, "IncompleteSignature"),
        ({"_unsigned": "host"}, 400, "IncompleteSignature"),
        ({"x_acs_date": "2026-01-02T03:19:06Z"}, 400, "InvalidTimeStamp.Expired"),
        ({"x_acs_date": "2026-01-02T02:49:04Z"}, 400, "InvalidTimeStamp.Expired"),
        ({"x_acs_date": "2026-01-02 03:04:05"}, 400, "IllegalTimestamp"),
        ({"x_acs_date": None}, 400, "MissingParameter"),
        ({"x_acs_signature_nonce": None}, 400, "MissingParameter"),
        ({"x_acs_content_sha256": "0" * 64}, 400, "SignatureDoesNotMatch"),
        ({"x_acs_version": "2020-01-01"}, 400, "NoSuchVersion"),
        ({"x_acs_action": "DeleteService"}, 404, "InvalidAction.NotFound"),
        ({"x_acs_security_token": "odd"}, 400, "InvalidSecurityToken.Malformed"),
        ({"x_acs_security_token": "simulator-security-token-expired"}, 400, "InvalidSecurityToken.Expired"),
    ],
    ids=str,
)
def test_what_the_gateway_refuses(cloud, spoilt, status, code):
    """Each flaw of a request has its code."""
    create(cloud)
    assert describe(cloud).status_code == 200
    assert refused(describe(cloud, **spoilt)) == (status, code)


def test_dates_within_fifteen_minutes(cloud):
    """A clock that is a little off does no harm."""
    create(cloud)
    for date in ("2026-01-02T03:19:05Z", "2026-01-02T02:49:05Z"):
        assert describe(cloud, x_acs_date=date).status_code == 200


def test_a_nonce_counts_once(cloud):
    """A nonce is used up by its first good request."""
    create(cloud)
    assert refused(describe(cloud, x_acs_signature_nonce="n", _secret="x"))[1] == "SignatureDoesNotMatch"
    assert describe(cloud, x_acs_signature_nonce="n").status_code == 200
    assert refused(describe(cloud, x_acs_signature_nonce="n")) == (400, "SignatureNonceUsed")


def test_another_body_than_was_signed(cloud):
    """A body that was exchanged on its way is refused."""
    body = json.dumps({**BODY, "Replicas": 9}).encode()
    answer = signed(cloud, "POST", APPS, "CreateAppService", BODY, _content=body)
    assert refused(answer) == (400, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    "change",
    [
        {"Replicas": 0},
        {"Replicas": "1"},
        {"Replicas": 1.0},
        {"ServiceSpec": ""},
        {"ServiceSpec": None},
        {"AppType": "CV"},
        {"AppVersion": None},
        {"ServiceName": "has-a-hyphen"},
        {"ServiceName": "Upper"},
        {"ServiceName": "ab"},
        {"WorkspaceId": "1"},
        {"Config": []},
        {"Config": {"ModelStorage": "s3"}},
        {"Config": {"ModelStorage": "oss"}},
        {"Config": {"ModelStorage": "nas", "NasMountTarget": "t", "NasPath": "/", "VpcId": "v"}},
    ],
    ids=str,
)
def test_what_a_create_refuses(cloud, change):
    """A body that does not fit is refused, and nothing is made."""
    assert refused(create(cloud, **change)) == (400, "InvalidParameter")
    assert cloud.get("/_simulator/ledger").json()["endpoints"] == []


def test_workspace_and_quota_stand_in_the_query(cloud):
    """Only these two are taken there."""
    path = f"{APPS}?QuotaId=quota-lingjun-1&WorkspaceId=42"
    assert signed(cloud, "POST", path, "CreateAppService", BODY).status_code == 200
    shown = describe(cloud).json()
    assert (shown["WorkspaceId"], shown["QuotaId"]) == ("42", "quota-lingjun-1")
    path = f"{APPS}?Replicas=1"
    assert refused(signed(cloud, "POST", path, "CreateAppService", {**BODY, "ServiceName": "bar"}))[0] == 400


def test_required_fields(cloud):
    """Four fields must be there."""
    for name in BODY:
        body = {key: value for key, value in BODY.items() if key != name}
        assert refused(signed(cloud, "POST", APPS, "CreateAppService", body)) == (400, "InvalidParameter")


def test_a_life(cloud, clock):
    """Creating, running, updating, deleting, gone: as time passes."""
    made = create(cloud).json()
    assert made["Status"] == "Creating"
    assert made["InternetEndpoint"] != describe(cloud).json()["InternetEndpoint"]
    clock.now += 3
    assert describe(cloud).json()["Status"] == "Running"
    answer = signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", {"Config": {"a": 1}, "Replicas": 2})
    assert {*answer.json()} == {"RequestId", "Message"}
    shown = describe(cloud).json()
    assert (shown["Status"], shown["CurrentVersion"], shown["LatestVersion"]) == ("Updating", 1, 2)
    body = {"Config": {"b": 2}}
    assert refused(signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", body))[0] == 409
    clock.now += 3
    signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", body)
    clock.now += 3
    shown = describe(cloud).json()
    assert json.loads(shown["AppConfig"]) == {"a": 1, "b": 2}  # merged, as a service may
    assert shown["ServiceUid"].strip() == shown["ServiceId"] == made["ServiceId"]
    assert signed(cloud, "DELETE", ONE, "DeleteService").status_code == 200
    assert describe(cloud).json()["Status"] == "Deleting"
    assert refused(create(cloud))[0] == 409  # the name stays taken
    clock.now += 1
    assert refused(describe(cloud)) == (404, "InvalidService.NotFound")
    ledger = cloud.get("/_simulator/ledger").json()["endpoints"]
    assert [(line["id"], line["name"], line["account"]) for line in ledger] == [(made["ServiceId"], "foo", 1)]
    assert ledger[0]["cost"] > 0


def test_regions_by_host(cloud):
    """The real host's name tells the region of a create, and of a list."""
    for region in ("cn-shanghai", "cn-beijing"):
        host = f"pai-eas.{region}.aliyuncs.com"
        assert signed(cloud, "POST", APPS, "CreateAppService", BODY, host=host).json()["Region"] == region
        listed = signed(cloud, "GET", "/api/v2/services", "ListServices", host=host).json()
        assert [item["Region"] for item in listed["Services"]] == [region]
    listed = signed(cloud, "GET", "/api/v2/services", "ListServices").json()
    assert listed["TotalCount"] == 2


def test_names_are_unique_over_accounts(cloud):
    """Another account's name is refused and its service hidden, in the code for that."""
    create(cloud)
    second = {"_key": "simulator-access-key-id-2", "_secret": "simulator-access-key-secret-2"}
    for answer in (
        signed(cloud, "POST", APPS, "CreateAppService", BODY, **second),
        describe(cloud, **second),
        signed(cloud, "DELETE", ONE, "DeleteService", **second),
    ):
        assert refused(answer) == (403, "Forbidden.PrivilegeCheckFailed")
    assert signed(cloud, "GET", "/api/v2/services", "ListServices", **second).json()["Services"] is None


@pytest.mark.parametrize(
    ("rule", "status", "code"),
    [
        ({"status": 400}, 400, "InvalidParameter"),
        ({"status": 429}, 429, "Throttling.User"),
        ({"status": 400, "code": "Throttling"}, 400, "Throttling"),
        ({"status": 503, "code": "Throttling.Api"}, 503, "Throttling.Api"),
        ({"status": 503}, 503, "ServiceUnavailable"),
        ({"status": 500}, 500, "InternalError"),
    ],
    ids=str,
)
def test_faults_speak_the_vendors_words(cloud, rule, status, code):
    """A fault without a body answers in the gateway's envelope, with any of the vendor's codes."""
    create(cloud)
    cloud.post("/_simulator/faults", json={"cloud": "alibaba", "operation": "get", **rule}).raise_for_status()
    assert refused(describe(cloud)) == (status, code)
    assert describe(cloud).status_code == 200


def test_unknown_paths_and_methods(cloud):
    """What is no call of the API is refused in the gateway's words."""
    assert refused(cloud.get("/api/v2/nothing")) == (404, "InvalidAction.NotFound")
    assert refused(cloud.patch(APPS)) == (405, "UnsupportedOperation")


def test_the_data_for_the_contract_are_right(cloud):
    """The accounts of the contract's data are the simulator's."""
    assert (testing.CONFIG["alicloud:accessKey"], testing.CONFIG["alicloud:secretKey"]) == (KEY, SECRET)
    assert cloud is not None


def put(cloud, action, suffix, body=None):
    return signed(cloud, "PUT", f"{ONE}/{suffix}", action, body)


def stop(cloud):
    return put(cloud, "StopService", "stop")


def counts(cloud):
    shown = describe(cloud).json()
    return shown["Status"], shown["TotalInstance"], shown["RunningInstance"], shown["PendingInstance"]


def cost(cloud):
    return cloud.get("/_simulator/ledger").json()["endpoints"][0]["cost"]


def patch(cloud, **change):
    id_ = describe(cloud).json()["ServiceId"]
    cloud.patch(f"/_simulator/endpoints/alibaba/{id_}", json=change).raise_for_status()


@pytest.mark.parametrize(
    ("quota", "shown"), [("quota-lingjun-1", "quota-lingjun-1"), ("quota1ci8g793pgm", None), ("", None)]
)
def test_only_a_lingjun_quota_is_shown(cloud, quota, shown):
    """A service on any other quota is shown without it, and found by it all the same."""
    assert signed(cloud, "POST", f"{APPS}?QuotaId={quota}", "CreateAppService", BODY).status_code == 200
    assert describe(cloud).json().get("QuotaId") == shown
    (listed,) = signed(cloud, "GET", f"/api/v2/services?QuotaId={quota}", "ListServices").json()["Services"]
    assert listed.get("QuotaId") == shown
    other = signed(cloud, "GET", "/api/v2/services?QuotaId=other", "ListServices").json()
    assert other["Services"] is None


def test_events_hold_texts_of_json(cloud, clock):
    """An event's message is a text of JSON, and it says whether it is of the service or of a pod."""
    cloud.post("/_simulator/settings", json={"next_outcome": {"fail": "no GPU"}})
    create(cloud)
    clock.now += 3
    events = signed(cloud, "GET", f"{ONE}/events", "DescribeServiceEvent").json()["Events"]
    assert [(event["Resource"], event["Type"]) for event in events] == [("Pod", "Warning"), ("Service", "Normal")]
    message = json.loads(events[0]["Message"])
    assert message["versionId"] == 1
    assert message["message"].endswith("no GPU")


def test_a_stop_takes_its_time(cloud, clock):
    """A service is Stopping before it is Stopped, has no instances then, and costs nothing more; a start needs time."""
    create(cloud, Replicas=2)
    clock.now += 3
    assert stop(cloud).status_code == 200
    assert counts(cloud)[0] == "Stopping"
    assert refused(signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", {"Replicas": 3}))[0] == 409
    clock.now += 1
    assert counts(cloud) == ("Stopped", 2, 0, 0)
    before = cost(cloud)
    clock.now += 600
    assert cost(cloud) == before
    put(cloud, "StartService", "start")
    assert counts(cloud) == ("Starting", 2, 0, 2)
    clock.now += 3
    assert counts(cloud) == ("Running", 2, 2, 0)
    assert cost(cloud) > before


def test_an_update_leaves_a_stopped_service_stopped(cloud, clock):
    """A stopped service takes new values without starting; the start then has them."""
    create(cloud)
    clock.now += 3
    stop(cloud)
    clock.now += 1
    signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", {"Replicas": 4, "AppVersion": "v2"})
    clock.now += 9
    assert counts(cloud) == ("Stopped", 4, 0, 0)
    put(cloud, "StartService", "start")
    clock.now += 3
    assert counts(cloud) == ("Running", 4, 4, 0)
    assert describe(cloud).json()["AppVersion"] == "v2"


def test_stopped_behind_everybodys_back(cloud, clock):
    """A service that is patched to Stopped is stopped in truth: no instances, no cost."""
    create(cloud)
    clock.now += 3
    patch(cloud, status="Stopped")
    before = cost(cloud)
    clock.now += 600
    assert (counts(cloud), cost(cloud)) == (("Stopped", 1, 0, 0), before)
    patch(cloud, status="Running")
    assert counts(cloud) == ("Running", 1, 1, 0)


def test_a_stopped_service_can_be_deleted(cloud, clock):
    """A stopped service goes like any other."""
    create(cloud)
    clock.now += 3
    stop(cloud)
    clock.now += 1
    signed(cloud, "DELETE", ONE, "DeleteService")
    clock.now += 1
    assert refused(describe(cloud)) == (404, "InvalidService.NotFound")


def test_scales(cloud, clock):
    """ScaleService moves the number of instances alone, and leaves those that stay as they are."""
    create(cloud, Replicas=2)
    clock.now += 3
    assert put(cloud, "ScaleService", "scale", {"Instance": 5}).status_code == 200
    assert counts(cloud) == ("Scaling", 5, 2, 3)
    assert refused(put(cloud, "ScaleService", "scale", {"Instance": 4})) == (409, "InvalidService.Conflict")
    clock.now += 3
    assert counts(cloud) == ("Running", 5, 5, 0)
    assert describe(cloud).json()["LatestVersion"] == 1
    put(cloud, "ScaleService", "scale", {"Instance": 1})
    clock.now += 3
    assert counts(cloud) == ("Running", 1, 1, 0)
    before = cost(cloud)
    clock.now += 600
    assert cost(cloud) == pytest.approx(before + 10.5 / 6)
    for body in ({}, {"Instance": 0}, {"Instance": "2"}, {"Instance": 1, "Replicas": 1}):
        assert refused(put(cloud, "ScaleService", "scale", body)) == (400, "InvalidParameter")


@pytest.mark.parametrize("flag", ["AutoscalerEnabled", "CronscalerEnabled"])
def test_instances_move_as_an_autoscaler_or_a_timetable_moves_them(cloud, clock, flag):
    """The number moves by itself; an update that leaves it out leaves it, one that has it sets it."""
    create(cloud, Replicas=2)
    clock.now += 3
    assert describe(cloud).json()[flag] is False
    patch(cloud, fields={flag: True}, replicas=8)
    assert describe(cloud).json()[flag] is True
    assert counts(cloud) == ("Running", 8, 8, 0)
    signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", {"AppVersion": "v2"})
    clock.now += 3
    assert counts(cloud) == ("Running", 8, 8, 0)
    signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", {"Replicas": 2})
    clock.now += 3
    assert counts(cloud) == ("Running", 2, 2, 0)
    patch(cloud, fields={"Replicas": 5})
    assert counts(cloud) == ("Running", 5, 5, 0)


def test_what_an_update_leaves_out_stays(cloud, clock):
    """Every field of an update is optional, and absent means unchanged; null is refused."""
    create(cloud, AppVersion="v1", Config={"a": 1})
    clock.now += 3
    before = describe(cloud).json()
    for body in ({}, {"AppVersion": "v2"}, {"Replicas": 1}):
        signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", body)
        clock.now += 3
    after = describe(cloud).json()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"RequestId", "AppVersion", "UpdateTime", "CurrentVersion", "LatestVersion"}
    assert refused(signed(cloud, "PUT", f"{APPS}/cn-shanghai/foo", "UpdateAppService", {"Config": None}))[0] == 400


def test_further_filters(cloud):
    """A list takes the filters of the newer pages."""
    create(cloud)
    for query, found in (
        ("CallerUid=1012300000000001", 1),
        ("CallerUid=2", 0),
        ("Accessibility=PUBLIC", 1),
        ("AutoscalerEnabled=true", 0),
        ("CronscalerEnabled=false", 1),
    ):
        assert signed(cloud, "GET", f"/api/v2/services?{query}", "ListServices").json()["TotalCount"] == found


def test_further_fields(cloud):
    """A service has the fields of the newer pages."""
    create(cloud, Replicas=2)
    shown = describe(cloud).json()
    assert shown["InstanceCountInResource"] == {"Dedicated": 0, "Public": 2, "Quota": 0}
    assert {"WorkloadType", "GPUMemory", "GPUCorePercentage", "ResourceBurstable"} <= {*shown}


def test_errors_as_xml(cloud):
    """The gateway's errors may come as XML, in the form that the vendor's SDK reads."""
    cloud.post("/_simulator/faults", json={"cloud": "alibaba", "status": 503, "as_xml": True}).raise_for_status()
    answer = describe(cloud)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/xml;charset=utf-8")
    error = ET.fromstring(answer.content)
    assert (error.tag, error.findtext("Code")) == ("Error", "ServiceUnavailable")
    assert error.findtext("RequestId")


def test_an_encoded_slash_is_in_its_segment(clock):
    """A name with an encoded slash is that of an unknown service, not an unknown path."""
    with httpx.Client(transport=SimulatorTransport(create_app(clock=clock)), base_url="http://simulator") as cloud:
        answer = signed(cloud, "GET", "/api/v2/services/cn-shanghai/a%2Fb", "DescribeService")
        assert refused(answer) == (404, "InvalidService.NotFound")
        assert "[a/b]" in answer.json()["Message"]


def test_its_own_clock_is_off(cloud):
    """A service whose clock is off stamps its answers so, and refuses dates that are far from its own."""
    cloud.post("/_simulator/settings", json={"clock_offset_s": 600})
    create(cloud)
    assert describe(cloud).json()["CreateTime"] == "2026-01-02T03:14:05Z"
    cloud.post("/_simulator/settings", json={"clock_offset_s": 1200})
    assert refused(describe(cloud)) == (400, "InvalidTimeStamp.Expired")


def test_keeps_values_in_a_form_of_its_own(cloud):
    """A service may keep values in another form, which stays as it is when it is sent again."""
    cloud.post("/_simulator/settings", json={"normalise": True})
    create(cloud, AppVersion="v1", Config={"ModelStorage": "oss", "OssPath": "oss://b/x"})
    shown = describe(cloud).json()
    assert (shown["AppVersion"], json.loads(shown["AppConfig"])["OssPath"]) == ("V1", "oss://b/x/")
