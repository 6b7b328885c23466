"""Same or not: declared against declared, declared against live."""

from typing import Annotated, Any

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field
from typing_extensions import TypedDict

from pulumi_serving.core.values import compare, markers
from pulumi_serving.core.values.markers import Input, Local, ReplaceOnChange, Secret, Unordered

UNKNOWN = pulumi.output.Unknown()

quick = settings(deadline=None, database=None, max_examples=60)


class InnerArgs(TypedDict, total=False):
    """The innermost."""

    deep: Input[Annotated[str, Field(description="Deep.")]]


class PartArgs(TypedDict, total=False):
    """A part."""

    size: Input[Annotated[int, Field(description="Size.")]]
    path: Input[Annotated[str, Field(description="Path.")]]
    inner: Input[Annotated[InnerArgs, Field(description="Inner.")]]


class WholeArgs(TypedDict, total=False):
    """A whole."""

    name: Input[Annotated[str, Field(description="Name.")]]
    count: Input[Annotated[int, Field(description="Count.")]]
    part: Input[Annotated[PartArgs, Field(description="Part.")]]
    ordered: Input[Annotated[list[Input[str]], Field(description="Ordered.")]]
    numbers: Input[Annotated[list[Input[int]], Field(description="Numbers."), Unordered()]]
    parts: Input[Annotated[list[Input[PartArgs]], Field(description="Parts."), Unordered(by="path")]]
    tags: Input[Annotated[dict[str, Input[str]], Field(description="Tags.")]]
    wait: Input[Annotated[bool, Field(description="Wait."), Local()]]
    fixed: Input[Annotated[str, Field(description="Fixed."), ReplaceOnChange("it is fixed")]]


A, B = {"path": "/a", "size": 1}, {"path": "/b", "size": 2}


# Declared against declared -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("olds", "news", "names"),
    [
        ({}, {}, []),
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a"}, {"name": "b"}, ["name"]),
        ({"name": "a"}, {}, ["name"]),
        ({}, {"name": "a"}, ["name"]),
        ({"name": "a", "count": 1}, {"name": "b", "count": 2}, ["name", "count"]),
        ({"count": 3.0}, {"count": 3}, []),
        ({"count": 3}, {"count": 3.5}, ["count"]),
        ({"part": {"size": 1.0}}, {"part": {"size": 1}}, []),
        ({"part": {"size": 1}}, {"part": {"size": 1, "path": "/"}}, ["part"]),
        ({"part": {"size": 1, "path": "/"}}, {"part": {"size": 1}}, ["part"]),
        ({"ordered": ["a", "b"]}, {"ordered": ["b", "a"]}, ["ordered"]),
        ({"numbers": [1, 2]}, {"numbers": [2, 1]}, []),
        ({"numbers": [1, 2]}, {"numbers": [2, 1, 1]}, ["numbers"]),
        ({"parts": [A, B]}, {"parts": [B, A]}, []),
        ({"parts": [A, B]}, {"parts": [B, {**A, "size": 3}]}, ["parts"]),
        ({"name": UNKNOWN}, {"name": UNKNOWN}, ["name"]),
        ({"name": "a"}, {"name": UNKNOWN}, ["name"]),
        ({"parts": [A]}, {"parts": [{"path": UNKNOWN, "size": 1}]}, ["parts"]),
        ({"name": ""}, {}, ["name"]),
        ({"name": None}, {}, []),
        ({"parts": []}, {}, ["parts"]),
        ({"wait": True}, {"wait": False}, ["wait"]),
        ({"__provider": "a", "url": "x"}, {"__provider": "b"}, []),
    ],
)
def test_changed(olds, news, names):
    """Each declared field whose value differs is changed: a removed and an unknown one too, nothing undeclared."""
    assert [field.name for field in compare.changed(WholeArgs, olds, news)] == names


@pytest.mark.parametrize(
    ("olds", "news", "paths"),
    [
        ({}, {"name": "a"}, []),
        ({"name": "a"}, {"name": "b"}, []),
        ({"name": "a"}, {}, ["name"]),
        ({"part": {"size": 1, "path": "/"}}, {"part": {"path": "/"}}, ["part.size"]),
        ({"part": {"size": 1, "inner": {"deep": "x"}}}, {"part": {"inner": {}}}, ["part.size", "part.inner.deep"]),
        ({"part": {"size": 1}}, {}, ["part"]),
        ({"part": {"size": 1}}, {"part": UNKNOWN}, []),
        ({"parts": [A]}, {"parts": [{"path": "/a"}]}, []),
        ({"name": "a", "part": {"size": 1}}, {"part": {}}, ["name", "part.size"]),
        ({"undeclared": 1}, {}, []),
    ],
)
def test_removed(olds, news, paths):
    """What was there and is not any more is named by its path, inside mappings too."""
    assert compare.removed(WholeArgs, olds, news) == paths


class HiddenArgs(TypedDict, total=False):
    """A block with something secret in it."""

    key: Input[Annotated[str, Field(description="Key."), Secret()]]
    part: Input[Annotated[PartArgs, Field(description="Part.")]]
    parts: Input[Annotated[list[Input[PartArgs]], Field(description="Parts.")]]


class KeeperArgs(TypedDict, total=False):
    """One block with and one without something secret."""

    open: Input[Annotated[PartArgs, Field(description="Open.")]]
    hidden: Input[Annotated[HiddenArgs, Field(description="Hidden.")]]


@pytest.mark.parametrize(
    ("name", "old", "new", "paths"),
    [
        ("open", {"size": 1}, {"size": 2}, [("open.size", True, True)]),
        ("open", {"size": 1}, {"inner": {"deep": "x"}}, [("open.size", True, False), ("open.inner", False, True)]),
        ("hidden", {"key": "a"}, {"key": "b"}, [("hidden.key", True, True)]),
        ("hidden", {"part": A}, {"part": B}, [("hidden.part.size", True, True), ("hidden.part.path", True, True)]),
        ("hidden", {"parts": [A]}, {"parts": [B]}, [("hidden.parts", True, True)]),
        ("hidden", {"part": A}, {"key": "b"}, [("hidden.key", False, True), ("hidden.part", True, False)]),
        ("hidden", {"other": 1}, {"other": 2}, [("hidden", True, True)]),
        ("hidden", None, {"key": "b"}, [("hidden", False, True)]),
        ("hidden", {"key": "a"}, None, [("hidden", True, False)]),
        ("location", "here", "there", [("location", True, True)]),
    ],
)
def test_changed_paths(name, old, new, paths):
    """A changed block is named by the paths that differ, as far as blocks go, and a list by its name."""
    olds, news = ({name: value} if value is not None else {} for value in (old, new))
    assert list(compare.changed_paths(KeeperArgs, name, olds, news)) == paths


# Declared against live -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "live", "paths"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a"}, {"name": "b"}, ["name"]),
        ({"name": "a"}, {}, []),
        ({}, {"name": "filled in"}, []),
        ({"name": "a"}, {"name": None}, ["name"]),
        ({"name": "a"}, {"name": ""}, ["name"]),
        ({"name": ""}, {"name": None}, []),
        ({"name": None}, {"name": ""}, []),
        ({"name": None}, {"name": "a"}, ["name"]),
        ({"count": 0}, {"count": 0}, []),
        ({"count": 0}, {"count": 1}, ["count"]),
        ({"count": 3}, {"count": 3.0}, []),
        ({"part": {"size": 1}}, {"part": {"size": 1, "path": "filled in"}}, []),
        ({"part": {"size": 1, "path": "/"}}, {"part": {"size": 2}}, ["part.size"]),
        ({"part": {"size": 1}}, {"part": {}}, []),
        ({"part": {"size": 1}}, {"part": None}, ["part.size"]),
        ({"part": {"path": ""}}, {"part": None}, []),
        ({"part": {}}, {"part": None}, []),
        ({"part": {}}, {"part": {"size": 1}}, []),
        ({"part": {"inner": {"deep": "x"}}}, {"part": {"inner": {"deep": "y"}}}, ["part.inner.deep"]),
        ({"part": {"inner": {"deep": "x"}}}, {"part": {"inner": None}}, ["part.inner.deep"]),
        ({"ordered": ["a", "b"]}, {"ordered": ["b", "a"]}, ["ordered"]),
        ({"ordered": []}, {"ordered": None}, []),
        ({"ordered": ["a"]}, {"ordered": []}, ["ordered"]),
        ({"numbers": [1, 2]}, {"numbers": [2.0, 1.0]}, []),
        ({"numbers": [1, 2]}, {"numbers": [1]}, ["numbers"]),
        ({"parts": [A, B]}, {"parts": [{**B, "inner": {"deep": "filled in"}}, A]}, []),
        ({"parts": [A]}, {"parts": [{"path": "/a"}]}, []),
        ({"parts": [A]}, {"parts": [{**A, "size": 2}]}, ["parts"]),
        ({"parts": [A]}, {"parts": [A, B]}, ["parts"]),
        ({"parts": [A]}, {"parts": ["odd"]}, ["parts"]),
        ({"parts": [A]}, {"parts": None}, ["parts"]),
        ({"tags": {"a": "1"}}, {"tags": {"a": "2"}}, ["tags"]),
        ({"wait": True}, {"wait": False}, []),
        ({"undeclared": 1}, {"undeclared": 2}, []),
    ],
)
def test_drift(declared, live, paths):
    """Only declared leaves that the cloud shows with another value have drifted; null and empty are unset."""
    found = [*compare.drift(WholeArgs, declared, live)]
    assert [path for path, _, _ in found] == paths


def test_drift_tells_both_values():
    """A drifted leaf comes with what was declared and what is live."""
    assert [*compare.drift(WholeArgs, {"part": {"size": 1}}, {"part": {"size": 2}})] == [("part.size", 1, 2)]


@pytest.mark.parametrize(
    ("declared", "live", "result"),
    [
        ({"name": "a"}, {"name": "b", "count": 1}, {"name": "b"}),
        ({"name": "a", "count": 1}, {"count": 2}, {"name": "a", "count": 2}),
        ({"name": "a"}, {"name": None}, {"name": ""}),
        ({"ordered": ["a"]}, {"ordered": None}, {"ordered": []}),
        ({"tags": {"a": "1"}}, {"tags": None}, {"tags": {}}),
        ({"count": 1}, {"count": None}, {"count": None}),
        ({"part": {"size": 1, "path": "/"}}, {"part": {"size": 2, "path": "/"}}, {"part": {"size": 2, "path": "/"}}),
        ({"part": {"inner": {"deep": "x"}}}, {"part": {"inner": {"deep": "y"}}}, {"part": {"inner": {"deep": "y"}}}),
        ({"numbers": [2, 1]}, {"numbers": [1, 2]}, {"numbers": [2, 1]}),
        ({"parts": [A]}, {"parts": [{**A, "size": 5}]}, {"parts": [{**A, "size": 5}]}),
        ({"wait": True, "extra": 1}, {"wait": False, "extra": 2}, {"wait": True, "extra": 1}),
    ],
)
def test_reconciled(declared, live, result):
    """A refresh records what is live of what was declared, and leaves all else as it was declared."""
    assert compare.reconciled(declared, compare.drift(WholeArgs, declared, live)) == result


def test_reconciling_leaves_the_declared_inputs_alone():
    """The recorded inputs are not changed in place."""
    declared: dict[str, Any] = {"part": {"size": 1, "inner": {"deep": "x"}}}
    live = {"part": {"size": 2, "inner": {"deep": "y"}}}
    compare.reconciled(declared, compare.drift(WholeArgs, declared, live))
    assert declared == {"part": {"size": 1, "inner": {"deep": "x"}}}


# Properties ----------------------------------------------------------------------------------------------------------

TEXT = st.text(max_size=3)
PART = st.fixed_dictionaries(
    {},
    optional={
        "size": st.integers(0, 3) | st.none(),
        "path": TEXT | st.none(),
        "inner": st.fixed_dictionaries({}, optional={"deep": TEXT}) | st.none(),
    },
)
WHOLE = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXT | st.none(),
        "count": st.integers(0, 3) | st.just(2.0) | st.none(),
        "part": PART | st.none(),
        "ordered": st.lists(TEXT, max_size=3) | st.none(),
        "numbers": st.lists(st.integers(0, 3), max_size=3) | st.none(),
        "parts": st.lists(PART, max_size=3, unique_by=lambda part: str(part.get("path"))) | st.none(),
        "tags": st.dictionaries(TEXT, TEXT, max_size=2) | st.none(),
    },
)


@quick
@given(WHOLE)
def test_nothing_differs_from_itself(values):
    """What is live exactly as declared has neither changed nor drifted, nor lost anything."""
    assert compare.changed(WholeArgs, values, values) == []
    assert compare.removed(WholeArgs, values, values) == []
    assert [*compare.drift(WholeArgs, values, values)] == []
    assert compare.reconciled(values, compare.drift(WholeArgs, values, values)) == values


@quick
@given(WHOLE, WHOLE)
def test_what_is_reconciled_has_no_drift(declared, live):
    """After a refresh the inputs agree with what is live, and no argument came or went."""
    inputs = compare.reconciled(declared, compare.drift(WholeArgs, declared, live))
    assert [*compare.drift(WholeArgs, inputs, live)] == []
    assert {*inputs} == {*declared}


@quick
@given(WHOLE, WHOLE)
def test_a_change_is_seen_from_both_sides(olds, news):
    """The fields that differ are the same in both directions, as a refresh needs it."""
    assert compare.changed(WholeArgs, olds, news) == compare.changed(WholeArgs, news, olds)


class HolderArgs(TypedDict, total=False):
    """What holds a list."""

    parts: Input[Annotated[list[Input[PartArgs]], Field(description="Parts."), Unordered(by="size")]]


class OuterArgs(TypedDict, total=False):
    """What holds the holder."""

    holder: Input[Annotated[HolderArgs, Field(description="Holder.")]]


def test_order_without_meaning_inside_of_blocks():
    """Lists without an order are the same in any order, however deep inside of a block they are."""

    def whole(*sizes):
        return {"holder": {"parts": [{"size": size} for size in sizes]}}

    assert compare.changed(OuterArgs, whole(1, 2), whole(2, 1)) == []
    assert [field.name for field in compare.changed(OuterArgs, whole(1, 2), whole(1, 3))] == ["holder"]
    assert list(compare.drift(OuterArgs, whole(1, 2), whole(2, 1))) == []


@pytest.mark.parametrize(
    ("declared", "live", "paths"),
    [
        ({"name": "a", "part": {"size": 1}}, {"name": "b", "part": {"size": None}}, []),
        ({"name": "a", "count": 1}, {"name": "a"}, ["count"]),
        ({"part": {"size": 1, "inner": {"deep": "x"}}}, {"part": {"size": 1, "inner": {}}}, ["part.inner.deep"]),
        ({"part": {"size": 1}}, {"part": None}, []),
        ({"parts": [{"size": 1}, {"size": 2, "path": "/"}]}, {"parts": [{"size": 2}, {"size": 1}]}, ["parts[1]"]),
        ({"parts": [{"size": 1}]}, {"parts": [{"path": "/"}, {"path": "/", "size": 2}]}, []),
        ({"wait": True, "fixed": "x"}, {}, []),
    ],
    ids=["all told", "a field", "inside", "unset is told", "in a list", "any order", "what need not be told"],
)
def test_what_an_answer_leaves_out(declared, live, paths):
    """Left out is what is declared and not there, at any depth, unless it is for us alone or can't change in place."""
    assert [*compare.unreported(WholeArgs, declared, live)] == paths


# defaults, removals, open mappings -----------------------------------------------------------------------------------


def upper(config):
    """Return what is sent of a mapping: in this cloud all keys are upper case."""
    return {key.upper(): value for key, value in config.items()}


def as_declared(declared, live):
    """Return what is live by the keys of what was declared."""
    names = {key.upper(): key for key in declared or {}}
    return {names.get(key, key.lower()): live[key] for key in live if declared is None or key in names}


class OpenArgs(TypedDict, total=False):
    """Arguments with each of the rarer markers."""

    kind: Input[Annotated[str, markers.Default("LLM"), markers.ReplaceOnChange("a test")]]
    version: Input[Annotated[str, markers.ReplaceOnRemoval("a test")]]
    config: Input[Annotated[dict[str, Any], markers.OpenMap(upper, as_declared), markers.ReplaceOnRemoval("a test")]]
    label: Input[str]


@pytest.mark.parametrize(
    ("old", "new", "changes", "replaces"),
    [
        ({}, {"kind": "LLM"}, [], []),
        ({"kind": "LLM"}, {}, [], []),
        ({}, {"kind": "CV"}, ["kind"], ["kind"]),
        ({"version": "1"}, {"version": "2"}, ["version"], []),
        ({}, {"version": "2"}, ["version"], []),
        ({"version": "1"}, {}, ["version"], ["version"]),
        ({"version": "1"}, {"version": UNKNOWN}, ["version"], []),
        ({"config": {"a": 1}}, {"config": {"A": 1.0}}, [], []),
        ({"config": {"a": 1}}, {"config": {"a": 2}}, ["config"], []),
        ({"config": {"a": 1}}, {"config": {"a": 1, "b": 2}}, ["config"], []),
        ({"config": {"a": 1, "b": 2}}, {"config": {"a": 1}}, ["config"], ["config"]),
        ({"config": {"a": 1, "b": 2}}, {"config": {"a": UNKNOWN, "B": 3}}, ["config"], []),
        ({"config": {"a": 1}}, {}, ["config"], ["config"]),
        ({"config": {}}, {"config": {"a": 1}}, ["config"], []),
        ({"label": "x"}, {}, ["label"], []),
    ],
)
def test_what_a_difference_does(old, new, changes, replaces):
    """A default that is written out changes nothing; a removal replaces where that is declared."""
    changed = compare.changed(OpenArgs, old, new)
    assert [field.name for field in changed] == changes
    assert compare.replacing(changed, old, new) == replaces


def test_only_what_was_declared_of_an_open_mapping_counts():
    """Keys that the cloud added are no drift, and what drifted comes back in the user's own form."""
    declared = {"config": {"a": 1, "b": {"deep": 2}}}
    live = {"config": {"B": {"deep": 2.0}, "A": 1, "ADDED": True}}
    assert list(compare.drift(OpenArgs, declared, live)) == []
    live["config"]["A"] = 5
    assert compare.reconciled(declared, compare.drift(OpenArgs, declared, live)) == {
        "config": {"a": 5, "b": {"deep": 2}}
    }
    del live["config"]["A"]
    assert compare.reconciled(declared, compare.drift(OpenArgs, declared, live)) == {"config": {"b": {"deep": 2}}}
    assert list(compare.drift(OpenArgs, {"config": {}}, live)) == []
