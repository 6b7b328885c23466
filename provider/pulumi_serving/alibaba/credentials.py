"""
Where the access key comes from: the settings, or, for profiles, roles and OIDC, the vendor's own library.

The library needs the extra ``alibaba-credentials``. It is used only where it is asked for: by the config key
``alicloud:profile``, or by environment variables that exist for nothing else. What they name is all that is tried. The
library's default chain would go on with the next of its sources where one fails, and so to another identity, or to the
metadata address of an ECS instance. Its keys may be temporary, so they are asked for before each request.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import threading
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.flight import Flight
from pulumi_serving.core.cloud.settings import Credential, Settings, Source, fingerprint
from pulumi_serving.core.errors import ConfigError
from pulumi_serving.core.values.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST_SECONDS = 30.0
EXTRA, LIBRARY = "alibaba-credentials", "alibabacloud_credentials"
PARTS = (
    Credential("accessKey", ("ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID")),
    Credential("secretKey", ("ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
    Credential("securityToken", ("ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN"), required=False),
)
REGION_VARIABLES = ("ALICLOUD_REGION", "ALIBABA_CLOUD_REGION")
PROFILE_VARIABLES = ("ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE")

SOMEBODY_ELSES = "Forbidden.PrivilegeCheckFailed"
"""The code of an answer about a service of another account, whose names count, too."""


@dataclass(frozen=True)
class Chain:
    """One of the library's providers of keys: its class, and the arguments that it is given."""

    provider: str
    arguments: tuple[tuple[str, str], ...]


PROFILE = "CLIProfileCredentialsProvider"
METADATA = "EcsRamRoleCredentialsProvider"
PLAIN_PROXIES = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
_environment_lock = threading.Lock()
CHAINS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "OIDCRoleArnCredentialsProvider",
        {
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "oidc_token_file_path",
            "ALIBABA_CLOUD_ROLE_ARN": "role_arn",
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "oidc_provider_arn",
        },
    ),
    ("ProfileCredentialsProvider", {"ALIBABA_CLOUD_CREDENTIALS_FILE": "profile_file"}),
    *((PROFILE, {name: "profile_name"}) for name in PROFILE_VARIABLES),
    (METADATA, {"ALIBABA_CLOUD_ECS_METADATA": "role_name"}),
    ("URLCredentialsProvider", {"ALIBABA_CLOUD_CREDENTIALS_URI": "uri"}),
)
"""
What turns one of the library's providers on: all of a line's variables, with the argument that each becomes.

In the library's order; but a file that is named goes before a profile, which then is a section of it.
"""
CHAIN_VARIABLES = tuple(dict.fromkeys(name for _, variables in CHAINS for name in variables))


@dataclass(frozen=True)
class Keys:
    """An access key, and the STS token that temporary ones come with."""

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    security_token: str = field(default="", repr=False)


NO_KEYS = Keys("", "")


@dataclass(frozen=True)
class AlibabaSettings(Settings):
    """
    An account of Alibaba Cloud in one region.

    ``base_url`` is where requests go: another address of the same location, inside a VPC
    for instance, is no other location.
    ``chain`` is set where the vendor's library finds the keys.
    """

    region: str = ""
    base_url: str = ""
    keys: Keys = NO_KEYS
    chain: Chain | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The keys that are set; those of a chain are known once a request was signed with them."""
        keys = self.keys
        return tuple(filter(None, (keys.access_key, keys.secret_key, keys.security_token)))


def find(source: Source) -> dict[str, Any]:
    """Return the settings' fields that say who one is; a ConfigError says what to set."""
    profile = source.get("profile")
    given = any(source.get(part.key) for part in PARTS)
    static_environment = any(source.environ.get(name, "").strip() for part in PARTS for name in part.variables)
    if profile and given:
        raise ConfigError(f"set either {source.name('profile')} or {source.name('accessKey')}, not both")
    if profile:
        return _chained(PROFILE, {"profile_name": profile}, source.name("profile"))
    for provider, variables in CHAINS if not given and not static_environment else ():
        values = {name: source.environ.get(name, "").strip() for name in variables}
        if all(values.values()):
            origin = " and ".join(f"the environment variable {name}" for name in values)
            return _chained(provider, {variables[name]: value for name, value in values.items()}, origin)
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
        how = source.how_to_set("region", example="cn-shanghai", secret=False)
        raise ConfigError(f"alibaba has no region: {how}, or set {' or '.join(REGION_VARIABLES)}")
    if not all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in found):
        raise ConfigError(f"{source.name('region')} must be a region's id, such as cn-shanghai")
    return found


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := environ.get(name, "").strip())), "")


def _chained(provider: str, arguments: Mapping[str, str], origin: str) -> dict[str, Any]:
    if importlib.util.find_spec(LIBRARY) is None:  # told by the preview, before anything is sent
        raise ConfigError(
            f"keys by {origin} need the vendor's library, which comes with an extra: "
            f"run `pip install 'pulumi-serving[{EXTRA}]'`"
        )
    return {
        "chain": Chain(provider, tuple(arguments.items())),
        "origin": f"the vendor's library, by {origin}",
        "fingerprint": fingerprint(provider, *arguments.values()),
    }


def supplier(settings: AlibabaSettings) -> Callable[[], Keys]:
    """Return what gives the keys of the moment."""
    return Supplier(settings.chain, settings.origin) if settings.chain else lambda: settings.keys


@contextlib.contextmanager
def _direct(chain: Chain) -> Iterator[None]:
    """
    Let the library ask this machine, or the metadata service of an ECS instance, without a proxy.

    That is plain http, and the answer holds the keys. The library takes ``HTTP_PROXY`` whatever ``NO_PROXY`` says; no
    request of this package needs it, since all else is https.
    """
    address = urllib.parse.urlsplit(dict(chain.arguments).get("uri", "")).hostname or ""
    if chain.provider != METADATA and not is_loopback(address):
        yield
        return
    with _environment_lock:
        taken = {name: os.environ.pop(name) for name in PLAIN_PROXIES if name in os.environ}
        try:
            yield
        finally:
            os.environ.update(taken)


class Supplier:
    """The keys of one of the library's providers, which is made when the first request needs it."""

    def __init__(self, chain: Chain, origin: str) -> None:
        """Take which it is, and where in words the keys come from."""
        self._chain = chain
        self._origin = origin
        self._flight = Flight[Keys](f"keys from {origin}", LONGEST_SECONDS)
        self._provider: Any = None

    def __call__(self) -> Keys:
        """Return keys that are valid now; a ConfigError says why there are none."""
        return self._flight.share(self._ask, Operation("finding keys", LONGEST_SECONDS, SystemClock()))

    def _ask(self) -> Keys:
        try:
            if self._provider is None:
                vendors = importlib.import_module(f"{LIBRARY}.provider")
                self._provider = getattr(vendors, self._chain.provider)(**dict(self._chain.arguments))
            with _direct(self._chain):
                found = self._provider.get_credentials()
        except Exception as error:  # noqa: BLE001 - whatever the library raises, there are no keys
            # Its words may quote what it read: the kind of the error is enough.
            raise ConfigError(
                f"there are no keys from {self._origin} ({type(error).__name__}): is what it names there, "
                "complete and reachable?"
            ) from None
        return Keys(found.get_access_key_id(), found.get_access_key_secret(), found.get_security_token() or "")
