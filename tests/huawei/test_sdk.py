"""The vendor's own SDK takes the simulator for the cloud: requests, answers, filters and exceptions."""

import httpx
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException, ServerResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkdataartsfabric.v1 import DataArtsFabricClient, model

from pulumi_serving.huawei.endpoint import testing

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ImportWarning"),  # it does without dateutil
]

AK, SK = "SIMULATORACCESSKEY", "simulator-secret-key"
PROJECT, WORKSPACE = testing.CONFIG["huaweicloud:projectId"], testing.CONFIG["huaweicloud:workspaceId"]


@pytest.fixture
def sdk(server, monkeypatch):
    """Return how to make the vendor's client."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def make(ak=AK, sk=SK, project=PROJECT):
        credentials = BasicCredentials(ak, sk, project)
        return DataArtsFabricClient.new_builder().with_credentials(credentials).with_endpoints([server]).build()

    return make


def endpoint_input(name, **changes):
    mu = model.ResourceDemand(spec_code="mu.llama3.8b", min=0, max=1)
    given = {"type": "inference", "reserved_resource": model.ReservedResource(mu=mu), **changes}
    return model.EndpointInput(name=name, **given)


def create(client, name="demo", **changes):
    request = model.CreateEndpointRequest(workspace_id=WORKSPACE, body=endpoint_input(name, **changes))
    return client.create_endpoint(request)


def listed(client, **filters):
    answer = client.list_endpoints(model.ListEndpointsRequest(workspace_id=WORKSPACE, **filters))
    return [endpoint.name for endpoint in answer.endpoints], answer.total


def test_life(sdk, server):
    """The SDK creates, shows, updates and deletes."""
    client = sdk()
    made = create(client, description="a model")
    assert made.status_code == 202
    assert made.status == "RUNNING"  # ready at once
    assert (made.name, made.description, made.owner.domain_name) == ("demo", "a model", "simulator")
    shown = client.show_endpoint(model.ShowEndpointRequest(workspace_id=WORKSPACE, endpoint_id=made.id))
    assert shown.reserved_resource.mu.to_dict() == {"spec_code": "mu.llama3.8b", "min": 0, "max": 1}
    assert [url.name for url in shown.urls] == ["Dashboard", "ApiInvoke"]
    body = model.UpdateEndpointRequestBody(name="demo-2", description="another")
    updated = client.update_endpoint(
        model.UpdateEndpointRequest(workspace_id=WORKSPACE, endpoint_id=made.id, body=body)
    )
    assert (updated.status_code, updated.name) == (202, "demo-2")
    deleted = client.delete_endpoint(model.DeleteEndpointRequest(workspace_id=WORKSPACE, endpoint_id=made.id))
    assert (deleted.status_code, deleted.id) == (202, made.id)
    operations = [item["operation"] for item in httpx.get(f"{server}/_simulator/ledger").json()["requests"]]
    assert operations == ["create", "get", "update", "delete"]


def test_ray_comes_back_under_other_names(sdk):
    """What was sent as work_node_resources is decoded by the SDK as worker_group_spec."""
    ray = model.RayResourceInput(
        head_node_resource=model.HeadNodeResourceDemand(spec_code="ray.head.4u16g"),
        work_node_resources=[
            model.WorkNodeResourceDemand(
                name="cpuGroup1", resource=model.ResourceDemand(spec_code="ray.cpu.8u32g", min=1, max=3)
            )
        ],
    )
    made = create(sdk(), type="ray", reserved_resource=None, ray_resource=ray)
    assert made.ray_resource.head_group_spec.spec_code == "ray.head.4u16g"
    (group,) = made.ray_resource.worker_group_spec
    assert (group.name, group.spec_code, group.min_replicas, group.max_replicas) == (
        "cpuGroup1",
        "ray.cpu.8u32g",
        1,
        3,
    )


def test_every_filter(sdk):
    """The SDK lists with each of the filters, and by pages."""
    client = sdk()
    made = [create(client, name).id for name in ("chat-1", "chat-2", "embed")]
    create(client, "cluster", type="job")
    assert listed(client) == (["cluster", "embed", "chat-2", "chat-1"], 4)
    assert listed(client, limit=2) == (["cluster", "embed"], 4)
    assert listed(client, offset=2, limit=2) == (["chat-2", "chat-1"], 4)
    assert listed(client, name="CHAT") == (["chat-2", "chat-1"], 2)
    assert listed(client, endpoint_id=made[2]) == (["embed"], 1)
    assert listed(client, type="job") == (["cluster"], 1)
    assert listed(client, model_id="0" * 32) == ([], 0)
    assert listed(client, visibility="PRIVATE")[1] == 4
    assert listed(client, visibility="PUBLIC") == (["public-llama"], 1)
    assert listed(client, visibility="ALL")[1] == 5


def test_workspaces_and_specs(sdk):
    """The SDK finds the workspace and the specifications."""
    client = sdk()
    answer = client.list_workspaces(model.ListWorkspacesRequest(enterprise_project_id="all_granted_eps"))
    assert [workspace.id for workspace in answer.workspaces] == [WORKSPACE]
    specs = client.list_specs(model.ListSpecsRequest(spec_types=["MU"], scenario="ENDPOINT"))
    assert {spec.spec_type for spec in specs.spec_codes} == {"MU"}
    assert "mu.llama3.8b" in [spec.spec_code for spec in specs.spec_codes]


def refusal(action, kind=ClientRequestException):
    with pytest.raises(kind) as caught:
        action()
    assert caught.value.request_id
    return caught.value.status_code, caught.value.error_code, caught.value.error_msg


def test_a_bad_signature_is_the_sdks_exception(sdk):
    """A wrong secret key, an unknown access key and another account's project are refused."""
    status, code, words = refusal(lambda: listed(sdk(sk="wrong")))
    assert (status, code) == (401, "APIG.0301")
    assert "verify aksk signature fail" in words
    assert refusal(lambda: listed(sdk(ak="NOSUCHKEY")))[:2] == (401, "APIG.0301")
    assert refusal(lambda: listed(sdk(project="f" * 32)))[:2] == (403, 403)


def test_five_bad_signatures_lock_the_key(sdk):
    """After five bad signatures even a good one is refused; the other key is not."""
    for _ in range(5):
        refusal(lambda: listed(sdk(sk="wrong")))
    assert "reach the limit" in refusal(lambda: listed(sdk()))[2]
    other = sdk("SIMULATORACCESSKEY2", "simulator-secret-key-2", "fedcba9876543210fedcba9876543210")
    request = model.ListEndpointsRequest(workspace_id="b4a5c6d7e8f90a1b2c3d4e5f6a7b8c9d")
    assert other.list_endpoints(request).total == 0


def test_a_bad_body_is_the_sdks_exception(sdk):
    """A wrong type, a name with a slash and a missing field are refused with code and message."""
    for changes in ({"description": 3}, {"name": "a/b"}, {"reserved_resource": {"mu": {"spec_code": "mu"}}}):
        status, code, words = refusal(lambda changes=changes: create(sdk(), **changes))
        assert (status, code) == (400, "common.01000001")
        assert "failed to read http request" in words


def test_what_is_missing_is_a_400(sdk):
    """A missing endpoint and a missing workspace come as 400, each with its code."""
    client = sdk()
    shown = model.ShowEndpointRequest(workspace_id=WORKSPACE, endpoint_id="0" * 32)
    assert refusal(lambda: client.show_endpoint(shown))[:2] == (400, "dataartsfabric.00010009")
    elsewhere = model.ListEndpointsRequest(workspace_id="0" * 32)
    assert refusal(lambda: client.list_endpoints(elsewhere))[:2] == (400, "dataartsfabric.00010003")


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "common.01000001", ClientRequestException),
        (401, "APIG.1002", ClientRequestException),
        (403, 403, ClientRequestException),
        (408, "common.00000408", ClientRequestException),
        (500, "common.00000500", ServerResponseException),
    ],
)
def test_the_documented_errors(sdk, server, status, code, kind):
    """Each documented error reaches the SDK's user with its code; for 429 the SDK has words of its own."""
    httpx.post(f"{server}/_simulator/faults", json={"cloud": "huawei", "operation": "list", "status": status})
    assert refusal(lambda: listed(sdk()), kind)[:2] == (status, code)


def test_a_name_in_chinese(sdk):
    """Chinese in a body and in a filter arrives, and is signed right."""
    client = sdk()
    create(client, "演示 ep.1")
    assert listed(client, name="演示") == (["演示 ep.1"], 1)
    assert refusal(lambda: listed(client, name="演示 ep"))[:2] == (400, "common.01000001")


def test_without_a_project_the_sdk_finds_it(sdk, server):
    """The SDK asks the identity service for the project of the region."""
    sdk()
    credentials = BasicCredentials(AK, SK).with_iam_endpoint(server)
    region = Region("cn-north-4", server)
    client = DataArtsFabricClient.new_builder().with_credentials(credentials).with_region(region).build()
    assert listed(client) == ([], 0)
    requests = httpx.get(f"{server}/_simulator/ledger").json()["requests"]
    assert [item["operation"] for item in requests] == ["projects", "list"]
