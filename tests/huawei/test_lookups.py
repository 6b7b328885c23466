"""The functions, from their arguments over the wire to their results."""

import httpx
import pytest

from pulumi_serving import huawei
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.huawei.endpoint import lookups
from pulumi_serving.huawei.endpoint.testing import CREATE, FULL
from pulumi_serving.program import lookup
from pulumi_serving.program.lookup import LookupFailedError

EXPLICIT = {
    "cloud": "huawei",
    "access_key": "SIMULATORACCESSKEY",
    "secret_key": "simulator-secret-key",
    "project_id": "0123456789abcdef0123456789abcdef",
    "workspace_id": "5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
    "fabric_base_url": "http://127.0.0.1:1",
}


@pytest.fixture(autouse=True)
def _run_against_the_simulator(simulator, clock, monkeypatch):
    """Let every function ask the simulator, with an explicit provider's settings."""
    runtime = Runtime(clock=clock, http=httpx.WSGITransport(app=simulator.app), environ={})
    monkeypatch.setattr(lookup, "_runtime", runtime)

    def plain(self, args, opts=None):
        assert opts is None
        return self._run({name: value for name, value in args.items() if value is not None}, EXPLICIT)

    monkeypatch.setattr(lookup.Lookup, "plain", plain)


@pytest.fixture
def made(client, operation, clock):
    """Create some endpoints; return their ids by name."""
    kind = lookups._KIND
    bodies = [{**CREATE, "name": f"chat-{number}"} for number in range(3)] + [{**FULL, "name": "serve"}]
    ids = {body["name"]: kind.create(client, body, operation) for body in bodies}
    clock.sleep(10)
    return ids


def names(**filters):
    return [endpoint.name for endpoint in huawei.get_endpoints(**filters).endpoints]


@pytest.mark.usefixtures("made")
def test_all_pages(client, operation, simulator):
    """Without a limit all endpoints are read, a hundred at a time."""
    kind = lookups._KIND
    for number in range(120):
        kind.create(client, {"type": "job", "name": f"job-{number}"}, operation)
    result = huawei.get_endpoints()
    assert len(result.endpoints) == result.total == 124
    assert simulator.count("list") == 2


@pytest.mark.usefixtures("made")
def test_a_page():
    """With a limit there is one page, from the offset on, and the total tells how many there are."""
    result = huawei.get_endpoints(offset=1, limit=2)
    assert [endpoint.name for endpoint in result.endpoints] == ["chat-2", "chat-1"]
    assert result.total == 4
    assert names(offset=3) == ["chat-0"]


def test_every_filter(made):
    """Each query parameter of ListEndpoints filters."""
    assert names(name="CHAT") == ["chat-2", "chat-1", "chat-0"]
    assert names(endpoint_id=made["chat-1"]) == ["chat-1"]
    assert names(type="ray_service") == ["serve"]
    assert names(model_id="0" * 32) == []
    assert names(visibility="PUBLIC") == ["public-llama"]
    assert len(names(visibility="PRIVATE")) == 4
    assert len(names(visibility="ALL")) == 5
    with pytest.raises(LookupFailedError, match=r"get_endpoints: ListEndpoints failed: .*limit must be 1 to 100"):
        names(limit=101)


def test_one_endpoint(made):
    """One endpoint comes whole, without what is secret of it."""
    endpoint = huawei.get_endpoint(made["serve"])
    assert (endpoint.status, endpoint.type, endpoint.owner["domain_name"]) == ("RUNNING", "ray_service", "simulator")
    assert endpoint.url.endswith(made["serve"])
    assert endpoint.reserved_resource["mu"] == {"spec_code": "mu.llama3.8b", "min": 0, "max": 1}
    assert endpoint.ray_resource["worker_group_spec"][0]["name"] == "cpuGroup1"
    assert endpoint.caches == FULL["cache_list"]
    assert "token-" not in repr(endpoint)
    assert "a-secret-value" not in repr(endpoint)
    with pytest.raises(LookupFailedError, match="get_endpoint: there is no endpoint 0123 at http"):
        huawei.get_endpoint("0123")


def test_filler_is_no_error(made, simulator):
    """An error code of an endpoint that has not failed is left out."""
    simulator.change("huawei", made["serve"], fields={"error_code": 1, "error_msg": "filler"})
    assert huawei.get_endpoint(made["serve"]).error_msg == ""
    simulator.change("huawei", made["serve"], status="UPDATE_FAILED")
    assert huawei.get_endpoint(made["serve"]).error_msg == "filler"


def test_workspaces():
    """The account's workspaces, by name and by id."""
    (workspace,) = huawei.get_workspaces().workspaces
    assert workspace.id == EXPLICIT["workspace_id"]
    assert huawei.get_workspaces(name="simulator").workspaces == [workspace]
    assert huawei.get_workspaces(id="0" * 32).workspaces == []


def test_specs():
    """Specifications, by code, type and scenario."""
    every = {spec.spec_code for spec in huawei.get_specs().specs}
    assert {"mu.llama3.8b", "dpu.d1x", "a1x"} <= every
    assert {spec.spec_type for spec in huawei.get_specs(spec_types=["MU", "DPU"]).specs} == {"MU", "DPU"}
    assert [spec.spec_code for spec in huawei.get_specs(scenario="COMPUTE").specs] == ["compute.8u32g"]
    (spec,) = huawei.get_specs(spec_code="a1x").specs
    assert (spec.stride, spec.max_stride_num, spec.usage_measure_id) == (1, 1000, "4")
