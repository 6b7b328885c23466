"""A dynamic provider that does nothing, and no less than it must."""

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider


class EndpointProvider(ResourceProvider):
    """Makes nothing."""

    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Return an id."""
        return CreateResult(props["name"], props)

    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Find no difference."""
        _ = id_, olds, news
        return DiffResult(changes=False)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Return what was recorded."""
        return ReadResult(id_, props)

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Delete nothing."""


class Endpoint(Resource):
    """A resource that is nowhere."""

    url: pulumi.Output[str]
    status: pulumi.Output[str]

    def __init__(self, name: str, arguments: dict[str, Any]) -> None:
        """Declare it."""
        super().__init__(EndpointProvider(), name, {**arguments, "url": None, "status": None})
