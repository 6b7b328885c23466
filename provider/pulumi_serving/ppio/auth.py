"""The key of PPIO and Novita AI, as an httpx.Auth: ``Authorization: Bearer <API key>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Generator


class BearerAuth(httpx.Auth):
    """Adds the key to each request."""

    def __init__(self, api_key: str) -> None:
        """Keep the key out of every repr."""
        self._header = f"Bearer {api_key}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Set the header."""
        request.headers["Authorization"] = self._header
        yield request
