"""
HashiCorp's Vault, as far as Pulumi's secrets provider ``hashivault`` asks for it: a key's encrypt and decrypt.

A team shares a stack with such a provider. The other one, the passphrase, has each command compute for a quarter of a
second; the README's commands and the examples' stack files go that way.

Source: the HTTP API of Vault's transit engine.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "tests"
PROVIDER = f"hashivault://{KEY}"
"""What a stack's file names."""
TOKEN = "hvs.of-the-tests"
"""Opens it; no command may show it."""
_PREFIX = "vault:v1:"


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Log nothing."""

    def do_PUT(self) -> None:
        """Answer one request."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = self.headers["X-Vault-Token"] == TOKEN
        if known and self.path == f"/v1/transit/encrypt/{KEY}":
            self._send(200, {"data": {"ciphertext": _PREFIX + asked["plaintext"]}})
        elif known and self.path == f"/v1/transit/decrypt/{KEY}":
            self._send(200, {"data": {"plaintext": asked["ciphertext"].removeprefix(_PREFIX)}})
        else:
            self._send(403, {"errors": ["permission denied"]})

    def _send(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Vault:
    """A server at an address of this machine."""

    def __init__(self) -> None:
        """Start it."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
