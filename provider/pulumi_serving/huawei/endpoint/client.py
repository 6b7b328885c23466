"""The calls of DataArts Fabric's v1 API for endpoints: one method each, typed in and out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pulumi_serving.core.errors import ApiError, NotFoundError
from pulumi_serving.core.http.pages import Listing, Passed, consistent
from pulumi_serving.huawei.client import pages

from . import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.huawei.client import Client

FILTER_ID = re.compile(r"[A-Za-z0-9-]{32,36}")
"""An id that the list's filter takes."""


class Endpoints:
    """The endpoints of one workspace, and what they may be made of."""

    def __init__(self, client: Client) -> None:
        """Take how the account is asked."""
        self._client = client
        self._path = f"/v1/workspaces/{quote(client.workspace_id, safe='')}/endpoints"
        self.location = client.location
        self._passed = Passed()

    def create_endpoint(self, operation: Operation, body: Mapping[str, Any], secrets: set[str]) -> str:
        """CreateEndpoint: ``POST /v1/workspaces/{workspace_id}/endpoints``; returns the id."""
        return self._client.send(
            operation, "CreateEndpoint", "POST", self._path, body=body, secrets=secrets, parse=_created
        ).id

    def show_endpoint(self, operation: Operation, id_: str) -> models.Endpoint:
        """
        ShowEndpoint: ``GET .../endpoints/{endpoint_id}``.

        Raises NotFoundError only when the endpoint is gone. No reference documents what that looks like, so it is
        confirmed with the list.
        """
        try:
            return self._client.send(operation, "ShowEndpoint", "GET", self._of(id_), parse=models.Endpoint.read)
        except NotFoundError:
            filters = {"endpoint_id": id_} if FILTER_ID.fullmatch(id_) else {}
            for endpoint in self.list_endpoints(operation, filters):
                if endpoint.id == id_:
                    return endpoint
            raise

    def list_endpoints(self, operation: Operation, filters: Mapping[str, str]) -> Listing[models.Endpoint]:
        """ListEndpoints: ``GET .../endpoints``, all pages."""
        return consistent(lambda: self.endpoints_page(operation, filters)[0], operation)

    def endpoints_page(
        self,
        operation: Operation,
        filters: Mapping[str, str],
        *,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Listing[models.Endpoint], int]:
        """ListEndpoints from an offset on: one page of a limit, or all; and how many match in all."""

        def page(query: Mapping[str, str]) -> models.EndpointPage:
            return self._client.send(
                operation,
                "ListEndpoints",
                "GET",
                self._path,
                query=query,
                parse=models.EndpointPage.model_validate,
            )

        found, unreadable, total = pages("ListEndpoints", self._path, page, filters, offset, limit)
        self._passed.warn(operation, "ListEndpoints", unreadable)
        each = {endpoint.id: endpoint for endpoint in found}
        # What came twice has moved between pages, and may have hidden another.
        whole = not unreadable and (limit is not None or offset + len(each) == total)
        return Listing(each.values(), whole=whole), total

    def update_endpoint(self, operation: Operation, id_: str, body: Mapping[str, Any], secrets: set[str]) -> None:
        """UpdateEndpoint: ``PUT .../endpoints/{endpoint_id}``; its answer may still show the former status."""
        self._client.send(
            operation, "UpdateEndpoint", "PUT", self._of(id_), body=body, secrets=secrets, parse=_no_answer
        )

    def delete_endpoint(self, operation: Operation, id_: str, *, with_instances: bool | None = None) -> None:
        """
        DeleteEndpoint: ``DELETE .../endpoints/{endpoint_id}``.

        ``with_instances`` is the query ``is_delete_app_instance``, which is sent only if it is given. Raises
        NotFoundError only when the endpoint is gone.
        """
        query = None if with_instances is None else {"is_delete_app_instance": str(with_instances).lower()}
        try:
            self._client.send(operation, "DeleteEndpoint", "DELETE", self._of(id_), query=query, parse=_no_answer)
        except NotFoundError as error:
            self.show_endpoint(operation, id_)  # raises where it is gone indeed
            words = "the endpoint is there, yet its deletion was answered as if it were not"
            there = ApiError(error.operation, method=error.method, path=error.path, status=error.status, words=words)
            there.still_there = True
            raise there from None

    def list_specs(self, operation: Operation, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """ListSpecs: ``GET /v1/specs``, all pages."""

        def page(query: Mapping[str, str]) -> models.SpecPage:
            return self._client.send(
                operation, "ListSpecs", "GET", "/v1/specs", query=query, parse=models.SpecPage.model_validate
            )

        return pages("ListSpecs", "/v1/specs", page, filters, 0, None)[0]

    def _of(self, id_: str) -> str:
        return f"{self._path}/{quote(id_, safe='')}"


def _created(body: Any) -> models.Created:
    return models.Created.model_validate(body)


def _no_answer(body: Any) -> None:
    _ = body
