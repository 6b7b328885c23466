"""
What users write for another account: ``huawei.Provider``.

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
    An explicit account and workspace of Huawei Cloud, for ``ResourceOptions(provider=...)``.

    ``access_key`` and ``secret_key`` (with a temporary pair ``security_token``), or ``user_name``, ``password`` and
    ``domain_name``, or a ``token``; left out, the environment's key pair or the vendor's credentials file. ``region``
    and ``workspace_id`` say where. The stack's config is not asked.
    """

    _cloud = "huawei"
    _args = ProviderArgs

    def __init__(
        self,
        name: str,
        *,
        access_key: pulumi.Input[str] | None = None,
        secret_key: pulumi.Input[str] | None = None,
        security_token: pulumi.Input[str] | None = None,
        user_name: pulumi.Input[str] | None = None,
        password: pulumi.Input[str] | None = None,
        domain_name: pulumi.Input[str] | None = None,
        token: pulumi.Input[str] | None = None,
        project_id: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        workspace_id: pulumi.Input[str] | None = None,
        fabric_base_url: pulumi.Input[str] | None = None,
        iam_base_url: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        Register the account as ``huawei-<name>``.

        :param name: Logical name of the account.
        :param access_key: Access key (AK) of a key pair.
        :param secret_key: Secret key (SK) of the pair. Always secret.
        :param security_token: Token that goes with a temporary key pair. Always secret.
        :param user_name: IAM user, in place of a key pair: tokens are got and renewed.
        :param password: Password of the IAM user. Always secret.
        :param domain_name: Account (domain) of the IAM user.
        :param token: Token of your own, in place of a pair or a user; nobody renews it. Always secret.
        :param project_id: Project, if it is not the region's own, which is looked up.
        :param region: Region, such as `cn-north-4`.
        :param workspace_id: Workspace of the endpoints; see `get_workspaces`.
        :param fabric_base_url: Base URL of the API, in place of the region's.
        :param iam_base_url: Base URL of the identity service, in place of the region's.
        :param opts: Options of the resource.
        """
        super().__init__(
            name,
            {
                "access_key": access_key,
                "secret_key": secret_key,
                "security_token": security_token,
                "user_name": user_name,
                "password": password,
                "domain_name": domain_name,
                "token": token,
                "project_id": project_id,
                "region": region,
                "workspace_id": workspace_id,
                "fabric_base_url": fabric_base_url,
                "iam_base_url": iam_base_url,
            },
            opts,
        )
