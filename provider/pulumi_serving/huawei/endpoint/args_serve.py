"""
Ray Serve applications, a part of an endpoint's ``config``.

Fields and types are those of the CreateEndpoint reference, tables 14 to 19. Fields that only later SDKs know are
optional and say so. In ``deployments`` and ``autoscaling_config`` the names have changed between versions: any further
key is sent as it is.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import (
    STRICT,
    ExtraFields,
    Input,
    ListOf,
    MapOf,
    Note,
    OptionalInput,
    Secret,
    Unordered,
)

OPEN = ConfigDict(extra="allow", strict=True)
"""As STRICT, but further keys are sent as they are; ``rules.py`` warns of them."""
LATER_SDK = "known to later SDKs only; not sent unless set"


@with_config(STRICT)
class RayActorOptionsArgs(TypedDict, total=False):
    """What each replica of a deployment gets (RayActorOptions)."""

    num_cpus: OptionalInput[Annotated[float, Field(ge=0)]]
    """CPUs; fractions are allowed."""

    memory: OptionalInput[Annotated[float, Field(ge=0)]]
    """Memory; the reference states no unit (Ray's is bytes)."""

    resources: OptionalInput[str]
    """Custom resources, one text, passed on untouched."""

    extra: ExtraFields


@with_config(OPEN)
class AutoscalingConfigArgs(TypedDict, total=False):
    """When a deployment gets more replicas (AutoscalingConfig). Further keys are sent as they are."""

    target_num_ongoing_requests_per_replica: OptionalInput[
        Annotated[int, Note("later SDKs call it `target_ongoing_requests`; both together are a warning")]
    ]
    """Average of requests that a replica serves at a time."""

    max_concurrent_queries: OptionalInput[
        Annotated[int, Note("later SDKs have `max_ongoing_requests` in the deployment; both together are a warning")]
    ]
    """Most requests that a replica serves at a time."""

    min_replicas: OptionalInput[Annotated[int, Field(ge=0)]]
    """Least replicas."""

    max_replicas: OptionalInput[Annotated[int, Field(ge=0), Note("less than `min_replicas` is a warning")]]
    """Most replicas."""

    initial_replicas: OptionalInput[Annotated[int, Field(ge=0), Note("outside of the range is a warning")]]
    """Replicas at the start."""

    upscale_delay_s: OptionalInput[Annotated[int, Field(ge=0)]]
    """Seconds to wait before adding replicas."""

    downscale_delay_s: OptionalInput[Annotated[int, Field(ge=0)]]
    """Seconds to wait before removing replicas."""

    target_ongoing_requests: OptionalInput[Annotated[int, Note(LATER_SDK)]]
    """The later name of `target_num_ongoing_requests_per_replica`."""

    max_ongoing_requests: OptionalInput[Annotated[int, Note("known to later documents only; not sent unless set")]]
    """A later name of `max_concurrent_queries`."""

    extra: ExtraFields


@with_config(OPEN)
class DeploymentArgs(TypedDict, total=False):
    """A Ray Serve deployment (Deployment). Further keys are sent as they are."""

    name: OptionalInput[Annotated[str, Field(min_length=1), Note("more than 64 characters are a warning")]]
    """Name: Chinese characters, letters, digits, `_`, `-`, `.` and space."""

    ray_actor_options: OptionalInput[RayActorOptionsArgs]
    """What each replica gets."""

    autoscaling_config: OptionalInput[AutoscalingConfigArgs]
    """When there are more replicas."""

    num_replicas: OptionalInput[Annotated[int, Field(ge=0), Note("together with `autoscaling_config` a warning")]]
    """Number of replicas."""

    user_config: OptionalInput[Annotated[MapOf[Any], Secret()]]
    """Configuration for the code, of any form."""

    max_replicas_per_node: OptionalInput[int]
    """Most replicas on one node."""

    max_ongoing_requests: OptionalInput[Annotated[int, Note(LATER_SDK)]]
    """Most requests that a replica serves at a time."""

    max_queued_requests: OptionalInput[Annotated[int, Note(LATER_SDK)]]
    """Most requests that wait; -1 for no limit."""

    extra: ExtraFields


@with_config(STRICT)
class ServeRuntimeEnvArgs(TypedDict, total=False):
    """Where the code of an application is, and its environment (ServeRuntimeEnv)."""

    working_dir: OptionalInput[str]
    """Directory of the code: a remote URI (such as S3) or a local path."""

    env_vars: OptionalInput[Annotated[MapOf[Input[str]], Secret()]]
    """Environment variables; their values are secret."""

    extra: ExtraFields


@with_config(STRICT)
class ServeApplicationArgs(TypedDict, total=False):
    """A Ray Serve application (ServeApplication)."""

    name: Required[Input[Annotated[str, Field(min_length=1), Note("more than 64 characters are a warning")]]]
    """Name: Chinese characters, letters, digits, `_`, `-`, `.` and space."""

    import_path: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Import path of the application."""

    deployments: Required[
        Input[
            Annotated[ListOf[Input[DeploymentArgs]], Unordered(by="name"), Note("none, or more than 5, are a warning")]
        ]
    ]
    """Its deployments."""

    runtime_env: Required[Input[ServeRuntimeEnvArgs]]
    """Its code and environment; may be `{}`."""

    route_prefix: OptionalInput[str]
    """Path under which it is called; unique among the applications."""

    extra: ExtraFields


@with_config(STRICT)
class RayServeConfigArgs(TypedDict, total=False):
    """What runs on the Ray cluster (RayServeConfig)."""

    applications: OptionalInput[
        Annotated[ListOf[Input[ServeApplicationArgs]], Unordered(by="name"), Note("more than 5 are a warning")]
    ]
    """The applications."""

    extra: ExtraFields
