"""
The arguments and further outputs of a workspace, declared once.

Fields are those of the vendor's SDK (CreateWorkspace, ListWorkspaces). What other pages of the vendor say of the form
of names is a warning (``rules.py``).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values.markers import STRICT, Default, Filled, Note, OptionalInput, ReplaceOnChange, Stable


@with_config(STRICT)
class WorkspaceArgs(TypedDict, total=False):
    """
    A workspace of Huawei Cloud DataArts Fabric: what endpoints live in.

    Its id is what an endpoint's ``workspace_id`` takes. The cloud refuses to delete one that is not empty: a deletion
    waits while endpoints are in it, and names them if they still are at the end; of compute resources and apps in it,
    the cloud's own refusal tells. The settings need no workspace for it.
    """

    name: OptionalInput[
        Annotated[
            str, Field(min_length=1), Note("other than 4 to 32 letters, digits and hyphens is a warning"), Filled()
        ]
    ]
    """Name of the workspace, unique in the project. Left out, it is the resource's logical name and a suffix."""

    description: OptionalInput[Annotated[str, Field(max_length=255)]]
    """What it is for."""

    metastore_id: OptionalInput[str]
    """Id of its metadata store (LakeFormation)."""

    enterprise_project_id: OptionalInput[
        Annotated[
            str,
            Field(min_length=1, max_length=64),
            ReplaceOnChange("UpdateWorkspace does not take it"),
            Default("0"),
        ]
    ]
    """Enterprise project it belongs to; `0` is the account's default project."""


@with_config(STRICT)
class WorkspaceState(TypedDict, total=False):
    """What a workspace has besides its arguments."""

    create_time: Annotated[str, Stable()]
    """When it was made."""

    create_domain_name: Annotated[str, Stable()]
    """Account that made it."""

    create_user_name: Annotated[str, Stable()]
    """User who made it."""

    access_url: Annotated[str, Stable()]
    """Address at which people open it."""
