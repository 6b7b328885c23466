"""Network volumes: they grow, endpoints mount them, and sources disagree on how a call names one."""

import httpx
import pytest
from tests.conftest import Engine

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ApiError, UnreadableError
from pulumi_serving.ppio import EndpointProvider, NetworkVolumeProvider
from pulumi_serving.ppio.endpoint.testing import CREATE as ENDPOINT
from pulumi_serving.ppio.network_volume import testing
from pulumi_serving.ppio.network_volume.testing import CREATE, FULL
from pulumi_serving.ppio.testing import BASE_URL_KEY, CONFIG

STACK = {**CONFIG, BASE_URL_KEY: "http://127.0.0.1:1"}
KIND = NetworkVolumeProvider.kind


@pytest.fixture
def volume(simulator, clock):
    """Return a volume as the engine sees it."""
    simulator.speak_of(testing)
    return Engine(NetworkVolumeProvider, simulator, clock, STACK)


def calls(answer):
    """Return the calls, answered by a function of the request."""
    settings = KIND.settings(Source("ppio", CONFIG, {}))
    return KIND.calls(KIND.connect(settings, httpx.MockTransport(answer), SystemClock()))


def operation():
    """Return an operation with a minute to go."""
    return Operation("testing", 60.0, SystemClock())


def test_it_grows_in_place(volume, simulator):
    """Another size is an update, and the volume stays the same one."""
    volume.up(**FULL)
    first = volume.id
    assert volume.preview(**{**FULL, "size": 200})[0] == "update"
    assert not volume.up(**{**FULL, "size": 200}).error
    assert (volume.id, volume.outs["size"]) == (first, 200)
    assert simulator.count("create") == 1


def test_a_smaller_size_is_the_clouds_to_refuse(volume, simulator):
    """A volume is never replaced for its size: the refusal is told, and nothing is lost."""
    volume.up(**FULL)
    assert volume.preview(**{**FULL, "size": 50})[0] == "update"
    assert "a storage can't shrink" in volume.up(**{**FULL, "size": 50}).error
    assert [item["id"] for item in simulator.living()] == [volume.id]


def test_what_mounts_it_is_named_at_the_end(volume, simulator, clock):
    """A deletion that is in vain until its time is over names the endpoint, and keeps the record."""
    volume.up(**FULL)
    endpoint = Engine(EndpointProvider, simulator, clock, STACK, urn=f"{volume.urn}-endpoint")
    mounts = [{"id": volume.id, "type": "network", "mount_point": "/models"}]
    assert not endpoint.up(**ENDPOINT, region_id=FULL["region_id"], volumes=mounts).error
    volume.timeout = 60.0
    error = volume.delete().error
    assert f"is in use by endpoint {endpoint.outs['name']} ({endpoint.id})" in error
    assert "NETWORK_STORAGE_IN_USE" in error
    assert not endpoint.delete().error
    assert not volume.delete().error
    assert simulator.living() == []


def test_a_replacement_of_the_users_own_name_that_something_mounts(volume, simulator, clock):
    """It would have to go first, and can't: the line says that another name puts the successor first, as it does."""
    volume.up(**FULL)
    endpoint = Engine(EndpointProvider, simulator, clock, STACK, urn=f"{volume.urn}-endpoint")
    declared = {**ENDPOINT, "product_id": "2"}  # which is offered in both regions
    mounts = [{"id": volume.id, "type": "network", "mount_point": "/models"}]
    assert not endpoint.up(**declared, region_id=FULL["region_id"], volumes=mounts).error
    volume.timeout = 60.0
    elsewhere = {**FULL, "region_id": "cn-south-nas-1"}
    error = volume.up(**elsewhere).error
    assert "It was to go before its successor: under another name that is made first" in error
    first = (volume.id, volume.outs, volume.inputs)
    action, inputs = volume.preview(**{**elsewhere, "name": "models-south"})
    assert (action, volume.diff(inputs).delete_before_replace) == ("replace", False)
    assert not volume.create(inputs).error
    mounts = [{**mounts[0], "id": volume.id}]
    assert not endpoint.up(**declared, region_id=elsewhere["region_id"], volumes=mounts).error
    (volume.id, volume.outs, volume.inputs), second = first, volume.id
    assert not volume.delete().error
    assert [item["id"] for item in simulator.living()] == [second]


def test_a_name_that_is_taken_is_told_without_what_nobody_knows(volume, simulator, clock):
    """A volume has no status and no date: the line has no gap in their place."""
    volume.up(**FULL)
    other = Engine(NetworkVolumeProvider, simulator, clock, STACK, urn=f"{volume.urn}-other")
    assert f"already: {volume.id} (made at an unknown time). " in other.up(**FULL).error


@pytest.mark.parametrize("wanted", ["storageId", "id"])
def test_the_id_is_sent_as_the_platform_wants_it(wanted):
    """The first name of the field is tried, and the other one after a refusal that speaks of it."""
    asked = []

    def answer(request):
        body = httpx.Response(200, content=request.read()).json()
        asked.append(next(iter(body)))
        if asked[-1] == wanted:
            return httpx.Response(200, json={})
        return httpx.Response(400, json={"code": 400, "message": f"unknown field {asked[-1]}"})

    calls(answer).delete_storage(operation(), "st-1")
    assert asked == ["storageId", "id"][: ["storageId", "id"].index(wanted) + 1]


def test_another_refusal_is_told_at_once():
    """A refusal that does not speak of the field is not answered with the other name of it."""
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(400, json={"code": 400, "reason": "ILLEGAL_PARAMETERS", "message": "not today"})

    with pytest.raises(ApiError, match="not today"):
        calls(answer).delete_storage(operation(), "st-1")
    assert len(asked) == 1


@pytest.mark.parametrize("body", ['"st-1"', '{"id": "st-1"}', '{"storageId": " st-1 "}'])
def test_the_id_of_a_new_one(body):
    """The answer is a bare string; an object that has the id is taken, too."""
    client = calls(lambda _: httpx.Response(200, text=body))
    assert client.create_storage(operation(), {}) == "st-1"


@pytest.mark.parametrize("body", ['""', "null", "[]", "{}", "7"])
def test_an_answer_without_an_id_is_none(body):
    """Whatever names no id is told as such, so that the volume is looked for."""
    with pytest.raises(UnreadableError):
        calls(lambda _: httpx.Response(200, text=body)).create_storage(operation(), {})


def test_all_pages_are_read():
    """Pages go by their numbers until the total has come."""
    items = [{"storageId": f"st-{number}", "storageName": "x", "storageSize": 1} for number in range(230)]

    def answer(request):
        number, size = (int(request.url.params[name]) for name in ("pageNo", "pageSize"))
        return httpx.Response(200, json={"data": items[(number - 1) * size : number * size], "total": len(items)})

    found = calls(answer).list_storages(operation(), {})
    assert (len(found), found.whole) == (230, True)


def test_pages_that_contradict_each_other_prove_nothing():
    """A total that never comes is no list."""
    with pytest.raises(UnreadableError, match="a total of 3, and 0 came"):
        calls(lambda _: httpx.Response(200, json={"data": [], "total": 3})).list_storages(operation().at_most(1), {})


def test_a_lost_answer_makes_no_second_one(volume, simulator):
    """Data has one home: what a create has made whose answer is lost is found by its name."""
    simulator.fault(cloud="ppio", operation="create", drop="after")
    assert not volume.up(**CREATE).error
    assert [item["id"] for item in simulator.living()] == [volume.id]
