"""The calls of DataArts Fabric's v1 API that this package makes: one method each, typed in and out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import quote

from pulumi_serving.core.errors import ApiError, NotFoundError
from pulumi_serving.core.http.pages import Listing, Passed, consistent, contradiction
from pulumi_serving.core.http.transport import Transport

from . import models
from .auth import SignatureAuth, TokenAuth
from .failures import classify
from .iam import GivenToken, PasswordTokens
from .projects import ProjectOfRegion
from .settings import is_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import httpx

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.clock import Clock

    from .settings import HuaweiSettings

PAGE_SIZE = 100
MOST_PAGES = 1000
FILTER_ID = re.compile(r"[A-Za-z0-9-]{32,36}")
"""An id that the list's filter takes."""

ItemT = TypeVar("ItemT")
ItemT_co = TypeVar("ItemT_co", covariant=True)


def connect(settings: HuaweiSettings, http: httpx.BaseTransport | None, clock: Clock) -> Client:
    """
    Make the client of one account, with the one way to log in that the settings have.

    ``http`` replaces the network in tests; ``clock`` dates signatures and tokens.
    """
    transport = Transport(
        settings.base_url,
        auth=_auth(settings, http, clock),
        classify=classify,
        secrets=settings.secrets,
        auth_hint=(
            f"The credentials come from {settings.origin}; perhaps they belong to another account, or lack a "
            "permission for DataArts Fabric. `refresh` and `destroy` use the configuration of the last `up`; with "
            "`--run-program` they use the present one"
        ),
        http=http,
    )
    return Client(transport, settings.workspace_id, settings.place)


def _auth(settings: HuaweiSettings, http: httpx.BaseTransport | None, clock: Clock) -> httpx.Auth:
    found = settings.credentials
    project = settings.project_id
    if found.token:
        return TokenAuth(GivenToken(found.token))
    if found.user_name:
        return TokenAuth(
            PasswordTokens(
                settings.iam_base_url,
                user_name=found.user_name,
                password=found.password,
                domain_name=found.domain_name,
                project={"name" if is_name(project) else "id": project},
                now=clock.wall,
                http=http,
            )
        )

    def signed(project_id: str | Callable[[Operation | None], str]) -> SignatureAuth:
        return SignatureAuth(
            found.access_key,
            found.secret_key,
            now=clock.wall,
            project_id=project_id,
            security_token=found.security_token,
        )

    if not is_name(project):
        return signed(project)
    return signed(
        ProjectOfRegion(settings.iam_base_url, project, auth=signed(""), secrets=found.secrets, http=http),
    )


class Page(Protocol[ItemT_co]):
    """A page of any of the lists."""

    @property
    def total(self) -> int:
        """How many match, over all pages."""

    @property
    def items(self) -> Sequence[ItemT_co]:
        """Those on this page."""

    @property
    def unreadable(self) -> int:
        """How many of this page can't be read."""


class Client:
    """The endpoints of one workspace, and the account's workspaces and specifications."""

    def __init__(self, transport: Transport, workspace_id: str, place: str) -> None:
        """Take what sends, and where to; ``place`` is what errors call it."""
        self._transport = transport
        self._path = f"/v1/workspaces/{quote(workspace_id, safe='')}/endpoints"
        self.place = place
        self._passed = Passed()

    def create_endpoint(self, operation: Operation, body: Mapping[str, Any], secrets: set[str]) -> str:
        """CreateEndpoint: ``POST /v1/workspaces/{workspace_id}/endpoints``; returns the id."""
        return self._transport.send(
            operation, "CreateEndpoint", "POST", self._path, body=body, secrets=secrets, parse=_created
        ).id

    def show_endpoint(self, operation: Operation, id_: str, attempts: int | None = None) -> models.Endpoint:
        """
        ShowEndpoint: ``GET .../endpoints/{endpoint_id}``.

        Raises NotFoundError only when the endpoint is gone. No reference documents what that looks like, so it is
        confirmed with the list.
        """
        try:
            return self._transport.send(
                operation, "ShowEndpoint", "GET", self._of(id_), attempts=attempts, parse=models.Endpoint.model_validate
            )
        except NotFoundError:
            filters = {"endpoint_id": id_} if FILTER_ID.fullmatch(id_) else {}
            for endpoint in self.list_endpoints(operation, filters, attempts=attempts):
                if endpoint.id == id_:
                    return endpoint
            raise

    def list_endpoints(
        self, operation: Operation, filters: Mapping[str, str], *, attempts: int | None = None
    ) -> Listing[models.Endpoint]:
        """ListEndpoints: ``GET .../endpoints``, all pages."""
        return consistent(lambda: self.endpoints_page(operation, filters, attempts=attempts)[0], operation, attempts)

    def endpoints_page(
        self,
        operation: Operation,
        filters: Mapping[str, str],
        *,
        offset: int = 0,
        limit: int | None = None,
        attempts: int | None = None,
    ) -> tuple[Listing[models.Endpoint], int]:
        """ListEndpoints from an offset on: one page of a limit, or all; and how many match in all."""

        def page(query: Mapping[str, str]) -> models.EndpointPage:
            return self._transport.send(
                operation,
                "ListEndpoints",
                "GET",
                self._path,
                query=query,
                attempts=attempts,
                parse=models.EndpointPage.model_validate,
            )

        found, unreadable, total = _pages("ListEndpoints", self._path, page, filters, offset, limit)
        self._passed.warn(operation, "ListEndpoints", unreadable)
        each = {endpoint.id: endpoint for endpoint in found}
        # What came twice has moved between pages, and may have hidden another.
        whole = not unreadable and (limit is not None or offset + len(each) == total)
        return Listing(each.values(), whole=whole), total

    def update_endpoint(self, operation: Operation, id_: str, body: Mapping[str, Any], secrets: set[str]) -> None:
        """UpdateEndpoint: ``PUT .../endpoints/{endpoint_id}``; its answer may still show the former status."""
        self._transport.send(
            operation, "UpdateEndpoint", "PUT", self._of(id_), body=body, secrets=secrets, parse=_whatever
        )

    def delete_endpoint(self, operation: Operation, id_: str, *, with_instances: bool | None = None) -> None:
        """
        DeleteEndpoint: ``DELETE .../endpoints/{endpoint_id}``.

        ``with_instances`` is the query ``is_delete_app_instance``, which is sent only if it is given. Raises
        NotFoundError only when the endpoint is gone.
        """
        query = None if with_instances is None else {"is_delete_app_instance": str(with_instances).lower()}
        try:
            self._transport.send(operation, "DeleteEndpoint", "DELETE", self._of(id_), query=query, parse=_whatever)
        except NotFoundError as error:
            self.show_endpoint(operation, id_)  # raises where it is gone indeed
            words = "the endpoint is there, yet its deletion was answered as if it were not"
            there = ApiError(error.operation, method=error.method, path=error.path, status=error.status, words=words)
            there.still_there = True
            raise there from None

    def list_workspaces(self, operation: Operation, filters: Mapping[str, str]) -> list[dict[str, Any]]:
        """ListWorkspaces: ``GET /v1/workspaces``, all pages; the enterprise project is all that are granted."""
        query = {"enterprise_project_id": "all_granted_eps", **filters}

        def page(query: Mapping[str, str]) -> models.WorkspacePage:
            return self._transport.send(
                operation,
                "ListWorkspaces",
                "GET",
                "/v1/workspaces",
                query=query,
                parse=models.WorkspacePage.model_validate,
            )

        return _pages("ListWorkspaces", "/v1/workspaces", page, query, 0, None)[0]

    def list_specs(self, operation: Operation, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """ListSpecs: ``GET /v1/specs``, all pages."""

        def page(query: Mapping[str, str]) -> models.SpecPage:
            return self._transport.send(
                operation, "ListSpecs", "GET", "/v1/specs", query=query, parse=models.SpecPage.model_validate
            )

        return _pages("ListSpecs", "/v1/specs", page, filters, 0, None)[0]

    def _of(self, id_: str) -> str:
        return f"{self._path}/{quote(id_, safe='')}"


def _pages(
    name: str,
    path: str,
    read: Callable[[Mapping[str, Any]], Page[ItemT]],
    filters: Mapping[str, Any],
    offset: int,
    limit: int | None,
) -> tuple[list[ItemT], int, int]:
    """
    Read from an offset on: one page of a limit, or all pages; return the items, how many can't be read, and the total.

    ``offset`` counts items, so it advances by what was received. Where the total falls meanwhile, one may have moved
    from a page that is still to come to one that has been read.
    """
    found: list[ItemT] = []
    unreadable, total = 0, 0
    for _ in range(MOST_PAGES):
        page = read({**filters, "offset": str(offset), "limit": str(limit or PAGE_SIZE)})
        came = len(page.items) + page.unreadable
        if page.total < total:
            raise contradiction(name, path, f"a total of {total}, and then of {page.total}")
        if not came and offset < page.total:
            raise contradiction(name, path, f"a total of {page.total}, and {offset} came")
        found += page.items
        unreadable, total, offset = unreadable + page.unreadable, page.total, offset + came
        if limit is not None or not came or offset >= total:
            return found, unreadable, total
    raise contradiction(name, path, f"more than {MOST_PAGES} of them")


def _created(body: Any) -> models.Created:
    return models.Created.model_validate(body)


def _whatever(body: Any) -> None:
    _ = body
