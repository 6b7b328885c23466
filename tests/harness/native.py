"""The native door as the engine reaches it over gRPC, served from this process, so that a test can hand it a clock."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import provider_pb2

from pulumi_serving.core.cloud import discovery
from pulumi_serving.doors.dynamic.provider import DynamicProvider
from pulumi_serving.doors.native import bags, call
from pulumi_serving.doors.native.main import serve
from pulumi_serving.doors.native.resources import served
from pulumi_serving.doors.native.server import Door

from .plugin import Engine, Plugin

if TYPE_CHECKING:
    import grpc

    from pulumi_serving.doors.spelling import Path

NAMESPACES = {discovery.kind_of(cloud).namespace or cloud: cloud for cloud in discovery.clouds()}
"""The clouds by their namespaces of the other door."""


class NativeHost:
    """The door, beside a stand-in for the engine."""

    def __init__(self) -> None:
        """Serve it."""
        self.engine = Engine()
        self.door = Door()
        self.servicer = self.door
        self._server, port = serve(self.door)
        self.address = f"127.0.0.1:{port}"

    def forget_providers(self) -> None:
        """Be as a new process would: with the runtime that stands for it."""
        self.door.runtime = DynamicProvider.runtime
        self.door.namer = type(self.door.namer)()
        self.door.given = {}

    def pose_as_main(self) -> None:
        """Be told the engine's address, as on the command line."""
        call.found_engine(self.engine.address)

    def stop(self) -> None:
        """End both."""
        self._server.stop(0)
        self.engine.stop()
        call.forget_engine()


class NativePlugin(Plugin):
    """The door as a stack sees it whose own names are those of a Python program."""

    def __init__(
        self, address: str, config: dict[str, Any], token: str, *, channel: grpc.Channel | None = None
    ) -> None:
        """Connect, and hand it the settings in its own form."""
        self.served = served()[token]
        super().__init__(address, config, None, channel=channel)

    def configuration(self, config: dict[str, Any]) -> Any:
        """Return the request that hands over settings; the engine's own provider is called ``default``."""
        name = "mine" if "cloud" in config else "default_0_1_0"
        return provider_pb2.ConfigureRequest(args=bags.write(nested(config)), name=name)

    def bag(self, values: Any) -> Any:
        """Encode the properties; what is declared secret is marked, as the engine does it."""
        present = {key: value for key, value in values.items() if value is not None}
        secret: list[Path] = [path for path in self.served.secret if path[0] in present]
        names = self.served.names
        return bags.write(names.to_wire(present), map(names.path_to_wire, secret))

    def read(self, bag: Any) -> dict[str, Any]:
        """Decode the properties."""
        return self.served.names.from_wire(bags.read(bag)[0])

    def is_marked(self, bag: Any) -> bool:
        """Tell that nothing is missing: this door needs no mark."""
        _ = bag
        return True


def in_its_words(line: str) -> str:
    """Return a line of the other door with the names that this one has."""
    line = re.sub(r"custom_timeouts=\{'(\w+)': \.\.\.\}", r"customTimeouts: {\1: ...}", line)
    line = line.replace("delete_before_replace=True", "deleteBeforeReplace: true")
    line = re.sub(r"[a-z]+(?:_[a-z]+)+", lambda name: re.sub(r"_(.)", lambda at: at[1].upper(), name[0]), line)
    line = re.sub(r"config set( --secret)? (?=\w+:)", r"config set\1 --path ", line)

    def key(found: re.Match[str]) -> str:
        return f"serving:{NAMESPACES[found[1]]}.{found[2]}"

    return re.sub(rf"\b({'|'.join(NAMESPACES)}):(\w+)", key, line)


def nested(config: dict[str, Any]) -> dict[str, str]:
    """Return settings of the other door, of a stack or of an explicit Provider, as this one takes them."""
    found: dict[str, dict[str, Any]] = {}
    if "cloud" in config:
        found[config["cloud"]] = {key: value for key, value in config.items() if key != "cloud"}
    else:
        for key, value in config.items():
            namespace, _, name = key.partition(":")
            found.setdefault(NAMESPACES.get(namespace, namespace), {})[name] = value
    return {cloud: json.dumps(settings) for cloud, settings in found.items()}
