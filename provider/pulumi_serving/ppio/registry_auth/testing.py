"""Data for the contract tests: what good, replaced and bad registry credentials look like."""

from __future__ import annotations

from typing import Any

from pulumi_serving.ppio.testing import BASE_URL_KEY, CONFIG, OTHER_ACCOUNT, SECRETS  # noqa: F401 - a part of the data

OPERATIONS = {
    "create": "save_registry_auth",
    "get": "repository_auths",
    "list": "repository_auths",
    "delete": "delete_registry_auth",
}
"""The simulator's own names of what the tests count and disturb."""
LEDGER = "registry_auth"
"""The kind under which the ledger has it."""
EMPTY_LIST: dict[str, Any] = {"data": []}
"""A list's answer without any."""

CREATE: dict[str, Any] = {"name": "registry.example.com:5000", "username": "ci", "password": "a-secret-value"}
"""The least that they need."""
FULL: dict[str, Any] = CREATE
"""Every argument that goes on the wire."""
UPDATE: dict[str, Any] = {}
"""Nothing changes in place."""
REPLACE: dict[str, Any] = {"name": "registry.example.org", "username": "robot", "password": "another-value"}
"""For each argument whose change is a replacement, another value than in FULL."""
CHANGED: tuple[str, Any] = ("username", "somebody")
"""An argument of CREATE and FULL, under the simulator's own name of it, and another value for it."""

INVALID: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "name: must not be empty"),
    ({"username": 7}, "username: must be a string, not the number 7"),
    ({"pasword": "x"}, "pasword: is not an argument; did you mean password?"),
]
"""Changes to CREATE that check must refuse, and how its line begins."""
NEVER_READ = ("password",)
"""Arguments that no answer shows to this package."""
