"""The calls of PPIO's v2 API for endpoints: one method each, typed in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pulumi_serving.core.errors import ApiError, DoubtfulNotFoundError
from pulumi_serving.core.http.pages import Listing, Passed, consistent, contradiction
from pulumi_serving.ppio.client import PAGE_SIZE

from . import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.ppio.client import Client

PATH = "/gpus/v2/endpoints"


class Endpoints:
    """The endpoints, products and regions of one account."""

    def __init__(self, client: Client) -> None:
        """Take how the account is asked."""
        self._client = client
        self.base_url = client.base_url
        self._passed = Passed()

    def create_endpoint(self, operation: Operation, body: Mapping[str, Any], secrets: set[str]) -> str:
        """Create endpoint: ``POST /gpus/v2/endpoints``; returns the id."""
        return self._client.send(
            operation, "Create endpoint", "POST", PATH, body=body, secrets=secrets, parse=models.Created.model_validate
        ).id

    def get_endpoint(self, operation: Operation, id_: str) -> models.Endpoint:
        """
        Get endpoint: ``GET /gpus/v2/endpoints/{endpoint_id}``.

        Raises NotFoundError where it is not there: a 404 for an unknown path means a wrong base URL, one without the
        API's own reason proves nothing, and one without any is confirmed with the list.
        """
        try:
            return self._client.send(operation, "Get endpoint", "GET", _path(id_), parse=_one_endpoint)
        except DoubtfulNotFoundError as error:
            if not error.code:
                for endpoint in self.list_endpoints(operation):
                    if endpoint.id == id_:
                        return endpoint
            raise

    def list_endpoints(
        self, operation: Operation, *, keyword: str = "", member_ids: str = ""
    ) -> Listing[models.Endpoint]:
        """List endpoints: ``GET /gpus/v2/endpoints``, all pages."""
        query = {"limit": str(PAGE_SIZE), "keyword": keyword, "member_ids": member_ids}

        def read() -> Listing[models.Endpoint]:
            pages = [*self._client.pages(models.EndpointPage, operation, "List endpoints", PATH, query)]
            found: dict[str, models.Endpoint] = {}
            for endpoint in (endpoint for page in pages for endpoint in page.data):
                found.setdefault(endpoint.id, endpoint)
            unreadable, total = sum(page.unreadable for page in pages), pages[-1].total or 0
            if len(found) + unreadable < total:
                raise contradiction("List endpoints", PATH, f"a total of {total}, and {len(found)} came")
            self._passed.warn(operation, "List endpoints", unreadable)
            return Listing(found.values(), whole=not unreadable and not any(page.is_null for page in pages))

        return consistent(read, operation)

    def update_endpoint(self, operation: Operation, id_: str, body: Mapping[str, Any], secrets: set[str]) -> None:
        """Update endpoint: ``PUT /gpus/v2/endpoints/{endpoint_id}``; its answer confirms nothing."""
        self._client.send(operation, "Update endpoint", "PUT", _path(id_), body=body, secrets=secrets, parse=_no_answer)

    def delete_endpoint(self, operation: Operation, id_: str) -> None:
        """
        Delete endpoint: ``DELETE /gpus/v2/endpoints/{endpoint_id}``.

        Raises NotFoundError where it is not there: a 404 that carries no reason is confirmed first.
        """
        try:
            self._client.send(operation, "Delete endpoint", "DELETE", _path(id_), parse=_no_answer)
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
        return self._client.items(operation, "List products", "/gpus/v2/products", filters)

    def list_regions(self, operation: Operation) -> list[dict[str, Any]]:
        """List regions: ``GET /gpus/v2/regions``, all pages; returns the items as they came."""
        return self._client.items(operation, "List regions", "/gpus/v2/regions", {"limit": str(PAGE_SIZE)})


def _path(id_: str) -> str:
    return f"{PATH}/{quote(id_, safe='').replace('.', '%2E')}"  # an id of dots would climb out of the folder


def _one_endpoint(body: Any) -> models.Endpoint:
    if isinstance(body, dict) and isinstance(body.get("endpoint"), dict):  # the older version's wrapper
        body = body["endpoint"]
    return models.Endpoint.read(body)


def _no_answer(body: Any) -> None:
    """Take any success: the answers to Update and Delete say nothing, so what they say does not matter."""
