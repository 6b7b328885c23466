"""The simulated gateway and service: what they refuse, and in which words."""

import hashlib
import hmac
import json

import httpx
import pytest

from pulumi_serving.alibaba import testing
from pulumi_serving.simulator import create_app

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
    path = f"{APPS}?QuotaId=q&WorkspaceId=42"
    assert signed(cloud, "POST", path, "CreateAppService", BODY).status_code == 200
    shown = describe(cloud).json()
    assert (shown["WorkspaceId"], shown["QuotaId"]) == ("42", "q")
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
