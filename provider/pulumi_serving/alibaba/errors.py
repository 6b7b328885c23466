"""
What an answer of PAI-EAS means: by its ``Code``, not by its HTTP status.

A 404 may be a bad key or a bad path, and throttling a 400. The one proof that a service is gone is
``InvalidService.NotFound``.
"""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    NotFoundError,
    ThrottledError,
    UnavailableError,
)
from pulumi_serving.core.http.answers import plain_words
from pulumi_serving.core.http.transport import answer_parts

from .credentials import SOMEBODY_ELSES

GONE = "InvalidService.NotFound"
CONFLICT_PAUSE, CONFLICT_ATTEMPTS = 10.0, 1000  # a conflicting update is tried until its time is over

HINTS = {
    SOMEBODY_ELSES: (
        "The service of this name belongs to another account, or these credentials lack the privilege in its workspace"
    ),
    "InvalidTimeStamp.Expired": "This machine's clock is more than 15 minutes off",
    "IllegalTimestamp": "This machine's clock is more than 15 minutes off",
    "SignatureDoesNotMatch": "The secret key does not belong to the access key",
    "InvalidSecurityToken.Expired": "The STS token has expired: set a new one, with its access key and secret key",
}
CREDENTIALS = ("InvalidAccessKeyId", "InvalidSecurityToken", "MissingSecurityToken", "Forbidden", "NoPermission")
BY_CODE: dict[str, type[ApiError]] = {
    GONE: NotFoundError,
    "SignatureNonceUsed": UnavailableError,  # the request was sent twice on its way: the first may have taken effect
    "ServiceUnavailable": UnavailableError,
    "InternalError": UnavailableError,
}
SIGNING = ("SignatureDoesNotMatch", "IncompleteSignature", "InvalidTimeStamp", "IllegalTimestamp")


def classify(name: str, response: httpx.Response, body: Any) -> ApiError | None:
    """Return the error that an answer is, or None."""
    if response.is_success or response.has_redirect_location:
        return None
    code, words, request_id = _envelope(_from_xml(response) if body is None else body)
    parts = answer_parts(response)
    parts["request_id"] = request_id or parts["request_id"]
    pause = _acs_retry_after(response)
    if pause is not None:
        parts["retry_after"] = pause
    kind = _kind(code, response.status_code, asked_to_wait=pause is not None)
    hint = HINTS.get(code, "")
    if kind is AuthError and isinstance(body, dict):
        hint = _denied(body) or hint
    if kind is ConflictError and response.request.method == "PUT":
        parts |= {"retry_after": CONFLICT_PAUSE, "attempts": CONFLICT_ATTEMPTS}
    if code == "InvalidSecurityToken.Expired":
        parts["attempts"] = 2  # the keys are asked for anew before each attempt: once may be enough
    if not code and response.status_code == httpx.codes.NOT_FOUND:
        hint = "Is the base URL right?"
    return kind(name, code=code, words=words or plain_words(response), hint=hint, **parts)


def _kind(code: str, status: int, *, asked_to_wait: bool) -> type[ApiError]:
    if code in BY_CODE:
        return BY_CODE[code]
    if "Throttling" in code:
        return ThrottledError
    if code.startswith((*CREDENTIALS, *SIGNING)):
        return AuthError
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return UnavailableError
    if asked_to_wait or status == httpx.codes.TOO_MANY_REQUESTS:
        return ThrottledError
    kinds: dict[int, type[ApiError]] = {401: AuthError, 403: AuthError, 408: UnavailableError, 409: ConflictError}
    return kinds.get(status, ApiError)


def _envelope(body: Any) -> tuple[str, str, str]:
    """Return code, message and request id, under the capital names or the small ones."""
    if not isinstance(body, dict):
        return "", "", ""
    found = {key.lower(): value for key, value in body.items() if isinstance(value, (str, int))}
    return str(found.get("code", "")), str(found.get("message", "")), str(found.get("requestid", ""))


def _from_xml(response: httpx.Response) -> dict[str, str]:
    """Read an error that came as XML, ``<Error><Code>...</Code>...</Error>``, as the vendor's SDK does."""
    text = response.content.decode("utf-8", "replace")
    if not re.match(r"\ufeff?\s*(?:<\?xml[^<>]*>\s*)?<Error>", text):
        return {}
    return {name: html.unescape(value).strip() for name, value in re.findall(r"<(\w+)>([^<]*)</\1>", text)}


def _denied(body: dict[str, Any]) -> str:
    """Say which permission is missing, where the answer tells."""
    detail = body.get("AccessDeniedDetail") or body.get("accessDeniedDetail")
    if not isinstance(detail, dict):
        return ""
    action, policy = detail.get("AuthAction"), detail.get("NoPermissionType")
    return f"The permission {action} is missing{f' ({policy})' if policy else ''}" if action else ""


def _acs_retry_after(response: httpx.Response) -> float | None:
    """``x-acs-retry-after``: a positive number of milliseconds."""
    text = response.headers.get("x-acs-retry-after", "")
    return int(text) / 1000 if re.fullmatch(r"0*[1-9][0-9]{0,14}", text) else None
