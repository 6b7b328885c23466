"""Fields in forms that nobody foresaw cost their own value, at whatever depth."""

from __future__ import annotations

import pytest
from pydantic import Field, ValidationError

from pulumi_serving.core.http.lenient import Answer, Block, Flag, Id, Items, Number, Objects, Text


class Part(Answer):
    """A part."""

    name: Text = ""
    size: Number = None


class Whole(Answer):
    """A whole."""

    id: Id
    name: Text = ""
    part: Part | None = None
    parts: Objects[Part] = Field(default_factory=list)
    ports: Items[Number] = Field(default_factory=list)
    on: Flag = None
    block: Block = None


ODD = ["", "text", 7, 7.5, True, [], [1], [[]], ["a"], [None], {}, {"a": 1}, 10**400]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("name", ["name", "part", "parts", "ports", "on", "block"])
def test_an_odd_field_is_left_out(name, odd):
    """Whatever form a field has, the rest can be read; if it could not be read itself, it is not told."""
    found = Whole.model_validate({"id": "w-1", "name": "n", "block": {"a": 1}, name: odd})
    assert found.id == "w-1"
    if name != "block":
        assert found.block == {"a": 1}


def test_an_odd_field_inside_is_left_out():
    """The fields beside it are told."""
    found = Whole.model_validate({"id": 12.0, "part": {"name": {}, "size": "3"}, "parts": [None, "a", {"size": []}]})
    assert found.id == "12"
    assert found.model_dump(exclude_unset=True)["part"] == {"size": 3}
    assert [part.model_dump(exclude_unset=True) for part in found.parts] == [{}]


@pytest.mark.parametrize("id_", [None, "", " ", {}, [], True])
def test_one_without_an_id_can_not_be_read(id_):
    """What is required makes the whole fail."""
    with pytest.raises(ValidationError):
        Whole.model_validate({"id": id_, "name": []})


@pytest.mark.parametrize("value", [None, "text", 7, [], True])
def test_what_is_no_object_can_not_be_read(value):
    """An answer of another form is none."""
    with pytest.raises(ValidationError):
        Whole.model_validate(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (7.0, "7"), (7.5, "7.5"), (12345678901234567890, "12345678901234567890"), (" 7 ", "7")],
)
def test_ids_are_texts(value, text):
    """An id that comes as a number in one answer and as a text in another is the same."""
    assert Whole.model_validate({"id": value}).id == text
