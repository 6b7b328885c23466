"""
The ``config`` of an endpoint: a Ray service, and the Ray cluster that it runs on.

Fields and types are those of the CreateEndpoint reference, tables 12, 13 and 20 to 24. Fields that only later SDKs
know are optional and say so.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, ExtraFields, Input, ListOf, Note, OptionalInput, Unordered

from .args_serve import LATER_SDK, RayServeConfigArgs


@with_config(STRICT)
class ResourceSpecArgs(TypedDict, total=False):
    """The size of a node (ResourceSpec)."""

    spec_code: OptionalInput[str]
    """Specification; see `get_specs`."""

    cpu_resource: OptionalInput[Annotated[int, Field(ge=0), Note(LATER_SDK)]]
    """CPUs, with `enable_custom`."""

    memory_resource: OptionalInput[Annotated[int, Field(ge=0), Note(LATER_SDK)]]
    """Memory, with `enable_custom`."""

    npu_resource: OptionalInput[Annotated[int, Field(ge=0), Note(LATER_SDK)]]
    """NPUs, with `enable_custom`."""

    extra: ExtraFields


@with_config(STRICT)
class HeadGroupSpecArgs(TypedDict, total=False):
    """The head of a Ray cluster (HeadGroupSpecV2)."""

    limits: OptionalInput[ResourceSpecArgs]
    """Most resources that it gets."""

    requests: OptionalInput[ResourceSpecArgs]
    """Least resources that it needs."""

    extra: ExtraFields


@with_config(STRICT)
class WorkerGroupSpecArgs(TypedDict, total=False):
    """A group of workers of a Ray cluster (WorkerGroupSpecV2)."""

    name: OptionalInput[str]
    """Name of this group."""

    min_replicas: OptionalInput[Annotated[int, Field(ge=0)]]
    """Least workers, billed at all times."""

    max_replicas: OptionalInput[Annotated[int, Field(ge=0), Note("less than `min_replicas` is a warning")]]
    """Most workers."""

    limits: OptionalInput[ResourceSpecArgs]
    """Most resources that each gets."""

    requests: OptionalInput[ResourceSpecArgs]
    """Least resources that each needs."""

    extra: ExtraFields


@with_config(STRICT)
class RayClusterConfigArgs(TypedDict, total=False):
    """The Ray cluster of a service (RayClusterConfig)."""

    head_group_spec: Required[Input[HeadGroupSpecArgs]]
    """The head."""

    worker_group_specs: Required[
        Input[Annotated[ListOf[Input[WorkerGroupSpecArgs]], Unordered(by="name"), Note("none are a warning")]]
    ]
    """The groups of workers."""

    enable_custom: OptionalInput[Annotated[bool, Note(LATER_SDK)]]
    """Free sizes of resources."""

    extra: ExtraFields


@with_config(STRICT)
class DataInfoArgs(TypedDict, total=False):
    """Data that the service reads (DataBriefInfo)."""

    input_path: OptionalInput[str]
    """Address of the data."""

    extra: ExtraFields


@with_config(STRICT)
class RayServiceLtsArgs(TypedDict, total=False):
    """The LTS stream for the logs of a Ray service."""

    enabled: OptionalInput[Annotated[bool, Note(LATER_SDK)]]
    """Record logs to LTS."""

    log_group_id: OptionalInput[Annotated[str, Note(LATER_SDK)]]
    """Id of an existing log group."""

    log_stream_id: OptionalInput[Annotated[str, Note(LATER_SDK)]]
    """Id of an existing log stream."""

    extra: ExtraFields


@with_config(STRICT)
class RayServiceLogConfigArgs(TypedDict, total=False):
    """Where the logs of a Ray service go. Not the `log_config` of the endpoint."""

    lts: OptionalInput[Annotated[RayServiceLtsArgs, Note(LATER_SDK)]]
    """The LTS stream."""

    extra: ExtraFields


@with_config(STRICT)
class OidcConfigArgs(TypedDict, total=False):
    """Login of a Ray service by OIDC."""

    enable_oidc: OptionalInput[Annotated[bool, Note(LATER_SDK)]]
    """Use OIDC."""

    client_id: OptionalInput[Annotated[str, Note(LATER_SDK)]]
    """Client id."""

    namespace: OptionalInput[Annotated[str, Note(LATER_SDK)]]
    """Namespace: 16 characters, `ray-svc-...`."""

    extra: ExtraFields


@with_config(STRICT)
class ApiConfigArgs(TypedDict, total=False):
    """The API of a Ray service."""

    enable_independent_api: OptionalInput[Annotated[bool, Note(LATER_SDK)]]
    """An API of its own."""

    backend_timeout: OptionalInput[Annotated[int, Field(ge=0), Note(LATER_SDK)]]
    """Time limit of the backend; 0 to 600000."""

    extra: ExtraFields


@with_config(STRICT)
class AgencyConfigArgs(TypedDict, total=False):
    """The agency of a Ray service."""

    enable_agency: OptionalInput[Annotated[bool, Note(LATER_SDK)]]
    """Use an agency."""

    agency_name: OptionalInput[Annotated[str, Note(LATER_SDK)]]
    """Name of the agency."""

    extra: ExtraFields


@with_config(STRICT)
class RayServiceConfigArgs(TypedDict, total=False):
    """A Ray service (RayServiceConfig)."""

    ray_serve_config: Required[Input[RayServeConfigArgs]]
    """What runs on the cluster."""

    ray_cluster_config: Required[Input[RayClusterConfigArgs]]
    """The cluster."""

    data_infos: OptionalInput[Annotated[ListOf[Input[DataInfoArgs]], Note("more than 1 is a warning")]]
    """Data that it reads."""

    log_config: OptionalInput[
        Annotated[
            RayServiceLogConfigArgs, Note(f"{LATER_SDK}; a change is always a replacement, since an update ignores it")
        ]
    ]
    """Where its logs go."""

    oidc_config: OptionalInput[Annotated[OidcConfigArgs, Note(LATER_SDK)]]
    """Login by OIDC."""

    api_config: OptionalInput[Annotated[ApiConfigArgs, Note(LATER_SDK)]]
    """Its API."""

    agency_config: OptionalInput[Annotated[AgencyConfigArgs, Note(LATER_SDK)]]
    """Its agency."""

    extra: ExtraFields


@with_config(STRICT)
class EndpointConfigArgs(TypedDict, total=False):
    """The configuration of an endpoint (EndpointConfig)."""

    ray_service_config: OptionalInput[RayServiceConfigArgs]
    """Settings of a `ray_service`."""

    extra: ExtraFields
