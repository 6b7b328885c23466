"""The settings of Alibaba Cloud, declared once: config keys of a stack, and arguments of ``alibaba.Provider``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
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

    access_key: OptionalInput[
        Annotated[str, Field(description="Access key id."), Environment(*_VARIABLES["accessKey"])]
    ]
    secret_key: OptionalInput[
        Annotated[str, Field(description="Access key secret."), Secret(), Environment(*_VARIABLES["secretKey"])]
    ]
    security_token: OptionalInput[
        Annotated[
            str,
            Field(description="STS token that temporary keys come with."),
            Secret(),
            Environment(*_VARIABLES["securityToken"]),
        ]
    ]
    profile: OptionalInput[
        Annotated[
            str,
            Field(description="In place of keys, a profile of the vendor's command line."),
            Environment(*PROFILE_VARIABLES),
        ]
    ]
    region: OptionalInput[
        Annotated[
            str, Field(description="Region of the services, such as `cn-shanghai`."), Environment(*REGION_VARIABLES)
        ]
    ]
    eas_base_url: OptionalInput[
        Annotated[str, Field(description="Base URL of the API, inside a VPC for instance; left out, the region's own.")]
    ]
