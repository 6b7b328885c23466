"""A fleet from a stack's config: all clouds, one wait per account, failures that heal, and a new user's edits."""

import json

import pytest
from tests.conftest import data_of

from pulumi_serving.core.cloud.discovery import clouds, kind_of

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

FLEET = """
    from pulumi_serving import Fleet
    fleet = Fleet("serving")
    pulumi.export("endpoints", fleet.endpoints)
"""
SERVES = {"alibaba": "Running", "huawei": "RUNNING", "ppio": "running"}
"""What an endpoint's status says once it serves."""
LEAST = {
    "type": "sync",
    "product_id": "rtx4090-24g",
    "image": "registry.example.com/llm:1.4",
    "worker_config": {"min_replicas": 1, "max_replicas": 3, "gpu_num": 1},
}


def data(cloud):
    """Return the least arguments of a cloud's endpoint, and its default account."""
    return data_of(kind_of(cloud))


@pytest.fixture
def fleet(stack, simulator, secret):
    """Return a stack whose program is a fleet, with a default account of every cloud."""
    for cloud in clouds():
        of = data(cloud)
        config = {key: secret(value) if value in of.SECRETS else value for key, value in of.CONFIG.items()}
        stack.config |= {**config, of.BASE_URL_KEY: simulator.url}
    stack.program(FLEET)
    return stack


def confirmed(fleet):
    """Return how many endpoints each wait has seen ready."""
    return {name: len(wait["outputs"]["__confirmed"]) for name, wait in fleet.waits.items()}


def test_thirty_of_which_two_fail(fleet, simulator):
    """
    Two of thirty fail after acceptance: the run fails with a line for each, and the others serve and are recorded so.

    Once the cloud is well again the next plain up heals both, in place or by replacement, and makes nothing twice.
    """
    names = [f"{cloud}-{number}" for cloud in clouds() for number in range(30 // len(clouds()))]
    fleet.config["serving:endpoints"] = {
        name: {"cloud": name.partition("-")[0], **data(name.partition("-")[0]).CREATE} for name in names
    }
    each = len(names) // len(clouds())
    simulator.settings(ready_after_s=3600)
    up = fleet.start_up()
    simulator.wait_until(lambda: len(simulator.endpoints) == len(names))
    first = {endpoint["cloud"]: endpoint for endpoint in reversed(simulator.endpoints)}
    mended, replaced = first["ppio"], first["huawei"]
    simulator.patch(mended["id"], "ppio", status="failed", reason="CUDA out of memory")
    simulator.patch(replaced["id"], "huawei", status="CREATE_FAILED", reason="no GPU")
    up.wait_for("1 failed", times=2)
    for endpoint in simulator.endpoints:
        if endpoint["id"] not in (mended["id"], replaced["id"]):
            simulator.patch(endpoint["id"], endpoint["cloud"], status=SERVES[endpoint["cloud"]])
    simulator.settings(ready_after_s=0.2)
    done = up.finish().failed()
    of = {resource["id"]: name for name, resource in fleet.resources.items()}
    (line,) = done.errors("serving-ppio")
    assert line.startswith(f"{of[mended['id']]}: endpoint {mended['id']} is failed (CUDA out of memory).")
    (line,) = done.errors("serving-huawei")
    assert line.startswith(f"{of[replaced['id']]}: endpoint {replaced['id']} is CREATE_FAILED (no GPU")
    assert f"{each} of {each} ready" in done.out
    assert "initErrors" not in fleet.waits["serving-alibaba"]
    assert sum(confirmed(fleet).values()) == len(names) - 2
    assert simulator.writes == ["POST"] * len(names)

    healed = fleet.up().succeeded()
    assert healed.touched == {
        of[mended["id"]]: {"update"},
        of[replaced["id"]]: {"replace"},
        "serving-ppio": {"update"},
        "serving-huawei": {"update"},
    }
    assert sum(confirmed(fleet).values()) == len(simulator.living) == len(names)
    assert sorted(simulator.writes[len(names) :]) == ["DELETE", "POST", "PUT"]
    successor = simulator.endpoints[-1]
    (gone,) = [request for request in simulator.ledger()["requests"] if request["method"] == "DELETE"]
    assert successor["ready_at"] <= gone["at"]
    assert gone["path"].endswith(replaced["id"])
    assert healed.out.index("serving-huawei updated") < healed.out.index(f"{of[replaced['id']]} deleted original")
    fleet.up("--refresh", "--expect-no-changes").succeeded()
    outputs = json.loads(fleet.run("stack", "output", "--json", "--show-secrets").succeeded().out)["endpoints"]
    assert set(outputs) == set(names)
    ids = {resource["id"] for resource in fleet.resources.values()}
    assert all(item["url"] and item["id"] in ids for item in outputs.values())


def test_a_new_users_edits(fleet, simulator, second_key):
    """Adding, changing, renaming and removing endpoints touches exactly those and the wait of their account."""
    account = {"cloud": "ppio", "api_key": {"secure": fleet.cipher(second_key)}, "base_url": simulator.url}
    fleet.config["serving:accounts"] = {"team": account}
    fleet.config["serving:defaults"] = {"ppio": LEAST}
    endpoints = fleet.config["serving:endpoints"] = {"chat": {"cloud": "ppio"}, "embed": {"cloud": "ppio"}}
    fleet.program(
        FLEET
        + """
    gateway = ppio.Endpoint("gateway", **BASE, envs=[{"key": "URL", "value": fleet.endpoints["chat"]["url"]}])
"""
    )

    def edit(*writes, **touched):
        before = len(simulator.writes)
        done = fleet.up().succeeded()
        assert done.touched == {name.replace("_", "-"): {op} for name, op in touched.items()}, str(done)
        assert simulator.writes[before:] == [*writes]
        return {name: resource["id"] for name, resource in fleet.resources.items()}

    made = {"ppio_team": "create", "tests_test": "create", "serving_ppio": "create"}
    ids = edit("POST", "POST", "POST", chat="create", embed="create", gateway="create", **made)
    lives = {endpoint["id"]: endpoint for endpoint in simulator.endpoints}
    assert max(lives[ids[name]]["ready_at"] for name in ("chat", "embed")) <= lives[ids["gateway"]]["created_at"]
    url = f"https://{ids['chat']}-"
    assert simulator.show(ids["gateway"])["envs"][0]["value"].startswith(url)

    endpoints["rerank"] = {"cloud": "ppio", "account": "team", "timeouts": {"create": "5m"}}
    edit("POST", rerank="create", serving_ppio_team="create")
    assert [endpoint["account"] for endpoint in simulator.endpoints] == [1, 1, 1, 2]

    endpoints["embed"]["image"] = "registry.example.com/llm:2"
    # The address of what the wait waits for again is not known beforehand, so the gateway's preview shows a change.
    assert fleet.touched() == {name: {"update"} for name in ("embed", "serving-ppio", "gateway")}
    edit("PUT", embed="update", serving_ppio="update")
    assert simulator.show(ids["embed"])["image"].endswith(":2")

    endpoints["vectors"] = {**endpoints.pop("embed"), "aliases": ["embed"]}
    assert edit(serving_ppio="update")["vectors"] == ids["embed"]

    # A new name of the user's own is free, so the successor is made first, as it is under a name of ours.
    endpoints["chat"]["type"] = "async"
    endpoints["vectors"] |= {"type": "async", "name": "vectors-of-the-team"}
    replaced = {"chat": "replace", "vectors": "replace", "serving_ppio": "update", "gateway": "update"}
    new = edit("POST", "POST", "PUT", "DELETE", "DELETE", **replaced)
    ready = {endpoint["id"]: endpoint["ready_at"] for endpoint in simulator.endpoints}
    gone = [request for request in simulator.ledger()["requests"] if request["method"] == "DELETE"]
    assert {request["path"].rpartition("/")[2] for request in gone} == {ids["chat"], ids["embed"]}
    assert max(ready[new["chat"]], ready[new["vectors"]]) <= gone[0]["at"]

    # One that stays can't be had twice.
    endpoints["vectors"]["type"] = "sync"
    endpoints["chat"]["protect"] = True
    edit("DELETE", "POST", vectors="replace", serving_ppio="update")

    del endpoints["vectors"]
    del endpoints["rerank"]
    edit("DELETE", "DELETE", serving_ppio="update", vectors="delete", rerank="delete", serving_ppio_team="delete")
    assert "--exclude-protected" not in fleet.destroy().failed().out
    assert [endpoint["id"] for endpoint in simulator.living] == [new["chat"]]


def test_what_a_cloud_refuses(fleet, simulator):
    """A refused create stops the engine early; with --continue-on-error the others are made; the next up completes."""
    fleet.config["serving:defaults"] = {"ppio": LEAST}
    fleet.config["serving:endpoints"] = {f"llm-{number}": {"cloud": "ppio"} for number in range(6)}
    simulator.fault(cloud="ppio", operation="create", times=1, status=400, body={"code": 400, "message": "no stock"})
    done = fleet.up("--continue-on-error").failed()
    (line,) = [line for lines in done.diagnostics.values() for line in lines if "no stock" in line]
    assert line.startswith("error: Create endpoint failed: no stock (HTTP 400")
    assert len(simulator.living) == len(fleet.resources) == 5
    assert fleet.waits == {}
    fleet.up().succeeded()
    assert confirmed(fleet) == {"serving-ppio": 6}
    assert simulator.writes == ["POST"] * 7


def test_ctrl_c(fleet, simulator):
    """The first Ctrl-C ends the wait with one line and keeps what was made; the next up goes on waiting."""
    fleet.config["serving:defaults"] = {"ppio": LEAST}
    fleet.config["serving:endpoints"] = {f"llm-{number}": {"cloud": "ppio"} for number in range(5)}
    simulator.settings(ready_after_s=600)
    up = fleet.start_up()
    up.wait_for("0 of 5 ready, initializing: llm-0, llm-1, llm-2 and 2 more")
    up.interrupt()
    (line,) = up.finish().failed().errors("serving-ppio")
    assert line == (
        "the run was cancelled: 0 of 5 ready, initializing: llm-0, llm-1, llm-2 and 2 more. "
        "The next `pulumi up` goes on waiting"
    )
    assert fleet.pending == []
    again = fleet.start_up("--refresh")
    again.wait_for("0 of 5 ready")
    for endpoint in simulator.living:
        simulator.patch(endpoint["id"], status="running")
    again.finish().succeeded()
    assert confirmed(fleet) == {"serving-ppio": 5}
    assert simulator.writes == ["POST"] * 5


def test_mistakes_are_told_at_once(fleet, simulator):
    """Five mistakes in the config give five lines with their paths, and no request."""
    fleet.config["serving:accounts"] = {"team": {"cloud": "ppioo"}}
    fleet.config["serving:defaults"] = {"ppio": {**LEAST, "type": 3}}
    fleet.config["serving:endpoints"] = {
        "a": {"cloud": "ppio", "account": "teem"},
        "b": {"cloud": "ppio", "worker_config": {"max_replicas": 0}, "imagee": "x"},
    }
    done = fleet.run("preview").failed()
    rule = "must not be more than max_replicas, 0, but is 1"
    lines = [line.strip().removeprefix("error: ") for line in done.out.splitlines()]
    assert [line for line in lines if line.startswith("serving:")] == [
        "serving:accounts.team.cloud: is not a cloud; did you mean ppio?",
        "serving:defaults.ppio.type: must be a string, not the number 3",
        "serving:endpoints.a.account: is not in serving:accounts; did you mean team?",
        "serving:endpoints.b.imagee: is not an argument; did you mean image?",
        f"serving:defaults.ppio.worker_config.min_replicas: {rule} (with serving:endpoints.b)",
    ]
    assert simulator.ledger()["requests"] == []


def test_requests_of_a_hundred(fleet, simulator):
    """A hundred endpoints are looked for and waited for by the page: 35 readings at most, for a wait of 20 seconds."""
    fleet.config["serving:defaults"] = {"ppio": LEAST}
    fleet.config["serving:endpoints"] = {f"llm-{number}": {"cloud": "ppio"} for number in range(100)}
    simulator.settings(ready_after_s=20)
    fleet.up(PULUMI_SERVING_POLL_SECONDS="1").succeeded()
    assert confirmed(fleet) == {"serving-ppio": 100}
    assert simulator.writes == ["POST"] * 100
    assert len(simulator.operations("list", "get")) <= 35
