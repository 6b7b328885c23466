"""The simulated platform's workspaces: one is there from the start, and one key may work in many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g, request

from pulumi_serving.huawei import simulator_catalog as catalog
from pulumi_serving.huawei.simulator_rules import Refusal, page, read_matching

if TYPE_CHECKING:
    from pulumi_serving.huawei.simulator_catalog import Account
    from pulumi_serving.simulator.world import World

CLOUD, KIND = "huawei", "workspace"
"""Under which the ledger has those that were made."""


def workspaces(world: World, account: Account, *, listed: bool = False) -> dict[str, dict[str, Any]]:
    """Return an account's workspaces by their ids; ``listed``: as a list shows them, which may lag."""
    things = world.things_in_lists if listed else world.things_of
    return {**first(world, account), **{thing.id: thing.fields for thing in things(CLOUD, KIND, account.number)}}


def first(world: World, account: Account) -> dict[str, dict[str, Any]]:
    """Return those that are there from the start."""
    found: dict[str, dict[str, Any]] = world.memory.setdefault(
        (CLOUD, f"workspaces of {account.number}"), {item["id"]: item for item in catalog.workspaces(account)}
    )
    return found


def check(world: World, workspace_id: str) -> None:
    """Refuse a workspace that the account of the request does not have."""
    if workspace_id not in workspaces(world, g.account):
        raise Refusal(400, "dataartsfabric.00010003", "The workspace does not exist.", "Check the workspace ID.")


def show_all(world: World) -> Response:
    """ListWorkspaces."""
    name = read_matching(request.args, "name", r"[A-Za-z0-9_-]{4,32}")
    read_matching(request.args, "enterprise_project_id", r"[A-Za-z0-9_-]{1,36}")
    id_ = request.args.get("id", "")
    found = workspaces(world, g.account, listed=True).values()
    return page([item for item in found if name in item["name"] and id_ in ("", item["id"])], "workspaces")
