"""
The arguments and further outputs of a PPIO endpoint, declared once.

Fields, types and limits are those of the "Create endpoint" reference (``POST /gpus/v2/endpoints``), and for the inside
of nested objects those of the "Update endpoint" page. Limits that only the vendor's console or older pages state are
warnings (``rules.py``) or are left to the server.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import (
    STRICT,
    ExtraFields,
    Filled,
    Input,
    ListOf,
    Local,
    Message,
    Note,
    Open,
    OptionalInput,
    ReplaceOnChange,
    Secret,
    Sensitive,
    Stable,
    Unordered,
)


@with_config(STRICT)
class WorkerConfigArgs(TypedDict, total=False):
    """How many workers an endpoint has, and what each is made of."""

    max_replicas: Required[Input[Annotated[int, Field(ge=0, le=1000)]]]
    """Most workers at a time. 0 stops the endpoint."""

    min_replicas: OptionalInput[Annotated[int, Field(ge=0)]]
    """Workers kept at all times; 0 lets the endpoint sleep when idle."""

    idle_timeout: OptionalInput[int]
    """Seconds that an idle worker is kept, and billed."""

    max_concurrent_per_worker: OptionalInput[int]
    """Requests that one worker takes at a time."""

    gpu_num: OptionalInput[Annotated[int, Note("the product's own range is checked by the server")]]
    """GPUs per worker."""

    rootfs_size_gb: OptionalInput[
        Annotated[int, Note("may not change in place: an update that does not take fails and says so")]
    ]
    """System disk of a worker, in GB."""

    min_cuda_version: OptionalInput[
        Annotated[str, Note("may not change in place: an update that does not take fails and says so")]
    ]
    """Least CUDA version of the host, as text: "12.4"."""

    request_timeout: OptionalInput[int]
    """Seconds that a request may wait in the queue and run."""

    extra: ExtraFields


@with_config(STRICT)
class PolicyArgs(TypedDict, total=False):
    """When an endpoint gets more workers."""

    type: OptionalInput[
        Annotated[Open[Literal["queue", "concurrency"]], Note("`async` endpoints know `concurrency` only (a warning)")]
    ]
    """`queue` scales by how long requests wait, `concurrency` by how many wait."""

    value: OptionalInput[int]
    """Seconds with `queue`, number of requests with `concurrency`."""

    extra: ExtraFields


@with_config(STRICT)
class VolumeArgs(TypedDict, total=False):
    """A disk of a worker: local, or a network storage of the account."""

    id: OptionalInput[str]
    """Id of the network storage; left out for a local volume."""

    type: OptionalInput[Open[Literal["network", "local"]]]
    """A network storage, or a disk of the worker."""

    size: OptionalInput[Annotated[int, Note("a network storage has its own size")]]
    """Size of a local volume, in GB."""

    mount_point: OptionalInput[str]
    """Absolute path at which the worker sees it."""

    extra: ExtraFields


@with_config(STRICT)
class EnvArgs(TypedDict, total=False):
    """An environment variable of a worker."""

    key: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Name; unique within the endpoint."""

    value: Required[Input[Annotated[str, Sensitive()]]]
    """Value, always a string."""

    extra: ExtraFields


@with_config(STRICT)
class HealthCheckArgs(TypedDict, total=False):
    """
    How the platform tells that a worker serves.

    First asked after 10 s, then every 10 s; three failures restart the container. A slow model load needs a path that
    answers early.
    """

    path: OptionalInput[str]
    """Path of the worker's HTTP service, starting with `/`."""

    port: OptionalInput[Annotated[int, Field(ge=1, le=65535)]]
    """Port of it; one of `ports`."""

    extra: ExtraFields


@with_config(STRICT)
class EndpointArgs(TypedDict, total=False):
    """
    A serverless GPU endpoint of PPIO or Novita AI: a pool of workers that scales by itself.

    An endpoint costs money per worker and second.
    """

    type: Required[
        Input[
            Annotated[
                Open[Literal["sync", "async"]], Field(min_length=1), ReplaceOnChange("the update call does not take it")
            ]
        ]
    ]
    """`sync` passes HTTP requests on, `async` takes jobs into a queue."""

    product_id: Required[
        Input[
            Annotated[
                str,
                Field(min_length=1, max_length=255),
                Note("may not change in place: an update that does not take fails and says so"),
            ]
        ]
    ]
    """Serverless GPU product; see `get_products`."""

    image: Required[Input[Annotated[str, Field(min_length=1, max_length=500)]]]
    """Container image, with tag or digest."""

    worker_config: Required[Input[WorkerConfigArgs]]
    """How many workers there are, and what each is made of."""

    name: OptionalInput[Annotated[str, Field(min_length=1, max_length=255), Filled()]]
    """Name of the endpoint. Left out, it is the resource's logical name and a suffix."""

    app_name: OptionalInput[
        Annotated[
            str,
            Field(max_length=255),
            ReplaceOnChange("the update call does not take it"),
            Filled(),
            Note("above 46 characters, or what can't stand in a host name, is a warning"),
        ]
    ]
    """Application name, a part of the URL. The server's default is the id."""

    registry_auth_id: OptionalInput[Annotated[str, Field(max_length=255)]]
    """Id of saved registry credentials; empty for none."""

    entrypoint: OptionalInput[Annotated[str, Sensitive()]]
    """Entrypoint of the container, one string."""

    command: OptionalInput[Annotated[str, Sensitive()]]
    """Start command of the container, one string."""

    policy: OptionalInput[PolicyArgs]
    """When the endpoint gets more workers."""

    volumes: OptionalInput[Annotated[ListOf[Input[VolumeArgs]], Unordered(by="mount_point")]]
    """Disks of each worker."""

    envs: OptionalInput[Annotated[ListOf[Input[EnvArgs]], Secret(), Unordered(by="key")]]
    """Environment of each worker."""

    ports: OptionalInput[
        Annotated[
            ListOf[Input[Annotated[int, Field(ge=1, le=65535)]]],
            Unordered(),
            Note("more than one is a warning: older pages and the console allow one"),
        ]
    ]
    """HTTP ports of each worker, each 1 to 65535."""

    health_check: OptionalInput[HealthCheckArgs]
    """How the platform tells that a worker serves."""

    region_id: OptionalInput[
        Annotated[str, Note("may not change in place: an update that does not take fails and says so")]
    ]
    """Region; see `get_regions`. Needed with a network volume."""

    wait_until_ready: OptionalInput[Annotated[bool, Local()]]
    """Wait until the endpoint serves (the default); `False` returns once it is accepted."""

    extra: ExtraFields


@with_config(STRICT)
class EndpointState(TypedDict, total=False):
    """What an endpoint has besides its arguments, `status` and `location`."""

    url: Annotated[str, Stable()]
    """Address of a `sync` endpoint; None until it is known. Anybody who knows it can call it."""

    job_url: Annotated[str, Stable()]
    """Base address for the jobs of an `async` endpoint, derived from its id and application name."""

    status_error: Annotated[str, Message()]
    """The cloud's error code for the endpoint, if it failed."""

    status_message: Annotated[str, Message()]
    """The cloud's words on its status."""

    created_at: Annotated[int, Stable()]
    """When it was made, in Unix seconds."""

    member_id: Annotated[str, Stable()]
    """Team member who made it."""

    owner_id: Annotated[str, Stable()]
    """Account that owns it."""
