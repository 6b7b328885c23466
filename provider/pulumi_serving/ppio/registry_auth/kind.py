"""Saved registry credentials for the lifecycle: made, read from the list, and deleted; nothing of them changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.core.cloud.abilities import ReadFromList, SharesNames, TellsUsers
from pulumi_serving.core.cloud.names import NameForm
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.ppio.settings import PpioKind

from .args import RegistryAuthArgs, RegistryAuthState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.ppio.client import Client

    from . import models
    from .client import RegistryAuths


class RegistryAuthKind(ReadFromList, SharesNames, TellsUsers, PpioKind["RegistryAuths"]):
    """What the lifecycle needs to know of registry credentials."""

    noun: ClassVar[str] = "registry credential"
    args: ClassVar[Any] = RegistryAuthArgs
    state: ClassVar[Any] = RegistryAuthState
    # The deletion waits for endpoints that use it, which may be deleting.
    limits: ClassVar[Limits] = Limits(create=2 * 60, update=2 * 60, delete=10 * 60, invisible=20)
    names: ClassVar[NameForm] = NameForm()

    def calls(self, connection: Client) -> RegistryAuths:
        """Return the calls of registry credentials."""
        from .client import RegistryAuths  # noqa: PLC0415 - what requests take is imported only now

        return RegistryAuths(connection)

    def label(self, args: Mapping[str, Any]) -> str:
        """Name who it is for at which registry: it has no name of its own, and the two need not be unique."""
        return label(str(args.get("name", "")), str(args.get("username", "")))

    def create(self, client: RegistryAuths, args: Mapping[str, Any], operation: Operation) -> None:
        """Save; the answer tells no id, so the list is looked at before and after."""
        client.save_auth(operation, {**args}, self.secret_texts(args))

    def list(self, client: RegistryAuths, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all: the list has no filter."""
        _ = name
        found = client.list_auths(operation)
        return found.of(map(to_live, found))

    def update(self, client: RegistryAuths, live: Live, changes: Changes, operation: Operation) -> None:
        """Send nothing: every change is a replacement, so there is none to make in place."""
        _ = client, live, changes, operation

    def delete(self, client: RegistryAuths, id_: str, operation: Operation) -> None:
        """Delete; it is refused while an endpoint uses it."""
        client.delete_auth(operation, id_)

    def users(self, client: RegistryAuths, id_: str, operation: Operation) -> str:
        """Name the endpoints that pull their image with it."""
        from pulumi_serving.ppio.endpoint.client import Endpoints  # noqa: PLC0415 - see ``calls``

        found = Endpoints(client.client).list_endpoints(operation.at_most(1))
        return ", ".join(f"endpoint {item.name} ({item.id})" for item in found if item.registry_auth_id == id_)

    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Compare all that an answer shows."""
        return all(live.values.get(name) == args.get(name) for name in ("name", "username"))


def label(name: str, username: str) -> str:
    """Return a text for both that can stand in an id."""
    return re.sub(r"[^\w.:@+-]+", "_", f"{username}@{name}")


def to_live(auth: models.Auth) -> Live:
    """Map an item of the list to what the lifecycle compares and records. It is there, or it is not."""
    return Live(
        id=auth.id,
        name=label(auth.name, auth.username),
        status="",
        phase=Phase.READY,
        values={name: value for name, value in auth.reported().items() if name != "id"},
    )
