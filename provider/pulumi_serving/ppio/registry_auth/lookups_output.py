"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lookups import AUTHS

if TYPE_CHECKING:
    import pulumi

    from .results import RegistryAuthsResult


def get_registry_auths_output(
    *,
    name: pulumi.Input[str] | None = None,
    username: pulumi.Input[str] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[RegistryAuthsResult]:
    """
    Read the registry credentials of the account (``GET .../repository/auths``).

    The arguments are those of ``get_registry_auths`` and may be outputs; the result is one.

    :param name: Keeps those for exactly this registry.
    :param username: Keeps those of this user.
    """
    return AUTHS.output({"name": name, "username": username}, opts)
