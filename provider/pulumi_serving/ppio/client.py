"""The calls of PPIO's v2 API that this package makes: one method each, typed in and out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import httpx

from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    DoubtfulNotFoundError,
    NotFoundError,
    ThrottledError,
)
from pulumi_serving.core.http.answers import plain_words
from pulumi_serving.core.http.pages import Listing, Passed, consistent, contradiction
from pulumi_serving.core.http.transport import Transport, answer_parts, by_status

from . import models
from .auth import BearerAuth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi_serving.core.calls.operation import Operation

    from .kind import PpioSettings

PATH = "/gpus/v2/endpoints"
PAGE_SIZE = 100
MOST_PAGES = 1000
CLUSTER_PAUSE, CLUSTER_ATTEMPTS = 8.0, 8
CONFLICT_PAUSE, CONFLICT_ATTEMPTS = 10.0, 4

CAPACITY_REASONS = ("INSUFFICIENT_RESOURCE", "CREATE_GPU_NUM_LIMIT", "LIMIT_EXCEEDED_ERROR")
OWN_NOT_FOUND = re.compile(r"(^|_)(ENDPOINT|RESOURCE)_NOT_FOUND$")
"""The reason of a 404 that is about the endpoint itself; any other may be a gateway's, or about something else."""

PageT = TypeVar("PageT", bound=models.Page)


def connect(settings: PpioSettings, http: httpx.BaseTransport | None) -> Client:
    """Make the client of one account; ``http`` replaces the network in tests."""
    transport = Transport(
        settings.place,
        auth=BearerAuth(settings.api_key),
        classify=classify,
        secrets=settings.secrets,
        auth_hint=(
            f"The key comes from {settings.origin}. `refresh` and `destroy` use the configuration of the last `up`; "
            "with `--run-program` they use the present one"
        ),
        http=http,
    )
    return Client(transport, settings.place)


class Client:
    """The endpoints, products and regions of one account."""

    def __init__(self, transport: Transport, base_url: str) -> None:
        """Take what sends, and where to."""
        self._transport = transport
        self.base_url = base_url
        self._passed = Passed()

    def create_endpoint(self, operation: Operation, body: Mapping[str, Any], secrets: set[str]) -> str:
        """Create endpoint: ``POST /gpus/v2/endpoints``; returns the id."""
        return self._transport.send(
            operation, "Create endpoint", "POST", PATH, body=body, secrets=secrets, parse=models.Created.model_validate
        ).id

    def get_endpoint(self, operation: Operation, id_: str, attempts: int | None = None) -> models.Endpoint:
        """
        Get endpoint: ``GET /gpus/v2/endpoints/{endpoint_id}``.

        Raises NotFoundError where it is not there: a 404 for an unknown path means a wrong base URL, one without the
        API's own reason proves nothing, and one without any is confirmed with the list.
        """
        try:
            return self._transport.send(
                operation, "Get endpoint", "GET", _path(id_), attempts=attempts, parse=_one_endpoint
            )
        except DoubtfulNotFoundError as error:
            if not error.code:
                for endpoint in self.list_endpoints(operation, attempts=attempts):
                    if endpoint.id == id_:
                        return endpoint
            raise

    def list_endpoints(
        self, operation: Operation, *, keyword: str = "", member_ids: str = "", attempts: int | None = None
    ) -> Listing[models.Endpoint]:
        """List endpoints: ``GET /gpus/v2/endpoints``, all pages."""
        query = {"limit": str(PAGE_SIZE), "keyword": keyword, "member_ids": member_ids}

        def read() -> Listing[models.Endpoint]:
            pages = [*self._pages(models.EndpointPage, operation, "List endpoints", PATH, query, attempts)]
            found: dict[str, models.Endpoint] = {}
            for endpoint in (endpoint for page in pages for endpoint in page.data):
                found.setdefault(endpoint.id, endpoint)
            unreadable, total = sum(page.unreadable for page in pages), pages[-1].total or 0
            if len(found) + unreadable < total:
                raise contradiction("List endpoints", PATH, f"a total of {total}, and {len(found)} came")
            self._passed.warn(operation, "List endpoints", unreadable)
            return Listing(found.values(), whole=not unreadable and not any(page.is_null for page in pages))

        return consistent(read, operation, attempts)

    def update_endpoint(self, operation: Operation, id_: str, body: Mapping[str, Any], secrets: set[str]) -> None:
        """Update endpoint: ``PUT /gpus/v2/endpoints/{endpoint_id}``; its answer confirms nothing."""
        self._transport.send(
            operation, "Update endpoint", "PUT", _path(id_), body=body, secrets=secrets, parse=_whatever
        )

    def delete_endpoint(self, operation: Operation, id_: str) -> None:
        """
        Delete endpoint: ``DELETE /gpus/v2/endpoints/{endpoint_id}``.

        Raises NotFoundError where it is not there: a 404 that carries no reason is confirmed first.
        """
        try:
            self._transport.send(operation, "Delete endpoint", "DELETE", _path(id_), parse=_whatever)
        except DoubtfulNotFoundError as error:
            if error.code:
                raise
            self.get_endpoint(operation, id_)
            words = "the endpoint is there, yet its deletion was answered with 404"
            there = ApiError(error.operation, method=error.method, path=error.path, status=error.status, words=words)
            there.still_there = True
            raise there from None

    def list_products(self, operation: Operation, filters: Mapping[str, str]) -> list[dict[str, Any]]:
        """List products: ``GET /gpus/v2/products``; returns the items as they came."""
        return self._items(operation, "List products", "/gpus/v2/products", filters)

    def list_regions(self, operation: Operation) -> list[dict[str, Any]]:
        """List regions: ``GET /gpus/v2/regions``, all pages; returns the items as they came."""
        return self._items(operation, "List regions", "/gpus/v2/regions", {"limit": str(PAGE_SIZE)})

    def _items(self, operation: Operation, name: str, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return [item for page in self._pages(models.ItemPage, operation, name, path, query) for item in page.data]

    def _pages(
        self,
        model: type[PageT],
        operation: Operation,
        name: str,
        path: str,
        query: Mapping[str, str],
        attempts: int | None = None,
    ) -> Iterator[PageT]:
        """Follow the cursor until there is no more; filters stay on each page."""
        query = {key: value for key, value in query.items() if value}
        seen: set[str] = set()
        for _ in range(MOST_PAGES):
            try:
                page = self._transport.send(
                    operation, name, "GET", path, query=query, attempts=attempts, parse=model.model_validate
                )
            except ApiError as error:
                # No largest limit is published: where ours is refused the server's own will do.
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


def _path(id_: str) -> str:
    return f"{PATH}/{quote(id_, safe='').replace('.', '%2E')}"  # an id of dots would climb out of the folder


def _one_endpoint(body: Any) -> models.Endpoint:
    if isinstance(body, dict) and isinstance(body.get("endpoint"), dict):  # the older version's wrapper
        body = body["endpoint"]
    return models.Endpoint.model_validate(body)


def _whatever(body: Any) -> None:
    """Take any success: the answers to Update and Delete say nothing, so what they say does not matter."""


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
    parts = {**answer_parts(response), "status": status}
    words = words or plain_words(response)
    said = f"{code} {words}".upper()
    kind = by_status(status)
    refused = status < httpx.codes.INTERNAL_SERVER_ERROR  # a gateway's 5xx that speaks of a cluster refuses nothing
    if refused and ("CLUSTER_STATUS" in said or ("CLUSTER" in said and "NOT ACTIVE" in said)):
        # After the last endpoint of a region is deleted, the next call is refused for some seconds.
        return ThrottledError(
            name, code=code, words=words, **{**parts, "retry_after": CLUSTER_PAUSE, "attempts": CLUSTER_ATTEMPTS}
        )
    if code in ("CONFLICT", "DEPENDENT_RESOURCE_STATE") or kind is ConflictError:
        if response.request.method == "PUT":
            parts |= {"retry_after": CONFLICT_PAUSE, "attempts": CONFLICT_ATTEMPTS}
        return ConflictError(name, code=code, words=words, **parts)
    of_one_endpoint = f"{PATH}/" in response.request.url.path
    if kind is NotFoundError and (code == "API_NOT_FOUND" or not of_one_endpoint):
        # A wrong path, or a create with an unknown product or region: no word about an endpoint.
        hint = "" if response.request.method == "POST" and code != "API_NOT_FOUND" else "Is the base URL right?"
        return ApiError(name, code=code, words=words, hint=hint, **parts)
    if code == "FAILED_TO_AUTH" or code.endswith("API_KEY"):  # missing or invalid, with 400 as well as 401 and 403
        kind = AuthError
    hint = "See get_products for what is available" if code in CAPACITY_REASONS else ""
    if kind is NotFoundError and not OWN_NOT_FOUND.search(code):
        kind = DoubtfulNotFoundError
    return kind(name, code=code, words=words, hint=hint, **parts)


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
