"""What functions of workspaces return: plain frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Objects, Text  # noqa: TC001


@dataclass(frozen=True)
class WorkspaceResult:
    """A workspace: what the setting ``workspaceId``, or an endpoint's ``workspace_id``, names."""

    id: Text = ""
    name: Text = ""
    description: Text = ""
    create_time: Text = ""
    create_domain_name: Text = ""
    create_user_name: Text = ""
    metastore_id: Text = ""
    access_url: Text = ""
    enterprise_project_id: Text = ""


@dataclass(frozen=True)
class WorkspacesResult:
    """All workspaces that match."""

    workspaces: Objects[WorkspaceResult] = field(default_factory=list)
