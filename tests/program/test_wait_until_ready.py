"""``wait_until_ready`` in a program: who waits for what, and what the program gets."""

import pulumi
import pytest

from pulumi_serving import Fleet, alibaba, ppio, wait_until_ready
from pulumi_serving.alibaba.app_service.testing import CREATE as SERVICE
from pulumi_serving.ppio.endpoint.testing import CREATE
from pulumi_serving.program.wait_until_ready import Readiness

from .test_resource import inputs_of, run


class Mocks(pulumi.runtime.Mocks):
    """Makes endpoints as they are when they were accepted, and waits as they are when all serve."""

    def new_resource(self, args):
        if args.typ.endswith(":Readiness"):
            names = args.inputs["endpoints"]
            states = {name: {"id": f"{name}-id", "status": "ok", "url": f"https://{name}"} for name in names}
            tokens = {name: f"token of {name}" for name in names} if args.inputs["cloud"] == "alibaba" else {}
            return args.name, {**args.inputs, "states": states, "tokens": tokens}
        return f"{args.name}-id", {**args.inputs, "changed_at": "2026-01-02T03:04:05.000Z"}

    def call(self, args):  # noqa: ARG002
        return {}


@pytest.fixture
def monitor(mocked):
    """Return the monitor that programs of this test register with."""
    return mocked(Mocks())


def test_one_wait_per_account(monitor):
    """There is one wait for each cloud and instance of its provider, with that instance, named after both."""

    def program():
        team = ppio.Provider("team", api_key="k")
        wait_until_ready(
            [
                ppio.Endpoint("a", **CREATE, wait_until_ready=False),
                ppio.Endpoint("b", **CREATE, wait_until_ready=False, opts=pulumi.ResourceOptions(provider=team)),
                ppio.Endpoint("c", **CREATE, wait_until_ready=False),
                alibaba.AppService("d", **SERVICE, wait_until_ready=False),
            ],
            name="up",
        )

    run(program)
    waits = {request.name: request for request in monitor.requests if request.type.endswith(":Readiness")}
    assert {name: set(inputs_of(wait)["endpoints"]) for name, wait in waits.items()} == {
        "up-ppio": {"a", "c"},
        "up-ppio-team": {"b"},
        "up-alibaba": {"d"},
    }
    assert "ppio-team" in waits["up-ppio-team"].provider
    assert waits["up-ppio"].provider == ""
    assert waits["up-ppio"].additionalSecretOutputs == ["tokens"]


def test_what_a_wait_is_given(monitor):
    """It is given each endpoint's id, when it last changed, and its own time limits in seconds."""
    timeouts = pulumi.CustomTimeouts(create="1h30m", update="90s", delete="5m")
    opts = pulumi.ResourceOptions(custom_timeouts=timeouts)
    run(lambda: wait_until_ready({"x": ppio.Endpoint("a", **CREATE, wait_until_ready=False, opts=opts)}) and None)
    assert inputs_of(monitor.of("ready-ppio")) == {
        "cloud": "ppio",
        "endpoints": {
            "x": {"id": "a-id", "changed_at": "2026-01-02T03:04:05.000Z", "limits": {"creating": 5400, "updating": 90}}
        },
    }


@pytest.mark.usefixtures("monitor")
def test_what_a_program_gets():
    """It gets id, status and url in clear, in its own order, and a token as a secret where there is one."""

    def program():
        found = wait_until_ready(
            {
                "z": alibaba.AppService("d", **SERVICE, wait_until_ready=False),
                "a": ppio.Endpoint("a", **CREATE, wait_until_ready=False),
            }
        )
        assert list(found) == ["z", "a"]
        secret = {f"{name}.{key}": item[key].is_secret() for name, item in found.items() for key in item}
        return pulumi.Output.all(found, secret)

    found, secret = run(program)
    assert found == {
        "z": {"id": "z-id", "status": "ok", "url": "https://z", "token": "token of z"},
        "a": {"id": "a-id", "status": "ok", "url": "https://a", "token": None},
    }
    assert [key for key, is_secret in secret.items() if is_secret] == ["z.token"]


@pytest.mark.usefixtures("monitor")
def test_two_of_one_name():
    """Endpoints of one logical name need names of their own."""

    def program():
        wait_until_ready([ppio.Endpoint("a", **CREATE), alibaba.AppService("a", **SERVICE)])

    with pytest.raises(pulumi.RunError, match="two endpoints are named a; give a mapping of names of your own"):
        run(program)


@pytest.mark.usefixtures("monitor")
def test_what_is_no_endpoint():
    """What is no endpoint is refused by its name."""
    with pytest.raises(pulumi.RunError, match="x is no endpoint of pulumi_serving"):
        run(lambda: wait_until_ready({"x": ppio.Provider("team", api_key="k")}) and None)


@pytest.mark.usefixtures("monitor")
def test_an_empty_wait():
    """Nothing is waited for without a resource."""
    assert run(lambda: wait_until_ready([])) == {}


def test_a_wait_is_no_resource_of_a_users_own(monitor):
    """Its type token is that of this package, whatever program it is in."""
    run(lambda: wait_until_ready([ppio.Endpoint("a", **CREATE)]) and None)
    assert monitor.of("ready-ppio").type == f"pulumi-python:{Readiness._resource_type_name}"


@pytest.mark.usefixtures("monitor")
@pytest.mark.parametrize(
    ("given", "line"),
    [
        (lambda _: "x", "it takes a list or a mapping of endpoints, not a str"),
        (lambda _: None, "it takes a list or a mapping of endpoints, not a NoneType"),
        (lambda _: 3, "it takes a list or a mapping of endpoints, not an int"),
        (lambda a: a, "what it is given is no endpoint of pulumi_serving but an Endpoint"),
        (lambda a: a.id, "it takes a list or a mapping of endpoints, not an output"),
        (lambda _: ["x"], "item 0 is no endpoint of pulumi_serving but a str"),
        (lambda a: [a, None], "item 1 is no endpoint of pulumi_serving but a NoneType"),
        (lambda a: [[a]], "item 0 is no endpoint of pulumi_serving but a list"),
        (lambda a: {"z": a.url}, "z is no endpoint of pulumi_serving but an output"),
        (lambda a: {"z": {"y": a}}, "z is no endpoint of pulumi_serving but a dict"),
        (lambda a: {3: a}, "its name must be a text that the program knows, not an int"),
        (lambda a: {"": a}, "its name must not be empty"),
        (lambda _: Fleet("team", {"a": {"cloud": "ppio", **CREATE}}), "a fleet waits by itself for its own"),
        (
            lambda _: Fleet("team", {"a": {"cloud": "ppio", **CREATE}}).endpoints,
            "a is no endpoint of pulumi_serving but a dict",
        ),
    ],
)
def test_what_cant_be_waited_for(given, line):
    """Whatever is no endpoint is one line that says what it is."""
    with pytest.raises(pulumi.RunError) as raised:
        run(lambda: wait_until_ready(given(ppio.Endpoint("llm", **CREATE))) and None)
    assert str(raised.value).startswith("wait_until_ready: ")
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.usefixtures("monitor")
def test_any_iterable_of_endpoints_is_a_list():
    """A generator, a set and a tuple of endpoints are waited for as a list of them is."""

    def program():
        made = [ppio.Endpoint("a", **CREATE), ppio.Endpoint("b", **CREATE)]
        for number, given in enumerate((set(made), tuple(made), (item for item in made))):
            assert {*wait_until_ready(given, name=f"ready{number}")} == {"a", "b"}

    run(program)


@pytest.mark.usefixtures("monitor")
def test_a_misspelt_name_of_what_was_waited_for():
    """A name that nothing has ends the program with one line and the name that was meant; it is a KeyError still."""

    def program():
        ready = wait_until_ready({"llama": ppio.Endpoint("llm", **CREATE)})
        assert ready.get("lama") is None
        assert "lama" not in ready
        return ready["lama"]

    for kind in (pulumi.RunError, KeyError):
        with pytest.raises(kind) as raised:
            run(program)
        assert str(raised.value) == "wait_until_ready: no endpoint is named lama; did you mean llama?"


@pytest.mark.usefixtures("monitor")
def test_a_misspelt_output_of_what_was_waited_for():
    """An output that no endpoint has ends the program with one line, too."""
    with pytest.raises(pulumi.RunError, match=r"llama: no output of an endpoint is named ulr; did you mean url\?"):
        run(lambda: wait_until_ready({"llama": ppio.Endpoint("llm", **CREATE)})["llama"]["ulr"])


class SecretMocks(Mocks):
    """Waits as they are where an address is secret."""

    def new_resource(self, args):
        id_, outs = super().new_resource(args)
        for name, state in outs.get("states", {}).items():
            state["secret"] = (args.inputs.get("__secret") or {}).get(name) or []
        return id_, outs


def test_what_is_secret_of_an_endpoint_is_secret_in_what_a_program_gets(mocked):
    """The wait is told which outputs are secret, by name, and the program gets those as secrets and no other."""
    monitor = mocked(SecretMocks())

    def program():
        opts = pulumi.ResourceOptions(additional_secret_outputs=["url"])
        found = wait_until_ready(
            {
                "x": ppio.Endpoint("a", **CREATE, wait_until_ready=False, opts=opts),
                "y": ppio.Endpoint("b", **CREATE, wait_until_ready=False),
            }
        )

        async def look():
            secret = {(key, name): await out.is_secret() for key in found for name, out in found[key].items()}
            assert {item for item, is_secret in secret.items() if is_secret} == {("x", "url")}
            assert await found["x"]["url"].future() == "https://x"

        return pulumi.Output.from_input(look())

    run(program)
    assert inputs_of(monitor.of("ready-ppio"))["__secret"] == {"x": ["url"]}
    assert inputs_of(monitor.of("a"))["__secret"] == [["url"]]
    assert "__secret" not in inputs_of(monitor.of("b"))


def test_a_program_tells_where_a_secret_was_given(mocked):
    """The paths of secret inputs go along, at any depth, and nothing where there is none."""
    monitor = mocked(Mocks())
    secret = pulumi.Output.secret

    def program():
        envs = [{"key": "A", "value": "plain"}, {"key": "B", "value": secret("x")}]
        ppio.Endpoint("a", **{**CREATE, "image": secret("i"), "app_name": pulumi.Output.from_input("p")}, envs=envs)
        ppio.Endpoint("b", **{**CREATE, "image": pulumi.Output.from_input("i")})

    run(program)
    assert sorted(inputs_of(monitor.of("a"))["__secret"]) == [["envs", 1, "value"], ["image"]]
    assert "__secret" not in inputs_of(monitor.of("b"))
