"""The endpoints of the native provider in benchmarks/native, through a class as a generated SDK has one."""

from typing import Any

import pulumi
from shape import ENDPOINTS


class Endpoint(pulumi.CustomResource):
    """An endpoint."""

    url: pulumi.Output[str]
    status: pulumi.Output[str]

    def __init__(self, name: str, arguments: dict[str, Any]) -> None:
        """Declare it."""
        super().__init__("benchmark:index:Endpoint", name, {**arguments, "url": None, "status": None})


for name, arguments in ENDPOINTS.items():
    Endpoint(name, arguments)
