"""What users' programs instantiate: resources, and explicit provider instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pulumi
from pulumi.dynamic import Resource

from . import outputs, schema
from .config import CLOUD_KEY
from .program import PACKAGE, register
from .record import CHANGED_AT, PLACE, is_internal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from .kind import Kind
    from .lifecycle import LifecycleProvider


class ServingResource(Resource):
    """Base of all resources: one way to take arguments in each of Pulumi's spellings."""

    _provider_class: ClassVar[type[LifecycleProvider]]

    changed_at: pulumi.Output[str | None]
    """When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC."""

    def __init_subclass__(cls, **options: Any) -> None:
        """
        Turn the annotations into attributes that read the outputs in the form that they say: see ``outputs.py``.

        Pulumi is left none: it evaluates all that it finds, anew for each resource, which was a third of declaring one.
        """
        super().__init_subclass__(**options)
        for owner in (ServingResource, cls):
            for name, attribute in outputs.attributes(owner).items():
                setattr(cls, name, attribute)
        cls.__annotations__ = {}

    def _declare(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Take ``(name, args, opts)``, ``(name, opts, **arguments)`` or ``(name, opts=opts, **arguments)``."""
        args, opts = _spellings(arguments, named)
        self._register(resource_name, args, opts)

    def _register(self, resource_name: str, args: Mapping[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        kind = self._provider_class.kind
        self._timeouts = getattr(opts, "custom_timeouts", None)
        secret = schema.secret_fields(kind.args)
        # A name that is seeded with None is an output: unknown in a preview, an attribute for dependents.
        seeds = dict.fromkeys([*schema.fields(kind.args), *schema.fields(kind.state), "status", PLACE, CHANGED_AT])
        given = schema.with_secrets(kind.args, args)
        secrets = pulumi.ResourceOptions(additional_secret_outputs=[*secret, *schema.secret_fields(kind.state)])
        bag, merged = {**seeds, **given}, pulumi.ResourceOptions.merge(opts, secrets)
        register(self, self._provider_class, resource_name, bag, merged)

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - the name that Pulumi gives it
        opts: pulumi.ResourceOptions | None = None,
    ) -> Self:
        """Read an existing resource by its id without owning it: destroy leaves it alone. A missing one is an error."""
        resource = cls.__new__(cls)
        existing = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        resource._register(resource_name, {}, existing)  # noqa: SLF001 - its own class
        return resource


def _spellings(
    arguments: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Mapping[str, Any], pulumi.ResourceOptions | None]:
    opts = named.pop("opts", None)
    args = named.pop("args", None)
    for argument in arguments:
        if isinstance(argument, pulumi.ResourceOptions) and opts is None:
            opts = argument
        elif isinstance(argument, dict) and args is None:
            args = argument
        elif argument is not None:
            raise TypeError("expected (resource_name, args, opts) or (resource_name, opts=opts, **arguments)")
    if args is not None and named:
        raise TypeError("give the arguments either as one args object or as keywords, not both")
    args = args if args is not None else named
    for name in filter(is_internal, args):
        raise pulumi.RunError(f"{name} is not an argument: the provider records it by itself")
    return args, opts


class ServingProvider(pulumi.ProviderResource):
    """
    Base of explicit provider instances: their own process, their own credentials.

    All explicit instances of dynamic providers are of one package and one type, so two of one name would collide
    whatever their cloud: each registers as ``<cloud>-<name>``, and says in its inputs which cloud it is for.
    """

    _kind: ClassVar[Kind[Any, Any]]
    _secret: ClassVar[frozenset[str]]

    def __init__(self, name: str, settings: Mapping[str, Any], opts: pulumi.ResourceOptions | None = None) -> None:
        """Register the instance; credentials are secret by themselves."""
        inputs = {
            key: pulumi.Output.secret(value) if key in self._secret and value is not None else value
            for key, value in settings.items()
        }
        self._settings = {**settings}
        cloud = self._kind.cloud
        super().__init__(PACKAGE, f"{cloud}-{name}", {CLOUD_KEY: cloud, **inputs}, opts)
