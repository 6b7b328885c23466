"""
What users write: ``ppio.NetworkVolume``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import NetworkVolumeKind

if TYPE_CHECKING:
    import pulumi

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.ppio.network_volume.args import NetworkVolumeArgs


class NetworkVolumeProvider(LifecycleProvider):
    """What the engine calls for a network volume."""

    __module__ = "pulumi_serving.ppio"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = NetworkVolumeKind()


class NetworkVolume(ServingResource, module="serving/ppio", name="NetworkVolume"):
    """
    A network volume of PPIO or Novita AI: a disk in a region that endpoints mount, and that outlives their workers.

    Its id is what the ``id`` of an endpoint's volume of type ``network`` takes. It costs money by its size. It grows in
    place. Another ``region_id`` replaces it, and a deletion deletes its data: ``protect=True`` in its options refuses
    both. A deletion waits while an endpoint mounts it, and names that endpoint if it still does at the end.
    """

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = NetworkVolumeProvider

    @constructor
    def __init__(
        self,
        resource_name: str,
        args: NetworkVolumeArgs | pulumi.ResourceOptions | None = None,
        opts: pulumi.ResourceOptions | None = None,
        *,
        region_id: pulumi.Input[str] = ...,
        size: pulumi.Input[int] = ...,
        name: pulumi.Input[str] | None = None,
    ) -> None:
        """
        Declare a network volume.

        Mistakes are reported by the preview, all at once. The arguments may also be one object:
        ``NetworkVolumeArgs(...)`` or a dictionary. Each argument is an output too.

        :param resource_name: Logical name of the resource.
        :param args: The arguments as one object: `NetworkVolumeArgs(...)` or a dictionary.
        :param opts: Options of the resource.
        :param region_id: Region; see `get_regions`. Endpoints that mount it must be there. Required. A change replaces the resource.
        :param size: Size in GB. Required.
        :param name: Name of the volume. Left out, it is the resource's logical name and a suffix.
        """
        ...

    @property
    def region_id(self) -> pulumi.Output[str]:
        """Region; see `get_regions`. Endpoints that mount it must be there."""
        return self._output("region_id")

    @property
    def size(self) -> pulumi.Output[int]:
        """Size in GB."""
        return self._output("size")

    @property
    def name(self) -> pulumi.Output[str]:
        """Name of the volume. Left out, it is the resource's logical name and a suffix."""
        return self._output("name")

    @property
    def region_name(self) -> pulumi.Output[str | None]:
        """Name of its region."""
        return self._output("region_name")

    @property
    def location(self) -> pulumi.Output[str]:
        """Base URL of the API at which it lives."""
        return self._output("location")
