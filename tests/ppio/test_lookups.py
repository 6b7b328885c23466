"""The functions of PPIO against the simulator: what they send, page by page, and what their results hold."""

import dataclasses
import json

import httpx
import pytest
from pulumi.runtime import config as pulumi_config
from pulumi.runtime import set_all_config

from pulumi_serving import ppio
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.ppio.endpoint import results
from pulumi_serving.ppio.endpoint.testing import CREATE, FULL
from pulumi_serving.program import lookup
from pulumi_serving.program.lookup import LookupFailedError

KEY = {"Authorization": "Bearer sk-simulator"}
SECRET = "s3cr3t-Zq9Zq9Zq9"


class Kept(httpx.BaseTransport):
    """A transport that keeps what was asked, and may answer by itself."""

    def __init__(self, inner):
        self.inner, self.queries, self.answer = inner, [], None

    def handle_request(self, request):
        self.queries.append((request.url.path, dict(request.url.params)))
        if self.answer is not None:
            return httpx.Response(200, json=self.answer, request=request)
        return self.inner.handle_request(request)


@pytest.fixture(autouse=True)
def cloud(monkeypatch, clock, simulator):
    """Put the program in front of the simulator; return what it asks."""
    found = Kept(httpx.WSGITransport(app=simulator.app))
    monkeypatch.setattr(lookup, "_runtime", Runtime(clock=clock, http=found))
    before = pulumi_config.CONFIG.get()
    set_all_config({"ppio:apiKey": "sk-simulator", "ppio:baseUrl": "http://127.0.0.1:1"})
    yield found
    set_all_config(before)


@pytest.fixture
def make(simulator):
    """Return how to make an endpoint behind everybody's back."""

    def made(name, **changes):
        answer = simulator.post("/gpus/v2/endpoints", json={**CREATE, **changes, "name": name}, headers=KEY)
        return answer.raise_for_status().json()["id"]

    return made


# Endpoints -----------------------------------------------------------------------------------------------------------


def test_one_endpoint(make, clock):
    """A result has every field of the answer under its own name."""
    args = {name: value for name, value in FULL.items() if name != "name"}
    id_ = make("img-gen-7f3a", **args)
    clock.sleep(10)
    found = ppio.get_endpoint(id_)
    assert (found.id, found.name, found.type, found.app_name) == (id_, "img-gen-7f3a", "async", "img-gen")
    assert dataclasses.asdict(found.worker_config) == FULL["worker_config"]
    assert dataclasses.asdict(found.policy) == FULL["policy"]
    assert dataclasses.asdict(found.health_check) == FULL["health_check"]
    assert (found.ports, found.region_id) == (FULL["ports"], FULL["region_id"])
    assert [(volume.id, volume.mount_point) for volume in found.volumes] == [("st-123", "/models")]
    assert (found.status, found.status_error) == ("running", "")
    assert found.url.startswith("https://")
    assert found.created_at > 0
    assert found.owner_id


def test_no_value_of_the_environment_is_in_a_result(make):
    """Values of the environment are left out in every form; their names are there."""
    id_ = make("secret", envs=[{"key": "TOKEN", "value": SECRET}])
    one, (listed,) = ppio.get_endpoint(id_), ppio.get_endpoints().endpoints
    assert one.env_keys == listed.env_keys == ["TOKEN"]
    for found in (one, listed):
        assert SECRET not in repr(found)
        assert SECRET not in json.dumps(dataclasses.asdict(found))


def test_results_can_be_exported(make):
    """A result is plain data, as exports need it."""
    make("llm")
    for found in (ppio.get_endpoints(), ppio.get_products(), ppio.get_regions()):
        assert json.loads(json.dumps(dataclasses.asdict(found)))


def test_workers_are_a_number(make, clock):
    """How many workers there are is told, but not which."""
    id_ = make("llm", worker_config={"max_replicas": 3, "min_replicas": 2})
    clock.sleep(10)
    assert ppio.get_endpoint(id_).worker_count == 2


@pytest.mark.parametrize("id_", ["e-0", "a/b", "ü", ""])
def test_a_missing_endpoint_is_one_line(id_):
    """An id that nobody has fails with one line."""
    with pytest.raises(LookupFailedError) as caught:
        ppio.get_endpoint(id_)
    assert str(caught.value).startswith("get_endpoint: ")
    assert "\n" not in str(caught.value)


def test_all_endpoints_of_many_pages(make, cloud):
    """A list is read to its end, a hundred a page."""
    ids = {make(f"llm-{number}") for number in range(120)}
    assert {found.id for found in ppio.get_endpoints().endpoints} == ids
    assert [query.get("limit") for _, query in cloud.queries] == ["100"] * 2


def test_filters(make, cloud):
    """Search word and members go out; the exact name is compared here."""
    wanted = make("llama")
    make("llama-2")
    make("other")
    assert len(ppio.get_endpoints(keyword="llama").endpoints) == 2
    assert [found.id for found in ppio.get_endpoints(name="llama").endpoints] == [wanted]
    assert len(ppio.get_endpoints(member_ids=["member-1", "member-9"]).endpoints) == 3
    assert ppio.get_endpoints(member_ids=("member-9",)).endpoints == []
    assert cloud.queries == [
        ("/gpus/v2/endpoints", {"limit": "100", "keyword": "llama"}),
        ("/gpus/v2/endpoints", {"limit": "100"}),
        ("/gpus/v2/endpoints", {"limit": "100", "member_ids": "member-1,member-9"}),
        ("/gpus/v2/endpoints", {"limit": "100", "member_ids": "member-9"}),
    ]


def test_an_empty_filter_of_members(make):
    """No member at all filters nothing."""
    make("llm")
    assert len(ppio.get_endpoints(member_ids=[]).endpoints) == 1


# Products ------------------------------------------------------------------------------------------------------------


def test_products_ask_for_what_endpoints_take(cloud):
    """Type and category always go out; serverless GPU products are the default, and all pages are read."""
    found = ppio.get_products().products
    assert len(found) > 5
    assert {(product.type, product.category) for product in found} == {("gpu", "serverless")}
    assert cloud.queries[0] == ("/gpus/v2/products", {"type": "gpu", "category": "serverless"})
    assert all(query["category"] == "serverless" for _, query in cloud.queries)


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        ({"cpu": 4}, {"cpu": "4"}),
        ({"memory_gb": 16}, {"memory_gb": "16"}),
        ({"rootfs_size": 60}, {"rootfs_size": "60"}),
        ({"billing_method": "spot"}, {"billing_method": "spot"}),
        ({"region_ids": ["as-sgp-2", "cn-south-nas-1"]}, {"region_ids": "as-sgp-2,cn-south-nas-1"}),
        ({"category": "instance"}, {"category": "instance"}),
        ({"cpu": 0}, {"cpu": "0"}),
        ({"region_ids": []}, {}),
    ],
)
def test_product_filters(cloud, filters, query):
    """Each filter goes out under the API's name."""
    ppio.get_products(**filters)
    assert cloud.queries[0][1] == {"type": "gpu", "category": "serverless", **query}


def test_a_product():
    """A product has its GPUs, disks and prices; the price per hour follows from the precision."""
    product = next(found for found in ppio.get_products().products if found.id == "h100")
    assert product.name
    assert product.resource_spec.gpu.max == 8
    assert product.resource_spec.rootfs.free_gb == 100
    assert product.pricing.postpaid.unit == "per_hour"
    assert product.price_per_hour == product.pricing.postpaid.final_price / 10**5
    assert product.deployable in (True, False)


@pytest.mark.parametrize(
    ("pricing", "price"),
    [
        ({"precision": 5, "postpaid": {"final_price": 135000}}, 1.35),
        ({"precision": "5", "postpaid": {"final_price": "135000"}}, 1.35),
        ({"postpaid": {"final_price": 2}}, 2.0),
        ({"precision": 0, "postpaid": {"final_price": 0}}, 0.0),
        ({"precision": 5, "postpaid": {}}, None),
        ({"precision": 5, "postpaid": None, "spot": {"final_price": 1}}, None),
        ({}, None),
        (None, None),
    ],
)
def test_prices(cloud, pricing, price):
    """Where no price is stated there is none: a product that is not sold by use is no error."""
    cloud.answer = {"data": [{"id": "p", "pricing": pricing}]}
    (product,) = ppio.get_products().products
    assert product.price_per_hour == price


@pytest.mark.parametrize(
    "changes",
    [
        {"resource_spec": None},
        {"resource_spec": {"gpu": None, "rootfs": None}},
        {"region_ids": None, "billing_methods": None},
        {"deployable": None, "name": None, "inventory_state": None},
        {"something": "new"},
    ],
)
def test_a_product_may_lack_anything(cloud, changes):
    """Null and missing fields of a product are empty ones."""
    cloud.answer = {"data": [{"id": "p", **changes}]}
    assert [product.id for product in ppio.get_products().products] == ["p"]


# Regions -------------------------------------------------------------------------------------------------------------


def test_regions(cloud):
    """A region has its GPUs, and whether network volumes can be mounted there."""
    found = {region.id: region for region in ppio.get_regions().regions}
    assert found["us-dallas-nas-2"].feature.network_volume is True
    assert found["as-sgp-2"].feature.network_volume is False
    assert "H100 SXM 80GB" in found["as-sgp-2"].gpus
    assert cloud.queries == [("/gpus/v2/regions", {"limit": "100"})]


@pytest.mark.parametrize("changes", [{"feature": None}, {"gpus": None, "name": None}, {"feature": {"x": 1}}])
def test_a_region_may_lack_anything(cloud, changes):
    """Null and missing fields of a region are empty ones."""
    cloud.answer = {"data": [{"id": "r", **changes}]}
    assert [region.id for region in ppio.get_regions().regions] == ["r"]


@pytest.mark.parametrize("function", [ppio.get_products, ppio.get_regions, ppio.get_endpoints])
def test_null_for_an_empty_list(cloud, function):
    """A list that is null is empty."""
    cloud.answer = {"data": None, "next_cursor": "", "has_more": False}
    (found,) = dataclasses.asdict(function()).values()
    assert found == []


@pytest.mark.parametrize("function", [ppio.get_products, ppio.get_regions, ppio.get_endpoints])
def test_what_is_no_list_is_told(cloud, function):
    """An answer without a list is no empty list."""
    cloud.answer = {"message": "hello"}
    with pytest.raises(LookupFailedError, match="another form than documented"):
        function()


def test_results_have_something_for_every_field():
    """Every result can be made of nothing, with empty lists of its own."""
    for name in ("EndpointResult", "EndpointsResult", "ProductsResult", "RegionsResult", "Product", "Region"):
        kind = getattr(results, name)
        assert kind() == kind()
        assert dataclasses.is_dataclass(kind)
    assert results.EndpointResult().ports is not results.EndpointResult().ports
