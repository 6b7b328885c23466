"""``pulumi-resource-serving``: what the engine starts for a program, of any language, that uses the package."""

from __future__ import annotations

import os
import re
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from pulumi_serving.core.calls import run
from pulumi_serving.doors import engine

from .call import CONNECTION, found_engine
from .server import Door

if TYPE_CHECKING:
    from collections.abc import Sequence

POOL_SIZE = 1024  # threads start on demand; a pool not larger than --parallel would leave no thread for Cancel


def serve(door: Door) -> tuple[grpc.Server, int]:
    """Serve a provider at a port of this machine."""
    server = grpc.server(ThreadPoolExecutor(max_workers=POOL_SIZE), options=_GRPC_CHANNEL_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(door, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def engine_address(arguments: Sequence[str]) -> str | None:
    """Return the engine's address; flags for logs may stand before it."""
    return next((word for word in reversed(arguments) if re.fullmatch(r"[^\s-][^\s]*:\d+", word)), None)


def main() -> None:
    """Serve until the engine ends this process, or is gone."""
    address = engine_address(sys.argv[1:])
    if address is None and not os.environ.get("PULUMI_DEBUG_PROVIDERS"):
        sys.stderr.write(
            "pulumi-resource-serving is a plug-in: the Pulumi engine starts it for programs that use the package "
            "serving. See docs/languages.md\n"
        )
        sys.exit(2)
    if address is not None:
        found_engine(address)
    ending = _ending()
    server, port = serve(Door())
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    engine.look_for(CONNECTION.address, ends_with_it=True)
    os.read(ending, 1)
    run.cancel()
    server.stop(engine.LAST_SECONDS).wait(engine.LAST_SECONDS + 1)  # what is under way ends in good order first
    sys.stdout.flush()
    os._exit(0)  # a thread, or a connection, that is left must not hold the engine up


def _ending() -> int:
    """
    Return what can be read once the engine ends this process, by a signal.

    From the first line on: as an exception the signal would come wherever the process is then, before it waits, too.
    """
    ending, end = os.pipe()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os.write(end, b"."))
    return ending
