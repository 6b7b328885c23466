"""
Components that this plug-in makes: their resources are registered from here, with the engine of the program that asks.

The SDK's own server reads the request and writes the answer. It would show a traceback for every error, so an error of
a component ends here as the lines that it is.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import grpc
import pulumi
from pulumi.provider import ConstructResult, Provider
from pulumi.provider.server import ProviderServicer

from pulumi_serving.core.lifecycle.verbs import reason_of
from pulumi_serving.core.values.text import one_line

from .call import CONNECTION
from .fleet import TYPE, Fleet
from .package import version

if TYPE_CHECKING:
    from collections.abc import Mapping

_one_at_a_time = threading.Lock()
"""The SDK keeps the program that it serves in one place of the process."""


class _Components(Provider):
    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Mapping[str, Any],
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Make a component."""
        if resource_type != TYPE:
            raise pulumi.RunError(f"{resource_type} is no component of this package; there is {TYPE}")
        fleet = Fleet(name, inputs, options)
        return ConstructResult(urn=fleet.urn, state={"endpoints": fleet.endpoints, "tokens": fleet.tokens})


def construct(request: Any, context: Any) -> Any:
    """Make the component that a request asks for; what is wrong with it is told, a line for each mistake."""
    servicer = ProviderServicer(_Components(version()), [], CONNECTION.address() or "")
    with _one_at_a_time:
        try:
            return asyncio.run(servicer._construct(request, context))  # noqa: SLF001 - its own method adds a traceback
        except pulumi.RunError as error:
            lines = [one_line(line) for line in str(error).splitlines()]
        except Exception as error:  # noqa: BLE001 - the engine would show what may quote a value, and a traceback
            lines = [reason_of("construct", error)]
    return context.abort(grpc.StatusCode.INVALID_ARGUMENT, "\n".join(lines))
