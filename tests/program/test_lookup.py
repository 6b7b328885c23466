"""Functions of programs: where their settings come from, when they wait, and how they end."""

import asyncio
import base64
import threading

import httpx
import pulumi
import pytest
from pulumi.runtime import config as pulumi_config
from pulumi.runtime import set_all_config

from pulumi_serving import alibaba, huawei, ppio
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.errors import ServingError
from pulumi_serving.ppio.endpoint.kind import EndpointKind
from pulumi_serving.ppio.endpoint.results import EndpointResult
from pulumi_serving.program import lookup
from pulumi_serving.program.lookup import Lookup, LookupFailedError
from pulumi_serving.program.resource import ServingProvider

KEY, OTHER_KEY = "sk-simulator", "sk-simulator-2"
BASE_URL = "http://127.0.0.1:1"


class ElsewhereProvider(ServingProvider):
    """An instance of another cloud, whose settings have the same names."""

    _cloud = "elsewhere"
    _secret = frozenset({"api_key"})


class Mocks(pulumi.runtime.Mocks):
    """Answers calls; keeps them."""

    def __init__(self, answer=None):
        self.answer = answer or {}
        self.calls = []

    def new_resource(self, args):
        return f"{args.name}-id", args.inputs

    def call(self, args):
        self.calls.append(args)
        return self.answer


@pytest.fixture(autouse=True)
def _program(monkeypatch, clock, simulator, loop):
    """Let each test be a program of its own, in front of the simulator, with the first account in the config."""
    _ = loop
    monkeypatch.setattr(lookup, "_runtime", Runtime(clock=clock, http=httpx.WSGITransport(app=simulator.app)))
    for name in ("PPIO_API_KEY", "NOVITA_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    before = pulumi_config.CONFIG.get()
    set_all_config({"ppio:apiKey": KEY, "ppio:baseUrl": BASE_URL})
    yield
    set_all_config(before)


@pytest.fixture
def mine(simulator):
    """Return the id of an endpoint of the first account."""
    return make(simulator, "mine", KEY)


@pytest.fixture
def theirs(simulator):
    """Return the id of an endpoint of the second account."""
    return make(simulator, "theirs", OTHER_KEY)


def make(simulator, name, key):
    """Make an endpoint behind everybody's back."""
    body = {"type": "sync", "name": name, "product_id": "2", "image": "i:1", "worker_config": {"max_replicas": 1}}
    answer = simulator.post("/gpus/v2/endpoints", json=body, headers={"Authorization": f"Bearer {key}"})
    return answer.raise_for_status().json()["id"]


def instance(kind=ppio.Provider, **settings):
    """Return a provider instance of a program, without an engine to register it with."""
    found = kind.__new__(kind)
    found._settings = settings
    return found


def theirs_instance(**settings):
    """Return an instance for the second account."""
    return instance(**{"api_key": OTHER_KEY, "base_url": BASE_URL, **settings})


def opts(provider):
    """Return options with a provider."""
    return pulumi.InvokeOptions(provider=provider)


def resolved(make_output):
    """Return the value of an output, whether it is known, and whether it is secret."""

    async def run():
        output = make_output()
        return await output.future(), await output.is_known(), await output.is_secret()

    return asyncio.get_event_loop().run_until_complete(run())


def unknown():
    """Return an output whose value is not known yet."""
    value, known = asyncio.get_event_loop().create_future(), asyncio.get_event_loop().create_future()
    value.set_result(None)
    known.set_result(False)
    return pulumi.Output(set(), value, known)


FORMS = {
    "plain": ppio.get_endpoint,
    "output": lambda *arguments: resolved(lambda: ppio.get_endpoint_output(*arguments)),
}


# Settings ------------------------------------------------------------------------------------------------------------


def test_the_stacks_config_counts(mine):
    """Without a provider the settings are those of the stack's config."""
    assert ppio.get_endpoint(mine).name == "mine"


def test_the_environment_counts_last(mine, monkeypatch):
    """Without a key in the config the environment's is taken."""
    set_all_config({"ppio:baseUrl": BASE_URL})
    monkeypatch.setenv("PPIO_API_KEY", KEY)
    assert ppio.get_endpoint(mine).name == "mine"


def test_missing_settings_are_one_line():
    """Without any key the line says what to set, and ends the program without a traceback."""
    set_all_config({})
    with pytest.raises(LookupFailedError) as caught:
        ppio.get_regions()
    assert str(caught.value).startswith(
        "get_regions: ppio has no api_key: run `pulumi config set --secret ppio:apiKey`"
    )
    assert isinstance(caught.value, (ServingError, pulumi.RunError))


def test_the_config_reaches_the_output_form(mine):
    """The output form sees the same config, though it runs in another thread."""
    value, known, secret = resolved(lambda: ppio.get_endpoint_output(mine))
    assert (value.name, known, secret) == ("mine", True, False)


def test_a_provider_counts(theirs):
    """With a provider its account is read."""
    assert ppio.get_endpoint(theirs, opts(theirs_instance())).name == "theirs"
    assert resolved(lambda: ppio.get_endpoint_output(theirs, opts(theirs_instance())))[0].name == "theirs"


def test_a_provider_does_not_ask_the_config(mine):
    """A provider without a key does not take the config's."""
    bare = instance(base_url=BASE_URL)
    with pytest.raises(LookupFailedError, match="give the Provider its api_key"):
        (ppio.get_endpoint(mine, opts(bare)))


def test_a_secret_key_is_no_secret_answer(theirs):
    """A key that is a secret output works in both forms, and does not make the answer secret."""
    plain = ppio.get_endpoint(theirs, opts(theirs_instance(api_key=pulumi.Output.secret(OTHER_KEY)))).name
    assert plain == "theirs"
    value, known, secret = resolved(
        lambda: ppio.get_endpoint_output(theirs, opts(theirs_instance(api_key=pulumi.Output.secret(OTHER_KEY))))
    )
    assert (value.name, known, secret) == ("theirs", True, False)


def test_a_provider_that_is_not_known_yet(theirs):
    """An unknown key is told by the plain form, and makes the output unknown; nothing is sent."""
    with pytest.raises(
        LookupFailedError, match="get_endpoint: the provider instance is not known yet; use the _output"
    ):
        (ppio.get_endpoint(theirs, opts(theirs_instance(api_key=unknown()))))
    value, known, _ = resolved(lambda: ppio.get_endpoint_output(theirs, opts(theirs_instance(api_key=unknown()))))
    assert (value, known) == (None, False)


@pytest.mark.parametrize("form", [*FORMS])
def test_another_clouds_provider_is_refused(mine, simulator, form):
    """An instance of another cloud is refused in both forms, before anything is sent."""
    before = len(simulator.ledger()["requests"])
    wrong = instance(ElsewhereProvider, api_key=KEY, base_url=BASE_URL)
    with pytest.raises(ServingError, match="is for elsewhere"):
        FORMS[form](mine, opts(wrong))
    assert len(simulator.ledger()["requests"]) == before


@pytest.mark.parametrize("form", [*FORMS])
def test_a_provider_of_something_else_is_refused(mine, form):
    """An instance that is none of ours is refused: the account of the config is not what the user asked for."""
    wrong = pulumi.ProviderResource.__new__(pulumi.ProviderResource)
    with pytest.raises(ServingError, match=r"get_endpoint: .*provider"):
        FORMS[form](mine, opts(wrong))


# The output form -----------------------------------------------------------------------------------------------------


def test_arguments_may_be_outputs(mine):
    """The output form waits for its arguments; a secret one makes the answer secret."""
    value, known, secret = resolved(lambda: ppio.get_endpoint_output(pulumi.Output.from_input(mine)))
    assert (value.name, known, secret) == ("mine", True, False)
    assert resolved(lambda: ppio.get_endpoint_output(pulumi.Output.secret(mine)))[2] is True


def test_an_unknown_argument_makes_the_answer_unknown(simulator):
    """While an argument is not known nothing is sent, and the answer is unknown."""
    value, known, _ = resolved(lambda: ppio.get_endpoint_output(unknown()))
    assert (value, known) == (None, False)
    assert simulator.ledger()["requests"] == []


def test_an_error_reaches_the_program():
    """A function that fails in the output form fails the output with its one line."""
    with pytest.raises(LookupFailedError, match="get_endpoint: there is no endpoint e-0"):
        resolved(lambda: ppio.get_endpoint_output("e-0"))


@pytest.mark.usefixtures("mine")
def test_an_error_of_a_look_up_repeats_no_key(simulator):
    """Whatever the cloud says, the key is blanked, in any form, and in the id of the request."""
    words = f"key {KEY}, {base64.b64encode(KEY.encode()).decode()} or {KEY[:-3]}"
    simulator.fault(cloud="ppio", operation="get", status=400, headers={"X-Request-Id": KEY}, body=words)
    with pytest.raises(LookupFailedError) as caught:
        ppio.get_endpoint("e-1")
    assert "key [secret], " in str(caught.value)
    assert KEY[:-3] not in str(caught.value)
    assert base64.b64encode(KEY.encode()).decode()[:12] not in str(caught.value)


def test_the_program_goes_on_meanwhile(mine):
    """The output form reads in a thread of its own: the program's loop goes on."""
    ran = []

    def run(args, explicit):  # noqa: ARG001
        ran.append(threading.current_thread())
        return "found"

    look = Lookup(EndpointKind(), "a:b/c:getIt", lambda *_: {}, dict)
    object.__setattr__(look, "_run", run)
    assert resolved(lambda: look.output({"id": mine}))[0] == "found"
    assert ran[0] is not threading.main_thread()


def test_arguments_that_are_none_are_left_out(simulator):
    """What is None is not sent."""
    ppio.get_endpoints(keyword=None, member_ids=None, name=None)
    assert simulator.count("list") == 1


def test_an_answer_in_another_form_is_told_without_its_values():
    """A mock or a cloud that answers in another form is told by field and rule, without a value."""
    look = Lookup(EndpointKind(), "a:b/c:getIt", lambda *_: {"worker_count": "s3cr3t"}, EndpointResult)
    with pytest.raises(LookupFailedError) as caught:
        look.plain({})
    assert str(caught.value).startswith("get_it: the answer has another form than documented (worker_count: ")
    assert "s3cr3t" not in str(caught.value)


def test_many_look_ups_share_an_account(mine):
    """Functions of one program with the same settings share connections."""
    for _ in range(3):
        ppio.get_endpoint(mine)
    assert len(lookup._runtime.sessions) == 1


# Mocks ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def under_mocks(mocked):
    """Return how to run a program under mocks: its result, and the calls that the mocks saw."""

    def run(function, answer=None):
        mocks, results = Mocks(answer), []
        mocked(mocks)
        pulumi.runtime.test(lambda: pulumi.Output.from_input(function()).apply(results.append))()
        return results[0], mocks.calls

    return run


def test_mocks_see_token_and_arguments(under_mocks, simulator):
    """Under mocks the cloud is left alone: their call gets the token and the arguments that were given."""
    found, calls = under_mocks(lambda: ppio.get_endpoint("e-1").name, {"id": "e-1", "name": "mocked"})
    assert found == "mocked"
    assert [(call.token, call.args) for call in calls] == [
        ("pulumi-python:dynamic/serving/ppio:getEndpoint", {"id": "e-1"})
    ]
    assert simulator.ledger()["requests"] == []


def test_mocks_see_the_output_form(under_mocks):
    """The output form asks the mocks too, once its arguments are known."""
    found, calls = under_mocks(
        lambda: ppio.get_endpoints_output(name=pulumi.Output.from_input("a"), member_ids=["m"]).apply(
            lambda result: [item.id for item in result.endpoints]
        ),
        {"endpoints": [{"id": "e-1"}, {"id": "e-2"}]},
    )
    assert found == ["e-1", "e-2"]
    assert [(call.token.rpartition(":")[2], call.args) for call in calls] == [
        ("getEndpoints", {"name": "a", "member_ids": ["m"]})
    ]


@pytest.mark.parametrize(
    "function",
    [
        lambda: ppio.get_endpoint("e-1").name,
        lambda: len(ppio.get_endpoints().endpoints),
        lambda: len(ppio.get_products().products),
        lambda: len(ppio.get_regions().regions),
        lambda: ppio.get_endpoint("e-1").worker_config.max_replicas,
    ],
)
def test_an_empty_mock_is_a_good_answer(under_mocks, function):
    """A mock that answers nothing gives an empty result, whose fields can be used."""
    assert under_mocks(function)[0] in ("", 0, None)


def test_mocks_see_the_provider(under_mocks):
    """The provider's reference is in the mock's call."""

    def program():
        found = ppio.Provider("eu", api_key=KEY)
        return ppio.get_endpoint_output("e-1", pulumi.InvokeOptions(provider=found)).apply(lambda result: result.name)

    _, calls = under_mocks(program)
    assert "ppio-eu" in calls[0].provider


def test_mocks_need_no_settings(under_mocks):
    """A test of a program needs no key."""
    set_all_config({})
    assert under_mocks(lambda: ppio.get_regions().regions)[0] == []


# Mistakes ------------------------------------------------------------------------------------------------------------

ONES = {
    "get_endpoint": (ppio.get_endpoint, ppio.get_endpoint_output),
    "huawei's get_endpoint": (huawei.get_endpoint, huawei.get_endpoint_output),
    "get_service": (alibaba.get_service, alibaba.get_service_output),
}


@pytest.mark.parametrize("one", ONES)
@pytest.mark.parametrize("id_", ["", "..", "a/../b", "a b", 7, None])
def test_an_id_that_climbs_is_not_looked_up(simulator, one, id_):
    """An id that would be another path is told in both forms, and nothing is asked for."""
    for look_up in ONES[one]:
        with pytest.raises(pulumi.RunError, match=r"^get_(endpoint|service): (id|name) must "):
            look_up(id_)
    with pytest.raises(ServingError, match="the id of the"):
        resolved(lambda: ONES[one][1](pulumi.Output.from_input(id_)))
    assert simulator.ledger()["requests"] == []


@pytest.mark.parametrize(
    ("look_up", "argument"),
    [
        (ppio.get_endpoint, "get_endpoint: id"),
        (lambda output: ppio.get_endpoints(name=output), "get_endpoints: name"),
        (lambda output: ppio.get_endpoints(member_ids=output), "get_endpoints: member_ids"),
        (lambda output: ppio.get_products(region_ids=["a", output]), "get_products: region_ids"),
        (lambda output: huawei.get_specs(spec_types=output), "get_specs: spec_types"),
        (lambda output: huawei.get_endpoints(name=output), "get_endpoints: name"),
        (alibaba.get_service, "get_service: name"),
        (lambda output: alibaba.get_services(label={"a": output}), "get_services: label"),
    ],
)
def test_an_output_for_a_plain_look_up(simulator, look_up, argument):
    """A plain function can't wait for an output, at any depth: the line names the form that does."""
    with pytest.raises(pulumi.RunError) as raised:
        look_up(pulumi.Output.from_input("x"))
    function = argument.partition(":")[0]
    assert str(raised.value).startswith(f"{argument} is an output, whose value is not here yet: call {function}_output")
    assert simulator.ledger()["requests"] == []


def test_an_argument_of_another_type_is_one_line(monkeypatch, simulator):
    """What can't be turned into what is asked for ends with one line, and nothing is sent."""
    monkeypatch.setenv("HUAWEICLOUD_SDK_AK", "SIMULATORACCESSKEY")
    monkeypatch.setenv("HUAWEICLOUD_SDK_SK", "simulator-secret-key")
    set_all_config(
        {
            "huaweicloud:fabricBaseUrl": BASE_URL,
            "huaweicloud:projectId": "0123456789abcdef0123456789abcdef",
            "huaweicloud:workspaceId": "5a9f6d1e0c3b4e7f8a9b0c1d2e3f4a5b",
        }
    )
    for limit in ("x", [1]):
        with pytest.raises(pulumi.RunError, match=r"^get_endpoints: an argument has another type than it takes$"):
            huawei.get_endpoints(limit=limit)
    assert simulator.ledger()["requests"] == []


def test_other_mistakes_of_a_look_up(simulator, monkeypatch):
    """A text that Python made of an output, a value that can't be carried and options that are none are one line."""
    monkeypatch.setattr(pulumi.log, "warn", lambda *_: None)
    output = pulumi.Output.from_input("x")
    for look_up, line in (
        (lambda: ppio.get_endpoint(f"{output}"), "get_endpoint: id: holds what Python makes of an output"),
        (lambda: ppio.get_endpoints_output(name=f"{output}"), "get_endpoints: name: holds what Python makes of an"),
        (lambda: ppio.get_products(cpu=float("nan")), "get_products: cpu: must be a number, not NaN"),
        (lambda: ppio.get_endpoints(member_ids="abc"), "get_endpoints: member_ids: must be a list, not a str"),
        (lambda: ppio.get_products(region_ids=[1]), "get_products: region_ids[0]: must be a text, not an int"),
        (lambda: huawei.get_specs(spec_types="MU"), "get_specs: spec_types: must be a list, not a str"),
        (lambda: huawei.get_specs_output(spec_types="MU"), "get_specs: spec_types: must be a list, not a str"),
        (lambda: ppio.get_regions(pulumi.ResourceOptions()), "get_regions: opts must be pulumi.InvokeOptions, not a "),
    ):
        with pytest.raises(pulumi.RunError) as raised:
            look_up()
        assert str(raised.value).startswith(line)
    assert simulator.ledger()["requests"] == []
