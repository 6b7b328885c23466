"""A fleet's config: what it means, and every way in which it can be wrong."""

import json
import re

import pulumi
import pytest

from pulumi_serving.core.cloud.discovery import clouds
from pulumi_serving.core.values.hidden import SecretText, UnreadText
from pulumi_serving.core.values.schema import fields
from pulumi_serving.fleet import config as fleet_config
from pulumi_serving.fleet.config import check, from_stack_config, plan
from pulumi_serving.fleet.plans import FleetConfigError
from pulumi_serving.fleet.reading import OPTIONS
from pulumi_serving.program.clouds import cloud

LLM = {"cloud": "ppio", "type": "sync", "product_id": "h100", "image": "llm:1", "worker_config": {"max_replicas": 2}}
DEFAULTS = {key: value for key, value in LLM.items() if key != "cloud"}
ACCOUNTS = {"eu": {"cloud": "ppio", "brand": "novita"}}
RAY = {"cloud": "huawei", "type": "ray"}
SECRET = "a-secret-of-the-team"
TEXT = "Calling __str__ on an Output[T] is not supported."
CREATE = DEFAULTS


def mistakes(endpoints, defaults=None, accounts=None):
    try:
        check(endpoints, defaults, accounts)
    except FleetConfigError as error:
        return str(error).splitlines()
    return []


def one(**changes):
    return {"a": {**LLM, **changes}}


# What a config means -------------------------------------------------------------------------------------------------


def test_endpoints_and_accounts_are_planned_in_order():
    """Endpoints and accounts come out in the order of the config, with what is theirs."""
    found = plan(
        {
            "b": {**LLM, "account": "eu", "protect": True, "aliases": ["old"], "timeouts": {"create": "40m"}},
            "a": {**LLM, "image": "llm:2"},
        },
        None,
        {"eu": {"cloud": "ppio", "brand": "novita"}},
    )
    first, second = found.endpoints
    assert (first.name, first.cloud, first.account, first.protect) == ("b", "ppio", "eu", True)
    assert (first.aliases, first.timeouts) == (("old",), {"create": "40m"})
    assert first.args == {key: value for key, value in LLM.items() if key != "cloud"}
    assert (second.name, second.account, second.protect, second.aliases) == ("a", None, None, ())
    assert second.args["image"] == "llm:2"
    assert [(account.name, account.cloud, account.settings) for account in found.accounts] == [
        ("eu", "ppio", {"brand": "novita"})
    ]


def test_defaults_are_those_of_the_endpoints_cloud():
    """An endpoint has the defaults of its cloud, options among them, and no other cloud's."""
    shared = {**LLM, "timeouts": {"create": "40m"}, "protect": True, "account": "eu"}
    del shared["cloud"]
    found = plan(
        {"a": {"cloud": "ppio", "timeouts": {"delete": "5m"}, "account": None}, "b": RAY},
        {"ppio": shared, "huawei": {"description": "of the team"}},
        {"eu": {"cloud": "ppio"}},
    )
    assert found.endpoints[0].args == {key: value for key, value in LLM.items() if key != "cloud"}
    assert found.endpoints[0].timeouts == {"create": "40m", "delete": "5m"}
    assert (found.endpoints[0].protect, found.endpoints[0].account) == (True, None)
    assert found.endpoints[1].args == {"type": "ray", "description": "of the team"}


def test_whole_numbers_are_whole():
    """What arrives as 3.0 is a 3."""
    assert plan(one(worker_config={"max_replicas": 3.0})).endpoints[0].args["worker_config"] == {"max_replicas": 3}


def test_an_empty_fleet_is_a_fleet():
    """A config without endpoints plans none."""
    assert plan({}).endpoints == ()


@pytest.mark.usefixtures("loop")
def test_outputs_pass():
    """In a program's own fleet an argument may be an output of another resource."""
    output = pulumi.Output.from_input("llm:1")
    assert plan(one(image=output)).endpoints[0].args["image"] is output


def test_warnings_are_no_mistakes():
    """What is doubtful is told with its path, and the fleet is planned."""
    assert plan(one(ports=[8000, 8001])).warnings == (
        "serving:endpoints.a.ports: older documents and the vendor's console allow only one port",
    )


def test_a_former_name_may_be_another_clouds_present_one():
    """An alias is about one cloud: a name that moved to another cloud may be one."""
    assert mistakes({"llm": {**RAY}, "llm-old": {**LLM, "aliases": ["llm"]}, "x": {**RAY, "aliases": ["y"]}}) == []


def test_one_name_may_be_taken_in_two_accounts():
    """The same name is two endpoints in two accounts."""
    accounts = {"eu": {"cloud": "ppio"}}
    assert mistakes({"a": {**LLM, "name": "x"}, "b": {**LLM, "name": "x", "account": "eu"}}, None, accounts) == []


@pytest.mark.parametrize("name", clouds())
def test_no_resource_has_an_argument_of_an_options_name(name):
    """The keys that are the fleet's own are no arguments of any cloud's resource."""
    own = {"cloud", *OPTIONS}
    assert own == {"cloud", "kind", "account", "protect", "aliases", "timeouts"}
    assert not own & {*fields(cloud(name).kind.args)}
    assert "cloud" not in cloud(name).settings


# Mistakes ------------------------------------------------------------------------------------------------------------

MISTAKES = [
    (one(worker_config={"max_replicas": -1}), "a.worker_config.max_replicas: must be 0 or more, not -1"),
    (one(worker_config={"max_replicas": "3"}), "a.worker_config.max_replicas: must be a whole number, not a string"),
    (one(worker_config=None), "a.worker_config: is required"),
    (one(type=3), "a.type: must be a string, not the number 3"),
    (one(extra={"image": "x"}), "a.extra.image: is an argument of its own: use image"),
    (one(imagge="x"), "a.imagge: is not an argument; did you mean image?"),
    (one(protec=True), "a.protec: is not an argument; did you mean protect?"),
    (one(alias=["x"]), "a.alias: is not an argument; did you mean aliases?"),
    (one(timeout={"create": "1m"}), "a.timeout: is not an argument; did you mean timeouts?"),
    (one(envs=[{"key": "A", "valeu": "x", "value": ""}]), "a.envs[0].valeu: is not an argument; did you mean value?"),
    (one(envs=[{"key": "A"}]), "a.envs[0].value: is required"),
    (
        one(worker_config={"min_replicas": 3, "max_replicas": 1}),
        "a.worker_config.min_replicas: must not be more than max_replicas, 1, but is 3",
    ),
    (one(cloud="pio"), "a.cloud: is not a cloud; did you mean ppio?"),
    (one(cloud=None), f"a.cloud: is required: one of {', '.join(clouds())}"),
    (one(cloud=1), f"a.cloud: must be one of {', '.join(clouds())}, in clear"),
    (one(account="eu"), "a.account: is not in serving:accounts; there are: none"),
    (one(account=3), "a.account: must be a string, not the number 3"),
    (one(protect="yes"), "a.protect: must be true or false, not a string"),
    (one(aliases="old"), "a.aliases: must be a list, not a string"),
    (one(aliases=[1]), "a.aliases[0]: must be a string, not the number 1"),
    (one(aliases=[""]), "a.aliases[0]: must not be empty"),
    (one(aliases=["a"]), "a.aliases[0]: is the name of an endpoint that is there"),
    (one(aliases=["old", "old"]), "a.aliases[1]: is the same as serving:endpoints.a.aliases[0]"),
    (one(timeouts="40m"), "a.timeouts: must be a mapping, not a string"),
    (one(timeouts={"creat": "40m"}), "a.timeouts.creat: is not an argument; did you mean create?"),
    (one(timeouts={"create": 40}), "a.timeouts.create: must be a string, not the number 40"),
    *(
        (one(timeouts={"create": text}), "a.timeouts.create: must be a duration such as 40m, 90s or 1h30m")
        for text in ("40", "40 m", "1d", "-1m", "0s", "", "m", "forty minutes")
    ),
    ({"a": "ppio"}, "a: must be a mapping, not a string"),
    ({"a": None}, f"a.cloud: is required: one of {', '.join(clouds())}"),
    ({"": LLM}, '[""]: a name must not be empty, nor hold ::'),
    ({"a::b": LLM}, "a::b: a name must not be empty, nor hold ::"),
    ({"a.b": {**LLM, "type": 3}}, '["a.b"].type: must be a string, not the number 3'),
    ({"a": {**LLM, "name": "n"}, "b": {**LLM, "name": "n"}}, "b.name: is the same as serving:endpoints.a.name"),
    (
        {"a": {**LLM, "aliases": ["x"]}, "b": {**LLM, "aliases": ["x"]}},
        "b.aliases[0]: is the same as serving:endpoints.a.aliases[0]",
    ),
    ({"a": LLM, "b": {**LLM, "aliases": ["a"]}}, "b.aliases[0]: is the name of an endpoint that is there"),
]


@pytest.mark.parametrize(("endpoints", "line"), MISTAKES, ids=[line.partition(":")[0] for _, line in MISTAKES])
def test_a_mistake_is_told_with_its_path(endpoints, line):
    """Each mistake of an endpoint gives one line: its path in the config, and the rule."""
    found = mistakes(endpoints)
    if endpoints == {"a": "ppio"}:
        found.remove(f"serving:endpoints.a.cloud: is required: one of {', '.join(clouds())}")
    assert found == [f"serving:endpoints{'' if line.startswith('[') else '.'}{line}"]


@pytest.mark.parametrize("text", ["40m", "1h30m", "90s", "1.5h", "500ms", "1h0m0s"])
def test_durations_are_go_durations(text):
    """A time limit is spelled as the engine reads it."""
    assert plan(one(timeouts={"create": text})).endpoints[0].timeouts == {"create": text}


@pytest.mark.parametrize(
    ("accounts", "line"),
    [
        ({"eu": {"cloud": "ppio", "api_ky": "x"}}, "eu.api_ky: is not an argument; did you mean api_key?"),
        ({"eu": {"cloud": "ppio", "apiKey": "x"}}, "eu.apiKey: is not an argument; did you mean api_key?"),
        ({"eu": {"cloud": "ppio", "brand": "other"}}, "eu.brand: must be 'ppio' or 'novita', not 'other'"),
        ({"eu": {"cloud": "huawei", "region": 5}}, "eu.region: must be a string, not the number 5"),
        ({"eu": {"cloud": "ppio", "api_key": 12345}}, "eu.api_key: must be a string, not a number"),
        ({"eu": {"cloud": "hwawei"}}, "eu.cloud: is not a cloud; did you mean huawei?"),
        ({"eu": {}}, f"eu.cloud: is required: one of {', '.join(clouds())}"),
    ],
)
def test_a_mistake_in_an_account_is_told_with_its_path(accounts, line):
    """A misspelt or wrong setting of an account gives one line, which never repeats a credential."""
    assert mistakes({}, None, accounts) == [f"serving:accounts.{line}"]


def test_an_endpoint_needs_an_account_of_its_cloud():
    """An account that is misspelt, or of another cloud, is a mistake of the endpoint."""
    accounts = {"team": {"cloud": "huawei"}, "broken": {"cloud": "nowhere"}}
    assert mistakes({"a": {**LLM, "account": "team"}, "b": {**RAY, "account": "tem"}}, None, accounts) == [
        f"serving:accounts.broken.cloud: is not a cloud; there are: {', '.join(clouds())}",
        "serving:endpoints.a.account: is an account of huawei, and the endpoint is of ppio",
        "serving:endpoints.b.account: is not in serving:accounts; did you mean team?",
    ]


@pytest.mark.parametrize(
    ("defaults", "line"),
    [
        ({"pio": {}}, "pio: is not a cloud; did you mean ppio?"),
        ({"ppio": []}, "ppio: must be a mapping, not a list"),
        ({"ppio": {"imag": "x"}}, "ppio.imag: is not an argument; did you mean image?"),
        ({"ppio": {"image": 5}}, "ppio.image: must be a string, not the number 5"),
        ({"ppio": {"worker_config": {"max_replica": 5}}}, "ppio.worker_config.max_replica: is not an argument; did"),
        ({"ppio": {"envs": [{"key": "A"}]}}, "ppio.envs[0].value: is required"),
        ({"ppio": {"account": "x"}}, "ppio.account: is not in serving:accounts; there are: none"),
        ({"ppio": {"timeouts": {"create": "soon"}}}, "ppio.timeouts.create: must be a duration such as"),
        ({"ppio": {"aliases": ["x"]}}, "ppio.aliases: is for one endpoint, not for all"),
        ({"ppio": {"cloud": "ppio"}}, "ppio.cloud: is for one endpoint, not for all"),
    ],
)
@pytest.mark.parametrize("endpoints", [{}, {"a": LLM, "b": LLM}], ids=["unused", "used twice"])
def test_a_mistake_in_the_defaults_is_told_once_with_their_path(endpoints, defaults, line):
    """A mistake that stands in the defaults is told there, once, whether or not an endpoint has them."""
    own = {name: {key: value for key, value in given.items() if key != "image"} for name, given in endpoints.items()}
    (found,) = [line for line in mistakes(own, defaults) if not line.endswith(".image: is required")]
    assert found.startswith(f"serving:defaults.{line}")


def test_what_defaults_leave_out_is_told_with_the_endpoint():
    """What neither has is missing in the endpoint, inside a mapping of the defaults too."""
    shared = {"ppio": {"type": "sync", "product_id": "p", "worker_config": {"min_replicas": 1}}}
    assert mistakes({"a": {"cloud": "ppio"}}, shared) == [
        "serving:endpoints.a.image: is required",
        "serving:endpoints.a.worker_config.max_replicas: is required",
    ]


def test_a_default_that_does_not_fit_names_the_endpoint_too():
    """A rule that an endpoint breaks by what it has from the defaults names both."""
    (line,) = mistakes(one(worker_config={"max_replicas": 1}), {"ppio": {"worker_config": {"min_replicas": 2}}})
    assert line.startswith("serving:defaults.ppio.worker_config.min_replicas: must not be more than max_replicas")
    assert line.endswith("(with serving:endpoints.a)")


def test_all_mistakes_are_told_at_once():
    """Five mistakes in five places give five lines."""
    found = mistakes(
        {
            "llama-70b": {**LLM, "worker_config": {"max_replicas": 1001}},
            "embedder": {**RAY, "typ": "ray"},
            "other": {**LLM, "cloud": "pppio"},
        },
        {"huawei": {"descripton": "x"}},
        {"eu": {"cloud": "ppio", "api_kee": "x"}},
    )
    assert found == [
        "serving:accounts.eu.api_kee: is not an argument; did you mean api_key?",
        "serving:defaults.huawei.descripton: is not an argument; did you mean description?",
        "serving:endpoints.llama-70b.worker_config.max_replicas: must be 1000 or less, not 1001",
        "serving:endpoints.embedder.typ: is not an argument; did you mean type?",
        "serving:endpoints.other.cloud: is not a cloud; did you mean ppio?",
    ]


@pytest.mark.parametrize("value", ["text", [], 5, True])
def test_each_key_must_hold_a_mapping(value):
    """What is no mapping at all is a mistake of the key."""
    for arguments, key in (((value,), "endpoints"), (({}, value), "defaults"), (({}, None, value), "accounts")):
        (line,) = mistakes(*arguments)
        assert re.fullmatch(rf"serving:{key}: must be a mapping, not .+", line)


# Secrets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        one(health_check=SecretText(SECRET)),
        one(worker_config={"max_replicas": SecretText(SECRET)}),
        one(envs=[{"key": SecretText(SECRET), "value": SecretText(SECRET)}] * 2, cloud=SecretText(SECRET)),
        one(image=SecretText("")),
        one(ports=SecretText(SECRET)),
        one(account=SecretText(SECRET)),
        one(timeouts={"create": SecretText(SECRET)}),
        one(name=SecretText(SECRET), protect=SecretText(SECRET)),
        {"a": {**LLM, "name": SecretText(SECRET)}, "b": {**LLM, "name": SecretText(SECRET)}},
        {"a": SecretText(SECRET)},
    ],
)
def test_no_line_repeats_what_may_be_secret(given):
    """A mistake in a text that may be secret is told without the text."""
    found = mistakes(given)
    assert found
    assert SECRET not in "\n".join(found)


def test_a_secret_number_says_why_it_is_none():
    """A number marked secret arrives as text, and the line says so."""
    assert mistakes(one(worker_config={"max_replicas": SecretText("3")})) == [
        "serving:endpoints.a.worker_config.max_replicas: must be a whole number, not text, as every secret is"
    ]


@pytest.mark.parametrize(
    "changes", [{"type": UnreadText()}, {"image": UnreadText()}, {"envs": [{"key": "A", "value": UnreadText()}]}]
)
def test_what_cannot_be_read_counts_as_right(changes):
    """An encrypted text is taken for a right one."""
    assert mistakes(one(**changes)) == []


@pytest.mark.parametrize(
    "changes", [{"account": UnreadText()}, {"timeouts": {"create": UnreadText()}}, {"aliases": [UnreadText()]}]
)
def test_options_stand_in_clear(changes):
    """What the fleet itself goes by can't be encrypted in the file."""
    (line,) = mistakes(one(**changes))
    assert line.endswith("must be given in clear")


def test_secret_texts_become_secret_outputs(loop):
    """A text that may be secret is a secret output in the plan, at any depth; what stands in clear stays plain."""

    async def run():
        found = plan(
            one(image=SecretText(SECRET), envs=[{"key": "A", "value": SecretText(SECRET)}]),
            None,
            {
                "eu": {
                    "cloud": "ppio",
                    "brand": SecretText("novita"),
                    "api_key": SECRET,
                    "base_url": "https://x.invalid",
                }
            },
        )
        args, settings = found.endpoints[0].args, found.accounts[0].settings
        assert (args["envs"][0]["key"], args["product_id"]) == ("A", "h100")
        assert settings["base_url"] == "https://x.invalid"
        for output in (args["image"], args["envs"][0]["value"], settings["api_key"]):
            assert (type(await output.future()), await output.future()) == (str, SECRET)
            assert await output.is_secret()
        assert await settings["brand"].is_secret()

    loop.run_until_complete(run())


# The running stack ---------------------------------------------------------------------------------------------------


@pytest.fixture
def running(monkeypatch):
    """Return what sets the running stack's config as the engine does."""

    def run(**config):
        config = {f"serving:{name}": json.dumps(value) for name, value in config.items()}
        monkeypatch.setenv("PULUMI_CONFIG", json.dumps(config))
        pulumi.runtime.set_all_config(config, [])
        return from_stack_config()

    yield run
    pulumi.runtime.set_all_config({}, [])


def test_the_running_stacks_config_is_read(running):
    """The three keys of the running stack are a fleet."""
    found = running(endpoints={"a": {"cloud": "ppio", "account": "eu"}}, defaults={"ppio": DEFAULTS}, accounts=ACCOUNTS)
    assert found == plan({"a": {"cloud": "ppio", "account": "eu"}}, {"ppio": DEFAULTS}, ACCOUNTS)
    assert found.accounts[0].name == "eu"


def test_a_stack_without_endpoints_is_no_empty_fleet(running):
    """A missing key, and a misspelt one, are mistakes: an empty fleet would delete every endpoint."""
    with pytest.raises(FleetConfigError, match="serving:endpoints: is required"):
        running()
    with pytest.raises(FleetConfigError, match="serving:default: is not a key of the fleet; did you mean serving:def"):
        running(endpoints={}, default={})


def test_what_is_no_json_is_told_without_it(running, monkeypatch):
    """A key that holds a text is a mistake, and the text is not repeated."""
    monkeypatch.setenv("PULUMI_CONFIG", "{}")
    pulumi.runtime.set_all_config({"serving:endpoints": SECRET}, ["serving:endpoints"])
    with pytest.raises(FleetConfigError) as caught:
        from_stack_config()
    assert str(caught.value) == "serving:endpoints: must be a mapping, not text, as every secret is"
    assert running(endpoints={}).endpoints == ()


# What the engine can't carry -----------------------------------------------------------------------------------------


def deep():
    """Return an endpoint that holds itself."""
    found = {"cloud": "ppio", **CREATE}
    found["worker_config"] = found
    return found


@pytest.mark.parametrize(
    ("endpoints", "line"),
    [
        ({"a": {"cloud": "ppio", **CREATE, "image": TEXT}}, "serving:endpoints.a.image: holds what Python makes of an"),
        ({"a": {"cloud": "ppio", **CREATE, "command": f"x {TEXT}"}}, "serving:endpoints.a.command: holds what Python"),
        ({"a": {"cloud": "ppio", **CREATE, TEXT: 1}}, "serving:endpoints.a: has a key that holds what Python"),
        ({TEXT: {"cloud": "ppio", **CREATE}}, "serving:endpoints: has a key that holds what Python"),
        ({"a": {"cloud": TEXT}}, "serving:endpoints.a.cloud: holds what Python"),
        ({"a": {"cloud": "ppio", "account": TEXT, **CREATE}}, "serving:endpoints.a.account: holds what Python"),
        ({"a": {"cloud": "ppio", "aliases": [TEXT], **CREATE}}, "serving:endpoints.a.aliases[0]: holds what Python"),
        ({"a": {"cloud": "ppio", **CREATE, "ports": {8000}}}, "serving:endpoints.a.ports: must be a list, not a set"),
        ({"a": {"cloud": "ppio", **CREATE, "image": b"x"}}, "serving:endpoints.a.image: must be a text, not a bytes"),
        ({"a b": {"cloud": "ppio", **CREATE, "image": b"x"}}, 'serving:endpoints["a b"].image: must be a text, not a'),
        (
            {"a": {"cloud": "ppio", **CREATE, "worker_config": {"max_replicas": 1, "idle_timeout": 2**60}}},
            "serving:endpoints.a.worker_config.idle_timeout: must not be beyond 2^53 - 1",
        ),
        ({"a": {"cloud": "ppio", **CREATE, "timeouts": {"create": "9999999h"}}}, "must be a duration such as 40m"),
        ({"a": {"cloud": "ppio", **CREATE, "timeouts": {"create": "20"}}}, "must be a duration such as 40m"),
        ({"a": {"cloud": "ppio", **CREATE, "timeouts": {"create": 20}}}, "must be a string, not the number 20"),
        ({"a": deep()}, "is nested more than 50 levels deep"),
        ({3: {"cloud": "ppio", **CREATE}}, "serving:endpoints: has a key that must be a text, not an int"),
        ({"a"}, "serving:endpoints: must be a list, not a set"),
        ([{"cloud": "ppio"}], "serving:endpoints: must be a mapping, not a list"),
        ("a", "serving:endpoints: must be a mapping, not a string"),
    ],
)
def test_a_value_that_cant_be_carried(endpoints, line):
    """Whatever a program gives to a fleet is a line with its path in place of a traceback."""
    with pytest.raises(FleetConfigError) as raised:
        fleet_config.plan(endpoints)
    assert any(line in found for found in raised.value.lines), raised.value.lines
    assert all("\n" not in found for found in raised.value.lines)


def test_accounts_and_defaults_hold_values_too():
    """Accounts and defaults are read as endpoints are."""
    with pytest.raises(FleetConfigError) as raised:
        fleet_config.plan(
            {}, {"ppio": {"image": TEXT}}, {"team": {"cloud": "ppio", "api_key": TEXT, "base_url": b"https://x"}}
        )
    assert [line.partition(": ")[0] for line in raised.value.lines] == [
        "serving:accounts.team.api_key",
        "serving:accounts.team.base_url",
        "serving:defaults.ppio.image",
    ]


def test_an_output_for_what_must_be_known(loop):
    """Names, clouds and options are known when the program runs: an output there is told as one."""
    _ = loop
    output = pulumi.Output.from_input("ppio")
    for given, line in (
        (output, "serving:endpoints: must be a mapping, not an output"),
        ({"a": output}, "serving:endpoints.a: must be a mapping, not an output"),
        (
            {"a": {"cloud": "ppio", **CREATE, "protect": output}},
            "serving:endpoints.a.protect: must be true or false, not",
        ),
    ):
        with pytest.raises(FleetConfigError) as raised:
            fleet_config.plan(given)
        assert raised.value.lines[0].startswith(line)


# Former names that are URNs ------------------------------------------------------------------------------------------

KINDS = {"ppio": "ppio:Endpoint", "huawei": "huawei:Endpoint", "alibaba": "alibaba:AppService"}


def urn(kind, types="", stack="dev", name="llama"):
    """Return a URN."""
    return f"urn:pulumi:{stack}::serving::{types}pulumi-python:dynamic/serving/{kind}::{name}"


@pytest.mark.parametrize("of", KINDS)
@pytest.mark.parametrize(("types", "name"), [("", "llama"), ("my:index:Team$serving:index:Fleet$", "a::b: c")])
def test_a_urn_is_a_former_name(of, types, name):
    """A URN of the cloud's own kind of resource is a former name, of whatever parents."""
    given = {"a": {"cloud": of, "aliases": [urn(KINDS[of], types, name=name), "old"]}}
    with pytest.raises(FleetConfigError) as raised:
        check({**given, "b": {"cloud": "x"}})
    assert not [line for line in raised.value.lines if ".aliases" in line]


@pytest.mark.parametrize("of", KINDS)
@pytest.mark.parametrize(
    ("alias", "line"),
    [
        ("urn:pulumi:dev::serving::llama", "is no URN: one is urn:pulumi:<stack>::<project>::"),
        ("urn:pulumi:dev::serving::pulumi-python:dynamic/serving/{kind}", "is no URN"),
        ("urn:pulumi:dev:serving:pulumi-python:dynamic/serving/{kind}:llama", "is no URN"),
        ("URN:pulumi:dev::serving::pulumi-python:dynamic/serving/{kind}::llama", "is no URN"),
        (" urn:pulumi:dev::serving::pulumi-python:dynamic/serving/{kind}::llama", "is no URN"),
        ("urn:pulumi:dev::serving::pulumi-python:dynamic/serving/{kind}::llama ", "is no URN"),
        ("'urn:pulumi:dev::serving::pulumi-python:dynamic/serving/{kind}::llama'", "is no URN"),
        ("pulumi-python:dynamic/serving/{kind}::llama", "is no URN"),
        ("serving::llama", "is no URN"),
        ("urn:aws:x", "is no URN"),
        ("urn:pulumi:dev::serving::pulumi-python:dynamic:Resource::llama", "is the URN of another kind of resource"),
        ("urn:pulumi:dev::serving::pulumi-python:dynamic/serving/other:Endpoint::llama", "another kind of resource"),
        ("urn:pulumi:dev::serving::pulumi-python:dynamic/serving/{kind}$serving:index:Fleet::llama", "another kind of"),
    ],
)
def test_a_urn_that_cant_be_meant(of, alias, line):
    """What begins as a URN and is none of the kind would be passed by in silence, and the endpoint made anew."""
    given = {"a": {"cloud": of, "aliases": [alias.format(kind=KINDS[of])]}}
    with pytest.raises(FleetConfigError) as raised:
        check(given)
    (found,) = [text for text in raised.value.lines if ".aliases" in text]
    assert found.startswith("serving:endpoints.a.aliases[0]: ")
    assert line in found


def test_one_urn_is_of_one_endpoint():
    """Two endpoints can't both have been one."""
    with pytest.raises(FleetConfigError) as raised:
        check({name: {**LLM, "aliases": [urn("ppio:Endpoint")]} for name in ("a", "b")})
    assert raised.value.lines == ("serving:endpoints.b.aliases[0]: is the same as serving:endpoints.a.aliases[0]",)
