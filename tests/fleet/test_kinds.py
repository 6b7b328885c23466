"""Fleets and the wait for many take every kind that serves, and no other."""

import pulumi
import pytest
from tests.program.test_resource import Mocks

from pulumi_serving import ppio, wait_until_ready
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.cloud.discovery import clouds, kind_of, serving_kinds
from pulumi_serving.fleet.config import check
from pulumi_serving.fleet.plans import FleetConfigError
from pulumi_serving.fleet.schema import stack_file_schema
from pulumi_serving.ppio.endpoint.kind import EndpointKind
from pulumi_serving.ppio.endpoint.testing import CREATE


def lines(**keys):
    """Return what is wrong with an endpoint of these keys."""
    try:
        check({"a": {"cloud": "ppio", **CREATE, **keys}})
    except FleetConfigError as error:
        return [*error.lines]
    return []


def test_a_kind_may_be_named():
    """The only kind that serves may be named, or not."""
    assert lines() == []
    assert lines(kind="endpoint") == []
    assert check({"a": {"cloud": "ppio", "kind": "endpoint", **CREATE}}).endpoints[0].kind == "endpoint"


@pytest.mark.parametrize("kind", ["registry_auth", "network_volume", "endpiont"])
def test_a_kind_that_does_not_serve_is_told(kind):
    """What does not serve is no endpoint, nor is what does not exist."""
    (line,) = lines(kind=kind)
    assert line.startswith("serving:endpoints.a.kind: is no kind of ppio that serves")
    assert "endpoint" in line


def test_where_several_serve_one_is_named(monkeypatch):
    """With two kinds that serve an endpoint must say which it is of, and the line names them."""

    class OtherKind(EndpointKind):
        noun = "job"

    kinds = {**discovery.kinds("ppio"), "job": OtherKind()}
    monkeypatch.setattr(discovery, "kinds", lambda cloud: kinds if cloud == "ppio" else {})
    assert lines() == ["serving:endpoints.a.kind: is required: one of endpoint, job"]
    assert lines(kind="endpoint") == []
    with pytest.raises(ValueError, match="several kinds that serve, so one must be named: endpoint, job"):
        kind_of("ppio")
    assert kind_of("ppio", "job") is kinds["job"]


def test_the_schema_offers_the_kinds():
    """An editor completes the kinds of a cloud."""
    offered = {of: stack_file_schema()["$defs"][f"{of}.endpoint"]["properties"]["kind"]["enum"] for of in clouds()}
    assert offered == {of: [*serving_kinds(of)] for of in clouds()}


def test_what_does_not_serve_is_not_waited_for(mocked):
    """The wait for many refuses it with one line that says why."""
    mocked(Mocks())
    found = []

    @pulumi.runtime.test
    def program():
        auth = ppio.RegistryAuth("registry", name="registry.example.com", username="ci", password="x")
        with pytest.raises(pulumi.RunError) as caught:
            wait_until_ready([auth])
        found.append(str(caught.value))

    program()
    (line,) = found
    assert line.startswith("wait_until_ready: registry is no endpoint of pulumi_serving but a RegistryAuth")
    assert "nothing to wait for" in line
