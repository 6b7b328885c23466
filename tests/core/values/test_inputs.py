"""What a program may give: every value that the engine can't carry is a line, with its path and without its text."""

import asyncio
import collections
import dataclasses
import datetime as dt
import decimal
import enum
import json
import types
import urllib.parse
from pathlib import Path

import pulumi
import pydantic
import pytest

from pulumi_serving.core.values import inputs
from pulumi_serving.core.values.inputs import DEEPEST, LARGEST, checked

UNKNOWN = pulumi.output.Unknown()


class Colour(enum.Enum):
    """Not a text."""

    RED = "red"


class Word(str, enum.Enum):
    """A text."""

    SYNC = "sync"


class Model(pydantic.BaseModel):
    """A model."""

    path: str = "/"


@dataclasses.dataclass
class Data:
    """A class of data."""

    path: str = "/"


class Array:
    """Stands for the arrays of libraries: it can be gone through, and turned into a list."""

    def __iter__(self):
        return iter([1])

    def tolist(self):
        return [1]


def lines(value, **options):
    """Return the paths and rules of what is wrong."""
    return [f"{inputs.spell_path(path)}: {rule}" for path, rule in checked(value, **options)[1]]


def itself():
    """Return a list that holds itself."""
    found = []
    found.append(found)
    return found


def nested(levels):
    """Return a text within so many lists."""
    value = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.fixture
def output(loop):
    """Return an output of a program, without the warning that Pulumi logs where it is made a text of."""
    _ = loop
    return pulumi.Output.from_input("s3cr3t")


TEXTS = {
    "f-string": lambda output: f"{output}",
    "within": lambda output: f"registry.example.com/{output}:1",
    "percent": lambda output: "%s" % output,  # noqa: UP031
    "str": str,
    "repr": repr,
    "repr of a list": lambda output: str([output]),
    "json": lambda output: json.dumps({"url": f"{output}"}),
    "url": lambda output: urllib.parse.quote(f"{output}"),
    "form": lambda output: urllib.parse.quote_plus(f"{output}"),
    "lower case": lambda output: f"{output}".lower(),
    "slug": lambda output: "-".join(word for word in "".join(c if c.isalnum() else " " for c in f"{output}").split()),
    "name": lambda output: f"{output}".replace(" ", "_"),
    "first line": lambda output: f"{output}".splitlines()[0],
    "cut": lambda output: f"{output}"[:40],
    "third line": lambda output: f"{output}".splitlines()[2],
    "fourth line": lambda output: f"{output}".splitlines()[3],
    "last line": lambda output: f"{output}".splitlines()[-1],
    "other languages": lambda _: "Calling [toString] on an [Output<T>] is not supported.",
}


@pytest.mark.parametrize("place", [lambda text: text, lambda text: {"a": [{"b": text}]}])
def test_what_stands_for_an_id_is_refused(place):
    """An id that nobody knows yet, since the create was lost, goes to no cloud: the line says what finds it."""
    (line,) = lines(place("unsettled:vol-1a2b3c"))
    assert line.endswith("`pulumi up --refresh` looks for it, or makes it")
    assert lines(place("unsettled: see the notes")) == []


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("place", [lambda text: text, lambda text: {"a": [{"b": text}]}, lambda text: {"a": {text: 1}}])
def test_the_text_of_an_output_is_refused(output, form, place, monkeypatch):
    """What Python makes of an output is refused wherever it stands, as a key too, and the line says what to use."""
    monkeypatch.setattr(pulumi.log, "warn", lambda *_: None)
    (line,) = lines(place(TEXTS[form](output)))
    assert "pulumi.Output.concat(...)" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "registry.example.com/llm:1.4",
        "Calling home on an outpost",
        "https://www.pulumi.com/docs/concepts/inputs-outputs",
        "python -c 'print(object())'",
        "lambda v: v",
        "an Output of the model",
        "模型",
        "<coroutine>",
    ],
)
def test_other_texts_are_right(text):
    """What only resembles it is a text like any other."""
    assert lines({"a": text}) == []


@pytest.mark.parametrize(
    "thing",
    [object(), test_other_texts_are_right, lambda: 1, "".join, Colour, decimal.Decimal, (x for x in ()), [object()]],
)
def test_the_text_of_an_object_is_refused(thing):
    """An instance without a text of its own, a function that was not called or a class is no part of an image."""
    ((path, rule),) = checked({"image": f"{thing}/llm:1"})[1]
    assert path == ("image",)
    assert rule.startswith("holds what Python makes of an object, a function or a class")


@pytest.mark.parametrize("text", ["a <b@c.example> at 0x10", "x < y > z", "<class>", "meet at 0xff", "<s> at 12"])
def test_a_text_with_such_signs_is_right(text):
    """Signs alone make no text of an object."""
    assert checked(text) == (text, [])


def test_the_text_of_a_resource_is_refused():
    """A resource that is put into a text is one of Python's addresses of objects."""
    assert "pulumi.Output.concat(...)" in lines("<pulumi_serving.ppio.resource.Endpoint object at 0x7f1e5c>")[0]
    assert "pulumi.Output.concat(...)" in lines("x<coroutine object main at 0x7f1e5c>")[0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({1, 2}, "must be a list, not a set"),
        (frozenset({1}), "must be a list, not a frozenset"),
        ({"a": 1}.keys(), "must be a list, not a dict_keys"),
        ({"a": 1}.values(), "must be a list, not a dict_values"),
        ((item for item in [1]), "must be a list, not a generator"),
        (map(str, [1]), "must be a list, not a map"),
        (range(3), "must be a list, not a range"),
        (Array(), "must be a list, not an Array"),
        (b"text", "must be a text, not a bytes"),
        (bytearray(b"text"), "must be a text, not a bytearray"),
        (dt.datetime.now(dt.timezone.utc), "must be a text, not a datetime"),
        (dt.date(2026, 1, 2), "must be a text, not a date"),
        (dt.timedelta(1), "not a timedelta"),
        (decimal.Decimal("1.5"), "must be a plain number, not a Decimal"),
        (1j, "must be a plain number, not a complex"),
        (Colour.RED, "must be a plain value, not a Colour: give its .value"),
        (Model(), "not a Model"),
        (Data(), "not a Data"),
        (Data, "must be a value, not the class Data"),
        (Path("/x"), "not a PosixPath"),
        (object(), "not an object"),
        (lambda: 1, "must be a value, not a function"),
        (float("nan"), "must be a number, not NaN or infinite"),
        (float("-inf"), "must be a number, not NaN or infinite"),
        (LARGEST + 1, "must not be beyond 2^53 - 1"),
        (-(2**70), "must not be beyond 2^53 - 1"),
        (1e300, "must not be beyond 2^53 - 1"),
        (pulumi.FileAsset("x"), "must not be an asset or an archive"),
        (pulumi.StringAsset("x"), "must not be an asset or an archive"),
        (pulumi.AssetArchive({}), "must not be an asset or an archive"),
        (nested(DEEPEST + 1), f"is nested more than {DEEPEST} levels deep"),
        (itself(), f"is nested more than {DEEPEST} levels deep"),
        ("\ud83d", "holds half of a surrogate pair"),
        (inputs.MARK_OF_THE_UNKNOWN, "is Pulumi's own mark"),
        ({inputs.MARK_OF_A_TYPE: "x"}, "has a key that is a mark of Pulumi itself"),
        ({1: "x"}, "has a key that must be a text, not an int"),
        ({None: "x"}, "has a key that must be a text, not a NoneType"),
    ],
)
def test_what_the_engine_cant_carry(value, words):
    """Each value that ends in a traceback of Pulumi's, or arrives as another, is told with its path."""
    (line,) = lines({"ports": [1, value]}, in_program=True)
    assert line.startswith("ports[1]")
    assert words in line


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        LARGEST,
        -LARGEST,
        1.5,
        "text",
        Word.SYNC,
        enum.IntEnum("Size", {"ONE": 1}).ONE,
        [1, [2]],
        (1, 2),
        collections.OrderedDict(a=1),
        types.MappingProxyType({"a": 1}),
        UNKNOWN,
        nested(DEEPEST - 2),
    ],
)
def test_what_it_can_carry(value):
    """Plain values, and what Pulumi turns into them, pass as they are."""
    passed, mistakes = checked({"a": value})
    assert mistakes == []
    assert [*passed] == ["a"]


def test_outputs_and_awaitables_pass_in_a_program(output):
    """Pulumi waits for outputs and awaitables; of what is checked without a program an awaitable is no value."""

    async def later():
        return 1

    async def run():
        waits = asyncio.ensure_future(later())
        assert lines({"a": output, "b": [waits]}, in_program=True) == []
        (line,) = lines({"a": output, "b": [waits]})
        assert line.startswith("b[0]: must not be an awaitable")
        await waits

    asyncio.get_event_loop().run_until_complete(run())


def test_all_mistakes_at_once_and_no_value():
    """Every mistake is told, none of them quotes what it is of, and what is wrong is left out of further checks."""
    value = {"a": {"s3cr3t"}, "b": [b"s3cr3t", float("nan")], "c": "fine"}
    passed, mistakes = checked(value)
    assert [path for path, _ in mistakes] == [("a",), ("b", 0), ("b", 1)]
    assert "s3cr3t" not in str(mistakes)
    assert passed["c"] == "fine"
    assert isinstance(passed["a"], pulumi.output.Unknown)
