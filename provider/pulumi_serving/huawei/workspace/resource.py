"""What users write: ``huawei.Workspace``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource

from .kind import WorkspaceKind

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pulumi_serving.core.cloud.kind import Kind

    from .args import WorkspaceArgs


class WorkspaceProvider(LifecycleProvider):
    """What the engine calls for a workspace."""

    __module__ = "pulumi_serving.huawei"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = WorkspaceKind()


class Workspace(ServingResource, module="serving/huawei", name="Workspace"):
    """
    A workspace of Huawei Cloud DataArts Fabric: what endpoints live in.

    Its arguments are those of ``WorkspaceArgs``; its id is what an endpoint's ``workspace_id`` takes. The cloud refuses
    to delete one that is not empty: a deletion waits while endpoints are in it, and names them if they still are at the
    end; of compute resources and apps in it, the cloud's own refusal tells. The settings need no workspace for it.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = WorkspaceProvider

    # The form in which each output is read: see program/outputs.py.
    name: pulumi.Output[str]
    description: pulumi.Output[str | None]
    metastore_id: pulumi.Output[str | None]
    enterprise_project_id: pulumi.Output[str | None]

    create_time: pulumi.Output[str | None]
    """When it was made."""
    create_domain_name: pulumi.Output[str | None]
    """Account that made it."""
    create_user_name: pulumi.Output[str | None]
    """User who made it."""
    access_url: pulumi.Output[str | None]
    """Address at which people open it."""
    location: pulumi.Output[str]
    """Where it is: base URL of the API and project."""

    @overload
    def __init__(self, resource_name: str, args: WorkspaceArgs, opts: pulumi.ResourceOptions | None = None) -> None: ...

    @overload
    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **arguments: Unpack[WorkspaceArgs]
    ) -> None: ...

    def __init__(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Declare a workspace; mistakes in its arguments are reported by the preview, all at once."""
        self._declare(resource_name, *arguments, **named)
