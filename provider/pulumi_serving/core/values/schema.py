"""
One declaration per field: the editor's type, mypy's type, ``check``, the wire and the docs all come from it.

A resource's arguments are a ``TypedDict`` whose fields read

    image: Required[Input[Annotated[str, Field(min_length=1, max_length=500, description="...")]]]
    command: OptionalInput[Annotated[str, Field(max_length=2047, description="...")]]

For a type checker ``Input[T]`` is ``pulumi.Input[T]``: a value, an output of another resource, or an awaitable; and
``OptionalInput[T]`` is that or None, which is the same as nothing. At run time both are ``T`` with a validator that
lets outputs and values not yet known through, at any depth. The value stays a plain dictionary all along, which is
what Pulumi serialises and what goes on the wire.

What pydantic does not know of a field rides along in ``Annotated`` as one of the markers below.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

import pulumi
from pydantic import ConfigDict, Field, WrapValidator
from pydantic.fields import FieldInfo
from typing_extensions import NotRequired, Required, get_type_hints, is_typeddict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from pulumi import Input as Input  # noqa: PLC0414 - re-exported, typed

    _T = TypeVar("_T")
    OptionalInput: TypeAlias = Input[_T] | None
    Open: TypeAlias = _T | str
    ExtraFields: TypeAlias = Input[Mapping[str, Any]] | None
else:

    def _let_unknown_through(value: Any, validate: Callable[[Any], Any]) -> Any:
        return value if is_unknown(value) else validate(value)

    class Input:
        """``pulumi.Input`` for a type checker; at run time a type that lets unknown values through."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the type with the validator around it."""
            return Annotated[item, WrapValidator(_let_unknown_through)]

    OptionalInput = Input

    class Open:
        """For a type checker these texts or any other; at run time a text, of which these are known."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the type with its words."""
            return Annotated[str, Known(get_args(item))]


STRICT = ConfigDict(extra="forbid", strict=True)
"""The configuration of every ``...Args``: no unknown key, no ``"3"`` for a 3, no ``true`` for a 1."""


def is_unknown(value: Any) -> bool:
    """Tell whether a value is not known yet: in a preview, what depends on a resource that is still to be made."""
    return isinstance(value, (pulumi.Output, pulumi.output.Unknown))


UNKNOWN = pulumi.output.UNKNOWN
"""What stands for a value that is not known yet."""


def has_unknown(value: Any) -> bool:
    """Tell whether a value or anything inside it is not known yet."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return is_unknown(value)


def whole_numbers(value: Any) -> Any:
    """Turn ``3.0`` into ``3`` at any depth: on their way through the engine all numbers become floats."""
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [whole_numbers(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


class SecretText(str):
    """A text that may be secret, where what is checked is not yet an output: no line repeats it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Show nothing of it in a line that is put together."""
        return "[secret]"

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "[secret]"


class SecretNumber(float):
    """A number that may be secret: it compares as any other, and no line repeats it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """Show nothing of it in a line that is put together."""
        return "[secret]"

    def __str__(self) -> str:
        """Show nothing of it."""
        return "[secret]"

    __repr__ = __str__


class SecretInteger(int):
    """A whole number that may be secret."""

    __slots__ = ()
    __format__ = SecretNumber.__format__
    __str__ = SecretNumber.__str__
    __repr__ = SecretNumber.__str__


def hide(leaf: Any) -> Any:
    """Return a text or a number as one that may be secret."""
    if isinstance(leaf, (bool, SecretText)):
        return leaf
    if isinstance(leaf, str):
        return SecretText(leaf)
    kinds = {int: SecretInteger, float: SecretNumber}
    return kinds[type(leaf)](leaf) if type(leaf) in kinds else leaf


class UnreadText(SecretText):
    """A text that is there and can't be read: it is encrypted."""

    __slots__ = ()


def map_leaves(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value with everything in it that is neither mapping nor list changed."""
    if isinstance(value, dict):
        return {key: map_leaves(item, change) for key, item in value.items()}
    return [map_leaves(item, change) for item in value] if isinstance(value, list) else change(value)


def plain(value: Any) -> Any:
    """Return a value in which what may be secret is plain text again."""
    return map_leaves(value, _shown)


def _shown(leaf: Any) -> Any:
    kinds = {SecretText: str, UnreadText: str, SecretNumber: float, SecretInteger: int}
    return kinds[type(leaf)](leaf) if type(leaf) in kinds else leaf


@dataclass(frozen=True)
class ReplaceOnChange:
    """A change of the field needs a new resource; ``why`` is shown in the docs."""

    why: str


@dataclass(frozen=True)
class ReplaceOnRemoval:
    """Taking the field away, or a key of its mapping, needs a new resource; ``why`` is shown in the docs."""

    why: str


@dataclass(frozen=True)
class Default:
    """What the field is when it is left out: to write it out changes nothing."""

    value: Any


@dataclass(frozen=True)
class OpenMap:
    """
    The field is a mapping with any keys, to which the cloud may add its own: only what the user wrote counts.

    ``wire`` turns what the user wrote into what is sent. ``shown`` turns what the cloud has into the form in which the
    user wrote it, without what the cloud added; where the user wrote nothing (None), into the form that reads best.
    """

    wire: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    shown: Callable[[Mapping[str, Any] | None, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Once:
    """The output is told by the answer to a create and never again: it is kept from then on."""


@dataclass(frozen=True)
class Secret:
    """The field is secret as a whole, whether or not the user says so."""


@dataclass(frozen=True)
class Sensitive:
    """The field may hold a token that the user need not have marked: it is blanked in the text of errors."""


@dataclass(frozen=True)
class Message:
    """The output is the cloud's own text, which may repeat a secret: what is secret is blanked in it."""


@dataclass(frozen=True)
class Local:
    """The field is for this provider alone: it is not sent, and a change of it alone changes nothing in the cloud."""


@dataclass(frozen=True)
class Location(Local):
    """The field says where the resource lives, in place of a setting: with another place the resource is replaced."""


@dataclass(frozen=True)
class Unordered:
    """The order of the list has no meaning; ``by`` is the key by which its objects are told apart, if any."""

    by: str | None = None


@dataclass(frozen=True)
class Known:
    """The texts that are known of an open choice: another one is sent as it is, with a warning."""

    words: tuple[str, ...]

    def __get_pydantic_json_schema__(
        self, core_schema: Any, handler: Callable[[Any], dict[str, Any]]
    ) -> dict[str, Any]:
        """Let an editor complete the words, and take any other."""
        return {**handler(core_schema), "anyOf": [{"enum": list(self.words)}, {}]}


@dataclass(frozen=True)
class Extra:
    """The field has what the cloud knows and this package does not: see ``extra.py``."""


@dataclass(frozen=True)
class Note:
    """A remark for the docs: what the server or a warning says of the field."""

    text: str


Marker = (
    ReplaceOnChange
    | ReplaceOnRemoval
    | Default
    | OpenMap
    | Once
    | Secret
    | Sensitive
    | Message
    | Local
    | Unordered
    | Known
    | Extra
    | Note
)
EXTRA = "What the API knows and this package does not: sent as it is, beside the rest."
if not TYPE_CHECKING:
    ExtraFields = Input[Annotated[dict[str, Any], Field(description=EXTRA), Extra(), Sensitive()]]
LIMITS = ("ge", "le", "min_length", "max_length")
MarkerT = TypeVar("MarkerT", bound=Marker)


@dataclass(frozen=True)
class FieldSpec:
    """A field as it was declared."""

    name: str
    type: Any
    required: bool
    description: str
    constraints: tuple[Any, ...]
    markers: tuple[Marker, ...]

    def marker(self, kind: type[MarkerT]) -> MarkerT | None:
        """Return the field's marker of this kind, if it has one."""
        return next((item for item in self.markers if isinstance(item, kind)), None)

    @property
    def nested(self) -> Any:
        """The ``...Args`` of the field's value, or of the items of its list; None for plain values."""
        inner = peel(get_args(self.type)[0])[0] if get_origin(self.type) is list else self.type
        return inner if is_typeddict(inner) else None

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
    return {name: _field(name, hint) for name, hint in get_type_hints(args, include_extras=True).items()}


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


def _field(name: str, hint: Any) -> FieldSpec:
    bare, extras = peel(hint)
    description = ""
    constraints: list[Any] = []
    for extra in extras:
        if isinstance(extra, FieldInfo):
            description = extra.description or description
            constraints += extra.metadata
    markers = tuple(item for item in extras if isinstance(item, get_args(Marker)))
    return FieldSpec(name, bare, get_origin(hint) is Required, description, tuple(constraints), markers)


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
    for name, field in fields(args).items():
        value = values.get(name)
        leaves_marked = field.nested is not None and any(
            child.marker(Sensitive) and not child.marker(Extra) for _, child in walk(field.nested)
        )
        if (field.marker(Secret) or field.marker(Sensitive)) and not leaves_marked:
            found.update(_texts(value))
        elif isinstance(value, dict) and field.nested is not None:
            found |= secret_texts(field.nested, value)
        elif isinstance(value, list) and field.nested is not None:
            for item in value:
                found |= secret_texts(field.nested, item) if isinstance(item, dict) else set()
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
