"""Network volumes: disks of the account in a region, which endpoints mount."""

from .args import NetworkVolumeArgs
from .lookups import get_network_volumes
from .lookups_output import get_network_volumes_output
from .resource import NetworkVolume, NetworkVolumeProvider
from .results import NetworkVolumeResult, NetworkVolumesResult

__all__ = [
    "NetworkVolume",
    "NetworkVolumeArgs",
    "NetworkVolumeProvider",
    "NetworkVolumeResult",
    "NetworkVolumesResult",
    "get_network_volumes",
    "get_network_volumes_output",
]
