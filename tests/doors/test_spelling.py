"""Declared names in camelCase and back: blocks, lists and maps, paths, and lines for people."""

import pytest

from pulumi_serving.core.cloud.discovery import clouds, kinds
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.text import Marked
from pulumi_serving.doors.spelling import camel, parsed, spelled, spelling_of, spelling_of_the_wait
from pulumi_serving.ppio.endpoint.kind import EndpointKind

PPIO = spelling_of(EndpointKind)
KINDS = {f"{cloud}.{name}": kind for cloud in clouds() for name, kind in kinds(cloud).items()}
BOTH = (
    {
        "product_id": "h100",
        "worker_config": {"max_replicas": 3, "extra": {"some_key": {"a_b": 1}}},
        "volumes": [{"mount_point": "/models"}],
        "extra": {"new_field": 1},
        "changed_at": "now",
        "__named_by": "user",
    },
    {
        "productId": "h100",
        "workerConfig": {"maxReplicas": 3, "extra": {"some_key": {"a_b": 1}}},
        "volumes": [{"mountPoint": "/models"}],
        "extra": {"new_field": 1},
        "changedAt": "now",
        "__named_by": "user",
    },
)


def test_names_of_blocks():
    """Declared names change at any depth; the keys of maps, and the provider's own names, stay."""
    declared, wire = BOTH
    assert PPIO.to_wire(declared) == wire
    assert PPIO.from_wire(wire) == declared


def test_names_in_what_is_secret():
    """Names change within what core has marked secret, too."""
    names = spelling_of(type(KINDS["huawei.endpoint"]))
    assert names.to_wire({"owner": Marked({"user_id": "u"})}) == {"owner": Marked({"userId": "u"})}
    found = names.to_wire({"urls": Marked([{"address": "a"}]), "update_time": Marked("t")})
    assert found == {"urls": Marked([{"address": "a"}]), "updateTime": Marked("t")}


def test_either_spelling_is_read():
    """What the other door has recorded is read as it is."""
    declared, _ = BOTH
    assert PPIO.from_wire(declared) == declared


@pytest.mark.parametrize("value", ["text", 3, None, [1, [2]], {"a": 1}])
def test_what_has_another_form_stays(value):
    """A value that is no block where one is declared is left for the check to tell of."""
    found = PPIO.from_wire({"workerConfig": value, "volumes": value})
    assert found == {"worker_config": value, "volumes": value}


def test_members_of_a_wait():
    """The endpoints of a wait have names of the user's own, and declared names within."""
    wait = spelling_of_the_wait()
    assert wait.to_wire({"endpoints": {"my_llm": {"changed_at": "now"}}}) == {
        "endpoints": {"my_llm": {"changedAt": "now"}}
    }
    assert wait.text_to_wire("endpoints.my_llm.changed_at") == "endpoints.my_llm.changedAt"


@pytest.mark.parametrize("name", KINDS)
def test_no_two_names_are_one(name):
    """No two declared names of a kind have one camelCase form, at any depth, and none reads as a foreign one."""
    kind = KINDS[name]
    for declared in (kind.args, kind.state):
        blocks = {"": declared}
        for path, field in schema.walk(declared):
            if field.nested is not None:
                blocks[path] = field.nested
        for block in blocks.values():
            names = [*schema.fields(block)]
            assert len({camel(each) for each in names}) == len(names)
            assert not {camel(each) for each in names if camel(each) != each} & {*names}


@pytest.mark.parametrize(
    ("own", "wire"),
    [
        ("product_id", "productId"),
        ("worker_config.max_replicas", "workerConfig.maxReplicas"),
        ("volumes[0].mount_point", "volumes[0].mountPoint"),
        ("volumes[*].mount_point", "volumes[*].mountPoint"),
        ("extra.some_key", "extra.some_key"),
        ("worker_config.extra.a_b", "workerConfig.extra.a_b"),
        ("no_argument.at_all", "no_argument.at_all"),
        ("", ""),
    ],
)
def test_paths(own, wire):
    """A path changes where its names are declared."""
    assert PPIO.text_to_wire(own) == wire
    assert PPIO.text_from_wire(wire) == own


@pytest.mark.parametrize("path", [("a", 0, "b"), ("labels", "a.b"), ("labels", 'q"uo\\te'), ("labels", "x y", 3)])
def test_a_path_is_read_as_it_was_written(path):
    """Keys with dots, quotes and blanks are quoted, and read back."""
    assert parsed(spelled(path)) == path


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("worker_config.max_replicas: is required", "workerConfig.maxReplicas: is required"),
        ("did you mean product_id?", "did you mean productId?"),
        ("the image registry/product_id is not there", "the image registry/product_id is not there"),
        ("(HTTP 400, my_product_ids)", "(HTTP 400, my_product_ids)"),
    ],
)
def test_lines(line, shown):
    """A line has the names of the program that it is for; what is only like one stays."""
    assert PPIO.line_to_wire(line) == shown
