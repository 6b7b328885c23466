"""What functions return: plain data with something in every field, whatever a cloud's answer lacks or has instead."""

from dataclasses import fields, is_dataclass
from typing import get_args, get_origin

import pytest
from pydantic import TypeAdapter
from typing_extensions import get_type_hints

from pulumi_serving.alibaba.app_service.models import Described, Service
from pulumi_serving.core.http.reported import Reported
from pulumi_serving.core.values.schema import peel
from pulumi_serving.doors.native.functions import functions
from pulumi_serving.huawei.endpoint.models import Endpoint as HuaweiEndpoint
from pulumi_serving.huawei.workspace.models import Workspace
from pulumi_serving.ppio.endpoint.models import Endpoint
from pulumi_serving.ppio.network_volume.models import Storage
from pulumi_serving.ppio.registry_auth.models import Auth

READ = (Endpoint, Storage, Auth, HuaweiEndpoint, Workspace, Service, Described)
ODD = [7, True, "text", [1], ["a"], {"a": {}}, None]


def inner(result):
    """Yield each field of a result that is made of dataclasses: its name, the class, and whether it is a list."""
    for name, hint in get_type_hints(result, include_extras=True).items():
        bare = peel(hint)[0]
        is_list = get_origin(bare) is list
        item = peel(get_args(bare)[0])[0] if is_list else bare
        if is_dataclass(item):
            yield name, item, is_list


def with_inner(*results):
    """Return classes, and those that their fields are made of."""
    found = {}
    for result in results:
        found |= dict.fromkeys([result, *with_inner(*(item for _, item, _ in inner(result)))])
    return list(found)


RESULTS = with_inner(*(function.lookup.result for function in functions().values()))
BLOCKS = [(owner, *row) for owner in RESULTS for row in inner(owner)]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: result.__qualname__)
def test_each_field_has_something_to_fall_back_on(result):
    """No field is promised by an answer, so what a function returns can be made of nothing, and shares nothing."""
    one, other = result(), result()
    assert one == other
    assert not any(
        getattr(one, field.name) is getattr(other, field.name)
        for field in fields(result)
        if isinstance(getattr(one, field.name), (list, dict))
    )
    assert not issubclass(result, Reported)


@pytest.mark.parametrize(
    ("owner", "name", "item", "is_list"), BLOCKS, ids=[f"{row[0].__qualname__}.{row[1]}" for row in BLOCKS]
)
def test_an_odd_field_costs_itself(owner, name, item, is_list):
    """At whatever depth a field has a form that nobody foresaw, everything beside it is read."""
    adapter = TypeAdapter(owner)
    for field in fields(item):
        for odd in ODD:
            block = {**{other.name: None for other in fields(item)}, field.name: odd}
            found = getattr(adapter.validate_python({name: [block] if is_list else block}), name)
            (read,) = found if is_list else [found]
            empty = item()
            assert type(read) is item
            assert all(
                getattr(read, other.name) == getattr(empty, other.name) for other in fields(item) if other != field
            )


@pytest.mark.parametrize("kind", READ, ids=[f"{kind.__module__.split('.')[1]}.{kind.__name__}" for kind in READ])
def test_what_is_read_is_a_result_and_more(kind):
    """The client reads an answer into the fields that a function returns: there is no second list of them."""
    result = next(base for base in kind.__mro__ if base in RESULTS)
    answer = {"id": "x", "storageId": "x", "ServiceName": "x", "Status": "Running"}
    assert kind.read(answer).plain(result).keys() == {field.name for field in fields(result)}
