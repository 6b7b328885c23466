"""
The one room that knows the insides of Pulumi's Python plug-in host.

The host (``pulumi/dynamic/__main__.py``, started by the engine as ``python -m pulumi.dynamic ENGINE_ADDRESS``) hands a
provider nothing but property bags. What a native provider has besides (the URN, the time limit, a line of status,
errors that keep an id, notice of a cancel) is there too, one step up the call stack or beside it. This module fetches
it, and nothing else in the package may. Tried with the Python SDK 3.272.0 on the CLI 3.259.0; each use has a fallback
that loses comfort and never an endpoint, and each has a test on the real engine that fails when a new Pulumi breaks it
(``tests/engine/test_host.py``):

=====================================  ===================================  =========================================
what                                   how                                  without it
=====================================  ===================================  =========================================
URN, custom timeouts, recorded inputs  the gRPC handler's frame             a random name, default limits, outputs
ignored paths                          (``current_call``)                   in place of inputs, nothing ignored
live status and warnings on the row    the engine's own ``Log`` call        silence
                                       (``HostCall.status``, ``HostCall.warning``)
errors without a traceback             trailing metadata of the gRPC call   the traceback, our line at its end
                                       (``HostCall.failure``)
"created, but not ready" with its id   the same, with a detail              recorded as created, with a warning
                                       (``HostCall.not_ready``)
notice of the first Ctrl-C             the code of ``Cancel`` is exchanged  the wait goes on to its limit
                                       (``watch_for_cancel``)
notice of the second Ctrl-C            a callback on the gRPC call          the same
notice that the engine is gone         its address refuses                  the wait goes on to its limit, and the
                                       (``look_for_engine``)                process lives on
more than four operations at a time    the thread pool is widened           four at a time
                                       (``widen_thread_pool``)
which properties differ                the answer that the handler is just  the difference of all properties in
                                       making (``DetailedDiff``)            previews, no ``replace_on_changes``
=====================================  ===================================  =========================================
"""

from __future__ import annotations

import asyncio
import re
import sys
from typing import TYPE_CHECKING, Any

import grpc
from pulumi.dynamic import DiffResult
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2, status_pb2

from pulumi_serving.core.calls.call import CallFailure
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.text import encodable, one_line
from pulumi_serving.doors import engine
from pulumi_serving.doors.rpc import RpcCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import ThreadPoolExecutor
    from types import FrameType

    from pulumi.dynamic import Config

    from pulumi_serving.doors.spelling import Spelling

log = get_logger("pulumi_serving.host")

PROVIDER_KEY = "__provider"
POOL_SIZE = 1024  # threads start on demand; a pool not larger than --parallel would leave no thread for Cancel


class HostCall(RpcCall):
    """One call of the engine: what the host knew of it and did not hand on."""

    def __init__(self, request: Any = None, context: Any = None, names: Spelling | None = None) -> None:
        """Take the handler's two locals, both None where the frame was not found, and the names in bags."""
        super().__init__(request, context)
        self._names = names

    def recorded(self, struct: Any, *, keeps_unknowns: bool) -> dict[str, Any]:
        """Return a bag of the state."""
        bag = without_provider(rpc.deserialize_properties(struct, keeps_unknowns))
        return bag if self._names is None else self._names.from_wire(bag)

    def not_ready(
        self, id_: str, outs: Mapping[str, Any], inputs: Mapping[str, Any], reasons: Sequence[str]
    ) -> Exception | None:
        """
        Return an exception by which the engine records the resource, with the reasons why it is not ready.

        The next ``pulumi up`` then calls update by itself. None where the host gives no way to say so: the caller
        must then return the resource as if it were ready, so that its id is kept.

        Both bags must carry ``__provider``, which the host adds on its normal path only: without it every later
        refresh and destroy dies until somebody edits the state. So it is added here and nowhere else.
        """
        provider = self._provider_string()
        if self._context is None or provider is None:
            return None
        outs = self.redactor.outputs(outs)
        reasons = [one_line(self.redactor.text(reason)) for reason in reasons]
        detail = provider_pb2.ErrorResourceInitFailed(
            id=id_,
            properties=_struct({**outs, PROVIDER_KEY: provider}),
            inputs=_struct({**inputs, PROVIDER_KEY: provider}),
            reasons=reasons,
        )
        status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message="; ".join(reasons))
        status.details.add().Pack(detail)
        if not self._attach(status):
            return None
        return CallFailure("; ".join(reasons))

    def _provider_string(self) -> str | None:
        for field in ("news", "properties", "inputs", "olds"):
            struct = getattr(self._request, field, None)
            if struct is not None and PROVIDER_KEY in struct:
                value = rpc.unwrap_rpc_secret(rpc.deserialize_property(struct[PROVIDER_KEY]))
                if isinstance(value, str):
                    return value
        return None


class DetailedDiff(DiffResult):
    """
    A diff that says which properties differ, so that a preview shows those and ``replace_on_changes`` works.

    The handler copies three attributes into a dictionary, ``fields``, from which it then makes its answer, and leaves
    out the answer's list of differing properties. It reads ``delete_before_replace`` last: reading it here adds the
    list to that dictionary.
    """

    def __init__(
        self, changed: Mapping[str, str], replaces: Sequence[str], *, delete_before_replace: bool, updates: bool = False
    ) -> None:
        """
        Take the paths of what has changed with what became of each: ``ADD``, ``UPDATE`` or ``DELETE``.

        ``updates`` asks for an update even if nothing has.
        """
        super().__init__(changes=bool(changed or replaces or updates), replaces=list(replaces))
        self._changed = {path: kind + "_REPLACE" if _root(path) in replaces else kind for path, kind in changed.items()}
        self._delete_before_replace = delete_before_replace

    @property
    def delete_before_replace(self) -> bool:
        """Whether the old resource goes first."""
        answer = sys._getframe(1).f_locals.get("fields")  # noqa: SLF001 - see above
        if isinstance(answer, dict) and "changes" in answer and self._changed:
            details = provider_pb2.PropertyDiff
            answer["diffs"] = list(dict.fromkeys(map(_root, self._changed)))
            answer["hasDetailedDiff"] = True
            answer["detailedDiff"] = {
                path: details(kind=details.Kind.Value(kind), inputDiff=True) for path, kind in self._changed.items()
            }
        return self._delete_before_replace

    @delete_before_replace.setter
    def delete_before_replace(self, value: bool | None) -> None:
        """Take what the base class sets."""


def _root(path: str) -> str:
    return re.split(r"[.\[]", path)[0]


def current_call(names: Spelling | None = None) -> HostCall:
    """
    Return the engine's call that the calling provider method serves.

    The gRPC handler that called the provider is some frames up; its frame is the one whose locals are the ``request``
    (with a URN) and the ``context``. Only names of the gRPC interface are relied on, not names of the host's functions.
    """
    for frame in _callers():
        request = frame.f_locals.get("request")
        if request is not None and hasattr(request, "urn") and "context" in frame.f_locals:
            return HostCall(request, frame.f_locals["context"], names)
    return HostCall(names=names)


def provider_inputs(config: Config) -> dict[str, str]:
    """
    Return everything that ``configure`` was given: the stack's config, or an explicit provider's own inputs.

    ``Config.get`` puts the project's name before a key without a colon, so it can't reach an explicit provider's
    inputs, which are named as they were given.
    """
    return {key: value for key, value in vars(config).get("_props", {}).items() if isinstance(value, str)}


def widen_thread_pool() -> None:
    """
    Let the host serve as many calls as the engine sends.

    The host makes its pool with four threads, so the fifth create would wait until one of four is ready, and Cancel
    behind them all. The pool is found where its worker, which runs this very call, keeps its reference to it. Threads
    start when work is submitted and none is idle; a no-op for each call that waits already gets those a thread.
    """
    for frame in _callers():
        reference = frame.f_locals.get("executor_reference")
        pool: ThreadPoolExecutor | None = reference() if callable(reference) else None
        size = getattr(pool, "_max_workers", None)
        if pool is not None and isinstance(size, int):
            if size < POOL_SIZE:
                pool._max_workers = POOL_SIZE  # noqa: SLF001 - see above
                for _ in range(pool._work_queue.qsize()):  # noqa: SLF001
                    pool.submit(_nothing)
            return
    log.debug("the host's thread pool was not found: it serves four operations at a time")


def _nothing() -> None:
    """Start a thread."""


def watch_for_cancel() -> None:
    """
    Learn of the first Ctrl-C.

    The engine then calls ``Cancel`` and lets running operations finish, however long they wait; the host's ``Cancel``
    does nothing. gRPC holds the bound method, so replacing the class attribute would change nothing: the function's
    code itself is exchanged. A code object can be exchanged only for one with as many free variables: none.
    """
    servicer = getattr(sys.modules.get("__main__"), "DynamicResourceProviderServicer", None)
    cancel = getattr(servicer, "Cancel", None)
    if cancel is None or not hasattr(cancel, "__code__") or cancel.__code__.co_freevars:
        log.debug("the host's Cancel was not found: a wait goes on to its limit after Ctrl-C")
        return
    cancel.__code__ = _cancel.__code__


def _cancel(self: Any, request: Any, context: Any) -> Any:  # noqa: ARG001 - the signature of the host's method
    # Runs with the host's globals, so it imports all that it needs.
    from google.protobuf import empty_pb2  # noqa: PLC0415

    from pulumi_serving.core.calls import run  # noqa: PLC0415

    run.cancel()
    return empty_pb2.Empty()


def look_for_engine() -> None:
    """Let the run know whether its engine is there; a process that is the host and nothing else ends with it."""
    started_as = getattr(getattr(sys.modules.get("__main__"), "__spec__", None), "name", "")
    engine.look_for(_engine_address, ends_with_it=started_as == "pulumi.dynamic.__main__")


def _engine_address() -> str | None:
    main = sys.modules.get("__main__")
    if not hasattr(main, "DynamicResourceProviderServicer") or len(sys.argv) < 2:  # noqa: PLR2004 - the first argument
        return None
    host_name, _, port = sys.argv[1].rpartition(":")
    return sys.argv[1] if host_name and port.isdigit() else None


CONNECTION = engine.Connection(_engine_address)
HostCall.engine = CONNECTION


def _callers() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the documented way to the call stack
    while frame is not None:
        yield frame
        frame = frame.f_back


def without_provider(bag: Any) -> dict[str, Any]:
    """Return a bag without what the SDK puts into each: the pickled provider, there even where nothing was recorded."""
    return {key: value for key, value in bag.items() if key != PROVIDER_KEY}


def _struct(values: Mapping[str, Any]) -> Any:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(rpc.serialize_properties(encodable(dict(values)), {}))
    finally:
        loop.close()
