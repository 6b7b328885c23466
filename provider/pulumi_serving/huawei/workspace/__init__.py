"""Workspaces: what endpoints live in."""

from .args import WorkspaceArgs
from .lookups import get_workspaces
from .lookups_output import get_workspaces_output
from .resource import Workspace, WorkspaceProvider
from .results import WorkspaceResult, WorkspacesResult

__all__ = [
    "Workspace",
    "WorkspaceArgs",
    "WorkspaceProvider",
    "WorkspaceResult",
    "WorkspacesResult",
    "get_workspaces",
    "get_workspaces_output",
]
