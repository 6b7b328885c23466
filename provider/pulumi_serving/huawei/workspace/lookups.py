"""The function for workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.program.lookup import Lookup

from .kind import WorkspaceKind
from .results import WorkspaceResult, WorkspacesResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

    from pulumi_serving.core.calls.operation import Operation

    from .client import Workspaces


def _read(client: Workspaces, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    found = client.list_workspaces(operation, {name: str(value) for name, value in args.items()})
    return {"workspaces": [item.plain(WorkspaceResult) for item in found]}


WORKSPACES = Lookup(WorkspaceKind(), "pulumi-python:dynamic/serving/huawei:getWorkspaces", _read, WorkspacesResult)


def get_workspaces(
    *,
    name: str | None = None,
    id: str | None = None,  # noqa: A002
    enterprise_project_id: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> WorkspacesResult:
    """
    Read all workspaces of the account (ListWorkspaces).

    :param name: Keeps those whose name matches, loosely.
    :param id: Keeps the one of exactly this id.
    :param enterprise_project_id: Keeps those of this enterprise project.
    """
    return WORKSPACES.plain({"name": name, "id": id, "enterprise_project_id": enterprise_project_id}, opts)
