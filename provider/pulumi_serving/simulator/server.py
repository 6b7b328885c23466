"""The simulator on a port, until it is told to stop."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from pulumi_serving.simulator.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable


class _QuietHandler(WSGIRequestHandler):
    """A handler without an access log, which closes the connection where no answer is sent."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing; the ledger has it."""

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        """Close the connection: otherwise a client that keeps it open would wait for ever."""
        del error, environ
        self.close_connection = True


def serve(*, host: str, port: int, ready_after_s: float, announce: Callable[[str], object]) -> None:
    """Serve until SIGTERM or SIGINT; `announce` gets the one line that says where."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        server = make_server(
            host, port, create_app(ready_after_s=ready_after_s), threaded=True, request_handler=_QuietHandler
        )
        shown = f"[{host}]" if ":" in host else host
        announce(f"Simulator listening on http://{shown}:{server.server_port}")
        server.serve_forever()
