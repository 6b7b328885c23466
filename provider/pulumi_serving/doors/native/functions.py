"""The functions of programs, as the engine invokes them."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import pulumi
from typing_extensions import Unpack, get_type_hints

from pulumi_serving.core.cloud.discovery import PACKAGE, clouds, resources
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.values.leaves import whole_numbers
from pulumi_serving.core.values.validate import unknown_name
from pulumi_serving.doors.spelling import camel
from pulumi_serving.program.lookup import Lookup, LookupFailedError

from .settings import NativeSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pulumi_serving.core.cloud.session import Runtime


@dataclass(frozen=True)
class Function:
    """One function: what reads the cloud, and what a Python program calls for it, which says what it takes."""

    token: str
    lookup: Lookup[Any]
    python: Callable[..., Any]

    @cached_property
    def arguments(self) -> dict[str, tuple[Any, Any]]:
        """What it takes: the type of each argument and what it is when it is left out; empty where it must be given."""
        found: dict[str, tuple[Any, Any]] = {}
        hints = get_type_hints(self.python, localns=SIGNATURE_NAMES)
        for name, parameter in inspect.signature(self.python).parameters.items():
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                (filters,) = hints[name].__args__
                found |= {key: (hint, None) for key, hint in get_type_hints(filters, include_extras=True).items()}
            elif name != "opts":
                found[name] = (hints[name], parameter.default)
        return found

    def run(self, given: Mapping[str, Any], settings: Mapping[str, str], runtime: Runtime) -> dict[str, Any]:
        """Return what the cloud has, with camelCase names; a ServingError says why not."""
        name = self.token.rpartition(":")[2]
        own = {camel(argument): argument for argument in self.arguments}
        back = {argument: wire for wire, argument in own.items()}
        unknown = [key for key in given if key not in own and key not in self.arguments]
        if unknown:
            raise ServingError(f"{name}: {unknown_name(unknown[0], [*own], f'{unknown[0]} is not an argument')}")
        args = {key: default for key, (_, default) in self.arguments.items() if default is not inspect.Parameter.empty}
        args |= {own.get(key, key): value for key, value in whole_numbers(dict(given)).items()}
        missing = [camel(key) for key in self.arguments if key not in args]
        if missing:
            raise ServingError(f"{name}: {', '.join(missing)}: is required")
        present = {key: value for key, value in args.items() if value is not None}
        kind = self.lookup.kind
        try:
            found = self.lookup.read(
                present, NativeSource(kind.cloud, settings, runtime.environ, kind.namespace), runtime
            )
        except LookupFailedError as error:
            line = str(error).replace(f"{self.lookup.function}: ", f"{name}: ", 1)
            raise ServingError(re.sub(r"\w+", lambda word: back.get(word[0], word[0]), line)) from None
        wire: dict[str, Any] = _to_wire(found)
        return wire


@cache
def functions() -> dict[str, Function]:
    """Return all functions by their tokens, found in the folders of the resources."""
    return {function.token: function for cloud in clouds() for function in _of_cloud(cloud)}


def _of_cloud(cloud: str) -> Iterator[Function]:
    importlib.import_module(f"{PACKAGE}.{cloud}")
    for folder in resources(cloud):
        try:
            module = importlib.import_module(f"{PACKAGE}.{cloud}.{folder}.lookups")
        except ModuleNotFoundError:  # a resource needs none
            continue
        for item in vars(module).values():
            if isinstance(item, Lookup):
                name = item.token.rpartition(":")[2]
                yield Function(f"serving:{cloud}:{name}", item, getattr(module, item.function))


def _to_wire(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {camel(field.name): _to_wire(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _to_wire(item) for key, item in value.items()}
    return [_to_wire(item) for item in value] if isinstance(value, (list, tuple)) else value


SIGNATURE_NAMES = {"pulumi": pulumi, "Sequence": Sequence, "Mapping": Mapping, "Unpack": Unpack}
"""What signatures name and modules import for a type checker alone."""
