"""
The arguments of saved registry credentials, declared once.

From the older (v1) page of ``POST /gpu-instance/openapi/v1/repository/auth/save``, the only one there is. It states no
limits, so none is enforced here but that nothing may be empty.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import STRICT, Input, Note, ReplaceOnChange, Secret

NO_UPDATE = "the API has no call that changes saved credentials"


@with_config(STRICT)
class RegistryAuthArgs(TypedDict, total=False):
    """
    Credentials of a private image registry, saved with PPIO or Novita AI for endpoints to pull their image.

    Its id is what an endpoint's ``registry_auth_id`` takes. Every change replaces: the successor is made first,
    endpoints move to it, then the old one goes. A deletion waits while an endpoint uses it, and names that endpoint if
    it still does at the end. The API keeps the password readable for whoever may list credentials; this package never
    reads it.
    """

    name: Required[
        Input[
            Annotated[
                str,
                Field(min_length=1),
                ReplaceOnChange(NO_UPDATE),
                Note("no identity: several credentials may be for one registry"),
            ]
        ]
    ]
    """Address of the registry: `registry.example.com`."""

    username: Required[Input[Annotated[str, Field(min_length=1), ReplaceOnChange(NO_UPDATE)]]]
    """User at the registry."""

    password: Required[
        Input[
            Annotated[
                str,
                Field(min_length=1),
                Secret(),
                ReplaceOnChange(NO_UPDATE),
                Note("never read from the cloud, so one that was changed elsewhere is not noticed"),
            ]
        ]
    ]
    """Password or token of the user; secret by itself."""


@with_config(STRICT)
class RegistryAuthState(TypedDict, total=False):
    """What registry credentials have besides their arguments: nothing."""
