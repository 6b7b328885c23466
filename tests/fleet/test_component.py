"""A fleet in a program, under Pulumi's mocks: what it makes of a config."""

import subprocess
import sys
import types

import pulumi
import pytest
from tests.program.test_resource import inputs_of, run
from tests.program.test_wait_until_ready import Mocks

from pulumi_serving import Fleet, FleetConfigError
from pulumi_serving.ppio.endpoint.testing import CREATE

URN = "urn:pulumi:stack::project::pulumi:pulumi:Stack$serving:index:Fleet::serving"


@pytest.fixture
def monitor(mocked):
    """Return the monitor that programs of this test register with."""
    return mocked(Mocks())


def made(monitor, *names):
    """Return the requests for names."""
    return [monitor.of(name) for name in names]


def test_everything_is_a_child(monitor):
    """Provider instances, endpoints and waits are children of the component, whose token never changes."""
    run(
        lambda: (
            Fleet(
                "serving",
                {"a": {"cloud": "ppio", **CREATE}, "b": {"cloud": "ppio", "account": "team", **CREATE}},
                accounts={"team": {"cloud": "ppio", "api_key": "k"}},
            )
            and None
        )
    )
    assert monitor.of("serving").type == "serving:index:Fleet"
    children = made(monitor, "ppio-team", "a", "b", "serving-ppio", "serving-ppio-team")
    assert {child.parent for child in children} == {URN}
    assert [child.provider.rpartition("::")[0].rpartition("::")[2] for child in children[1:]] == [
        "",
        "ppio-team",
        "",
        "ppio-team",
    ]


def test_any_mapping_and_sequence_will_do(monitor):
    """What its signature takes is taken: any mapping, and tuples for lists."""
    proxy = types.MappingProxyType
    endpoints = proxy({"a": proxy({"cloud": "ppio", "account": "team", **CREATE, "ports": (8000,)})})
    accounts = proxy({"team": proxy({"cloud": "ppio", "api_key": "k"})})
    run(lambda: Fleet("serving", endpoints, proxy({"ppio": proxy({"region_id": "r"})}), accounts) and None)
    found = inputs_of(monitor.of("a"))
    assert (found["ports"], found["region_id"]) == ([8000], "r")
    with pytest.raises(FleetConfigError, match="must be a mapping, not a value of type ResourceOptions"):
        run(lambda: Fleet("other", pulumi.ResourceOptions()) and None)


def test_the_options_of_an_endpoint(monitor):
    """Protection, former names and time limits become options; it is made without waiting, whatever the config says."""
    endpoint = {
        "cloud": "ppio",
        "protect": True,
        "aliases": ["old"],
        "timeouts": {"create": "40m"},
        "wait_until_ready": True,
        **CREATE,
    }
    run(lambda: Fleet("serving", {"a": endpoint}) and None)
    (request,) = made(monitor, "a")
    assert request.protect is True
    assert request.customTimeouts.create == "40m"
    *names, other_door = request.aliases
    assert [alias.spec.name for alias in names] == ["old"]
    assert other_door.spec.type == "serving:ppio:Endpoint"
    assert inputs_of(request)["wait_until_ready"] is False
    assert inputs_of(monitor.of("serving-ppio"))["endpoints"]["a"]["limits"] == {"creating": 2400}


def test_a_former_urn(monitor, monkeypatch):
    """A former name that is a URN reaches Pulumi as one; one of another stack is told, since nothing can have it."""
    said = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, **_: said.append(message))
    urns = [
        f"urn:pulumi:{stack}::project::pulumi-python:dynamic/serving/ppio:Endpoint::old" for stack in ("stack", "x")
    ]
    run(lambda: Fleet("serving", {"a": {"cloud": "ppio", "aliases": [*urns, "older"], **CREATE}}) and None)
    *aliases, _ = monitor.of("a").aliases  # the last one is of the other door
    assert [alias.urn or alias.spec.name for alias in aliases] == [*urns, "older"]
    (line,) = said
    assert line.startswith(f"a: the alias {urns[1]} is a URN of stack x of project project, and this is stack stack")


def test_an_endpoint_that_nobody_waits_for(monitor):
    """With ``wait_until_ready: false`` an endpoint is left out of the wait, and has what is known of it."""

    def program():
        no_wait = {"cloud": "ppio", "wait_until_ready": False, **CREATE}
        fleet = Fleet("serving", {"a": {"cloud": "ppio", **CREATE}, "b": no_wait})
        return pulumi.Output.from_input(fleet.endpoints)

    endpoints = run(program)
    assert set(inputs_of(monitor.of("serving-ppio"))["endpoints"]) == {"a"}
    assert endpoints["a"]["url"] == "https://a"
    assert endpoints["b"] == {"id": "b-id", "status": None, "url": None, "token": None}


def test_mistakes_make_nothing(monitor):
    """A mistake in one endpoint is told before anything is made."""
    with pytest.raises(FleetConfigError, match=r"serving:endpoints\.b\.cloud: is not a cloud"):
        run(lambda: Fleet("serving", {"a": {"cloud": "ppio", **CREATE}, "b": {"cloud": "ppioo"}}))
    assert [request.name for request in monitor.requests if request.type != "pulumi:pulumi:Stack"] == []


@pytest.mark.usefixtures("monitor")
def test_a_misspelt_name_of_an_endpoint():
    """A name that no endpoint has ends the program with one line; else ``endpoints`` is a dictionary as any other."""

    def program(name):
        fleet = Fleet("team", {"llama-70b": {"cloud": "ppio", **CREATE}})
        assert isinstance(fleet.endpoints, dict)
        assert {**fleet.endpoints}.keys() == {"llama-70b"}
        return fleet.endpoints[name]

    for name, rest in (
        ("llama-7b", "llama-7b; did you mean llama-70b?"),
        ("x", "x; there are: llama-70b"),
        (0, "0: names are texts"),
    ):
        with pytest.raises(pulumi.RunError) as raised:
            run(lambda name=name: program(name))
        assert str(raised.value) == f"Fleet team: no endpoint is named {rest}"


@pytest.mark.usefixtures("monitor")
def test_arguments_that_need_endpoints():
    """Defaults and accounts without endpoints would be ignored, so they are refused."""
    with pytest.raises(pulumi.RunError, match="defaults and accounts go with endpoints"):
        run(lambda: Fleet("serving", defaults={"ppio": {}}))


def test_importing_the_package_is_light():
    """The package itself imports neither Pulumi nor a cloud: what is for all clouds is loaded when it is first used."""
    program = (
        "import sys, pulumi_serving\n"
        "assert 'pulumi' not in sys.modules\n"
        "assert not [name for name in sys.modules if name.startswith('pulumi_serving.')]\n"
        "from pulumi_serving import Fleet, wait_until_ready\n"
        "assert not [name for name in sys.modules if name.startswith('pulumi_serving.ppio')]\n"
        "assert all(hasattr(pulumi_serving, name) for name in pulumi_serving.__all__)\n"
        "assert not hasattr(pulumi_serving, 'nonsense')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
