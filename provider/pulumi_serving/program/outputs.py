"""
What a program sees of a resource's outputs: blocks with attributes, whole numbers whole, and what is not known yet.

The engine makes every number a float, shuffles the keys of mappings and drops what is none; and in a preview of a
create or an update it knows of a resource only what was declared. So an output is read in the form that is declared: a
whole number is whole at any depth; a key of a block that the cloud may yet fill in is unknown, not missing; and
what is missing from a resource that the preview leaves as it is, is none, and known to be.
"""

from __future__ import annotations

import difflib
import types
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from typing_extensions import get_type_hints

from pulumi_serving.core.values import leaves


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
    Return a value in its form: a block, a list of them, or anything for None.

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
