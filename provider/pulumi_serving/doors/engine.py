"""The engine that has started this process: what is shown on its rows, and whether it is there still."""

from __future__ import annotations

import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from pulumi_serving.core.calls import run
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

log = get_logger("pulumi_serving.host")

WATCH_SECONDS = 1.0
ENGINE_REFUSALS = 4
LAST_SECONDS = 4.0
"""How long a process whose engine has gone goes on, so that its waits end in good order."""


class Connection:
    """The engine's own service, at the address that a door finds."""

    def __init__(self, address: Callable[[], str | None]) -> None:
        """Take what finds the address; None where there is no engine. ``connect`` makes a channel to an address."""
        self.address = address
        self.connect: Callable[[str], Any] = grpc.insecure_channel
        self._lock = threading.Lock()
        self._stub: Any = None

    def forget(self) -> None:
        """Connect anew: the address is another."""
        with self._lock:
            self._stub = None

    def show(self, urn: str, message: str, *, warns: bool, passing: bool) -> None:
        """Show a line on a resource's row."""
        engine = self._engine()
        if engine is None or not urn:
            return
        severity = engine_pb2.WARNING if warns else engine_pb2.INFO
        try:
            engine.Log(
                engine_pb2.LogRequest(severity=severity, message=one_line(message), urn=urn, ephemeral=passing),
                timeout=5,
            )
        except grpc.RpcError as error:  # a status line is a comfort: it may not end an operation
            log.debug("the engine took no status line: %s", error)

    def _engine(self) -> Any:
        with self._lock:
            if self._stub is None and (address := self.address()) is not None:
                self._stub = engine_pb2_grpc.EngineStub(self.connect(address))
            return self._stub


class EngineProbe(run.Probe):
    """The engine that has started this process, at the address that it was given."""

    def __init__(self, address: Callable[[], str | None]) -> None:
        """Take what finds the address; nothing is known yet."""
        self._address = address
        self._seen_at = 0.0
        self._seen = True

    def alive(self, *, anew: bool) -> bool:
        """Connect to it, where that was not done in the last seconds, or is asked for."""
        address = self._address()
        if address is None:
            return True
        if _watchers and not anew:
            return not _engine_gone.is_set()
        now = time.monotonic()
        if anew or now - self._seen_at >= run.ENGINE_CHECK_SECONDS:
            refused = _refuses(address)
            if refused is not None:  # a busy machine is not a dead engine
                self._seen = not refused
            self._seen_at = now
        return self._seen


def _refuses(address: str) -> bool | None:
    """Tell whether nobody listens at an address any more; None where that can't be told."""
    host_name, _, port = address.rpartition(":")
    try:
        socket.create_connection((host_name, int(port)), timeout=2).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return None
    return False


def look_for(address: Callable[[], str | None], *, ends_with_it: bool) -> None:
    """
    Let the run know whether its engine is there; and if this process ends with it, end it some seconds afterwards.

    Nobody else does: the engine ends its plug-ins, and one that was killed can't. Its waits end first, since they ask
    ``run.engine_alive``; what then still hangs does not count, for nobody is left to hear of it.
    """
    run.look_with(EngineProbe(address))
    found = address()
    with _lock:
        if found is None or not ends_with_it or _watchers:
            return
        _watchers.append(threading.Thread(target=_watch, args=(found,), daemon=True, name="engine watch"))
    _watchers[0].start()


_lock = threading.Lock()
_watchers: list[threading.Thread] = []
_engine_gone = threading.Event()


def _watch(
    address: str,
    refuses: Callable[[str], bool | None] = _refuses,
    parent: Callable[[], int] = os.getppid,
    sleep: Callable[[float], object] = time.sleep,
    leave: Callable[[int], object] = os._exit,
) -> None:
    """Look at the engine until it has refused so often in a row that it is gone, and then leave."""
    refused = 0
    began_with = parent()
    while refused < ENGINE_REFUSALS:
        sleep(WATCH_SECONDS)
        answer = refuses(address)
        if answer is False:
            refused = 0
        elif answer:
            # A process whose parent has gone belongs to another: then one refusal says it all.
            refused += ENGINE_REFUSALS if parent() != began_with else 1
    _engine_gone.set()
    run.wake_all()
    sleep(LAST_SECONDS)
    leave(1)
