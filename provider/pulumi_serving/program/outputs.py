"""
What a program sees of a resource's outputs: blocks with attributes, whole numbers whole, and what is not known yet.

The engine makes every number a float, shuffles the keys of mappings and drops what is none; and in a preview of a
create or an update it knows of a resource only what was declared. So an output is read in the form that its annotation
says: a whole number is whole at any depth; a key of a block that the cloud may yet fill in is unknown, not missing; and
what is missing from a resource that the preview leaves as it is, is none, and known to be.
"""

from __future__ import annotations

import difflib
import inspect
import re
import sys
import types
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from typing_extensions import get_type_hints

from pulumi_serving.core.values import leaves
from pulumi_serving.core.values.state_keys import CHANGED_AT
from pulumi_serving.doors.dynamic.sdk import read_output

if TYPE_CHECKING:
    import pulumi


class Block(dict[str, Any]):
    """
    A block of an output: a mapping, whose keys are attributes too.

    The annotations of a subclass say which keys it may have. One that the cloud has not told is None. In a preview of a
    create or an update it is unknown, and so is whatever is made of the whole block; what was declared is known as
    ``resource.block.key`` and ``resource.block["key"]``.
    """

    def __missing__(self, key: str) -> Any:
        """Return None for a key that may be there and is not."""
        if key in _declared(type(self)):
            return None
        raise KeyError(key)

    if not TYPE_CHECKING:  # a type checker shall find misspelt names

        def __getattr__(self, name: str) -> Any:
            """Return what stands under a key."""
            known = _declared(type(self))
            if name in known:
                return self[name]
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"; did you mean {near[0]}?" if near else ""
            raise AttributeError(f"{type(self).__name__} has no {name}{advice}")


@cache
def _declared(block: type[Block]) -> dict[str, Any]:
    return get_type_hints(block)


def shaped(hint: Any, value: Any, *, whole: bool) -> Any:
    """
    Return a value as its annotation says it is.

    ``whole`` says that it is all that there is: else a key that is missing from a block is not known yet.
    """
    hint = _not_none(hint)
    if isinstance(value, dict) and isinstance(hint, type) and issubclass(hint, Block):
        declared = _declared(hint)
        missing = {} if whole else dict.fromkeys(declared, leaves.UNKNOWN)
        given = {key: shaped(declared.get(key), item, whole=whole) for key, item in _in_order(value).items()}
        found = {**missing, **given}
        return hint({key: found[key] for key in (*declared, *given) if key in found})
    if isinstance(value, list) and get_origin(hint) is list:
        (item_hint,) = get_args(hint)
        return [shaped(item_hint, item, whole=whole) for item in value]
    return _in_order(leaves.whole_numbers(value))


def _in_order(value: Any) -> Any:
    """Sort the keys of mappings at any depth: they come in another order each time, and a text of them would too."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value)}
    return [_in_order(item) for item in value] if isinstance(value, list) else value


def _not_none(hint: Any) -> Any:
    """Return the type of an optional value."""
    if get_origin(hint) in (Union, types.UnionType):
        given = [part for part in get_args(hint) if part is not type(None)]
        return given[0] if len(given) == 1 else None
    return hint


class OutputAttribute:
    """The attribute of a resource class under which an output is read."""

    def __init__(self, name: str, annotation: Any, module: str) -> None:
        """Take the output's name, its annotation, and the module in whose names that is written."""
        self._name = name
        self._annotation = annotation
        self._module = module

    @cached_property
    def _hint(self) -> Any:
        """The type of what the output will be; looked up when it is needed first."""
        written = types.SimpleNamespace(__annotations__={self._name: self._annotation})
        hint = get_type_hints(written, vars(sys.modules[self._module]))[self._name]
        (inner,) = get_args(hint) or (None,)
        return inner

    def __get__(self, resource: Any, owner: type | None = None) -> Any:
        """Return the output in its declared form; made when it is first asked for, since few of them are."""
        if resource is None:
            return self
        if self._name not in resource.__dict__:
            raise AttributeError(f"{type(resource).__name__} has no {self._name} yet")
        made: dict[str, pulumi.Output[Any]] = resource.__dict__.setdefault("_shaped_outputs", {})
        if self._name not in made:
            # Both are in no inputs: what does not serve has no status.
            mark = "status" if "status" in resource.__dict__ else CHANGED_AT
            made[self._name] = read_output(resource, self._name, self._read, mark=mark)
        return made[self._name]

    def __set__(self, resource: Any, value: Any) -> None:
        """Take what Pulumi sets; that this exists is what makes ``__get__`` come before it."""
        resource.__dict__[self._name] = value

    def _read(self, value: Any, whole: bool) -> Any:
        if leaves.is_unknown(value):
            return None if whole else value
        return shaped(self._hint, value, whole=whole)


def attributes(owner: type) -> dict[str, OutputAttribute]:
    """Return an attribute for each annotation of a class that is of an output."""
    return {
        name: OutputAttribute(name, annotation, owner.__module__)
        for name, annotation in inspect.get_annotations(owner).items()
        if re.match(r"(pulumi\.)?Output\[", str(annotation).replace("pulumi.output.", ""))
    }
