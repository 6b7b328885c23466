"""What a declaration tells: fields, paths, markers, limits, words, secrets, and the JSON Schema."""

from typing import Annotated, Any, Literal

import pulumi
import pytest
from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.markers import STRICT, Input, Local, Note, ReplaceOnChange, Secret, Sensitive, Unordered
from pulumi_serving.ppio.endpoint.args import EndpointArgs, EndpointState

UNKNOWN = pulumi.output.Unknown()


@with_config(STRICT)
class PartArgs(TypedDict, total=False):
    """A part."""

    size: Required[Input[Annotated[int, Field(ge=1, le=9, description="How big.")]]]
    token: Input[Annotated[str, Sensitive()]]
    """
    A token,
    of two lines.
    """


@with_config(STRICT)
class WholeArgs(TypedDict, total=False):
    """A whole."""

    name: Required[Input[Annotated[str, Field(min_length=1, max_length=9, description="Its name.")]]]
    mode: Input[Annotated[Literal["a", "b"], Field(description="Its mode."), ReplaceOnChange("no other way")]]
    part: Input[Annotated[PartArgs, Field(description="One part.")]]
    parts: Input[Annotated[list[Input[PartArgs]], Field(description="Many parts."), Unordered(by="size")]]
    tags: Input[Annotated[dict[str, Input[str]], Field(description="Tags."), Secret()]]
    numbers: Input[Annotated[list[Input[int]], Field(description="Numbers."), Unordered(), Note("any")]]
    ratio: Input[Annotated[float, Field(ge=0, description="A ratio.")]]
    short: Input[Annotated[str, Field(max_length=5, description="Short.")]]
    wait: Input[Annotated[bool, Field(description="Wait."), Local()]]
    rest: Input[Annotated[Any, Field(description="Anything.")]]
    key: Input[Annotated[str, Field(min_length=1, description="Not empty.")]]


def test_fields_come_in_the_order_of_their_declaration():
    """Each field is there once, in order, with what was declared of it."""
    fields = schema.fields(WholeArgs)
    assert [*fields] == ["name", "mode", "part", "parts", "tags", "numbers", "ratio", "short", "wait", "rest", "key"]
    assert [name for name, field in fields.items() if field.required] == ["name"]
    assert fields["name"].description == "Its name."
    assert fields["mode"].marker(ReplaceOnChange) == ReplaceOnChange("no other way")
    assert fields["name"].marker(ReplaceOnChange) is None
    assert fields["numbers"].marker(Note) == Note("any")


def test_the_text_below_a_field_is_its_description():
    """What stands below a field is its description, in one line; what its type says is, where nothing does."""
    assert {name: field.description for name, field in schema.fields(PartArgs).items()} == {
        "size": "How big.",
        "token": "A token, of two lines.",
    }


def test_walk_goes_into_mappings_and_lists():
    """A walk yields nested fields with their paths."""
    paths = [path for path, _ in schema.walk(WholeArgs)]
    assert paths[2:8] == ["part", "part.size", "part.token", "parts", "parts[].size", "parts[].token"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("name", "string"),
        ("mode", '"a" or "b"'),
        ("part", "PartArgs"),
        ("parts", "list of PartArgs"),
        ("tags", "map of string"),
        ("numbers", "list of integer"),
        ("ratio", "number"),
        ("wait", "boolean"),
        ("rest", "any value"),
    ],
)
def test_types_in_words(name, words):
    """A type is spelt for people."""
    assert schema.type_words(schema.fields(WholeArgs)[name].type) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("name", "1 to 9 characters"),
        ("short", "0 to 5 characters"),
        ("key", "not empty"),
        ("ratio", "0 or more"),
        ("part.size", "1 to 9"),
        ("wait", ""),
        ("parts", ""),
    ],
)
def test_limits_in_words(path, words):
    """The documented limits are spelt for people."""
    assert dict(schema.walk(WholeArgs))[path].bounds == words


def test_nested_declarations_are_found():
    """A field knows the declaration of its value, or of its list's items."""
    fields = schema.fields(WholeArgs)
    assert fields["part"].nested is fields["parts"].nested is PartArgs
    assert fields["tags"].nested is fields["numbers"].nested is fields["name"].nested is None


def test_secret_texts_are_all_texts_under_secret_and_sensitive_fields():
    """What no error may repeat is found at any depth, and nothing else is."""
    values = {
        "name": "plain-name",
        "tags": {"a": "secret-1", "b": {"c": ["secret-2"]}},
        "part": {"size": 1, "token": "secret-3"},
        "parts": [{"size": 2, "token": "secret-4"}, UNKNOWN, {"token": UNKNOWN}],
        "mode": "a",
    }
    assert schema.secret_texts(WholeArgs, values) == {"secret-1", "secret-2", "secret-3", "secret-4"}


@pytest.mark.parametrize("values", [{}, {"part": None, "parts": None, "tags": None}, {"part": [], "parts": {}}])
def test_secret_texts_of_odd_values(values):
    """Absent and wrongly typed values hold no secret and do no harm."""
    assert schema.secret_texts(WholeArgs, values) == set()


def test_secret_fields():
    """The fields that are secret as a whole are named."""
    assert schema.secret_fields(WholeArgs) == ("tags",)


@with_config(STRICT)
class HolderArgs(TypedDict, total=False):
    """What holds secrets inside."""

    plain: Input[Annotated[str, Field(description="Plain.")]]
    whole: Input[Annotated[WholeArgs, Field(description="One.")]]
    wholes: Input[Annotated[list[Input[WholeArgs]], Field(description="Many.")]]


def test_what_holds_a_secret_is_secret_as_an_output():
    """A field with a secret anywhere inside is named, since a state keeps secrets a whole field at a time."""
    assert schema.secret_fields(HolderArgs) == ("whole", "wholes")


def test_secrets_are_marked_where_they_are():
    """An input is marked secret as deep inside as can be told; an output inside is marked whole."""
    inside = {"name": "a", "tags": {"k": "v"}}
    output = pulumi.Output.from_input({})
    marked = schema.with_secrets(
        HolderArgs, {"plain": "p", "whole": inside, "wholes": [inside, output], "unknown": 1, "other": None}
    )
    assert (marked["plain"], marked["unknown"], marked["other"]) == ("p", 1, None)
    assert marked["whole"]["name"] == marked["wholes"][0]["name"] == "a"
    assert isinstance(marked["whole"]["tags"], pulumi.Output)
    assert isinstance(marked["wholes"][0]["tags"], pulumi.Output)
    assert isinstance(marked["wholes"][1], pulumi.Output)
    assert marked["wholes"][1] is not output
    assert isinstance(schema.with_secrets(HolderArgs, {"whole": output})["whole"], pulumi.Output)


def test_order_without_meaning():
    """Lists without an order are sorted by their key, or by themselves; others have no sorting."""
    fields = schema.fields(WholeArgs)
    key = schema.unordered_key(fields["parts"])
    assert sorted([{"size": 2}, {"size": 1}], key=key) == [{"size": 1}, {"size": 2}]
    assert sorted([3, 1, 2], key=schema.unordered_key(fields["numbers"])) == [1, 2, 3]
    assert schema.unordered_key(fields["tags"]) is None


# JSON Schema ---------------------------------------------------------------------------------------------------------


def _properties(node):
    yield from node.get("properties", {}).items()
    for definition in node.get("$defs", {}).values():
        yield from _properties(definition)


def test_json_schema_has_the_limits():
    """An editor learns limits, choices and required arguments from the schema."""
    found = schema.json_schema(EndpointArgs)
    worker = found["$defs"]["WorkerConfigArgs"]
    assert found["required"] == ["type", "product_id", "image", "worker_config"]
    assert worker["required"] == ["max_replicas"]
    assert (worker["properties"]["max_replicas"]["minimum"], worker["properties"]["max_replicas"]["maximum"]) == (
        0,
        1000,
    )
    assert (found["properties"]["image"]["minLength"], found["properties"]["image"]["maxLength"]) == (1, 500)
    assert found["properties"]["type"]["anyOf"] == [{"enum": ["sync", "async"]}, {}]
    assert found["properties"]["ports"]["items"] == {"maximum": 65535, "minimum": 1, "type": "integer"}
    assert found["properties"]["worker_config"]["$ref"] == "#/$defs/WorkerConfigArgs"


def test_json_schema_refuses_what_is_not_declared():
    """Neither the whole nor a nested object takes further properties."""
    found = schema.json_schema(EndpointArgs)
    assert found["additionalProperties"] is False
    assert all(definition["additionalProperties"] is False for definition in found["$defs"].values())


@pytest.mark.parametrize("declared", [EndpointArgs, EndpointState])
def test_every_field_is_described(declared):
    """Each argument and output, nested ones too, has a description, in the declaration and in the schema."""
    assert all(field.description.endswith(".") for _, field in schema.walk(declared))
    assert all(child["description"] for _, child in _properties(schema.json_schema(declared)))


def test_arguments_have_no_defaults():
    """No argument has a default of ours: what the user leaves out is left out."""
    assert not any("default" in child for _, child in _properties(schema.json_schema(EndpointArgs)))


def _there(value):
    return "-" if value is schema.ABSENT else "{}" if isinstance(value, dict) else value


def test_one_walk_goes_through_many_bags():
    """Each field that a bag has comes once, with what each has there; a block is entered where all bags have one."""
    one = {"name": "a", "part": {"size": 1}, "parts": [{"size": 2}]}
    other = {"name": "b", "part": {"size": 3, "token": "t"}}
    found = {path: tuple(map(_there, values)) for path, _, values in schema.each(WholeArgs, one, other)}
    assert found["name"] == ("a", "b")
    assert "mode" not in found
    assert (found["part"], found["part.size"], found["part.token"]) == (("{}", "{}"), (1, 3), ("-", "t"))
    assert found["parts"] == ([{"size": 2}], "-")
    assert not any(path.startswith("parts[") for path in found)


def test_a_walk_may_go_into_lists():
    """The blocks of a list have their number in the path; what is no block is passed over."""
    values = {"parts": [{"size": 1}, "odd", {"token": "t"}]}
    found = {path: value for path, _, (value,) in schema.each(WholeArgs, values, lists=True)}
    assert [path for path in found if path.startswith("parts[")] == [
        "parts[0].size",
        "parts[2].token",
    ]
    assert (found["parts[0].size"], found["parts[2].token"]) == (1, "t")
    assert [path for path, _, _ in schema.each(WholeArgs, values) if "[" in path] == []


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (("part", "size"), ["part", "size"]),
        (("parts", 3, "token"), ["parts", "token"]),
        (("tags", "x"), ["tags"]),
        (("nothing", "size"), []),
    ],
)
def test_a_path_leads_through_fields(path, names):
    """A path leads through declared fields, and ends where nothing is declared any more."""
    assert [field.name for field in schema.along(WholeArgs, path)] == names
