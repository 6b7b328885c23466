"""The settings of Alibaba Cloud, and what all its kinds of resources share."""

from __future__ import annotations

from abc import ABC
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pulumi_serving.core.cloud.kind import Kind

from . import credentials
from .config import ProviderArgs
from .credentials import AlibabaSettings

if TYPE_CHECKING:
    import httpx

    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.cloud.settings import Source

    from .client import Client

FURTHER_VARIABLES = {
    name: "turns on one of the sources of the vendor's library"
    for name in credentials.CHAIN_VARIABLES
    if name not in credentials.PROFILE_VARIABLES
}
"""The vendor's environment variables that are none of one setting, for the reference."""

CallsT = TypeVar("CallsT")


class AlibabaKind(Kind[AlibabaSettings, CallsT], ABC):
    """What all kinds of resources of this cloud have in common."""

    cloud: ClassVar[str] = "alibaba"
    provider_args: ClassVar[Any] = ProviderArgs
    namespace: ClassVar[str] = "alicloud"  # the one that pulumi-alicloud has
    location_words: ClassVar[str] = "Base URL of the API and region where it lives."

    def settings(self, source: Source) -> AlibabaSettings:
        """``alicloud:accessKey``, ``secretKey``, ``region`` and so on, or the vendor's environment variables."""
        who = credentials.find(source)
        region = credentials.region(source)
        public = public_url(region)
        base_url = source.base_url("easBaseUrl", public)
        return AlibabaSettings(location=_location(base_url, region), region=region, base_url=base_url, **who)

    def at(self, settings: AlibabaSettings, location: str) -> AlibabaSettings:
        """Return the same credentials for the base URL and the region of a location."""
        base_url, _, region = location.rpartition(" ")
        return replace(settings, location=location, base_url=base_url, region=region)

    def connect(self, settings: AlibabaSettings, http: httpx.BaseTransport | None, clock: Clock) -> Client:
        """Connect; what requests take is imported only now, since declaring resources does without it."""
        from .client import connect  # noqa: PLC0415 - see above

        return connect(settings, http, clock)


def public_url(region: str) -> str:
    """Return the API's own address of a region; one rule for all, new ones too."""
    return f"https://pai-eas.{region}.aliyuncs.com"


def _location(base_url: str, region: str) -> str:
    """Return where services live: inside a VPC the same region has another address, which is no other location."""
    if base_url == f"https://pai-eas-manage-vpc.{region}.aliyuncs.com":
        base_url = public_url(region)
    return f"{base_url} {region}"
