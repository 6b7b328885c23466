"""Mistakes of a program: each ends it with one line, before anything is registered, and not with a traceback."""

import enum
import importlib

import pulumi
import pytest
from pulumi.runtime import settings

from pulumi_serving import Fleet, huawei, ppio, wait_until_ready
from pulumi_serving.core.cloud import discovery
from pulumi_serving.ppio.endpoint.testing import CREATE
from pulumi_serving.program import checks
from pulumi_serving.program import clouds as serving

from .test_resource import run
from .test_wait_until_ready import Mocks

Options = pulumi.ResourceOptions
KINDS = {name: serving.cloud(name) for name in discovery.clouds()}
PROVIDERS = {name: kind.provider for name, kind in KINDS.items()}
LEAST = {
    name: importlib.import_module(f"{kind.kind.__module__.removesuffix('kind')}testing").CREATE
    for name, kind in KINDS.items()
}


def _maker(cloud):
    return lambda *arguments, **named: KINDS[cloud].resource(*arguments, **{**LEAST[cloud], **named})


CLOUDS = {name: _maker(name) for name in KINDS}
"""What makes the least resource of each cloud."""


@pytest.fixture
def monitor(mocked):
    """Return the monitor that programs of this test register with."""
    return mocked(Mocks())


@pytest.fixture(params=CLOUDS)
def cloud(request):
    """Return each cloud's name in turn."""
    return request.param


def refused(monitor, program):
    """Run a program that must fail, and return its lines; what it registered before is what it declared before."""
    with pytest.raises(pulumi.RunError) as raised:
        run(program)
    lines = str(raised.value).splitlines()
    assert lines
    assert "llm" not in [request.name for request in monitor.requests]
    return lines


def component(**options):
    """Return a component with options."""
    return pulumi.ComponentResource("tests:index:Team", "team", None, Options(**options))


# Values --------------------------------------------------------------------------------------------------------------


class Colour(enum.Enum):
    """Not a text."""

    RED = "red"


@pytest.mark.parametrize("value", [{"a"}, b"a", float("nan"), 2**60, Colour.RED, pulumi.FileAsset("x"), object()])
def test_a_value_that_cant_be_carried(monitor, cloud, value):
    """A constructor tells the argument, whether or not it is one that is secret."""
    (line,) = refused(monitor, lambda: CLOUDS[cloud]("llm", description=[value]))
    assert line.startswith(f"{cloud}.{KINDS[cloud].resource.__name__} llm: description[0]: ")


def test_an_output_in_a_text(monitor, cloud):
    """An output in an f-string is told with what to use instead, in nested arguments and names too."""
    output = pulumi.Output.from_input("x")
    first, second = refused(monitor, lambda: CLOUDS[cloud]("llm", name=f"a-{output}", config={"a": [str(output)]}))
    assert ": name: holds what Python makes of an output" in first
    assert ": config.a[0]: holds what Python makes of an output" in second
    (line,) = refused(monitor, lambda: CLOUDS[cloud](f"llm-{output}"))
    assert "its name holds what Python makes of an output" in line


def test_a_resource_for_its_id(monitor, cloud):
    """A resource is no value."""
    (line,) = refused(monitor, lambda: CLOUDS[cloud]("llm", description=CLOUDS[cloud]("other")))
    assert line.endswith("description: must not be a resource: give one of its outputs, such as its .id")


def test_a_setting_of_a_provider(monitor, cloud):
    """A Provider's settings are values like any others."""
    output = pulumi.Output.from_input("x")
    (line,) = refused(monitor, lambda: PROVIDERS[cloud]("llm", **{first_setting(cloud): f"{output}"}))
    assert line.startswith(f"{cloud}.Provider llm: {first_setting(cloud)}: holds what Python makes of an output")


def first_setting(cloud):
    """Return the first setting of a cloud's Provider."""
    return "api_key" if cloud == "ppio" else "access_key"


@pytest.mark.parametrize("name", [None, 3, "", pulumi.Output])
def test_a_name_that_is_none(monitor, name):
    """A logical name is a text that the program knows."""
    given = pulumi.Output.from_input("x") if name is pulumi.Output else name
    for program in (lambda: CLOUDS["ppio"](given), lambda: ppio.Provider(given), lambda: Fleet(given, {})):
        (line,) = refused(monitor, program)
        assert "its name must " in line


def test_calls_as_there_are_none(monitor):
    """What no constructor takes is one line, and still a TypeError for who catches that."""
    for program in (
        lambda: ppio.Endpoint("llm", "text"),
        lambda: ppio.Endpoint("llm", CREATE, CREATE),
        lambda: ppio.Endpoint("llm", CREATE, image="x"),
        lambda: ppio.Endpoint("llm", args="x"),
    ):
        with pytest.raises(TypeError):
            run(program)
        (line,) = refused(monitor, program)
        assert line.startswith("ppio.Endpoint llm: ")


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("", "must not be empty"),
        (None, "must be a text, not NoneType"),
        (7, "must be a text, not int"),
        ("..", "of dots alone"),
        (".", "of dots alone"),
        ("%2e%2E", "of dots alone"),
        ("a/../b", "of dots alone"),
        ("a//b", "empty"),
        ("a/", "empty"),
        ("a b", "no white space"),
        ("a\n", "no white space"),
        ("a?b", "must have none of"),
        ("x" * 600, "512 characters or fewer"),
    ],
)
def test_an_odd_id_of_get(monitor, cloud, id_, words):
    """An id that could not be asked for, or would climb to what is above, is told by ``get``."""
    (line,) = refused(monitor, lambda: KINDS[cloud].resource.get("llm", id_))
    assert "its id " in line
    assert words in line


# Options -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["20", "abc", "-5m", "0", "0s", "", "20 m", "9999999h", 20, 20.5, True, ["20m"]])
@pytest.mark.parametrize("operation", ["create", "update", "delete"])
def test_a_time_limit_that_is_none(monitor, cloud, operation, given):
    """A time limit is a duration with a unit: anything else is told before the engine sees it."""
    limits = pulumi.CustomTimeouts(**{operation: given})
    (line,) = refused(monitor, lambda: CLOUDS[cloud]("llm", opts=Options(custom_timeouts=limits)))
    assert f" llm: custom_timeouts.{operation} must be a duration such as 90s, 40m or 1h30m" in line


@pytest.mark.parametrize("given", ["20m", {"create": "20m"}, 20])
def test_time_limits_that_are_none(monitor, given):
    """Custom time limits are an object of Pulumi's."""
    (line,) = refused(monitor, lambda: CLOUDS["ppio"]("llm", opts=Options(custom_timeouts=given)))
    assert 'custom_timeouts must be pulumi.CustomTimeouts(create="40m"), not a' in line


@pytest.mark.parametrize("given", ["90s", "40m", "1h30m", "1.5h", "500ms"])
def test_a_time_limit_that_is_one(monitor, given):
    """The durations of Pulumi's own documentation are taken."""
    run(lambda: CLOUDS["ppio"]("llm", opts=Options(custom_timeouts=pulumi.CustomTimeouts(create=given))).urn)
    assert monitor.of("llm").customTimeouts.create == given


def test_a_time_limit_of_a_wait(monitor):
    """A wait has options, too."""
    limits = Options(custom_timeouts=pulumi.CustomTimeouts(create="20"))
    (line,) = refused(monitor, lambda: wait_until_ready({"a": CLOUDS["ppio"]("a")}, opts=limits))
    assert line.startswith("wait_until_ready: custom_timeouts.create must be a duration")


@pytest.mark.parametrize("opts", [{"protect": True}, "x", pulumi.InvokeOptions()])
def test_options_that_are_none(monitor, opts):
    """Options of another kind are told, not taken for arguments."""
    for program in (
        lambda: ppio.Endpoint("llm", CREATE, opts=opts),
        lambda: ppio.Provider("llm", opts=opts),
        lambda: ppio.Endpoint.get("llm", "id", opts=opts),
        lambda: wait_until_ready({"a": CLOUDS["ppio"]("a")}, opts=opts),
        lambda: Fleet("llm", {}, opts=opts),
    ):
        (line,) = refused(monitor, program)
        assert "opts must be pulumi.ResourceOptions" in line


def test_a_parent_that_is_none(monitor):
    """A parent is a resource."""
    (line,) = refused(monitor, lambda: CLOUDS["ppio"]("llm", opts=Options(parent="team")))
    assert line == "ppio.Endpoint llm: its parent must be a resource, not a str"


@pytest.mark.parametrize("option", ["additional_secret_outputs", "aliases", "ignore_changes", "replace_on_changes"])
def test_a_text_for_a_list_of_options(monitor, cloud, option):
    """One text in the place of a list is told: Pulumi would take its letters, and ignore, or hide, nothing."""
    (line,) = refused(monitor, lambda: CLOUDS[cloud]("llm", opts=Options(**{option: "url"})))
    assert line.endswith(f" llm: {option} must be a list, not a text: put it into [...]")


def test_an_output_that_shall_be_secret_and_is_none(monitor, cloud):
    """A misspelt name among what shall be secret would leave an address in clear, so it is told."""
    (line,) = refused(monitor, lambda: CLOUDS[cloud]("llm", opts=Options(additional_secret_outputs=["ulr"])))
    assert line.endswith(" llm: additional_secret_outputs: ulr is no argument or output; did you mean url?")
    opts = Options(additional_secret_outputs=["url", "name", "status", "id", "changed_at", "location"])
    run(lambda: CLOUDS[cloud]("llm", opts=opts).urn)
    assert {"url", "name"} <= {*monitor.of("llm").additionalSecretOutputs}


def test_the_text_of_an_output_for_an_id(monitor, cloud):
    """An id that is an output in a text is told as such, and not as one with blanks in it."""
    (line,) = refused(monitor, lambda: KINDS[cloud].resource.get("llm", f"{pulumi.Output.from_input('x')}"))
    assert "its id holds what Python makes of an output" in line


def test_an_import(monitor):
    """``import_`` can't reach a dynamic provider: the line names what does it."""
    (line,) = refused(monitor, lambda: CLOUDS["ppio"]("llm", opts=Options(import_="id")))
    assert "`PULUMI_SERVING_ADOPT=<id> pulumi up`" in line


# Providers -----------------------------------------------------------------------------------------------------------


def test_the_providers_of_a_component_that_dont_reach_it(monitor, cloud):
    """A component's providers under the cloud's own key would be passed by: the resource beneath tells it."""

    def program():
        team = component(providers={cloud: PROVIDERS[cloud]("eu", **{first_setting(cloud): "k"})})
        CLOUDS[cloud]("llm", opts=Options(parent=team))

    (line,) = refused(monitor, program)
    assert f'the providers={{"{cloud}": ...}} of its parent does not reach it' in line
    assert f"provider=a pulumi_serving.{cloud}.Provider" in line


def test_they_are_told_at_any_depth(monitor, cloud):
    """A component within hands them on, and so the line comes there too, for a fleet as well."""

    def program(make):
        team = component(providers={"any": PROVIDERS[cloud]("eu", **{first_setting(cloud): "k"})})
        make(pulumi.ComponentResource("tests:index:Part", "part", None, Options(parent=team)))

    for make in (
        lambda parent: CLOUDS[cloud]("llm", opts=Options(parent=parent)),
        lambda parent: Fleet("team", {"llm": {"cloud": cloud, **LEAST[cloud]}}, opts=Options(parent=parent)),
    ):
        (line,) = refused(monitor, lambda make=make: program(make))
        assert 'the providers={"any": ...} of its parent does not reach it' in line


def test_the_last_of_a_list_wins(monitor):
    """Of a list Pulumi hands on the last alone: who gets another cloud's tells it."""

    def program():
        of_both = component(providers=[ppio.Provider("eu", api_key="k"), huawei.Provider("eu", access_key="k")])
        CLOUDS["ppio"]("llm", opts=Options(parent=of_both))

    (line,) = refused(monitor, program)
    assert "the provider instance that it gets is for huawei, and it takes a pulumi_serving.ppio.Provider" in line


def test_a_provider_of_another_package(monitor):
    """Pulumi passes by a provider of another package, and the endpoint would be made with the stack's account."""
    other = pulumi.ProviderResource("aws", "aws", {})
    (line,) = refused(monitor, lambda: CLOUDS["ppio"]("llm", opts=Options(provider=other)))
    assert "its provider must be a pulumi_serving.ppio.Provider, not a ProviderResource" in line


def test_providers_that_do_reach_it(monitor, cloud):
    """An explicit provider, of the component or of its own, is taken, whatever else the component has."""

    def program():
        eu, us = (PROVIDERS[cloud](name, **{first_setting(cloud): "k"}) for name in ("eu", "us"))
        team = component(providers={cloud: eu}, provider=us)
        made = [
            CLOUDS[cloud]("llm", opts=Options(parent=team)),
            CLOUDS[cloud]("other", opts=Options(parent=team, provider=eu)),
            CLOUDS[cloud]("third", opts=Options(providers={cloud: eu})),
        ]
        return pulumi.Output.all(*[item.urn for item in made])

    with pytest.warns(UserWarning, match="Key will be ignored"):
        run(program)
    given = [monitor.of(name).provider.rpartition("::")[0].rpartition("::")[2] for name in ("llm", "other", "third")]
    assert given == [f"{cloud}-us", f"{cloud}-eu", f"{cloud}-eu"]


def test_another_clouds_providers_of_a_component(monitor):
    """A component that has providers for another cloud alone leaves this one its default."""

    def program():
        team = component(providers={"huawei": huawei.Provider("eu", access_key="k")})
        return CLOUDS["ppio"]("llm", opts=Options(parent=team)).urn

    run(program)
    assert monitor.of("llm").provider == ""


# Names that are there twice ------------------------------------------------------------------------------------------


class Engine:
    """Stands for a program's engine."""


@pytest.fixture
def claim(monitor):
    """Return how to claim a name at an engine that is none of mocks."""
    parents = [component()]
    settings.SETTINGS.monitor = Engine()

    def make(what, type_, name, parent=None):
        made = pulumi.Resource.__new__(pulumi.ComponentResource)
        made._type, made._name = type_, name
        checks.claim_name(made, what, type_, name, parent)
        return made

    make.component = parents[0]
    yield make
    settings.SETTINGS.monitor = monitor


def test_two_of_one_name(claim):
    """Two resources of one kind and name are both named."""
    claim("ppio.Endpoint llm", "ppio:Endpoint", "llm")
    claim("huawei.Endpoint llm", "huawei:Endpoint", "llm")
    claim("ppio.Endpoint llm", "ppio:Endpoint", "llm", claim.component)
    with pytest.raises(pulumi.RunError) as raised:
        claim("ppio.Endpoint llm", "ppio:Endpoint", "llm")
    assert str(raised.value).startswith("ppio.Endpoint llm and ppio.Endpoint llm would have one URN")


def test_two_of_one_component(claim):
    """What is below one component, whatever it is, is told apart by its names."""
    claim("ppio.Endpoint llm", "ppio:Endpoint", "llm", claim.component)
    with pytest.raises(pulumi.RunError, match=r"llm of ComponentResource team and ppio\.Endpoint llm of Comp"):
        claim("ppio.Endpoint llm", "ppio:Endpoint", "llm", claim.component)


def test_two_of_two_fleets(claim):
    """Pulumi knows of a parent its kind alone, so an endpoint of each of two fleets may not have one name."""
    one, other = claim("Fleet a", "Fleet", "a"), claim("Fleet b", "Fleet", "b")
    claim("ppio.Endpoint llm", "ppio:Endpoint", "llm", one)
    claim("ppio.Endpoint other", "ppio:Endpoint", "other", other)
    with pytest.raises(pulumi.RunError, match=r"llm of \w+ a and ppio\.Endpoint llm of \w+ b would have one URN"):
        claim("ppio.Endpoint llm", "ppio:Endpoint", "llm", other)


def test_another_program_has_names_of_its_own(claim):
    """Two programs of one process do not know of each other, and under mocks a name may be there again."""
    claim("ppio.Endpoint llm", "ppio:Endpoint", "llm")
    settings.SETTINGS.monitor = Engine()
    claim("ppio.Endpoint llm", "ppio:Endpoint", "llm")
