"""The simulated PPIO: what it refuses, what it accepts, and how it answers."""

import copy
import re

import httpx
import pytest

from pulumi_serving.simulator import create_app

ENDPOINTS = "/gpus/v2/endpoints"
KEY = {"Authorization": "Bearer sk-simulator"}
JSON = {"Content-Type": "application/json"}
MINIMAL = {
    "type": "sync",
    "name": "llm",
    "product_id": "2",
    "image": "registry.example.com/llm:1",
    "worker_config": {"max_replicas": 2},
}
# The example of the Create endpoint reference.
REFERENCE = {
    "type": "sync",
    "name": "example-endpoint",
    "product_id": "product-id",
    "image": "registry.example.com/namespace/image:tag",
    "worker_config": {
        "max_replicas": 2,
        "min_replicas": 0,
        "idle_timeout": 300,
        "max_concurrent_per_worker": 10,
        "gpu_num": 1,
        "rootfs_size_gb": 20,
        "min_cuda_version": "12.4",
        "request_timeout": 60,
    },
    "app_name": "example-app",
    "registry_auth_id": "registry-auth-id",
    "entrypoint": "",
    "command": "",
    "policy": {"type": "queue", "value": 100},
    "volumes": [{"id": "storage-id", "type": "network", "size": 123, "mount_point": "/data"}],
    "envs": [{"key": "ENV_NAME", "value": "ENV_VALUE"}],
    "ports": [8080],
    "health_check": {"path": "/healthz", "port": 8080},
    "region_id": "region-id",
}
WORKED = {
    "type": "async",
    "name": "img-gen-7f3a",
    "product_id": "2",
    "image": "reg.example.net/team/gen:1.4",
    "worker_config": {
        "min_replicas": 0,
        "max_replicas": 3,
        "idle_timeout": 120,
        "gpu_num": 1,
        "max_concurrent_per_worker": 4,
        "request_timeout": 900,
        "rootfs_size_gb": 60,
        "min_cuda_version": "12.4",
    },
    "policy": {"type": "concurrency", "value": 8},
    "app_name": "img-gen",
    "ports": [9000],
    "health_check": {"path": "/live", "port": 9000},
    "envs": [{"key": "MODE", "value": "prod"}],
    "volumes": [{"id": "st-123", "type": "network", "mount_point": "/models"}],
    "region_id": "us-dallas-nas-2",
}


class Clock:
    """A clock that a test turns."""

    now = 1_000_000.5

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cloud(clock):
    transport = httpx.WSGITransport(app=create_app(clock=clock))
    with httpx.Client(transport=transport, base_url="http://simulator", headers=KEY) as client:
        yield client


def create(cloud, body=MINIMAL, **fields):
    return cloud.post(ENDPOINTS, json=body | fields).raise_for_status().json()["id"]


def show(cloud, endpoint_id):
    return cloud.get(f"{ENDPOINTS}/{endpoint_id}").raise_for_status().json()


def put(cloud, endpoint_id, **fields):
    return cloud.put(f"{ENDPOINTS}/{endpoint_id}", json=fields)


def refused(response):
    """Status and reason, after a look at the envelope."""
    body = response.json()
    assert set(body) == {"code", "reason", "message", "metadata"}
    assert body["code"] == response.status_code
    assert body["message"]
    return response.status_code, body["reason"]


def changed(changes):
    """Return the minimal body with some paths set; a value of `...` removes."""
    body = copy.deepcopy(MINIMAL)
    for path, value in changes.items():
        *parents, last = path.split(".")
        place = body
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return body


PARAM, BODY = (400, "VALIDATOR_PARAM"), (400, "INVALID_REQUEST_BODY")
NO_PRODUCT = (404, "SERVERLESS_PRODUCT_NOT_FOUND")
NETWORK = {"id": "st-123", "type": "network", "mount_point": "/data"}
REFUSED_FIELDS = [
    ({"type": ...}, PARAM),
    ({"name": ...}, PARAM),
    ({"product_id": ...}, PARAM),
    ({"image": ...}, PARAM),
    ({"worker_config": ...}, PARAM),
    ({"worker_config.max_replicas": ...}, PARAM),
    ({"replicas": 1}, PARAM),
    ({"status": {}}, PARAM),
    ({"worker_config.max_num": 1}, PARAM),
    ({"policy": {"type": "queue", "value": 1, "extra": 1}}, PARAM),
    ({"volumes": [NETWORK | {"mount_path": "/x"}]}, PARAM),
    ({"envs": [{"key": "A", "value": "1", "secret": True}]}, PARAM),
    ({"health_check": {"path": "/", "port": 1, "interval": 5}}, PARAM),
    ({"type": "stream"}, PARAM),
    ({"type": "Sync"}, PARAM),
    ({"type": None}, PARAM),
    ({"name": ""}, PARAM),
    ({"name": "x" * 256}, PARAM),
    ({"name": 7}, PARAM),
    ({"name": None}, PARAM),
    ({"product_id": ""}, PARAM),
    ({"product_id": "x" * 256}, PARAM),
    ({"product_id": 2}, PARAM),
    ({"image": ""}, PARAM),
    ({"image": "x" * 501}, PARAM),
    ({"image": {"image": "x"}}, PARAM),
    ({"app_name": "x" * 256}, PARAM),
    ({"app_name": None}, PARAM),
    ({"registry_auth_id": "x" * 256}, PARAM),
    ({"registry_auth_id": 1}, PARAM),
    ({"entrypoint": ["python"]}, PARAM),
    ({"command": None}, PARAM),
    ({"region_id": ["us-dallas-nas-2"]}, PARAM),
    ({"worker_config": []}, PARAM),
    ({"worker_config": None}, PARAM),
    ({"worker_config.max_replicas": -1}, PARAM),
    ({"worker_config.max_replicas": 1001}, PARAM),
    ({"worker_config.max_replicas": 3.0}, PARAM),
    ({"worker_config.max_replicas": 2.5}, PARAM),
    ({"worker_config.max_replicas": "3"}, PARAM),
    ({"worker_config.max_replicas": True}, PARAM),
    ({"worker_config.max_replicas": None}, PARAM),
    ({"worker_config.min_replicas": -1}, PARAM),
    ({"worker_config.min_replicas": 3}, PARAM),
    ({"worker_config.min_replicas": 1.0}, PARAM),
    ({"worker_config.idle_timeout": "60"}, PARAM),
    ({"worker_config.idle_timeout": -1}, PARAM),
    ({"worker_config.max_concurrent_per_worker": False}, PARAM),
    ({"worker_config.request_timeout": 60.0}, PARAM),
    ({"worker_config.gpu_num": 0}, PARAM),
    ({"worker_config.gpu_num": 9}, PARAM),
    ({"worker_config.rootfs_size_gb": 5}, PARAM),
    ({"worker_config.rootfs_size_gb": 501}, PARAM),
    ({"worker_config.min_cuda_version": 12.4}, PARAM),
    ({"policy": "queue"}, PARAM),
    ({"policy": None}, PARAM),
    ({"policy": {"type": 1}}, PARAM),
    ({"policy": {"type": "queue", "value": "4"}}, PARAM),
    ({"policy": {"type": "queue", "value": -1}}, PARAM),
    ({"volumes": {}}, PARAM),
    ({"volumes": ["st-123"]}, PARAM),
    ({"volumes": [{"id": "st-123", "mount_point": "/data"}]}, PARAM),
    ({"volumes": [{"id": "st-123", "type": "network"}]}, PARAM),
    ({"volumes": [NETWORK | {"type": "nfs"}]}, PARAM),
    ({"volumes": [NETWORK | {"size": 1.5}]}, PARAM),
    ({"volumes": [NETWORK | {"size": None}]}, PARAM),
    ({"volumes": [NETWORK | {"id": "unknown"}]}, (400, "NETWORK_STORAGE_UNAVAILABLE")),
    ({"volumes": [{"type": "network", "mount_point": "/data"}]}, (400, "NETWORK_STORAGE_UNAVAILABLE")),
    ({"volumes": [NETWORK], "region_id": "cn-south-nas-1"}, (400, "CUR_CLUSTER_NETWORK_STORAGE_NOT_SUPPORT")),
    ({"envs": {"A": "1"}}, PARAM),
    ({"envs": [{"key": "", "value": "1"}]}, PARAM),
    ({"envs": [{"value": "1"}]}, PARAM),
    ({"envs": [{"key": "A"}]}, PARAM),
    ({"envs": [{"key": "A", "value": 1}]}, PARAM),
    ({"envs": [{"key": "A", "value": None}]}, PARAM),
    ({"envs": [{"key": "A", "value": "1"}, {"key": "A", "value": "2"}]}, PARAM),
    ({"ports": 8000}, PARAM),
    ({"ports": ["8000"]}, PARAM),
    ({"ports": [8000.0]}, PARAM),
    ({"ports": [True]}, PARAM),
    ({"ports": [0]}, PARAM),
    ({"ports": [65536]}, PARAM),
    ({"ports": [None]}, PARAM),
    ({"ports": [{"port": 8000}]}, PARAM),
    ({"ports": [8000, 8000]}, PARAM),
    ({"health_check": "/health"}, PARAM),
    ({"health_check": {"path": None}}, PARAM),
    ({"health_check": {"port": 0}}, PARAM),
    ({"health_check": {"port": 65536}}, PARAM),
    ({"health_check": {"port": "8000"}}, PARAM),
    ({"product_id": "unknown"}, NO_PRODUCT),
    ({"product_id": "4090.16c62g"}, NO_PRODUCT),
    ({"product_id": "a100"}, (400, "INSUFFICIENT_RESOURCE")),
    ({"region_id": "mars-1"}, (404, "RESOURCE_NOT_FOUND")),
    ({"region_id": "as-sgp-2"}, (400, "ILLEGAL_PARAMETERS")),
    ({"registry_auth_id": "unknown"}, (400, "IMAGE_URL_OR_AUTH_ERROR")),
]


@pytest.mark.parametrize(("changes", "expected"), REFUSED_FIELDS)
def test_create_refuses(cloud, changes, expected):
    """A create that breaks a rule is refused in the platform's envelope, and nothing is created."""
    assert refused(cloud.post(ENDPOINTS, json=changed(changes))) == expected
    assert cloud.get(ENDPOINTS).json()["data"] == []


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ({}, b"{}"),
        ({"Content-Type": "text/plain"}, b"{}"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"name=llm"),
        (JSON, b""),
        (JSON, b"{"),
        (JSON, b"{'type': 'sync'}"),
        (JSON, b'{"worker_config": {"max_replicas": NaN}}'),
        (JSON, b"\xff\xfe"),
    ],
)
def test_refuses_what_is_no_json(cloud, headers, content):
    """A body must be JSON and say so, on create and on update."""
    endpoint_id = create(cloud)
    assert refused(cloud.post(ENDPOINTS, headers=headers, content=content)) == BODY
    assert refused(cloud.put(f"{ENDPOINTS}/{endpoint_id}", headers=headers, content=content)) == BODY


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"1"])
def test_refuses_what_is_no_object(cloud, content):
    """A body must be an object."""
    assert refused(cloud.post(ENDPOINTS, headers=JSON, content=content)) == PARAM


@pytest.mark.parametrize(
    "header",
    [None, "", "sk-simulator", "Bearer", "Bearer ", "Bearer wrong", "Bearer  sk-simulator", "Basic sk-simulator"],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", ENDPOINTS),
        ("GET", ENDPOINTS),
        ("GET", f"{ENDPOINTS}/any"),
        ("PUT", f"{ENDPOINTS}/any"),
        ("DELETE", f"{ENDPOINTS}/any"),
        ("GET", "/gpus/v2/products"),
        ("GET", "/gpu-instance/openapi/v1/repository/auths"),
    ],
)
def test_refuses_wrong_keys(cloud, header, method, path):
    """Every operation needs a key."""
    del cloud.headers["Authorization"]
    headers = {} if header is None else {"Authorization": header}
    assert refused(cloud.request(method, path, headers=headers)) == (401, "FAILED_TO_AUTH")


ACCEPTED_FIELDS = [
    {"ports": [8000, 8001]},
    {"ports": [2222]},
    {"ports": [8000], "health_check": {"path": "/", "port": 9}},
    {"health_check": {"path": "no-slash"}},
    {"type": "async", "policy": {"type": "queue", "value": 4}},
    {"policy": {"type": "request_count", "value": 0}},
    {"app_name": "x" * 255},
    {"app_name": "Not a host name!"},
    {"app_name": ""},
    {"name": "名" * 255},
    {"image": "x" * 500},
    {"registry_auth_id": ""},
    {"region_id": ""},
    {"volumes": [NETWORK]},
    {"volumes": [NETWORK | {"size": 123}], "region_id": "us-dallas-nas-2"},
    {"volumes": [NETWORK | {"mount_point": "no-slash"}]},
    {"volumes": [{"type": "local", "size": 30, "mount_point": "/scratch"}]},
    {"envs": [{"key": "PPIO_X", "value": ""}]},
    {"worker_config": {"max_replicas": 0}},
    {"worker_config": {"max_replicas": 1000, "min_replicas": 0, "idle_timeout": 99999, "request_timeout": 0}},
    {"worker_config": {"max_replicas": 1, "gpu_num": 8, "rootfs_size_gb": 130, "min_cuda_version": "any"}},
    {"product_id": "rtx4090-24g"},
    {"product_id": "h100"},
    {"product_id": "1"},
    {"product_id": "SL-serverless-3"},
]


@pytest.mark.parametrize("fields", ACCEPTED_FIELDS)
def test_create_accepts(cloud, fields):
    """What no page forbids is accepted, also where a client warns."""
    create(cloud, **fields)


@pytest.mark.parametrize("body", [REFERENCE, WORKED])
def test_accepts_the_examples(cloud, body):
    """The pages' own examples are accepted, and come back as they were sent but for the size of a network volume."""
    endpoint_id = create(cloud, body)
    shown = show(cloud, endpoint_id)
    assert shown["volumes"] == [{k: v for k, v in volume.items() if k != "size"} for volume in body["volumes"]]
    assert {name: shown[name] for name in body if name != "volumes"} == {
        k: v for k, v in body.items() if k != "volumes"
    }
    update = {name: value for name, value in body.items() if name not in ("type", "app_name")}
    assert put(cloud, endpoint_id, **update).json() == {}


def test_create_answers_the_id_alone(cloud):
    """A create answers 200 with an id of 16 hexadecimal digits and nothing else."""
    response = cloud.post(ENDPOINTS, json=MINIMAL)
    assert response.status_code == 200
    assert list(response.json()) == ["id"]
    assert re.fullmatch("[0-9a-f]{16}", response.json()["id"])


def test_names_are_not_unique(cloud):
    """Two endpoints may have one name."""
    assert create(cloud) != create(cloud)


def test_content_type_may_name_a_charset(cloud):
    """A charset behind the media type does no harm."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert cloud.post(ENDPOINTS, headers=headers, content=b"{").json()["reason"] == "INVALID_REQUEST_BODY"
    assert cloud.post(ENDPOINTS, headers=headers, content=b"{}").json()["message"] == "type is required"


def test_fills_in_what_was_left_out(cloud):
    """What a body leaves out comes back with the platform's own values."""
    endpoint_id = create(cloud, ports=[8000])
    assert show(cloud, endpoint_id) == {
        "id": endpoint_id,
        "type": "sync",
        "name": "llm",
        "app_name": endpoint_id,
        "status": {"status": "initializing", "error": "", "message": ""},
        "url": "",
        "product_id": "2",
        "worker_config": {
            "min_replicas": 1,
            "max_replicas": 2,
            "idle_timeout": 60,
            "max_concurrent_per_worker": 1,
            "gpu_num": 1,
            "rootfs_size_gb": 100,
            "min_cuda_version": "",
            "request_timeout": 120,
        },
        "policy": {"type": "queue", "value": 4},
        "image": "registry.example.com/llm:1",
        "registry_auth_id": "",
        "entrypoint": "",
        "command": "",
        "volumes": [],
        "envs": [],
        "ports": [8000],
        "workers": [
            {
                "id": f"{endpoint_id}-1-0",
                "status": {"status": "starting", "error": "", "message": ""},
                "log": f"https://logs.simulator.invalid/{endpoint_id}-1-0?signature=simulated",
                "health": False,
                "drain": False,
            }
        ],
        "health_check": {"path": "/", "port": 8000},
        "region_id": "",
        "member_id": "member-1",
        "owner_id": "6f1c1a52-3c55-4a0e-9d0b-0b7d5f0c1a01",
        "created_at": 1_000_000,
    }


def test_has_an_address_once_it_runs(cloud, clock):
    """The url is empty until the endpoint runs, and stays while it is updated."""
    endpoint_id = create(cloud, app_name="app")
    clock.now += 3
    url = f"https://{endpoint_id}-app.runsync.serverless.simulator.invalid"
    assert show(cloud, endpoint_id)["url"] == url
    put(cloud, endpoint_id, image="new").raise_for_status()
    shown = show(cloud, endpoint_id)
    assert (shown["status"]["status"], shown["url"]) == ("updating", url)


def test_workers_get_ready_one_by_one(cloud, clock):
    """Workers start, then are ready and healthy; a rolling change has a draining one beside the new."""
    endpoint_id = create(cloud, worker_config={"min_replicas": 2, "max_replicas": 2})
    seen = []
    for step in (1.6, 1.5):
        clock.now += step
        seen.append([(w["status"]["status"], w["health"], w["drain"]) for w in show(cloud, endpoint_id)["workers"]])
    ready, starting = ("ready", True, False), ("starting", False, False)
    assert seen == [[ready, starting], [ready, ready]]
    put(cloud, endpoint_id, image="new").raise_for_status()
    drains = [worker["drain"] for worker in show(cloud, endpoint_id)["workers"]]
    assert drains == [True, False, False]


def test_no_worker_rests(cloud, clock):
    """With a minimum of 0 the endpoint runs without workers."""
    endpoint_id = create(cloud, worker_config={"min_replicas": 0, "max_replicas": 2})
    clock.now += 3
    shown = show(cloud, endpoint_id)
    assert (shown["status"]["status"], shown["workers"]) == ("running", [])


def test_failed_workers_say_why(cloud, clock):
    """An endpoint that failed has failed workers with the reason, and no address."""
    cloud.post("/_simulator/settings", json={"next_outcome": {"fail": "no such image"}})
    endpoint_id = create(cloud)
    clock.now += 3
    shown = show(cloud, endpoint_id)
    assert (shown["status"]["status"], shown["status"]["error"], shown["url"]) == ("failed", "no such image", "")
    assert shown["workers"][0]["status"] == {"status": "failed", "error": "no such image", "message": ""}


def test_update_keeps_what_is_absent(cloud):
    """A top-level field that isn't sent keeps its value."""
    endpoint_id = create(cloud, REFERENCE)
    before = show(cloud, endpoint_id)
    assert put(cloud, endpoint_id, image="new").json() == {}
    after = show(cloud, endpoint_id)
    assert {name: after[name] for name in REFERENCE} == {name: before[name] for name in REFERENCE} | {"image": "new"}


def test_update_replaces_an_object_whole(cloud):
    """A child that an object leaves out falls back to the platform's value."""
    endpoint_id = create(cloud, REFERENCE)
    put(cloud, endpoint_id, worker_config={"max_replicas": 5}, policy={"value": 9}).raise_for_status()
    shown = show(cloud, endpoint_id)
    assert shown["worker_config"] == {
        "min_replicas": 1,
        "max_replicas": 5,
        "idle_timeout": 60,
        "max_concurrent_per_worker": 1,
        "gpu_num": 1,
        "rootfs_size_gb": 100,
        "min_cuda_version": "",
        "request_timeout": 120,
    }
    assert shown["policy"] == {"type": "queue", "value": 9}


def test_update_clears(cloud):
    """Empty strings and lists clear, except the image, which then stays."""
    endpoint_id = create(cloud, REFERENCE)
    put(cloud, endpoint_id, registry_auth_id="", volumes=[], envs=[], ports=[], image="").raise_for_status()
    shown = show(cloud, endpoint_id)
    assert [shown[name] for name in ("registry_auth_id", "volumes", "envs", "ports")] == ["", [], [], []]
    assert shown["image"] == REFERENCE["image"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "sync"}, PARAM),
        ({"app_name": "app"}, PARAM),
        ({"id": "x"}, PARAM),
        ({"name": ""}, PARAM),
        ({"image": None}, PARAM),
        ({"image": "x" * 501}, PARAM),
        ({"product_id": ""}, PARAM),
        ({"worker_config": {}}, PARAM),
        ({"worker_config": {"min_replicas": 1}}, PARAM),
        ({"worker_config": {"max_replicas": 1, "min_replicas": 2}}, PARAM),
        ({"worker_config": {"max_replicas": 1, "gpu_num": 9}}, PARAM),
        ({"ports": [0]}, PARAM),
        ({"envs": [{"key": "", "value": ""}]}, PARAM),
        ({"product_id": "unknown"}, NO_PRODUCT),
        ({"product_id": "a100"}, (400, "INSUFFICIENT_RESOURCE")),
        ({"region_id": "as-sgp-2"}, (400, "ILLEGAL_PARAMETERS")),
        ({"registry_auth_id": "unknown"}, (400, "IMAGE_URL_OR_AUTH_ERROR")),
    ],
)
def test_update_refuses(cloud, fields, expected):
    """An update that breaks a rule is refused, and changes nothing."""
    endpoint_id = create(cloud)
    before = show(cloud, endpoint_id)
    assert refused(put(cloud, endpoint_id, **fields)) == expected
    assert show(cloud, endpoint_id) == before


def test_update_while_leaving_conflicts(cloud, clock):
    """An endpoint that is terminating can't be updated; a second delete is accepted and changes nothing."""
    endpoint_id = create(cloud)
    assert cloud.delete(f"{ENDPOINTS}/{endpoint_id}").json() == {}
    assert show(cloud, endpoint_id)["status"]["status"] == "terminating"
    assert refused(put(cloud, endpoint_id, image="new")) == (409, "CONFLICT")
    clock.now += 0.5
    assert cloud.delete(f"{ENDPOINTS}/{endpoint_id}").status_code == 200
    clock.now += 0.5
    assert cloud.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_unknown_id(cloud, method):
    """An unknown id is missing, which is not the same as an unknown path."""
    body = {"json": {}} if method == "PUT" else {}
    assert refused(cloud.request(method, f"{ENDPOINTS}/unknown", **body)) == (404, "RESOURCE_NOT_FOUND")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_account(cloud, method):
    """What belongs to another account isn't there, and stays untouched."""
    endpoint_id = create(cloud)
    other = {"Authorization": "Bearer sk-simulator-2"}
    body = {"json": {"image": "mine"}} if method == "PUT" else {}
    response = cloud.request(method, f"{ENDPOINTS}/{endpoint_id}", headers=other, **body)
    assert refused(response) == (404, "RESOURCE_NOT_FOUND")
    assert cloud.get(ENDPOINTS, headers=other).json()["data"] == []
    assert show(cloud, endpoint_id)["image"] == MINIMAL["image"]


def test_accounts_in_the_ledger(cloud):
    """The ledger knows whose an endpoint is; the two owners differ."""
    create(cloud)
    cloud.headers["Authorization"] = "Bearer sk-simulator-2"
    assert show(cloud, create(cloud))["owner_id"] == "b83e2f64-7d1e-4c6f-8a35-52a9c1e7d402"
    assert [line["account"] for line in cloud.get("/_simulator/ledger").json()["endpoints"]] == [1, 2]


@pytest.mark.parametrize(
    "path",
    ["/gpus/v2/unknown", "/gpus/v1/endpoints", "/gpus", f"{ENDPOINTS}/", "/gpus//v2/endpoints", f"{ENDPOINTS}/a/b"],
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_path(cloud, method, path):
    """A path that doesn't exist is no missing endpoint, and needs no key."""
    del cloud.headers["Authorization"]
    assert refused(cloud.request(method, path)) == (404, "API_NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", f"{ENDPOINTS}/x"), ("PUT", ENDPOINTS), ("DELETE", ENDPOINTS), ("POST", f"{ENDPOINTS}/x")],
)
def test_wrong_method(cloud, method, path):
    """A method that a path doesn't have is refused, and the answer tells those that it has."""
    response = cloud.request(method, path, json={})
    assert refused(response) == (405, "METHOD_NOT_ALLOWED")
    assert "GET" in response.headers["Allow"]


def pages(cloud, path=ENDPOINTS, **query):
    """All pages of a list."""
    answer = {"has_more": True, "next_cursor": ""}
    while answer["has_more"]:
        answer = cloud.get(path, params=query | {"cursor": answer["next_cursor"]}).raise_for_status().json()
        assert set(answer) == {"data", "next_cursor", "has_more"}
        yield answer["data"]
    assert answer["next_cursor"] == ""


def test_lists_in_pages(cloud):
    """Lists come in pages of ten, the newest first, unless asked otherwise."""
    ids = [create(cloud) for _ in range(23)]
    listed = list(pages(cloud))
    assert [len(page) for page in listed] == [10, 10, 3]
    assert [item["id"] for page in listed for item in page] == ids[::-1]
    assert [len(page) for page in pages(cloud, limit=0)] == [10, 10, 3]
    assert [len(page) for page in pages(cloud, limit=23)] == [23]


def test_list_caps_the_limit(cloud):
    """No page is longer than a hundred, whatever was asked."""
    for _ in range(101):
        create(cloud)
    assert [len(page) for page in pages(cloud, limit=1000)] == [100, 1]


def test_list_cursor_holds_while_things_change(cloud):
    """A page goes on where the last one ended, though endpoints come and go in between."""
    ids = [create(cloud) for _ in range(5)]
    reading = pages(cloud, limit=2)
    first = next(reading)
    create(cloud)
    for gone in (ids[0], ids[3]):
        cloud.patch(f"/_simulator/endpoints/ppio/{gone}", json={"gone": True}).raise_for_status()
    rest = [item for page in reading for item in page]
    assert [item["id"] for item in first + rest] == ids[:0:-1]


def test_list_shows_what_get_does(cloud):
    """An item is as Get shows it, but without its type and with the size of a network volume."""
    endpoint_id = create(cloud, REFERENCE)
    expected = show(cloud, endpoint_id)
    del expected["type"]
    expected["volumes"][0]["size"] = 123
    assert cloud.get(ENDPOINTS).json()["data"] == [expected]


def test_list_finds_by_keyword(cloud):
    """A keyword is looked for in name and id, loosely."""
    ids = [create(cloud, name=name) for name in ("llama", "LLAMA-2", "qwen")]
    find = lambda word: [item["id"] for page in pages(cloud, keyword=word) for item in page]  # noqa: E731
    assert find("llama") == ids[1::-1]
    assert find(ids[2]) == [ids[2]]
    assert find("none") == []


def test_list_by_members(cloud):
    """Members are asked for by a comma-separated list."""
    create(cloud)
    assert [len(page) for page in pages(cloud, member_ids="someone,member-1")] == [1]
    assert [len(page) for page in pages(cloud, member_ids="someone")] == [0]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "-1"},
        {"limit": "ten"},
        {"limit": "10.0"},
        {"limit": ""},
        {"cursor": "made up"},
        {"cursor": "bWFkZSB1cA=="},
        {"cursor": "x" * 1025},
    ],
)
@pytest.mark.parametrize("path", [ENDPOINTS, "/gpus/v2/regions"])
def test_list_refuses(cloud, path, query):
    """A limit that is no number, or a cursor that the platform hasn't given, is refused."""
    assert refused(cloud.get(path, params=query)) == PARAM


def products(cloud, **query):
    query = {"type": "gpu", "category": "serverless"} | query
    return [item for page in pages(cloud, "/gpus/v2/products", **query) for item in page]


def test_lists_products(cloud):
    """Serverless products come in pages; none of them is an instance product."""
    listed = list(pages(cloud, "/gpus/v2/products", type="", category="serverless"))
    assert len(listed) > 1
    ids = [item["id"] for page in listed for item in page]
    assert {"rtx4090-24g", "h100", "1", "2", "SL-serverless-3"} <= set(ids)
    assert [item["id"] for item in products(cloud, category="instance")] == ["4090.16c62g"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"region_ids": "as-sgp-2"}, ["h100", "a100"]),
        ({"region_ids": "as-sgp-2,region-id"}, ["rtx4090-24g", "h100", "a100", "product-id"]),
        ({"billing_method": "prepaid"}, []),
        ({"type": "cpu"}, []),
        ({"memory_gb": 1000}, []),
        ({"cpu": 17}, []),
        ({"rootfs_size": 501}, []),
    ],
)
def test_filters_products(cloud, query, ids):
    """Products are filtered as asked."""
    assert [item["id"] for item in products(cloud, **query)] == ids


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"type": "gpu"},
        {"category": "serverless"},
        {"type": "tpu", "category": "serverless"},
        {"type": "gpu", "category": ""},
        {"type": "gpu", "category": "serverless", "cpu": "-1"},
        {"type": "gpu", "category": "serverless", "memory_gb": "1.5"},
        {"type": "gpu", "category": "serverless", "billing_method": "free"},
    ],
)
def test_products_refuse(cloud, query):
    """Type and category must be there, and every filter must be one that exists."""
    assert refused(cloud.get("/gpus/v2/products", params=query)) == PARAM


def test_bills_by_product_and_gpus(cloud, clock):
    """The bill is seconds of workers, times the product's price, times the GPUs of each."""
    create(cloud, product_id="h100", worker_config={"min_replicas": 1, "max_replicas": 1, "gpu_num": 4})
    clock.now += 3600
    price = next(item["pricing"] for item in products(cloud) if item["id"] == "h100")
    per_hour = price["postpaid"]["final_price"] / 10 ** price["precision"]
    assert cloud.get("/_simulator/ledger").json()["endpoints"][0]["cost"] == 4 * per_hour


def test_lists_regions(cloud):
    """Regions tell whether they have network volumes."""
    regions = {item["id"]: item for page in pages(cloud, "/gpus/v2/regions", limit=1) for item in page}
    assert {"us-dallas-nas-2", "cn-south-nas-1", "as-sgp-2"} <= set(regions)
    assert regions["as-sgp-2"]["feature"]["network_volume"] is False


def test_v1_look_ups(cloud):
    """The functions that only v1 has answer in its camelCase; credentials show their passwords, as the real ones do."""
    v1 = "/gpu-instance/openapi/v1"
    auths = cloud.get(f"{v1}/repository/auths").json()["data"]
    assert auths[0]["id"] == "registry-auth-id"
    assert all(auth["password"] for auth in auths)
    storages = cloud.get(f"{v1}/networkstorages/list", params={"pageNo": 2, "pageSize": 2}).json()
    assert ([item["storageId"] for item in storages["data"]], storages["total"]) == (["storage-id"], 3)
    assert cloud.get(f"{v1}/networkstorages/list", params={"storageId": "st-123"}).json()["total"] == 1
    assert cloud.get(f"{v1}/endpoint/limit").json()["maxGPUNum"] == 8


def test_operations_in_the_ledger(cloud):
    """The ledger names every operation."""
    endpoint_id = create(cloud)
    show(cloud, endpoint_id)
    put(cloud, endpoint_id)
    for path in (ENDPOINTS, "/gpus/v2/products", "/gpus/v2/regions"):
        cloud.get(path)
    cloud.delete(f"{ENDPOINTS}/{endpoint_id}")
    operations = [request["operation"] for request in cloud.get("/_simulator/ledger").json()["requests"]]
    assert operations == ["create", "get", "update", "list", "products", "regions", "delete"]
