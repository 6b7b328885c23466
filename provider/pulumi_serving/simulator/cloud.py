"""What a cloud hands to the simulator, and how the clouds are found: adding one is adding a folder."""

from __future__ import annotations

import importlib
import importlib.util
import json
import pkgutil
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Response

import pulumi_serving

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from flask import Blueprint

    from pulumi_serving.simulator.world import World

RECORD = "pulumi_serving.record"
"""Where a request's environment has its line of the ledger."""


@dataclass(frozen=True)
class Cloud:
    """One cloud. Its module `simulator` has a function `create_cloud(world)` that returns this."""

    prefixes: tuple[str, ...]
    """Paths that are this cloud's: unknown ones beneath them are refused in its own words."""
    blueprint: Blueprint
    """Its routes, at the real paths. Its name is the cloud's, a route's endpoint name is the operation: faults and the
    ledger know them by these names."""
    error: Callable[..., Response]
    """The cloud's own body for an HTTP status: an unknown path (404), a wrong method (405), a fault without a body.
    With a second argument, the body for that one of the cloud's own error codes."""

    @property
    def name(self) -> str:
        """The cloud's name."""
        return self.blueprint.name

    def has_path(self, path: str) -> bool:
        """Whether a path is this cloud's."""
        return any(path == prefix or path.startswith(f"{prefix}/") for prefix in self.prefixes)


def find_clouds(world: World) -> list[Cloud]:
    """Create every cloud of the package that has a module `simulator`, with the parts of its resources."""
    clouds: list[Cloud] = [module.create_cloud(world) for module in _simulators(pulumi_serving)]
    for cloud in clouds:
        _add_parts(cloud, world)
    return clouds


def _add_parts(cloud: Cloud, world: World) -> None:
    for part in find_parts(cloud.name):
        for operation, method, path, view in part.views(world):
            if not cloud.has_path(path):
                raise ValueError(
                    f"{part.__name__}: {path} begins with none of {', '.join(cloud.prefixes)}, so no fault would reach "
                    f"it: name its beginning in the prefixes of {cloud.name}'s simulator.py"
                )
            cloud.blueprint.add_url_rule(path, operation, view, methods=[method], provide_automatic_options=False)


def find_parts(cloud: str) -> list[ModuleType]:
    """Return the modules `simulator` of a cloud's folders: what each kind of resource adds, as `views(world)`."""
    return _simulators(importlib.import_module(f"{pulumi_serving.__name__}.{cloud}"))


def _simulators(package: ModuleType) -> list[ModuleType]:
    return [importlib.import_module(name) for name in _names(package.__name__, tuple(package.__path__))]


@lru_cache(maxsize=32)
def _names(package: str, paths: tuple[str, ...]) -> list[str]:
    folders = [folder.name for folder in pkgutil.iter_modules(paths) if folder.ispkg]
    names = [f"{package}.{folder}.simulator" for folder in folders]
    return [name for name in names if importlib.util.find_spec(name)]


def note_account(environ: Mapping[str, Any], account: int) -> None:
    """Note whose request it is, once it has been let in."""
    environ[RECORD]["account"] = account


def json_response(body: Any, status: int = 200) -> Response:
    """Answer with JSON, inside or outside of a request."""
    return Response(json.dumps(body), status=status, mimetype="application/json")
