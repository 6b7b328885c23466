"""What functions of registry credentials return: plain frozen dataclasses, without any password."""

from __future__ import annotations

from dataclasses import dataclass, field

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Objects, Text  # noqa: TC001


@dataclass(frozen=True)
class RegistryAuthResult:
    """Saved credentials: what an endpoint's ``registry_auth_id`` names. Their password is never read."""

    id: Text = ""
    name: Text = ""
    username: Text = ""


@dataclass(frozen=True)
class RegistryAuthsResult:
    """All credentials that match."""

    registry_auths: Objects[RegistryAuthResult] = field(default_factory=list)
