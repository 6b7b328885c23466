"""The settings of Alibaba Cloud, declared once: config keys of a stack, and arguments of ``alibaba.Provider``."""

from __future__ import annotations

from typing import Annotated

from pydantic import with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values.markers import STRICT, Environment, OptionalInput, Secret

from .credentials import PARTS, PROFILE_VARIABLES, REGION_VARIABLES

_VARIABLES = {part.key: part.variables for part in PARTS}


@with_config(STRICT)
class ProviderArgs(TypedDict, total=False):
    """
    An explicit account and region of Alibaba Cloud, for ``ResourceOptions(provider=...)``.

    ``access_key``, ``secret_key`` and, with temporary keys, ``security_token``; or ``profile``; left out, the vendor's
    environment variables. The stack's config is not asked.
    """

    access_key: OptionalInput[Annotated[str, Environment(*_VARIABLES["accessKey"])]]
    """Access key id."""

    secret_key: OptionalInput[Annotated[str, Secret(), Environment(*_VARIABLES["secretKey"])]]
    """Access key secret."""

    security_token: OptionalInput[Annotated[str, Secret(), Environment(*_VARIABLES["securityToken"])]]
    """STS token that temporary keys come with."""

    profile: OptionalInput[Annotated[str, Environment(*PROFILE_VARIABLES)]]
    """In place of keys, a profile of the vendor's command line."""

    region: OptionalInput[Annotated[str, Environment(*REGION_VARIABLES)]]
    """Region of the services, such as `cn-shanghai`."""

    eas_base_url: OptionalInput[str]
    """Base URL of the API, inside a VPC for instance; left out, the region's own."""
