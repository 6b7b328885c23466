"""Plug-ins as the engine reaches them, over gRPC: Pulumi's own host of dynamic providers in this process, or others."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import sys
import types
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import httpx
from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import ListValue, Struct, Value
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2, provider_pb2_grpc, status_pb2

PROVIDER_KEY = "__provider"
LONGEST_CALL = 120.0
"""Real seconds: a call on a virtual clock takes milliseconds, and so long only if it hangs."""


def struct(values: Any) -> Any:
    """Encode a property bag as the engine does."""
    with contextlib.suppress(TypeError):
        return Struct(fields={name: _encoded(value) for name, value in values.items() if value is not None})
    coroutine = rpc.serialize_properties(dict(values), {})
    try:
        coroutine.send(None)  # plain values are not waited for, so it needs no loop
    except StopIteration as end:
        return end.value
    raise AssertionError(values)


def _encoded(value: Any) -> Any:
    """Encode a plain value, as the SDK does with more work; a TypeError for what has an encoding of its own there."""
    match value:
        case None:
            return Value(null_value=0)  # type: ignore[arg-type]
        case bool():
            return Value(bool_value=value)
        case int() | float():
            return Value(number_value=value)
        case str():
            return Value(string_value=value)
        case dict():
            return Value(struct_value=Struct(fields={name: _encoded(item) for name, item in value.items()}))
        case list():
            return Value(list_value=ListValue(values=map(_encoded, value)))
    raise TypeError(value)


class Failure(Exception):  # noqa: N818 - what the engine makes of an error: a fact of a run, and no error of the test
    """A call that failed: its line, and what the engine records if the resource is there all the same."""

    def __init__(self, error: grpc.RpcError, plugin: Plugin) -> None:
        """Read the status that the plug-in gave, and the detail with the resource in it."""
        self._plugin = plugin
        self.hangs = error.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        self.text = error.details() or ""
        self.id, self.outs, self.inputs, self.reasons = "", {}, {}, []
        for key, value in error.trailing_metadata() or ():
            if key == "grpc-status-details-bin":
                self._read(status_pb2.Status.FromString(value))
        super().__init__(self.text)

    def _read(self, status: Any) -> None:
        self.text = status.message
        for detail in status.details:
            failed = provider_pb2.ErrorResourceInitFailed()
            if detail.Unpack(failed):
                self.id, self.reasons = failed.id, list(failed.reasons)
                self.outs, self.inputs = self._plugin.read(failed.properties), self._plugin.read(failed.inputs)
                if any(not self._plugin.is_marked(bag) for bag in (failed.properties, failed.inputs)):
                    self.text += " Traceback: the record lacks __provider"


class Dropped(Exception):  # noqa: N818 - a fact of a run, and no error of the test
    """The engine has dropped the call: its answer reaches nobody."""


class Plugin:
    """
    A plug-in at an address of this machine; ``provider`` is what marks a resource of a dynamic provider.

    One that is given a ``channel`` shares it with others, and leaves it open.
    """

    def __init__(
        self,
        address: str,
        config: dict[str, Any],
        provider: str | None,
        *,
        configure: bool = True,
        channel: grpc.Channel | None = None,
    ) -> None:
        """Connect and configure."""
        self._shares = channel is not None
        self._channel = grpc.insecure_channel(address) if channel is None else channel
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        self._mark = {} if provider is None else {PROVIDER_KEY: provider}
        self.longest = LONGEST_CALL
        if configure:
            self.configure(config)

    def configure(self, config: dict[str, Any]) -> None:
        """Hand it the stack's config."""
        self._stub.Configure(self.configuration(config))

    def configuration(self, config: dict[str, Any]) -> Any:
        """Return the request that hands over settings."""
        return provider_pb2.ConfigureRequest(args=struct(config))

    def call(self, method: str, request: Any) -> Any:
        """Call a method; a Failure is what the engine would see."""
        self._call = getattr(self._stub, method).future(request, timeout=self.longest)
        try:
            return self._call.result()
        except grpc.FutureCancelledError:
            raise Dropped from None
        except grpc.RpcError as error:
            raise Failure(error, self) from None

    def drop_calls(self) -> None:
        """Drop the call that is under way, as the engine does at the second Ctrl-C."""
        self._call.cancel()

    def cancel(self) -> None:
        """Say that the run is cancelled."""
        self._stub.Cancel(empty_pb2.Empty())

    def bag(self, values: Any) -> Any:
        """Encode the properties of a resource of this plug-in."""
        return struct({**{key: value for key, value in values.items() if value is not None}, **self._mark})

    def read(self, bag: Any) -> dict[str, Any]:
        """Decode the properties of a resource of this plug-in."""
        values = dict(rpc.deserialize_properties(bag))
        values.pop(PROVIDER_KEY, None)
        return values

    def is_marked(self, bag: Any) -> bool:
        """Tell whether a record of it has what every later call needs."""
        return PROVIDER_KEY in bag

    def close(self) -> None:
        """Close the connection, if it is this one's own."""
        if not self._shares:
            self._channel.close()


class Said(engine_pb2_grpc.EngineServicer):
    """The engine's own service, as far as a plug-in needs it: it keeps what is shown on rows."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lines: list[str] = []

    def Log(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - the interface's names
        """Keep a line."""
        self.lines.append(request.message)
        return empty_pb2.Empty()


class Engine:
    """A stand-in for the engine at an address of this machine, which a plug-in takes for the one that started it."""

    def __init__(self) -> None:
        """Listen."""
        self.said = Said()
        self._server, port = _serve(engine_pb2_grpc.add_EngineServicer_to_server, self.said)
        self.address = f"127.0.0.1:{port}"
        self.alive = True

    def stop(self) -> None:
        """Be gone."""
        self._server.stop(0).wait()
        self.alive = False


class Host:
    """
    Pulumi's host of dynamic providers, the code that the engine runs, served from this process.

    So a test can hand the providers a clock and a transport. The module calls its own ``main`` at its end; that call
    alone is left out.
    """

    def __init__(self) -> None:
        """Serve it, beside a stand-in for the engine."""
        spec = importlib.util.find_spec("pulumi.dynamic.__main__")
        path = Path(spec.origin)
        tree = ast.parse(path.read_text())
        tree.body = tree.body[:-1]
        self.module = types.ModuleType("pulumi_dynamic_host")
        exec(compile(tree, str(path), "exec"), self.module.__dict__)  # the code of the host itself
        self.engine = Engine()
        self.servicer = self.module.DynamicResourceProviderServicer()
        add = provider_pb2_grpc.add_ResourceProviderServicer_to_server
        self._server, port = _serve(add, self.servicer)
        self.address = f"127.0.0.1:{port}"

    def forget_providers(self) -> None:
        """Let the next call make its provider anew, as a new process would; the old one's connections go with it."""
        for provider in self.module._PROVIDER_CACHE.values():
            if isinstance(client := getattr(provider, "client", None), httpx.Client):
                client.close()
        self.module._PROVIDER_CACHE.clear()

    def pose_as_main(self) -> None:
        """Be what the package takes for the process that it runs in: the host, started with the engine's address."""
        self._argv = sys.argv[:]
        sys.modules["__main__"].DynamicResourceProviderServicer = self.module.DynamicResourceProviderServicer
        sys.argv[1:] = [self.engine.address]

    def stop(self) -> None:
        """End both, and be the main program no longer."""
        sys.argv[:] = self._argv
        vars(sys.modules["__main__"]).pop("DynamicResourceProviderServicer", None)
        self._server.stop(0)
        self.forget_providers()
        self.engine.stop()


def _serve(add: Any, servicer: Any) -> tuple[Any, int]:
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    add(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port
