"""Data for the contract tests: what a good, a changed, a replaced and a bad workspace look like."""

from __future__ import annotations

from typing import Any

from pulumi_serving.huawei.testing import BASE_URL_KEY, CONFIG, OTHER_ACCOUNT, SECRETS  # noqa: F401 - a part of the data

OPERATIONS = {
    "create": "create_workspace",
    "get": "workspaces",
    "list": "workspaces",
    "update": "update_workspace",
    "delete": "delete_workspace",
}
"""The simulator's own names of what the tests count and disturb."""
LEDGER = "workspace"
"""The kind under which the ledger has it."""
EMPTY_LIST: dict[str, Any] = {"total": 0, "workspaces": []}
"""A list's answer without any."""

CREATE: dict[str, Any] = {"description": "models of the team"}
"""A small workspace."""
FULL: dict[str, Any] = {"name": "team-models", **CREATE, "metastore_id": "store-1", "enterprise_project_id": "0"}
"""Every argument that goes on the wire."""
UPDATE: dict[str, Any] = {"name": "team-models-2", "description": "their models", "metastore_id": "store-2"}
"""For each argument that changes in place, another value than in FULL."""
REPLACE: dict[str, Any] = {"enterprise_project_id": "1"}
"""For each argument whose change is a replacement, another value than in FULL."""
CHANGED: tuple[str, Any] = ("description", "somebody's")
"""An argument of CREATE and FULL, under the simulator's own name of it, and another value for it."""

INVALID: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "name: must not be empty"),
    ({"description": "d" * 256}, "description: must have 255 characters or fewer, not 256"),
    ({"metastore": "x"}, "metastore: is not an argument; did you mean metastore_id?"),
]
"""Changes to CREATE that check must refuse, and how its line begins."""
