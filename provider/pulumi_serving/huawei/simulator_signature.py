"""
The gate of the simulated platform: `SDK-HMAC-SHA256` signatures, and tokens.

A signature is checked over the request as it was sent: its undecoded path and query, and the headers that
`SignedHeaders` names. The date may be 15 minutes off. Five bad signatures in a row lock a key for five minutes.
"""

from __future__ import annotations

import calendar
import hashlib
import hmac
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from pulumi_serving.huawei.simulator_catalog import ACCOUNTS, Account
from pulumi_serving.huawei.simulator_rules import Refusal
from pulumi_serving.simulator.paths import raw_target

if TYPE_CHECKING:
    from flask import Request

    from pulumi_serving.simulator.world import World

SCHEME = "SDK-HMAC-SHA256"
FORM = re.compile(rf"{SCHEME} Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{{64}})")
LONGEST_SKEW_S = 15 * 60
FAILURES_TO_LOCK = 5
LOCK_S = 5 * 60
IAM_WORDS = "Incorrect IAM authentication information"


class Gate:
    """Tells which account a request comes from."""

    def __init__(self, cloud: str, world: World) -> None:
        """Keep failures, locks and tokens in the world."""
        self._cloud = cloud
        self._world = world

    def remember(self, thing: str) -> dict[str, Any]:
        """Return what is remembered of a thing until the next reset."""
        memory: dict[str, Any] = self._world.memory.setdefault((self._cloud, thing), {})
        return memory

    def account(self, request: Request) -> Account:
        """Return the account, or refuse."""
        token = request.headers.get("X-Auth-Token")
        account = self._by_token(token) if token else self._by_signature(request)
        project = request.headers.get("X-Project-Id")
        if project and project != account.project_id:
            raise Refusal(403, 403, "The project of the request does not belong to this account")
        return account

    def issue(self, account: Account, lasts_s: float) -> str:
        """Issue a token; an earlier one stays good."""
        token = f"MIIsimulator{self._world.new_id(48)}"
        self.remember("tokens")[token] = (account, self._world.now + lasts_s)
        return token

    def _by_token(self, token: str) -> Account:
        account, ends_at = self.remember("tokens").get(token, (None, 0.0))
        if account is None:
            raise Refusal(403, 403, "X-Auth-Token is invalid in the request")
        if self._world.now >= ends_at:
            raise Refusal(401, "APIG.1002", "Incorrect token or token resolution failed")
        known: Account = account
        return known

    def _by_signature(self, request: Request) -> Account:
        parts = FORM.fullmatch(request.headers.get("Authorization", ""))
        if parts is None:
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: the request has neither a token nor a signature")
        access_key, names, signature = parts.groups()
        account = next((account for account in ACCOUNTS if account.access_key == access_key), None)
        if account is None:
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: AK does not exist")
        failures, locked_until = self.remember("failures").get(access_key, (0, 0.0))
        if self._world.now < locked_until:
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: AK access failed to reach the limit,forbidden")
        self._check_date(request.headers.get("X-Sdk-Date", ""))
        names = names.split(";")
        if not {"host", "x-sdk-date"} <= {*names} or names != sorted(names):
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: SignedHeaders is incomplete or not sorted")
        if not hmac.compare_digest(_signature(request, names, account.secret_key), signature):
            failures += 1
            until = self._world.now + LOCK_S if failures >= FAILURES_TO_LOCK else 0.0
            self.remember("failures")[access_key] = (0 if until else failures, until)
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: verify aksk signature fail")
        self.remember("failures").pop(access_key, None)
        return account

    def _check_date(self, text: str) -> None:
        try:
            sent = calendar.timegm(time.strptime(text, "%Y%m%dT%H%M%SZ"))
        except ValueError:
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: X-Sdk-Date has a wrong form") from None
        if abs(sent - self._world.service_time) > LONGEST_SKEW_S:
            raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: X-Sdk-Date is expired")


def _signature(request: Request, names: list[str], secret_key: str) -> str:
    path, _, query = raw_target(request.environ).partition("?")
    lines = [request.method, _path(path), _query(query)]
    lines += [f"{name}:{_header(request, name)}" for name in names]
    body = request.headers.get("X-Sdk-Content-Sha256") or hashlib.sha256(request.get_data()).hexdigest()
    whole = "\n".join([*lines, "", ";".join(names), body])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    to_sign = "\n".join([SCHEME, request.headers["X-Sdk-Date"], digest])
    return hmac.new(secret_key.encode(), to_sign.encode(), hashlib.sha256).hexdigest()


def _path(raw: str) -> str:
    encoded = "/".join(quote(part, safe="~") for part in unquote(raw).split("/"))
    return encoded if encoded.endswith("/") else f"{encoded}/"


def _query(raw: str) -> str:
    # A plus stands for itself here, not for a space.
    pairs = sorted(tuple(map(unquote, pair.partition("=")[::2])) for pair in raw.split("&") if pair)
    return "&".join(f"{quote(key, safe='~')}={quote(value, safe='~')}" for key, value in pairs)


def _header(request: Request, name: str) -> str:
    if name not in request.headers:
        raise Refusal(401, "APIG.0301", f"{IAM_WORDS}: a signed header is missing")
    return request.headers[name].encode("latin-1").decode("utf-8", "replace").strip()
