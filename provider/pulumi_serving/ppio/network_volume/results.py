"""What functions of network volumes return: plain frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Number, Objects, Text  # noqa: TC001


@dataclass(frozen=True)
class NetworkVolumeResult:
    """A network volume: what the ``id`` of an endpoint's volume of type ``network`` names."""

    id: Text = ""
    name: Text = ""
    size: Number = None
    region_id: Text = ""
    region_name: Text = ""


@dataclass(frozen=True)
class NetworkVolumesResult:
    """All network volumes that match."""

    network_volumes: Objects[NetworkVolumeResult] = field(default_factory=list)
