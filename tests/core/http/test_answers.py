"""Answers in every form: what can be read is, what comes out fits into the state, and nothing raises."""

import json

import httpx
import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.http.answers import date, decoded, plain_words, retry_after
from pulumi_serving.core.values import text
from pulumi_serving.doors.dynamic import host

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "ü"}'.encode("utf-16"), {"a": "ü"}),
        (b'{"a": "\xff\xfe", "b": 1}', {"a": "\ufffd\ufffd", "b": 1}),
        (b'{"a": "\\ud83d", "b": 1}', {"a": "?", "b": 1}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": NaN, "b": Infinity, "c": -Infinity}', {"a": None, "b": None, "c": None}),
        (b'{"a": ' + b"9" * 400 + b"}", {"a": "9" * 400}),
        (b'{"a": -' + b"9" * 5000 + b', "b": 1}', {"a": "-" + "9" * 5000, "b": 1}),
        (b'{"a": 1e999}', {"a": "1e999"}),
        (f'{{"a": "{UNKNOWN}"}}'.encode(), {"a": UNKNOWN.replace("-", "_")}),
        (b'{"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17"}', None),
        (b"", None),
        (b"<html>", None),
        (b'{"a": ', None),
        (b"[" * 100_000, None),
        (b"\x00\x01\x02", None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_body_is_read(body, value):
    """Odd texts and numbers cost their own value at most, and what Pulumi would take for its own mark is broken up."""
    found = decoded(body)
    if b"4dabf" in body:
        assert [*found] == [text.SIGNATURE_KEY + "_"]
    else:
        assert found == value
    host._struct({"value": found})


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_thousand_objects_in_each_other_cost_their_own_value(opening):
    """What lies deeper than any message takes is dropped, and its neighbours stay."""
    closing = "]" if opening == "[" else "}"
    found = decoded(f'{{"id": "e-1", "deep": {opening * 900}1{closing * 900}}}'.encode())
    assert found["id"] == "e-1"
    host._struct({"value": found}).SerializeToString()


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**5000), float("nan"), float("inf"), UNKNOWN, {text.SIGNATURE_KEY: "x"}, {7: "\ud83d"}, ("a", 1)],
    ids=lambda value: str(type(value).__name__),
)
def test_whatever_it_is_the_state_takes_it(value):
    """No value keeps an id from being recorded."""
    bag = host._struct({"id": "e-1", "value": value, "list": [value]})
    bag.SerializeToString()
    assert bag["id"] == "e-1"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("17", 17),
        ("-3", 0),
        ("nan", None),
        ("1e400", float("inf")),
        ("9" * 5000, float("inf")),
        ("", None),
        ("soon", None),
        ("Wed, 21 Oct 99999999999999999999 07:28:00 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 +99999999999999999999", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("²", None),
    ],
)
def test_retry_after(value, seconds):
    """What can't be read counts as nothing asked."""
    assert retry_after(value) == seconds


@pytest.mark.parametrize("charset", ["nonsense", "idna", "base64", "hex", "undefined", "unicode_escape", "zlib", "gbk"])
def test_words_in_an_odd_charset(charset):
    """A charset that is none, or that Python knows for other ends, keeps nobody from reading what is said."""
    response = httpx.Response(502, headers={"content-type": f"text/plain; charset={charset}"}, content=b"no luck")
    assert plain_words(response) == "no luck"


def test_the_clouds_own_clock(clock):
    """The date of an answer tells how far the cloud's clock is from this machine's."""
    operation = Operation("creating", 60, clock)
    assert operation.by_the_cloud(clock.wall()) == clock.wall()
    for value in ("", None, "soon", "Wed, 21 Oct 99999999999999999999 07:28:00 GMT"):
        operation.heard(date(value))
        assert date(value) is None
    clock.time = 1_800_000_000.0
    operation.heard(date("Fri, 15 Jan 2027 08:20:00 GMT"))
    assert operation.by_the_cloud(clock.wall()) == 1_800_001_200.0


def test_json_that_is_written_again_is_the_same():
    """An answer without anything odd comes out as it is."""
    body = {"id": "e-1", "n": [1, 2.5, True, None, "ü", {"a": {}}]}
    assert decoded(json.dumps(body).encode()) == body
