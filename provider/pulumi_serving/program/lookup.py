"""
Functions of a program that read a cloud (data sources).

The host of dynamic providers serves no functions, so a function calls the API from the program itself, with the same
settings that a resource would have: those of ``opts.provider`` (or of the parent's provider), else the stack's config,
else the environment. Under ``pulumi.runtime.set_mocks`` it asks the mocks' ``call`` instead, as every function does.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pulumi
from pydantic import TypeAdapter, ValidationError

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.cloud.settings import CLOUD_KEY, Source, snake_case
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.values import ids, inputs, leaves, schema
from pulumi_serving.doors.dynamic import sdk

from . import checks
from .resource import ServingProvider

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.redact import Redactor

SECONDS = 120.0

ResultT = TypeVar("ResultT")

_runtime = Runtime()


class LookupFailedError(ServingError, pulumi.RunError):
    """A function failed. As a RunError it ends a program with its one line, without a traceback."""


@dataclass(frozen=True)
class Lookup(Generic[ResultT]):
    """
    One function of one cloud.

    ``token`` is what mocks see, ``run`` reads the cloud, ``result`` is the dataclass that what it, or a mock, returns
    is read into. ``of`` is the argument that says which one resource is read, if it reads one; ``lists`` are those that
    are lists of texts.
    """

    kind: Kind[Any, Any]
    token: str
    run: Callable[[Any, Mapping[str, Any], Operation], Mapping[str, Any]]
    result: type[ResultT]
    of: str = ""
    lists: tuple[str, ...] = ()
    has_location: bool = True
    """Whether it reads what lives where the kind's resources do, rather than something of the whole account."""

    def plain(self, args: Mapping[str, Any], opts: pulumi.InvokeOptions | None = None) -> ResultT:
        """Return the result itself; every argument must be known."""
        given = self._given(args, opts)
        for name, value in given.items():
            if inputs.holds_an_output(value):
                raise LookupFailedError(
                    f"{self.function}: {name} is an output, whose value is not here yet: call {self.function}_output, "
                    "or this within its .apply(...)"
                )
        if sdk.is_mocked():
            return self._parsed(pulumi.runtime.invoke(self.token, given, opts).value or {})
        instance = self._instance(opts)
        return self._run(given, self._resolved(instance) if instance else self._stack_config())

    def output(
        self, args: Mapping[str, Any], opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None
    ) -> pulumi.Output[ResultT]:
        """Return the result as an output: it waits for its arguments, and is unknown while one of them is."""
        given = self._given(args, opts)
        if sdk.is_mocked():
            plain_opts = pulumi.InvokeOptions(parent=opts.parent, provider=opts.provider) if opts else None
            return pulumi.Output.from_input(given).apply(lambda known: self.plain(known, plain_opts))
        instance = self._instance(opts)
        # Read here: in the thread below there is no program, and so no config of one.
        stack = {} if instance else self._stack_config()
        # A secret key must not make the answer secret.
        settings = pulumi.Output.unsecret(pulumi.Output.from_input(instance._settings if instance else {}))  # noqa: SLF001
        waits_for = list(getattr(opts, "depends_on", None) or [])
        ready = pulumi.Output.all(
            given, settings, *[item.urn for item in waits_for if isinstance(item, pulumi.Resource)]
        )

        def run(values: list[Any]) -> Any:
            given = self._explicit(values[1]) if instance else stack
            return asyncio.get_running_loop().run_in_executor(None, self._run, values[0], given)

        result: pulumi.Output[ResultT] = ready.apply(run)
        return result

    def _given(self, args: Mapping[str, Any], opts: Any) -> dict[str, Any]:
        """Return the arguments that are given; a LookupFailedError says which can't be."""
        if not isinstance(opts, pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None):
            raise LookupFailedError(f"{self.function}: opts must be pulumi.InvokeOptions, not {checks.a(opts)}")
        given = {name: value for name, value in args.items() if value is not None}
        lines = inputs.lines(self.function, given)
        if self.of and not inputs.holds_an_output(given.get(self.of)) and (rule := ids.broken_rule(given.get(self.of))):
            lines = lines or [f"{self.function}: {self.of} {rule}"]
        self._check_lists({name: value for name, value in given.items() if not inputs.holds_an_output(value)})
        if lines:
            raise LookupFailedError("\n".join(lines))
        return given

    def _check_lists(self, given: Mapping[str, Any]) -> None:
        """Raise if one of the lists is none: the letters of a text would be asked for."""
        for name in self.lists:
            value = given.get(name)
            if value is None:
                continue
            if not isinstance(value, (list, tuple)):
                raise LookupFailedError(f"{self.function}: {name}: must be a list, not {checks.a(value)}")
            for index, item in enumerate(value):
                if not isinstance(item, str):
                    what = checks.a(item)
                    raise LookupFailedError(f"{self.function}: {name}[{index}]: must be a text, not {what}")

    def _run(self, args: Mapping[str, Any], given: Mapping[str, str]) -> ResultT:
        return self.read(args, Source(self.kind.cloud, given, os.environ, self.kind.namespace), _runtime)

    def read(self, args: Mapping[str, Any], source: Source, runtime: Runtime) -> ResultT:
        """Read the cloud with these settings; a LookupFailedError tells why that can't be done, in one line."""
        try:
            if self.of:
                ids.check_id(self.kind.noun, args.get(self.of))
            self._check_lists(args)
            settings = self.kind.settings(source)
            location = self.kind.location(settings, args) if self.has_location else settings.location
            settings = settings if location == settings.location else self.kind.at(settings, location)
            account = runtime.session(self.kind, settings)
            operation = Operation("looking up", SECONDS, runtime.clock)
            found = self.run(account.client, args, operation)
            found = _reported(found, schema.messages(self.kind.state), operation.redactor)
        except LookupFailedError:
            raise
        except ServingError as error:
            raise LookupFailedError(f"{self.function}: {error}") from None
        except (TypeError, ValueError):  # its words may quote what a program must not repeat
            raise LookupFailedError(f"{self.function}: an argument has another type than it takes") from None
        return self._parsed(found)

    def _parsed(self, value: Any) -> ResultT:
        try:
            return TypeAdapter(self.result).validate_python(leaves.whole_numbers(value))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise LookupFailedError(
                f"{self.function}: the answer has another form than documented ({where}: {first['msg']})"
            ) from None

    @property
    def function(self) -> str:
        """The name by which a program calls it: ``get_endpoint``."""
        return snake_case(self.token.rpartition(":")[2])

    def _stack_config(self) -> dict[str, str]:
        namespace = self.kind.namespace or self.kind.cloud
        config = pulumi.Config(namespace)
        found = {f"{namespace}:{key}": config.get(key) for key in self.kind.config_keys}
        return {name: value for name, value in found.items() if value is not None}

    def _explicit(self, values: Mapping[str, Any]) -> dict[str, str]:
        known = {key: value for key, value in values.items() if isinstance(value, str)}
        return {CLOUD_KEY: self.kind.cloud, **known}

    def _instance(self, opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None) -> ServingProvider | None:
        """Return the explicit provider to use; one that is not this cloud's would read another account than meant."""
        found = opts.provider if opts else None
        if found is None and opts is not None and opts.parent is not None:
            inherited = opts.parent.get_provider(self.token)
            return inherited if isinstance(inherited, ServingProvider) and self._is_ours(inherited) else None
        if found is None or self._is_ours(found):
            return found if isinstance(found, ServingProvider) else None
        cloud = found._cloud if isinstance(found, ServingProvider) else "something else"  # noqa: SLF001
        raise LookupFailedError(f"{self.function}: the given provider is for {cloud}")

    def _is_ours(self, instance: object) -> bool:
        return isinstance(instance, ServingProvider) and instance._cloud == self.kind.cloud  # noqa: SLF001

    def _resolved(self, instance: ServingProvider) -> dict[str, str]:
        output = pulumi.Output.from_input(instance._settings)  # noqa: SLF001
        if not sdk.now(output.is_known()):
            raise LookupFailedError(f"{self.function}: the provider instance is not known yet; use the _output form")
        known: Mapping[str, Any] | None = sdk.now(output.future())
        return self._explicit(known or {})


def _reported(value: Any, words: frozenset[str], redactor: Redactor) -> Any:
    """Return what was found with the cloud's own words blanked: they repeat what a result leaves out."""
    if isinstance(value, dict):
        return {
            key: redactor.value(item) if key in words else _reported(item, words, redactor)
            for key, item in value.items()
        }
    return [_reported(item, words, redactor) for item in value] if isinstance(value, list) else value


def listed(values: Any) -> Any:
    """Return a list of several values; an output, or a text, whose letters are no values, as it is."""
    return values if values is None or isinstance(values, (str, pulumi.Output)) else list(values)
