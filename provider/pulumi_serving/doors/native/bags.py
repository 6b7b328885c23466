"""
Property bags as the engine's provider protocol has them, read and written by hand.

The SDK's own reader turns what is not known yet inside a secret into None, and tells no marks; its writer takes an
event loop. A mark is kept at its own path, so that a block with one secret in it is shown but for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
from google.protobuf import struct_pb2

from pulumi_serving.core.values import leaves
from pulumi_serving.core.values.text import SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN_MARKS, Marked, encodable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pulumi_serving.doors.spelling import Path

OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def read(bag: Any) -> tuple[dict[str, Any], list[Path]]:
    """
    Return plain values, unknown objects among them, and the paths at which a secret was given.

    A null in a mapping is no value, at any depth: programs in other languages than Python hand it on.
    """
    marks: list[Path] = []
    return _read_mapping(bag if bag is not None else {}, (), marks), marks


def _read_mapping(bag: Any, path: Path, marks: list[Path]) -> dict[str, Any]:
    found = {key: _read(bag[key], (*path, key), marks) for key in bag}
    return {key: value for key, value in found.items() if value is not None}


def _read(value: Any, path: Path, marks: list[Path]) -> Any:
    if isinstance(value, struct_pb2.Struct):
        if SIGNATURE_KEY in value and value[SIGNATURE_KEY] in (SECRET_SIGNATURE, OUTPUT_SIGNATURE):
            if value[SIGNATURE_KEY] == SECRET_SIGNATURE or (value.get("secret")):
                marks.append(path)
            return _read(value["value"], path, marks) if "value" in value else leaves.UNKNOWN
        return _read_mapping(value, path, marks)
    if isinstance(value, struct_pb2.ListValue):
        return [_read(item, (*path, index), marks) for index, item in enumerate(value)]
    return leaves.UNKNOWN if isinstance(value, str) and value in UNKNOWN_MARKS else value


def write(values: Mapping[str, Any], secret: Iterable[Path] = ()) -> struct_pb2.Struct:
    """Return a bag with marks at these paths; a list that holds a secret is secret whole, as its order may change."""
    bag = struct_pb2.Struct()
    _fill(bag, _ready(dict(values)), (), {_without_indexes(path) for path in secret})
    return bag


def _ready(values: dict[str, Any]) -> dict[str, Any]:
    ready: dict[str, Any] = encodable(values)
    return ready


def _without_indexes(path: Path) -> Path:
    stops = [at for at, step in enumerate(path) if isinstance(step, int)]
    return path[: stops[0]] if stops else path


def _fill(bag: struct_pb2.Struct, values: Mapping[str, Any], path: Path, secret: Collection[Path]) -> None:
    for key, value in values.items():
        if value is not None:
            _set(bag.fields[key], value, (*path, key), secret)


def _set(into: struct_pb2.Value, value: Any, path: Path, secret: Collection[Path]) -> None:
    if path in secret or isinstance(value, Marked):
        plain = value["value"] if isinstance(value, Marked) else value
        into.struct_value.fields[SIGNATURE_KEY].string_value = SECRET_SIGNATURE
        _set(into.struct_value.fields["value"], plain, path, ())
    elif isinstance(value, (pulumi.Output, pulumi.output.Unknown)):
        into.string_value = UNKNOWN_MARK
    elif isinstance(value, bool):
        into.bool_value = value
    elif isinstance(value, (int, float)):
        into.number_value = value
    elif isinstance(value, str):
        into.string_value = value
    elif isinstance(value, dict):
        into.struct_value.SetInParent()
        _fill(into.struct_value, value, path, secret)
    elif isinstance(value, (list, tuple)):
        into.list_value.SetInParent()
        for index, item in enumerate(value):
            _set(into.list_value.values.add(), item, (*path, index), secret)
    else:
        into.null_value = struct_pb2.NULL_VALUE
