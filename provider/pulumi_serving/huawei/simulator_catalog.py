"""What the simulated platform knows before anybody makes an endpoint: accounts, workspaces, specifications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

REGION = "cn-north-4"


@dataclass(frozen=True)
class Account:
    """A customer: keys, IAM user, project and workspace."""

    number: int
    access_key: str
    secret_key: str
    project_id: str
    workspace_id: str
    domain_id: str
    name: str
    """Name of the IAM domain and of its one user."""
    password: str

    @property
    def owner(self) -> dict[str, str]:
        """How answers name it."""
        user_id = self.domain_id[::-1]
        return {"domain_name": self.name, "domain_id": self.domain_id, "user_name": self.name, "user_id": user_id}


ACCOUNTS = (
    Account(
        number=1,
        access_key="SIMULATORACCESSKEY",
        secret_key="simulator-secret-key",  # noqa: S106 - made up
        project_id="0123456789abcdef0123456789abcdef",
        workspace_id="5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
        domain_id="d0a1b2c3d4e5f60718293a4b5c6d7e8f",
        name="simulator",
        password="simulator-password",  # noqa: S106 - made up
    ),
    Account(
        number=2,
        access_key="SIMULATORACCESSKEY2",
        secret_key="simulator-secret-key-2",  # noqa: S106 - made up
        project_id="fedcba9876543210fedcba9876543210",
        workspace_id="b4a5c6d7e8f90a1b2c3d4e5f6a7b8c9d",
        domain_id="e1b2c3d4e5f60718293a4b5c6d7e8f90",
        name="simulator2",
        password="simulator-password-2",  # noqa: S106 - made up
    ),
)


def workspaces(account: Account) -> list[dict[str, Any]]:
    """Return the workspaces of an account, as ListWorkspaces shows them."""
    return [
        {
            "id": account.workspace_id,
            "name": f"{account.name}-workspace",
            "description": "The simulator's workspace",
            "create_time": "2025-01-03T08:15:30.000Z",
            "create_domain_name": account.name,
            "create_user_name": account.name,
            "metastore_id": "",
            "access_url": "",
            "enterprise_project_id": "0",
        }
    ]


def _spec(code: str, kind: str, resource: str, price: float, scenario: str = "ENDPOINT") -> dict[str, Any]:
    return {
        "spec_code": code,
        "spec_type": kind,
        "resource_type": resource,
        "stride": 1,
        "unit": "NUMBER",
        "min_stride_num": 1,
        "max_stride_num": 1000,
        "usage_measure_id": 4,
        "usage_factor": "duration",
        "stride_num_whitelist": [],
        "_price": price,
        "_scenario": scenario,
    }


SPECS = [
    _spec("mu.llama3.8b", "MU", "fabric.mu", 12.0),
    _spec("mu", "MU", "fabric.mu", 6.0),
    _spec("dpu.d1x", "DPU", "fabric.dpu", 2.0),
    _spec("d1x", "DPU", "fabric.dpu", 1.0),
    _spec("a1x", "APU", "fabric.apu", 0.5),
    _spec("ray.head.4u16g", "APU", "fabric.ray", 1.5),
    _spec("ray.cpu.8u32g", "APU", "fabric.ray", 3.0),
    _spec("ray.npu.24u192g", "MU", "fabric.ray", 20.0),
    _spec("compute.8u32g", "APU", "fabric.compute", 2.5, scenario="COMPUTE"),
]
PRICES = {spec["spec_code"]: spec["_price"] for spec in SPECS}
DEFAULT_PRICE = 1.0  # an hour, for codes that the list lacks

PUBLIC_ENDPOINT: dict[str, Any] = {
    "visibility": "PUBLIC",
    "id": "9c8b7a6d5e4f40312213041526374859",
    "name": "public-llama",
    "type": "inference",
    "status": "RUNNING",
    "description": "A public endpoint of the platform",
    "create_time": "2025-01-03T08:15:30.000Z",
    "update_time": "2025-01-03T08:15:30.000Z",
    "owner": {"domain_name": "platform", "domain_id": "f" * 32, "user_name": "platform", "user_id": "e" * 32},
    "reserved_resource": {"mu": {"spec_code": "mu.llama3.8b", "min": 1, "max": 4}},
}
"""Another user's endpoint, which the filter `visibility` brings in."""


def price_per_hour(fields: dict[str, Any]) -> float:
    """Return what an endpoint's least resources cost, all together."""
    demands: list[tuple[str, float]] = []
    reserved: dict[str, Any] = fields.get("reserved_resource") or {}
    blocks: list[Any] = [block for block in reserved.values() if isinstance(block, dict) and "spec_code" in block]
    demands += [(block["spec_code"], block.get("warm_up_num", block.get("min", 0))) for block in blocks]
    ray = fields.get("ray_resource")
    if ray:
        demands.append((ray["head_node_resource"]["spec_code"], 1))
        demands += [(item["resource"]["spec_code"], item["resource"]["min"]) for item in ray["work_node_resources"]]
    cluster = ((fields.get("config") or {}).get("ray_service_config") or {}).get("ray_cluster_config")
    if cluster:
        demands.append((_code(cluster["head_group_spec"]), 1))
        demands += [(_code(group), group.get("min_replicas", 0)) for group in cluster["worker_group_specs"]]
    return float(sum(PRICES.get(code.lower(), DEFAULT_PRICE) * count for code, count in demands))


def _code(group: dict[str, Any]) -> str:
    return str((group.get("requests") or group.get("limits") or {}).get("spec_code", ""))
