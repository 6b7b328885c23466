"""The settings of PPIO and Novita AI, two brands of one platform, and what all their kinds of resources share."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pulumi_serving.core.cloud.kind import Kind
from pulumi_serving.core.cloud.settings import Credential, Settings, Source, fingerprint
from pulumi_serving.core.errors import ConfigError

from .config import KEY_VARIABLES, ProviderArgs

if TYPE_CHECKING:
    import httpx

    from pulumi_serving.core.clock import Clock

    from .client import Client

BASE_URLS = {"ppio": "https://api.ppio.com", "novita": "https://api.novita.ai"}

CallsT = TypeVar("CallsT")


@dataclass(frozen=True)
class PpioSettings(Settings):
    """A key of PPIO or Novita AI."""

    api_key: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The key."""
        return (self.api_key,)


class PpioKind(Kind[PpioSettings, CallsT], ABC):
    """What all kinds of resources of this cloud have in common."""

    cloud: ClassVar[str] = "ppio"
    provider_args: ClassVar[Any] = ProviderArgs
    location_words: ClassVar[str] = "Base URL of the API at which it lives."

    def settings(self, source: Source) -> PpioSettings:
        """``ppio:apiKey``, ``ppio:brand`` and ``ppio:baseUrl``, or the environment's key of the brand."""
        brand = source.get("brand") or "ppio"
        if brand not in BASE_URLS:
            raise ConfigError(f"{source.name('brand')} must be ppio or novita")
        base_url = source.base_url("baseUrl", BASE_URLS[brand])
        found, origin = source.credentials([Credential("apiKey", (KEY_VARIABLES[brand],))])
        key = found["apiKey"]
        if any(letter.isspace() for letter in key) or not key.isprintable() or not key.isascii():
            raise ConfigError(f"the API key in {origin} has characters that no key has (a line break, perhaps)")
        return PpioSettings(base_url, origin, fingerprint(key), key)

    def at(self, settings: PpioSettings, location: str) -> PpioSettings:
        """Return the same key for another base URL."""
        return replace(settings, location=location)

    def connect(self, settings: PpioSettings, http: httpx.BaseTransport | None, clock: Clock) -> Client:
        """Connect; what requests take is imported only now, since declaring resources does without it."""
        from .client import connect  # noqa: PLC0415 - see above

        _ = clock
        return connect(settings, http)
