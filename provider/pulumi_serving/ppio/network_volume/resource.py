"""What users write: ``ppio.NetworkVolume``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import pulumi

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource

from .kind import NetworkVolumeKind

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pulumi_serving.core.cloud.kind import Kind

    from .args import NetworkVolumeArgs


class NetworkVolumeProvider(LifecycleProvider):
    """What the engine calls for a network volume."""

    __module__ = "pulumi_serving.ppio"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = NetworkVolumeKind()


class NetworkVolume(ServingResource, module="serving/ppio", name="NetworkVolume"):
    """
    A network volume of PPIO or Novita AI: a disk in a region that endpoints mount, and that outlives their workers.

    Its arguments are those of ``NetworkVolumeArgs``; its id is what the ``id`` of an endpoint's volume of type
    ``network`` takes. It costs money by its size. It grows in place. Another ``region_id`` replaces it, and a deletion
    deletes its data: ``protect=True`` in its options refuses both. A deletion waits while an endpoint mounts it, and
    names that endpoint if it still does at the end.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = NetworkVolumeProvider

    # The form in which each output is read: see program/outputs.py.
    region_id: pulumi.Output[str]
    size: pulumi.Output[int]
    name: pulumi.Output[str]

    region_name: pulumi.Output[str | None]
    """Name of its region."""
    location: pulumi.Output[str]
    """Base URL of the API at which it lives."""

    @overload
    def __init__(
        self, resource_name: str, args: NetworkVolumeArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None: ...

    @overload
    def __init__(
        self, resource_name: str, opts: pulumi.ResourceOptions | None = None, **arguments: Unpack[NetworkVolumeArgs]
    ) -> None: ...

    def __init__(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Declare a network volume; mistakes in its arguments are reported by the preview, all at once."""
        self._declare(resource_name, *arguments, **named)
