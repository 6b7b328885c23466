"""
Tokens: one that the user gave, or those that the identity service issues for a user and a password.

``POST /v3/auth/tokens`` of IAM, scoped to the project, since the paths of DataArts Fabric name none. A token lives
24 hours; it is kept in memory, and a new one does not end an old one.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

import httpx

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.flight import Flight
from pulumi_serving.core.errors import AuthError, NotSentError, RunEndedError, ServingError, afresh
from pulumi_serving.core.http import connection
from pulumi_serving.core.http.answers import decoded, plain_words
from pulumi_serving.core.http.exchange import LeftError, Wire
from pulumi_serving.core.http.transport import answer_parts, by_status
from pulumi_serving.core.values.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OPERATION = "Getting an IAM token"
PATH = "/v3/auth/tokens"
LONGEST_ID = 80
LIFE_SECONDS = 24 * 60 * 60.0
MARGIN_SECONDS = 30 * 60.0
TIMEOUT = httpx.Timeout(30, connect=10)
LONGEST_SECONDS = 30.0
REFUSED_SECONDS = 60.0
"""How long credentials that were refused are not tried again."""


class Tokens(Protocol):
    """Where tokens come from, each within the operation that needs it."""

    def current(self, operation: Operation | None = None) -> str:
        """Return a token."""

    def renewed(self, refused: str, operation: Operation | None = None) -> str:
        """Return another one in place of one that was refused; ``""`` if there is none."""


class GivenToken:
    """A token that the user gave: nobody here can renew it."""

    def __init__(self, token: str) -> None:
        """Keep it."""
        self._token = token

    def current(self, operation: Operation | None = None) -> str:
        """Return it."""
        _ = operation
        return self._token

    def renewed(self, refused: str, operation: Operation | None = None) -> str:
        """Return no other."""
        _ = refused, operation
        return ""


class PasswordTokens:
    """Tokens for a user and a password: one request for all that need one at the same time."""

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
        self._wire = Wire(base_url, timeout=TIMEOUT, http=http)
        user = {"name": user_name, "password": password, "domain": {"name": domain_name}}
        identity = {"methods": ["password"], "password": {"user": user}}
        self._body = {"auth": {"identity": identity, "scope": {"project": {**project}}}}
        self._redactor = Redactor([password, *connection.proxy_passwords()])
        self._now = now
        self._flight = Flight[None]("a token")
        self._token = ""
        self._until = 0.0
        self._refused: tuple[float, AuthError] | None = None

    def current(self, operation: Operation | None = None) -> str:
        """Return the token that is there, or a new one where it is about to end."""
        return self._other_than("", operation)

    def renewed(self, refused: str, operation: Operation | None = None) -> str:
        """Return the token that another thread has got meanwhile, or a new one."""
        return self._other_than(refused, operation)

    def _other_than(self, refused: str, operation: Operation | None) -> str:
        within = operation or Operation("logging in", LONGEST_SECONDS, SystemClock())

        def issue() -> None:
            if not self._is_good(refused):
                self._issue(within.within(LONGEST_SECONDS))

        if not self._is_good(refused):
            self._flight.share(issue, within)
        return self._token

    def _is_good(self, refused: str) -> bool:
        return self._token not in ("", refused) and self._now() < self._until

    def _issue(self, operation: Operation) -> None:
        if self._refused and self._now() - self._refused[0] < REFUSED_SECONDS:
            raise afresh(self._refused[1])  # bad passwords lock a user, too
        request = self._wire.client.build_request("POST", PATH, params={"nocatalog": "true"}, json=self._body)
        response = answer(self._wire, request, operation, OPERATION, self._redactor)
        token = response.headers.get("X-Subject-Token", "")
        if response.status_code != httpx.codes.CREATED or not token:
            raise self._refusal(response, str(request.url.copy_with(query=None)))
        self._redactor.add([token])
        self._until, self._token = self._end(response) - MARGIN_SECONDS, token

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
        parts["request_id"] = self._redactor.text(parts["request_id"])[:LONGEST_ID]
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            hint = "Check userName, password, domainName (the account's name) and projectId"
            self._refused = self._now(), AuthError(OPERATION, words=words, hint=hint, **parts)
            return afresh(self._refused[1])
        return by_status(status)(OPERATION, words=words, hint="Is iamBaseUrl right?", **parts)


def answer(wire: Wire, request: httpx.Request, operation: Operation, name: str, redactor: Redactor) -> httpx.Response:
    """Return the identity service's answer. Whatever became of this request, the one that it is for was not sent."""
    try:
        return wire.send(operation, request)
    except LeftError as left:
        if left.ended:
            raise RunEndedError(f"{name} was left: {left}", str(left)) from None
        words = str(left)
    except ServingError:
        raise
    except Exception as error:  # noqa: BLE001 - broken compression, an odd header
        words = redactor.text(str(error) or type(error).__name__)
    url = str(request.url.copy_with(query=None))
    raise NotSentError(name, method=request.method, url=url, words=words, hint="Is iamBaseUrl right?")


def refusal_words(response: httpx.Response) -> str:
    """Return what the identity service says of a refusal."""
    body = decoded(response.content)
    if body is None:
        return plain_words(response) or "an empty answer"
    inner = body.get("error", body) if isinstance(body, dict) else {}
    return str((inner.get("message") or inner.get("error_msg") or "") if isinstance(inner, dict) else "")
