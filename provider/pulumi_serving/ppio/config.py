"""The settings of PPIO and Novita AI, declared once: config keys of a stack, and arguments of ``ppio.Provider``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values.markers import STRICT, Environment, OptionalInput, Secret

KEY_VARIABLES = {"ppio": "PPIO_API_KEY", "novita": "NOVITA_API_KEY"}
"""The environment variable of each brand."""


@with_config(STRICT)
class ProviderArgs(TypedDict, total=False):
    """
    An explicit account of PPIO or Novita AI, for ``ResourceOptions(provider=...)``.

    Without an ``api_key`` the environment's key of the brand is taken. The stack's config is not asked.
    """

    api_key: OptionalInput[Annotated[str, Secret(), Environment(*KEY_VARIABLES.values())]]
    """API key."""

    brand: OptionalInput[Literal["ppio", "novita"]]
    """The brand that the key is of; left out, `ppio`."""

    base_url: OptionalInput[str]
    """Base URL of the API, `https://`, or `http://` for this machine's own addresses; left out, the brand's own."""
