"""What is extra, by itself: how it goes on the wire, and what of it an answer shows."""

from typing import Annotated

import pytest
from pydantic import Field, with_config
from typing_extensions import TypedDict

from pulumi_serving.core.values import compare, extra
from pulumi_serving.core.values.markers import STRICT, ExtraFields, Input, Local, Unordered


@with_config(STRICT)
class Deep(TypedDict, total=False):
    """A block in a block."""

    size: Input[Annotated[int, Field(description="A size.")]]
    extra: ExtraFields


@with_config(STRICT)
class Item(TypedDict, total=False):
    """An item of a list."""

    key: Input[Annotated[str, Field(description="A key.")]]
    deep: Input[Annotated[Deep, Field(description="A block.")]]
    extra: ExtraFields


@with_config(STRICT)
class Args(TypedDict, total=False):
    """Arguments."""

    deep: Input[Annotated[Deep, Field(description="A block.")]]
    items: Input[Annotated[list[Input[Item]], Field(description="A list."), Unordered(by="key")]]
    wait: Input[Annotated[bool, Field(description="Not sent."), Local()]]
    extra: ExtraFields


@pytest.mark.parametrize(
    ("values", "sent"),
    [
        ({"deep": {"size": 1, "extra": {"a": 1}}, "extra": {"b": 2}}, {"deep": {"size": 1, "a": 1}, "b": 2}),
        ({"items": [{"key": "k", "deep": {"extra": {"a": 1}}}]}, {"items": [{"key": "k", "deep": {"a": 1}}]}),
        ({"items": [{"extra": {"a": None}}, {"key": "k"}]}, {"items": [{"a": None}, {"key": "k"}]}),
        ({"wait": True, "__named_by": "user", "location": "here", "extra": {}}, {}),
        ({"deep": {}}, {"deep": {}}),
    ],
)
def test_on_the_wire(values, sent):
    """What is extra stands beside the rest at any depth, and nothing of this provider's own is sent."""
    assert extra.on_the_wire(Args, values) == sent


@pytest.mark.parametrize(
    ("declared", "answer", "drifted"),
    [
        ({"extra": {"a": 1}}, {"a": 1}, {}),
        ({"extra": {"a": 1}}, {"a": 2}, {"extra": {"a": 2}}),
        ({"extra": {"a": 1, "b": 1}}, {"b": 2}, {"extra": {"a": 1, "b": 2}}),
        ({"extra": {"a": 1}}, {"a": 1.0}, {}),
        ({"extra": {"a": ""}}, {"a": None}, {}),
        ({"extra": {"a": {"x": 1}}}, {"a": {"x": 1, "y": 2}}, {}),
        ({"extra": {"a": {"x": 1}}}, {"a": {"x": 2, "y": 2}}, {"extra": {"a": {"x": 2, "y": 2}}}),
        ({"extra": {"a": [{"x": 1}]}}, {"a": [{"x": 1, "y": 2}]}, {}),
        ({"extra": {"a": [1]}}, {"a": [1, 2]}, {"extra": {"a": [1, 2]}}),
        ({"deep": {"extra": {"a": 1}}}, {"deep": {"a": 2}}, {"deep.extra": {"a": 2}}),
        ({"deep": {"extra": {"a": 1}}}, {"a": 2}, {}),
        ({"items": [{"key": "k", "extra": {"a": 1}}]}, {"items": [{"key": "k", "a": 1}]}, {}),
    ],
)
def test_drift(declared, answer, drifted):
    """A key counts where the answer shows it, at its own depth, and as far as it was declared."""
    live = {"deep": {}, "items": [{"key": "k"}]}
    reading = extra.Reading({name: live[name] for name in declared if name in live}, answer)
    assert {path: shown for path, _, shown in compare.drift(Args, declared, reading)} == drifted


def test_drift_in_the_item_of_a_list():
    """Items are told apart as ever; a list in which a key differs differs as a whole."""
    declared = {"items": [{"key": "b", "extra": {"a": 1}}, {"key": "a", "deep": {"extra": {"c": 1}}}]}
    there = [{"key": "a", "deep": {"c": 1}}, {"key": "b", "a": 1}]
    live = [{"key": "a", "deep": {}}, {"key": "b"}]
    assert list(compare.drift(Args, declared, extra.Reading({"items": live}, {"items": there}))) == []
    there = [{"key": "a", "deep": {"c": 2}}, {"key": "b", "a": 1}]
    ((path, _, _),) = compare.drift(Args, declared, extra.Reading({"items": live}, {"items": there}))
    assert path == "items"


def test_what_is_kept_in_the_outputs():
    """A live block keeps what is declared of ``extra`` in it, as far as the answer shows it, and gets no other key."""
    declared = {"size": 1, "extra": {"a": 1, "b": 1}}
    assert extra.kept(Deep, declared, {"size": 2}, {"size": 2, "a": 3, "c": 4}) == {
        "size": 2,
        "extra": {"a": 3, "b": 1},
    }
    nested = extra.kept(Item, {"key": "k", "deep": declared}, {"key": "k", "deep": {"size": 1}}, {})
    assert nested == {"key": "k", "deep": declared}
    assert extra.kept(Deep, None, {"size": 2}, {}) == {"size": 2}


def test_removed_keys():
    """Each key that is not there any more has its path, as far as blocks go."""
    olds = {"extra": {"a": 1, "b": 1}, "deep": {"extra": {"c": 1}}}
    assert list(extra.removed_keys(Args, olds, {"extra": {"b": 2}, "deep": {}})) == ["deep.extra.c", "extra.a"]
    assert list(extra.removed_keys(Args, olds, olds)) == []
    assert compare.removed(Args, olds, {"deep": {}}) == []
