"""Property bags: marks at their own paths, and what is not known yet."""

import pulumi
import pytest
from google.protobuf import struct_pb2

from pulumi_serving.core.values.text import SECRET_SIGNATURE, SIGNATURE_KEY, Marked
from pulumi_serving.doors.native import bags

UNKNOWN = bags.UNKNOWN_MARK


def secret(value):
    """Return a value as the engine marks it."""
    return {SIGNATURE_KEY: SECRET_SIGNATURE, "value": value}


def struct(values):
    """Return a bag as the engine sends it."""
    made = struct_pb2.Struct()
    made.update(values)
    return made


def test_marks_are_read_where_they_stand():
    """Each secret is opened, and its path is told."""
    found, marks = bags.read(struct({"a": secret("x"), "b": {"c": [1, secret({"d": 2})]}, "e": None}))
    assert found == {"a": "x", "b": {"c": [1.0, {"d": 2.0}]}}
    assert {*marks} == {("a",), ("b", "c", 1)}


def test_what_is_not_known_yet():
    """An unknown value is an unknown object, within a secret too."""
    found, marks = bags.read(struct({"a": UNKNOWN, "b": secret(UNKNOWN)}))
    assert all(isinstance(value, pulumi.output.Unknown) for value in found.values())
    assert marks == [("b",)]
    assert dict(bags.write(found, marks)) == struct({"a": UNKNOWN, "b": secret(UNKNOWN)})


def test_a_mark_is_no_deeper_than_needed():
    """A block is shown but for what is secret in it; a list is secret as a whole."""
    made = bags.write({"a": {"b": 1, "c": "x"}, "d": [{"e": "x"}]}, [("a", "c"), ("d", 0, "e")])
    assert made == struct({"a": {"b": 1, "c": secret("x")}, "d": secret([{"e": "x"}])})


def test_one_mark_is_enough():
    """What lies within a secret has no mark of its own."""
    assert bags.write({"a": {"b": "x"}}, [("a",), ("a", "b")]) == struct({"a": secret({"b": "x"})})


def test_marks_of_core():
    """What core has marked by itself is marked, at any depth."""
    assert bags.write({"a": {"b": Marked("x")}}) == struct({"a": {"b": secret("x")}})


@pytest.mark.parametrize("values", [{"a": True, "b": 0, "c": 1.5, "d": "", "e": [], "f": {}, "g": [None, [1]]}])
def test_plain_values(values):
    """Values come back as they were, empty ones too."""
    assert bags.read(bags.write(values))[0] == values


def test_nothing_is_no_value():
    """None is left out of mappings, as everywhere in Pulumi."""
    assert bags.write({"a": None, "b": {"c": None}}) == struct({"b": {}})


def test_a_text_that_is_a_mark_is_broken_up():
    """A cloud's text that the engine would take for an unknown value is none."""
    assert bags.read(bags.write({"a": UNKNOWN}))[0]["a"] != UNKNOWN
