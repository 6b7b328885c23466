"""
The arguments and further outputs of a network volume, declared once.

From the older (v1) pages of "network storage", the only ones there are. They state no limits, so the server decides.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, Input, Note, OptionalInput, ReplaceOnChange, Stable


@with_config(STRICT)
class NetworkVolumeArgs(TypedDict, total=False):
    """The arguments of a network volume."""

    region_id: Required[
        Input[
            Annotated[
                str,
                Field(min_length=1, description="Region; see `get_regions`. Endpoints that mount it must be there."),
                ReplaceOnChange("a volume stays in its region; its data is lost"),
            ]
        ]
    ]
    size: Required[
        Input[
            Annotated[
                int,
                Field(ge=1, description="Size in GB."),
                Note("it grows in place; whether it may shrink the server decides, and its data is never replaced"),
            ]
        ]
    ]
    name: OptionalInput[
        Annotated[
            str,
            Field(
                min_length=1,
                description="Name of the volume. Left out, it is the resource's logical name and a suffix.",
            ),
        ]
    ]


@with_config(STRICT)
class NetworkVolumeState(TypedDict, total=False):
    """What a network volume has besides its arguments."""

    region_name: Annotated[str, Field(description="Name of its region."), Stable()]
