"""
The two ways into Huawei Cloud, each as one httpx.Auth: a signature per request, or a token.

The signature is ``SDK-HMAC-SHA256``; its steps are named as the vendor names them. After five bad ones in a row a key
is locked for some minutes, for all who use it: so none is repeated, and what was refused once is not tried for the next
of many endpoints either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import httpx

from pulumi_serving.core.calls.operation import LOOK_SECONDS
from pulumi_serving.core.errors import AuthError
from pulumi_serving.core.http.exchange import OPERATION

from .iam import REFUSED_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from pulumi_serving.core.calls.operation import Operation

    from .iam import Tokens

ALGORITHM = "SDK-HMAC-SHA256"
NEVER_SIGNED = {"accept", "accept-encoding", "authorization", "connection", "content-length", "user-agent"}
"""What proxies and clients may change on the way; everything else that has no ``_`` in its name is signed."""

FIRST_SECONDS = 20.0

RENEWED = "pulumi_serving_token_renewed"
"""Marks the answer to a create whose token was refused and is renewed by now."""
BAD_SIGNATURE = re.compile(r"APIGW?\.0301")
"""The gateway's code for a signature that is wrong, or of a key that it locked."""


class SignatureAuth(httpx.Auth):
    """Signs each request with a key pair."""

    requires_request_body = True
    requires_response_body = True

    def __init__(
        self,
        access_key: str,
        secret_key: str,
        *,
        now: Callable[[], float],
        project_id: str | Callable[[Operation | None], str] = "",
        security_token: str = "",
    ) -> None:
        """
        Take a key pair, ``security_token`` with a temporary one; ``now`` returns Unix seconds.

        ``project_id`` may be what finds it when it is needed.
        """
        self._access_key = access_key
        self._secret_key = secret_key
        self._now = now
        self._project_id = project_id
        self._security_token = security_token
        self._is_good = False
        self._first = threading.Semaphore()
        self._refused_at: float | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign and send; until a signature of this key pair was accepted, one request at a time."""
        operation = request.extensions.get(OPERATION)
        project_id = self._project_id(operation) if callable(self._project_id) else self._project_id
        goes_first = self._goes_first(operation)
        try:
            if self._refused_at is not None and self._now() - self._refused_at < REFUSED_SECONDS:
                raise AuthError(
                    "Signing",
                    method=request.method,
                    path=request.url.path,
                    status=httpx.codes.UNAUTHORIZED,
                    words="this key pair was refused a moment ago, so it is not tried again: bad signatures lock it",
                    hint="See the first refusal",
                )
            self._sign(request, {"X-Project-Id": project_id, "X-Security-Token": self._security_token})
            response = yield request
            if response.status_code == httpx.codes.UNAUTHORIZED and BAD_SIGNATURE.search(response.text):
                self._refused_at = self._now()
            elif response.status_code != httpx.codes.UNAUTHORIZED:
                self._is_good, self._refused_at = True, None
        finally:
            if goes_first:
                self._first.release()

    def _goes_first(self, operation: Operation | None) -> bool:
        """
        Wait while another request tries the key pair; tell whether this is the one that tries it.

        Whoever waits does so within its own time, and no longer than a first request may well take: then it goes too.
        """
        began = time.monotonic()
        while not self._is_good and time.monotonic() - began < FIRST_SECONDS:
            if self._first.acquire(timeout=LOOK_SECONDS):
                return True
            if operation is not None and operation.over():
                break  # nobody waits for this request any more, so it is not sent
        return False

    def _sign(self, request: httpx.Request, further: Mapping[str, str]) -> None:
        """Date the request, spell its query in the form that is signed, and sign it."""
        date = dt.datetime.fromtimestamp(self._now(), dt.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        request.headers["X-Sdk-Date"] = date
        for name, value in further.items():
            if value:
                request.headers[name] = value
        spell_query(request)
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = signed_headers(request.headers)
        canonical = canonical_request(request.method, path, query, headers, request.content)
        signature = sign(string_to_sign(date, canonical), self._secret_key)
        request.headers["Authorization"] = (
            f"{ALGORITHM} Access={self._access_key}, SignedHeaders={';'.join(headers)}, Signature={signature}"
        )


def signed_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that are signed: lower-case names, sorted, with stripped values."""
    names = sorted({name.lower() for name in headers} - NEVER_SIGNED)
    return {name: headers[name].strip() for name in names if "_" not in name}


def canonical_path(path: str) -> str:
    """Encode each part of a path anew, and end it with a slash, which the request itself has not."""
    encoded = "/".join(_encoded(part) for part in unquote(path).split("/"))
    return encoded if encoded.endswith("/") else f"{encoded}/"


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Sort the pairs of a query by key and value, and encode them; a space is ``%20``, never ``+``."""
    return "&".join(f"{_encoded(key)}={_encoded(value)}" for key, value in sorted(pairs))


def spell_query(request: httpx.Request) -> None:
    """Let a request's query go out in the canonical form."""
    if request.url.query:
        query = canonical_query(request.url.params.multi_items())
        request.url = request.url.copy_with(query=query.encode("ascii"))


def _encoded(text: str) -> str:
    return quote(text, safe="~")  # letters, digits, ``_``, ``.`` and ``-`` always stay


def canonical_request(method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> str:
    """Put together what is hashed, with a query in its canonical form; the empty line after the headers is theirs."""
    lines = [method.upper(), canonical_path(path), query]
    lines += [f"{name}:{value}" for name, value in headers.items()]
    return "\n".join([*lines, "", ";".join(headers), hashlib.sha256(body).hexdigest()])


def string_to_sign(date: str, canonical: str) -> str:
    """Return the algorithm, the date and the canonical request's hash; there is no scope of the credentials."""
    return f"{ALGORITHM}\n{date}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def sign(text: str, secret_key: str) -> str:
    """Return the signature; no key is derived."""
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


class TokenAuth(httpx.Auth):
    """Adds a token to each request; one that the service refuses is renewed once, if this object has got it."""

    requires_response_body = True

    def __init__(self, tokens: Tokens) -> None:
        """Take where tokens come from."""
        self._tokens = tokens

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """
        Send, and once more with a new token where the first was refused; a create only after a look: see failures.py.

        A refusal is 401, or the 403 whose text names the token; any other 403 is a missing permission.
        """
        spell_query(request)
        operation = request.extensions.get(OPERATION)
        token = self._tokens.current(operation)
        request.headers["X-Auth-Token"] = token
        response = yield request
        refused = response.status_code == httpx.codes.UNAUTHORIZED or (
            response.status_code == httpx.codes.FORBIDDEN and b"X-Auth-Token" in response.content
        )
        renewed = self._tokens.renewed(token, operation) if refused else ""
        if renewed and request.method == "POST":
            response.extensions[RENEWED] = True
        elif renewed:
            request.headers["X-Auth-Token"] = renewed
            yield request
