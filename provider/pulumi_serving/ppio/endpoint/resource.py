"""What users write: ``ppio.Endpoint``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.ppio import outputs
from pulumi_serving.program.resource import ServingResource

from .kind import EndpointKind

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pulumi_serving.core.cloud.kind import Kind

    from .args import EndpointArgs


class EndpointProvider(LifecycleProvider):
    """What the engine calls for an endpoint."""

    __module__ = "pulumi_serving.ppio"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = EndpointKind()


class Endpoint(ServingResource, module="serving/ppio", name="Endpoint"):
    """
    A serverless GPU endpoint of PPIO or Novita AI: a pool of workers that scales by itself.

    Its arguments are those of ``EndpointArgs``, as keywords or as one object; each is an output too, beside those
    below. An endpoint costs money per worker and second.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = EndpointProvider

    # The form in which each output is read: see program/outputs.py.
    type: pulumi.Output[str]
    product_id: pulumi.Output[str]
    image: pulumi.Output[str]
    worker_config: pulumi.Output[outputs.WorkerConfig]
    name: pulumi.Output[str]
    app_name: pulumi.Output[str]
    registry_auth_id: pulumi.Output[str | None]
    entrypoint: pulumi.Output[str | None]
    command: pulumi.Output[str | None]
    policy: pulumi.Output[outputs.Policy | None]
    volumes: pulumi.Output[list[outputs.Volume] | None]
    envs: pulumi.Output[list[outputs.Env] | None]
    ports: pulumi.Output[list[int] | None]
    health_check: pulumi.Output[outputs.HealthCheck | None]
    region_id: pulumi.Output[str | None]
    wait_until_ready: pulumi.Output[bool | None]
    extra: pulumi.Output[dict[str, Any] | None]

    status: pulumi.Output[str | None]
    """The cloud's own word for where the endpoint is in its life, in lower case."""
    url: pulumi.Output[str | None]
    """Address of a ``sync`` endpoint; None until it is known. Anybody who knows it can call it."""
    job_url: pulumi.Output[str | None]
    """Base address for the jobs of an ``async`` endpoint, derived from its id and application name."""
    status_error: pulumi.Output[str | None]
    """The cloud's error code, if the endpoint failed."""
    status_message: pulumi.Output[str | None]
    """The cloud's words on the status."""
    created_at: pulumi.Output[int | None]
    """When it was made, in Unix seconds."""
    member_id: pulumi.Output[str | None]
    """Team member who made it."""
    owner_id: pulumi.Output[str | None]
    """Account that owns it."""
    location: pulumi.Output[str]
    """Base URL of the API at which it lives."""

    @overload
    def __init__(self, resource_name: str, args: EndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None: ...

    @overload
    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **arguments: Unpack[EndpointArgs]
    ) -> None: ...

    def __init__(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Declare an endpoint; mistakes in its arguments are reported by the preview, all at once."""
        self._declare(resource_name, *arguments, **named)
