"""
What the nested outputs of ``pulumi_serving.huawei`` are: mappings whose keys are attributes too.

Written by tools/outputs.py from the declarations of the arguments: do not edit.
"""

from __future__ import annotations

from typing import Any

from pulumi_serving.program.outputs import Block


class ResourceDef(Block):
    """An amount of a specification: kept warm, and at most (ResourceDef)."""

    spec_code: str
    """Specification; see `get_specs`."""

    warm_up_num: int
    """Amount kept ready at all times, and billed."""

    max_num: int | None
    """Most at a time. Left out, it is `warm_up_num`: no elastic resources."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class SqlResourceDef(Block):
    """An amount of a specification for SQL (ResourceDef; SqlResourceDef in the ListEndpoints reference)."""

    spec_code: str
    """Specification; see `get_specs`."""

    warm_up_num: int
    """Amount kept ready at all times, and billed."""

    max_num: int | None
    """Most at a time. Left out, it is `warm_up_num`: no elastic resources."""

    use_public_resource: bool | None
    """Use public resources."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class ResourceDemand(Block):
    """A range of instances of a specification (ResourceDemand)."""

    spec_code: str
    """Specification; see `get_specs`."""

    min: int
    """Least instances, billed at all times."""

    max: int
    """Most instances."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class ReservedResource(Block):
    """The reserved resources of an endpoint (ReservedResource)."""

    apu: ResourceDef | None
    """Application processing units."""

    dpu: SqlResourceDef | None
    """Data processing units."""

    mu: ResourceDemand | None
    """Model units."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class HeadNodeResource(Block):
    """The head node of a Ray cluster (HeadNodeResourceDemand)."""

    spec_code: str
    """Specification; see `get_specs`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class WorkNodeResource(Block):
    """A group of worker nodes of a Ray cluster (WorkNodeResourceDemand)."""

    name: str
    """Name of this group."""

    resource: ResourceDemand
    """How many nodes, of which size."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayResource(Block):
    """The nodes of a Ray cluster (RayResourceInput)."""

    head_node_resource: HeadNodeResource
    """The head node."""

    work_node_resources: list[WorkNodeResource]
    """The groups of worker nodes."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class Cap(Block):
    """CAP information (CapRef); what CAP is, the reference does not say."""

    cap_id: str | None
    """CAP id: 32 to 36 letters, digits and `-`."""

    version_id: str | None
    """CAP version id: 32 to 36 letters, digits and `-`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class LogConfig(Block):
    """Where the logs of a Ray cluster go (LogConfig)."""

    enable_lts_log: bool | None
    """Record logs to LTS."""

    enable_obs_log: bool | None
    """Dump logs to OBS."""

    obs_path: str | None
    """OBS path of the logs."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayActorOptions(Block):
    """What each replica of a deployment gets (RayActorOptions)."""

    num_cpus: float | None
    """CPUs; fractions are allowed."""

    memory: float | None
    """Memory; the reference states no unit (Ray's is bytes)."""

    resources: str | None
    """Custom resources, one text, passed on untouched."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class AutoscalingConfig(Block):
    """When a deployment gets more replicas (AutoscalingConfig). Further keys are sent as they are."""

    target_num_ongoing_requests_per_replica: int | None
    """Average of requests that a replica serves at a time."""

    max_concurrent_queries: int | None
    """Most requests that a replica serves at a time."""

    min_replicas: int | None
    """Least replicas."""

    max_replicas: int | None
    """Most replicas."""

    initial_replicas: int | None
    """Replicas at the start."""

    upscale_delay_s: int | None
    """Seconds to wait before adding replicas."""

    downscale_delay_s: int | None
    """Seconds to wait before removing replicas."""

    target_ongoing_requests: int | None
    """The later name of `target_num_ongoing_requests_per_replica`."""

    max_ongoing_requests: int | None
    """A later name of `max_concurrent_queries`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class Deployment(Block):
    """A Ray Serve deployment (Deployment). Further keys are sent as they are."""

    name: str | None
    """Name: Chinese characters, letters, digits, `_`, `-`, `.` and space."""

    ray_actor_options: RayActorOptions | None
    """What each replica gets."""

    autoscaling_config: AutoscalingConfig | None
    """When there are more replicas."""

    num_replicas: int | None
    """Number of replicas."""

    user_config: dict[str, Any] | None
    """Configuration for the code, of any form."""

    max_replicas_per_node: int | None
    """Most replicas on one node."""

    max_ongoing_requests: int | None
    """Most requests that a replica serves at a time."""

    max_queued_requests: int | None
    """Most requests that wait; -1 for no limit."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class ServeRuntimeEnv(Block):
    """Where the code of an application is, and its environment (ServeRuntimeEnv)."""

    working_dir: str | None
    """Directory of the code: a remote URI (such as S3) or a local path."""

    env_vars: dict[str, str] | None
    """Environment variables; their values are secret."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class ServeApplication(Block):
    """A Ray Serve application (ServeApplication)."""

    name: str
    """Name: Chinese characters, letters, digits, `_`, `-`, `.` and space."""

    import_path: str
    """Import path of the application."""

    deployments: list[Deployment]
    """Its deployments."""

    runtime_env: ServeRuntimeEnv
    """Its code and environment; may be `{}`."""

    route_prefix: str | None
    """Path under which it is called; unique among the applications."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayServeConfig(Block):
    """What runs on the Ray cluster (RayServeConfig)."""

    applications: list[ServeApplication] | None
    """The applications."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class ResourceSpec(Block):
    """The size of a node (ResourceSpec)."""

    spec_code: str | None
    """Specification; see `get_specs`."""

    cpu_resource: int | None
    """CPUs, with `enable_custom`."""

    memory_resource: int | None
    """Memory, with `enable_custom`."""

    npu_resource: int | None
    """NPUs, with `enable_custom`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class HeadGroupSpec(Block):
    """The head of a Ray cluster (HeadGroupSpecV2)."""

    limits: ResourceSpec | None
    """Most resources that it gets."""

    requests: ResourceSpec | None
    """Least resources that it needs."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class WorkerGroupSpec(Block):
    """A group of workers of a Ray cluster (WorkerGroupSpecV2)."""

    name: str | None
    """Name of this group."""

    min_replicas: int | None
    """Least workers, billed at all times."""

    max_replicas: int | None
    """Most workers."""

    limits: ResourceSpec | None
    """Most resources that each gets."""

    requests: ResourceSpec | None
    """Least resources that each needs."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayClusterConfig(Block):
    """The Ray cluster of a service (RayClusterConfig)."""

    head_group_spec: HeadGroupSpec
    """The head."""

    worker_group_specs: list[WorkerGroupSpec]
    """The groups of workers."""

    enable_custom: bool | None
    """Free sizes of resources."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class DataInfo(Block):
    """Data that the service reads (DataBriefInfo)."""

    input_path: str | None
    """Address of the data."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayServiceLts(Block):
    """The LTS stream for the logs of a Ray service."""

    enabled: bool | None
    """Record logs to LTS."""

    log_group_id: str | None
    """Id of an existing log group."""

    log_stream_id: str | None
    """Id of an existing log stream."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayServiceLogConfig(Block):
    """Where the logs of a Ray service go. Not the `log_config` of the endpoint."""

    lts: RayServiceLts | None
    """The LTS stream."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class OidcConfig(Block):
    """Login of a Ray service by OIDC."""

    enable_oidc: bool | None
    """Use OIDC."""

    client_id: str | None
    """Client id."""

    namespace: str | None
    """Namespace: 16 characters, `ray-svc-...`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class ApiConfig(Block):
    """The API of a Ray service."""

    enable_independent_api: bool | None
    """An API of its own."""

    backend_timeout: int | None
    """Time limit of the backend; 0 to 600000."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class AgencyConfig(Block):
    """The agency of a Ray service."""

    enable_agency: bool | None
    """Use an agency."""

    agency_name: str | None
    """Name of the agency."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class RayServiceConfig(Block):
    """A Ray service (RayServiceConfig)."""

    ray_serve_config: RayServeConfig
    """What runs on the cluster."""

    ray_cluster_config: RayClusterConfig
    """The cluster."""

    data_infos: list[DataInfo] | None
    """Data that it reads."""

    log_config: RayServiceLogConfig | None
    """Where its logs go."""

    oidc_config: OidcConfig | None
    """Login by OIDC."""

    api_config: ApiConfig | None
    """Its API."""

    agency_config: AgencyConfig | None
    """Its agency."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class EndpointConfig(Block):
    """The configuration of an endpoint (EndpointConfig)."""

    ray_service_config: RayServiceConfig | None
    """Settings of a `ray_service`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class CacheConfig(Block):
    """A distributed cache that the endpoint mounts (CacheConfig)."""

    mnt_path: str
    """Mount path."""

    cache_ins_id: str
    """Id of an existing cache."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class Url(Block):
    """An address of an endpoint."""

    name: str | None
    """What it is for: `ApiInvoke` takes REST calls."""

    address: str | None
    """The address."""

    type: str | None
    """`PUBLIC`, or inside a VPC."""

    token: str | None
    """What calls of it need."""


class Owner(Block):
    """Who made an endpoint."""

    domain_name: str | None
    """Name of the account."""

    domain_id: str | None
    """Id of the account."""

    user_name: str | None
    """Name of the user."""

    user_id: str | None
    """Id of the user."""


class TokensQuota(Block):
    """How many tokens an endpoint may use."""

    total: int | None
    """How many it may use."""

    used: int | None
    """How many it has used."""

    expire_time: str | None
    """Until when."""
