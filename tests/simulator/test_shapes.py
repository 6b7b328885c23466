"""The vocabulary for bodies."""

import pytest

from pulumi_serving.simulator.shapes import (
    Anything,
    Array,
    Integer,
    InvalidError,
    Just,
    Mapped,
    Number,
    OrNull,
    Record,
    Text,
    read_json,
)

SHAPE = Record(
    {
        "text": Text(1, 3),
        "word": Text(among=("a", "b")),
        "number": Integer(0, 9),
        "seconds": Number(),
        "items": Array(Integer()),
        "map": Mapped(Text()),
        "yes": Just(value=True),
        "perhaps": OrNull(Integer()),
        "inner": Record({"x": Anything()}, required=frozenset({"x"})),
    }
)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"text": "abc", "word": "b", "number": 0, "seconds": 0.5, "items": [], "map": {"k": "v"}}',
        '{"text": "三文字", "yes": true, "perhaps": null, "inner": {"x": null}}'.encode(),
    ],
)
def test_accepts(body):
    """What fits passes; a length is of characters, not of bytes."""
    SHAPE.check(read_json(body))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the body must be JSON"),
        (b"{", "the body must be JSON"),
        (b"\xff", "the body must be JSON"),
        (b"NaN", "the body must be JSON"),
        (b"[" * 100_000, "the body must be JSON"),
        (b"[]", "the body must be an object"),
        (b"null", "the body must be an object"),
        (b'{"other": 1}', "unknown field other"),
        (b'{"inner": {"x": 1, "y": 1}}', "unknown field inner.y"),
        (b'{"inner": {}}', "inner.x is required"),
        (b'{"inner": 1}', "inner must be an object"),
        (b'{"text": 1}', "text must be a string"),
        (b'{"text": null}', "text must be a string"),
        (b'{"text": ""}', "text must have 1 to 3 characters"),
        (b'{"text": "abcd"}', "text must have 1 to 3 characters"),
        (b'{"word": "c"}', "word must be one of a, b"),
        (b'{"number": 3.0}', "number must be an integer"),
        (b'{"number": true}', "number must be an integer"),
        (b'{"number": "3"}', "number must be an integer"),
        (b'{"number": 10}', "number must be 0 to 9"),
        (b'{"seconds": -1}', "seconds must be a number, 0 or more"),
        (b'{"seconds": 1e999}', "seconds must be a number, 0 or more"),
        (b'{"items": {}}', "items must be an array"),
        (b'{"items": [1, "2"]}', "items[1] must be an integer"),
        (b'{"map": []}', "map must be an object"),
        (b'{"map": {"k": 1}}', "map.k must be a string"),
        (b'{"yes": 1}', "yes must be true"),
        (b'{"perhaps": "x"}', "perhaps must be an integer"),
    ],
)
def test_refuses(body, words):
    """What doesn't fit is refused with the field and the rule."""
    with pytest.raises(InvalidError) as caught:
        SHAPE.check(read_json(body))
    assert str(caught.value) == words
