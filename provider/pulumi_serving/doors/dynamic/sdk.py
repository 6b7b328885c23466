"""
The parts of Pulumi's Python SDK that it does not document, and how a resource is registered from a program.

That is what Pulumi's own ``dynamic.Resource`` does, with three things better.

With 200 endpoints a program took 6 seconds of a processor in an ``up``, 4 of them in Pulumi's bookkeeping: see below.
"""

from __future__ import annotations

import asyncio
import functools
import sys
import traceback
from types import AsyncGeneratorType, CoroutineType
from typing import TYPE_CHECKING, Any, TypeVar

import grpc
import pulumi
from pulumi.dynamic.dynamic import PROVIDER_KEY, serialize_provider
from pulumi.runtime import settings
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.sync_await import _sync_await

from pulumi_serving.core.values import leaves

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from pulumi.dynamic import Resource, ResourceProvider

ValueT = TypeVar("ValueT")

EXECUTOR = "pulumi-language-python-exec"
"""The script by which the engine runs a program."""
PACKAGE = "pulumi-python"
"""The package of every dynamic resource, and so of every explicit provider of one."""
UNNAMED = f"{PACKAGE}:dynamic:Resource"
"""The type of a dynamic resource whose class names none."""


def register(
    resource: Resource,
    provider: Callable[[], ResourceProvider],
    token: str,
    resource_name: str,
    props: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
) -> None:
    """
    Register a dynamic resource of a provider that holds nothing; to be called by no ``__init__`` but its class's own.

    - Pulumi takes the third ``__init__`` from within for the class's own, and what called that for the place in the
      program. With ``dynamic.Resource``'s own among them the place would be in this package, so that is passed by.
    - A provider that holds nothing looks the same each time, so it is pickled once and not for each resource.
    - See ``_registrations_first`` and ``_end_quietly``.
    """
    _end_quietly()
    pulumi.CustomResource.__init__(resource, token, resource_name, {**props, PROVIDER_KEY: _pickled(provider)}, opts)
    _registrations_first()


def token_of(resource: Resource) -> str:
    """Return the type token under which a dynamic resource registers by itself."""
    return f"{PACKAGE}:{resource._resource_type_name}"  # noqa: SLF001 - what it registers by itself


def program_engine() -> Any:
    """Return what a program's registrations are sent to; None where there is no run, or one of mocks."""
    engine = settings.SETTINGS.monitor if settings.SETTINGS else None
    return None if isinstance(engine, MockMonitor) else engine


def is_mocked() -> bool:
    """Tell whether the program runs under ``pulumi.runtime.set_mocks``."""
    return isinstance(settings.SETTINGS.monitor, MockMonitor) if settings.SETTINGS else False


def now(awaitable: Awaitable[ValueT]) -> ValueT:
    """Wait for something in a program that is no coroutine, while its event loop goes on."""
    found: ValueT = _sync_await(awaitable)
    return found


def read_output(
    resource: Resource,
    name: str,
    read: Callable[[Any, bool], Any],
    mark: str = "status",
    former: pulumi.Output[Any] | None = None,
) -> pulumi.Output[Any]:
    """
    Return one of a resource's outputs, as ``read`` makes it of what the engine told.

    ``read`` gets the value, the unknown object where the engine told none, and whether all is there that the resource
    has: outside of a preview, and in one that leaves the resource as it is. There the state's outputs come back,
    ``mark`` among them; of a resource that is to be made or changed the engine tells its inputs alone, and no ``mark``.
    ``former`` is what the state has of it under a former name.
    """
    raw: pulumi.Output[Any] = resource.__dict__[name]
    marked: pulumi.Output[Any] = resource.__dict__[mark]

    async def run(value: Any) -> Any:
        if former is not None and (value is None or leaves.is_unknown(value)) and await former.is_known():
            value = await former.future(with_unknowns=True)
        return read(value, await marked.is_known())

    return raw.apply(run, run_with_unknowns=True)


@functools.cache
def _pickled(provider: Callable[[], ResourceProvider]) -> str:
    return str(serialize_provider(provider()))


@functools.cache
def _end_quietly() -> None:
    """
    Show no traceback where the engine ends the program.

    Once an update has failed, a CLI of 2026 ends the program by SIGINT. Python would print where it was then: a hundred
    lines that are about nothing, below the reason. An interrupt that comes while Python waits for its threads at the
    program's end reaches the second of the two hooks, and so does what Python says of a coroutine that one has cut off:
    a RuntimeError. Anything else is the program's own, such as the failure of what it does at its end, and is shown,
    also where an interrupt has overtaken it.
    Where the program is no child of the engine's (the Automation API runs it in the user's own process), an interrupt
    is the user's, and is shown as ever.
    """
    if not any(EXECUTOR in argument for argument in sys.orig_argv):
        return
    show, show_ignored = sys.excepthook, sys.unraisablehook
    coroutines = CoroutineType, AsyncGeneratorType  # at a program's end this module has lost its names
    interrupted = False

    def without_interrupt(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal interrupted
        if not issubclass(kind, KeyboardInterrupt):
            show(kind, error, trace)
            return
        interrupted = True
        overtaken = _overtaken(error)
        if overtaken:
            show(type(overtaken), overtaken, overtaken.__traceback__)

    def ignored_without_interrupt(ignored: sys.UnraisableHookArgs) -> None:
        nonlocal interrupted
        is_interrupt = issubclass(ignored.exc_type, KeyboardInterrupt)
        interrupted = interrupted or is_interrupt
        cut_off = isinstance(ignored.object, coroutines) and issubclass(ignored.exc_type, RuntimeError)
        if not (is_interrupt or (interrupted and cut_off)):
            show_ignored(ignored)

    sys.excepthook, sys.unraisablehook = without_interrupt, ignored_without_interrupt


def _overtaken(error: BaseException | None) -> Exception | None:
    """
    Return what the program itself had raised when an interrupt came.

    That the engine has gone is no such thing, and neither is what a library has raised and caught in itself.
    """
    while isinstance(error, KeyboardInterrupt):
        error = error.__context__
    if not isinstance(error, Exception) or isinstance(error, (grpc.RpcError, pulumi.RunError)):
        return None
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return error if any(frame.f_globals.get("__name__") == "__main__" for frame in frames) else None


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
