"""What users write: ``huawei.Endpoint``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.huawei import outputs
from pulumi_serving.program.resource import ServingResource

from .kind import EndpointKind

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pulumi_serving.core.cloud.kind import Kind

    from .args import EndpointArgs


class EndpointProvider(LifecycleProvider):
    """What the engine calls for an endpoint."""

    __module__ = "pulumi_serving.huawei"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = EndpointKind()


class Endpoint(ServingResource, module="serving/huawei", name="Endpoint"):
    """
    An endpoint of Huawei Cloud DataArts Fabric: a model, a Ray cluster, a Ray service, or a resource group.

    Its arguments are those of ``EndpointArgs``, as keywords or as one object; each is an output too, beside those
    below. Its least resources cost money as long as it exists, a failed one's probably too.

    One that is ``CREATE_FAILED`` is replaced by the next ``up``, one that is ``UPDATE_FAILED`` is updated again. No
    call leaves ``FROZEN``, ``INACTIVE`` and ``TRIAL_ENDED``, so none is sent: an ``up`` fails until the cause is
    removed.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = EndpointProvider

    # The form in which each output is read: see program/outputs.py.
    type: pulumi.Output[str]
    name: pulumi.Output[str]
    description: pulumi.Output[str | None]
    reserved_resource: pulumi.Output[outputs.ReservedResource | None]
    ray_resource: pulumi.Output[outputs.RayResource | None]
    cap: pulumi.Output[outputs.Cap | None]
    log_config: pulumi.Output[outputs.LogConfig | None]
    config: pulumi.Output[outputs.EndpointConfig | None]
    cache_list: pulumi.Output[list[outputs.CacheConfig] | None]
    public_access: pulumi.Output[bool | None]
    custom_image_id: pulumi.Output[str | None]
    workspace_id: pulumi.Output[str | None]
    update_config_in_place: pulumi.Output[bool | None]
    is_delete_app_instance: pulumi.Output[bool | None]
    wait_until_ready: pulumi.Output[bool | None]
    extra: pulumi.Output[dict[str, Any] | None]

    status: pulumi.Output[str | None]
    """The cloud's own word for where the endpoint is in its life: ``RUNNING``, ``CREATE_FAILED``, ..."""
    url: pulumi.Output[str | None]
    """The public ``ApiInvoke`` address, else the first; None until it is known. Calls need a token of ``urls``."""
    urls: pulumi.Output[list[outputs.Url] | None]
    """All addresses with their tokens, secret as a whole."""
    visibility: pulumi.Output[str | None]
    """``PRIVATE`` or ``PUBLIC``."""
    owner: pulumi.Output[outputs.Owner | None]
    """Who made it: ``domain_name``, ``domain_id``, ``user_name`` and ``user_id``."""
    create_time: pulumi.Output[str | None]
    """When it was made."""
    update_time: pulumi.Output[str | None]
    """When it was last changed."""
    error_code: pulumi.Output[str | None]
    """The cloud's error code, if it has failed or is blocked."""
    error_msg: pulumi.Output[str | None]
    """The cloud's reason, if it has failed or is blocked."""
    business_engine_instance_ids: pulumi.Output[list[str] | None]
    """Ids of its engine instances."""
    tokens_quota: pulumi.Output[outputs.TokensQuota | None]
    """Token quota: ``total``, ``used`` and ``expire_time``."""
    runtime_env_type: pulumi.Output[str | None]
    """``RELEASE`` or ``GRAY``."""
    location: pulumi.Output[str]
    """Where it lives: base URL of the API, project and workspace."""

    @overload
    def __init__(self, resource_name: str, args: EndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None: ...

    @overload
    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **arguments: Unpack[EndpointArgs]
    ) -> None: ...

    def __init__(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Declare an endpoint; mistakes in its arguments are reported by the preview, all at once."""
        self._declare(resource_name, *arguments, **named)
