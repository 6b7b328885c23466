"""What users' programs instantiate: resources, and explicit providers."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, get_args

import pulumi
from pulumi.dynamic import Resource

from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.settings import CLOUD_KEY
from pulumi_serving.core.values import ids, inputs, leaves, marks, schema
from pulumi_serving.core.values.state_keys import CHANGED_AT, FORMER_OUTPUTS, LOCATION, is_internal
from pulumi_serving.doors.dynamic.sdk import PACKAGE, UNNAMED, read_output

from . import checks, outputs
from .register import called, register

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from pulumi_serving.doors.dynamic.provider import LifecycleProvider


OutputT = TypeVar("OutputT", bound=pulumi.Output[Any])
ConstructorT = TypeVar("ConstructorT", bound="Callable[..., None]")


def constructor(declaration: ConstructorT) -> ConstructorT:
    """
    Let a constructor take its arguments in each spelling; what it tells is for editors, type checkers and ``help``.

    It takes what it does not know, too: a misspelt argument is reported by the preview, with all other mistakes.
    Pulumi looks for the line of the program that declares a resource above a function of this very name.
    """

    @functools.wraps(declaration)
    def __init__(self: ServingResource, resource_name: str, *arguments: Any, **named: Any) -> None:  # noqa: N807 - see above
        self._declare(resource_name, *arguments, **named)

    return cast("ConstructorT", __init__)


class ServingResource(Resource):
    """Base of all resources: one way to take arguments in each of Pulumi's spellings."""

    _provider_class: ClassVar[type[LifecycleProvider]]
    _former_types: ClassVar[tuple[pulumi.Alias, ...]]

    def __init_subclass__(cls, module: str = "", name: str = "", **further: Any) -> None:
        """Let a program's own subclass be of its parent's type, unless it names one: its endpoints stay the same."""
        if module or name:
            super().__init_subclass__(module=module, name=name or "Resource", **further)
            cls._former_types = ()
        else:
            super(Resource, cls).__init_subclass__(**further)
            cls._former_types = (pulumi.Alias(type_=UNNAMED),)  # that of all of them before the first release

    @property
    def changed_at(self) -> pulumi.Output[str | None]:
        """When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC."""
        return self._output(CHANGED_AT)

    def _output(self, name: str, form: Any = None) -> pulumi.Output[Any]:
        """Return an output in a form (see ``outputs.py``); made when it is first asked for, since few of them are."""
        if name not in self.__dict__:
            raise AttributeError(f"{type(self).__name__} has no {name} yet")
        made: dict[str, pulumi.Output[Any]] = self.__dict__.setdefault("_shaped_outputs", {})
        if name not in made:

            def read(value: Any, whole: bool) -> Any:
                if leaves.is_unknown(value):
                    return None if whole else value
                return outputs.shaped(form, value, whole=whole)

            # Both are in no inputs: what does not serve has no status.
            mark = "status" if "status" in self.__dict__ else CHANGED_AT
            made[name] = read_output(self, name, read, mark=mark, former=self._former_outputs.get(name))
        return made[name]

    def _block(self, name: str, output: type[OutputT]) -> OutputT:
        """Return an output that is a block; for a type checker of the class that has its keys."""
        (form,) = get_args(output)
        return cast("OutputT", self._output(name, form))

    def _declare(self, resource_name: str, *arguments: Any, **named: Any) -> None:
        """Take ``(name, args, opts)``, ``(name, opts, **arguments)`` or ``(name, opts=opts, **arguments)``."""
        args, opts = _spellings(called(type(self), resource_name), arguments, named)
        self._register(resource_name, args, opts)

    def _register(self, resource_name: str, args: Mapping[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        kind, what = self._provider_class.kind, called(type(self), resource_name)
        checks.refuse_name(what, resource_name)
        checks.refuse_options(what, opts)
        inputs.refuse(what, args)
        args = inputs.as_lists_and_dictionaries(args)
        self._timeouts = getattr(opts, "custom_timeouts", None)
        secret = schema.secret_fields(kind.args)
        # A name that is seeded with None is an output: unknown in a preview, an attribute for dependents.
        status = ["status"] if isinstance(kind, Serves) else []
        seeds = dict.fromkeys([*schema.fields(kind.args), *schema.fields(kind.state), *status, LOCATION, CHANGED_AT])
        given = schema.with_secrets(kind.args, args)
        secrets = pulumi.ResourceOptions(additional_secret_outputs=[*secret, *schema.secret_fields(kind.state)])
        checks.refuse_unknown_outputs(what, opts, [*seeds, "id"])
        self._secret_outputs = frozenset(getattr(opts, "additional_secret_outputs", None) or ())
        marked = marks.given(args, sorted(self._secret_outputs))
        bag = {
            **seeds,
            **dict.fromkeys(FORMER_OUTPUTS.values()),
            **given,
            **({marks.SECRET: marked} if marked is not None else {}),
        }
        former = pulumi.ResourceOptions(aliases=[*self._former_types])
        merged = pulumi.ResourceOptions.merge(pulumi.ResourceOptions.merge(opts, secrets), former)
        register(self, self._provider_class, resource_name, bag, merged, kind.cloud)
        self._former_outputs = {name: self.__dict__.pop(former) for name, former in FORMER_OUTPUTS.items()}

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - the name that Pulumi gives it
        opts: pulumi.ResourceOptions | None = None,
    ) -> Self:
        """Read an existing resource by its id without owning it: destroy leaves it alone. A missing one is an error."""
        resource, what = cls.__new__(cls), called(cls, resource_name)
        checks.refuse_options(what, opts)
        if isinstance(id, str) and (rule := inputs.wrong_text(id)):
            raise pulumi.RunError(f"{what}: its id {rule}")
        if not inputs.holds_an_output(id) and (rule := ids.broken_rule(id)):
            raise pulumi.RunError(f"{what}: its id {rule}")
        existing = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        resource._register(resource_name, {}, existing)  # noqa: SLF001 - its own class
        return resource


def _spellings(
    what: str, arguments: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Mapping[str, Any], pulumi.ResourceOptions | None]:
    opts = named.pop("opts", None)
    args: Mapping[str, Any] | None = None
    for argument in (*arguments, named.pop("args", None)):
        if isinstance(argument, pulumi.ResourceOptions) and opts is None:
            opts = argument
        elif isinstance(argument, Mapping) and args is None:
            args = argument
        elif argument is not None:
            expected = "(resource_name, args, opts) or (resource_name, opts=opts, **arguments)"
            twice = isinstance(argument, (Mapping, pulumi.ResourceOptions))
            other = f"args must be an ...Args object or a dict, not {checks.a(argument)}"
            rule = "args or opts are given twice" if twice else other
            raise MisspeltCallError(f"{what}: {rule}; expected {expected}")
    if args is not None and named:
        raise MisspeltCallError(f"{what}: give the arguments either as one args object or as keywords, not both")
    args = args if args is not None else named
    for name in filter(is_internal, filter(_is_text, args)):
        raise pulumi.RunError(f"{what}: {name} is not an argument: the provider records it by itself")
    return args, opts


def _is_text(name: object) -> bool:
    return isinstance(name, str)


class MisspeltCallError(TypeError, pulumi.RunError):
    """A constructor was called as none can be. As a RunError it ends a program with its one line."""


class ServingProvider(pulumi.ProviderResource):
    """
    Base of explicit providers: their own process, their own credentials.

    All explicit providers of dynamic providers are of one package and one type, so two of one name would collide
    whatever their cloud: each registers as ``<cloud>-<name>``, and says in its inputs which cloud it is for.
    """

    _cloud: ClassVar[str]
    _args: ClassVar[Any]

    def __init__(self, name: str, settings: Mapping[str, Any], opts: pulumi.ResourceOptions | None = None) -> None:
        """Register the instance; credentials are secret by themselves."""
        what, cloud = called(type(self), name), self._cloud
        checks.refuse_name(what, name)
        checks.refuse_options(what, opts)
        inputs.refuse(what, settings)
        given = schema.with_secrets(self._args, settings)
        self._settings = {**settings}
        self._serving_cloud = cloud
        parent = opts.parent if opts else None
        checks.claim_name(self, what, "pulumi:providers:" + PACKAGE, f"{cloud}-{name}", parent)
        super().__init__(PACKAGE, f"{cloud}-{name}", {CLOUD_KEY: cloud, **given}, opts)
