"""One list of fields: a function returns it, an answer is read into it, and what is on the wire alone stays there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from pulumi_serving.core.http.lenient import Answer, Block, Id, Integer, Items, Number, Objects, Part, Text
from pulumi_serving.core.http.pages import readable
from pulumi_serving.core.http.reported import Reported


@dataclass(frozen=True)
class Size:
    """A block."""

    least: Number = None
    unit: Text = ""


@dataclass(frozen=True)
class Address:
    """An address, as a function returns it."""

    url: Text = ""


@dataclass(frozen=True)
class ThingResult:
    """A thing, as a function returns it."""

    id: Text = ""
    name: Text = ""
    size: Part[Size] = Size()
    sizes: Objects[Size] = field(default_factory=list)
    ports: Items[Integer] = field(default_factory=list)
    owner: Block = field(default_factory=dict)
    addresses: Objects[Address] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True)
class WithToken(Address):
    """An address on the wire."""

    token: Text = field(default="", repr=False)


class Worker(Answer):
    """What is on the wire alone."""

    id: Text = ""


@dataclass(frozen=True)
class Thing(ThingResult, Reported):
    """A thing on the wire."""

    id: Id = ""
    addresses: Objects[WithToken] = field(default_factory=list)
    workers: Objects[Worker] = field(default_factory=list)
    secret: Text = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Count."""
        object.__setattr__(self, "count", len(self.workers))

    @classmethod
    def named(cls, answer: dict[str, Any]) -> dict[str, Any]:
        """Return it under the names here."""
        return {"id": answer.get("thingId"), **answer}


ANSWER = {
    "thingId": 12.0,
    "name": "a",
    "size": {"least": "3"},
    "sizes": [{"unit": "GB"}, None, {}],
    "ports": [8000, None, "9000"],
    "owner": {"id": "o"},
    "addresses": [{"url": "https://a", "token": "s3cr3t"}],
    "workers": [{"id": 1}, {}],
    "secret": "s3cr3t",
    "else": {"a": 1},
}
ODD = [7, 7.5, True, "text", [], [1], ["a"], [None], {}, {"a": 1}, {"least": []}, [{"least": []}], 10**400]


def test_an_answer_is_read():
    """Each field has its form, under its name."""
    found = Thing.read(ANSWER)
    assert (found.id, found.size, found.sizes) == ("12", Size(3), [Size(unit="GB"), Size()])
    assert (found.ports, found.owner, found.count) == ([8000, 9000], {"id": "o"}, 2)
    assert found.addresses == [WithToken("https://a", "s3cr3t")]


@pytest.mark.parametrize("odd", [*ODD, "", None], ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("name", [name for name in ANSWER if name != "thingId"])
def test_an_odd_field_costs_itself(name, odd):
    """Whatever form a field has, every other one is read as before."""
    whole, found = asdict(Thing.read(ANSWER)), asdict(Thing.read({**ANSWER, name: odd}))
    assert found.keys() == whole.keys()
    assert all(found[key] == value for key, value in whole.items() if key not in (name, "count"))


def test_an_odd_field_of_a_block_costs_itself():
    """The fields beside it are read, in a block and in a list of blocks."""
    found = Thing.read({**ANSWER, "size": {"least": [], "unit": "GB"}, "sizes": [{"least": {}, "unit": "MB"}]})
    assert (found.size, found.sizes) == (Size(unit="GB"), [Size(unit="MB")])


@pytest.mark.parametrize("id_", [None, "", " ", {}, [], True])
def test_one_without_an_id_can_not_be_read(id_):
    """An id is required, although the list's fields have defaults; the error says so as of any missing field."""
    with pytest.raises(ValidationError, match="Field required") as caught:
        Thing.read({**ANSWER, "thingId": id_})
    assert "s3cr3t" not in str(caught.value.errors(include_input=False))


@pytest.mark.parametrize("value", [None, "text", 7, [], True])
def test_what_is_no_object_can_not_be_read(value):
    """An answer of another form is none."""
    with pytest.raises(ValidationError):
        Thing.read(value)


def test_an_unreadable_item_is_counted():
    """A list is read without the items that can't be."""
    found, unreadable = readable(Thing, [ANSWER, {"name": "no id"}, None])
    assert ([item.name for item in found], unreadable) == (["a"], 2)


def test_what_an_answer_has_is_told_from_what_is_empty():
    """Only what really came is reported, at any depth; null is reported too, a block that is null as none."""
    assert Thing.read({"thingId": "t"}).reported() == {"id": "t"}
    found = Thing.read({"thingId": "t", "name": None, "size": {"unit": None}, "sizes": [{"least": 1}, {}]})
    assert found.reported() == {"id": "t", "name": "", "size": {"unit": ""}, "sizes": [{"least": 1}, {}]}
    nulls = Thing.read({"thingId": "t", "size": None, "sizes": None, "owner": None, "ports": None})
    assert nulls.reported() == {"id": "t", "size": None, "sizes": [], "owner": None, "ports": []}
    assert (nulls.size, nulls.owner) == (Size(), {})


@pytest.mark.parametrize("odd", [7, "text", [1]])
def test_what_is_odd_is_not_reported(odd):
    """A field that could not be read is none that the answer has."""
    assert "size" not in Thing.read({**ANSWER, "size": odd}).reported()
    assert Thing.read({**ANSWER, "size": {"least": {"a": odd}, "unit": "GB"}}).reported()["size"] == {"unit": "GB"}


def test_the_answer_is_kept_as_it_came():
    """With what no field here has."""
    assert Thing.read(ANSWER).whole is ANSWER


def test_a_result_has_nothing_of_the_wire():
    """A function's result is of the plain class, with no secret anywhere in it, nor what it was read from."""
    plain = Thing.read(ANSWER).plain(ThingResult)
    assert "s3cr3t" not in json.dumps(plain)
    found = TypeAdapter(ThingResult).validate_python(plain)
    assert type(found) is ThingResult
    assert [type(item) for item in (found.size, *found.sizes, *found.addresses)] == [Size, Size, Size, Address]
    for part in (found, found.size, *found.sizes, *found.addresses):
        assert vars(part).keys() == asdict(part).keys()
    assert "s3cr3t" not in json.dumps(asdict(found))
    assert found.count == 2


def test_secrets_are_not_shown():
    """What is read of an answer shows no secret."""
    assert "s3cr3t" not in repr(Thing.read(ANSWER))
