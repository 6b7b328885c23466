"""
How a resource is registered from a program: what Pulumi's own ``dynamic.Resource`` does, with three things better.

With 200 endpoints a program took 6 seconds of a processor in an ``up``, 4 of them in Pulumi's bookkeeping: see below.
"""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.dynamic.dynamic import PROVIDER_KEY, serialize_provider

from . import checks
from .checks import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi.dynamic import Resource, ResourceProvider


def register(
    resource: Resource,
    provider: Callable[[], ResourceProvider],
    resource_name: str,
    props: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
    cloud: str,
) -> None:
    """
    Register a dynamic resource of a provider that holds nothing; to be called by no ``__init__`` but its class's own.

    - Pulumi takes the third ``__init__`` from within for the class's own, and what called that for the place in the
      program. With ``dynamic.Resource``'s own among them the place would be in this package, so that is passed by.
    - A provider that holds nothing looks the same each time, so it is pickled once and not for each resource.
    - See ``_registrations_first``.

    What a program gives wrong is a RunError of one line before anything is registered: see ``checks.py``.
    """
    token = f"{PACKAGE}:{resource._resource_type_name}"  # noqa: SLF001 - what it registers by itself
    checks.refuse_provider(called(type(resource), resource_name), opts, cloud)
    checks.claim_name(resource, called(type(resource), resource_name), token, resource_name, opts.parent)
    bag = {**props, PROVIDER_KEY: _pickled(provider)}
    pulumi.CustomResource.__init__(resource, token, resource_name, bag, opts)
    _registrations_first()


def read_output(
    resource: Resource, name: str, read: Callable[[Any, bool], Any], mark: str = "status"
) -> pulumi.Output[Any]:
    """
    Return one of a resource's outputs, as ``read`` makes it of what the engine told.

    ``read`` gets the value, the unknown object where the engine told none, and whether all is there that the resource
    has: outside of a preview, and in one that leaves the resource as it is. There the state's outputs come back,
    ``mark`` among them; of a resource that is to be made or changed the engine tells its inputs alone, and no ``mark``.
    """
    raw: pulumi.Output[Any] = resource.__dict__[name]
    marked: pulumi.Output[Any] = resource.__dict__[mark]

    async def run(value: Any) -> Any:
        return read(value, await marked.is_known())

    return raw.apply(run, run_with_unknowns=True)


def called(kind: type[Any], name: object) -> str:
    """Return how a line names what a program declares: ``ppio.Endpoint llm``."""
    home = kind.__module__.split(".")
    own = name if isinstance(name, str) and name.isprintable() else ""
    cloud = f"{home[1]}." if len(home) > 2 and home[1] != "core" else ""  # noqa: PLR2004 - package, cloud, module
    return f"{cloud}{kind.__name__} {own}".strip()


@functools.cache
def _pickled(provider: Callable[[], ResourceProvider]) -> str:
    return str(serialize_provider(provider()))


def _registrations_first() -> None:
    """
    Let Pulumi wait for registrations before it waits for outputs.

    At a program's end it looks for registrations that are under way. None has begun by then, since the event loop had
    no turn, and so it waits for the first of all outputs, again and again, which takes time by the square of their
    number. Anything to wait for gives the loop that turn.
    """
    try:
        from pulumi.runtime.settings import _get_rpc_manager  # noqa: PLC0415 - private: there may be none one day
    except ImportError:
        return
    rpcs = getattr(_get_rpc_manager(), "rpcs", None)
    if isinstance(rpcs, list) and not rpcs:
        rpcs.append(asyncio.ensure_future(asyncio.sleep(0)))
