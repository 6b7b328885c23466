"""The calls of PPIO's v1 API for registry credentials, which v2 lacks: one method each, typed in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.http.pages import Listing, Passed
from pulumi_serving.ppio.client import no_answer

from . import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.ppio.client import Client

PATH = "/gpu-instance/openapi/v1/repository"


class RegistryAuths:
    """The registry credentials of one account."""

    def __init__(self, client: Client) -> None:
        """Take how the account is asked."""
        self.client = client
        self._passed = Passed()

    def save_auth(self, operation: Operation, body: Mapping[str, Any], secrets: set[str]) -> None:
        """Save registry credentials: ``POST .../repository/auth/save``; its answer tells no id."""
        path = f"{PATH}/auth/save"
        self.client.send(operation, "Save registry auth", "POST", path, body=body, secrets=secrets, parse=no_answer)

    def list_auths(self, operation: Operation) -> Listing[models.Auth]:
        """List registry credentials: ``GET .../repository/auths``, all at once."""
        found = self.client.send(
            operation,
            "List registry auths",
            "GET",
            f"{PATH}/auths",
            parse=models.AuthList.model_validate,
        )
        self._passed.warn(operation, "List registry auths", found.unreadable)
        return Listing(found.data, whole=not found.unreadable)

    def delete_auth(self, operation: Operation, id_: str) -> None:
        """Delete registry credentials: ``POST .../repository/auth/delete``, which may be sent twice."""
        path = f"{PATH}/auth/delete"
        body = {"id": id_}
        self.client.send(operation, "Delete registry auth", "POST", path, body=body, repeats=True, parse=no_answer)
