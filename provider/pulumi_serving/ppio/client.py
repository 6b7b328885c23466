"""How one account of PPIO is asked, and what its answers mean; the calls themselves are with their resources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from pulumi_serving.core.cloud.settings import origin_hint
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    DoubtfulNotFoundError,
    InUseError,
    NotFoundError,
    ThrottledError,
)
from pulumi_serving.core.http.answers import plain_words
from pulumi_serving.core.http.pages import contradiction
from pulumi_serving.core.http.transport import Transport, answer_parts, by_status

from . import models
from .auth import BearerAuth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi_serving.core.calls.operation import Operation

    from .settings import PpioSettings

PAGE_SIZE = 100
MOST_PAGES = 1000
CLUSTER_PAUSE, CLUSTER_ATTEMPTS = 8.0, 8
CONFLICT_PAUSE, CONFLICT_ATTEMPTS = 10.0, 4

CAPACITY_REASONS = ("INSUFFICIENT_RESOURCE", "CREATE_GPU_NUM_LIMIT", "LIMIT_EXCEEDED_ERROR")
ONE = re.compile(r"/v2/[^/]+/.|/v1/.+/(update|delete)$")
"""The path of a call about one thing that is there, rather than about a list, or what is to be made."""
OWN_NOT_FOUND = re.compile(r"(^|_)(ENDPOINT|RESOURCE)_NOT_FOUND$")
"""The reason of a 404 that is about the endpoint itself; any other may be a gateway's, or about something else."""

PageT = TypeVar("PageT", bound=models.Page)


def connect(settings: PpioSettings, http: httpx.BaseTransport | None) -> Client:
    """Make the client of one account; ``http`` replaces the network in tests."""
    transport = Transport(
        settings.location,
        auth=BearerAuth(settings.api_key),
        classify=classify,
        secrets=settings.secrets,
        auth_hint=origin_hint(f"The key comes from {settings.origin}"),
        http=http,
    )
    return Client(transport, settings.location)


class Client:
    """One account: what sends requests, and how its lists are read."""

    def __init__(self, transport: Transport, base_url: str) -> None:
        """Take what sends, and where to."""
        self.transport, self.send = transport, transport.send
        self.base_url = base_url

    def items(self, operation: Operation, name: str, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the items of all pages of a list, as they came."""
        return [item for page in self.pages(models.ItemPage, operation, name, path, query) for item in page.data]

    def pages(
        self,
        model: type[PageT],
        operation: Operation,
        name: str,
        path: str,
        query: Mapping[str, str],
    ) -> Iterator[PageT]:
        """Follow the cursor until there is no more; filters stay on each page."""
        query = {key: value for key, value in query.items() if value}
        seen: set[str] = set()
        for _ in range(MOST_PAGES):
            try:
                page = self.send(operation, name, "GET", path, query=query, parse=model.model_validate)
            except ApiError as error:
                # No largest limit is published: where this one is refused the server's own will do.
                bad = error.status == httpx.codes.BAD_REQUEST and not isinstance(error, AuthError)
                if not bad or "limit" not in query:
                    raise
                query = {key: value for key, value in query.items() if key != "limit"}
                continue
            yield page
            if page.ends:
                return
            if not page.next_cursor or page.next_cursor in seen:
                repeats = "a cursor that repeats" if page.next_cursor else "more to come, and no cursor"
                raise contradiction(name, path, repeats)
            seen.add(page.next_cursor)
            query = {**query, "cursor": page.next_cursor}
        raise contradiction(name, path, f"more than {MOST_PAGES} of them")


def classify(name: str, response: httpx.Response, body: Any) -> ApiError | None:
    """
    Return the error that an answer of PPIO is, or None.

    The v2 pages document no error: this takes every shape seen on these hosts. A success whose body carries a ``code``
    of 400 or more is an error too, as the vendor's own console has it.
    """
    code, words, status = _envelope(body)
    if response.is_success:
        if status is None or status < httpx.codes.BAD_REQUEST:
            return None
    else:
        status = response.status_code
    if response.has_redirect_location:
        return None
    words = words or plain_words(response)
    parts = {**answer_parts(response), "status": status, "code": code, "words": words}
    said = f"{code} {words}".upper()
    kind = by_status(status)
    refused = status < httpx.codes.INTERNAL_SERVER_ERROR  # a gateway's 5xx that speaks of a cluster refuses nothing
    problem = _of_the_state(name, response, code, said, parts, refused=refused)
    if problem is not None:
        return problem
    of_one = ONE.search(response.request.url.path)
    if kind is NotFoundError and (code == "API_NOT_FOUND" or not of_one):
        # A wrong path, or a create with an unknown product or region: no word about one that is there.
        hint = "" if response.request.method == "POST" and code != "API_NOT_FOUND" else "Is the base URL right?"
        return ApiError(name, hint=hint, **parts)
    if code == "FAILED_TO_AUTH" or code.endswith("API_KEY"):  # missing or invalid, with 400 as well as 401 and 403
        kind = AuthError
    hint = "See get_products for what is available" if code in CAPACITY_REASONS else ""
    if kind is NotFoundError and not OWN_NOT_FOUND.search(code):
        kind = DoubtfulNotFoundError
    return kind(name, hint=hint, **parts)


def _of_the_state(
    name: str, response: httpx.Response, code: str, said: str, parts: dict[str, Any], *, refused: bool
) -> ApiError | None:
    """Return the error of an answer that the present state of something forbids what was asked; None if it is none."""
    if refused and ("CLUSTER_STATUS" in said or ("CLUSTER" in said and "NOT ACTIVE" in said)):
        # After the last endpoint of a region is deleted, the next call is refused for some seconds.
        return ThrottledError(name, **{**parts, "retry_after": CLUSTER_PAUSE, "attempts": CLUSTER_ATTEMPTS})
    if refused and code.endswith("_IN_USE"):
        return InUseError(name, **parts)
    if code in ("CONFLICT", "DEPENDENT_RESOURCE_STATE") or by_status(parts["status"]) is ConflictError:
        if response.request.method == "PUT":
            parts = {**parts, "retry_after": CONFLICT_PAUSE, "attempts": CONFLICT_ATTEMPTS}
        return ConflictError(name, **parts)
    return None


def _envelope(body: Any) -> tuple[str, str, int | None]:
    """Return code or reason, message, and the status that the body itself states."""
    if not isinstance(body, dict):
        return "", "", None
    error = body.get("error")
    inner = error if isinstance(error, dict) else body
    number = inner.get("code")
    status = int(str(number)) if re.fullmatch(r"[0-9]{1,9}", str(number)) else None
    words = inner.get("message") or inner.get("msg") or (error if isinstance(error, str) else "")
    code = inner.get("reason") or ("" if status is not None else number) or ""
    if status is not None and status >= 600:  # noqa: PLR2004 - no HTTP status, so a code of the vendor's
        code, status = code or str(status), httpx.codes.BAD_REQUEST
    return str(code), str(words or ""), status


def no_answer(body: Any) -> None:
    """Take any success: the answer says nothing."""
