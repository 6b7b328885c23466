"""What was declared of the fields of an ``...Args`` (``markers.py``), for whoever needs to know."""

from __future__ import annotations

import ast
import inspect
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

import pulumi
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from typing_extensions import NotRequired, Required, get_type_hints, is_typeddict

from .leaves import whole_numbers
from .markers import Extra, Known, Marker, Message, Secret, Sensitive, Unordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

ABSENT: Any = object()
"""In place of a value that a bag does not have."""
LIMITS = ("ge", "le", "min_length", "max_length")
MarkerT = TypeVar("MarkerT", bound=Marker)


@dataclass(frozen=True)
class FieldSpec:
    """A field as it was declared."""

    name: str
    type: Any
    required: bool
    owner: Any
    constraints: tuple[Any, ...]
    markers: tuple[Marker, ...]
    described: str = ""

    @property
    def description(self) -> str:
        """What the field is: the text below it, else what its type says. Programs and plug-ins never ask for it."""
        return _texts_below(self.owner.__module__, self.owner.__name__).get(self.name) or self.described

    def marker(self, kind: type[MarkerT]) -> MarkerT | None:
        """Return the field's marker of this kind, if it has one."""
        found: MarkerT | None = self._markers_by_kind.get(kind)
        return found

    @cached_property
    def _markers_by_kind(self) -> dict[type, Any]:
        return {kind: item for item in reversed(self.markers) for kind in type(item).__mro__}

    @cached_property
    def nested(self) -> Any:
        """The ``...Args`` of the field's value, or of the items of its list; None for plain values."""
        inner = peel(get_args(self.type)[0])[0] if get_origin(self.type) is list else self.type
        return inner if is_typeddict(inner) else None

    @cached_property
    def is_secret_as_a_whole(self) -> bool:
        """Whether the field is secret or may be, and no leaf of it says so by itself."""
        leaves = walk(self.nested) if self.nested is not None else ()
        has_own = any(leaf.marker(Sensitive) and not leaf.marker(Extra) for _, leaf in leaves)
        return bool(self.marker(Secret) or self.marker(Sensitive)) and not has_own

    @property
    def bounds(self) -> str:
        """The documented limits in words: ``1 to 255 characters``; ``""`` if there are none."""
        limits = {name: getattr(item, name) for item in self.constraints for name in LIMITS if hasattr(item, name)}
        if "ge" in limits and "le" in limits:
            return f"{limits['ge']} to {limits['le']}"
        if "ge" in limits:
            return f"{limits['ge']} or more"
        if "max_length" in limits:
            return f"{limits.get('min_length', 0)} to {limits['max_length']} characters"
        return "not empty" if "min_length" in limits else ""


@cache
def fields(args: Any) -> dict[str, FieldSpec]:
    """Return the fields of an ``...Args`` in the order of their declaration."""
    # __required_keys__ would not do: it can't see a Required inside an annotation that is still text.
    return {name: _field(args, name, hint) for name, hint in get_type_hints(args, include_extras=True).items()}


def is_open(args: Any) -> bool:
    """Tell whether a block takes further keys, which are sent as they are."""
    return bool(getattr(args, "__pydantic_config__", {}).get("extra") == "allow")


def walk(args: Any, prefix: str = "") -> Iterator[tuple[str, FieldSpec]]:
    """Yield every field, nested ones too, with its path: ``worker_config.max_replicas``, ``envs[].key``."""
    for name, field in fields(args).items():
        yield prefix + name, field
        if field.nested is not None:
            dots = "[]." if get_origin(field.type) is list else "."
            yield from walk(field.nested, prefix + name + dots)


def each(
    args: Any, *bags: Mapping[str, Any], lists: bool = False, path: str = ""
) -> Iterator[tuple[str, FieldSpec, tuple[Any, ...]]]:
    """
    Yield every field that any bag has, nested ones too, with its path and what each bag has there, or ``ABSENT``.

    A block is entered where all bags have one. With ``lists`` so are the blocks of a list, as ``envs[2].key``.
    """
    present = set().union(*bags)
    for name, field in fields(args).items():
        if name not in present:
            continue
        here = path + name
        values = tuple(bag.get(name, ABSENT) for bag in bags)
        yield here, field, values
        if field.nested is None:
            continue
        if all(isinstance(value, dict) for value in values):
            yield from each(field.nested, *values, lists=lists, path=f"{here}.")
        elif lists and all(isinstance(value, list) for value in values):
            for index, items in enumerate(zip(*values, strict=False)):
                if all(isinstance(item, dict) for item in items):
                    yield from each(field.nested, *items, lists=lists, path=f"{here}[{index}].")


def along(args: Any, path: Iterable[str | int]) -> list[FieldSpec]:
    """Return the fields that a path leads through, as far as they are declared; indexes are passed over."""
    found: list[FieldSpec] = []
    for name in path:
        if isinstance(name, int):
            continue
        field = fields(args).get(name) if args is not None else None
        if field is None:
            break
        found.append(field)
        args = field.nested
    return found


def peel(hint: Any) -> tuple[Any, list[Any]]:
    """Split a type into the bare type and everything that ``Annotated`` and ``Required`` put around it."""
    extras: list[Any] = []
    while True:
        origin = get_origin(hint)
        if origin is Annotated:
            extras = [*hint.__metadata__, *extras]
            hint = hint.__origin__
        elif origin in (Required, NotRequired):
            (hint,) = get_args(hint)
        else:
            return hint, extras


def _field(owner: Any, name: str, hint: Any) -> FieldSpec:
    bare, extras = peel(hint)
    description = ""
    constraints: list[Any] = []
    for extra in extras:
        if isinstance(extra, FieldInfo):
            description = extra.description or description
            constraints += extra.metadata
    markers = tuple(item for item in extras if isinstance(item, get_args(Marker)))
    return FieldSpec(name, bare, get_origin(hint) is Required, owner, tuple(constraints), markers, description)


@cache
def _texts_below(module: str, name: str) -> Mapping[str, str]:
    """Return the texts below the fields of a class of a module."""
    found: dict[str, str] = {}
    declared = [node for node in ast.walk(_tree(module)) if isinstance(node, ast.ClassDef) and node.name == name]
    for body in (node.body for node in declared):
        for field, below in pairwise(body):
            text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else None
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, str):
                found[field.target.id] = " ".join(text.split())
    return found


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(sys.modules[module]))


def json_schema(args: Any) -> dict[str, Any]:
    """Return the JSON Schema of a declaration, with the descriptions of its fields."""
    made = TypeAdapter(args).json_schema()
    blocks = [args, *(field.nested for _, field in walk(args) if field.nested is not None)]
    for block in blocks:
        node = made if block is args else made["$defs"][block.__name__]
        for name, field in fields(block).items():
            node["properties"][name].setdefault("description", field.description)
    return made


def type_words(hint: Any) -> str:
    """Spell a type for people: ``string``, ``integer``, ``list of integer``, ``"sync" or "async"``."""
    bare, _ = peel(hint)
    if get_origin(bare) is Literal:
        return " or ".join(f'"{choice}"' for choice in get_args(bare))
    if get_origin(bare) is list:
        return f"list of {type_words(get_args(bare)[0])}"
    if get_origin(bare) is dict:
        return f"map of {type_words(get_args(bare)[1])}"
    if is_typeddict(bare):
        return str(bare.__name__)
    return {str: "string", int: "integer", float: "number", bool: "boolean"}.get(bare, "any value")


def secret_texts(args: Any, values: Mapping[str, Any]) -> set[str]:
    """Return every text and number under a field that is secret or may be: what no error may repeat."""
    found: set[str] = set()
    for _, field, (value,) in each(args, values, lists=True):
        if field.is_secret_as_a_whole:
            found.update(_texts(value))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(whole_numbers(value))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


@cache
def vocabulary(args: Any) -> frozenset[str]:
    """Return the words of a declaration itself, names and choices: none of them is a secret."""
    words: set[str] = set()
    for path, field in walk(args):
        words.add(path.rpartition(".")[2].removesuffix("[]"))
        if get_origin(field.type) is Literal:
            words.update(map(str, get_args(field.type)))
        known = field.marker(Known)
        words.update(known.words if known else ())
    return frozenset(words)


@cache
def messages(state: Any) -> frozenset[str]:
    """Return the names of the outputs that are the cloud's own texts."""
    return frozenset(name for name, field in fields(state).items() if field.marker(Message))


@cache
def secret_fields(args: Any) -> tuple[str, ...]:
    """Return the names of the top-level fields that are always secret, or hold something that is."""
    return tuple(name for name, field in fields(args).items() if _has_secret(field))


def _has_secret(field: FieldSpec) -> bool:
    if field.marker(Secret):
        return True
    return field.nested is not None and any(_has_secret(child) for child in fields(field.nested).values())


def with_secrets(args: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return arguments with what is secret in them marked so, as deep inside as it can be told apart.

    A preview then shows the rest of a block; the state keeps lists that hold a secret as a whole.
    """
    declared, secret = fields(args), secret_fields(args)
    return {name: _marked(declared[name], value) if name in secret else value for name, value in values.items()}


def _marked(field: FieldSpec, value: Any) -> Any:
    if value is None:
        return value
    if not field.marker(Secret) and isinstance(value, dict):
        return with_secrets(field.nested, value)
    if not field.marker(Secret) and isinstance(value, list):
        return [with_secrets(field.nested, item) if isinstance(item, dict) else _secret(item) for item in value]
    return _secret(value)


def _secret(value: Any) -> Any:
    return pulumi.Output.secret(value)


def unordered_key(field: FieldSpec) -> Callable[[Any], str] | None:
    """Return how to sort the field's list before comparing, or None where order has a meaning."""
    marker = field.marker(Unordered)
    if marker is None:
        return None
    by = marker.by
    return lambda item: str(item.get(by)) if by and isinstance(item, dict) else str(item)
