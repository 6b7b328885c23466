"""
The blocks of an endpoint's arguments: resources, logs, caches.

Fields and types are those of the CreateEndpoint reference, tables 4 to 11 and 25.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, ExtraFields, Input, ListOf, Note, OptionalInput, Unordered

from .args_serve import LATER_SDK

ID = r"^[A-Za-z0-9-]{32,36}$"


@with_config(STRICT)
class ResourceDefArgs(TypedDict, total=False):
    """An amount of a specification: kept warm, and at most (ResourceDef)."""

    spec_code: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Specification; see `get_specs`."""

    warm_up_num: Required[Input[Annotated[int, Field(ge=0)]]]
    """Amount kept ready at all times, and billed."""

    max_num: OptionalInput[Annotated[int, Field(ge=0), Note("less than `warm_up_num` is a warning")]]
    """Most at a time. Left out, it is `warm_up_num`: no elastic resources."""

    extra: ExtraFields


@with_config(STRICT)
class SqlResourceDefArgs(TypedDict, total=False):
    """An amount of a specification for SQL (ResourceDef; SqlResourceDef in the ListEndpoints reference)."""

    spec_code: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Specification; see `get_specs`."""

    warm_up_num: Required[Input[Annotated[int, Field(ge=0)]]]
    """Amount kept ready at all times, and billed."""

    max_num: OptionalInput[Annotated[int, Field(ge=0), Note("less than `warm_up_num` is a warning")]]
    """Most at a time. Left out, it is `warm_up_num`: no elastic resources."""

    use_public_resource: OptionalInput[Annotated[bool, Note(LATER_SDK)]]
    """Use public resources."""

    extra: ExtraFields


@with_config(STRICT)
class ResourceDemandArgs(TypedDict, total=False):
    """A range of instances of a specification (ResourceDemand)."""

    spec_code: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Specification; see `get_specs`."""

    min: Required[Input[Annotated[int, Field(ge=0)]]]
    """Least instances, billed at all times."""

    max: Required[Input[Annotated[int, Field(ge=0), Note("less than `min` is a warning")]]]
    """Most instances."""

    extra: ExtraFields


@with_config(STRICT)
class ReservedResourceArgs(TypedDict, total=False):
    """The reserved resources of an endpoint (ReservedResource)."""

    apu: OptionalInput[ResourceDefArgs]
    """Application processing units."""

    dpu: OptionalInput[SqlResourceDefArgs]
    """Data processing units."""

    mu: OptionalInput[ResourceDemandArgs]
    """Model units."""

    extra: ExtraFields


@with_config(STRICT)
class HeadNodeResourceArgs(TypedDict, total=False):
    """The head node of a Ray cluster (HeadNodeResourceDemand)."""

    spec_code: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Specification; see `get_specs`."""

    extra: ExtraFields


@with_config(STRICT)
class WorkNodeResourceArgs(TypedDict, total=False):
    """A group of worker nodes of a Ray cluster (WorkNodeResourceDemand)."""

    name: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Name of this group."""

    resource: Required[Input[ResourceDemandArgs]]
    """How many nodes, of which size."""

    extra: ExtraFields


@with_config(STRICT)
class RayResourceArgs(TypedDict, total=False):
    """The nodes of a Ray cluster (RayResourceInput)."""

    head_node_resource: Required[Input[HeadNodeResourceArgs]]
    """The head node."""

    work_node_resources: Required[Input[Annotated[ListOf[Input[WorkNodeResourceArgs]], Unordered(by="name")]]]
    """The groups of worker nodes."""

    extra: ExtraFields


@with_config(STRICT)
class CapArgs(TypedDict, total=False):
    """CAP information (CapRef); what CAP is, the reference does not say."""

    cap_id: OptionalInput[Annotated[str, Field(pattern=ID)]]
    """CAP id: 32 to 36 letters, digits and `-`."""

    version_id: OptionalInput[Annotated[str, Field(pattern=ID)]]
    """CAP version id: 32 to 36 letters, digits and `-`."""

    extra: ExtraFields


@with_config(STRICT)
class LogConfigArgs(TypedDict, total=False):
    """Where the logs of a Ray cluster go (LogConfig)."""

    enable_lts_log: OptionalInput[bool]
    """Record logs to LTS."""

    enable_obs_log: OptionalInput[Annotated[bool, Note("needs `enable_lts_log`")]]
    """Dump logs to OBS."""

    obs_path: OptionalInput[Annotated[str, Note("missing with `enable_obs_log` is a warning")]]
    """OBS path of the logs."""

    extra: ExtraFields


@with_config(STRICT)
class CacheConfigArgs(TypedDict, total=False):
    """A distributed cache that the endpoint mounts (CacheConfig)."""

    mnt_path: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Mount path."""

    cache_ins_id: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Id of an existing cache."""

    extra: ExtraFields
