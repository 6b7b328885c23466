"""The calls of DataArts Fabric's v1 API for workspaces: one method each, typed in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from pulumi_serving.core.errors import ApiError, InUseError, NotFoundError, ServingError
from pulumi_serving.core.http.pages import Listing, Passed, consistent
from pulumi_serving.huawei.client import pages
from pulumi_serving.huawei.failures import NO_RESOURCE, NO_WORKSPACE

from . import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.huawei.client import Client

PATH = "/v1/workspaces"
ALL_PROJECTS = {"enterprise_project_id": "all_granted_eps"}
REFUSED = (httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT)


class Workspaces:
    """The workspaces of one project."""

    def __init__(self, client: Client) -> None:
        """Take how the account is asked."""
        self.client = client
        self._passed = Passed()

    def create_workspace(self, operation: Operation, body: Mapping[str, Any]) -> str:
        """CreateWorkspace: ``POST /v1/workspaces``, done when it is answered; returns the id."""
        parse = models.Created.model_validate
        return self.client.send(operation, "CreateWorkspace", "POST", PATH, body=body, parse=parse).id

    def list_workspaces(self, operation: Operation, filters: Mapping[str, str]) -> Listing[models.Workspace]:
        """ListWorkspaces: ``GET /v1/workspaces``, all pages; of all enterprise projects that are granted."""
        return consistent(lambda: self._all(operation, filters), operation)

    def _all(self, operation: Operation, filters: Mapping[str, str]) -> Listing[models.Workspace]:
        name, parse = "ListWorkspaces", models.WorkspacePage.model_validate

        def page(query: Mapping[str, str]) -> models.WorkspacePage:
            return self.client.send(operation, name, "GET", PATH, query=query, parse=parse)

        found, unreadable, total = pages(name, PATH, page, {**ALL_PROJECTS, **filters}, 0, None)
        self._passed.warn(operation, name, unreadable)
        each = {workspace.id: workspace for workspace in found}
        return Listing(each.values(), whole=not unreadable and len(each) == total)

    def update_workspace(self, operation: Operation, id_: str, body: Mapping[str, Any]) -> None:
        """UpdateWorkspace: ``PUT /v1/workspaces/{workspace_id}``."""
        self.client.send(operation, "UpdateWorkspace", "PUT", _path(id_), body=body, parse=_no_answer)

    def delete_workspace(self, operation: Operation, id_: str) -> None:
        """
        DeleteWorkspace: ``DELETE /v1/workspaces/{workspace_id}``.

        Which code a refusal has because something is in it is not documented: one is, where endpoints are.
        """
        try:
            self.client.send(operation, "DeleteWorkspace", "DELETE", _path(id_), parse=_no_answer)
        except ApiError as error:
            if error.code.rpartition(".")[2] in (NO_WORKSPACE, NO_RESOURCE):
                raise error.turned_into(NotFoundError) from None
            if error.status in REFUSED and self.users(operation, id_):
                raise error.turned_into(InUseError) from None
            raise

    def users(self, operation: Operation, id_: str) -> str:
        """Name the endpoints that are in a workspace; ``""`` where they can't be read."""
        from pulumi_serving.huawei.client import Client  # noqa: PLC0415 - for one call
        from pulumi_serving.huawei.endpoint.client import Endpoints  # noqa: PLC0415 - for one call

        inside = Endpoints(Client(self.client.transport, id_, self.client.location))
        try:
            found = inside.list_endpoints(operation.at_most(1), {})
        except ServingError:
            return ""
        return ", ".join(f"endpoint {item.name} ({item.id})" for item in found)


def _path(id_: str) -> str:
    return f"{PATH}/{quote(id_, safe='')}"


def _no_answer(body: Any) -> None:
    _ = body
