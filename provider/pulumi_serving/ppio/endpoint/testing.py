"""Data for the contract tests: what a good, a changed, a replaced and a bad endpoint look like."""

from __future__ import annotations

from typing import Any

from pulumi_serving.ppio.testing import BASE_URL_KEY, CONFIG, OTHER_ACCOUNT, SECRETS  # noqa: F401 - a part of the data

EMPTY_LIST: dict[str, Any] = {"data": []}
"""A list's answer without an endpoint."""

CREATE: dict[str, Any] = {
    "type": "sync",
    "product_id": "h100",
    "image": "registry.example.com/llm:1.4",
    "worker_config": {"min_replicas": 1, "max_replicas": 3, "gpu_num": 1},
}
"""The least that an endpoint needs."""

FULL: dict[str, Any] = {
    "type": "async",
    "name": "img-gen-7f3a",
    "product_id": "2",
    "image": "registry.example.com/team/gen:1.4",
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
    "registry_auth_id": "registry-auth-id",
    "entrypoint": "python",
    "command": "serve.py --port 9000",
    "ports": [9000],
    "health_check": {"path": "/live", "port": 9000},
    "envs": [{"key": "MODE", "value": "prod"}, {"key": "TOKEN", "value": "a-secret-value"}],
    "volumes": [{"id": "st-123", "type": "network", "mount_point": "/models"}],
    "region_id": "us-dallas-nas-2",
}
"""Every argument that goes on the wire."""

UPDATE: dict[str, Any] = {
    "name": "img-gen-8b2c",
    "product_id": "h100",
    "image": "registry.example.com/team/gen:1.5",
    "worker_config": {**FULL["worker_config"], "max_replicas": 5},
    "policy": {"type": "concurrency", "value": 16},
    "registry_auth_id": "",
    "entrypoint": "python3",
    "command": "serve.py --port 9000 --fast",
    "ports": [9001],
    "health_check": {"path": "/ready", "port": 9000},
    "envs": [{"key": "MODE", "value": "test"}],
    "volumes": [],
    "region_id": "as-sgp-2",
}
"""For each argument that changes in place, another value than in FULL."""

REPLACE: dict[str, Any] = {"type": "sync", "app_name": "img-gen-2"}
"""For each argument whose change is a replacement, another value than in FULL."""

CHANGED: tuple[str, Any] = ("image", "registry.example.com/llm:2")
"""An argument of CREATE and FULL, under the simulator's own name of it, and another value for it."""

INVALID: list[tuple[dict[str, Any], str]] = [
    ({"type": ""}, "type: must not be empty"),
    ({"worker_config": {"min_replicas": 1}}, "worker_config.max_replicas: is required"),
    ({"worker_config": {"max_replicas": 1001}}, "worker_config.max_replicas: must be 1000 or less, not 1001"),
    ({"worker_config": {"max_replicas": 1, "min_replicas": 2}}, "worker_config.min_replicas: must not be more than"),
    ({"imagee": "x"}, "imagee: is not an argument; did you mean image?"),
    ({"image": "i" * 501}, "image: must have 500 characters or fewer, not 501"),
    ({"ports": [0]}, "ports[0]: must be 1 or more, not 0"),
    ({"envs": [{"key": "A", "value": "1"}, {"key": "A", "value": "2"}]}, "envs[1].key: is there twice"),
]
"""Changes to CREATE that check must refuse, and how its line begins."""

STATUS_READY = "running"
"""A status that the simulator can force, and that means ready."""
STATUS_FAILED = "failed"
"""A status that the simulator can force, and that means failure."""

GONE: dict[str, Any] = {"status": 404, "code": "RESOURCE_NOT_FOUND"}
"""A fault that answers as if the endpoint were not there."""
BESIDE: dict[str, Any] = {"ports": [9000]}
"""A change of CREATE in place that changes neither CHANGED nor REFORMED."""
REFORMED = ("image", "team/llm:1", "docker.io/team/llm:1", "image (as docker.io/...)")
"""What `normalise` keeps otherwise: an argument, a value, the form it is kept in, and how a warning names both."""
IN_ADDRESS = ("app_name", "my-secret-name")
"""An argument that is a part of the address, and a value for it."""
