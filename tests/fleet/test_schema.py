"""The schema of a stack's file agrees with what checks the file."""

import copy
import functools

import jsonschema
import pulumi
import pytest
from tests.conftest import data_of

from pulumi_serving.core.cloud.discovery import clouds, kind_of
from pulumi_serving.core.values.hidden import UnreadText
from pulumi_serving.core.values.leaves import map_leaves
from pulumi_serving.core.values.schema import fields, walk
from pulumi_serving.fleet import stack_file
from pulumi_serving.fleet.config import check
from pulumi_serving.fleet.defaults import Merged
from pulumi_serving.fleet.plans import KEYS, FleetConfigError
from pulumi_serving.fleet.schema import stack_file_schema
from pulumi_serving.program.clouds import cloud

SECURE = {"secure": "v1:nonce:cipher"}
OTHERS = [None, "text", "", 5, -1, 1.5, True, [], ["x"], {}, {"x": "y"}, SECURE]
KINDS = [None, "text", 1.5, [], {"x": "y"}, SECURE]
LLM = {"cloud": "ppio", "type": "sync", "product_id": "h100", "image": "llm:1", "worker_config": {"max_replicas": 2}}


@functools.cache
def made():
    """Return the schema, made where a test asks for it: workers that run none of these tests need none."""
    return stack_file_schema()


@functools.cache
def validator():
    """Return what finds by the schema whether a file is right."""
    return jsonschema.Draft202012Validator(made())


def of(name):
    return data_of(kind_of(name))


def accepted_by_schema(*values):
    config = {key: value for key, value in zip(KEYS, values, strict=False) if value is not None}
    return validator().is_valid({"config": config})


def lines(*values):
    try:
        check(*stack_file.unread(list(values)))
    except FleetConfigError as error:
        return list(error.lines)
    return []


def paths(value, path=()):
    """Yield the path of everything inside a value; the first item of a list stands for all."""
    items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))


def changed(value, path, *new):
    """Return a copy with something else at a path, or nothing."""
    value = copy.deepcopy(value)
    *parents, last = path
    inner = value
    for part in parents:
        inner = inner[part]
    if new:
        inner[last] = new[0]
    else:
        del inner[last]
    return value


def test_the_schema_is_one():
    """The schema is valid itself, and refers to nothing outside of it."""
    jsonschema.Draft202012Validator.check_schema(made())
    assert made()["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
            for item in node.values():
                yield from references(item)
        elif isinstance(node, list):
            for item in node:
                yield from references(item)

    assert {reference.removeprefix("#/$defs/") for reference in references(made())} == set(made()["$defs"])


@pytest.mark.parametrize("name", clouds())
def test_every_argument_and_setting_is_described(name):
    """An editor shows a description for each argument of a resource and each setting of an account."""
    for what, declared in (("endpoint", cloud(name).kind.args), ("account", cloud(name).settings_args)):
        properties = made()["$defs"][f"{name}.{what}"]["properties"]
        for argument in fields(declared):
            assert properties[argument]["description"]


@pytest.mark.parametrize("name", clouds())
@pytest.mark.parametrize("where", ["endpoint", "defaults"])
def test_schema_and_check_agree_on_every_argument(name, where):
    """Whatever stands in the place of an argument, at any depth, the schema says what the check says."""
    kind, full = cloud(name).kind, of(name).FULL
    found = 0
    for path in paths(full):
        for args in [changed(full, path), *(changed(full, path, other) for other in KINDS)]:
            values = ({"a": {**args, "cloud": name}},) if where == "endpoint" else ({}, {name: args})
            # What only holds across arguments is not for a schema to say.
            given = Merged(map_leaves(stack_file.unread(args), _unknown), "", {}, "").values
            across = {problem.rule for problem in kind.rules(given)} if where == "endpoint" else ()
            told = [line for line in lines(*values) if not line.endswith(tuple(across))]
            assert accepted_by_schema(*values) is not bool(told), (path, args, told)
            found += 1
    assert found > 50


def _unknown(leaf):
    return pulumi.output.Unknown() if isinstance(leaf, UnreadText) else leaf


@pytest.mark.parametrize("name", clouds())
def test_schema_and_check_agree_on_what_the_defaults_give(name):
    """What is required of an endpoint may come from the defaults, at any depth, unless the endpoint takes it away."""
    full = of(name).FULL
    required = [tuple(path.split(".")) for path, field in walk(cloud(name).kind.args) if field.required]
    for path in dict.fromkeys(whole[:depth] for whole in required for depth in range(1, len(whole) + 1)):
        if path not in paths(full):
            continue
        rest = changed(full, path)
        for shared in ({}, full, rest):
            for own in ({}, rest, changed(full, path, None)):
                values = ({"a": {**own, "cloud": name}}, {name: shared})
                told = [line for line in lines(*values) if line.endswith(": is required")]
                assert accepted_by_schema(*values) is not bool(told), (path, values, told)


CASES = [
    ({}, None, None),
    ({"a": LLM}, None, None),
    ({"a": LLM}, {}, {}),
    ({"a": None}, None, None),
    ({"a": SECURE}, None, None),
    (SECURE, None, None),
    ("text", None, None),
    ([], None, None),
    ({"": LLM}, None, None),
    ({"a::b": LLM}, None, None),
    ({"a.b c": LLM}, None, None),
    *(({"a": {**LLM, "cloud": other}}, None, None) for other in (*OTHERS, "pio")),
    *(({"a": {**LLM, "protect": other}}, None, None) for other in OTHERS),
    *(({"a": {**LLM, "aliases": other}}, None, None) for other in (*OTHERS, [""], [5], [None], [SECURE], ["x", "y"])),
    *(({"a": {**LLM, "account": other}}, None, {"text": {"cloud": "ppio"}}) for other in OTHERS),
    *(({"a": {**LLM, "timeouts": other}}, None, None) for other in OTHERS),
    *(
        ({"a": {**LLM, "timeouts": {"create": other}}}, None, None)
        for other in (*OTHERS, "40m", "1h30m", "1.5h", "40", "0s", "0.0s", "1d", "40m ", "\n40m", "-1m", "5msec")
    ),
    ({"a": {**LLM, "timeouts": {"creat": "40m"}}}, None, None),
    ({"a": {**LLM, "protec": True}}, None, None),
    *(({}, other, None) for other in OTHERS),
    *(({}, {"ppio": other}, None) for other in OTHERS),
    *(({}, {"ppio": {"timeouts": other}}, None) for other in OTHERS),
    ({}, {"pio": {}}, None),
    ({}, {"ppio": {"cloud": "ppio"}}, None),
    ({}, {"ppio": {"aliases": ["x"]}}, None),
    ({}, {"ppio": {"protect": True, "timeouts": {"create": "40m"}}}, None),
    *(({}, None, other) for other in OTHERS),
    *(({}, None, {"eu": other}) for other in OTHERS),
    *(({}, None, {"eu": {"cloud": other}}) for other in (*OTHERS, "ppio", "pio")),
    *(({}, None, {"eu": {"cloud": "ppio", "api_key": other}}) for other in OTHERS),
    *(({}, None, {"eu": {"cloud": "ppio", "brand": other}}) for other in (*OTHERS, "novita")),
    ({}, None, {"eu": {"cloud": "ppio", "api_ky": "x"}}),
    ({}, None, {"": {"cloud": "ppio"}}),
]


@pytest.mark.parametrize("values", CASES)
def test_schema_and_check_agree_on_the_rest(values):
    """Options, names, defaults and accounts are accepted and refused by both."""
    assert accepted_by_schema(*values) is not bool(lines(*values)), lines(*values)


def test_a_file_may_hold_anything_else():
    """What is no fleet's is nobody's business here."""
    assert validator().is_valid({"encryptionsalt": "x", "config": {"ppio:apiKey": SECURE, "aws:region": "x"}})
    assert validator().is_valid({"config": None})
