"""What users write for another account or region: ``alibaba.Provider``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_serving.program.resource import ServingProvider

if TYPE_CHECKING:
    import pulumi

__all__ = ["Provider"]


class Provider(ServingProvider):
    """
    An explicit account and region of Alibaba Cloud, for ``ResourceOptions(provider=...)``.

    ``access_key``, ``secret_key`` and, with temporary keys, ``security_token`` (the last two secret by themselves);
    or ``profile``, one of the vendor's command line; left out, the vendor's environment variables. ``region``, such as
    ``cn-shanghai``. ``eas_base_url``: another address of the API (the default is that of the region).
    The stack's config is not asked.
    """

    _cloud = "alibaba"
    _secret = frozenset({"access_key", "secret_key", "security_token"})

    def __init__(
        self,
        name: str,
        *,
        access_key: pulumi.Input[str] | None = None,
        secret_key: pulumi.Input[str] | None = None,
        security_token: pulumi.Input[str] | None = None,
        profile: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        eas_base_url: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Register the instance as ``alibaba-<name>``."""
        settings = {
            "access_key": access_key,
            "secret_key": secret_key,
            "security_token": security_token,
            "profile": profile,
            "region": region,
            "eas_base_url": eas_base_url,
        }
        super().__init__(name, settings, opts)
