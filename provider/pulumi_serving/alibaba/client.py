"""How one account of PAI-EAS is asked in one region; the calls themselves are with their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.http.transport import Transport

from . import credentials, errors
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
    """One account in one region. Paths name the region as ``ClusterId``."""

    def __init__(self, transport: Transport, region: str) -> None:
        """Take what sends, and the region."""
        self._transport = transport
        self.region = region

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
