"""What a fleet of another language's program is planned from: names in either spelling, and mistakes in its own."""

import pulumi
import pytest
from tests.program.test_resource import Mocks, inputs_of, run

from pulumi_serving.doors.native.fleet import Fleet, planned
from pulumi_serving.fleet.config import FleetConfigError
from pulumi_serving.huawei.endpoint.testing import CREATE as FABRIC

pytestmark = pytest.mark.usefixtures("loop")  # of which secrets make outputs; without one each makes a loop of its own

LLM = {
    "cloud": "ppio",
    "type": "sync",
    "productId": "h100",
    "image": "i",
    "workerConfig": {"maxReplicas": 3},
    "timeouts": {"create": "40m"},
}


def mistakes(**inputs):
    """Return the lines of a plan that fails."""
    with pytest.raises(FleetConfigError) as raised:
        planned(inputs)
    return [*raised.value.lines]


def test_names_in_camel_case():
    """Arguments, defaults and settings may be in camelCase, those of maps are the user's own."""
    demand = {"mu": {"specCode": "a", "min": 0, "max": 1}}
    plan = planned(
        {
            "endpoints": {
                "my_llm": {**LLM, "account": "team"},
                "other": {"cloud": "huawei", "customImageId": "a" * 32},
            },
            "defaults": {"huawei": {"type": "inference", "reservedResource": demand}},
            "accounts": {"team": {"cloud": "ppio", "apiKey": "k"}},
        }
    )
    mine, other = plan.endpoints
    assert (mine.name, mine.args["worker_config"]) == ("my_llm", {"max_replicas": 3})
    assert mine.timeouts == {"create": "40m"}
    assert other.args["reserved_resource"]["mu"]["spec_code"] == "a"
    assert plan.accounts[0].settings.keys() == {"api_key"}


def test_names_of_a_python_program():
    """The names of a stack's file are taken, too."""
    plan = planned({"endpoints": {"llm": {**{k: v for k, v in LLM.items() if k != "productId"}, "product_id": "h100"}}})
    assert plan.endpoints[0].args["product_id"] == "h100"


def test_every_mistake_at_once():
    """All mistakes are told, each with its path, with the names that the program has."""
    found = mistakes(
        endpoints={"a": {**LLM, "workerConfig": {"maxReplica": 3}}, "b": {"cloud": "ppioo"}, "c": 3},
        accounts={"team": {"cloud": "ppio", "apiKeyy": "sk-1"}},
    )
    assert sorted(found) == [
        "serving:accounts.team.apiKeyy: is not an argument; did you mean apiKey?",
        "serving:endpoints.a.workerConfig.maxReplica: is not an argument; did you mean maxReplicas?",
        "serving:endpoints.a.workerConfig.maxReplicas: is required",
        "serving:endpoints.b.cloud: is not a cloud; did you mean ppio?",
        "serving:endpoints.c.cloud: is required: one of alibaba, huawei, ppio",
        "serving:endpoints.c: must be a mapping, not a number",
    ]


def test_defaults_without_endpoints():
    """Defaults alone are a mistake: without endpoints a fleet reads the stack's config."""
    assert mistakes(defaults={"ppio": {}}) == [
        "defaults: goes with endpoints; without any the fleet reads the stack's config"
    ]


def test_a_block_that_nobody_can_read():
    """Endpoints that are an output as a whole are refused, each with its path."""
    secret = pulumi.Output.secret({"a": LLM})
    found = mistakes(endpoints=secret) + mistakes(endpoints={"a": secret, "b": LLM})
    assert [line.partition(":")[0] for line in found] == ["endpoints", "endpoints.a"]
    assert found[0].endswith("Mark what is secret in it, value by value")


def test_outputs_pass():
    """An argument that is another resource's output is planned as it is."""
    output = pulumi.Output.from_input("x")
    plan = planned({"endpoints": {"llm": {**LLM, "command": output}}})
    assert plan.endpoints[0].args["command"] is output


def test_a_location_that_is_recorded_under_its_former_name(mocked):
    """A wait looks where the state of before the first release says that an endpoint lives."""

    class Before(pulumi.runtime.Mocks):
        def new_resource(self, args):
            known = {} if args.typ.endswith(":Readiness") else {"place": "its workspace", "changedAt": "then"}
            return f"{args.name}-id", {**args.inputs, **known}

        def call(self, args):  # noqa: ARG002
            return {}

    monitor = mocked(Before())
    run(lambda: Fleet("serving", {"endpoints": {"a": {"cloud": "huawei", **FABRIC}}}) and None)
    assert inputs_of(monitor.of("serving-huawei"))["endpoints"]["a"]["location"] == "its workspace"


def test_a_former_name_of_another_stack(mocked, monkeypatch):
    """A former name that is a URN of another stack is told, since nothing can have it."""
    mocked(Mocks())
    said = []
    monkeypatch.setattr(pulumi.log, "warn", lambda line, **_: said.append(line))
    urns = [f"urn:pulumi:{stack}::project::serving:ppio:Endpoint::old" for stack in ("stack", "x")]
    run(lambda: Fleet("serving", {"endpoints": {"a": {**LLM, "aliases": urns}}}) and None)
    (line,) = said
    assert line.startswith(f"a: the alias {urns[1]} is a URN of stack x of project project, and this is stack stack")
