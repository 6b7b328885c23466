"""Data for the contract tests: what a good, a changed, a replaced and a bad app service look like."""

from __future__ import annotations

from typing import Any

from pulumi_serving.alibaba.testing import BASE_URL_KEY, CONFIG, OTHER_ACCOUNT, SECRETS  # noqa: F401 - a part of the data

CREATE: dict[str, Any] = {"service_spec": "llama_7b_fp16", "replicas": 1}
"""The least that an app service needs."""

FULL: dict[str, Any] = {
    "name": "team_llm",
    "app_type": "LLM",
    "app_version": "v1",
    "service_spec": "llama_7b_fp16",
    "replicas": 2,
    "config": {
        "model_storage": "nas",
        "nas_mount_target": "317d14abcd-efg12.cn-shanghai.nas.example.com",
        "nas_path": "/models",
        "security_group_id": "sg-uf6e50fazt4u7smt0001",
        "vpc_id": "vpc-uf66zxxrlv0l4nj490001",
        "vswitch_id": "vsw-uf6fg76uu2bx84tci0001",
    },
    "workspace_id": "123456",
    "quota_id": "quota-lingjun-1",
}
"""Every argument that goes on the wire."""

UPDATE: dict[str, Any] = {
    "app_version": "v2",
    "service_spec": "llama_13b_fp16",
    "replicas": 3,
    "config": {**FULL["config"], "nas_path": "/models/2"},
}
"""For each argument that changes in place, another value than in FULL."""

REPLACE: dict[str, Any] = {
    "workspace_id": "234567",
    "quota_id": "quota-lingjun-2",
    "name": "team_llm_2",
    "app_type": "CV",
}
"""For each argument whose change is a replacement, another value than in FULL."""

CHANGED: tuple[str, Any] = ("service_spec", "chatglm_6b_fp16")
"""An argument of CREATE and FULL, and another value for it, to which it changes in place."""
DRIFT: dict[str, Any] = {"ServiceSpec": "chatglm_6b_fp16"}
"""The same in the simulator's words."""
LEDGER_ID = "service_id"
"""The output by which the simulator's ledger knows a service."""

INVALID: list[tuple[dict[str, Any], str]] = [
    ({"replicas": 0}, "replicas: must be 1 or more, not 0"),
    ({"replicas": 1.5}, "replicas: must be a whole number, not the number 1.5"),
    ({"service_spec": ""}, "service_spec: must not be empty"),
    ({"name": "Team-LLM"}, "name: must have no upper case"),
    ({"name": "a/b"}, "name: must have no upper case, no blank and no /"),
    ({"service_spek": "x"}, "service_spek: is not an argument; did you mean service_spec?"),
    ({"config": {"model_storage": "s3"}}, "config.model_storage: must be 'oss' or 'nas'"),
    ({"config": {"model_storage": "oss"}}, "config.oss_path: is required"),
    ({"config": {"model_storage": "oss", "oss_path": "bucket/x"}}, "config.oss_path: must start with oss://"),
    (
        {"config": {"model_storage": "oss", "oss_path": "oss://b/x", "nas_path": "/"}},
        "config.nas_path: goes with model_storage 'nas', not with 'oss'",
    ),
    ({"config": {**FULL["config"], "nas_path": "models"}}, "config.nas_path: must start with /"),
    ({"config": {**FULL["config"], "vpc_idd": "x"}}, "config.vpc_idd: is not an argument; did you mean vpc_id?"),
    ({"config": "oss"}, "config: must be a mapping, not a string"),
]
"""Changes to CREATE that check must refuse, and how its line begins."""

LOOK_UP = "get"
"""The operation by which a name is looked up."""
NOT_THERE: dict[str, Any] = {"status": 404, "code": "InvalidService.NotFound"}
"""A fault that makes such a query find nothing."""

STATUS_READY = "Running"
"""A status that the simulator can force, and that means ready."""
STATUS_FAILED = "Failed"
"""A status that the simulator can force, and that means failure."""

GONE: dict[str, Any] = {"status": 404, "code": "InvalidService.NotFound"}
"""A fault that answers as if the service were not there."""
ELSEWHERE = {"alicloud:region": "cn-beijing"}
"""A setting of the same account for another location."""
BESIDE: dict[str, Any] = {"replicas": 2}
"""A change of CREATE in place that changes neither CHANGED nor REFORMED."""
REFORMED = ("app_version", "v2", "V2", "app_version (in upper case)")
"""What `normalise` keeps otherwise: an argument, a value, the form it is kept in, and how a warning names both."""
IN_ADDRESS = ("name", "my_secret_name")
"""An argument that is a part of the address, and a value for it."""
