"""Whatever the cloud answers, it is read: nulls, missing fields and odd types crash nothing."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.values import compare
from pulumi_serving.huawei import EndpointArgs
from pulumi_serving.huawei.endpoint.mapping import to_live, update_body
from pulumi_serving.huawei.endpoint.models import Endpoint
from pulumi_serving.huawei.endpoint.testing import FULL

ANSWER = {
    "visibility": "PRIVATE",
    "id": "0" * 31,  # the reference's own samples have such ids
    "name": "endpoint1",
    "type": "job",
    "status": "CREATING",
    "description": "description",
    "create_time": "2023-05-30T12:24:30.401Z",
    "update_time": "2023-05-30T12:24:30.401Z",
    "owner": {"domain_name": "d", "domain_id": "i", "user_name": "u", "user_id": "j"},
    "cap": {"cap_id": "0" * 32, "version_id": "1" * 32},
    "reserved_resource": {
        "apu": {"spec_code": "a1x", "warm_up_num": 1, "max_num": 100},
        "dpu": {"spec_code": "d1x", "warm_up_num": 1, "max_num": 100, "use_public_resource": False},
        "mu": {"spec_code": "mu", "min": 0, "max": 1},
    },
    "ray_resource": {
        "head_group_spec": {"spec_code": "ray.head"},
        "worker_group_spec": [{"name": "w", "spec_code": "s", "min_replicas": 10000, "max_replicas": 10000}],
    },
    "caches": [{"mnt_path": "/m", "cache_ins_id": "c"}],
    "error_code": "common.00000500",
    "error_msg": "filler",
    "config": FULL["config"],
    "urls": [{"name": "ApiInvoke", "address": "https://a", "type": "PUBLIC", "token": "secret"}],
}


def test_the_references_sample():
    """The sample of ListEndpoints fills every block and names an error although nothing has failed."""
    live = to_live(Endpoint.read(ANSWER))
    assert (live.status, live.phase.value, live.reason) == ("CREATING", "pending", "")
    assert live.created == 1685449470.401
    assert live.values["ray_resource"] == {
        "head_node_resource": {"spec_code": "ray.head"},
        "work_node_resources": [{"name": "w", "resource": {"spec_code": "s", "min": 10000, "max": 10000}}],
    }
    assert live.values["cache_list"] == ANSWER["caches"]
    assert live.outputs["url"] == "https://a"


def test_what_was_sent_comes_back_without_drift():
    """An answer with the reply's names for what was sent shows no drift from it."""
    answer = {**ANSWER, **{name: FULL[name] for name in ("reserved_resource", "cap", "config", "name", "type")}}
    answer |= {"description": FULL["description"], "caches": [*reversed(FULL["cache_list"])]}
    answer["ray_resource"] = {
        "head_group_spec": {"spec_code": "ray.head.4u16g"},
        "worker_group_spec": [
            {"name": "npuGroup1", "spec_code": "ray.npu.24u192g", "min_replicas": 0, "max_replicas": 2},
            {"name": "cpuGroup1", "spec_code": "ray.cpu.8u32g", "min_replicas": 1, "max_replicas": 3},
        ],
    }
    live = to_live(Endpoint.read(answer))
    assert list(compare.drift(EndpointArgs, FULL, live.values)) == []


@pytest.mark.parametrize("odd", ["text", 7, [], True])
def test_an_odd_cache_is_no_drift(odd):
    """A list of caches in which one can't be read says nothing: a change of it would replace the endpoint."""
    there = Endpoint.read({**ANSWER, "caches": [*FULL["cache_list"], None]})
    assert to_live(there).values["cache_list"] == FULL["cache_list"]
    unknown = Endpoint.read({**ANSWER, "caches": [FULL["cache_list"][0], odd]})
    assert "cache_list" not in to_live(unknown).values


def test_the_first_address_if_none_is_public():
    """Without a public ApiInvoke the first address is the url."""
    urls = [{"name": "A", "address": "https://1"}, {"name": "ApiInvoke", "address": "https://2", "type": "PRIVATE"}]
    assert to_live(Endpoint.read({**ANSWER, "urls": urls})).outputs["url"] == "https://1"


def test_a_time_without_a_zone_is_utc():
    """Whatever zone this machine is in."""
    live = to_live(Endpoint.read({**ANSWER, "create_time": "2023-05-30T12:24:30"}))
    assert live.created == 1685449470


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def paths(value, prefix=()):
    """Yield the path of every value inside."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*prefix, key)
        yield from paths(item, (*prefix, key))


PATHS = [path for path in paths(ANSWER) if path != ("id",)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.one_of(st.just(...), ODD)), max_size=4))
def test_odd_answers_are_read_or_refused(changes):
    """Any value may be missing or of another type: it is read, or refused as unreadable; nothing else is raised."""
    answer = copy.deepcopy(ANSWER)
    for path, odd in changes:
        inside = answer
        try:
            for key in path[:-1]:
                inside = inside[key]
            if odd is ...:
                del inside[path[-1]]
            else:
                inside[path[-1]] = odd
        except (KeyError, IndexError, TypeError):
            continue
    try:
        endpoint = Endpoint.read(answer)
    except ValueError:
        return
    live = to_live(endpoint)
    json.dumps([live.values, live.outputs])
    list(compare.drift(EndpointArgs, FULL, live.values))


def test_an_update_sends_all_that_is_set():
    """Every updatable argument goes out, what can't be updated never, config only if asked for."""
    assert {*update_body(FULL, (), {})} == {"name", "description", "reserved_resource", "ray_resource", "cap"}
    assert "config" in update_body({**FULL, "update_config_in_place": True}, (), {})
    assert update_body({"name": "a"}, ["description"], {}) == {"name": "a", "description": ""}
