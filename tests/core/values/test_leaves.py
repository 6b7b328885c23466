"""What is not known yet is found at any depth, and whole numbers are whole again."""

import pulumi
import pytest

from pulumi_serving.core.values import leaves

UNKNOWN = pulumi.output.Unknown()


@pytest.mark.parametrize(
    ("value", "is_there"),
    [
        (UNKNOWN, True),
        ({"a": [{"b": UNKNOWN}]}, True),
        ([[UNKNOWN]], True),
        ({"a": [1, None, ""]}, False),
        (None, False),
    ],
)
def test_unknown_values_are_found_at_any_depth(value, is_there):
    """A value is not known yet when anything in it is not."""
    assert leaves.has_unknown(value) is is_there


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (3.0, 3),
        (-0.0, 0),
        (3.5, 3.5),
        (1e20, 10**20),
        (True, True),
        ({"a": [1.0, {"b": 2.0}]}, {"a": [1, {"b": 2}]}),
        ((1.0, 2.0), [1, 2]),
        ("3.0", "3.0"),
        (None, None),
        (float("inf"), float("inf")),
    ],
)
def test_whole_numbers(value, whole):
    """A float without a fraction is an integer; all else stays, booleans too."""
    result = leaves.whole_numbers(value)
    assert result == whole
    assert type(result) is type(whole)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), {"a": [{"b": 1}], "c": "text"}),
        (("a", 0, "b"), 1),
        (("a", 1), None),
        (("a", "b"), None),
        (("c", "b"), None),
        (("d", "e"), None),
    ],
)
def test_what_stands_at_a_path(path, found):
    """Names and indexes lead to a value, or to nothing."""
    assert leaves.at({"a": [{"b": 1}], "c": "text"}, path) == found
