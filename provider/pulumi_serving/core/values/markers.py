"""
One declaration per field: the editor's type, mypy's type, ``check``, the wire and the docs all come from it.

A resource's arguments are a ``TypedDict`` whose fields read

    image: Required[Input[Annotated[str, Field(min_length=1, max_length=500)]]]
    '''Container image, with tag or digest.'''

    command: OptionalInput[Annotated[str, Field(max_length=2047)]]
    '''Start command of the container, one string.'''

For a type checker ``Input[T]`` is ``pulumi.Input[T]``: a value, an output of another resource, or an awaitable; and
``OptionalInput[T]`` is that or None, which is the same as nothing. At run time both are ``T`` with a validator that
lets outputs and values not yet known through, at any depth. The value stays a plain dictionary all along, which is
what Pulumi serialises and what goes on the wire. A list is a ``ListOf[Input[...]]``, a mapping a ``MapOf``: for a type
checker any ``Sequence`` and ``Mapping``, so that a ``list[int]`` in a variable will do.

The text below a field is its description, which editors show. Python keeps none of it: ``schema.py`` reads the source.

What pydantic does not know of a field rides along in ``Annotated`` as one of the markers below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

import pulumi
from pydantic import ConfigDict, Field, WrapValidator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from pulumi import Input as Input  # noqa: PLC0414 - re-exported, typed

    _T = TypeVar("_T")
    OptionalInput: TypeAlias = Input[_T] | None
    Open: TypeAlias = _T | str
    ListOf: TypeAlias = Sequence[_T]
    MapOf: TypeAlias = Mapping[str, _T]
    ExtraFields: TypeAlias = Input[Mapping[str, Any]] | None
else:

    def _let_unknown_through(value: Any, validate: Callable[[Any], Any]) -> Any:
        # As ``leaves.is_unknown``, which a declaration does not import: it would be a floor more under everything.
        return value if isinstance(value, (pulumi.Output, pulumi.output.Unknown)) else validate(value)

    class Input:
        """``pulumi.Input`` for a type checker; at run time a type that lets unknown values through."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the type with the validator around it."""
            return Annotated[item, WrapValidator(_let_unknown_through)]

    OptionalInput = Input
    ListOf = list

    class MapOf:
        """For a type checker any mapping from texts; at run time a dictionary, as ``ListOf`` is a list."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the type of these values."""
            return dict[str, item]

    class Open:
        """For a type checker these texts or any other; at run time a text, of which these are known."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the type with its words."""
            return Annotated[str, Known(get_args(item))]


STRICT = ConfigDict(extra="forbid", strict=True)
"""The configuration of every ``...Args``: no unknown key, no ``"3"`` for a 3, no ``true`` for a 1."""


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
    forms: tuple[Any, ...] = ()
    """The ``...Args`` of those forms that have a name."""


@dataclass(frozen=True)
class Filled:
    """What is left out is filled in, by the cloud or by this package: as an output it is never none."""


@dataclass(frozen=True)
class Once:
    """The output is told by the answer to a create and never again: it is kept from then on."""


@dataclass(frozen=True)
class Stable:
    """The output stays as it is whatever is changed in place, so that the preview of an update knows it."""


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
    """The field says where the resource lives, in place of a setting: another one replaces the resource."""


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


@dataclass(frozen=True, init=False)
class Environment:
    """The setting comes from these variables of the environment where neither provider nor config has it."""

    variables: tuple[str, ...]

    def __init__(self, *variables: str) -> None:
        """Take their names, best first."""
        object.__setattr__(self, "variables", variables)


@dataclass(frozen=True)
class Note:
    """A remark for the docs: what the server or a warning says of the field."""

    text: str


Marker = (
    ReplaceOnChange
    | ReplaceOnRemoval
    | Default
    | OpenMap
    | Filled
    | Once
    | Stable
    | Secret
    | Sensitive
    | Message
    | Local
    | Unordered
    | Known
    | Extra
    | Environment
    | Note
)
EXTRA = "What the API knows and this package does not: sent as it is, beside the rest."
if not TYPE_CHECKING:
    ExtraFields = Input[Annotated[dict[str, Any], Field(description=EXTRA), Extra(), Sensitive()]]
