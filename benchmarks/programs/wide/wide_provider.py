"""A dynamic provider that does nothing for resources with the properties of a PPIO endpoint."""

from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider

DECLARED = (
    *("app_name", "command", "created_at", "entrypoint", "envs", "health_check", "job_url", "member_id", "owner_id"),
    *("location", "policy", "ports", "region_id", "registry_auth_id", "status", "status_error"),
    *("status_message", "url", "volumes", "wait_until_ready"),
)
RECORDED = {
    "__account": "6f1c1a52-3c55-4a0e-9d0b-0b7d5f0c1a01",
    "__key": "0123456789",
    "__named_by": "user",
    "app_name": "0123456789abcdef",
    "created_at": 1_700_000_000,
    "health_check": {"path": "/", "port": 80},
    "member_id": "member-1",
    "owner_id": "6f1c1a52-3c55-4a0e-9d0b-0b7d5f0c1a01",
    "location": "http://127.0.0.1:40000",
    "policy": {"type": "queue", "value": 4},
    "status": "running",
    "url": "https://0123456789abcdef-0123456789abcdef.runsync.serverless.simulator.invalid",
}
SIZES = {
    "idle_timeout": 60,
    "max_concurrent_per_worker": 1,
    "min_cuda_version": "",
    "request_timeout": 120,
    "rootfs_size_gb": 100,
}


class EndpointProvider(ResourceProvider):
    """Makes nothing."""

    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Return an id, and what an endpoint has."""
        return CreateResult(props["name"], {**props, **RECORDED, "worker_config": {**props["worker_config"], **SIZES}})

    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Find no difference."""
        _ = id_, olds, news
        return DiffResult(changes=False)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Return what was recorded."""
        return ReadResult(id_, props)

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Delete nothing."""


class Endpoint(Resource):
    """A resource that is nowhere."""

    def __init__(self, name: str, arguments: dict[str, Any]) -> None:
        """Declare it."""
        super().__init__(EndpointProvider(), name, {**dict.fromkeys(DECLARED), **arguments})
