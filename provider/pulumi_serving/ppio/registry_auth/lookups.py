"""The function for registry credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.program.lookup import Lookup

from .kind import RegistryAuthKind
from .results import RegistryAuthResult, RegistryAuthsResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

    from pulumi_serving.core.calls.operation import Operation

    from .client import RegistryAuths


def _read(client: RegistryAuths, args: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    found = client.list_auths(operation)
    wanted = [item for item in found if all(getattr(item, name) == value for name, value in args.items())]
    return {"registry_auths": [item.plain(RegistryAuthResult) for item in wanted]}


AUTHS = Lookup(
    RegistryAuthKind(),
    "pulumi-python:dynamic/serving/ppio:getRegistryAuths",
    _read,
    RegistryAuthsResult,
)


def get_registry_auths(
    *, name: str | None = None, username: str | None = None, opts: pulumi.InvokeOptions | None = None
) -> RegistryAuthsResult:
    """
    Read the registry credentials of the account (``GET .../repository/auths``).

    Several may match. A key may lack the permission to read them.

    :param name: Keeps those for exactly this registry.
    :param username: Keeps those of this user.
    """
    return AUTHS.plain({"name": name, "username": username}, opts)
