"""What users write for another account: ``ppio.Provider``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pulumi_serving.program.resource import ServingProvider

if TYPE_CHECKING:
    import pulumi

__all__ = ["Provider"]


class Provider(ServingProvider):
    """
    An explicit account of PPIO or Novita AI, for ``ResourceOptions(provider=...)``.

    ``api_key`` (secret by itself; left out, the environment's key of the brand), ``brand`` (``ppio``, the default, or
    ``novita``) and ``base_url`` (the default is the brand's own API). The stack's config is not asked.
    """

    _cloud = "ppio"
    _secret = frozenset({"api_key"})

    def __init__(
        self,
        name: str,
        *,
        api_key: pulumi.Input[str] | None = None,
        brand: pulumi.Input[Literal["ppio", "novita"]] | None = None,
        base_url: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Register the instance as ``ppio-<name>``."""
        super().__init__(name, {"api_key": api_key, "brand": brand, "base_url": base_url}, opts)
