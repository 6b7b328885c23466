"""A workspace for the lifecycle: it is there, or it is not, and it is deleted once nothing is in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.core.clock import unix_time
from pulumi_serving.core.cloud.abilities import ReadFromList, TellsUsers
from pulumi_serving.core.cloud.names import NameForm
from pulumi_serving.core.values.compare import UNSET
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.huawei.settings import HuaweiKind, HuaweiSettings

from . import rules
from .args import WorkspaceArgs, WorkspaceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.settings import Source
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.core.values.validate import Problem
    from pulumi_serving.huawei.client import Client

    from . import models
    from .client import Workspaces

UPDATED = ("name", "description", "metastore_id")
OUTPUTS = ("create_time", "create_domain_name", "create_user_name", "access_url")


class WorkspaceKind(ReadFromList, TellsUsers, HuaweiKind["Workspaces"]):
    """What the lifecycle needs to know of a workspace."""

    noun: ClassVar[str] = "workspace"
    args: ClassVar[Any] = WorkspaceArgs
    state: ClassVar[Any] = WorkspaceState
    location_words: ClassVar[str] = "Where it is: base URL of the API and project."
    unique_names: ClassVar[bool] = True
    # The deletion waits for endpoints in it, which may be deleting.
    limits: ClassVar[Limits] = Limits(create=5 * 60, update=5 * 60, delete=10 * 60, invisible=20)
    names: ClassVar[NameForm] = NameForm(separator="-", allowed=r"[A-Za-z0-9-]", longest=32)

    def settings(self, source: Source) -> HuaweiSettings:
        """Return the settings without a workspace: none is in another."""
        found = super().settings(source)
        return replace(found, location=found.location_of(""), workspace_id="")

    def calls(self, connection: Client) -> Workspaces:
        """Return the calls of workspaces."""
        from .client import Workspaces  # noqa: PLC0415 - what requests take is imported only now

        return Workspaces(connection)

    def rules(self, args: Mapping[str, Any]) -> Iterable[Problem]:
        """See ``rules.py``."""
        return rules.problems(args)

    def create(self, client: Workspaces, args: Mapping[str, Any], operation: Operation) -> str:
        """Send the arguments as they are."""
        return client.create_workspace(operation, args)

    def list(self, client: Workspaces, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all pages: the filter by name takes other characters than a name may have."""
        _ = name
        found = client.list_workspaces(operation, {})
        return found.of(map(to_live, found))

    def update(self, client: Workspaces, live: Live, changes: Changes, operation: Operation) -> None:
        """Send all that can change, and what was taken away as empty: right whether the server merges or overwrites."""
        body = {name: changes.target[name] for name in UPDATED if name in changes.target}
        body |= {name: "" for name in changes.removed if name in UPDATED and name not in body}
        client.update_workspace(operation, live.id, body)

    def delete(self, client: Workspaces, id_: str, operation: Operation) -> None:
        """Delete; it is refused while something is in it."""
        client.delete_workspace(operation, id_)

    def users(self, client: Workspaces, id_: str, operation: Operation) -> str:
        """Name the endpoints that are in it."""
        return client.users(operation, id_)

    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Know nothing more: names are unique."""
        _ = live, args
        return True


def to_live(workspace: models.Workspace) -> Live:
    """Map an item of the list to what the lifecycle compares and records. It is there, or it is not."""
    reported = workspace.reported()
    return Live(
        id=workspace.id,
        name=workspace.name,
        status="",
        phase=Phase.READY,
        created=unix_time(workspace.create_time),
        values={name: reported[name] for name in (*UPDATED, "enterprise_project_id") if name in reported},
        outputs={name: reported[name] for name in OUTPUTS if reported.get(name) not in UNSET},
    )
