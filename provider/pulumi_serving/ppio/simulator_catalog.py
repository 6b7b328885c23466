"""What the simulated platform offers: products, regions, registry credentials, network storages, accounts."""

from __future__ import annotations

from typing import Any

ACCOUNTS = {"sk-simulator": 1, "sk-simulator-2": 2}
OWNER_IDS = {1: "6f1c1a52-3c55-4a0e-9d0b-0b7d5f0c1a01", 2: "b83e2f64-7d1e-4c6f-8a35-52a9c1e7d402"}
MEMBER_IDS = {1: "member-1", 2: "member-2"}

PRECISION = 5
"""A price is `value / 10^precision` an hour."""

REGIONS: list[dict[str, Any]] = [
    {
        "id": region_id,
        "name": name,
        "gpus": gpus,
        "feature": {"network_volume": storage, "instance_vpc_network": False},
    }
    for region_id, name, gpus, storage in [
        ("us-dallas-nas-2", "US Dallas 2", ["RTX 4090 24GB", "H100 SXM 80GB", "L40S 48GB"], True),
        ("cn-south-nas-1", "South China 1", ["RTX 4090 24GB", "RTX 3090 24GB"], True),
        ("as-sgp-2", "Singapore 2", ["H100 SXM 80GB", "A100 SXM 80GB"], False),
        ("region-id", "The region of the API pages' example", ["RTX 4090 24GB"], True),
    ]
]


def _product(
    product_id: str,
    name: str,
    memory_gb: int,
    price: int,
    region_ids: tuple[str, ...],
    *,
    category: str = "serverless",
    inventory_state: str = "normal",
    deployable: bool = True,
) -> dict[str, Any]:
    return {
        "id": product_id,
        "name": name,
        "type": "gpu",
        "category": category,
        "description": f"{name}, {memory_gb} GB",
        "region_ids": list(region_ids),
        "resource_spec": {
            "gpu": {
                "spec_id": name.lower().replace(" ", "-"),
                "name": name,
                "memory_gb": memory_gb,
                "min": 1,
                "max": 8,
                "available": 64 if deployable else 0,
                "max_available": 8 if deployable else 0,
            },
            "cpu": 16,
            "memory_gb": 62,
            "rootfs": {"min_gb": 10, "max_gb": 500, "free_gb": 100},
        },
        "pricing": {
            "precision": PRECISION,
            "postpaid": {"base_price": price, "final_price": price, "unit": "per_hour"},
            "spot": {"base_price": price // 2, "final_price": price // 2, "unit": "per_hour"},
            "prepaid": [],
            "storage_price_per_gb": 7,
        },
        "billing_methods": ["postpaid", "spot"],
        "inventory_state": inventory_state,
        "deployable": deployable,
        "activity": {"is_activity_product": False, "active": False, "purchasable": deployable},
    }


PRODUCTS: list[dict[str, Any]] = [
    _product("rtx4090-24g", "RTX 4090 24GB", 24, 35_000, ("us-dallas-nas-2", "cn-south-nas-1", "region-id")),
    _product("h100", "H100 SXM 80GB", 80, 250_000, ("us-dallas-nas-2", "as-sgp-2")),
    _product("1", "RTX 3090 24GB", 24, 22_000, ("cn-south-nas-1",), inventory_state="high"),
    _product("2", "RTX 4090 24GB", 24, 35_000, ("us-dallas-nas-2", "cn-south-nas-1")),
    _product("SL-serverless-3", "L40S 48GB", 48, 98_000, ("us-dallas-nas-2",), inventory_state="low"),
    _product("a100", "A100 SXM 80GB", 80, 160_000, ("as-sgp-2",), inventory_state="none", deployable=False),
    _product("product-id", "RTX 4090 24GB", 24, 35_000, ("region-id",)),
    _product("4090.16c62g", "RTX 4090 24GB", 24, 40_000, ("us-dallas-nas-2",), category="instance"),
]

STORAGES: dict[str, dict[str, Any]] = {
    storage_id: {
        "storageId": storage_id,
        "storageName": f"{storage_id}-volume",
        "storageSize": size,
        "clusterId": region_id,
        "clusterName": next(region["name"] for region in REGIONS if region["id"] == region_id),
    }
    for storage_id, size, region_id in [
        ("st-123", 200, "us-dallas-nas-2"),
        ("st-456", 100, "cn-south-nas-1"),
        ("storage-id", 123, "region-id"),
    ]
}

REGISTRY_AUTHS: list[dict[str, str]] = [
    {"id": "registry-auth-id", "name": "registry.example.com", "username": "robot", "password": "registry-password"},
    {
        "id": "registry-auth-2",
        "name": "registry.example.com",
        "username": "deployer",
        "password": "registry-password-2",
    },
]

LIMITS: dict[str, Any] = {
    "minWorkerNum": 0,
    "maxWorkerNum": 1000,
    "minFreeTimeout": 1,
    "maxFreeTimeout": 1000,
    "minConcurrencyNum": 1,
    "maxConcurrencyNum": 1000,
    "minQueueWaitTime": 1,
    "maxQueueWaitTime": 1000,
    "minRequestNum": 1,
    "maxRequestNum": 1000,
    "minGPUNum": 1,
    "maxGPUNum": 8,
    "minRequestTimeout": 1,
    "maxRequestTimeout": 1800,
    "minRootfsSize": 10,
    "maxRootfsSize": 100,
    "freeRootfsSize": 100,
    "minLocalVolumeSize": 10,
    "maxLocalVolumeSize": 300,
    "freeLocalVolumeSize": 200,
    "cudaVersionList": ["12.1", "12.2", "12.4", "12.8"],
}


def find_product(product_id: str) -> dict[str, Any] | None:
    """Return the serverless product of this id: an instance product fits no endpoint."""
    return next((p for p in PRODUCTS if p["id"] == product_id and p["category"] == "serverless"), None)


def price_per_hour(fields: dict[str, Any]) -> float:
    """Return what a worker of this endpoint costs: the price of the product for each of its GPUs."""
    product = find_product(fields["product_id"])
    assert product, "only known products are accepted"
    price = product["pricing"]["postpaid"]["final_price"] / 10**PRECISION
    return float(price * fields["worker_config"]["gpu_num"])
