"""
What users write for another account: ``alibaba.Provider``.

Written by tools/providers.py from config.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_serving.program.resource import ServingProvider

from .config import ProviderArgs

if TYPE_CHECKING:
    import pulumi

__all__ = ["Provider"]


class Provider(ServingProvider):
    """
    An explicit account and region of Alibaba Cloud, for ``ResourceOptions(provider=...)``.

    ``access_key``, ``secret_key`` and, with temporary keys, ``security_token``; or ``profile``; left out, the vendor's
    environment variables. The stack's config is not asked.
    """

    _cloud = "alibaba"
    _args = ProviderArgs

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
        """
        Register the account as ``alibaba-<name>``.

        :param name: Logical name of the account.
        :param access_key: Access key id.
        :param secret_key: Access key secret. Always secret.
        :param security_token: STS token that temporary keys come with. Always secret.
        :param profile: In place of keys, a profile of the vendor's command line.
        :param region: Region of the services, such as `cn-shanghai`.
        :param eas_base_url: Base URL of the API, inside a VPC for instance; left out, the region's own.
        :param opts: Options of the resource.
        """
        super().__init__(
            name,
            {
                "access_key": access_key,
                "secret_key": secret_key,
                "security_token": security_token,
                "profile": profile,
                "region": region,
                "eas_base_url": eas_base_url,
            },
            opts,
        )
