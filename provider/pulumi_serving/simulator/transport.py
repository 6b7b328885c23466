"""The simulator in the process of an httpx client, without a port."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class SimulatorTransport(httpx.WSGITransport):
    """A transport to the app, which also tells it the undecoded path and query, as a server does.

    httpx's own WSGI transport tells only the decoded path, in which an encoded slash is like any other.
    """

    def __init__(self, app: WSGIApplication) -> None:
        """Serve from this app."""
        super().__init__(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""

        def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return self.app({**environ, "REQUEST_URI": request.url.raw_path.decode("ascii")}, start_response)

        return httpx.WSGITransport(app=app).handle_request(request)
