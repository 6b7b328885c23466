"""The simulated platform's registry credentials: saved without an answer, deleted unless an endpoint uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g

from pulumi_serving.ppio.simulator_rules import RefusalError, read_body
from pulumi_serving.ppio.simulator_store import AUTH, NAME, is_used
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.shapes import Record, Text

if TYPE_CHECKING:
    from pulumi_serving.simulator.world import World

PATH = "/gpu-instance/openapi/v1/repository/auth"
SAVE = Record(
    {"name": Text(1), "username": Text(1), "password": Text(1)}, required=frozenset({"name", "username", "password"})
)
DELETE = Record({"id": Text(1)}, required=frozenset({"id"}))


def views(world: World) -> list[tuple[str, str, str, Any]]:
    """Return operations, methods, paths and views."""

    def save() -> Response:
        """Save credentials (v1 page): 200 and nothing; the same ones twice are two."""
        fields = read_body(SAVE, newer=world.settings.newer)
        id_ = world.new_id(16)
        world.add(
            cloud=NAME, kind=AUTH, account=g.account, thing_id=id_, name=fields["name"], fields={"id": id_, **fields}
        )
        return json_response({})

    def delete() -> Response:
        """Delete credentials (v1 page): refused while an endpoint uses them."""
        id_ = read_body(DELETE, newer=world.settings.newer)["id"]
        if is_used(world, g.account, auth=id_):
            raise RefusalError(400, "IMAGE_AUTH_IN_USE", "the registry credentials are in use")
        for thing in world.things_of(NAME, AUTH, g.account):
            if thing.id == id_:
                thing.deleted_at = world.now
                return json_response({})
        raise RefusalError(404, "RESOURCE_NOT_FOUND", "the registry credentials do not exist")

    return [
        ("save_registry_auth", "POST", f"{PATH}/save", save),
        ("delete_registry_auth", "POST", f"{PATH}/delete", delete),
    ]
