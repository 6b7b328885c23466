"""The simulated platform's network storages: made, grown, and deleted unless an endpoint mounts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g

from pulumi_serving.ppio.simulator_catalog import REGIONS
from pulumi_serving.ppio.simulator_rules import RefusalError, read_body
from pulumi_serving.ppio.simulator_store import NAME, STORAGE, is_used
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.shapes import Integer, Record, Text

if TYPE_CHECKING:
    from pulumi_serving.simulator.things import Thing
    from pulumi_serving.simulator.world import World

PATH = "/gpu-instance/openapi/v1/networkstorage"
CREATE = Record(
    {"clusterId": Text(1), "storageName": Text(1), "storageSize": Integer(1)},
    required=frozenset({"clusterId", "storageName", "storageSize"}),
)
UPDATE = Record({"id": Text(1), "storageName": Text(1), "storageSize": Integer(1)}, required=frozenset({"id"}))
DELETE = Record({"id": Text(1)}, required=frozenset({"id"}))
"""Sources disagree on the name of the id. This platform wants ``id``, so that a client which knows one fails."""


def _region(region_id: str) -> dict[str, Any]:
    region = next((region for region in REGIONS if region["id"] == region_id), None)
    if region is None:
        raise RefusalError(404, "RESOURCE_NOT_FOUND", "the region does not exist")
    if not region["feature"]["network_volume"]:
        raise RefusalError(400, "CUR_CLUSTER_NETWORK_STORAGE_NOT_SUPPORT", "the region has no network storages")
    return region


def views(world: World) -> list[tuple[str, str, str, Any]]:
    """Return operations, methods, paths and views."""

    def create() -> Response:
        """Create a storage (v1 page): 200 and the id, a bare JSON string."""
        fields = read_body(CREATE, newer=world.settings.newer)
        region = _region(fields["clusterId"])
        id_ = f"st-{world.new_id(12)}"
        made = {"storageId": id_, **fields, "clusterName": region["name"]}
        world.add(cloud=NAME, kind=STORAGE, account=g.account, thing_id=id_, name=fields["storageName"], fields=made)
        return json_response(id_)

    def update() -> Response:
        """Rename a storage, or let it grow (v1 page)."""
        body = read_body(UPDATE, newer=world.settings.newer)
        thing = find(body.pop("id"))
        if body.get("storageSize", thing.fields["storageSize"]) < thing.fields["storageSize"]:
            raise RefusalError(400, "ILLEGAL_PARAMETERS", "a storage can't shrink")
        thing.fields = {**thing.fields, **body}
        thing.name = thing.fields["storageName"]
        return json_response({})

    def delete() -> Response:
        """Delete a storage and its data (v1 page): refused while an endpoint mounts it."""
        id_ = read_body(DELETE, newer=world.settings.newer)["id"]
        if is_used(world, g.account, storage=id_):
            raise RefusalError(400, "NETWORK_STORAGE_IN_USE", "the network storage is in use")
        find(id_).deleted_at = world.now
        return json_response({})

    def find(id_: str) -> Thing:
        for thing in world.things_of(NAME, STORAGE, g.account):
            if thing.id == id_:
                return thing
        raise RefusalError(404, "RESOURCE_NOT_FOUND", "the network storage does not exist")

    return [
        ("create_network_storage", "POST", f"{PATH}/create", create),
        ("update_network_storage", "POST", f"{PATH}/update", update),
        ("delete_network_storage", "POST", f"{PATH}/delete", delete),
    ]
