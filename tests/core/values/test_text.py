"""Texts before they go to the engine: such as can be encoded."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.values.text import encodable

quick = settings(deadline=None, database=None, max_examples=60)


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("plain", "plain"),
        ("half \ud83d", "half ?"),
        ("\U0001f680 whole", "\U0001f680 whole"),
        ({"a\udc00": ["\ud800", 1, None, {"b": "\udfff"}]}, {"a?": ["?", 1, None, {"b": "?"}]}),
        (True, True),
    ],
)
def test_what_cannot_be_encoded_is_replaced(value, encoded):
    """Half a character becomes a question mark, at any depth and in keys; all else stays."""
    assert encodable(value) == encoded


@quick
@given(
    st.recursive(
        st.text(max_size=8) | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=5,
    )
)
def test_all_can_be_encoded_afterwards(value):
    """Whatever comes in, UTF-8 takes what comes out."""
    json.dumps(encodable(value), ensure_ascii=False).encode()
