"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lookups import WORKSPACES

if TYPE_CHECKING:
    import pulumi

    from .results import WorkspacesResult


def get_workspaces_output(
    *,
    name: pulumi.Input[str] | None = None,
    id: pulumi.Input[str] | None = None,
    enterprise_project_id: pulumi.Input[str] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[WorkspacesResult]:
    """
    Read all workspaces of the account (ListWorkspaces).

    The arguments are those of ``get_workspaces`` and may be outputs; the result is one.

    :param name: Keeps those whose name matches, loosely.
    :param id: Keeps the one of exactly this id.
    :param enterprise_project_id: Keeps those of this enterprise project.
    """
    return WORKSPACES.output({"name": name, "id": id, "enterprise_project_id": enterprise_project_id}, opts)
