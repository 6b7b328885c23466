"""A network volume for the lifecycle: one that grows, and that endpoints mount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.core.cloud.abilities import ReadFromList, TellsUsers
from pulumi_serving.core.cloud.names import NameForm
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.ppio.settings import PpioKind

from .args import NetworkVolumeArgs, NetworkVolumeState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.ppio.client import Client

    from . import models
    from .client import NetworkVolumes

WIRE = {"region_id": "clusterId", "name": "storageName", "size": "storageSize"}
"""The arguments' names on the wire."""
UPDATED = ("name", "size")


class NetworkVolumeKind(ReadFromList, TellsUsers, PpioKind["NetworkVolumes"]):
    """What the lifecycle needs to know of a network volume."""

    noun: ClassVar[str] = "network volume"
    args: ClassVar[Any] = NetworkVolumeArgs
    state: ClassVar[Any] = NetworkVolumeState
    updates_whole: ClassVar[bool] = False
    # The deletion waits for endpoints that mount it, which may be deleting.
    limits: ClassVar[Limits] = Limits(create=5 * 60, update=5 * 60, delete=10 * 60, invisible=20)
    names: ClassVar[NameForm] = NameForm(separator="-", longest=255)

    def calls(self, connection: Client) -> NetworkVolumes:
        """Return the calls of network volumes."""
        from .client import NetworkVolumes  # noqa: PLC0415 - what requests take is imported only now

        return NetworkVolumes(connection)

    def create(self, client: NetworkVolumes, args: Mapping[str, Any], operation: Operation) -> str:
        """Send the arguments."""
        return client.create_storage(operation, {WIRE[name]: value for name, value in args.items()})

    def list(self, client: NetworkVolumes, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all pages; ``name`` goes out as the filter, which may match loosely."""
        found = client.list_storages(operation, {"storageName": name} if name else {})
        return found.of(map(to_live, found))

    def update(self, client: NetworkVolumes, live: Live, changes: Changes, operation: Operation) -> None:
        """Send what changes; a smaller size the server may refuse, and then says so."""
        body = {WIRE[name]: changes.target[name] for name in UPDATED if name in changes.names}
        if body:
            client.update_storage(operation, live.id, body)

    def delete(self, client: NetworkVolumes, id_: str, operation: Operation) -> None:
        """Delete, and its data with it; it is refused while an endpoint mounts it."""
        client.delete_storage(operation, id_)

    def users(self, client: NetworkVolumes, id_: str, operation: Operation) -> str:
        """Name the endpoints that mount it."""
        from pulumi_serving.ppio.endpoint.client import Endpoints  # noqa: PLC0415 - see ``calls``

        found = Endpoints(client.client).list_endpoints(operation.at_most(1))
        mounts = (item for item in found if any(volume.id == id_ for volume in item.volumes))
        return ", ".join(f"endpoint {item.name} ({item.id})" for item in mounts)

    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Compare the region and the size."""
        return all(live.values[name] == args.get(name) for name in ("region_id", "size") if live.values.get(name))


def to_live(storage: models.Storage) -> Live:
    """Map an item of the list to what the lifecycle compares and records. It is there, or it is not."""
    reported = storage.reported()
    return Live(
        id=storage.id,
        name=storage.name,
        status="",
        phase=Phase.READY,
        values={name: reported[name] for name in WIRE if name in reported},
        outputs={"region_name": storage.region_name} if storage.region_name else {},
    )
