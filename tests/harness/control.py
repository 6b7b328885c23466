"""A simulated cloud as a test orders it about and looks at it, whether it is in this process or on a port."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "sk-simulator"
LONGEST_WAIT = 300.0
"""Real seconds that a busy machine may need for anything."""
ENDPOINTS = "/gpus/v2/endpoints"
BASE: dict[str, Any] = {
    "type": "sync",
    "product_id": "rtx4090-24g",
    "image": "registry.example.com/llm:1.4",
    "worker_config": {"min_replicas": 1, "max_replicas": 3, "gpu_num": 1},
}
"""The arguments that an endpoint of PPIO needs."""


class Control:
    """The simulator's control interface, its ledger, and what somebody else does at PPIO."""

    _client: httpx.Client

    def connect_control(self, app: Any) -> None:
        """Reach an app in this process."""
        self._client = httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://simulator")

    def _send(self, method: str, path: str, body: Any = None, key: str = KEY) -> Any:
        headers = {} if path.startswith("/_simulator") else {"Authorization": f"Bearer {key}"}
        return self._client.request(method, path, json=body, headers=headers).raise_for_status()

    def reset(self) -> None:
        """Empty the clouds."""
        self._send("POST", "/_simulator/reset")

    def settings(self, **settings: Any) -> None:
        """Say how long things take, or how the next one ends."""
        self._send("POST", "/_simulator/settings", settings)

    def fault(self, **rule: Any) -> None:
        """Order a fault."""
        self._send("POST", "/_simulator/faults", rule)

    def patch(self, id_: str, cloud: str = "ppio", **change: Any) -> None:
        """Change an endpoint behind Pulumi's back."""
        self._send("PATCH", f"/_simulator/endpoints/{cloud}/{id_}", change)

    def ledger(self) -> Any:
        """Return everything that ever happened."""
        return self._send("GET", "/_simulator/ledger").json()

    @property
    def endpoints(self) -> list[dict[str, Any]]:
        """Every endpoint that ever was, the oldest first."""
        found: list[dict[str, Any]] = self.ledger()["endpoints"]
        return found

    @property
    def living(self) -> list[dict[str, Any]]:
        """The endpoints that are not gone."""
        found: list[dict[str, Any]] = self._send("GET", "/_simulator/ledger?summary=1").json()["living"]
        return found

    def operations(self, *names: str) -> list[str]:
        """Return the operations that were asked for, in order; with names, only these."""
        asked = [request["operation"] for request in self.ledger()["requests"]]
        return [name for name in asked if not names or name in names]

    @property
    def writes(self) -> list[str]:
        """The methods of all requests that are no GET."""
        return [request["method"] for request in self.ledger()["requests"] if request["method"] != "GET"]

    def wait_until(self, happened: Callable[[], object], seconds: float = LONGEST_WAIT) -> None:
        """Ask until it has happened."""
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, f"it has not happened within {seconds:g} s; the ledger: {self.ledger()}"
            time.sleep(0.2)

    def show(self, id_: str, key: str = KEY) -> Any:
        """Return an endpoint of PPIO as its API shows it."""
        return self._send("GET", f"{ENDPOINTS}/{id_}", key=key).json()

    def delete(self, id_: str, key: str = KEY) -> None:
        """Delete an endpoint of PPIO as somebody else would."""
        self._send("DELETE", f"{ENDPOINTS}/{id_}", key=key)

    def make(self, name: str, key: str = KEY, **fields: Any) -> str:
        """Make an endpoint at PPIO as somebody else would, and return its id."""
        return str(self._send("POST", ENDPOINTS, {**BASE, "name": name, **fields}, key).json()["id"])
