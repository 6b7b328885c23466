"""
Tokens: one that the user gave, or those that the identity service issues for a user and a password.

``POST /v3/auth/tokens`` of IAM, scoped to the project, since the paths of DataArts Fabric name none. A token lives
24 hours; it is kept in memory, and a new one does not end an old one.
"""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Protocol

import httpx

from pulumi_serving.core import connection
from pulumi_serving.core.answers import decoded, plain_words
from pulumi_serving.core.errors import AuthError, NotSentError
from pulumi_serving.core.redact import Redactor
from pulumi_serving.core.transport import answer_parts, by_status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OPERATION = "Getting an IAM token"
PATH = "/v3/auth/tokens"
LIFE_SECONDS = 24 * 60 * 60.0
MARGIN_SECONDS = 30 * 60.0
TIMEOUT = httpx.Timeout(30, connect=10)
REFUSED_SECONDS = 60.0
"""How long credentials that were refused are not tried again."""


class Tokens(Protocol):
    """Where tokens come from."""

    def current(self) -> str:
        """Return a token."""

    def renewed(self, refused: str) -> str:
        """Return another one in place of one that was refused; ``""`` if there is none."""


class GivenToken:
    """A token that the user gave: nobody here can renew it."""

    def __init__(self, token: str) -> None:
        """Keep it."""
        self._token = token

    def current(self) -> str:
        """Return it."""
        return self._token

    def renewed(self, refused: str) -> str:
        """Return no other."""
        _ = refused
        return ""


class PasswordTokens:
    """Tokens for a user and a password, one at a time for all threads."""

    def __init__(
        self,
        base_url: str,
        *,
        user_name: str,
        password: str,
        domain_name: str,
        project: Mapping[str, str],
        now: Callable[[], float],
        http: httpx.BaseTransport | None = None,
    ) -> None:
        """
        Take whom to ask for, and for which project, by ``id`` or by ``name``.

        ``now`` returns Unix seconds, ``http`` replaces the network in tests.
        """
        self._client = connection.client(base_url, timeout=TIMEOUT, transport=http)
        user = {"name": user_name, "password": password, "domain": {"name": domain_name}}
        identity = {"methods": ["password"], "password": {"user": user}}
        self._body = {"auth": {"identity": identity, "scope": {"project": {**project}}}}
        self._redactor = Redactor([password, *connection.proxy_passwords()])
        self._now = now
        self._lock = threading.Lock()
        self._token = ""
        self._until = 0.0
        self._refused: tuple[float, AuthError] | None = None

    def current(self) -> str:
        """Return the token that is there, or a new one where it is about to end."""
        with self._lock:
            if self._now() >= self._until:
                self._issue()
            return self._token

    def renewed(self, refused: str) -> str:
        """Return the token that another thread has got meanwhile, or a new one."""
        with self._lock:
            if self._token == refused:
                self._issue()
            return self._token

    def _issue(self) -> None:
        if self._refused and self._now() - self._refused[0] < REFUSED_SECONDS:
            raise self._refused[1]  # bad passwords lock a user, too
        url = str(self._client.base_url.join(PATH))
        try:
            response = self._client.post(PATH, params={"nocatalog": "true"}, json=self._body)
        except Exception as error:  # noqa: BLE001 - broken compression, an odd header
            # Whatever became of this request, the one that it was for was not sent.
            words = self._redactor.text(str(error) or type(error).__name__)
            raise NotSentError(OPERATION, method="POST", url=url, words=words, hint="Is iamBaseUrl right?") from None
        token = response.headers.get("X-Subject-Token", "")
        if response.status_code != httpx.codes.CREATED or not token:
            raise self._refusal(response, url)
        self._redactor.add([token])
        self._token = token
        self._until = self._end(response) - MARGIN_SECONDS

    def _end(self, response: httpx.Response) -> float:
        """Read when the token ends; 24 hours from now where the answer does not say."""
        try:
            text = str(decoded(response.content)["token"]["expires_at"])
            moment = dt.datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=dt.timezone.utc)
            return moment.timestamp()
        except (ValueError, KeyError, TypeError):
            return self._now() + LIFE_SECONDS

    def _refusal(self, response: httpx.Response, url: str) -> Exception:
        words = self._redactor.cut(refusal_words(response), 300)
        status = response.status_code
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.TOO_MANY_REQUESTS:
            return NotSentError(OPERATION, method="POST", url=url, words=f"{words} (HTTP {status})")
        parts = answer_parts(response)
        parts["request_id"] = self._redactor.text(parts["request_id"])
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            hint = "Check userName, password, domainName (the account's name) and projectId"
            self._refused = self._now(), AuthError(OPERATION, words=words, hint=hint, **parts)
            return self._refused[1]
        return by_status(status)(OPERATION, words=words, hint="Is iamBaseUrl right?", **parts)


def refusal_words(response: httpx.Response) -> str:
    """Return what the identity service says of a refusal."""
    body = decoded(response.content)
    if body is None:
        return plain_words(response) or "an empty answer"
    inner = body.get("error", body) if isinstance(body, dict) else {}
    return str((inner.get("message") or inner.get("error_msg") or "") if isinstance(inner, dict) else "")
