"""
What users write: ``alibaba.AppService``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import AppServiceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

    from pulumi_serving.alibaba.app_service.args import AppServiceArgs, NasConfigArgs, OssConfigArgs
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.markers import Open


class AppServiceProvider(LifecycleProvider):
    """What the engine calls for an app service."""

    __module__ = "pulumi_serving.alibaba"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = AppServiceKind()


class AppService(ServingResource, module="serving/alibaba", name="AppService"):
    """
    A model service of Alibaba Cloud PAI-EAS, deployed from a ready-made application template (an LLM).

    Its id is ``<region>/<service name>``. Each instance costs money while the service runs. One that somebody stopped
    is read as unhealthy, and the next ``up`` that updates it starts it again.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = AppServiceProvider

    @constructor
    def __init__(
        self,
        resource_name: str,
        args: AppServiceArgs | pulumi.ResourceOptions | None = None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        service_spec: pulumi.Input[
            Open[
                Literal[
                    "llama_7b_fp16",
                    "llama_7b_int8",
                    "llama_13b_fp16",
                    "chatglm_6b_fp16",
                    "chatglm_6b_int8",
                    "chatglm2_6b_fp16",
                    "baichuan_7b_int8",
                    "baichuan_13b_fp16",
                    "baichuan_7b_fp16",
                ]
            ]
        ] = ...,
        replicas: pulumi.Input[int] = ...,
        name: pulumi.Input[str] | None = None,
        app_type: pulumi.Input[Open[Literal["LLM"]]] | None = None,
        app_version: pulumi.Input[str] | None = None,
        config: pulumi.Input[OssConfigArgs | NasConfigArgs | Mapping[str, Any]] | None = None,
        workspace_id: pulumi.Input[str] | None = None,
        quota_id: pulumi.Input[str] | None = None,
        wait_until_ready: pulumi.Input[bool] | None = None,
        extra: pulumi.Input[Mapping[str, Any]] | None = None,
    ) -> None:
        """
        Declare an app service.

        Mistakes are reported by the preview, all at once. The arguments may also be one object: ``AppServiceArgs(...)``
        or a dictionary. Each argument is an output too.

        :param resource_name: Logical name of the resource.
        :param args: The arguments as one object: `AppServiceArgs(...)` or a dictionary.
        :param opts: Options of the resource.
        :param service_spec: Model and precision (ServiceSpec), such as `llama_7b_fp16`. Required.
        :param replicas: Number of instances. Required.
        :param name: Name of the service (ServiceName), unique in the region over all accounts. Left out, it is the resource's logical name and a suffix. A change replaces the resource.
        :param app_type: Type of the application (AppType): `LLM`, the default and the only one. The default is `LLM`. A change replaces the resource.
        :param app_version: Version of the application (AppVersion), such as `v1`.
        :param config: Further settings (Config). With the key `model_storage` it is `OssConfigArgs` or `NasConfigArgs`; any other mapping is sent as it is.
        :param workspace_id: PAI workspace (WorkspaceId), a string though it is made of digits. A change replaces the resource.
        :param quota_id: Quota that the instances are taken from (QuotaId). A change replaces the resource.
        :param wait_until_ready: Wait until the service runs (the default); `False` returns once it is accepted.
        :param extra: What the API knows and this package does not: sent as it is, beside the rest.
        """
        ...

    @property
    def service_spec(self) -> pulumi.Output[str]:
        """Model and precision (ServiceSpec), such as `llama_7b_fp16`."""
        return self._output("service_spec")

    @property
    def replicas(self) -> pulumi.Output[int]:
        """Number of instances."""
        return self._output("replicas")

    @property
    def name(self) -> pulumi.Output[str]:
        """
        Name of the service (ServiceName), unique in the region over all accounts. Left out, it is the resource's
        logical name and a suffix.
        """
        return self._output("name")

    @property
    def app_type(self) -> pulumi.Output[str | None]:
        """Type of the application (AppType): `LLM`, the default and the only one."""
        return self._output("app_type")

    @property
    def app_version(self) -> pulumi.Output[str | None]:
        """Version of the application (AppVersion), such as `v1`."""
        return self._output("app_version")

    @property
    def config(self) -> pulumi.Output[dict[str, Any] | None]:
        """
        Further settings (Config). With the key `model_storage` it is `OssConfigArgs` or `NasConfigArgs`; any other
        mapping is sent as it is.
        """
        return self._output("config")

    @property
    def workspace_id(self) -> pulumi.Output[str | None]:
        """PAI workspace (WorkspaceId), a string though it is made of digits."""
        return self._output("workspace_id")

    @property
    def quota_id(self) -> pulumi.Output[str | None]:
        """Quota that the instances are taken from (QuotaId)."""
        return self._output("quota_id")

    @property
    def wait_until_ready(self) -> pulumi.Output[bool | None]:
        """Wait until the service runs (the default); `False` returns once it is accepted."""
        return self._output("wait_until_ready")

    @property
    def extra(self) -> pulumi.Output[dict[str, Any] | None]:
        """What the API knows and this package does not: sent as it is, beside the rest."""
        return self._output("extra")

    @property
    def status(self) -> pulumi.Output[str | None]:
        """The cloud's own word for where it is in its life: `Running`, `Failed`, ..."""
        return self._output("status")

    @property
    def url(self) -> pulumi.Output[str | None]:
        """Address of the model: the public one, else that inside the VPC; None until it is known."""
        return self._output("url")

    @property
    def access_token(self) -> pulumi.Output[str | None]:
        """What lets anybody call the model: sent as the header Authorization, without another word. Always secret."""
        return self._output("access_token")

    @property
    def internet_endpoint(self) -> pulumi.Output[str | None]:
        """Public address of the model (InternetEndpoint)."""
        return self._output("internet_endpoint")

    @property
    def intranet_endpoint(self) -> pulumi.Output[str | None]:
        """Address of the model inside a VPC (IntranetEndpoint)."""
        return self._output("intranet_endpoint")

    @property
    def service_id(self) -> pulumi.Output[str | None]:
        """The cloud's own id of the service (ServiceId): eas-m-..."""
        return self._output("service_id")

    @property
    def region(self) -> pulumi.Output[str | None]:
        """Region of the service (Region)."""
        return self._output("region")

    @property
    def request_id(self) -> pulumi.Output[str | None]:
        """The cloud's id of the request that made it (RequestId)."""
        return self._output("request_id")

    @property
    def reason(self) -> pulumi.Output[str | None]:
        """The cloud's word for why the status is what it is (Reason)."""
        return self._output("reason")

    @property
    def message(self) -> pulumi.Output[str | None]:
        """The cloud's words on the status (Message)."""
        return self._output("message")

    @property
    def safety_lock(self) -> pulumi.Output[str | None]:
        """What is locked: `none`, `dangerous` (deletion and stop) or `all` (SafetyLock)."""
        return self._output("safety_lock")

    @property
    def create_time(self) -> pulumi.Output[str | None]:
        """When it was made, in UTC (CreateTime)."""
        return self._output("create_time")

    @property
    def parent_uid(self) -> pulumi.Output[str | None]:
        """Account that owns it (ParentUid)."""
        return self._output("parent_uid")

    @property
    def caller_uid(self) -> pulumi.Output[str | None]:
        """User who made it (CallerUid)."""
        return self._output("caller_uid")

    @property
    def location(self) -> pulumi.Output[str]:
        """Base URL of the API and region where it lives."""
        return self._output("location")
