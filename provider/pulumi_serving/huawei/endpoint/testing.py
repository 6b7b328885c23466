"""Data for the contract tests: what a good, a changed, a replaced and a bad endpoint look like."""

from __future__ import annotations

from typing import Any

from pulumi_serving.huawei.testing import BASE_URL_KEY, CONFIG, OTHER_ACCOUNT, SECRETS  # noqa: F401 - a part of the data

LIST_PATH = "/v1/workspaces/5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b/endpoints"
EMPTY_LIST: dict[str, Any] = {"total": 0, "endpoints": []}
"""A list's answer without an endpoint."""

CREATE: dict[str, Any] = {
    "type": "inference",
    "description": "a chat model",
    "reserved_resource": {"mu": {"spec_code": "mu.llama3.8b", "min": 0, "max": 1}},
}
"""A small endpoint."""

APPLICATION: dict[str, Any] = {
    "name": "chat",
    "import_path": "serve_chat:app",
    "route_prefix": "/chat",
    "runtime_env": {
        "working_dir": "obs://models/chat.zip",
        "env_vars": {"HF_TOKEN": "a-secret-value", "MODE": "prod"},
    },
    "deployments": [
        {
            "name": "chat",
            "ray_actor_options": {"num_cpus": 0.5, "memory": 1073741824.5, "resources": '{"NPU": 1}'},
            "autoscaling_config": {
                "target_num_ongoing_requests_per_replica": 2,
                "max_concurrent_queries": 16,
                "min_replicas": 1,
                "max_replicas": 4,
                "initial_replicas": 1,
                "upscale_delay_s": 30,
                "downscale_delay_s": 600,
            },
            "user_config": {"api_key": "a-secret-value", "temperature": 0.5, "tags": ["a", "b"]},
            "max_replicas_per_node": 2,
        },
        {
            "name": "router",
            "num_replicas": 2,
            "max_ongoing_requests": 100,
            "max_queued_requests": -1,
        },
    ],
}

RAY_SERVICE: dict[str, Any] = {
    "ray_serve_config": {"applications": [APPLICATION]},
    "ray_cluster_config": {
        "head_group_spec": {
            "limits": {"spec_code": "ray.head.4u16g"},
            "requests": {"spec_code": "ray.head.4u16g"},
        },
        "worker_group_specs": [
            {
                "name": "cpu",
                "min_replicas": 1,
                "max_replicas": 4,
                "limits": {"spec_code": "ray.cpu.8u32g"},
                "requests": {"spec_code": "ray.cpu.8u32g"},
            },
            {
                "name": "npu",
                "min_replicas": 0,
                "max_replicas": 2,
                "requests": {"cpu_resource": 24, "memory_resource": 192, "npu_resource": 1},
            },
        ],
        "enable_custom": True,
    },
    "data_infos": [{"input_path": "obs://data/prompts"}],
    "log_config": {"lts": {"enabled": True, "log_group_id": "group-1", "log_stream_id": "stream-1"}},
    "oidc_config": {"enable_oidc": True, "client_id": "client-1", "namespace": "ray-svc-01234567"},
    "api_config": {"enable_independent_api": True, "backend_timeout": 60000},
    "agency_config": {"enable_agency": True, "agency_name": "fabric-agency"},
}

FULL: dict[str, Any] = {
    "type": "ray_service",
    "name": "chat-7f3a",
    "description": "Ray Serve, with everything set",
    "reserved_resource": {
        "apu": {"spec_code": "a1x", "warm_up_num": 1, "max_num": 2},
        "dpu": {"spec_code": "dpu.d1x", "warm_up_num": 1, "max_num": 1, "use_public_resource": False},
        "mu": {"spec_code": "mu.llama3.8b", "min": 0, "max": 1},
    },
    "ray_resource": {
        "head_node_resource": {"spec_code": "ray.head.4u16g"},
        "work_node_resources": [
            {"name": "cpuGroup1", "resource": {"spec_code": "ray.cpu.8u32g", "min": 1, "max": 3}},
            {"name": "npuGroup1", "resource": {"spec_code": "ray.npu.24u192g", "min": 0, "max": 2}},
        ],
    },
    "cap": {
        "cap_id": "00112233445566778899aabbccddeeff",
        "version_id": "ffeeddccbbaa99887766554433221100",
    },
    "log_config": {"enable_lts_log": True, "enable_obs_log": True, "obs_path": "obs://logs/ray"},
    "config": {"ray_service_config": RAY_SERVICE},
    "cache_list": [
        {"mnt_path": "/models", "cache_ins_id": "cache-1"},
        {"mnt_path": "/data", "cache_ins_id": "cache-2"},
    ],
    "public_access": True,
    "custom_image_id": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
}
"""Every argument that goes on the wire, although not all of them go with one type."""

UPDATE: dict[str, Any] = {
    "name": "chat-8b2c",
    "description": "",
    "reserved_resource": {**FULL["reserved_resource"], "mu": {"spec_code": "mu", "min": 1, "max": 2}},
    "ray_resource": {
        "head_node_resource": {"spec_code": "ray.cpu.8u32g"},
        "work_node_resources": [
            {"name": "cpuGroup1", "resource": {"spec_code": "ray.cpu.8u32g", "min": 2, "max": 5}},
        ],
    },
    "cap": {**FULL["cap"], "version_id": "00000000000000000000000000000002"},
}
"""For each argument that changes in place, another value than in FULL."""

REPLACE: dict[str, Any] = {
    "type": "ray",
    "log_config": {"enable_lts_log": False},
    "config": {"ray_service_config": {**RAY_SERVICE, "data_infos": []}},
    "cache_list": [{"mnt_path": "/models", "cache_ins_id": "cache-3"}],
    "public_access": False,
    "custom_image_id": "ffffffff-4e5f-6071-8293-a4b5c6d7e8f9",
}
"""For each argument whose change is a replacement, another value than in FULL."""

REPLACED_IF_REMOVED = {"reserved_resource", "ray_resource", "cap"}
"""Arguments that change in place and can't be taken away in place."""

CHANGED: tuple[str, Any] = ("description", "another chat model")
"""An argument of CREATE and FULL, under the simulator's own name of it, and another value for it."""


def _service(**changes: Any) -> dict[str, Any]:
    return {"config": {"ray_service_config": {**RAY_SERVICE, **changes}}}


INVALID: list[tuple[dict[str, Any], str]] = [
    ({"type": 3}, "type: must be a string, not the number 3"),
    ({"name": "chat/1"}, "name: may have Chinese characters, letters, digits"),
    ({"descripton": "x"}, "descripton: is not an argument; did you mean description?"),
    (
        {"reserved_resource": {"mu": {"spec_code": "mu", "min": 0}}},
        "reserved_resource.mu.max: is required",
    ),
    (
        {"reserved_resource": {"apu": {"spec_code": "a1x", "warm_up_num": -1}}},
        "reserved_resource.apu.warm_up_num: must be 0 or more, not -1",
    ),
    ({"cap": {"cap_id": "short"}}, "cap.cap_id: must match"),
    ({"log_config": {"enable_obs_log": True}}, "log_config.enable_obs_log: needs enable_lts_log"),
    (
        _service(ray_serve_config={"applications": [APPLICATION, {**APPLICATION, "name": "b"}]}),
        "config.ray_service_config.ray_serve_config.applications[1].route_prefix: is there twice",
    ),
    ({"cache_list": [{"mnt_path": "/m"}]}, "cache_list[0].cache_ins_id: is required"),
]
"""Changes to CREATE that check must refuse, and how its line begins."""

STATUS_READY = "RUNNING"
"""A status that the simulator can force, and that means ready."""
STATUS_FAILED = "UPDATE_FAILED"
"""A status that the simulator can force, that means failure, and that an update heals."""

GONE: dict[str, Any] = {
    "status": 400,
    "body": {"error_code": "dataartsfabric.00010009", "error_msg": "does not exist"},
}
"""A fault that answers as if the endpoint were not there."""
ELSEWHERE = {"huaweicloud:workspaceId": "b4a5c6d7e8f90a1b2c3d4e5f6a7b8c9d"}
"""A setting of the same account for another location."""
BESIDE: dict[str, Any] = {"name": "another"}
"""A change of CREATE in place that changes neither CHANGED nor REFORMED."""
REFORMED = ("description", "about it ", "about it", "description (without ' ')")
"""What `normalise` keeps otherwise: an argument, a value, the form it is kept in, and how a warning names both."""
KEPT: dict[str, Any] = {"reserved_resource": {"mu": {"spec_code": "MU.LLAMA3.8B", "min": 0, "max": 1}}}
"""What else of CREATE is kept otherwise, in the form that it is kept in."""
