"""The calls of PPIO's v1 API for network storages, which v2 lacks: one method each, typed in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from pulumi_serving.core.errors import ApiError, AuthError, ConflictError
from pulumi_serving.core.http.pages import Listing, Passed, consistent, contradiction
from pulumi_serving.ppio.client import no_answer

from . import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.ppio.client import Client

V1 = "/gpu-instance/openapi/v1"
LIST = f"{V1}/networkstorages/list"
PAGE_SIZE = 100
MOST_PAGES = 1000
REFUSED = (httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY)


class NetworkVolumes:
    """The network storages of one account."""

    def __init__(self, client: Client) -> None:
        """Take how the account is asked."""
        self.client = client
        self._passed = Passed()

    def create_storage(self, operation: Operation, body: Mapping[str, Any]) -> str:
        """Create network storage: ``POST .../networkstorage/create``; returns the id, a bare JSON string."""
        path = f"{V1}/networkstorage/create"
        return self.client.send(operation, "Create network storage", "POST", path, body=body, parse=models.created)

    def list_storages(self, operation: Operation, filters: Mapping[str, str]) -> Listing[models.Storage]:
        """List network storages: ``GET .../networkstorages/list``, all pages by their numbers."""
        return consistent(lambda: self._all(operation, filters), operation)

    def _all(self, operation: Operation, filters: Mapping[str, str]) -> Listing[models.Storage]:
        name, found, came, unreadable = "List network storages", dict[str, models.Storage](), 0, 0
        for number in range(1, MOST_PAGES + 1):
            query = {**filters, "pageNo": str(number), "pageSize": str(PAGE_SIZE)}
            parse = models.StoragePage.model_validate
            page = self.client.send(operation, name, "GET", LIST, query=query, parse=parse)
            on_page = len(page.data) + page.unreadable
            came, unreadable = came + on_page, unreadable + page.unreadable
            found |= {storage.id: storage for storage in page.data}
            total = page.total
            if not on_page and total is not None and came < total:
                raise contradiction(name, LIST, f"a total of {total}, and {came} came")
            # Without a total, a page that is not full is the last one.
            if not on_page or (on_page < PAGE_SIZE if total is None else came >= total):
                self._passed.warn(operation, name, unreadable)
                return Listing(found.values(), whole=not unreadable and len(found) == came)
        raise contradiction(name, LIST, f"more than {MOST_PAGES} pages")

    def update_storage(self, operation: Operation, id_: str, body: Mapping[str, Any]) -> None:
        """Update network storage: ``POST .../networkstorage/update``, which may be sent twice; the id, and changes."""
        self._write(operation, "Update network storage", f"{V1}/networkstorage/update", id_, body)

    def delete_storage(self, operation: Operation, id_: str) -> None:
        """Delete network storage: ``POST .../networkstorage/delete``, which may be sent twice."""
        self._write(operation, "Delete network storage", f"{V1}/networkstorage/delete", id_, {})

    def _write(self, operation: Operation, name: str, path: str, id_: str, body: Mapping[str, Any]) -> None:
        """Send the id as ``storageId``, and as ``id`` where a refusal speaks of that field: sources disagree."""

        def send(key: str) -> None:
            self.client.send(operation, name, "POST", path, body={key: id_, **body}, repeats=True, parse=no_answer)

        try:
            send("storageId")
        except ApiError as error:
            if not _names_the_field(error):
                raise
            send("id")


def _names_the_field(error: ApiError) -> bool:
    """Tell whether a refusal may be about the name of the field that has the id."""
    if isinstance(error, (AuthError, ConflictError)) or error.status not in REFUSED:
        return False
    words = f" {error.words} ".lower()
    return "storageid" in words or "storage_id" in words or " id " in words
