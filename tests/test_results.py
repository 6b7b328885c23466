"""What functions return has the fields that the answers have: each one left out, or added, is so on purpose."""

from dataclasses import fields

import pytest

from pulumi_serving.alibaba.app_service import models as service
from pulumi_serving.alibaba.app_service import results as service_results
from pulumi_serving.huawei.endpoint import models as huawei_endpoint
from pulumi_serving.huawei.endpoint import results as huawei_endpoint_results
from pulumi_serving.huawei.workspace import models as workspace
from pulumi_serving.huawei.workspace import results as workspace_results
from pulumi_serving.ppio.endpoint import models as endpoint
from pulumi_serving.ppio.endpoint import results as endpoint_results
from pulumi_serving.ppio.network_volume import models as volume
from pulumi_serving.ppio.network_volume import results as volume_results
from pulumi_serving.ppio.registry_auth import models as auth
from pulumi_serving.ppio.registry_auth import results as auth_results

# What an answer is read into, what a function makes of it, and what is in one of the two alone.
TWINS = [
    (auth.Auth, auth_results.RegistryAuthResult, "", ""),
    (
        volume.Storage,
        volume_results.NetworkVolumeResult,
        "storageId storageName storageSize clusterId clusterName",
        "id name size region_id region_name",
    ),
    (workspace.Workspace, workspace_results.WorkspaceResult, "", ""),
    (
        endpoint.Endpoint,
        endpoint_results.EndpointResult,
        "envs workers",
        "env_keys worker_count status_error status_message",
    ),
    (endpoint.WorkerConfig, endpoint_results.WorkerConfig, "", ""),
    (endpoint.Policy, endpoint_results.Policy, "", ""),
    (endpoint.Volume, endpoint_results.Volume, "", ""),
    (endpoint.HealthCheck, endpoint_results.HealthCheck, "", ""),
    (huawei_endpoint.Endpoint, huawei_endpoint_results.EndpointResult, "config log_config", "url"),
    (huawei_endpoint.Url, huawei_endpoint_results.Address, "token", ""),
    (
        service.Service,
        service_results.ServiceResult,
        "access_token app_config app_spec_name service_uid autoscaler_enabled cronscaler_enabled",
        "id config service_spec",
    ),
]


@pytest.mark.parametrize(("model", "result", "left_out", "added"), TWINS, ids=[row[1].__qualname__ for row in TWINS])
def test_a_function_returns_what_an_answer_has(model, result, left_out, added):
    """A field that an answer is read into is returned, too, but for secrets, what moves by itself, and other names."""
    assert {*model.model_fields} - {*left_out.split()} | {*added.split()} == {field.name for field in fields(result)}


@pytest.mark.parametrize("result", [row[1] for row in TWINS], ids=lambda result: result.__qualname__)
def test_each_field_has_something_to_fall_back_on(result):
    """No field is promised by an answer, so what a function returns can be made of nothing."""
    assert result() == result()
