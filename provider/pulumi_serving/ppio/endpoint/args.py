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

    max_replicas: Required[
        Input[Annotated[int, Field(ge=0, le=1000, description="Most workers at a time. 0 stops the endpoint.")]]
    ]
    min_replicas: OptionalInput[
        Annotated[int, Field(ge=0, description="Workers kept at all times; 0 lets the endpoint sleep when idle.")]
    ]
    idle_timeout: OptionalInput[Annotated[int, Field(description="Seconds that an idle worker is kept, and billed.")]]
    max_concurrent_per_worker: OptionalInput[
        Annotated[int, Field(description="Requests that one worker takes at a time.")]
    ]
    gpu_num: OptionalInput[
        Annotated[int, Field(description="GPUs per worker."), Note("the product's own range is checked by the server")]
    ]
    rootfs_size_gb: OptionalInput[
        Annotated[
            int,
            Field(description="System disk of a worker, in GB."),
            Note("may not change in place: an update that does not take fails and says so"),
        ]
    ]
    min_cuda_version: OptionalInput[
        Annotated[
            str,
            Field(description='Least CUDA version of the host, as text: "12.4".'),
            Note("may not change in place: an update that does not take fails and says so"),
        ]
    ]
    request_timeout: OptionalInput[
        Annotated[int, Field(description="Seconds that a request may wait in the queue and run.")]
    ]
    extra: ExtraFields


@with_config(STRICT)
class PolicyArgs(TypedDict, total=False):
    """When an endpoint gets more workers."""

    type: OptionalInput[
        Annotated[
            Open[Literal["queue", "concurrency"]],
            Field(description="`queue` scales by how long requests wait, `concurrency` by how many wait."),
            Note("`async` endpoints know `concurrency` only (a warning)"),
        ]
    ]
    value: OptionalInput[
        Annotated[int, Field(description="Seconds with `queue`, number of requests with `concurrency`.")]
    ]
    extra: ExtraFields


@with_config(STRICT)
class VolumeArgs(TypedDict, total=False):
    """A disk of a worker: local, or a network storage of the account."""

    id: OptionalInput[Annotated[str, Field(description="Id of the network storage; left out for a local volume.")]]
    type: OptionalInput[
        Annotated[Open[Literal["network", "local"]], Field(description="A network storage, or a disk of the worker.")]
    ]
    size: OptionalInput[
        Annotated[int, Field(description="Size of a local volume, in GB."), Note("a network storage has its own size")]
    ]
    mount_point: OptionalInput[Annotated[str, Field(description="Absolute path at which the worker sees it.")]]
    extra: ExtraFields


@with_config(STRICT)
class EnvArgs(TypedDict, total=False):
    """An environment variable of a worker."""

    key: Required[Input[Annotated[str, Field(min_length=1, description="Name; unique within the endpoint.")]]]
    value: Required[Input[Annotated[str, Field(description="Value, always a string."), Sensitive()]]]
    extra: ExtraFields


@with_config(STRICT)
class HealthCheckArgs(TypedDict, total=False):
    """
    How the platform tells that a worker serves.

    First asked after 10 s, then every 10 s; three failures restart the container. A slow model load needs a path that
    answers early.
    """

    path: OptionalInput[Annotated[str, Field(description="Path of the worker's HTTP service, starting with `/`.")]]
    port: OptionalInput[Annotated[int, Field(ge=1, le=65535, description="Port of it; one of `ports`.")]]
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
                Open[Literal["sync", "async"]],
                Field(min_length=1, description="`sync` passes HTTP requests on, `async` takes jobs into a queue."),
                ReplaceOnChange("the update call does not take it"),
            ]
        ]
    ]
    product_id: Required[
        Input[
            Annotated[
                str,
                Field(min_length=1, max_length=255, description="Serverless GPU product; see `get_products`."),
                Note("may not change in place: an update that does not take fails and says so"),
            ]
        ]
    ]
    image: Required[
        Input[Annotated[str, Field(min_length=1, max_length=500, description="Container image, with tag or digest.")]]
    ]
    worker_config: Required[
        Input[Annotated[WorkerConfigArgs, Field(description="How many workers there are, and what each is made of.")]]
    ]
    name: OptionalInput[
        Annotated[
            str,
            Field(
                min_length=1,
                max_length=255,
                description="Name of the endpoint. Left out, it is the resource's logical name and a suffix.",
            ),
            Filled(),
        ]
    ]
    app_name: OptionalInput[
        Annotated[
            str,
            Field(max_length=255, description="Application name, a part of the URL. The server's default is the id."),
            ReplaceOnChange("the update call does not take it"),
            Filled(),
            Note("above 46 characters, or what can't stand in a host name, is a warning"),
        ]
    ]
    registry_auth_id: OptionalInput[
        Annotated[str, Field(max_length=255, description="Id of saved registry credentials; empty for none.")]
    ]
    entrypoint: OptionalInput[
        Annotated[str, Field(description="Entrypoint of the container, one string."), Sensitive()]
    ]
    command: OptionalInput[
        Annotated[str, Field(description="Start command of the container, one string."), Sensitive()]
    ]
    policy: OptionalInput[Annotated[PolicyArgs, Field(description="When the endpoint gets more workers.")]]
    volumes: OptionalInput[
        Annotated[list[Input[VolumeArgs]], Field(description="Disks of each worker."), Unordered(by="mount_point")]
    ]
    envs: OptionalInput[
        Annotated[list[Input[EnvArgs]], Field(description="Environment of each worker."), Secret(), Unordered(by="key")]
    ]
    ports: OptionalInput[
        Annotated[
            list[Input[Annotated[int, Field(ge=1, le=65535)]]],
            Field(description="HTTP ports of each worker, each 1 to 65535."),
            Unordered(),
            Note("more than one is a warning: older pages and the console allow one"),
        ]
    ]
    health_check: OptionalInput[
        Annotated[HealthCheckArgs, Field(description="How the platform tells that a worker serves.")]
    ]
    region_id: OptionalInput[
        Annotated[
            str,
            Field(description="Region; see `get_regions`. Needed with a network volume."),
            Note("may not change in place: an update that does not take fails and says so"),
        ]
    ]
    wait_until_ready: OptionalInput[
        Annotated[
            bool,
            Field(description="Wait until the endpoint serves (the default); `False` returns once it is accepted."),
            Local(),
        ]
    ]
    extra: ExtraFields


@with_config(STRICT)
class EndpointState(TypedDict, total=False):
    """What an endpoint has besides its arguments, `status` and `location`."""

    url: Annotated[
        str,
        Field(description="Address of a `sync` endpoint; None until it is known. Anybody who knows it can call it."),
        Stable(),
    ]
    job_url: Annotated[
        str,
        Field(
            description="Base address for the jobs of an `async` endpoint, derived from its id and application name."
        ),
        Stable(),
    ]
    status_error: Annotated[str, Field(description="The cloud's error code for the endpoint, if it failed."), Message()]
    status_message: Annotated[str, Field(description="The cloud's words on its status."), Message()]
    created_at: Annotated[int, Field(description="When it was made, in Unix seconds."), Stable()]
    member_id: Annotated[str, Field(description="Team member who made it."), Stable()]
    owner_id: Annotated[str, Field(description="Account that owns it."), Stable()]
