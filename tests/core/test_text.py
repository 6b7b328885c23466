"""Texts before they go to the user or to the engine: without secrets, and such as can be encoded."""

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.text import encodable, redact

quick = settings(deadline=None, database=None, max_examples=60)


def test_short_texts_are_no_secrets():
    """A text of three characters is left alone: to blank it would blank half the message."""
    assert redact("abc abcd", ["abc"]) == "abc abcd"
    assert redact("abc abcd", ["abcd", ""]) == "abc [secret]"


def test_a_secret_within_another_is_blanked_with_it():
    """The longest secret goes first, so that no part of it is left over."""
    assert redact("key-with-suffix", ["key-", "key-with-suffix"]) == "[secret]"


def test_a_text_becomes_one_line():
    """White space of any kind is one blank."""
    assert redact("  a\n\tb  c\r\n", []) == "a b c"


@quick
@given(secret=st.text(min_size=4, max_size=30), around=st.tuples(st.text(max_size=5), st.text(max_size=5)))
def test_no_form_of_a_secret_is_left(secret, around):
    """A secret is blanked as it is, in JSON, in a repr and in HTML."""
    for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], html.escape(secret)):
        collapsed = " ".join(form.split())
        if len(collapsed) >= 4:
            assert "[secret]" in redact(f"{around[0]} {form} {around[1]}", {secret})


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
