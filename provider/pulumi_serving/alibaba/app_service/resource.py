"""What users write: ``alibaba.AppService``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource

from .kind import AppServiceKind

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pulumi_serving.core.cloud.kind import Kind

    from .args import AppServiceArgs


class AppServiceProvider(LifecycleProvider):
    """What the engine calls for an app service."""

    __module__ = "pulumi_serving.alibaba"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = AppServiceKind()


class AppService(ServingResource, module="serving/alibaba", name="AppService"):
    """
    A model service of Alibaba Cloud PAI-EAS, deployed from a ready-made application template (an LLM).

    Its arguments are those of ``AppServiceArgs``, as keywords or as one object; each is an output too, beside those
    below. Its id is ``<region>/<service name>``. Each instance costs money while the service runs. One that somebody
    stopped is read as unhealthy, and the next ``up`` that updates it starts it again.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = AppServiceProvider

    # The form in which each output is read: see program/outputs.py.
    service_spec: pulumi.Output[str]
    replicas: pulumi.Output[int]
    name: pulumi.Output[str]
    app_type: pulumi.Output[str | None]
    app_version: pulumi.Output[str | None]
    config: pulumi.Output[dict[str, Any] | None]
    workspace_id: pulumi.Output[str | None]
    quota_id: pulumi.Output[str | None]
    wait_until_ready: pulumi.Output[bool | None]
    extra: pulumi.Output[dict[str, Any] | None]

    status: pulumi.Output[str | None]
    """The cloud's own word for where the service is in its life: ``Running``, ``Failed``, ..."""
    url: pulumi.Output[str | None]
    """Address of the model: the public one, else that inside the VPC; None until it is known."""
    access_token: pulumi.Output[str | None]
    """Secret: what lets anybody call the model, sent as the header ``Authorization`` without another word."""
    internet_endpoint: pulumi.Output[str | None]
    """Public address of the model."""
    intranet_endpoint: pulumi.Output[str | None]
    """Address of the model inside a VPC."""
    service_id: pulumi.Output[str | None]
    """The cloud's own id of the service, ``eas-m-...``."""
    region: pulumi.Output[str | None]
    """Region of the service."""
    request_id: pulumi.Output[str | None]
    """The cloud's id of the request that made the service."""
    reason: pulumi.Output[str | None]
    """The cloud's word for why the status is what it is."""
    message: pulumi.Output[str | None]
    """The cloud's words on the status."""
    safety_lock: pulumi.Output[str | None]
    """What is locked: ``none``, ``dangerous`` (deletion and stop) or ``all``."""
    create_time: pulumi.Output[str | None]
    """When the service was made, in UTC."""
    parent_uid: pulumi.Output[str | None]
    """Account that owns the service."""
    caller_uid: pulumi.Output[str | None]
    """User who made the service."""
    location: pulumi.Output[str]
    """Base URL of the API and region where it lives."""

    @overload
    def __init__(
        self, resource_name: str, args: AppServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None: ...

    @overload
    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **arguments: Unpack[AppServiceArgs]
    ) -> None: ...

    def __init__(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Declare an app service; mistakes in its arguments are reported by the preview, all at once."""
        self._declare(resource_name, *arguments, **named)
