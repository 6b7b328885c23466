"""How defaults merge into an endpoint, and where each value came from."""

import pytest

from pulumi_serving.fleet.defaults import Merged, child


def merged(own, defaults):
    return Merged(own, "serving:endpoints.a", defaults, "serving:defaults.ppio")


@pytest.mark.parametrize(
    ("own", "defaults", "values"),
    [
        ({"x": 1}, {"x": 2, "y": 3}, {"x": 1, "y": 3}),
        ({"m": {"x": 1}}, {"m": {"x": 2, "y": 3}}, {"m": {"x": 1, "y": 3}}),
        ({"m": {"n": {"x": 1}}}, {"m": {"n": {"y": 2}, "z": 3}}, {"m": {"n": {"x": 1, "y": 2}, "z": 3}}),
        ({"l": [1]}, {"l": [2, 3]}, {"l": [1]}),
        ({"l": []}, {"l": [2, 3]}, {"l": []}),
        ({"x": None}, {"x": 2}, {}),
        ({"m": {"x": None}}, {"m": {"x": 2, "y": 3}}, {"m": {"y": 3}}),
        ({"m": None}, {"m": {"x": 2}}, {}),
        ({"m": {}}, {"m": {"x": 2}}, {"m": {"x": 2}}),
        ({"m": 1}, {"m": {"x": 2}}, {"m": 1}),
        ({"m": {"x": 1}}, {"m": 2}, {"m": {"x": 1}}),
        ({"x": 1}, {"y": None, "m": {"z": None}}, {"x": 1, "m": {}}),
        ({"x": False}, {"x": True}, {"x": False}),
        ({"x": ""}, {"x": "text"}, {"x": ""}),
    ],
)
def test_mappings_merge_and_everything_else_is_replaced(own, defaults, values):
    """Mappings merge at any depth, lists and plain values are the endpoint's own, and a null takes a default away."""
    before = (repr(own), repr(defaults))
    assert merged(own, defaults).values == values
    assert (repr(own), repr(defaults)) == before


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("x", "serving:endpoints.a.x"),
        ("y", "serving:defaults.ppio.y"),
        ("m", "serving:endpoints.a.m"),
        ("m.x", "serving:endpoints.a.m.x"),
        ("m.y", "serving:defaults.ppio.m.y"),
        ("m.missing", "serving:endpoints.a.m.missing"),
        ("d.z", "serving:defaults.ppio.d.z"),
        ("d.missing", "serving:defaults.ppio.d.missing"),
        ("l[1].k", "serving:defaults.ppio.l[1].k"),
        ("missing", "serving:endpoints.a.missing"),
        ("", "serving:endpoints.a"),
    ],
)
def test_a_value_is_found_where_it_was_written(path, origin):
    """The path of a merged value leads to the endpoint or to the defaults, whichever has it."""
    one = merged({"x": 1, "m": {"x": 1}}, {"y": 1, "m": {"y": 1}, "d": {"z": 1}, "l": [{"k": 1}, {"k": 2}]})
    assert one.origin(path) == origin


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("llama-70b", "serving:endpoints.llama-70b"),
        ("llama.70b", 'serving:endpoints["llama.70b"]'),
        ("a b", 'serving:endpoints["a b"]'),
        ('say "x"', r'serving:endpoints["say \"x\""]'),
        ("", 'serving:endpoints[""]'),
    ],
)
def test_paths_are_spelled_as_pulumi_spells_them(key, path):
    """A path can be handed to ``pulumi config set --path``."""
    assert child("serving:endpoints", key) == path
