"""The settings of Huawei Cloud, declared once: config keys of a stack, and arguments of ``huawei.Provider``."""

from __future__ import annotations

from typing import Annotated

from pydantic import with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values.markers import STRICT, Environment, OptionalInput, Secret

from .credentials import IAM_VARIABLE, REGION_VARIABLE, VARIABLES


@with_config(STRICT)
class ProviderArgs(TypedDict, total=False):
    """
    An explicit account and workspace of Huawei Cloud, for ``ResourceOptions(provider=...)``.

    ``access_key`` and ``secret_key`` (with a temporary pair ``security_token``), or ``user_name``, ``password`` and
    ``domain_name``, or a ``token``; left out, the environment's key pair or the vendor's credentials file. ``region``
    and ``workspace_id`` say where. The stack's config is not asked.
    """

    access_key: OptionalInput[Annotated[str, Environment(VARIABLES["accessKey"])]]
    """Access key (AK) of a key pair."""

    secret_key: OptionalInput[Annotated[str, Secret(), Environment(VARIABLES["secretKey"])]]
    """Secret key (SK) of the pair."""

    security_token: OptionalInput[Annotated[str, Secret(), Environment(VARIABLES["securityToken"])]]
    """Token that goes with a temporary key pair."""

    user_name: OptionalInput[str]
    """IAM user, in place of a key pair: tokens are got and renewed."""

    password: OptionalInput[Annotated[str, Secret()]]
    """Password of the IAM user."""

    domain_name: OptionalInput[str]
    """Account (domain) of the IAM user."""

    token: OptionalInput[Annotated[str, Secret()]]
    """Token of your own, in place of a pair or a user; nobody renews it."""

    project_id: OptionalInput[Annotated[str, Environment(VARIABLES["projectId"])]]
    """Project, if it is not the region's own, which is looked up."""

    region: OptionalInput[str]
    """Region, such as `cn-north-4`."""

    workspace_id: OptionalInput[str]
    """Workspace of the endpoints; see `get_workspaces`."""

    fabric_base_url: OptionalInput[Annotated[str, Environment(f"{REGION_VARIABLE}<REGION>")]]
    """Base URL of the API, in place of the region's."""

    iam_base_url: OptionalInput[Annotated[str, Environment(IAM_VARIABLE)]]
    """Base URL of the identity service, in place of the region's."""
