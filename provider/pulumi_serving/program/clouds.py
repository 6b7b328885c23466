"""The clouds as a program sees them: the public classes of their folders."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.cloud.discovery import PACKAGE, kind_of, serving_kinds
from pulumi_serving.core.cloud.settings import config_key
from pulumi_serving.core.values import schema

from .resource import ServingProvider, ServingResource

if TYPE_CHECKING:
    from pulumi_serving.core.cloud.kind import Kind


@dataclass(frozen=True)
class Cloud:
    """One cloud, and one of its kinds that serve: by what name the cloud knows it, and its public classes."""

    name: str
    kind_name: str
    kind: Kind[Any, Any]
    resource: type[ServingResource]
    provider: type[ServingProvider]

    @property
    def namespace(self) -> str:
        """The namespace of its config keys."""
        return self.kind.namespace or self.name

    @property
    def settings(self) -> dict[str, str]:
        """Its Provider's arguments, each with the config key of the same meaning."""
        return {name: f"{self.namespace}:{config_key(name)}" for name in schema.fields(self.settings_args)}

    @property
    def settings_args(self) -> Any:
        """The ``...Args`` that declares them."""
        return self.kind.provider_args

    @property
    def secret_settings(self) -> frozenset[str]:
        """The Provider's arguments that are credentials: secret whether or not the user says so."""
        return frozenset(schema.secret_fields(self.settings_args))


@cache
def cloud(name: str, kind: str = "") -> Cloud:
    """
    Return a cloud by its name, importing its folder, with the kind of this name; a ValueError where there is none.

    Without one it is the only kind that serves, or else the first: the settings are those of all.
    """
    found = serving_kinds(name)
    kind_name = kind or next(iter(found))
    chosen = kind_of(name, kind_name)
    package = importlib.import_module(f"{PACKAGE}.{name}")
    public = [item for item in (getattr(package, each) for each in package.__all__) if isinstance(item, type)]
    (provider,) = (item for item in public if issubclass(item, ServingProvider))
    (resource,) = (
        item
        for item in public
        if issubclass(item, ServingResource) and type(item._provider_class.kind) is type(chosen)  # noqa: SLF001
    )
    return Cloud(name, kind_name, chosen, resource, provider)
