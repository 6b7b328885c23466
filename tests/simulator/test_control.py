"""The control interface: ledger, settings, endpoints changed behind everybody's back, reset."""

import httpx
import pytest

from .conftest import BODY, ENDPOINTS

SETTINGS = {
    "ready_after_s": 3.0,
    "delete_after_s": 1.0,
    "next_outcome": None,
    "next_delete": None,
    "list_lag_s": 0.0,
    "read_lag_s": 0.0,
    "clock_offset_s": 0.0,
    "normalise": False,
    "newer": False,
}


def request(operation, method, path, status, at, account):
    return {
        "cloud": "ppio",
        "operation": operation,
        "method": method,
        "path": path,
        "status": status,
        "at": at,
        "answered_at": at,
        "account": account,
    }


def test_ledger_holds_everything(simulator, clock):
    """Endpoints that are gone and requests that were refused stay in the ledger, with their times and costs."""
    began = clock.now
    endpoint_id = simulator.create()
    clock.now += 10
    simulator.delete(f"{ENDPOINTS}/{endpoint_id}").raise_for_status()
    clock.now += 10
    simulator.get(f"{ENDPOINTS}/{endpoint_id}", headers={"Authorization": "Bearer wrong"})
    path = f"{ENDPOINTS}/{endpoint_id}"
    assert simulator.ledger() == {
        "endpoints": [
            {
                "cloud": "ppio",
                "account": 1,
                "id": endpoint_id,
                "name": "llm",
                "status": "deleted",
                "created_at": began,
                "ready_at": began + 3,
                "deleted_at": began + 11,
                "cost": round((11 + 9.5) * 2.5 / 3600, 6),
                "replicas": 2,
            }
        ],
        "requests": [
            request("create", "POST", ENDPOINTS, 200, began, 1),
            request("delete", "DELETE", path, 200, began + 10, 1),
            request("get", "GET", path, 401, began + 20, None),
        ],
    }


def test_ledger_is_of_now(simulator, clock):
    """The status in the ledger is that of the moment, though nobody has asked the cloud."""
    simulator.create()
    assert simulator.ledger()["endpoints"][0]["status"] == "initializing"
    clock.now += 3
    assert simulator.ledger()["endpoints"][0]["status"] == "running"


def test_ledger_leaves_out_the_query_and_itself(simulator):
    """Paths are without query, and control requests aren't recorded."""
    simulator.get(f"{ENDPOINTS}?keyword=secret")
    simulator.control("settings", ready_after_s=1)
    assert [request["path"] for request in simulator.ledger()["requests"]] == [ENDPOINTS]


def test_ledger_has_paths_of_no_cloud(simulator):
    """A request to no cloud is recorded without a cloud and an operation."""
    simulator.get("/nowhere")
    assert simulator.ledger()["requests"][0] | {"at": 0, "answered_at": 0} == {
        "cloud": None,
        "operation": None,
        "method": "GET",
        "path": "/nowhere",
        "status": 404,
        "at": 0,
        "answered_at": 0,
        "account": None,
    }


def test_settings_are_merged(simulator):
    """What isn't given stays as it is."""
    assert simulator.control("settings") == SETTINGS
    simulator.control("settings", ready_after_s=5, next_outcome={"fail": "no GPU"})
    expected = SETTINGS | {"ready_after_s": 5, "delete_after_s": 9, "next_outcome": {"fail": "no GPU"}}
    assert simulator.control("settings", delete_after_s=9) == expected
    assert simulator.control("settings", next_outcome=None)["next_outcome"] is None


def test_delete_is_quick_where_start_is(simulator):
    """Unless it is set, a delete takes no longer than a start: an immediate simulator is immediate in all."""
    simulator.control("settings", ready_after_s=0)
    endpoint_id = simulator.create()
    assert simulator.status(endpoint_id) == "running"
    simulator.delete(f"{ENDPOINTS}/{endpoint_id}").raise_for_status()
    assert simulator.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404


def test_settings_count_from_the_next_change(simulator, clock):
    """What is under way takes the time that it was given."""
    endpoint_id = simulator.create()
    simulator.control("settings", ready_after_s=60)
    clock.now += 3
    assert simulator.status(endpoint_id) == "running"


def test_outcome_is_for_one_create(simulator, clock):
    """An outcome is used by the next create that is accepted, and by no other."""
    simulator.control("settings", next_outcome={"fail": "no such image"})
    assert simulator.post(ENDPOINTS, json={}).status_code == 400
    failing, fine = simulator.create(), simulator.create()
    clock.now += 3
    assert simulator.show(failing)["status"] == {"status": "failed", "error": "no such image", "message": ""}
    assert simulator.status(fine) == "running"


def test_outcome_is_for_an_update(simulator, clock):
    """An update that is rolled back is accepted, and ends with the old values."""
    endpoint_id = simulator.create()
    clock.now += 3
    simulator.control("settings", next_outcome={"roll_back": True})
    simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={"image": "new"}).raise_for_status()
    assert simulator.status(endpoint_id) == "updating"
    clock.now += 3
    assert simulator.status(endpoint_id) == "running"
    assert simulator.show(endpoint_id)["image"] == "registry.example.com/llm:1"


def test_stuck_is_released_by_a_patch(simulator, clock):
    """A stuck endpoint comes up when it is patched to its ready status."""
    simulator.control("settings", next_outcome={"stuck": True})
    endpoint_id = simulator.create()
    clock.now += 9999
    assert simulator.status(endpoint_id) == "initializing"
    simulator.patch_endpoint(endpoint_id, status="running")
    shown = simulator.show(endpoint_id)
    assert shown["status"]["status"] == "running"
    assert [worker["health"] for worker in shown["workers"]] == [True, True]


def test_patches_fields(simulator):
    """Fields change behind everybody's back; nested objects are merged."""
    endpoint_id = simulator.create()
    before = simulator.show(endpoint_id)
    simulator.patch_endpoint(endpoint_id, fields={"image": "drifted", "worker_config": {"max_replicas": 9}})
    after = simulator.show(endpoint_id)
    assert after == before | {"image": "drifted", "worker_config": before["worker_config"] | {"max_replicas": 9}}


def test_patches_any_answer(simulator):
    """A patched field wins over what the simulator would say, null included."""
    endpoint_id = simulator.create()
    simulator.patch_endpoint(endpoint_id, fields={"url": None, "volumes": None, "brand_new": 1, "policy": None})
    shown = simulator.show(endpoint_id)
    assert [shown[name] for name in ("url", "volumes", "brand_new", "policy")] == [None, None, 1, None]
    simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={"image": "new"}).raise_for_status()
    assert simulator.show(endpoint_id)["policy"] == {"type": "queue", "value": 4}


def test_patches_status(simulator, clock):
    """A status and its reason are shown from then on."""
    endpoint_id = simulator.create()
    clock.now += 3
    line = simulator.patch_endpoint(endpoint_id, status="frozen", reason="arrears")
    assert line["status"] == "frozen"
    clock.now += 60
    assert simulator.show(endpoint_id)["status"] == {"status": "frozen", "error": "arrears", "message": ""}


def test_patches_away(simulator, clock):
    """An endpoint that is patched away is gone at once."""
    endpoint_id = simulator.create()
    line = simulator.patch_endpoint(endpoint_id, gone=True)
    assert line["deleted_at"] == clock.now
    assert simulator.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404


@pytest.mark.parametrize("path", ["ppio/unknown", "nocloud/unknown"])
def test_patches_only_what_is_there(simulator, path):
    """An unknown cloud or id is 404."""
    assert simulator.patch(f"/_simulator/endpoints/{path}", json={"gone": True}).status_code == 404


def test_patches_nothing_that_is_gone(simulator):
    """An endpoint that is gone can't be patched."""
    endpoint_id = simulator.create()
    simulator.patch_endpoint(endpoint_id, gone=True)
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        simulator.patch_endpoint(endpoint_id, status="running")


def test_reset_empties_everything(simulator):
    """After a reset there are no endpoints, requests and faults, and the settings are those of the start."""
    endpoint_id = simulator.create()
    simulator.control("faults", status=500)
    simulator.control("settings", ready_after_s=60, next_outcome={"stuck": True})
    simulator.control("reset")
    assert simulator.ledger() == {"endpoints": [], "requests": []}
    assert simulator.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404
    assert simulator.control("settings") == SETTINGS


BAD = [
    ("faults", {"cloud": "nocloud"}, "cloud"),
    ("faults", {"operation": "creat"}, "operation"),
    ("faults", {"cloud": "ppio", "operation": 1}, "operation"),
    ("faults", {"times": 0}, "times"),
    ("faults", {"times": True}, "times"),
    ("faults", {"times": 1.0}, "times"),
    ("faults", {"status": 99}, "status"),
    ("faults", {"status": "500"}, "status"),
    ("faults", {"headers": {"Retry-After": 1}}, "headers.Retry-After"),
    ("faults", {"headers": []}, "headers"),
    ("faults", {"delay_s": -1}, "delay_s"),
    ("faults", {"delay_s": "1"}, "delay_s"),
    ("faults", {"drop": "during"}, "drop"),
    ("faults", {"opration": "create"}, "opration"),
    ("faults", {"matching": ""}, "matching"),
    ("faults", {"after": -1}, "after"),
    ("faults", {"raw": "no base64"}, "raw"),
    ("faults", {"raw": 1}, "raw"),
    ("faults", {"raw": "eA==", "body": "x"}, "raw"),
    ("faults", {"replace": []}, "replace"),
    ("faults", {"replace_items": "x"}, "replace_items"),
    ("faults", {"replace": {}, "body": "<html>"}, "replace,"),
    ("faults", {"as_xml": 1}, "as_xml"),
    ("faults", {"as_xml": True, "raw": "eA=="}, "replace,"),
    ("faults", {"pad_bytes": 1.5}, "pad_bytes"),
    ("faults", {"truncate": -1}, "truncate"),
    ("faults", {"drip_s": "slow"}, "drip_s"),
    ("faults", {"drop": "after", "truncate": 1}, "drop"),
    ("settings", {"list_lag_s": -1}, "list_lag_s"),
    ("settings", {"next_delete": {}}, "next_delete"),
    ("settings", {"next_delete": {"roll_back": True}}, "next_delete"),
    ("settings", {"read_lag_s": "1"}, "read_lag_s"),
    ("settings", {"clock_offset_s": 1e12}, "clock_offset_s"),
    ("settings", {"clock_offset_s": -1e12}, "clock_offset_s"),
    ("settings", {"normalise": "yes"}, "normalise"),
    ("settings", {"next_outcome": {"status": "X"}}, "next_outcome"),
    ("settings", {"next_outcome": {"fail": "x", "status": ""}}, "next_outcome.status"),
    ("settings", {"next_outcome": {"roll_back": True, "status": "X"}}, "next_outcome.status"),
    ("settings", {"ready_after": 1}, "ready_after"),
    ("settings", {"ready_after_s": -1}, "ready_after_s"),
    ("settings", {"ready_after_s": None}, "ready_after_s"),
    ("settings", {"delete_after_s": False}, "delete_after_s"),
    ("settings", {"next_outcome": "stuck"}, "next_outcome"),
    ("settings", {"next_outcome": {}}, "next_outcome"),
    ("settings", {"next_outcome": {"stuck": True, "fail": "x"}}, "next_outcome"),
    ("settings", {"next_outcome": {"stuck": False}}, "next_outcome.stuck"),
    ("settings", {"next_outcome": {"fail": ""}}, "next_outcome.fail"),
    ("settings", {"next_outcome": {"explode": True}}, "next_outcome.explode"),
    ("settings", [], "the body"),
]


@pytest.mark.parametrize(("path", "body", "key"), BAD)
def test_refuses_bad_orders(simulator, path, body, key):
    """A wrong control body is 400 with an error that names the key."""
    response = simulator.post(f"/_simulator/{path}", json=body)
    assert response.status_code == 400
    assert key in response.json()["error"].split()[:4] or response.json()["error"].startswith(key)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({}, "fields"),
        ({"field": {}}, "field"),
        ({"fields": []}, "fields"),
        ({"status": ""}, "status"),
        ({"reason": "why"}, "reason"),
        ({"gone": False}, "gone"),
        ({"replicas": -1}, "replicas"),
        ({"replicas": None}, "replicas"),
        ({"replicas": True}, "replicas"),
    ],
)
def test_refuses_bad_patches(simulator, body, key):
    """A wrong patch is 400 with an error that names the key, and changes nothing."""
    endpoint_id = simulator.create()
    before = simulator.show(endpoint_id)
    response = simulator.patch(f"/_simulator/endpoints/ppio/{endpoint_id}", json=body)
    assert response.status_code == 400
    assert key in response.json()["error"]
    assert simulator.show(endpoint_id) == before


def test_refuses_what_is_no_json(simulator):
    """A control body that isn't JSON is 400."""
    response = simulator.post("/_simulator/settings", content=b"{")
    assert (response.status_code, response.json()) == (400, {"error": "the body must be JSON"})


def test_settings_are_all_or_nothing(simulator):
    """A refused body changes no setting at all."""
    simulator.post("/_simulator/settings", json={"ready_after_s": 60, "next_outcome": {}})
    assert simulator.control("settings")["ready_after_s"] == 3.0


def test_ledger_sums_up(simulator, clock):
    """The summary has who lives, and each name that two of one account have; one that is deleting doubles nobody."""
    first, second, other = simulator.create(), simulator.create(), simulator.create(name="other")
    simulator.post(ENDPOINTS, json=BODY, headers={"Authorization": "Bearer sk-simulator-2"}).raise_for_status()
    simulator.patch_endpoint(other, gone=True)
    summary = simulator.get("/_simulator/ledger?summary=1").json()
    assert [line["id"] for line in summary["living"]][:2] == [first, second]
    assert len(summary["living"]) == 3
    assert summary["doubled"] == [{"cloud": "ppio", "account": 1, "name": "llm", "ids": [first, second]}]
    clock.now += 3600
    simulator.delete(f"{ENDPOINTS}/{first}").raise_for_status()
    summary = simulator.get("/_simulator/ledger?summary=1").json()
    assert (len(summary["living"]), summary["doubled"]) == (3, [])
    assert summary["cost"] == pytest.approx(sum(line["cost"] for line in simulator.ledger()["endpoints"]), abs=1e-5)


@pytest.mark.parametrize("query", ["summary=2", "summary=", "sumary=1"])
def test_ledger_takes_no_other_query(simulator, query):
    """A misspelt query of the ledger is 400."""
    assert simulator.get(f"/_simulator/ledger?{query}").status_code == 400


def test_fails_with_a_word_of_its_own(simulator, clock):
    """What fails may show any word, with its reason; an update afterwards shows its own."""
    simulator.control("settings", next_outcome={"fail": "no GPU", "status": "SCHEDULE_FAILED"})
    endpoint_id = simulator.create()
    assert simulator.status(endpoint_id) == "initializing"
    clock.now += 3
    assert simulator.show(endpoint_id)["status"] == {"status": "SCHEDULE_FAILED", "error": "no GPU", "message": ""}
    simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={"image": "new"}).raise_for_status()
    assert simulator.status(endpoint_id) == "updating"
    clock.now += 3
    assert simulator.status(endpoint_id) == "running"


def test_is_stuck_with_a_word_of_its_own(simulator, clock):
    """What is stuck may show any word all the while."""
    simulator.control("settings", next_outcome={"stuck": True, "status": "QUEUEING"})
    endpoint_id = simulator.create()
    clock.now += 9999
    assert simulator.status(endpoint_id) == "QUEUEING"
    simulator.patch_endpoint(endpoint_id, status="running")
    assert simulator.status(endpoint_id) == "running"


def test_a_delete_fails(simulator, clock):
    """A delete may end in failure: the endpoint is there with its workers and its cost, and the next one works."""
    simulator.control("settings", next_delete={"fail": "a task is running"})
    endpoint_id = simulator.create()
    clock.now += 3
    simulator.delete(f"{ENDPOINTS}/{endpoint_id}").raise_for_status()
    assert simulator.status(endpoint_id) == "terminating"
    clock.now += 1
    assert simulator.show(endpoint_id)["status"] == {"status": "failed", "error": "a task is running", "message": ""}
    before = simulator.ledger()["endpoints"][0]["cost"]
    clock.now += 3600
    assert simulator.ledger()["endpoints"][0]["cost"] == pytest.approx(before + 2 * 2.5)
    simulator.delete(f"{ENDPOINTS}/{endpoint_id}").raise_for_status()
    clock.now += 1
    assert simulator.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404


def test_a_delete_never_ends(simulator, clock):
    """A delete may never end, until the endpoint is patched away."""
    simulator.control("settings", next_delete={"stuck": True})
    endpoint_id = simulator.create()
    simulator.delete(f"{ENDPOINTS}/{endpoint_id}").raise_for_status()
    clock.now += 9999
    assert simulator.status(endpoint_id) == "terminating"
    simulator.patch_endpoint(endpoint_id, gone=True)
    assert simulator.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404


def test_lists_lag(simulator, clock):
    """A list shows what was: a new one is missing, a deleted one is there, and a status is the old one."""
    simulator.control("settings", list_lag_s=30)
    endpoint_id = simulator.create()
    rows = []
    for seconds in (29, 1, 2, 1):
        clock.now += seconds
        rows.append([row["status"]["status"] for row in simulator.get(ENDPOINTS).json()["data"]])
    assert rows == [[], ["initializing"], ["initializing"], ["running"]]
    simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={"image": "new"}).raise_for_status()
    clock.now += 29
    assert simulator.get(ENDPOINTS).json()["data"][0]["image"] == BODY["image"]
    simulator.delete(f"{ENDPOINTS}/{endpoint_id}").raise_for_status()
    clock.now += 29
    assert simulator.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404
    assert [row["image"] for row in simulator.get(ENDPOINTS).json()["data"]] == ["new"]
    clock.now += 10
    assert simulator.get(ENDPOINTS).json()["data"] == []


def test_readings_lag(simulator, clock):
    """A reading of one endpoint shows what was; lists, updates and deletes are not late."""
    simulator.control("settings", read_lag_s=10)
    endpoint_id = simulator.create()
    path = f"{ENDPOINTS}/{endpoint_id}"
    assert simulator.get(path).json()["reason"] == "RESOURCE_NOT_FOUND"
    assert [row["id"] for row in simulator.get(ENDPOINTS).json()["data"]] == [endpoint_id]
    clock.now += 13
    assert simulator.status(endpoint_id) == "running"
    simulator.put(path, json={"image": "new"}).raise_for_status()
    clock.now += 9
    assert (simulator.status(endpoint_id), simulator.show(endpoint_id)["image"]) == ("running", BODY["image"])
    clock.now += 1
    assert (simulator.status(endpoint_id), simulator.show(endpoint_id)["image"]) == ("updating", "new")
    simulator.delete(path).raise_for_status()
    clock.now += 10
    assert simulator.get(path).status_code == 200
    assert simulator.delete(path).status_code == 404
    clock.now += 1
    assert simulator.get(path).status_code == 404


def test_its_own_clock_is_off(simulator, clock):
    """Answers carry the service's own time, which stays in what it has written; the ledger has the true one."""
    simulator.control("settings", clock_offset_s=-1200)
    endpoint_id = simulator.create()
    simulator.control("settings", clock_offset_s=0)
    assert simulator.show(endpoint_id)["created_at"] == clock.now - 1200
    assert simulator.ledger()["endpoints"][0]["created_at"] == clock.now


def test_tells_its_time(simulator, clock):
    """The header Date is by the service's own clock."""
    clock.now = 1_700_000_000.0
    simulator.control("settings", clock_offset_s=60)
    assert simulator.get(ENDPOINTS).headers["Date"] == "Tue, 14 Nov 2023 22:14:20 GMT"


def test_keeps_values_in_a_form_of_its_own(simulator):
    """An endpoint shows another form of what was sent, after an update too; sent again, that form stays as it is."""
    simulator.control("settings", normalise=True)
    endpoint_id = simulator.create(image="team/llm:1", worker_config={"max_replicas": 1, "idle_timeout": 1})
    shown = simulator.show(endpoint_id)
    assert (shown["image"], shown["worker_config"]["idle_timeout"]) == ("docker.io/team/llm:1", 60)
    simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={"image": shown["image"]}).raise_for_status()
    assert simulator.show(endpoint_id)["image"] == "docker.io/team/llm:1"
    simulator.put(f"{ENDPOINTS}/{endpoint_id}", json={"image": "registry.example.com/llm:2"}).raise_for_status()
    assert simulator.show(endpoint_id)["image"] == "registry.example.com/llm:2"


def test_moves_the_number_of_workers(simulator, clock):
    """Workers come and go at once, and so does what they cost; an update leaves them within the bounds."""
    endpoint_id = simulator.create()
    clock.now += 3
    assert simulator.patch_endpoint(endpoint_id, replicas=4)["replicas"] == 4
    assert [worker["status"]["status"] for worker in simulator.show(endpoint_id)["workers"]] == ["ready"] * 4
    assert len({worker["id"] for worker in simulator.show(endpoint_id)["workers"]}) == 4
    before = simulator.ledger()["endpoints"][0]["cost"]
    clock.now += 3600
    assert simulator.ledger()["endpoints"][0]["cost"] == pytest.approx(before + 4 * 2.5)
    simulator.put(
        f"{ENDPOINTS}/{endpoint_id}", json={"worker_config": {"min_replicas": 1, "max_replicas": 3}}
    ).raise_for_status()
    clock.now += 3
    assert simulator.ledger()["endpoints"][0]["replicas"] == 3
    simulator.patch_endpoint(endpoint_id, replicas=0)
    assert simulator.show(endpoint_id)["workers"] == []
