"""What users write for another account or workspace: ``huawei.Provider``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_serving.program.resource import ServingProvider

if TYPE_CHECKING:
    import pulumi

__all__ = ["Provider"]


class Provider(ServingProvider):
    """
    An explicit account and workspace of Huawei Cloud, for ``ResourceOptions(provider=...)``.

    ``access_key`` and ``secret_key`` (with a temporary pair ``security_token``), or ``user_name``, ``password`` and
    ``domain_name``, or a ``token``; left out, the environment's key pair or the vendor's credentials file.
    ``region`` and ``workspace_id`` say where, and ``project_id`` if it is not the region's own project, which is looked
    up; ``fabric_base_url`` and ``iam_base_url`` replace the region's own addresses. Credentials are secret by
    themselves. The stack's config is not asked.
    """

    _cloud = "huawei"
    _secret = frozenset({"secret_key", "security_token", "token", "password"})

    def __init__(
        self,
        name: str,
        *,
        access_key: pulumi.Input[str] | None = None,
        secret_key: pulumi.Input[str] | None = None,
        security_token: pulumi.Input[str] | None = None,
        token: pulumi.Input[str] | None = None,
        user_name: pulumi.Input[str] | None = None,
        password: pulumi.Input[str] | None = None,
        domain_name: pulumi.Input[str] | None = None,
        project_id: pulumi.Input[str] | None = None,
        region: pulumi.Input[str] | None = None,
        workspace_id: pulumi.Input[str] | None = None,
        fabric_base_url: pulumi.Input[str] | None = None,
        iam_base_url: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Register the instance as ``huawei-<name>``."""
        settings = {
            "access_key": access_key,
            "secret_key": secret_key,
            "security_token": security_token,
            "token": token,
            "user_name": user_name,
            "password": password,
            "domain_name": domain_name,
            "project_id": project_id,
            "region": region,
            "workspace_id": workspace_id,
            "fabric_base_url": fabric_base_url,
            "iam_base_url": iam_base_url,
        }
        super().__init__(name, settings, opts)
