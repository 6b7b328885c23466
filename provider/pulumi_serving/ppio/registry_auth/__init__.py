"""Saved credentials of a private image registry: what an endpoint's ``registry_auth_id`` names."""

from .args import RegistryAuthArgs
from .lookups import get_registry_auths
from .lookups_output import get_registry_auths_output
from .resource import RegistryAuth, RegistryAuthProvider
from .results import RegistryAuthResult, RegistryAuthsResult

__all__ = [
    "RegistryAuth",
    "RegistryAuthArgs",
    "RegistryAuthProvider",
    "RegistryAuthResult",
    "RegistryAuthsResult",
    "get_registry_auths",
    "get_registry_auths_output",
]
