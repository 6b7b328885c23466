"""
How the simulated gateway checks a request: `ACS3-HMAC-SHA256` ("Signature V3" page), rebuilt from what was received.

Who may come in, and why not, in the gateway's codes: key, STS token, date, body hash, signature, nonce.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

from pulumi_serving.simulator.paths import raw_target

if TYPE_CHECKING:
    from flask import Request

ALGORITHM = "ACS3-HMAC-SHA256"
VERSION = "2021-07-01"
MOST_SKEW_S = 15 * 60
NEEDED = ("x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256")
AUTHORIZATION = re.compile(rf"{ALGORITHM} Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)")


@dataclass(frozen=True)
class Account:
    """One of the simulator's accounts."""

    number: int
    secret: str
    token: str
    uid: str


ACCOUNTS = {
    "simulator-access-key-id": Account(
        1, "simulator-access-key-secret", "simulator-security-token", "1012300000000001"
    ),
    "simulator-access-key-id-2": Account(
        2, "simulator-access-key-secret-2", "simulator-security-token-2", "1012300000000002"
    ),
}
EXPIRED_TOKEN = "simulator-security-token-expired"  # noqa: S105 - a token that is always refused


class RefusalError(Exception):
    """An answer that is no success: HTTP status, the vendor's code, and words for a person."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Refuse."""
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass
class Gate:
    """The gateway's memory: which nonces it has seen, and when."""

    seen: dict[tuple[str, str], float] = field(default_factory=dict)

    def admit(self, request: Request, action: str, now: float) -> Account:
        """Return the account whose key signed the request as this action; refuse anything else."""
        match = AUTHORIZATION.fullmatch(request.headers.get("Authorization", "").strip())
        if match is None:
            raise RefusalError(400, "IncompleteSignature", "The request signature does not conform to the standards.")
        key_id, names, signature = match.groups()
        account = ACCOUNTS.get(key_id)
        if account is None:
            raise RefusalError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
        signed = names.split(";")
        _check_headers(request, signed, action)
        _check_token(request, account)
        _check_date(request.headers["x-acs-date"], now)
        digest = hashlib.sha256(request.get_data()).hexdigest()
        expected = _signature(account.secret, canonical_request(request, signed, digest))
        if digest != request.headers["x-acs-content-sha256"] or not hmac.compare_digest(expected, signature):
            raise RefusalError(
                400, "SignatureDoesNotMatch", "Specified signature does not match our calculation. Check the secret."
            )
        self._use_up(key_id, request.headers["x-acs-signature-nonce"], now)
        return account

    def _use_up(self, key_id: str, nonce: str, now: float) -> None:
        for old, _ in [*takewhile(lambda entry: now - entry[1] > 2 * MOST_SKEW_S, self.seen.items())]:
            del self.seen[old]  # the oldest come first, so that not all are looked at for each request
        if (key_id, nonce) in self.seen:
            raise RefusalError(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
        self.seen[key_id, nonce] = now


def canonical_request(request: Request, signed: list[str], digest: str) -> str:
    """Rebuild the six parts from the raw target, the named headers and the hash of the received body."""
    path, _, query = raw_target(request.environ).partition("?")
    segments = [quote(unquote(segment), safe="-_.~") for segment in path.split("/")]
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in signed)
    return "\n".join(
        [
            request.method,
            "/".join(segments),
            "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs),
            headers,
            ";".join(signed),
            digest,
        ]
    )


def _signature(secret: str, canonical: str) -> str:
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()


def _check_headers(request: Request, signed: list[str], action: str) -> None:
    missing = [name for name in NEEDED if not request.headers.get(name)]
    if missing:
        raise RefusalError(400, "MissingParameter", f"The header {missing[0]} is required.")
    sent = {name.lower() for name in request.headers.keys()}  # noqa: SIM118 - of pairs
    must = {name for name in sent if name.startswith("x-acs-") or name in ("host", "content-type")}
    if "content-type" in must and not request.headers.get("content-type"):
        must.discard("content-type")  # WSGI has an empty one where none was sent
    unsigned = must - set(signed)
    if unsigned or signed != sorted(signed):
        raise RefusalError(400, "IncompleteSignature", f"SignedHeaders lack {', '.join(sorted(unsigned)) or 'order'}.")
    if request.headers["x-acs-version"] != VERSION:
        raise RefusalError(400, "NoSuchVersion", "Specified version does not exist.")
    if request.headers["x-acs-action"] != action:
        raise RefusalError(404, "InvalidAction.NotFound", "Specified action is not that of this method and path.")


def _check_token(request: Request, account: Account) -> None:
    token = request.headers.get("x-acs-security-token")
    if token == EXPIRED_TOKEN:
        raise RefusalError(400, "InvalidSecurityToken.Expired", "Specified security token is expired.")
    if token is not None and token != account.token:
        raise RefusalError(400, "InvalidSecurityToken.Malformed", "Specified security token is malformed.")


def _check_date(text: str, now: float) -> None:
    try:
        date = dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.timezone.utc)
    except ValueError:
        raise RefusalError(400, "IllegalTimestamp", "The date must be like 2026-01-02T03:04:05Z.") from None
    if abs(date.timestamp() - now) > MOST_SKEW_S:
        raise RefusalError(400, "InvalidTimeStamp.Expired", "The date is more than 15 minutes off.")
