"""How one account of DataArts Fabric is asked, and how its lists are read; the calls are with their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pulumi_serving.core.cloud.settings import origin_hint
from pulumi_serving.core.http.pages import contradiction
from pulumi_serving.core.http.transport import Transport

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
        auth_hint=origin_hint(
            f"The credentials come from {settings.origin}; perhaps they belong to another account, or lack a "
            "permission for DataArts Fabric"
        ),
        http=http,
    )
    return Client(transport, settings.workspace_id, settings.location)


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
    """One account: what sends requests, and where to; ``location`` is what errors call that."""

    def __init__(self, transport: Transport, workspace_id: str, location: str) -> None:
        """Take what sends, and the workspace of the settings."""
        self.transport, self.send = transport, transport.send
        self.workspace_id = workspace_id
        self.location = location


def pages(
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
