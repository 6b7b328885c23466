"""What this door serves: each kind of resource under its token, and the wait for many endpoints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, get_origin

from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.discovery import clouds, kinds
from pulumi_serving.core.lifecycle.provider import Lifecycle
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.markers import Location, Secret
from pulumi_serving.doors.readiness import ReadinessArgs, ReadinessState
from pulumi_serving.doors.spelling import Spelling, camel, spelling_of, spelling_of_the_wait

from .settings import NativeSource
from .wait import NativeReadiness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.names import Namer
    from pulumi_serving.core.cloud.session import Runtime
    from pulumi_serving.core.lifecycle.verbs import Verbs
    from pulumi_serving.doors.spelling import Path

PACKAGE = "serving"
READINESS = f"{PACKAGE}:index:Readiness"
PROVIDER_KEY = "__provider"
"""What marks the resources of the other door."""


def dynamic_type(token: str) -> str:
    """Return the type that a resource of this door has at the other one."""
    _, module, title = token.split(":")
    return f"pulumi-python:dynamic/{PACKAGE}/{module}:{title}"


@dataclass(frozen=True)
class Served:
    """One kind of resource: its token, its declarations, and which paths are secret whatever a program says."""

    token: str
    kind: Kind[Any, Any] | None
    """None for the wait."""
    args: Any
    state: Any
    names: Spelling
    secret: frozenset[Path]
    further: tuple[str, ...] = ()
    """Outputs that are declared nowhere."""

    @cached_property
    def secret_outputs(self) -> frozenset[Path]:
        """Those of the secret paths that are no argument's."""
        return frozenset(path for path in self.secret if path[0] not in schema.fields(self.args))

    @cached_property
    def locations(self) -> frozenset[str]:
        """The arguments that say where it lives."""
        return frozenset(name for name, field in schema.fields(self.args).items() if field.marker(Location))

    def verbs(self, runtime: Runtime, given: Mapping[str, str], namer: Namer) -> Verbs:
        """Return what answers the calls."""
        if self.kind is None:
            return NativeReadiness(runtime, given)
        return NativeLifecycle(self.kind, runtime, given, namer)

    @staticmethod
    def known(bag: dict[str, Any]) -> dict[str, Any]:
        """Return a bag without what the other door puts into each."""
        return {name: value for name, value in bag.items() if name != PROVIDER_KEY}

    @staticmethod
    def is_of_another_door(struct: Any) -> bool:
        """Tell whether the other door has recorded these outputs: an update, which sends nothing, gives them anew."""
        return PROVIDER_KEY in struct


class NativeLifecycle(Lifecycle):
    """The life of one kind of resource, with the settings of this door."""

    source = NativeSource


@cache
def served() -> dict[str, Served]:
    """Return all that is served, by token."""
    found = {token: _of_kind(token, kind) for cloud in clouds() for token, kind in _tokens(cloud)}
    args, state = ReadinessArgs, ReadinessState
    return {**found, READINESS: Served(READINESS, None, args, state, spelling_of_the_wait(), frozenset(_secret(state)))}


def _tokens(cloud: str) -> Iterator[tuple[str, Kind[Any, Any]]]:
    for folder, kind in kinds(cloud).items():
        name = camel(folder)
        yield f"{PACKAGE}:{cloud}:{name[0].upper()}{name[1:]}", kind


def _of_kind(token: str, kind: Kind[Any, Any]) -> Served:
    secret = frozenset(_secret(kind.args, kind.state))
    further = ("status",) if isinstance(kind, Serves) else ()
    return Served(token, kind, kind.args, kind.state, spelling_of(type(kind)), secret, further)


def _secret(*declared: Any) -> Iterator[Path]:
    """Yield the paths that are always secret, no deeper than needed: within a list it is the list."""
    for each in declared:
        yield from _secret_of(each, ())


def _secret_of(declared: Any, here: Path) -> Iterator[Path]:
    for name, field in schema.fields(declared).items():
        path = (*here, name)
        if field.marker(Secret):
            yield path
        elif field.nested is not None and get_origin(field.type) is list:
            if [*_secret_of(field.nested, ())]:
                yield path
        elif field.nested is not None:
            yield from _secret_of(field.nested, path)
