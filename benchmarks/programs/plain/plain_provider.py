"""A dynamic provider as Pulumi's documentation teaches it: POST, then poll until it serves, inside of create."""

import os
import time
from typing import Any

import httpx
import pulumi
from pulumi.dynamic import ConfigureRequest, CreateResult, DiffResult, ReadResult, Resource, ResourceProvider

PATH = "/gpus/v2/endpoints"
ARGUMENTS = ("name", "type", "product_id", "image", "worker_config")


class EndpointProvider(ResourceProvider):
    """Makes endpoints, each by itself."""

    def configure(self, req: ConfigureRequest) -> None:
        """Connect with what the stack's config says."""
        self.poll_seconds = float(os.environ["PULUMI_SERVING_POLL_SECONDS"])
        self.client = httpx.Client(
            base_url=req.config.require("ppio:baseUrl"),
            headers={"Authorization": f"Bearer {req.config.require('ppio:apiKey')}"},
        )

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Make an endpoint, and wait until it serves."""
        body = {name: whole_numbers(props[name]) for name in ARGUMENTS}
        answer = self.client.post(PATH, json=body)
        answer.raise_for_status()
        id_ = answer.json()["id"]
        while True:
            outs = self.get(id_)
            if outs is not None and outs["status"] == "running":
                return CreateResult(id_, {**props, **outs})
            time.sleep(self.poll_seconds)

    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Compare the arguments."""
        _ = id_
        changed = [name for name in ARGUMENTS if olds.get(name) != news.get(name)]
        return DiffResult(changes=bool(changed), replaces=changed)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Report what is live."""
        outs = self.get(id_)
        return ReadResult("", {}) if outs is None else ReadResult(id_, {**props, **outs})

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Delete, and wait until it is gone."""
        _ = props
        self.client.delete(f"{PATH}/{id_}").raise_for_status()
        while self.get(id_) is not None:
            time.sleep(self.poll_seconds)

    def get(self, id_: str) -> dict[str, Any] | None:
        """Read one endpoint; None if it is gone."""
        answer = self.client.get(f"{PATH}/{id_}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        endpoint = answer.raise_for_status().json()
        return {"url": endpoint["url"], "status": endpoint["status"]["status"]}


def whole_numbers(value: Any) -> Any:
    """Turn ``3.0`` into ``3``: on their way through the engine all numbers become floats."""
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) else value


class Endpoint(Resource):
    """An endpoint."""

    url: pulumi.Output[str]
    status: pulumi.Output[str]

    def __init__(self, name: str, arguments: dict[str, Any]) -> None:
        """Declare it."""
        super().__init__(EndpointProvider(), name, {**arguments, "url": None, "status": None})
