"""
Signature V3 of Alibaba Cloud, ``ACS3-HMAC-SHA256``, as an httpx.Auth, its steps named as on the vendor's page.

The canonical path and query are also what goes on the wire. Every attempt is signed anew: with the keys, the date and
the nonce of its own moment.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

import httpx

from pulumi_serving.core.http.exchange import SIGNED_WITH

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from .credentials import Keys

ALGORITHM = "ACS3-HMAC-SHA256"


def encode(text: str) -> str:
    """Percent-encode as RFC 3986 says: a blank is ``%20``, and ``/`` is encoded, too."""
    return quote(text, safe="-_.~")


def canonical_uri(path: str) -> str:
    """Return a path, as it was given, with each segment encoded once."""
    return "/".join(encode(unquote(segment)) for segment in path.split("/")) or "/"


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the pairs sorted by name, name and value encoded."""
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in sorted(pairs))


def canonical_request(
    method: str, uri: str, query: str, headers: Mapping[str, str], signed: Iterable[str], digest: str
) -> str:
    """Join the six parts; each header's line ends itself, so an empty line follows them."""
    names = sorted(signed)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    return "\n".join([method.upper(), uri, query, lines, ";".join(names), digest])


def string_to_sign(canonical: str) -> str:
    """Return the algorithm and the hash of the canonical request."""
    return f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def signature(secret_key: str, text: str) -> str:
    """Return the HMAC in hex: the secret is the key as it is."""
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def must_be_signed(name: str) -> bool:
    """Tell whether a header belongs to the signature; httpx may change the others on their way."""
    return name in ("host", "content-type") or name.startswith("x-acs-")


class SignatureV3(httpx.Auth):
    """
    Signs each request.

    ``keys`` returns the keys of the moment: temporary ones run out. ``now`` is Unix time, ``nonce`` a text that never
    repeats. Action and version are headers of the request already.
    """

    requires_request_body = True

    def __init__(
        self,
        keys: Callable[[], Keys],
        *,
        now: Callable[[], float],
        nonce: Callable[[], str] = lambda: os.urandom(16).hex(),
    ) -> None:
        """Keep what it takes; nothing is signed or resolved yet."""
        self._keys = keys
        self._now = now
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign, and put the canonical form on the wire."""
        keys = self._keys()
        request.extensions[SIGNED_WITH] = (keys.secret_key, keys.security_token)
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        uri, query = canonical_uri(path), canonical_query(parse_qsl(query, keep_blank_values=True))
        request.url = request.url.copy_with(raw_path=f"{uri}?{query}".encode() if query else uri.encode())
        digest = hashlib.sha256(request.content).hexdigest()
        moment = dt.datetime.fromtimestamp(int(self._now()), tz=dt.timezone.utc)
        request.headers["x-acs-date"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        request.headers["x-acs-signature-nonce"] = self._nonce()
        request.headers["x-acs-content-sha256"] = digest
        for name in ("x-acs-accesskey-id", "x-acs-security-token"):
            request.headers.pop(name, None)  # of an attempt with other keys
        if keys.security_token:
            request.headers["x-acs-accesskey-id"] = keys.access_key
            request.headers["x-acs-security-token"] = keys.security_token
        signed = sorted({name for name in map(str.lower, request.headers) if must_be_signed(name)})
        canonical = canonical_request(request.method, uri, query, request.headers, signed, digest)
        request.headers["authorization"] = (
            f"{ALGORITHM} Credential={keys.access_key},SignedHeaders={';'.join(signed)},"
            f"Signature={signature(keys.secret_key, string_to_sign(canonical))}"
        )
        yield request
