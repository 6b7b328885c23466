"""The calls of PAI-EAS that this package makes: one method each, typed in and out, named as its OpenAPI page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.http.pages import Listing, Passed, consistent, contradiction
from pulumi_serving.core.http.transport import Transport

from . import credentials, errors, models
from .auth import SignatureV3, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    import httpx

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.clock import Clock

    from .credentials import AlibabaSettings

    ResultT = TypeVar("ResultT")

VERSION = "2021-07-01"
APPS = "/api/v2/app_services"
SERVICES = "/api/v2/services"
PAGE_SIZE = 100
MOST_PAGES = 1000
START_ATTEMPTS = 4


def connect(settings: AlibabaSettings, http: httpx.BaseTransport | None, clock: Clock) -> Client:
    """Make the client of one account and region; ``http`` replaces the network in tests, ``clock`` dates signatures."""
    transport = Transport(
        settings.base_url,
        auth=SignatureV3(credentials.supplier(settings), now=clock.wall),
        classify=errors.classify,
        secrets=settings.secrets,
        auth_hint=(
            f"The credentials come from {settings.origin}. `refresh` and `destroy` use the configuration of the "
            "last `up`; with `--run-program` they use the present one"
        ),
        http=http,
    )
    return Client(transport, settings.region)


class Client:
    """The services of one account in one region. Paths name the region as ``ClusterId``."""

    def __init__(self, transport: Transport, region: str) -> None:
        """Take what sends, and the region."""
        self._transport = transport
        self.region = region
        self._passed = Passed()

    def create_app_service(
        self, operation: Operation, query: Mapping[str, str], body: Mapping[str, Any], secrets: Iterable[str]
    ) -> models.Created:
        """CreateAppService: ``POST /api/v2/app_services``; workspace and quota stand in the query."""
        return self._send(
            operation, "CreateAppService", "POST", APPS, models.Created.model_validate, query, body, secrets=secrets
        )

    def describe_service(self, operation: Operation, name: str, attempts: int | None = None) -> models.Described:
        """DescribeService: ``GET /api/v2/services/{ClusterId}/{ServiceName}``, app services too."""
        return self._send(
            operation,
            "DescribeService",
            "GET",
            self._path(SERVICES, name),
            models.Described.model_validate,
            attempts=attempts,
        )

    def list_services(
        self, operation: Operation, filters: Mapping[str, str] | None = None, attempts: int | None = None
    ) -> Listing[models.Service]:
        """ListServices: ``GET /api/v2/services``, all pages."""
        return consistent(lambda: self._all_services(operation, filters, attempts), operation, attempts)

    def _all_services(
        self, operation: Operation, filters: Mapping[str, str] | None, attempts: int | None
    ) -> Listing[models.Service]:
        found: dict[str, models.Service] = {}
        names: set[str] = set()
        seen = unreadable = 0
        for number in range(1, MOST_PAGES + 1):
            query = {**(filters or {}), "PageNumber": str(number), "PageSize": str(PAGE_SIZE)}
            parse = models.Page.model_validate
            page = self._send(operation, "ListServices", "GET", SERVICES, parse, query, attempts=attempts)
            came = len(page.services) + page.unreadable
            seen, unreadable = seen + came, unreadable + page.unreadable
            names.update(service.service_name for service in page.services)
            for service in page.services:
                if service.region in ("", self.region):
                    found.setdefault(service.service_name, service)
            total = page.total_count
            if not came and total is not None and seen < total:
                raise contradiction("ListServices", SERVICES, f"a total of {total}, and {seen} came")
            # A total that is smaller than what came is none: a page that is not full is the last one then.
            if not came or seen == total or (total is not None and seen > total and came < PAGE_SIZE):
                self._passed.warn(operation, "ListServices", unreadable)
                # What came twice has moved between pages, and may have hidden another.
                return Listing(found.values(), whole=len(names) == seen)
        raise contradiction("ListServices", SERVICES, f"more than {MOST_PAGES} pages")

    def update_app_service(
        self,
        operation: Operation,
        name: str,
        query: Mapping[str, str],
        body: Mapping[str, Any],
        secrets: Iterable[str],
    ) -> None:
        """UpdateAppService: ``PUT /api/v2/app_services/{ClusterId}/{ServiceName}``; its answer confirms nothing."""
        path = self._path(APPS, name)
        self._send(operation, "UpdateAppService", "PUT", path, _whatever, query, body, secrets=secrets)

    def delete_service(self, operation: Operation, name: str) -> None:
        """DeleteService: ``DELETE /api/v2/services/{ClusterId}/{ServiceName}``; it goes on after the answer."""
        self._send(operation, "DeleteService", "DELETE", self._path(SERVICES, name), _whatever)

    def start_service(self, operation: Operation, name: str) -> None:
        """StartService: ``PUT /api/v2/services/{ClusterId}/{ServiceName}/start``, for a short while only."""
        path = self._path(SERVICES, name) + "/start"
        self._send(operation, "StartService", "PUT", path, _whatever, attempts=START_ATTEMPTS)

    def describe_service_event(self, operation: Operation, name: str) -> list[models.Event]:
        """DescribeServiceEvent: ``GET .../{ServiceName}/events``, the first page, asked for once."""
        path = self._path(SERVICES, name) + "/events"
        query = {"PageNum": "1", "PageSize": "20"}
        return self._send(
            operation, "DescribeServiceEvent", "GET", path, models.Events.model_validate, query, attempts=1
        ).events

    def _path(self, base: str, name: str) -> str:
        return f"{base}/{encode(self.region)}/{encode(name)}"

    def _send(
        self,
        operation: Operation,
        action: str,
        method: str,
        path: str,
        parse: Callable[[Any], ResultT],
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        *,
        secrets: Iterable[str] = (),
        attempts: int | None = None,
    ) -> ResultT:
        headers = {"x-acs-action": action, "x-acs-version": VERSION, "accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json; charset=utf-8"
        return self._transport.send(
            operation,
            action,
            method,
            path,
            query={name: value for name, value in (query or {}).items() if value} or None,
            body=body,
            headers=headers,
            secrets=secrets,
            attempts=attempts,
            parse=parse,
        )


def _whatever(body: Any) -> None:
    """Take any success: update, delete and start answer with a request id and words alone."""
