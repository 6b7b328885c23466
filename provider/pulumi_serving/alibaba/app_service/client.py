"""The calls of PAI-EAS for app services: one method each, typed in and out, named as its OpenAPI page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.http.pages import Listing, consistent

from . import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pulumi_serving.alibaba.client import Client
    from pulumi_serving.core.calls.operation import Operation

APPS = "/api/v2/app_services"
SERVICES = "/api/v2/services"
START_ATTEMPTS = 4


class AppServices:
    """The services of one account in one region."""

    def __init__(self, client: Client) -> None:
        """Take how the account is asked."""
        self._client = client
        self.region = client.region

    def create_app_service(
        self, operation: Operation, query: Mapping[str, str], body: Mapping[str, Any], secrets: Iterable[str]
    ) -> models.Created:
        """CreateAppService: ``POST /api/v2/app_services``; workspace and quota stand in the query."""
        return self._client.send(
            operation, "CreateAppService", "POST", APPS, models.Created.model_validate, query, body, secrets=secrets
        )

    def describe_service(self, operation: Operation, name: str) -> models.Described:
        """DescribeService: ``GET /api/v2/services/{ClusterId}/{ServiceName}``, app services too."""
        return self._client.send(
            operation,
            "DescribeService",
            "GET",
            self._client.path(SERVICES, name),
            models.Described.read,
        )

    def list_services(self, operation: Operation, filters: Mapping[str, str] | None = None) -> Listing[models.Service]:
        """ListServices: ``GET /api/v2/services``, all pages."""
        return consistent(lambda: self._all_services(operation, filters), operation)

    def _all_services(self, operation: Operation, filters: Mapping[str, str] | None) -> Listing[models.Service]:
        services, came = self._client.pages(operation, "ListServices", SERVICES, models.Page.model_validate, filters)
        found: dict[str, models.Service] = {}
        for service in services:
            if service.region in ("", self.region):
                found.setdefault(service.service_name, service)
        # What came twice has moved between pages, and may have hidden another.
        return Listing(found.values(), whole=len({service.service_name for service in services}) == came)

    def update_app_service(
        self,
        operation: Operation,
        name: str,
        query: Mapping[str, str],
        body: Mapping[str, Any],
        secrets: Iterable[str],
    ) -> None:
        """UpdateAppService: ``PUT /api/v2/app_services/{ClusterId}/{ServiceName}``; its answer confirms nothing."""
        path = self._client.path(APPS, name)
        self._client.send(operation, "UpdateAppService", "PUT", path, _no_answer, query, body, secrets=secrets)

    def delete_service(self, operation: Operation, name: str) -> None:
        """DeleteService: ``DELETE /api/v2/services/{ClusterId}/{ServiceName}``; it goes on after the answer."""
        self._client.send(operation, "DeleteService", "DELETE", self._client.path(SERVICES, name), _no_answer)

    def start_service(self, operation: Operation, name: str) -> None:
        """StartService: ``PUT /api/v2/services/{ClusterId}/{ServiceName}/start``, for a short while only."""
        path = self._client.path(SERVICES, name) + "/start"
        self._client.send(operation.at_most(START_ATTEMPTS), "StartService", "PUT", path, _no_answer)

    def describe_service_event(self, operation: Operation, name: str) -> list[models.Event]:
        """DescribeServiceEvent: ``GET .../{ServiceName}/events``, the first page, asked for once."""
        path = self._client.path(SERVICES, name) + "/events"
        query = {"PageNum": "1", "PageSize": "20"}
        return self._client.send(
            operation.at_most(1), "DescribeServiceEvent", "GET", path, models.Events.model_validate, query
        ).events


def _no_answer(body: Any) -> None:
    """Take any success: update, delete and start answer with a request id and words alone."""
