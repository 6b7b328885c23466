"""
What users write: ``ppio.Endpoint``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.ppio import outputs
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import EndpointKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.markers import Open
    from pulumi_serving.ppio.endpoint.args import (
        EndpointArgs,
        EnvArgs,
        HealthCheckArgs,
        PolicyArgs,
        VolumeArgs,
        WorkerConfigArgs,
    )


class EndpointProvider(LifecycleProvider):
    """What the engine calls for an endpoint."""

    __module__ = "pulumi_serving.ppio"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = EndpointKind()


class Endpoint(ServingResource, module="serving/ppio", name="Endpoint"):
    """
    A serverless GPU endpoint of PPIO or Novita AI: a pool of workers that scales by itself.

    An endpoint costs money per worker and second.
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
        type: pulumi.Input[Open[Literal["sync", "async"]]] = ...,
        product_id: pulumi.Input[str] = ...,
        image: pulumi.Input[str] = ...,
        worker_config: pulumi.Input[WorkerConfigArgs] = ...,
        name: pulumi.Input[str] | None = None,
        app_name: pulumi.Input[str] | None = None,
        registry_auth_id: pulumi.Input[str] | None = None,
        entrypoint: pulumi.Input[str] | None = None,
        command: pulumi.Input[str] | None = None,
        policy: pulumi.Input[PolicyArgs] | None = None,
        volumes: pulumi.Input[Sequence[pulumi.Input[VolumeArgs]]] | None = None,
        envs: pulumi.Input[Sequence[pulumi.Input[EnvArgs]]] | None = None,
        ports: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        health_check: pulumi.Input[HealthCheckArgs] | None = None,
        region_id: pulumi.Input[str] | None = None,
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
        :param type: `sync` passes HTTP requests on, `async` takes jobs into a queue. Required. A change replaces the resource.
        :param product_id: Serverless GPU product; see `get_products`. Required.
        :param image: Container image, with tag or digest. Required.
        :param worker_config: How many workers there are, and what each is made of. Required.
        :param name: Name of the endpoint. Left out, it is the resource's logical name and a suffix.
        :param app_name: Application name, a part of the URL. The server's default is the id. A change replaces the resource.
        :param registry_auth_id: Id of saved registry credentials; empty for none.
        :param entrypoint: Entrypoint of the container, one string.
        :param command: Start command of the container, one string.
        :param policy: When the endpoint gets more workers.
        :param volumes: Disks of each worker.
        :param envs: Environment of each worker. Always secret.
        :param ports: HTTP ports of each worker, each 1 to 65535.
        :param health_check: How the platform tells that a worker serves.
        :param region_id: Region; see `get_regions`. Needed with a network volume.
        :param wait_until_ready: Wait until the endpoint serves (the default); `False` returns once it is accepted.
        :param extra: What the API knows and this package does not: sent as it is, beside the rest.
        """
        ...

    @property
    def type(self) -> pulumi.Output[str]:
        """`sync` passes HTTP requests on, `async` takes jobs into a queue."""
        return self._output("type")

    @property
    def product_id(self) -> pulumi.Output[str]:
        """Serverless GPU product; see `get_products`."""
        return self._output("product_id")

    @property
    def image(self) -> pulumi.Output[str]:
        """Container image, with tag or digest."""
        return self._output("image")

    @property
    def worker_config(self) -> outputs.WorkerConfigOutput:
        """How many workers there are, and what each is made of."""
        return self._block("worker_config", outputs.WorkerConfigOutput)

    @property
    def name(self) -> pulumi.Output[str]:
        """Name of the endpoint. Left out, it is the resource's logical name and a suffix."""
        return self._output("name")

    @property
    def app_name(self) -> pulumi.Output[str]:
        """Application name, a part of the URL. The server's default is the id."""
        return self._output("app_name")

    @property
    def registry_auth_id(self) -> pulumi.Output[str | None]:
        """Id of saved registry credentials; empty for none."""
        return self._output("registry_auth_id")

    @property
    def entrypoint(self) -> pulumi.Output[str | None]:
        """Entrypoint of the container, one string."""
        return self._output("entrypoint")

    @property
    def command(self) -> pulumi.Output[str | None]:
        """Start command of the container, one string."""
        return self._output("command")

    @property
    def policy(self) -> pulumi.Output[outputs.Policy | None]:
        """When the endpoint gets more workers."""
        return self._output("policy", outputs.Policy)

    @property
    def volumes(self) -> pulumi.Output[list[outputs.Volume] | None]:
        """Disks of each worker."""
        return self._output("volumes", list[outputs.Volume])

    @property
    def envs(self) -> pulumi.Output[list[outputs.Env] | None]:
        """Environment of each worker. Always secret."""
        return self._output("envs", list[outputs.Env])

    @property
    def ports(self) -> pulumi.Output[list[int] | None]:
        """HTTP ports of each worker, each 1 to 65535."""
        return self._output("ports")

    @property
    def health_check(self) -> pulumi.Output[outputs.HealthCheck | None]:
        """How the platform tells that a worker serves."""
        return self._output("health_check", outputs.HealthCheck)

    @property
    def region_id(self) -> pulumi.Output[str | None]:
        """Region; see `get_regions`. Needed with a network volume."""
        return self._output("region_id")

    @property
    def wait_until_ready(self) -> pulumi.Output[bool | None]:
        """Wait until the endpoint serves (the default); `False` returns once it is accepted."""
        return self._output("wait_until_ready")

    @property
    def extra(self) -> pulumi.Output[dict[str, Any] | None]:
        """What the API knows and this package does not: sent as it is, beside the rest."""
        return self._output("extra")

    @property
    def status(self) -> pulumi.Output[str | None]:
        """The cloud's own word for where the endpoint is in its life, in lower case."""
        return self._output("status")

    @property
    def url(self) -> pulumi.Output[str | None]:
        """Address of a `sync` endpoint; None until it is known. Anybody who knows it can call it."""
        return self._output("url")

    @property
    def job_url(self) -> pulumi.Output[str | None]:
        """Base address for the jobs of an `async` endpoint, derived from its id and application name."""
        return self._output("job_url")

    @property
    def status_error(self) -> pulumi.Output[str | None]:
        """The cloud's error code for the endpoint, if it failed."""
        return self._output("status_error")

    @property
    def status_message(self) -> pulumi.Output[str | None]:
        """The cloud's words on its status."""
        return self._output("status_message")

    @property
    def created_at(self) -> pulumi.Output[int | None]:
        """When it was made, in Unix seconds."""
        return self._output("created_at")

    @property
    def member_id(self) -> pulumi.Output[str | None]:
        """Team member who made it."""
        return self._output("member_id")

    @property
    def owner_id(self) -> pulumi.Output[str | None]:
        """Account that owns it."""
        return self._output("owner_id")

    @property
    def location(self) -> pulumi.Output[str]:
        """Base URL of the API at which it lives."""
        return self._output("location")
