"""What endpoints of the simulated platform refer to: what is there from the start, and what an account has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.ppio import simulator_catalog as catalog

if TYPE_CHECKING:
    from pulumi_serving.simulator.world import World

NAME = "ppio"
AUTH, STORAGE = "registry_auth", "network_volume"
"""The kinds of what is made, in the ledger."""


def registry_auths(world: World, account: int, *, listed: bool = False) -> list[dict[str, Any]]:
    """Return registry credentials; ``listed``: as a list shows them, which may lag."""
    return [*catalog.REGISTRY_AUTHS, *_made(world, AUTH, account, listed=listed)]


def storages(world: World, account: int, *, listed: bool = False) -> dict[str, dict[str, Any]]:
    """Return network storages by their ids; ``listed``: as a list shows them, which may lag."""
    made = _made(world, STORAGE, account, listed=listed)
    return {**catalog.STORAGES, **{fields["storageId"]: fields for fields in made}}


def is_used(world: World, account: int, *, auth: str = "", storage: str = "") -> bool:
    """Tell whether an endpoint that is not gone names registry credentials, or mounts a storage."""
    return any(
        (auth and endpoint.fields["registry_auth_id"] == auth)
        or (storage and storage in [volume.get("id") for volume in endpoint.fields["volumes"] or ()])
        for endpoint in world.living(NAME, account)
    )


def _made(world: World, kind: str, account: int, *, listed: bool) -> list[dict[str, Any]]:
    found = world.things_in_lists if listed else world.things_of
    return [thing.fields for thing in found(NAME, kind, account)]
