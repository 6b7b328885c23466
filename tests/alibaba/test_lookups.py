"""Functions against the simulator: every filter, every page, and no token."""

import asyncio
import json

import httpx
import pulumi
import pytest

from pulumi_serving import alibaba
from pulumi_serving.alibaba.app_service import testing
from pulumi_serving.alibaba.app_service.filters import FILTERS, LOCAL, ServiceFilters
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.errors import ServingError
from pulumi_serving.program import lookup

# The page of ListServices.
DOCUMENTED = {
    "Filter", "ServiceName", "ServiceUid", "ServiceStatus", "ServiceType", "WorkspaceId", "QuotaId", "Gateway",
    "GroupName", "Role", "ResourceType", "ResourceName", "ParentServiceUid", "Label", "Sort", "Order",
    "IncludeNoWorkspace", "ResourceAliasName", "ResourceId", "ResourceBurstable", "AutoscalerEnabled",
    "CronscalerEnabled", "TrafficState",
}  # fmt: skip


@pytest.fixture
def sent(simulator, clock, config, monkeypatch):
    """Let functions ask the simulator, with the stack's config; return the requests that they send."""
    requests = []

    class Transport(httpx.WSGITransport):
        def handle_request(self, request):
            requests.append(request)
            return super().handle_request(request)

    monkeypatch.setattr(lookup, "_runtime", Runtime(clock=clock, http=Transport(app=simulator.app), environ={}))
    monkeypatch.setattr(pulumi.Config, "get", lambda self, key: config.get(f"{self.name}:{key}"))
    return requests


def names(result):
    return [service.service_name for service in result.services]


def test_get_service(sent, engine):
    """One service by its name, with what is not secret."""
    assert not engine.up(**testing.FULL).error
    found = alibaba.get_service("team_llm")
    assert (found.id, found.service_id) == (engine.id, engine.outs["service_id"])
    assert (found.status, found.service_spec, found.total_instance) == ("Running", "llama_7b_fp16", 2)
    assert json.loads(found.config)["NasPath"] == "/models"
    assert found.internet_endpoint == engine.outs["url"]
    assert engine.outs["access_token"] not in repr(found)
    assert sent[-1].headers["x-acs-action"] == "DescribeService"


def test_a_service_by_its_id(sent, engine):
    """A resource's id will do in place of the name; that of another region is an error, without a request."""
    assert not engine.up(**testing.FULL).error
    assert alibaba.get_service(engine.id) == alibaba.get_service("team_llm")
    asked = len(sent)
    with pytest.raises(ServingError, match="cn-beijing/team_llm in cn-shanghai, the region of this provider"):
        alibaba.get_service("cn-beijing/team_llm")
    assert len(sent) == asked


def test_a_missing_service_is_an_error(sent):
    """A missing one is one line."""
    with pytest.raises(ServingError, match="get_service: there is no service nobody in cn-shanghai"):
        alibaba.get_service("nobody")
    assert sent


def test_get_services_reads_all_pages(sent, engine, monkeypatch):
    """All pages are read, whatever their size."""
    monkeypatch.setattr("pulumi_serving.alibaba.client.PAGE_SIZE", 2)
    for number in range(5):
        engine.id, engine.inputs, engine.outs = "", {}, {}
        engine.urn = f"{engine.urn}{number}"
        assert not engine.up(**testing.CREATE, name=f"svc_{number}").error
    sent.clear()
    assert names(alibaba.get_services()) == ["svc_4", "svc_3", "svc_2", "svc_1", "svc_0"]
    assert [request.url.params["PageNumber"] for request in sent] == ["1", "2", "3"]
    assert names(alibaba.get_services(order="asc", filter="svc_")) == ["svc_0", "svc_1", "svc_2", "svc_3", "svc_4"]
    assert names(alibaba.get_services(service_name="svc_3")) == ["svc_3"]
    assert names(alibaba.get_services(service_status="Failed")) == []


def test_ordinary_services_are_left_out(sent, engine, service):
    """There is no filter for app services: those without an application type are left out, unless asked for."""
    assert not engine.up(**testing.CREATE, name="svc").error
    service(fields={"AppType": ""})
    assert names(alibaba.get_services()) == []
    assert names(alibaba.get_services(only_app_services=False)) == ["svc"]
    assert sent


def test_every_filter_goes_out(sent):
    """Each documented filter goes into the query under its name, labels as one JSON text."""
    assert {*FILTERS.values()} == DOCUMENTED
    assert {*ServiceFilters.__annotations__} == {*FILTERS, *LOCAL}
    flags = {"include_no_workspace", "resource_burstable", "autoscaler_enabled", "cronscaler_enabled"}
    given = {name: name in flags or f"a {name}" for name in FILTERS}
    given |= {"label": {"team": "é", "any": None}, "order": "asc"}
    alibaba.get_services(**given)
    query = dict(sent[-1].url.params)
    assert {*query} == {*DOCUMENTED, "PageNumber", "PageSize"}
    assert query["Label"] == '{"team":"é","any":null}'
    assert query["ResourceBurstable"] == "true"
    assert query["Filter"] == "a filter"
    assert b"+" not in sent[-1].url.query


@pytest.mark.parametrize(
    ("fields", "filters"),
    [
        ({}, {"service_status": "Running", "service_type": "Standard", "resource_type": "PublicResource"}),
        ({"Gateway": "gw-1"}, {"gateway": "gw-1"}),
        ({"ServiceGroup": "chat"}, {"group_name": "chat"}),
        ({"Role": "DataSet"}, {"role": "DataSet"}),
        ({"Resource": "eas-r-1"}, {"resource_name": "eas-r-1", "resource_id": "eas-r-1"}),
        ({"ResourceAlias": "our"}, {"resource_alias_name": "our"}),
        ({"ParentServiceUid": "eas-m-0"}, {"parent_service_uid": "eas-m-0"}),
        ({"TrafficState": "grouping"}, {"traffic_state": "grouping"}),
        ({"WorkspaceId": "77"}, {"workspace_id": "77", "include_no_workspace": False}),
        ({"QuotaId": "q-1"}, {"quota_id": "q-1"}),
        ({"AutoscalerEnabled": True}, {"autoscaler_enabled": True}),
        ({"CronscalerEnabled": True}, {"cronscaler_enabled": True}),
        ({"ResourceBurstable": True}, {"resource_burstable": True}),
        ({"Labels": [{"LabelKey": "team", "LabelValue": "a"}]}, {"label": {"team": "a"}}),
        ({"Labels": [{"LabelKey": "team", "LabelValue": "a"}]}, {"label": {"team": None}}),
    ],
    ids=str,
)
def test_what_a_filter_finds(sent, engine, service, fields, filters):
    """Each filter finds the service that it is for, and no other."""
    assert not engine.up(**testing.CREATE, name="one").error
    service(fields=fields)
    engine.id, engine.inputs, engine.outs, engine.urn = "", {}, {}, f"{engine.urn}2"
    assert not engine.up(**testing.CREATE, name="two").error
    found = names(alibaba.get_services(**filters))
    assert found == (["one"] if fields else ["two", "one"])
    assert sent


def test_the_order(sent, engine):
    """Services are sorted by the field that is named."""
    for name in ("b", "c", "a"):
        engine.id, engine.inputs, engine.outs, engine.urn = "", {}, {}, f"{engine.urn}{name}"
        assert not engine.up(**testing.CREATE, name=f"svc_{name}").error
    assert names(alibaba.get_services(sort="ServiceName")) == ["svc_c", "svc_b", "svc_a"]
    assert names(alibaba.get_services(sort="ServiceName", order="asc")) == ["svc_a", "svc_b", "svc_c"]
    assert sent


def test_a_misspelt_filter_is_refused():
    """What is no filter is an error, as with any function."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'filtre'"):
        alibaba.get_services(filtre="x")


@pytest.mark.parametrize("body", ["{}", "[]", '{"RequestId": "1"}'])
def test_an_empty_answer_is_no_empty_list(sent, simulator, body):
    """A success without a list is an error: it would say that everything is gone."""
    simulator.fault(cloud="alibaba", operation="list", times=9, status=200, body=body)
    with pytest.raises(ServingError, match="ListServices failed"):
        alibaba.get_services()
    assert sent


def test_the_output_form(engine, sent):
    """The output form gives the same, for filters that are outputs."""
    assert not engine.up(**testing.CREATE, name="svc").error

    async def found():
        one = alibaba.get_service_output(pulumi.Output.from_input("svc"))
        many = alibaba.get_services_output(filter=pulumi.Output.from_input("s"))
        return await one.future(), await many.future()

    one, many = asyncio.get_event_loop().run_until_complete(found())
    assert one == alibaba.get_service("svc")
    assert many == alibaba.get_services(filter="s")
    assert names(many) == ["svc"]
    assert sent
