"""
Where the access key comes from: the settings, or, for profiles, roles and OIDC, the vendor's own credential chain.

The chain needs the extra ``alibaba-credentials``. It is used only where it is asked for: by the config key
``alicloud:profile``, or by one of the environment variables that exist for nothing else. So the metadata address of an
ECS instance is never probed by chance. Its keys may be temporary, so they are asked for before each request.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.config import Credential, Settings, Source, fingerprint
from pulumi_serving.core.errors import ConfigError

from .auth import Keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EXTRA = "alibaba-credentials"
PARTS = (
    Credential("accessKey", ("ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID")),
    Credential("secretKey", ("ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
    Credential("securityToken", ("ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN"), required=False),
)
REGION_VARIABLES = ("ALICLOUD_REGION", "ALIBABA_CLOUD_REGION")
PROFILE_VARIABLES = ("ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE")
CHAIN_VARIABLES = (
    ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
    ("ALIBABA_CLOUD_CREDENTIALS_FILE",),
    ("ALIBABA_CLOUD_ECS_METADATA",),
    ("ALIBABA_CLOUD_CREDENTIALS_URI",),
)
"""Each line alone turns the vendor's chain on, if all its variables are set."""


NO_KEYS = Keys("", "")


@dataclass(frozen=True)
class AlibabaSettings(Settings):
    """
    An account of Alibaba Cloud in one region.

    ``base_url`` is where requests go: another address of the same place, inside a VPC for instance, is no other place.
    ``chain`` is set where the vendor's library finds the keys, to the profile's name or to ``"default"``.
    """

    region: str = ""
    base_url: str = ""
    keys: Keys = NO_KEYS
    chain: str = field(default="", repr=False)
    profile: str = ""


def find(source: Source) -> dict[str, Any]:
    """Return the settings' fields that say who one is; a ConfigError says what to set."""
    profile = source.get("profile")
    given = any(source.get(part.key) for part in PARTS)
    static_environment = any(source.environ.get(name, "").strip() for part in PARTS for name in part.variables)
    if profile and given:
        raise ConfigError(f"set either {source.name('profile')} or {source.name('accessKey')}, not both")
    if not given and (profile or not static_environment):
        profile = profile or _first(source.environ, PROFILE_VARIABLES)
        if profile:
            return {
                "chain": "profile",
                "profile": profile,
                "origin": f"the profile {profile} of the vendor's tools",
                "fingerprint": fingerprint("profile", profile),
            }
        for names in CHAIN_VARIABLES:
            values = [source.environ.get(name, "").strip() for name in names]
            if all(values):
                return {
                    "chain": "default",
                    "origin": f"the vendor's credential chain, turned on by {' and '.join(names)}",
                    "fingerprint": fingerprint("chain", *names, *values),
                }
    found, origin = source.credentials(PARTS)
    for key, value in found.items():
        if not value.isascii() or not value.isprintable() or " " in value:
            raise ConfigError(f"{key} in {origin} has characters that no key has (a line break, perhaps)")
    keys = Keys(found["accessKey"], found["secretKey"], found.get("securityToken", ""))
    return {"keys": keys, "origin": origin, "fingerprint": fingerprint(keys.access_key)}


def region(source: Source) -> str:
    """Return the region: the config's, else the environment's. No list is asked: there come new ones."""
    found = source.get("region") or _first(source.environ, REGION_VARIABLES)
    if not found:
        how = (
            "give the Provider its region" if source.explicit else "run `pulumi config set alicloud:region cn-shanghai`"
        )
        raise ConfigError(f"alibaba has no region: {how}, or set {' or '.join(REGION_VARIABLES)}")
    if not all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in found):
        raise ConfigError(f"{source.name('region')} must be a region's id, such as cn-shanghai")
    return found


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := environ.get(name, "").strip())), "")


def supplier(settings: AlibabaSettings) -> Callable[[], Keys]:
    """Return what gives the keys of the moment."""
    return Chain(settings.profile, settings.origin) if settings.chain else lambda: settings.keys


class Chain:
    """The vendor's credential chain, made when the first request needs it."""

    def __init__(self, profile: str, origin: str) -> None:
        """Take the profile's name, empty for the default chain, and where in words the keys come from."""
        self._profile = profile
        self._origin = origin
        self._lock = threading.Lock()
        self._provider: Any = None

    def __call__(self) -> Keys:
        """Return keys that are valid now; a ConfigError says why there are none."""
        with self._lock:
            if self._provider is None:
                self._provider = _vendors_provider(self._profile)
            try:
                found = self._provider.get_credentials()
            except Exception as error:  # noqa: BLE001 - whatever the library raises, there are no keys
                # Its words may quote what it read: the kind of the error is enough.
                ask = f"is the profile {self._profile} there, and complete?" if self._profile else "are they right?"
                raise ConfigError(
                    f"the vendor's credential chain gives no keys ({type(error).__name__}): {self._origin}: {ask}"
                ) from None
        return Keys(found.get_access_key_id(), found.get_access_key_secret(), found.get_security_token() or "")


def _vendors_provider(profile: str) -> Any:
    try:
        from alibabacloud_credentials import provider  # noqa: PLC0415 - an optional extra, asked for by its user
    except ImportError:
        raise ConfigError(
            "profiles, roles and OIDC need the vendor's library, which comes with an extra: "
            f"run `pip install 'pulumi-serving[{EXTRA}]'`"
        ) from None
    if profile:
        return provider.CLIProfileCredentialsProvider(profile_name=profile)
    return provider.DefaultCredentialsProvider()
