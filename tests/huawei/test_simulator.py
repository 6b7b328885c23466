"""What the simulated platform accepts and refuses, beside what the vendor's own SDK shows."""

import copy

import httpx
import pytest

from pulumi_serving.huawei.auth import SignatureAuth
from pulumi_serving.huawei.endpoint.testing import CREATE, FULL, LIST_PATH

AK, SK = "SIMULATORACCESSKEY", "simulator-secret-key"
BODY = {**CREATE, "name": "demo"}


def credentials(user="simulator", password="simulator-password", domain="simulator", **project):
    identity = {
        "methods": ["password"],
        "password": {"user": {"name": user, "password": password, "domain": {"name": domain}}},
    }
    return {"auth": {"identity": identity, "scope": {"project": project or {"name": "cn-north-4"}}}}


@pytest.fixture
def token(simulator):
    """Return a token's header."""
    answer = simulator.post("/v3/auth/tokens?nocatalog=true", json=credentials())
    assert answer.status_code == 201
    assert answer.headers["X-Subject-Token"] not in answer.text
    return {"X-Auth-Token": answer.headers["X-Subject-Token"]}


def signed(clock, *, access_key=AK, secret_key=SK, skew=0.0):
    return SignatureAuth(access_key, secret_key, now=lambda: clock.time + skew)


def code(answer):
    return answer.status_code, answer.json()["error_code"]


def test_a_token_lives_a_day(simulator, token, clock):
    """A token is good for 24 hours; then it is 401, while one of nobody is the nested 403."""
    clock.time += 24 * 3600 - 1
    assert simulator.get(LIST_PATH, headers=token).status_code == 200
    clock.time += 1
    assert code(simulator.get(LIST_PATH, headers=token)) == (401, "APIG.1002")
    answer = simulator.get(LIST_PATH, headers={"X-Auth-Token": "none"})
    assert code(answer) == (403, 403)
    assert answer.json()["error"]["code"] == "403"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (credentials(), 201),
        (credentials(id="0123456789abcdef0123456789abcdef"), 201),
        (credentials("simulator2", "simulator-password-2", "simulator2"), 201),
        (credentials(password="wrong"), 401),
        (credentials(domain="elsewhere"), 401),
        (credentials(id="f" * 32), 401),
        (credentials(name="cn-south-1"), 401),
        ({"auth": {}}, 400),
        ({}, 400),
    ],
)
def test_tokens_are_for_the_right_user_and_project(simulator, body, status):
    """A token needs user, password, domain and a project of the account."""
    assert simulator.post("/v3/auth/tokens", json=body).status_code == status


@pytest.mark.parametrize(("skew", "status"), [(0, 200), (899, 200), (-899, 200), (901, 401), (-901, 401)])
def test_the_date_of_a_signature(simulator, clock, skew, status):
    """A signature's date may be 15 minutes off."""
    assert simulator.get(LIST_PATH, auth=signed(clock, skew=skew)).status_code == status


def test_the_lock_of_a_key(simulator, clock):
    """Five bad signatures in a row lock a key for five minutes; a good one in between starts the count anew."""
    for _ in range(4):
        simulator.get(LIST_PATH, auth=signed(clock, secret_key="wrong"))
    assert simulator.get(LIST_PATH, auth=signed(clock)).status_code == 200
    for _ in range(5):
        simulator.get(LIST_PATH, auth=signed(clock, secret_key="wrong"))
    assert "reach the limit" in simulator.get(LIST_PATH, auth=signed(clock)).json()["error_msg"]
    clock.time += 301
    assert simulator.get(LIST_PATH, auth=signed(clock)).status_code == 200


def test_a_reset_forgets_locks_and_tokens(simulator, clock, token):
    """An empty cloud knows no token and no lock."""
    for _ in range(5):
        simulator.get(LIST_PATH, auth=signed(clock, secret_key="wrong"))
    simulator.post("/_simulator/reset")
    assert simulator.get(LIST_PATH, auth=signed(clock)).status_code == 200
    assert simulator.get(LIST_PATH, headers=token).status_code == 403


@pytest.mark.parametrize(
    "spoil",
    [
        lambda request: request.headers.pop("Authorization"),
        lambda request: request.headers.update({"X-Sdk-Date": "yesterday"}),
        lambda request: request.headers.update({"X-Sdk-Date": "20270115T080001Z"}),
        lambda request: request.headers.update({"X-Project-Id": "f" * 32}),
        lambda request: request.headers.pop("Content-Type"),
        lambda request: setattr(request, "method", "PUT"),
        lambda request: request.headers.update(
            {"Authorization": request.headers["Authorization"].replace("host;", "")}
        ),
    ],
)
def test_whatever_is_spoilt_after_signing(simulator, clock, spoil):
    """Everything that is signed must arrive as it was signed."""
    request = simulator.build_request("POST", LIST_PATH, json=BODY)
    auth = SignatureAuth(AK, SK, now=clock.wall, project_id="0123456789abcdef0123456789abcdef")
    next(auth.sync_auth_flow(request))
    spoil(request)
    assert simulator.send(request).status_code in (401, 405)
    assert simulator.living() == []


def without(args, path):
    """Return arguments without what is at a path."""
    args = copy.deepcopy(args)
    inside = args
    *parents, last = path.split(".")
    for name in parents:
        inside = inside[int(name) if name.isdigit() else name]
    del inside[last]
    return args


@pytest.mark.parametrize(
    "body",
    [
        without(BODY, "name"),
        without(BODY, "type"),
        {**BODY, "size": 3},
        {**BODY, "type": "interference"},
        {**BODY, "description": None},
        {**BODY, "public_access": "true"},
        {**BODY, "reserved_resource": {"mu": {"spec_code": "mu", "min": 0.5, "max": 1}}},
        {**BODY, "reserved_resource": {"mu": {"spec_code": "mu", "min": 2, "max": 1}}},
        {**BODY, "reserved_resource": {"apu": {"spec_code": "a1x"}}},
        {**BODY, "wait_until_ready": True},
        {**BODY, "cap": {"cap_id": "short"}},
        {**BODY, "log_config": {"enable_obs_log": True}},
        without(FULL, "config.ray_service_config.ray_serve_config"),
        without(FULL, "config.ray_service_config.ray_cluster_config"),
        without(FULL, "config.ray_service_config.ray_serve_config.applications.0.runtime_env"),
        without(FULL, "config.ray_service_config.ray_serve_config.applications.0.import_path"),
        without(FULL, "ray_resource.head_node_resource"),
        without(FULL, "ray_resource.work_node_resources.0.resource.max"),
        [],
    ],
)
def test_bodies_are_strict(simulator, token, body):
    """A missing, unknown or wrong field is refused in the references' envelope, with a solution."""
    answer = simulator.post(LIST_PATH, json=body, headers=token)
    assert code(answer) == (400, "common.01000001")
    assert answer.json()["solution_msg"]
    assert simulator.living() == []


def test_the_full_body_is_accepted(simulator, token):
    """Every documented field is accepted, and comes back under the reply's names."""
    answer = simulator.post(LIST_PATH, json=FULL, headers=token)
    assert answer.status_code == 202
    whole = answer.json()
    assert whole["status"] == "CREATING"
    assert whole["caches"] == FULL["cache_list"]
    assert whole["ray_resource"]["worker_group_spec"][0]["min_replicas"] == 1
    assert not {"cache_list", "log_config", "public_access", "urls"} & {*whole}
    (item,) = simulator.get(LIST_PATH, headers=token).json()["endpoints"]
    assert not {"config", "urls", "runtime_env_type"} & {*item}


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "offset=-1", "type=x", "visibility=all"),
        *("name=a.b", "name=a%20b", "endpoint_id=x", "model_id=x"),
    ],
)
def test_queries_are_checked(simulator, token, query):
    """What is out of range or has a character that the filter does not take is refused."""
    assert code(simulator.get(f"{LIST_PATH}?{query}", headers=token)) == (400, "common.01000001")


def test_a_change_in_the_midst_of_another_is_refused(simulator, token, clock):
    """While an endpoint is being created, an update is told to come again."""
    id_ = simulator.post(LIST_PATH, json=BODY, headers=token).json()["id"]
    path = f"{LIST_PATH}/{id_}"
    assert code(simulator.put(path, json={"name": "b"}, headers=token)) == (500, "dataartsfabric.00000001")
    clock.time += 10
    answer = simulator.put(path, json={"name": "b"}, headers=token)
    assert (answer.status_code, answer.json()["status"], answer.json()["name"]) == (202, "UPDATING", "b")
    assert code(simulator.put(path, json={"type": "ray"}, headers=token)) == (400, "common.01000001")


def test_an_update_ignores_the_logs_of_a_ray_service(simulator, token, clock):
    """The log settings inside config stay as they were."""
    id_ = simulator.post(LIST_PATH, json=FULL, headers=token).json()["id"]
    clock.time += 10
    config = copy.deepcopy(FULL["config"])
    config["ray_service_config"]["log_config"] = {"lts": {"enabled": False}}
    answer = simulator.put(f"{LIST_PATH}/{id_}", json={"config": config}, headers=token)
    assert answer.json()["config"] == FULL["config"]


def test_accounts_are_apart(simulator, token):
    """Another account sees neither workspace nor endpoint."""
    id_ = simulator.post(LIST_PATH, json=BODY, headers=token).json()["id"]
    issued = simulator.post("/v3/auth/tokens", json=credentials("simulator2", "simulator-password-2", "simulator2"))
    other = {"X-Auth-Token": issued.headers["X-Subject-Token"]}
    assert code(simulator.get(LIST_PATH, headers=other)) == (400, "dataartsfabric.00010003")
    path = LIST_PATH.replace("5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b", "b4a5c6d7e8f90a1b2c3d4e5f6a7b8c9d")
    assert code(simulator.get(f"{path}/{id_}", headers=other)) == (400, "dataartsfabric.00010009")


def test_unknown_paths_and_methods(simulator, token):
    """An unknown path is the gateway's 404, a wrong method the cloud's 405."""
    assert code(simulator.get("/v1/nothing", headers=token)) == (404, "APIG.0101")
    assert simulator.patch(LIST_PATH, headers=token).status_code == 405


def test_the_raw_target_is_signed(simulator, clock):
    """An encoded slash in an id stays encoded on the way, and is signed as it was sent."""
    answer = simulator.get(f"{LIST_PATH}/a%2Fb", auth=signed(clock))
    assert answer.status_code in (400, 404)
    assert httpx.URL("http://x/a%2Fb").raw_path == b"/a%2Fb"


def test_what_it_costs(simulator, token, clock):
    """The least resources are billed by the hour."""
    body = {**BODY, "reserved_resource": {"mu": {"spec_code": "mu.llama3.8b", "min": 2, "max": 4}}}
    simulator.post(LIST_PATH, json=body, headers=token)
    clock.time += 3600
    assert simulator.ledger()["endpoints"][0]["cost"] == pytest.approx(24.0)


def test_a_fault_by_code(simulator, token):
    """A fault by code answers in the platform's own envelopes, with its words for the code."""
    simulator.fault(cloud="huawei", operation="list", status=400, code="dataartsfabric.00010009")
    answer = simulator.get(LIST_PATH, headers=token)
    assert answer.status_code == 400
    assert answer.json() == {
        "error_code": "dataartsfabric.00010009",
        "error_msg": "The queried resource does not exist.",
    }
    simulator.fault(cloud="huawei", operation="list", status=403, code="APIG.0301")
    assert simulator.get(LIST_PATH, headers=token).json()["error"]["code"] == "APIG.0301"


def test_an_encoded_slash_is_in_its_segment(simulator, token):
    """An id with an encoded slash is an unknown endpoint, not an unknown path."""
    assert code(simulator.get(f"{LIST_PATH}/a%2Fb", headers=token)) == (400, "dataartsfabric.00010009")
    assert code(simulator.get(f"{LIST_PATH}/a/b", headers=token)) == (404, "APIG.0101")


def test_late_answers_of_an_update(simulator, token, clock):
    """Where readings lag, an update's own answer and the reading after it have the status of before."""
    id_ = simulator.post(LIST_PATH, json=BODY, headers=token).json()["id"]
    clock.time += 10
    simulator.set(read_lag_s=5)
    path = f"{LIST_PATH}/{id_}"
    assert simulator.put(path, json={"name": "b"}, headers=token).json()["status"] == "RUNNING"
    shown = simulator.get(path, headers=token).json()
    assert (shown["status"], shown["name"]) == ("RUNNING", "demo")
    clock.time += 5
    shown = simulator.get(path, headers=token).json()
    assert (shown["status"], shown["name"]) == ("UPDATING", "b")


def test_filler_is_no_failure(simulator, token, clock):
    """An endpoint that is being created holds words for an error though nothing has failed, as the samples do."""
    id_ = simulator.post(LIST_PATH, json=BODY, headers=token).json()["id"]
    assert simulator.get(f"{LIST_PATH}/{id_}", headers=token).json()["error_msg"]
    assert simulator.get(LIST_PATH, headers=token).json()["endpoints"][0]["error_msg"]
    clock.time += 10
    assert "error_msg" not in simulator.get(f"{LIST_PATH}/{id_}", headers=token).json()


def test_a_failing_word_of_its_own_has_its_reason(simulator, token, clock):
    """An endpoint that failed under another word tells why as well."""
    simulator.set(next_outcome={"fail": "no GPU", "status": "SCHEDULE_FAILED"})
    id_ = simulator.post(LIST_PATH, json=BODY, headers=token).json()["id"]
    clock.time += 10
    shown = simulator.get(f"{LIST_PATH}/{id_}", headers=token).json()
    assert (shown["status"], shown["error_msg"]) == ("SCHEDULE_FAILED", "no GPU")


def test_keeps_values_in_a_form_of_its_own(simulator, token):
    """The platform may keep values in another form, which costs the same and stays as it is when it is sent again."""
    simulator.set(normalise=True, ready_after_s=0)
    body = {**BODY, "reserved_resource": {"apu": {"spec_code": "a1x", "warm_up_num": 1}}, "description": " x "}
    id_ = simulator.post(LIST_PATH, json=body, headers=token).json()["id"]
    path = f"{LIST_PATH}/{id_}"
    shown = simulator.get(path, headers=token).json()
    assert shown["description"] == "x"
    assert shown["reserved_resource"] == {"apu": {"spec_code": "A1X", "warm_up_num": 1, "max_num": 1}}
    simulator.put(path, json={"reserved_resource": shown["reserved_resource"]}, headers=token)
    assert simulator.get(path, headers=token).json()["reserved_resource"] == shown["reserved_resource"]


def test_one_key_works_in_many_workspaces(simulator, token):
    """A workspace of one's own has its own endpoints, and goes only when it is empty."""
    made = simulator.post("/v1/workspaces", json={"name": "team-b", "description": "d"}, headers=token)
    assert (made.status_code, made.json()["name"]) == (200, "team-b")
    assert simulator.post("/v1/workspaces", json={"name": "team-b"}, headers=token).status_code == 400
    path = f"/v1/workspaces/{made.json()['id']}"
    id_ = simulator.post(f"{path}/endpoints", json=BODY, headers=token).json()["id"]
    assert [item["id"] for item in simulator.get(f"{path}/endpoints", headers=token).json()["endpoints"]] == [id_]
    assert simulator.get(LIST_PATH, headers=token).json()["endpoints"] == []
    assert code(simulator.get(f"{LIST_PATH}/{id_}", headers=token)) == (400, "dataartsfabric.00010009")
    assert simulator.delete(path, headers=token).status_code == 400
    simulator.change("huawei", id_, gone=True)
    renamed = simulator.put(path, json={"name": "team-c"}, headers=token).json()
    assert renamed == {**made.json(), "name": "team-c"}
    listed = simulator.get("/v1/workspaces", headers=token).json()
    assert (listed["total"], listed["workspaces"][1]) == (2, renamed)
    assert simulator.delete(path, headers=token).status_code == 200
    assert code(simulator.get(f"{path}/endpoints", headers=token)) == (400, "dataartsfabric.00010003")


@pytest.mark.parametrize("body", [{}, {"name": "abc"}, {"name": "under_score"}, {"name": "good-name", "tags": []}])
def test_what_a_new_workspace_refuses(simulator, token, body):
    """A workspace needs a name of 4 to 32 letters, digits and hyphens."""
    assert code(simulator.post("/v1/workspaces", json=body, headers=token)) == (400, "common.01000001")
