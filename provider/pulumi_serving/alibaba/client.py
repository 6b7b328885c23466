"""How one account of PAI-EAS is asked in one region; the calls themselves are with their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pulumi_serving.core.cloud.settings import origin_hint
from pulumi_serving.core.http.pages import Passed, contradiction
from pulumi_serving.core.http.transport import Transport

from . import credentials, errors
from .auth import SignatureV3, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import httpx

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.clock import Clock

    from .credentials import AlibabaSettings

ResultT = TypeVar("ResultT")
ItemT_co = TypeVar("ItemT_co", covariant=True)

VERSION = "2021-07-01"
PAGE_SIZE = 100
MOST_PAGES = 1000


class Page(Protocol[ItemT_co]):
    """A page of a list: its items, how many of them can't be read, and how many there are on all pages."""

    @property
    def items(self) -> Sequence[ItemT_co]:
        """Those that can be read."""

    @property
    def unreadable(self) -> int:
        """How many were passed over."""

    @property
    def total_count(self) -> int | None:
        """How many there are in all, if the answer tells."""


def connect(settings: AlibabaSettings, http: httpx.BaseTransport | None, clock: Clock) -> Client:
    """Make the client of one account and region; ``http`` replaces the network in tests, ``clock`` dates signatures."""
    transport = Transport(
        settings.base_url,
        auth=SignatureV3(credentials.supplier(settings), now=clock.wall),
        classify=errors.classify,
        secrets=settings.secrets,
        auth_hint=origin_hint(f"The credentials come from {settings.origin}"),
        http=http,
    )
    return Client(transport, settings.region)


class Client:
    """One account in one region. Paths name the region as ``ClusterId``."""

    def __init__(self, transport: Transport, region: str) -> None:
        """Take what sends, and the region."""
        self._transport = transport
        self.region = region
        self._passed = Passed()

    def path(self, base: str, name: str) -> str:
        """Return the path of what has this name."""
        return f"{base}/{encode(self.region)}/{encode(name)}"

    def send(
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
    ) -> ResultT:
        """Send one request of an action."""
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
            parse=parse,
        )

    def pages(
        self,
        operation: Operation,
        action: str,
        path: str,
        parse: Callable[[Any], Page[ItemT_co]],
        filters: Mapping[str, str] | None = None,
    ) -> tuple[list[ItemT_co], int]:
        """Read all pages of a list by their numbers; return the items, and how many came, unreadable ones too."""
        found: list[ItemT_co] = []
        seen = unreadable = 0
        for number in range(1, MOST_PAGES + 1):
            query = {**(filters or {}), "PageNumber": str(number), "PageSize": str(PAGE_SIZE)}
            page = self.send(operation, action, "GET", path, parse, query)
            came = len(page.items) + page.unreadable
            seen, unreadable = seen + came, unreadable + page.unreadable
            found += page.items
            total = page.total_count
            if not came and total is not None and seen < total:
                raise contradiction(action, path, f"a total of {total}, and {seen} came")
            # A total that is smaller than what came is none: a page that is not full is the last one then.
            if not came or seen == total or (total is not None and seen > total and came < PAGE_SIZE):
                self._passed.warn(operation, action, unreadable)
                return found, seen
        raise contradiction(action, path, f"more than {MOST_PAGES} pages")
