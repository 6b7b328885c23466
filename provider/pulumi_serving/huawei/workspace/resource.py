"""
What users write: ``huawei.Workspace``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import WorkspaceKind

if TYPE_CHECKING:
    import pulumi

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.huawei.workspace.args import WorkspaceArgs


class WorkspaceProvider(LifecycleProvider):
    """What the engine calls for a workspace."""

    __module__ = "pulumi_serving.huawei"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = WorkspaceKind()


class Workspace(ServingResource, module="serving/huawei", name="Workspace"):
    """
    A workspace of Huawei Cloud DataArts Fabric: what endpoints live in.

    Its id is what an endpoint's ``workspace_id`` takes. The cloud refuses to delete one that is not empty: a deletion
    waits while endpoints are in it, and names them if they still are at the end; of compute resources and apps in it,
    the cloud's own refusal tells. The settings need no workspace for it.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = WorkspaceProvider

    @constructor
    def __init__(
        self,
        resource_name: str,
        args: WorkspaceArgs | pulumi.ResourceOptions | None = None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        name: pulumi.Input[str] | None = None,
        description: pulumi.Input[str] | None = None,
        metastore_id: pulumi.Input[str] | None = None,
        enterprise_project_id: pulumi.Input[str] | None = None,
    ) -> None:
        """
        Declare a workspace.

        Mistakes are reported by the preview, all at once. The arguments may also be one object: ``WorkspaceArgs(...)``
        or a dictionary. Each argument is an output too.

        :param resource_name: Logical name of the resource.
        :param args: The arguments as one object: `WorkspaceArgs(...)` or a dictionary.
        :param opts: Options of the resource.
        :param name: Name of the workspace, unique in the project. Left out, it is the resource's logical name and a suffix.
        :param description: What it is for.
        :param metastore_id: Id of its metadata store (LakeFormation).
        :param enterprise_project_id: Enterprise project it belongs to; `0` is the account's default project. The default is `0`. A change replaces the resource.
        """
        ...

    @property
    def name(self) -> pulumi.Output[str]:
        """Name of the workspace, unique in the project. Left out, it is the resource's logical name and a suffix."""
        return self._output("name")

    @property
    def description(self) -> pulumi.Output[str | None]:
        """What it is for."""
        return self._output("description")

    @property
    def metastore_id(self) -> pulumi.Output[str | None]:
        """Id of its metadata store (LakeFormation)."""
        return self._output("metastore_id")

    @property
    def enterprise_project_id(self) -> pulumi.Output[str | None]:
        """Enterprise project it belongs to; `0` is the account's default project."""
        return self._output("enterprise_project_id")

    @property
    def create_time(self) -> pulumi.Output[str | None]:
        """When it was made."""
        return self._output("create_time")

    @property
    def create_domain_name(self) -> pulumi.Output[str | None]:
        """Account that made it."""
        return self._output("create_domain_name")

    @property
    def create_user_name(self) -> pulumi.Output[str | None]:
        """User who made it."""
        return self._output("create_user_name")

    @property
    def access_url(self) -> pulumi.Output[str | None]:
        """Address at which people open it."""
        return self._output("access_url")

    @property
    def location(self) -> pulumi.Output[str]:
        """Where it is: base URL of the API and project."""
        return self._output("location")
