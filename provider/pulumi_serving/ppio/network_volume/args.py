"""
The arguments and further outputs of a network volume, declared once.

From the older (v1) pages of "network storage", the only ones there are. They state no limits, so the server decides.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, Filled, Input, Note, OptionalInput, ReplaceOnChange, Stable


@with_config(STRICT)
class NetworkVolumeArgs(TypedDict, total=False):
    """
    A network volume of PPIO or Novita AI: a disk in a region that endpoints mount, and that outlives their workers.

    Its id is what the ``id`` of an endpoint's volume of type ``network`` takes. It costs money by its size. It grows in
    place. Another ``region_id`` replaces it, and a deletion deletes its data: ``protect=True`` in its options refuses
    both. A deletion waits while an endpoint mounts it, and names that endpoint if it still does at the end.
    """

    region_id: Required[
        Input[Annotated[str, Field(min_length=1), ReplaceOnChange("a volume stays in its region; its data is lost")]]
    ]
    """Region; see `get_regions`. Endpoints that mount it must be there."""

    size: Required[
        Input[
            Annotated[
                int,
                Field(ge=1),
                Note("it grows in place; whether it may shrink the server decides, and its data is never replaced"),
            ]
        ]
    ]
    """Size in GB."""

    name: OptionalInput[Annotated[str, Field(min_length=1), Filled()]]
    """Name of the volume. Left out, it is the resource's logical name and a suffix."""


@with_config(STRICT)
class NetworkVolumeState(TypedDict, total=False):
    """What a network volume has besides its arguments."""

    region_name: Annotated[str, Stable()]
    """Name of its region."""
