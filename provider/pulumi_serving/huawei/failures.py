"""
What an answer of DataArts Fabric, or of the gateway before it, means.

The references document 400, 401, 403, 408 and 500. There is no 404: what does not exist comes as 400 with a code that
ends in 00010009. The prefix of a code varies, so its digits count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from pulumi_serving.core.errors import ApiError, NotFoundError, UnavailableError
from pulumi_serving.core.http.answers import plain_words
from pulumi_serving.core.http.transport import answer_parts, by_status

from .auth import RENEWED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BUSY_PAUSE, BUSY_ATTEMPTS = 10.0, 12
PAIRS = (("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message"))

NO_API = "0101"
BUSY = "00000001"
NO_WORKSPACE = "00010003"
NO_RESOURCE = "00010009"

WRONG_HOST = "Is the base URL right?"
WRONG_WORKSPACE = (
    "Are workspaceId and the project right? Credentials of another account see no workspace of this one: nothing was "
    "taken for gone"
)
WRONG_SIGNATURE = (
    "Is the secret key right, and this machine's clock? After five bad signatures the key is locked for five minutes"
)
SIGNATURE_WORDS = ("aksk signature", "X-Sdk-Date", "reach the limit")


def classify(name: str, response: httpx.Response, body: Any) -> ApiError | None:
    """Return the error that an answer is, or None."""
    if response.is_success or response.has_redirect_location:
        return None
    code, words, solution = envelope(body)
    digits = code.rpartition(".")[2]
    no_api = code.upper().startswith("APIG") and digits == NO_API
    kind = _kind(response, digits, no_api=no_api)
    parts: dict[str, Any] = {**answer_parts(response), "code": code, "words": words or plain_words(response)}
    if kind is UnavailableError and digits == BUSY and response.request.method != "POST":
        # Another change runs. A create is not repeated: whether it was taken is found out by looking.
        parts |= {"retry_after": parts["retry_after"] or BUSY_PAUSE, "attempts": BUSY_ATTEMPTS}
    if response.extensions.get(RENEWED):
        parts["attempts"] = 2
    hints = [
        WRONG_HOST if no_api or (response.status_code == httpx.codes.NOT_FOUND and kind is ApiError) else "",
        WRONG_WORKSPACE if digits == NO_WORKSPACE else "",
        WRONG_SIGNATURE if any(word in words for word in SIGNATURE_WORDS) else "",
    ]
    error = kind(name, **parts, hint=". ".join(hint.rstrip(".") for hint in (solution, *hints) if hint))
    error.unseen_location = digits == NO_WORKSPACE
    return error


def _kind(response: httpx.Response, digits: str, *, no_api: bool) -> type[ApiError]:
    """Return the kind of error; only an answer about one endpoint may say that it is gone."""
    status = response.status_code
    if status not in (httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND):
        return ApiError if no_api else by_status(status)
    gone = digits == NO_RESOURCE or status == httpx.codes.NOT_FOUND
    of_one = "/endpoints/" in response.request.url.path
    return NotFoundError if gone and of_one and not no_api and digits != NO_WORKSPACE else ApiError


def envelope(body: Any) -> tuple[str, str, str]:
    """Return code, message and the vendor's solution, from whichever of the known shapes a body has."""
    for inner in _objects(body):
        for code, words in PAIRS:
            if code in inner and words in inner:
                return str(inner[code] or ""), str(inner[words] or ""), str(inner.get("solution_msg") or "")
    return "", "", ""


def _objects(body: Any) -> Iterator[Mapping[str, Any]]:
    """Yield an object and every object inside it, the outer ones first."""
    if isinstance(body, dict):
        yield body
        for value in body.values():
            yield from _objects(value)
