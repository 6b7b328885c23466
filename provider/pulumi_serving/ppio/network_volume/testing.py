"""Data for the contract tests: what a good, a changed, a replaced and a bad network volume look like."""

from __future__ import annotations

from typing import Any

from pulumi_serving.ppio.testing import BASE_URL_KEY, CONFIG, OTHER_ACCOUNT, SECRETS  # noqa: F401 - a part of the data

OPERATIONS = {
    "create": "create_network_storage",
    "get": "network_storages",
    "list": "network_storages",
    "update": "update_network_storage",
    "delete": "delete_network_storage",
}
"""The simulator's own names of what the tests count and disturb."""
LEDGER = "network_volume"
"""The kind under which the ledger has it."""
EMPTY_LIST: dict[str, Any] = {"data": [], "total": 0}
"""A list's answer without any."""

CREATE: dict[str, Any] = {"region_id": "us-dallas-nas-2", "size": 100}
"""The least that a volume needs."""
FULL: dict[str, Any] = {**CREATE, "name": "models"}
"""Every argument that goes on the wire."""
UPDATE: dict[str, Any] = {"size": 200, "name": "weights"}
"""For each argument that changes in place, another value than in FULL."""
REPLACE: dict[str, Any] = {"region_id": "cn-south-nas-1"}
"""For each argument whose change is a replacement, another value than in FULL."""
CHANGED: tuple[str, Any] = ("size", 50)
"""An argument of CREATE and FULL, and another value for it."""
DRIFT: dict[str, Any] = {"storageSize": 50}
"""The same under the simulator's own name of it."""

INVALID: list[tuple[dict[str, Any], str]] = [
    ({"size": 0}, "size: must be 1 or more, not 0"),
    ({"region_id": ""}, "region_id: must not be empty"),
    ({"sise": 1}, "sise: is not an argument; did you mean size?"),
]
"""Changes to CREATE that check must refuse, and how its line begins."""
