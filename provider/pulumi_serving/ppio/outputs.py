"""
What the nested outputs of ``pulumi_serving.ppio`` are: mappings whose keys are attributes too.

Written by tools/outputs.py from the declarations of the arguments: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.program.outputs import Block


class WorkerConfig(Block):
    """How many workers an endpoint has, and what each is made of."""

    max_replicas: int
    """Most workers at a time. 0 stops the endpoint."""

    min_replicas: int | None
    """Workers kept at all times; 0 lets the endpoint sleep when idle."""

    idle_timeout: int | None
    """Seconds that an idle worker is kept, and billed."""

    max_concurrent_per_worker: int | None
    """Requests that one worker takes at a time."""

    gpu_num: int | None
    """GPUs per worker."""

    rootfs_size_gb: int | None
    """System disk of a worker, in GB."""

    min_cuda_version: str | None
    """Least CUDA version of the host, as text: "12.4"."""

    request_timeout: int | None
    """Seconds that a request may wait in the queue and run."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class Policy(Block):
    """When an endpoint gets more workers."""

    type: str | None
    """`queue` scales by how long requests wait, `concurrency` by how many wait."""

    value: int | None
    """Seconds with `queue`, number of requests with `concurrency`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class Volume(Block):
    """A disk of a worker: local, or a network storage of the account."""

    id: str | None
    """Id of the network storage; left out for a local volume."""

    type: str | None
    """A network storage, or a disk of the worker."""

    size: int | None
    """Size of a local volume, in GB."""

    mount_point: str | None
    """Absolute path at which the worker sees it."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class Env(Block):
    """An environment variable of a worker."""

    key: str
    """Name; unique within the endpoint."""

    value: str
    """Value, always a string."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


class HealthCheck(Block):
    """
    How the platform tells that a worker serves.

    First asked after 10 s, then every 10 s; three failures restart the container. A slow model load needs a path that
    answers early.
    """

    path: str | None
    """Path of the worker's HTTP service, starting with `/`."""

    port: int | None
    """Port of it; one of `ports`."""

    extra: dict[str, Any] | None
    """What the API knows and this package does not: sent as it is, beside the rest."""


if TYPE_CHECKING:

    class WorkerConfigOutput(pulumi.Output[WorkerConfig]):
        """An output that is a ``WorkerConfig``: each of its keys is an output, too."""

        max_replicas: pulumi.Output[int]
        """Most workers at a time. 0 stops the endpoint."""

        min_replicas: pulumi.Output[int | None]
        """Workers kept at all times; 0 lets the endpoint sleep when idle."""

        idle_timeout: pulumi.Output[int | None]
        """Seconds that an idle worker is kept, and billed."""

        max_concurrent_per_worker: pulumi.Output[int | None]
        """Requests that one worker takes at a time."""

        gpu_num: pulumi.Output[int | None]
        """GPUs per worker."""

        rootfs_size_gb: pulumi.Output[int | None]
        """System disk of a worker, in GB."""

        min_cuda_version: pulumi.Output[str | None]
        """Least CUDA version of the host, as text: "12.4"."""

        request_timeout: pulumi.Output[int | None]
        """Seconds that a request may wait in the queue and run."""

        extra: pulumi.Output[dict[str, Any] | None]
        """What the API knows and this package does not: sent as it is, beside the rest."""
else:
    WorkerConfigOutput = pulumi.Output[WorkerConfig]
