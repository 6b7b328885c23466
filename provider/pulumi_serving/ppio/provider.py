"""
What users write for another account: ``ppio.Provider``.

Written by tools/providers.py from config.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pulumi_serving.program.resource import ServingProvider

from .config import ProviderArgs

if TYPE_CHECKING:
    import pulumi

__all__ = ["Provider"]


class Provider(ServingProvider):
    """
    An explicit account of PPIO or Novita AI, for ``ResourceOptions(provider=...)``.

    Without an ``api_key`` the environment's key of the brand is taken. The stack's config is not asked.
    """

    _cloud = "ppio"
    _args = ProviderArgs

    def __init__(
        self,
        name: str,
        *,
        api_key: pulumi.Input[str] | None = None,
        brand: pulumi.Input[Literal["ppio", "novita"]] | None = None,
        base_url: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        Register the account as ``ppio-<name>``.

        :param name: Logical name of the account.
        :param api_key: API key. Always secret.
        :param brand: The brand that the key is of; left out, `ppio`.
        :param base_url: Base URL of the API, `https://`, or `http://` for this machine's own addresses; left out, the brand's own.
        :param opts: Options of the resource.
        """
        super().__init__(name, {"api_key": api_key, "brand": brand, "base_url": base_url}, opts)
