"""The clouds as a program sees them: the public classes of their folders."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import pulumi
from pydantic import Field, with_config
from typing_extensions import TypedDict, get_type_hints

from pulumi_serving.core.cloud.discovery import PACKAGE, kind_of, serving_kinds
from pulumi_serving.core.cloud.settings import snake_case
from pulumi_serving.core.values.markers import STRICT, Input, Secret

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
    config_keys: tuple[str, ...]

    @property
    def namespace(self) -> str:
        """The namespace of its config keys."""
        return self.kind.namespace or self.name

    @property
    def settings(self) -> dict[str, str]:
        """Its Provider's arguments, each with the config key of the same meaning."""
        return {snake_case(key): f"{self.namespace}:{key}" for key in self.config_keys}

    @property
    def settings_args(self) -> Any:
        """Its Provider's arguments as an ``...Args``, from their annotations."""
        return _settings_args(self)

    @property
    def secret_settings(self) -> frozenset[str]:
        """The Provider's arguments that are credentials: secret whether or not the user says so."""
        return self.provider._secret  # noqa: SLF001 - the room next door


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
    keys = importlib.import_module(f"{PACKAGE}.{name}.settings").CONFIG_KEYS
    return Cloud(name, kind_name, chosen, resource, provider, tuple(keys))


@cache
def _settings_args(of: Cloud) -> Any:
    # pulumi.Input holds two of these names as text; a type checker alone needs the third there.
    hints = get_type_hints(of.provider.__init__, localns={"Output": pulumi.Output, "T": Any, "pulumi": pulumi})
    declared = {}
    for name, key in of.settings.items():
        description = Field(description=f"What the config key `{key}` is for the default account.")
        secret = [Secret()] if name in of.secret_settings else []
        declared[name] = Input[Annotated[(_plain_type(hints[name]), description, *secret)]]  # type: ignore[misc]
    return with_config(STRICT)(TypedDict(f"{of.name.title()}SettingsArgs", declared, total=False))  # type: ignore[operator]


def _plain_type(hint: Any) -> Any:
    """Return the type that a ``pulumi.Input`` of it, or None, is made of."""
    if hint is str or get_origin(hint) is Literal:
        return hint
    return next((found for part in get_args(hint) if (found := _plain_type(part)) is not None), None)
