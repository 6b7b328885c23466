"""The simulated platform's workspaces: made at once, changed, and deleted once nothing is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g

from pulumi_serving.huawei.simulator_answers import timestamp
from pulumi_serving.huawei.simulator_rules import Matching, Refusal, read_body
from pulumi_serving.huawei.simulator_workspaces import CLOUD, KIND, first, workspaces
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.shapes import Record, Text

if TYPE_CHECKING:
    from pulumi_serving.simulator.world import World

PATH = "/v1/workspaces"
MOST = 10
NAME = Matching(r"[A-Za-z0-9-]{4,32}", 32)
CREATE = Record(
    {"name": NAME, "description": Text(0, 255), "metastore_id": Text(), "enterprise_project_id": Text(1, 64)},
    frozenset({"name"}),
)
UPDATE = Record({"name": NAME, "description": Text(0, 255), "metastore_id": Text()})


def views(world: World) -> list[tuple[str, str, str, Any]]:
    """Return operations, methods, paths and views."""
    part = _Views(world)
    return [
        ("create_workspace", "POST", PATH, part.create),
        ("update_workspace", "PUT", f"{PATH}/<workspace_id>", part.update),
        ("delete_workspace", "DELETE", f"{PATH}/<workspace_id>", part.delete),
    ]


class _Views:
    def __init__(self, world: World) -> None:
        self._world = world

    def create(self) -> Response:
        """CreateWorkspace: at once, with a name that is free."""
        body = read_body(CREATE, newer=self._world.settings.newer)
        self._check_name(body["name"])
        if len(workspaces(self._world, g.account)) >= MOST:
            raise Refusal(400, "common.01000001", "The number of workspaces has reached the upper limit.")
        id_ = self._world.new_id(32)
        made = {
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
        self._world.add(cloud=CLOUD, kind=KIND, account=g.account.number, thing_id=id_, name=body["name"], fields=made)
        return json_response(made)

    def update(self) -> Response:
        """UpdateWorkspace."""
        body = read_body(UPDATE, newer=self._world.settings.newer)
        before = workspaces(self._world, g.account)[g.workspace_id]
        if body.get("name", before["name"]) != before["name"]:
            self._check_name(body["name"])
        after = {**before, **body}
        for thing in self._world.things_of(CLOUD, KIND, g.account.number):
            if thing.id == g.workspace_id:
                thing.fields, thing.name = after, after["name"]
                return json_response(after)
        first(self._world, g.account)[g.workspace_id] = after
        return json_response(after)

    def delete(self) -> Response:
        """DeleteWorkspace: refused while something is in it."""
        if any(endpoint.scope == g.workspace_id for endpoint in self._world.living(CLOUD, g.account.number)):
            raise Refusal(400, "common.01000001", "The workspace still has endpoints.", "Delete them first.")
        first(self._world, g.account).pop(g.workspace_id, None)
        for thing in self._world.things_of(CLOUD, KIND, g.account.number):
            if thing.id == g.workspace_id:
                thing.deleted_at = self._world.now
        return json_response({"id": g.workspace_id})

    def _check_name(self, name: str) -> None:
        if any(item["name"] == name for item in workspaces(self._world, g.account).values()):
            raise Refusal(400, "common.01000001", "The workspace name already exists.", "Choose another name.")
