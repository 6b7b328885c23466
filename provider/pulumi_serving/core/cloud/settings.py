"""
Where settings come from: an explicit provider, else the stack's config, else the environment.

A set of credentials comes whole from one of the three, never mixed. None of them is ever stored with a resource.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pulumi_serving.core.errors import ConfigError
from pulumi_serving.core.values.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLOUD_KEY = "cloud"
"""The input of an explicit provider that says which cloud it is for."""
CLOSE = 0.8
"""How much a misspelt key has in common with the one that was meant; accessKey and secretKey have less."""


@dataclass(frozen=True)
class Credential:
    """
    One part of a cloud's credentials: its config key (``apiKey``) and its environment variables, best first.

    The variables at one position of all parts belong together, and a set is never mixed from two positions; a part with
    fewer of them has its last one at all further positions.
    """

    key: str
    variables: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True)
class Settings:
    """
    What it takes to reach one account of a cloud; each cloud adds its own credentials.

    ``location`` is where resources live, as far as it is known without a call (for most clouds the base URL);
    ``origin`` says in words where the credentials come from; ``fingerprint`` tells keys apart without revealing one.
    """

    location: str
    origin: str
    fingerprint: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """The credentials: what no text may repeat."""
        return ()


def fingerprint(*parts: str) -> str:
    """Return a few characters that differ for different keys and tell nothing of them."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def decoded(content: bytes) -> str:
    """Read the text of a settings file, with or without a byte order mark; a UnicodeDecodeError if it is none."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # what editors of Windows call Unicode
    return content.decode("utf-16" if wide else "utf-8-sig")


def snake_case(key: str) -> str:
    """Turn a config key into the argument of the same meaning: ``apiKey`` is ``api_key``."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: "_" + match[1].lower(), key)


def config_key(name: str) -> str:
    """Turn an argument into the config key of the same meaning: ``api_key`` is ``apiKey``."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


class Source:
    """The settings of one cloud as one provider instance sees them."""

    def __init__(self, cloud: str, given: Mapping[str, str], environ: Mapping[str, str], namespace: str = "") -> None:
        """
        Take what the instance was given: the stack's whole config, or an explicit provider's inputs.

        ``namespace`` is that of the config keys, if it is not the cloud's name.
        """
        self.cloud = cloud
        self.namespace = namespace or cloud
        self.explicit = CLOUD_KEY in given
        self.environ = environ
        if self.explicit and given[CLOUD_KEY] != cloud:
            raise ConfigError(
                f"the provider instance given to this resource is for {given[CLOUD_KEY]}; "
                f"a {cloud} resource takes a pulumi_serving.{cloud}.Provider"
            )
        self._given = given

    def word(self, key: str) -> str:
        """Return a setting's name as users know it: ``api_key``."""
        return snake_case(key)

    def name(self, key: str) -> str:
        """Return how the user knows a setting: ``ppio:apiKey``, or ``api_key`` of an explicit provider."""
        return f"the Provider's {self.word(key)}" if self.explicit else f"the config key {self.namespace}:{key}"

    def how_to_set(self, *keys: str, example: str = "", secret: bool = True) -> str:
        """Return what to do about settings that are missing."""
        if self.explicit:
            return f"give the Provider its {' and '.join(map(self.word, keys))}"
        flag = " --secret" if secret else ""
        value = f" {example}" if example else ""
        return " and ".join(
            f"run `pulumi config set{flag} {self.namespace}:{key}{value}`{self._misspelt(key)}" for key in keys
        )

    def _misspelt(self, key: str) -> str:
        """Name the key in the stack's config that was probably meant for this one: Pulumi takes any."""
        spaces = ((name, *name.partition(":")[::2]) for name in self._given)
        names = {rest.lower(): name for name, space, rest in spaces if space == self.namespace and rest != key}
        near = difflib.get_close_matches(key.lower(), names, n=1, cutoff=CLOSE)
        return f" (the config has {names[near[0]]}, which is another key)" if near else ""

    def get(self, key: str) -> str | None:
        """Return a setting without the white space around it, or None; the environment is not asked."""
        value = self._given.get(snake_case(key) if self.explicit else f"{self.namespace}:{key}")
        return (value or "").strip() or None

    def credentials(self, parts: Sequence[Credential]) -> tuple[dict[str, str], str]:
        """Return the credentials by config key, and where they come from; a ConfigError says what to set."""
        found = {part.key: value for part in parts if (value := self.get(part.key))}
        origin = " and ".join(self.name(part.key) for part in parts if part.key in found)
        if not found:
            variables = self._variables(parts)
            found = {key: self.environ[name].strip() for key, name in variables.items()}
            origin = " and ".join(f"the environment variable {name}" for name in variables.values())
        missing = [part for part in parts if part.required and not found.get(part.key)]
        if missing:
            raise ConfigError("; ".join(self._how_to_set(part) for part in missing))
        return found, origin

    def _variables(self, parts: Sequence[Credential]) -> dict[str, str]:
        """Return the variables to use by config key: of the first position that is complete, else that has any."""
        longest = max(len(part.variables) for part in parts)
        named = [{part.key: part.variables[: at + 1][-1] for part in parts} for at in range(longest)]
        positions = [
            {key: name for key, name in variables.items() if self.environ.get(name, "").strip()} for variables in named
        ]
        complete = (found for found in positions if all(part.key in found for part in parts if part.required))
        return next(complete, None) or next((found for found in positions if found), {})

    def _how_to_set(self, part: Credential) -> str:
        how = self.how_to_set(part.key)
        return f"{self.cloud} has no {self.word(part.key)}: {how}, or set {' or '.join(part.variables)}"

    def base_url(self, key: str, default: str) -> str:
        """Return a base URL without a trailing slash: https, unless its host is this machine."""
        try:
            address, is_safe = _one_spelling(self.get(key) or default)
        except ValueError:  # an address may hold a password, so no line repeats it
            raise ConfigError(f"{self.name(key)} must be https://HOST[:PORT][/PATH] and nothing more") from None
        if not is_safe:
            raise ConfigError(
                f"{self.name(key)} must start with https:// (http:// is for this machine's own addresses)"
            )
        return address


@lru_cache(maxsize=64)  # every verb asks anew, of the same few addresses
def _one_spelling(address: str) -> tuple[str, bool]:
    """
    Return an address in one spelling, and whether credentials may go there; a ValueError if it is no base URL.

    Another spelling would be another location, and replace every endpoint.
    """
    # Here, since a program that only declares resources needs no HTTP library.
    import httpx  # noqa: PLC0415

    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from None
    if url.userinfo or url.query or url.fragment or not url.host:
        raise ValueError("more than a base URL")
    is_safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))
    return str(url.copy_with(query=None, fragment=None)).rstrip("/"), is_safe


def origin_hint(comes_from: str) -> str:
    """Return what helps where credentials are refused: where they come from, and which ones a refresh takes."""
    return (
        f"{comes_from}. `refresh` and `destroy` use the configuration of the last `up`; with `--run-program` they use "
        "the present one"
    )
