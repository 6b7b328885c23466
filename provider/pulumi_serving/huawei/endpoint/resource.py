"""
What users write: ``huawei.Endpoint``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.huawei import outputs
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import EndpointKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.markers import Open
    from pulumi_serving.huawei.endpoint.args import EndpointArgs
    from pulumi_serving.huawei.endpoint.args_config import EndpointConfigArgs
    from pulumi_serving.huawei.endpoint.args_resources import (
        CacheConfigArgs,
        CapArgs,
        LogConfigArgs,
        RayResourceArgs,
        ReservedResourceArgs,
    )


class EndpointProvider(LifecycleProvider):
    """What the engine calls for an endpoint."""

    __module__ = "pulumi_serving.huawei"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = EndpointKind()


class Endpoint(ServingResource, module="serving/huawei", name="Endpoint"):
    """
    An endpoint of Huawei Cloud DataArts Fabric: a model, a Ray cluster, a Ray service, or a resource group.

    Its least resources cost money as long as it exists, a failed one's probably too.

    One that is ``CREATE_FAILED`` is replaced by the next ``up``, one that is ``UPDATE_FAILED`` is updated again. No
    call leaves ``FROZEN``, ``INACTIVE`` and ``TRIAL_ENDED``, so none is sent: an ``up`` fails until the cause is
    removed.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = EndpointProvider

    @constructor
    def __init__(
        self,
        resource_name: str,
        args: EndpointArgs | pulumi.ResourceOptions | None = None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        type: pulumi.Input[
            Open[Literal["inference", "ray", "ray_service", "service", "job", "sql", "container_job", "notebook"]]
        ] = ...,
        name: pulumi.Input[str] | None = None,
        description: pulumi.Input[str] | None = None,
        reserved_resource: pulumi.Input[ReservedResourceArgs] | None = None,
        ray_resource: pulumi.Input[RayResourceArgs] | None = None,
        cap: pulumi.Input[CapArgs] | None = None,
        log_config: pulumi.Input[LogConfigArgs] | None = None,
        config: pulumi.Input[EndpointConfigArgs] | None = None,
        cache_list: pulumi.Input[Sequence[pulumi.Input[CacheConfigArgs]]] | None = None,
        public_access: pulumi.Input[bool] | None = None,
        custom_image_id: pulumi.Input[str] | None = None,
        workspace_id: pulumi.Input[str] | None = None,
        update_config_in_place: pulumi.Input[bool] | None = None,
        is_delete_app_instance: pulumi.Input[bool] | None = None,
        wait_until_ready: pulumi.Input[bool] | None = None,
        extra: pulumi.Input[Mapping[str, Any]] | None = None,
    ) -> None:
        """
        Declare an endpoint.

        Mistakes are reported by the preview, all at once. The arguments may also be one object: ``EndpointArgs(...)``
        or a dictionary. Each argument is an output too.

        :param resource_name: Logical name of the resource.
        :param args: The arguments as one object: `EndpointArgs(...)` or a dictionary.
        :param opts: Options of the resource.
        :param type: What it accepts: `inference` (a model), `ray` (a Ray cluster), `ray_service` (Ray Serve), `service`, `job` or `sql`. Required. A change replaces the resource.
        :param name: Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Left out, it is the resource's logical name and a suffix.
        :param description: Description.
        :param reserved_resource: Reserved resources.
        :param ray_resource: Nodes of the Ray cluster of a `ray` endpoint.
        :param cap: CAP information.
        :param log_config: Where the logs of a Ray cluster go. A change replaces the resource.
        :param config: Configuration of a `ray_service` endpoint. A change replaces the resource.
        :param cache_list: Distributed caches that it mounts. A change replaces the resource.
        :param public_access: Access from the public network; the server's default is `False`. A change replaces the resource.
        :param custom_image_id: Id of a custom image: 32 to 36 letters, digits and `-`. A change replaces the resource.
        :param workspace_id: Workspace to live in, such as a `Workspace`'s id. Left out, it is that of the settings.
        :param update_config_in_place: Send a changed `config` as an update instead of replacing the endpoint, which keeps its address. The vendor's documents disagree whether that works: an update that has not taken fails the run.
        :param is_delete_app_instance: On deletion, also delete the job instances that still run on a Ray endpoint.
        :param wait_until_ready: Wait until the endpoint runs (the default); `False` returns once it is accepted.
        :param extra: What the API knows and this package does not: sent as it is, beside the rest.
        """
        ...

    @property
    def type(self) -> pulumi.Output[str]:
        """
        What it accepts: `inference` (a model), `ray` (a Ray cluster), `ray_service` (Ray Serve), `service`, `job` or
        `sql`.
        """
        return self._output("type")

    @property
    def name(self) -> pulumi.Output[str]:
        """
        Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Left out, it is the resource's logical name
        and a suffix.
        """
        return self._output("name")

    @property
    def description(self) -> pulumi.Output[str | None]:
        """Description."""
        return self._output("description")

    @property
    def reserved_resource(self) -> pulumi.Output[outputs.ReservedResource | None]:
        """Reserved resources."""
        return self._output("reserved_resource", outputs.ReservedResource)

    @property
    def ray_resource(self) -> pulumi.Output[outputs.RayResource | None]:
        """Nodes of the Ray cluster of a `ray` endpoint."""
        return self._output("ray_resource", outputs.RayResource)

    @property
    def cap(self) -> pulumi.Output[outputs.Cap | None]:
        """CAP information."""
        return self._output("cap", outputs.Cap)

    @property
    def log_config(self) -> pulumi.Output[outputs.LogConfig | None]:
        """Where the logs of a Ray cluster go."""
        return self._output("log_config", outputs.LogConfig)

    @property
    def config(self) -> pulumi.Output[outputs.EndpointConfig | None]:
        """Configuration of a `ray_service` endpoint."""
        return self._output("config", outputs.EndpointConfig)

    @property
    def cache_list(self) -> pulumi.Output[list[outputs.CacheConfig] | None]:
        """Distributed caches that it mounts."""
        return self._output("cache_list", list[outputs.CacheConfig])

    @property
    def public_access(self) -> pulumi.Output[bool | None]:
        """Access from the public network; the server's default is `False`."""
        return self._output("public_access")

    @property
    def custom_image_id(self) -> pulumi.Output[str | None]:
        """Id of a custom image: 32 to 36 letters, digits and `-`."""
        return self._output("custom_image_id")

    @property
    def workspace_id(self) -> pulumi.Output[str | None]:
        """Workspace to live in, such as a `Workspace`'s id. Left out, it is that of the settings."""
        return self._output("workspace_id")

    @property
    def update_config_in_place(self) -> pulumi.Output[bool | None]:
        """
        Send a changed `config` as an update instead of replacing the endpoint, which keeps its address. The vendor's
        documents disagree whether that works: an update that has not taken fails the run.
        """
        return self._output("update_config_in_place")

    @property
    def is_delete_app_instance(self) -> pulumi.Output[bool | None]:
        """On deletion, also delete the job instances that still run on a Ray endpoint."""
        return self._output("is_delete_app_instance")

    @property
    def wait_until_ready(self) -> pulumi.Output[bool | None]:
        """Wait until the endpoint runs (the default); `False` returns once it is accepted."""
        return self._output("wait_until_ready")

    @property
    def extra(self) -> pulumi.Output[dict[str, Any] | None]:
        """What the API knows and this package does not: sent as it is, beside the rest."""
        return self._output("extra")

    @property
    def status(self) -> pulumi.Output[str | None]:
        """The cloud's own word for where it is in its life: `RUNNING`, `CREATE_FAILED`, ..."""
        return self._output("status")

    @property
    def url(self) -> pulumi.Output[str | None]:
        """The public `ApiInvoke` address, else the first; None until it is known. Calls need a token of `urls`."""
        return self._output("url")

    @property
    def urls(self) -> pulumi.Output[list[outputs.Url] | None]:
        """All addresses, each with `name`, `address`, `type` and `token`; secret, for the tokens. Always secret."""
        return self._output("urls", list[outputs.Url])

    @property
    def visibility(self) -> pulumi.Output[str | None]:
        """`PRIVATE` or `PUBLIC`."""
        return self._output("visibility")

    @property
    def owner(self) -> pulumi.Output[outputs.Owner | None]:
        """Who made it: `domain_name`, `domain_id`, `user_name` and `user_id`."""
        return self._output("owner", outputs.Owner)

    @property
    def create_time(self) -> pulumi.Output[str | None]:
        """When it was made: `2023-05-30T12:24:30.401Z`."""
        return self._output("create_time")

    @property
    def update_time(self) -> pulumi.Output[str | None]:
        """When it was last changed."""
        return self._output("update_time")

    @property
    def error_code(self) -> pulumi.Output[str | None]:
        """The cloud's error code, if it has failed or is blocked."""
        return self._output("error_code")

    @property
    def error_msg(self) -> pulumi.Output[str | None]:
        """The cloud's reason, if it has failed or is blocked."""
        return self._output("error_msg")

    @property
    def business_engine_instance_ids(self) -> pulumi.Output[list[str] | None]:
        """Ids of its engine instances."""
        return self._output("business_engine_instance_ids")

    @property
    def tokens_quota(self) -> pulumi.Output[outputs.TokensQuota | None]:
        """Token quota: `total`, `used` and `expire_time`."""
        return self._output("tokens_quota", outputs.TokensQuota)

    @property
    def runtime_env_type(self) -> pulumi.Output[str | None]:
        """`RELEASE` or `GRAY`."""
        return self._output("runtime_env_type")

    @property
    def location(self) -> pulumi.Output[str]:
        """Where it lives: base URL of the API, project and workspace."""
        return self._output("location")
