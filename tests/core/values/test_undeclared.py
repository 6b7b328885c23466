"""What is recorded and no program has declared: what an import has read, and what a cloud has filled in."""

import pytest

from pulumi_serving.alibaba.app_service.args import AppServiceArgs
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.undeclared import adds_what_is_there, declared_before
from pulumi_serving.huawei.endpoint.args import EndpointArgs as HuaweiArgs
from pulumi_serving.ppio.endpoint.args import EndpointArgs

BLOCK = {"max_replicas": 3, "gpu_num": 1}
OSS = {"model_storage": "oss", "oss_path": "oss://b/x"}


@pytest.mark.parametrize(
    ("args", "recorded", "news", "expected"),
    [
        (EndpointArgs, {"image": "a", "command": "b"}, {"image": "c"}, {"image": "a"}),
        (
            EndpointArgs,
            {"worker_config": {**BLOCK, "idle_timeout": 5}},
            {"worker_config": BLOCK},
            {"worker_config": BLOCK},
        ),
        (EndpointArgs, {"worker_config": {"gpu_num": 2}}, {"worker_config": BLOCK}, {"worker_config": {"gpu_num": 2}}),
        (
            EndpointArgs,
            {"volumes": [{"mount_point": "/b", "size": 9}, {"mount_point": "/a", "type": "local", "size": 9}]},
            {"volumes": [{"mount_point": "/a", "type": "local"}, {"mount_point": "/b"}]},
            {"volumes": [{"mount_point": "/b"}, {"mount_point": "/a", "type": "local"}]},
        ),
        (EndpointArgs, {"ports": [1, 2]}, {"ports": [1]}, {"ports": [1, 2]}),
        (
            AppServiceArgs,
            {"config": {"ModelStorage": "oss", "OssPath": "oss://b/x", "Further": "1"}},
            {"config": OSS},
            {"config": {"ModelStorage": "oss", "OssPath": "oss://b/x"}},
        ),
    ],
)
def test_what_an_import_has_read(args, recorded, news, expected):
    """Of what an import has read counts what the program declares, inside blocks, too; of other inputs, all."""
    assert declared_before(args, {**recorded, "__undeclared": True}, news) == {**expected, "__undeclared": True}
    assert declared_before(args, recorded, news) == recorded


@pytest.mark.parametrize(
    ("args", "name", "recorded", "declared", "there", "expected"),
    [
        (AppServiceArgs, "workspace_id", None, "1", "1", True),
        (AppServiceArgs, "workspace_id", None, "2", "1", False),
        (AppServiceArgs, "workspace_id", None, "1", None, False),
        (AppServiceArgs, "workspace_id", "2", "1", "1", False),
        (AppServiceArgs, "workspace_id", "1", None, "1", False),
        (HuaweiArgs, "log_config", None, {"enable_lts_log": True}, {"enable_lts_log": True, "obs_path": "x"}, True),
        (HuaweiArgs, "log_config", {}, {"enable_lts_log": True}, {"enable_lts_log": True}, True),
        (HuaweiArgs, "log_config", {"obs_path": "x"}, {"enable_lts_log": True}, {"enable_lts_log": True}, False),
        (HuaweiArgs, "log_config", {"obs_path": "y"}, {"obs_path": "x"}, {"obs_path": "x"}, False),
    ],
)
def test_what_is_there_already(args, name, recorded, declared, there, expected):
    """What is declared for the first time is there already if it is what the cloud has, and nothing else changes."""
    bags = [{} if value is None else {name: value} for value in (recorded, declared, there)]
    assert adds_what_is_there(schema.fields(args)[name], *bags) is expected
