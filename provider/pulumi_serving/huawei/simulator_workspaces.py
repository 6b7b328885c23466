"""The simulated platform's workspaces: one is there from the start, and one key may work in many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g, request

from pulumi_serving.huawei import simulator_catalog as catalog
from pulumi_serving.huawei.simulator_answers import timestamp
from pulumi_serving.huawei.simulator_rules import Matching, Refusal, page, read_body, read_matching
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.shapes import Record, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_serving.huawei.simulator_catalog import Account
    from pulumi_serving.simulator.world import World

MOST = 10
NAME = Matching(r"[A-Za-z0-9-]{4,32}", 32)
CREATE = Record(
    {"name": NAME, "description": Text(0, 255), "metastore_id": Text(), "enterprise_project_id": Text(1, 64)},
    frozenset({"name"}),
)
UPDATE = Record({"name": NAME, "description": Text(0, 255), "metastore_id": Text()})


class Workspaces:
    """The views of workspaces."""

    def __init__(self, world: World, remember: Callable[[str], dict[str, Any]], cloud: str) -> None:
        """Keep what is made in what the platform remembers."""
        self._world = world
        self._remember = remember
        self._cloud = cloud

    def of(self, account: Account) -> dict[str, dict[str, Any]]:
        """Return an account's workspaces by their ids."""
        found: dict[str, dict[str, Any]] = self._remember("workspaces").setdefault(
            str(account.number), {item["id"]: item for item in catalog.workspaces(account)}
        )
        return found

    def check(self, workspace_id: str) -> None:
        """Refuse a workspace that the account of the request does not have."""
        if workspace_id not in self.of(g.account):
            raise Refusal(400, "dataartsfabric.00010003", "The workspace does not exist.", "Check the workspace ID.")

    def list(self) -> Response:
        """ListWorkspaces."""
        name = read_matching(request.args, "name", r"[A-Za-z0-9_-]{4,32}")
        read_matching(request.args, "enterprise_project_id", r"[A-Za-z0-9_-]{1,36}")
        id_ = request.args.get("id", "")
        found = [item for item in self.of(g.account).values() if name in item["name"] and id_ in ("", item["id"])]
        return page(found, "workspaces")

    def create(self) -> Response:
        """CreateWorkspace: at once, with a name that is free."""
        body = read_body(CREATE)
        ours = self.of(g.account)
        self._check_name(body["name"])
        if len(ours) >= MOST:
            raise Refusal(400, "common.01000001", "The number of workspaces has reached the upper limit.")
        id_ = self._world.new_id(32)
        ours[id_] = {
            "id": id_,
            "name": "",
            "description": "",
            "create_time": timestamp(self._world.service_time),
            "create_domain_name": g.account.name,
            "create_user_name": g.account.name,
            "metastore_id": "",
            "access_url": "",
            "enterprise_project_id": "0",
            **body,
        }
        return json_response(ours[id_])

    def update(self) -> Response:
        """UpdateWorkspace."""
        body = read_body(UPDATE)
        workspace = self.of(g.account)[g.workspace_id]
        if body.get("name", workspace["name"]) != workspace["name"]:
            self._check_name(body["name"])
        self.of(g.account)[g.workspace_id] = {**workspace, **body}
        return json_response(self.of(g.account)[g.workspace_id])

    def delete(self) -> Response:
        """DeleteWorkspace: refused while something is in it."""
        if any(endpoint.scope == g.workspace_id for endpoint in self._world.living(self._cloud, g.account.number)):
            raise Refusal(400, "common.01000001", "The workspace still has endpoints.", "Delete them first.")
        del self.of(g.account)[g.workspace_id]
        return json_response({"id": g.workspace_id})

    def _check_name(self, name: str) -> None:
        if any(item["name"] == name for item in self.of(g.account).values()):
            raise Refusal(400, "common.01000001", "The workspace name already exists.", "Choose another name.")
