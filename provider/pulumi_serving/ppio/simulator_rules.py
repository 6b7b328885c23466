"""What the simulated platform refuses in a create or an update, and what it fills in.

Sources: the Create endpoint reference, and the v2 Update page where an update differs. What these pages leave open is
accepted wherever a client is told no more than to warn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from pulumi_serving.ppio.simulator_catalog import REGIONS, find_product
from pulumi_serving.ppio.simulator_store import registry_auths, storages
from pulumi_serving.simulator.shapes import (
    Array,
    Integer,
    InvalidError,
    Record,
    Shape,
    Text,
    known_part,
    read_json,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.simulator.world import World

PORT = Integer(1, 65535)
COUNT = Integer(0)

WORKER_CONFIG = Record(
    {
        "max_replicas": Integer(0, 1000),
        "min_replicas": COUNT,
        "idle_timeout": COUNT,
        "max_concurrent_per_worker": COUNT,
        "gpu_num": COUNT,
        "rootfs_size_gb": COUNT,
        "min_cuda_version": Text(),
        "request_timeout": COUNT,
    },
    required=frozenset({"max_replicas"}),
)
VOLUME = Record(
    {"id": Text(), "type": Text(among=("network", "local")), "size": COUNT, "mount_point": Text(shortest=1)},
    required=frozenset({"type", "mount_point"}),
)
SHARED: dict[str, Shape] = {
    "worker_config": WORKER_CONFIG,
    "name": Text(1, 255),
    "product_id": Text(1, 255),
    "registry_auth_id": Text(0, 255),
    "entrypoint": Text(),
    "command": Text(),
    "policy": Record({"type": Text(), "value": COUNT}),
    "volumes": Array(VOLUME),
    "envs": Array(Record({"key": Text(shortest=1), "value": Text()}, required=frozenset({"key", "value"}))),
    "ports": Array(PORT),
    "health_check": Record({"path": Text(), "port": PORT}),
    "region_id": Text(),
}
CREATE = Record(
    {"type": Text(among=("sync", "async")), "image": Text(1, 500), "app_name": Text(0, 255), **SHARED},
    required=frozenset({"type", "name", "product_id", "image", "worker_config"}),
)
UPDATE = Record({"image": Text(0, 500), **SHARED})

WORKER_DEFAULTS: dict[str, Any] = {
    "min_replicas": 1,
    "max_replicas": 3,
    "idle_timeout": 60,
    "max_concurrent_per_worker": 1,
    "gpu_num": 1,
    "rootfs_size_gb": 100,
    "min_cuda_version": "",
    "request_timeout": 120,
}
POLICY_DEFAULTS: dict[str, Any] = {"type": "queue", "value": 4}
LEAST_KEPT_IDLE_S = 60
UNSET: dict[str, Any] = {
    "registry_auth_id": "",
    "entrypoint": "",
    "command": "",
    "volumes": [],
    "envs": [],
    "ports": [],
    "region_id": "",
}


class RefusalError(Exception):
    """A request that is refused, with the platform's own words for it."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        """Refuse with this HTTP status."""
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message


def read_body(shape: Record, *, newer: bool) -> dict[str, Any]:
    """Return the body of the request; refuse what does not fit."""
    if request.mimetype != "application/json":
        raise RefusalError(400, "INVALID_REQUEST_BODY", "Content-Type must be application/json")
    try:
        body = read_json(request.get_data())
    except InvalidError as error:
        raise RefusalError(400, "INVALID_REQUEST_BODY", str(error)) from error
    shape.check(known_part(shape, body) if newer else body)
    return dict(body)


def complete(fields: dict[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """
    Fill in what a body leaves out; ``known`` are the account's storages.

    The pages state no default: these are what the vendor's console starts with.
    """
    fields = _without_nulls(fields)
    whole = {**UNSET, **fields}
    given = fields.get("worker_config", {})
    # Nobody asks for more workers than are allowed, not even a default.
    least = min(WORKER_DEFAULTS["min_replicas"], given.get("max_replicas", 1))
    whole["worker_config"] = {**WORKER_DEFAULTS, "min_replicas": least, **given}
    whole["policy"] = {**POLICY_DEFAULTS, **fields.get("policy", {})}
    whole["health_check"] = {"path": "/", "port": next(iter(whole["ports"]), 80), **fields.get("health_check", {})}
    if not whole["region_id"]:
        networks = [known[volume["id"]] for volume in whole["volumes"] if volume.get("id") in known]
        whole["region_id"] = next((storage["clusterId"] for storage in networks), "")
    return whole


def normalised(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the form in which values are kept where the platform keeps its own: the pages promise none."""
    config = fields["worker_config"]
    image = fields["image"]
    host = image.partition("/")[0]
    is_bare = "/" not in image or not ("." in host or ":" in host or host == "localhost")
    return {
        **fields,
        "image": f"docker.io/{image}" if is_bare else image,
        "worker_config": {**config, "idle_timeout": max(config["idle_timeout"], LEAST_KEPT_IDLE_S)},
        "policy": {**fields["policy"], "type": fields["policy"]["type"].upper()},
    }


def _without_nulls(fields: dict[str, Any]) -> dict[str, Any]:
    """Drop nulls: no request has any, but an endpoint whose fields were patched may."""
    return {
        name: _without_nulls(value) if isinstance(value, dict) else value
        for name, value in fields.items()
        if value is not None
    }


def check_whole(fields: dict[str, Any], world: World, account: int) -> None:
    """Refuse values that don't go together, or that name what isn't there."""
    worker_config = fields["worker_config"]
    if worker_config["min_replicas"] > worker_config["max_replicas"]:
        raise RefusalError(400, "VALIDATOR_PARAM", "worker_config.min_replicas must not exceed max_replicas")
    for name, items in (("ports", fields["ports"]), ("envs", [env["key"] for env in fields["envs"]])):
        if len(set(items)) < len(items):
            raise RefusalError(400, "VALIDATOR_PARAM", f"{name} must be unique")
    _check_product(fields)
    auths = {auth["id"] for auth in registry_auths(world, account)}
    if fields["registry_auth_id"] and fields["registry_auth_id"] not in auths:
        raise RefusalError(400, "IMAGE_URL_OR_AUTH_ERROR", "the registry credentials do not exist")
    for volume in fields["volumes"]:
        if volume["type"] == "network":
            _check_storage(storages(world, account).get(volume.get("id", "")), fields["region_id"])


def check_stock(fields: dict[str, Any]) -> None:
    """Refuse new workers of a product that is sold out."""
    product = find_product(fields["product_id"])
    if product and not product["deployable"]:
        raise RefusalError(400, "INSUFFICIENT_RESOURCE", "the product is sold out")


def _check_product(fields: dict[str, Any]) -> None:
    product = find_product(fields["product_id"])
    if product is None:
        raise RefusalError(404, "SERVERLESS_PRODUCT_NOT_FOUND", "the product does not exist")
    region_id = fields["region_id"]
    if region_id and region_id not in {region["id"] for region in REGIONS}:
        raise RefusalError(404, "RESOURCE_NOT_FOUND", "the region does not exist")
    if region_id and region_id not in product["region_ids"]:
        raise RefusalError(400, "ILLEGAL_PARAMETERS", "the product is not offered in the region")
    spec = product["resource_spec"]
    for name, least, most in (
        ("gpu_num", spec["gpu"]["min"], spec["gpu"]["max"]),
        ("rootfs_size_gb", spec["rootfs"]["min_gb"], spec["rootfs"]["max_gb"]),
    ):
        if not least <= fields["worker_config"][name] <= most:
            raise RefusalError(400, "VALIDATOR_PARAM", f"worker_config.{name} must be in [{least}, {most}]")


def _check_storage(storage: dict[str, Any] | None, region_id: str) -> None:
    if storage is None:
        raise RefusalError(400, "NETWORK_STORAGE_UNAVAILABLE", "the network storage does not exist")
    if region_id != storage["clusterId"]:
        raise RefusalError(
            400, "CUR_CLUSTER_NETWORK_STORAGE_NOT_SUPPORT", "the network storage is in another region than the endpoint"
        )
