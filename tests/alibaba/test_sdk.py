"""The vendor's own SDK takes the simulator for the real service."""

import httpx
import pytest
from alibabacloud_eas20210701 import models
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException, ClientException, ThrottlingException

REGION = "cn-shanghai"
BODY = {"app_type": "LLM", "service_spec": "llama_7b_fp16", "replicas": 1}


def create(client, name, **more):
    query = {key: more.pop(key) for key in ("workspace_id", "quota_id") if key in more}
    request = models.CreateAppServiceRequest(service_name=name, **BODY, **more, **query)
    return client.create_app_service(request).body


def fault(port, **rule):
    address = f"http://127.0.0.1:{port}/_simulator/faults"
    httpx.post(address, json={"cloud": "alibaba", **rule}, trust_env=False).raise_for_status()


def test_create_and_describe(sdk):
    """What the SDK creates it finds again, under the names for reading."""
    client = sdk()
    config = {"ModelStorage": "oss", "OssPath": "oss://examplebucket/xxxx/"}
    made = create(client, "sdk_one", app_version="v1", config=config, workspace_id="42", quota_id="quota-lingjun-1")
    assert made.service_name == "sdk_one"
    assert made.service_id.startswith("eas-m-")
    assert (made.status, made.region) == ("Running", REGION)
    assert made.internet_endpoint.startswith("http://pai-eas.")
    assert made.intranet_endpoint.startswith("http://pai-eas-vpc.")
    found = client.describe_service(REGION, "sdk_one").body
    assert (found.service_id, found.status, found.app_type) == (made.service_id, "Running", "LLM")
    assert (found.app_spec_name, found.app_version, found.total_instance) == ("llama_7b_fp16", "v1", 1)
    assert (found.workspace_id, found.quota_id) == ("42", "quota-lingjun-1")
    assert "oss://examplebucket/xxxx/" in found.app_config
    assert "/api/predict/sdk_one" in found.internet_endpoint
    assert found.access_token


def test_list(sdk):
    """The list pages, filters by name and label, and leaves out the endpoints."""
    client = sdk()
    for name in ("sdk_list_a", "sdk_list_b", "sdk_list_c"):
        create(client, name)
    page = client.list_services(models.ListServicesRequest(filter="sdk_list", page_size=2, page_number=2)).body
    assert (page.total_count, page.page_size, page.page_number) == (3, 2, 2)
    assert [item.service_name for item in page.services] == ["sdk_list_a"]
    assert page.services[0].internet_endpoint is None
    none = client.list_services(models.ListServicesRequest(filter="sdk_list", label={"team": "x"})).body
    assert none.total_count == 0


def test_update(sdk):
    """An update changes what it names; what it leaves out stays."""
    client = sdk()
    create(client, "sdk_update", app_version="v1")
    client.update_app_service(REGION, "sdk_update", models.UpdateAppServiceRequest(replicas=3))
    found = client.describe_service(REGION, "sdk_update").body
    assert (found.total_instance, found.app_version, found.latest_version) == (3, "v1", 2)


def test_stop_start_events_and_lock(sdk):
    """The further calls that a client of an app service makes are there, too."""
    client = sdk()
    create(client, "sdk_more")
    client.stop_service(REGION, "sdk_more")
    assert client.describe_service(REGION, "sdk_more").body.status == "Stopped"
    client.start_service(REGION, "sdk_more")
    assert client.describe_service(REGION, "sdk_more").body.status == "Running"
    events = client.describe_service_event(REGION, "sdk_more", models.DescribeServiceEventRequest(page_size=5)).body
    assert [event.reason for event in events.events] == ["Created"]
    client.update_service_safety_lock(REGION, "sdk_more", models.UpdateServiceSafetyLockRequest(lock="dangerous"))
    with pytest.raises(ClientException) as caught:
        client.delete_service(REGION, "sdk_more")
    assert caught.value.code == "InvalidService.Locked"


def test_delete(sdk):
    """What was deleted is not found, in the vendor's code for that."""
    client = sdk()
    create(client, "sdk_delete")
    assert "terminating" in client.delete_service(REGION, "sdk_delete").body.message
    with pytest.raises(ClientException) as caught:
        client.describe_service(REGION, "sdk_delete")
    assert (caught.value.code, caught.value.status_code) == ("InvalidService.NotFound", 404)
    assert caught.value.request_id


@pytest.mark.parametrize(
    ("access_key", "secret_key", "token", "code"),
    [
        ("simulator-access-key-id", "wrong", None, "SignatureDoesNotMatch"),
        ("nobody", "simulator-access-key-secret", None, "InvalidAccessKeyId.NotFound"),
        ("simulator-access-key-id", "simulator-access-key-secret", "odd", "InvalidSecurityToken.Malformed"),
        (
            "simulator-access-key-id",
            "simulator-access-key-secret",
            "simulator-security-token-expired",
            "InvalidSecurityToken.Expired",
        ),
    ],
)
def test_bad_credentials(sdk, access_key, secret_key, token, code):
    """Bad keys come back as the SDK's own exceptions."""
    with pytest.raises(AlibabaCloudException) as caught:
        sdk(access_key, secret_key, token).describe_service(REGION, "any")
    assert caught.value.code == code


def test_temporary_keys(sdk):
    """An STS token is taken with the keys that it belongs to."""
    create(sdk(token="simulator-security-token"), "sdk_sts")
    assert sdk().describe_service(REGION, "sdk_sts").body.status == "Running"


def test_a_name_of_another_account(sdk):
    """A name that another account holds is refused, and its service is not shown."""
    create(sdk(), "sdk_taken")
    other = sdk("simulator-access-key-id-2", "simulator-access-key-secret-2")
    for call in (lambda: create(other, "sdk_taken"), lambda: other.describe_service(REGION, "sdk_taken")):
        with pytest.raises(ClientException) as caught:
            call()
        assert caught.value.code == "Forbidden.PrivilegeCheckFailed"
    with pytest.raises(ClientException) as caught:
        create(sdk(), "sdk_taken")
    assert caught.value.status_code == 409


@pytest.mark.parametrize("status", [400, 429, 503])
def test_throttling(sdk, port, status):
    """Throttling comes with several statuses, always in the vendor's own code."""
    fault(port, operation="list", status=status, code="Throttling.User", headers={"x-acs-retry-after": "1500"})
    with pytest.raises(ThrottlingException) as caught:
        sdk().list_services(models.ListServicesRequest())
    assert (caught.value.code, caught.value.retry_after) == ("Throttling.User", 1500)


def test_a_server_error(sdk, port):
    """A fault without a body answers in the vendor's envelope."""
    fault(port, operation="list", status=503)
    with pytest.raises(AlibabaCloudException) as caught:
        sdk().list_services(models.ListServicesRequest())
    assert caught.value.code == "ServiceUnavailable"
