"""
The credentials of Huawei Cloud, whole from one source: provider instance or config, environment, credentials file.

Three ways in, of which a source gives one: a key pair (``accessKey``, ``secretKey``, with a temporary pair
``securityToken``), a user (``userName``, ``password``, ``domainName``), or a ``token``. The environment variables and
the file are those of the vendor's SDK, which know key pairs only.
"""

from __future__ import annotations

import configparser
import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi_serving.core.cloud.settings import decoded, fingerprint, snake_case
from pulumi_serving.core.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.cloud.settings import Source

WAYS = {
    "accessKey": ("accessKey", "secretKey"),
    "userName": ("userName", "password", "domainName"),
    "token": ("token",),
}
"""The keys that each way needs, by the one that says which way it is."""
KEYS = ("accessKey", "secretKey", "securityToken", "userName", "password", "domainName", "token")
VARIABLES = {
    "accessKey": "HUAWEICLOUD_SDK_AK",
    "secretKey": "HUAWEICLOUD_SDK_SK",
    "securityToken": "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    "projectId": "HUAWEICLOUD_SDK_PROJECT_ID",
}
FILE_VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE"
IAM_VARIABLE = "HUAWEICLOUD_SDK_IAM_ENDPOINT"
REGION_VARIABLE = "HUAWEICLOUD_SDK_REGION_DATAARTSFABRIC_"
"""What the variable for the base URL of a region begins with."""
FILE_KEYS = {"ak": "accessKey", "sk": "secretKey", "security_token": "securityToken"}


@dataclass(frozen=True)
class Credentials:
    """One set of credentials, and what its source says of the project and the identity service besides."""

    origin: str
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    security_token: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    user_name: str = ""
    password: str = field(default="", repr=False)
    domain_name: str = ""
    project_id: str = ""
    iam_endpoint: str = ""

    @property
    def fingerprint(self) -> str:
        """Tells identities apart: by access key or user, neither of which is secret, or by the token."""
        return fingerprint(self.access_key, self.user_name, self.domain_name, self.token)

    @property
    def secrets(self) -> list[str]:
        """What no error may repeat."""
        return [value for value in (self.secret_key, self.security_token, self.token, self.password) if value]


def find(source: Source) -> Credentials:
    """Find the credentials; a ConfigError says what to set."""
    given = {key: value for key in KEYS if (value := source.get(key))}
    if given:
        return _from_config(source, given)
    return _from_environment(source.environ) or _from_file(source.environ) or _missing(source)


def _from_config(source: Source, given: Mapping[str, str]) -> Credentials:
    ways = [way for way, keys in WAYS.items() if any(key in given for key in keys)]
    if len(ways) > 1:
        names = " and ".join(source.name(next(key for key in WAYS[way] if key in given)) for way in ways)
        raise ConfigError(f"{names} are two ways to log in: set one of them")
    missing = [key for key in (WAYS[ways[0]] if ways else WAYS["accessKey"]) if key not in given]
    if missing:
        how = source.how_to_set(*missing, example="...")
        raise ConfigError(f"huawei has no {', '.join(map(source.word, missing))}: {how}")
    origin = " and ".join(source.name(key) for key in given)
    return _credentials(origin, given)


def _from_environment(environ: Mapping[str, str]) -> Credentials | None:
    found = {key: value for key, name in VARIABLES.items() if (value := environ.get(name, "").strip())}
    keys = ("accessKey", "secretKey")
    if not any(key in found for key in keys):
        return None
    missing = [VARIABLES[key] for key in keys if key not in found]
    if missing:
        raise ConfigError(f"huawei's key pair in the environment is not whole: set {' and '.join(missing)} too")
    origin = " and ".join(f"the environment variable {VARIABLES[key]}" for key in keys)
    return _credentials(origin, found, iam_endpoint=environ.get(IAM_VARIABLE, "").strip())


def _from_file(environ: Mapping[str, str]) -> Credentials | None:
    """Read section ``[basic]`` of the vendor's credentials file, if there is one."""
    named = environ.get(FILE_VARIABLE, "").strip()
    home = environ.get("HOME") or environ.get("USERPROFILE")
    if not named and not home:
        return None
    path = Path(named) if named else Path(home or "", ".huaweicloud", "credentials")
    try:
        seen = path.stat()
        section = _basic(path, seen.st_mtime_ns, seen.st_size)
    except OSError:
        if named:
            raise ConfigError(f"the credentials file that {FILE_VARIABLE} names can't be read") from None
        return None
    if not section:
        return None
    if not {"ak", "sk"} <= {*section}:
        raise ConfigError(f"the credentials file {path} lacks ak or sk in its section [basic]")
    found = {key: section[name] for name, key in FILE_KEYS.items() if name in section}
    found |= {"projectId": section["project_id"]} if "project_id" in section else {}
    return _credentials(f"the credentials file {path}", found, iam_endpoint=section.get("iam_endpoint", ""))


@functools.lru_cache(maxsize=4)
def _basic(path: Path, changed: int, size: int) -> Mapping[str, str]:
    """Return what section ``[basic]`` sets. Settings are asked for at every verb: the file is read when it changes."""
    _ = changed, size
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(decoded(path.read_bytes()))
    except (configparser.Error, UnicodeDecodeError):
        # The parser's own words quote the line, which may hold the key.
        raise ConfigError(f"the credentials file {path} is not an INI file") from None
    items = parser.items("basic") if parser.has_section("basic") else []
    return {name: value.strip() for name, value in items if value.strip()}


def _credentials(origin: str, values: Mapping[str, str], iam_endpoint: str = "") -> Credentials:
    for key, value in values.items():
        # A name may be Chinese; what goes into a header may not.
        header = key in ("accessKey", "securityToken", "token", "projectId")
        if not value.isprintable() or (header and (not value.isascii() or " " in value)):
            raise ConfigError(f"{snake_case(key)} from {origin} has characters that none has (a line break, perhaps)")
    return Credentials(origin, iam_endpoint=iam_endpoint, **{snake_case(key): value for key, value in values.items()})


def _missing(source: Source) -> Credentials:
    keys = ", ".join(map(source.word, WAYS["accessKey"]))
    how = source.how_to_set(*WAYS["accessKey"], example="...")
    raise ConfigError(
        f"huawei has no {keys}: {how}, or set HUAWEICLOUD_SDK_AK and "
        "HUAWEICLOUD_SDK_SK; a user (userName, password, domainName) or a token do as well"
    )
