"""
The ``config`` of an endpoint: a Ray service, and the Ray cluster that it runs on.

Fields and types are those of the CreateEndpoint reference, tables 12, 13 and 20 to 24. Fields that only later SDKs
know are optional and say so.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, ExtraFields, Input, Note, OptionalInput, Unordered

from .args_serve import LATER_SDK, RayServeConfigArgs


@with_config(STRICT)
class ResourceSpecArgs(TypedDict, total=False):
    """The size of a node (ResourceSpec)."""

    spec_code: OptionalInput[Annotated[str, Field(description="Specification; see `get_specs`.")]]
    cpu_resource: OptionalInput[Annotated[int, Field(ge=0, description="CPUs, with `enable_custom`."), Note(LATER_SDK)]]
    memory_resource: OptionalInput[
        Annotated[int, Field(ge=0, description="Memory, with `enable_custom`."), Note(LATER_SDK)]
    ]
    npu_resource: OptionalInput[Annotated[int, Field(ge=0, description="NPUs, with `enable_custom`."), Note(LATER_SDK)]]
    extra: ExtraFields


@with_config(STRICT)
class HeadGroupSpecArgs(TypedDict, total=False):
    """The head of a Ray cluster (HeadGroupSpecV2)."""

    limits: OptionalInput[Annotated[ResourceSpecArgs, Field(description="Most resources that it gets.")]]
    requests: OptionalInput[Annotated[ResourceSpecArgs, Field(description="Least resources that it needs.")]]
    extra: ExtraFields


@with_config(STRICT)
class WorkerGroupSpecArgs(TypedDict, total=False):
    """A group of workers of a Ray cluster (WorkerGroupSpecV2)."""

    name: OptionalInput[Annotated[str, Field(description="Name of this group.")]]
    min_replicas: OptionalInput[Annotated[int, Field(ge=0, description="Least workers, billed at all times.")]]
    max_replicas: OptionalInput[
        Annotated[int, Field(ge=0, description="Most workers."), Note("less than `min_replicas` is a warning")]
    ]
    limits: OptionalInput[Annotated[ResourceSpecArgs, Field(description="Most resources that each gets.")]]
    requests: OptionalInput[Annotated[ResourceSpecArgs, Field(description="Least resources that each needs.")]]
    extra: ExtraFields


@with_config(STRICT)
class RayClusterConfigArgs(TypedDict, total=False):
    """The Ray cluster of a service (RayClusterConfig)."""

    head_group_spec: Required[Input[Annotated[HeadGroupSpecArgs, Field(description="The head.")]]]
    worker_group_specs: Required[
        Input[
            Annotated[
                list[Input[WorkerGroupSpecArgs]],
                Field(description="The groups of workers."),
                Unordered(by="name"),
                Note("none are a warning"),
            ]
        ]
    ]
    enable_custom: OptionalInput[Annotated[bool, Field(description="Free sizes of resources."), Note(LATER_SDK)]]
    extra: ExtraFields


@with_config(STRICT)
class DataInfoArgs(TypedDict, total=False):
    """Data that the service reads (DataBriefInfo)."""

    input_path: OptionalInput[Annotated[str, Field(description="Address of the data.")]]
    extra: ExtraFields


@with_config(STRICT)
class RayServiceLtsArgs(TypedDict, total=False):
    """The LTS stream for the logs of a Ray service."""

    enabled: OptionalInput[Annotated[bool, Field(description="Record logs to LTS."), Note(LATER_SDK)]]
    log_group_id: OptionalInput[Annotated[str, Field(description="Id of an existing log group."), Note(LATER_SDK)]]
    log_stream_id: OptionalInput[Annotated[str, Field(description="Id of an existing log stream."), Note(LATER_SDK)]]
    extra: ExtraFields


@with_config(STRICT)
class RayServiceLogConfigArgs(TypedDict, total=False):
    """Where the logs of a Ray service go. Not the `log_config` of the endpoint."""

    lts: OptionalInput[Annotated[RayServiceLtsArgs, Field(description="The LTS stream."), Note(LATER_SDK)]]
    extra: ExtraFields


@with_config(STRICT)
class OidcConfigArgs(TypedDict, total=False):
    """Login of a Ray service by OIDC."""

    enable_oidc: OptionalInput[Annotated[bool, Field(description="Use OIDC."), Note(LATER_SDK)]]
    client_id: OptionalInput[Annotated[str, Field(description="Client id."), Note(LATER_SDK)]]
    namespace: OptionalInput[
        Annotated[str, Field(description="Namespace: 16 characters, `ray-svc-...`."), Note(LATER_SDK)]
    ]
    extra: ExtraFields


@with_config(STRICT)
class ApiConfigArgs(TypedDict, total=False):
    """The API of a Ray service."""

    enable_independent_api: OptionalInput[Annotated[bool, Field(description="An API of its own."), Note(LATER_SDK)]]
    backend_timeout: OptionalInput[
        Annotated[int, Field(ge=0, description="Time limit of the backend; 0 to 600000."), Note(LATER_SDK)]
    ]
    extra: ExtraFields


@with_config(STRICT)
class AgencyConfigArgs(TypedDict, total=False):
    """The agency of a Ray service."""

    enable_agency: OptionalInput[Annotated[bool, Field(description="Use an agency."), Note(LATER_SDK)]]
    agency_name: OptionalInput[Annotated[str, Field(description="Name of the agency."), Note(LATER_SDK)]]
    extra: ExtraFields


@with_config(STRICT)
class RayServiceConfigArgs(TypedDict, total=False):
    """A Ray service (RayServiceConfig)."""

    ray_serve_config: Required[Input[Annotated[RayServeConfigArgs, Field(description="What runs on the cluster.")]]]
    ray_cluster_config: Required[Input[Annotated[RayClusterConfigArgs, Field(description="The cluster.")]]]
    data_infos: OptionalInput[
        Annotated[
            list[Input[DataInfoArgs]],
            Field(description="Data that it reads."),
            Note("more than 1 is a warning"),
        ]
    ]
    log_config: OptionalInput[
        Annotated[
            RayServiceLogConfigArgs,
            Field(description="Where its logs go."),
            Note(f"{LATER_SDK}; a change is always a replacement, since an update ignores it"),
        ]
    ]
    oidc_config: OptionalInput[Annotated[OidcConfigArgs, Field(description="Login by OIDC."), Note(LATER_SDK)]]
    api_config: OptionalInput[Annotated[ApiConfigArgs, Field(description="Its API."), Note(LATER_SDK)]]
    agency_config: OptionalInput[Annotated[AgencyConfigArgs, Field(description="Its agency."), Note(LATER_SDK)]]
    extra: ExtraFields


@with_config(STRICT)
class EndpointConfigArgs(TypedDict, total=False):
    """The configuration of an endpoint (EndpointConfig)."""

    ray_service_config: OptionalInput[
        Annotated[RayServiceConfigArgs, Field(description="Settings of a `ray_service`.")]
    ]
    extra: ExtraFields
