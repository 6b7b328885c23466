"""Resources and provider instances as a program makes them, under Pulumi's mocks."""

import importlib
import inspect
import pydoc
import re
import types

import pulumi
import pytest
from google.protobuf.json_format import MessageToDict

from pulumi_serving import huawei, ppio, wait_until_ready
from pulumi_serving.core.values import schema
from pulumi_serving.huawei.endpoint.testing import CREATE as FABRIC
from pulumi_serving.ppio.endpoint.args import EndpointArgs, EndpointState
from pulumi_serving.ppio.endpoint.testing import CREATE, FULL

TOKEN = "pulumi-python:dynamic/serving/ppio:Endpoint"
KEY = "sk_live_0123456789abcdef"


class Mocks(pulumi.runtime.Mocks):
    """Makes what is registered, with its inputs as outputs."""

    def new_resource(self, args):
        state = {key: value for key, value in args.inputs.items() if value is not None}
        return args.resource_id or f"{args.name}-id", state

    def call(self, args):  # noqa: ARG002
        return {}


@pytest.fixture
def monitor(mocked):
    """Return the monitor that programs of this test register with."""
    return mocked(Mocks())


def run(program):
    """Run a program to its end and return what it returns."""
    results = []
    pulumi.runtime.test(lambda: pulumi.Output.from_input(program()).apply(results.append))()
    return results[0] if results else None


def inputs_of(request):
    """Return a request's inputs as plain values; secrets as ``("secret", value)``."""

    def plain(value):
        if isinstance(value, dict):
            if "4dabf18193072939515e22adb298388d" in value:
                return ("secret", plain(value["value"]))
            return {key: plain(item) for key, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, list) else value

    field = request.object if hasattr(request, "object") else request.properties
    return {key: plain(value) for key, value in MessageToDict(field).items() if key != "__provider"}


# Resources -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    [
        lambda opts: ppio.Endpoint("llm", **CREATE, opts=opts),
        lambda opts: ppio.Endpoint("llm", opts, **CREATE),
        lambda opts: ppio.Endpoint("llm", ppio.EndpointArgs(**CREATE), opts),
        lambda opts: ppio.Endpoint("llm", CREATE, opts=opts),
        lambda opts: ppio.Endpoint("llm", types.MappingProxyType(CREATE), opts),
        lambda opts: ppio.Endpoint("llm", args=CREATE, opts=opts),
        lambda opts: ppio.Endpoint("llm", args=opts, **CREATE),
        lambda opts: ppio.Endpoint("llm", CREATE, opts),
        lambda opts: ppio.Endpoint(resource_name="llm", args=CREATE, opts=opts),
    ],
)
def test_all_spellings_are_the_same(monitor, spelling):
    """Keywords, an args object and a dictionary register the same inputs and options."""
    run(lambda: spelling(pulumi.ResourceOptions(protect=True)).urn)
    request = monitor.of("llm")
    assert request.type == TOKEN
    assert inputs_of(request) == CREATE
    assert request.protect


def test_nested_args_objects_are_dictionaries(monitor):
    """Nested args objects register as the dictionaries that they are."""
    run(
        lambda: (
            ppio.Endpoint(
                "llm",
                type="async",
                product_id="2",
                image="i",
                worker_config=ppio.WorkerConfigArgs(max_replicas=1),
                envs=[ppio.EnvArgs(key="A", value="1"), {"key": "B", "value": "2"}],
                volumes=[ppio.VolumeArgs(type="local", mount_point="/a")],
                policy=ppio.PolicyArgs(type="concurrency"),
                health_check=ppio.HealthCheckArgs(port=1),
            ).urn
        )
    )
    found = inputs_of(monitor.of("llm"))
    assert found["worker_config"] == {"max_replicas": 1}
    assert found["envs"] == ("secret", [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}])


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((CREATE,), {"image": "other"}),
        ((CREATE,), {"args": CREATE}),
        ((), {"args": CREATE, "image": "other"}),
        ((CREATE, CREATE), {}),
        ((pulumi.ResourceOptions(), pulumi.ResourceOptions()), {}),
        ((pulumi.ResourceOptions(),), {"opts": pulumi.ResourceOptions()}),
        (("text",), {}),
        ((3,), {}),
        ((), {"args": [CREATE]}),
        ((), {"args": pulumi.ResourceOptions(), "opts": pulumi.ResourceOptions()}),
        (({},), {"image": "other"}),
    ],
)
def test_mixed_spellings_are_refused(monitor, arguments, named):
    """Arguments given twice, or as something else, are a TypeError, and nothing is registered."""
    with pytest.raises(TypeError):
        run(lambda: ppio.Endpoint("llm", *arguments, **named))
    assert [request for request in monitor.requests if request.name == "llm"] == []


@pytest.mark.parametrize("arguments", [(None,), (None, None), (None, pulumi.ResourceOptions())])
def test_none_is_left_out(monitor, arguments):
    """None in the place of args or opts is nothing, as in all of Pulumi."""
    run(lambda: ppio.Endpoint("llm", *arguments, **CREATE).urn)
    assert inputs_of(monitor.of("llm")) == CREATE


def test_any_sequence_and_mapping_will_do(monitor):
    """A tuple is a list and any mapping a dictionary, at any depth, and what is secret in them is marked as ever."""
    secret = pulumi.Output.secret("key-1")
    extra = types.MappingProxyType({"new": ({"key": secret},)})
    volumes = (types.MappingProxyType({"type": "local", "mount_point": "/a"}),)
    run(lambda: ppio.Endpoint("llm", **{**CREATE, "ports": (8000, 8001), "volumes": volumes, "extra": extra}).urn)
    found = inputs_of(monitor.of("llm"))
    assert (found["ports"], found["volumes"]) == ([8000, 8001], [{"type": "local", "mount_point": "/a"}])
    assert found["extra"] == {"new": [{"key": ("secret", "key-1")}]}
    assert found["__secret"] == [["extra", "new", 0, "key"]]


def test_environments_are_always_secret(monitor):
    """Values of the environment are secret, whether or not the user says so; other arguments are not."""
    for name, envs in (("plain", FULL["envs"]), ("secret", pulumi.Output.secret(FULL["envs"]))):
        run(lambda name=name, envs=envs: ppio.Endpoint(name, **{**FULL, "envs": envs}).urn)
        found = inputs_of(monitor.of(name))
        assert found["envs"] == ("secret", FULL["envs"])
        assert {key for key, value in found.items() if isinstance(value, tuple)} == {"envs"}
        assert [*monitor.of(name).additionalSecretOutputs] == ["envs"]


def test_outputs_are_taken_at_any_depth(monitor):
    """Any argument may be an output of another resource, nested ones too."""
    image = pulumi.Output.from_input("registry.example.com/llm:2")
    run(
        lambda: (
            ppio.Endpoint(
                "llm", **{**CREATE, "image": image, "worker_config": {"max_replicas": image.apply(len)}, "ports": [80]}
            ).urn
        )
    )
    found = inputs_of(monitor.of("llm"))
    assert (found["image"], found["worker_config"]) == ("registry.example.com/llm:2", {"max_replicas": 26})


def test_the_users_options_stay(monitor):
    """Options of the user's, secret outputs among them, are kept beside ours, and are not changed."""
    opts = pulumi.ResourceOptions(
        additional_secret_outputs=["url"], ignore_changes=["image"], custom_timeouts=pulumi.CustomTimeouts(create="30m")
    )
    run(lambda: ppio.Endpoint("llm", **CREATE, opts=opts).urn)
    request = monitor.of("llm")
    assert {*request.additionalSecretOutputs} == {"url", "envs"}
    assert ([*request.ignoreChanges], request.customTimeouts.create) == (["image"], "30m")
    assert opts.additional_secret_outputs == ["url"]


def test_every_argument_and_output_is_an_attribute(monitor):
    """Each argument and output can be used by dependents, also where nothing has been said of it yet."""
    names = [*schema.fields(EndpointArgs), *schema.fields(EndpointState), "status", "location"]

    def program():
        endpoint = ppio.Endpoint("llm", **CREATE)
        return pulumi.Output.all(**{name: getattr(endpoint, name) for name in names})

    values = run(program)
    assert {name: value for name, value in values.items() if value is not None} == CREATE
    _ = monitor


def test_an_existing_endpoint_is_read(monitor):
    """A get reads by the id, and registers nothing to be managed."""
    run(lambda: ppio.Endpoint.get("old", "0a1b2c3d4e5f6071", pulumi.ResourceOptions(protect=True)).urn)
    request = monitor.of("old")
    assert (request.id, request.type) == ("0a1b2c3d4e5f6071", TOKEN)
    assert [*request.additionalSecretOutputs] == ["envs"]
    assert inputs_of(request) == {}


def test_an_existing_endpoint_may_be_known_by_an_output(monitor):
    """The id of a get may be an output."""
    run(lambda: ppio.Endpoint.get("old", pulumi.Output.from_input("0a1b")).urn)
    assert monitor.of("old").id == "0a1b"


# Provider instances --------------------------------------------------------------------------------------------------


def test_a_provider_says_which_cloud_it_is_for(monitor):
    """An instance registers under its cloud's name, with its cloud among its inputs and the key secret."""
    run(lambda: ppio.Provider("eu", api_key=KEY, brand="novita", base_url="https://api.example.com").urn)
    request = monitor.of("ppio-eu")
    assert request.type == "pulumi:providers:pulumi-python"
    assert inputs_of(request) == {
        "cloud": "ppio",
        "api_key": ("secret", KEY),
        "brand": "novita",
        "base_url": "https://api.example.com",
    }


def test_a_provider_without_settings(monitor):
    """What is left out is not registered."""
    run(lambda: ppio.Provider("plain").urn)
    assert inputs_of(monitor.of("ppio-plain")) == {"cloud": "ppio"}


def test_a_key_may_be_an_output(monitor):
    """A key that is an output, secret or not, is registered as a secret."""
    for name, key in (("plain", pulumi.Output.from_input(KEY)), ("secret", pulumi.Output.secret(KEY))):
        run(lambda name=name, key=key: ppio.Provider(name, api_key=key).urn)
        assert inputs_of(monitor.of(f"ppio-{name}"))["api_key"] == ("secret", KEY)


def test_a_resource_takes_a_provider(monitor):
    """A resource that is given an instance is registered with it."""

    def program():
        return ppio.Endpoint(
            "llm", **CREATE, opts=pulumi.ResourceOptions(provider=ppio.Provider("eu", api_key=KEY))
        ).urn

    run(program)
    assert "ppio-eu" in monitor.of("llm").provider


def test_no_repr_of_a_provider_holds_the_key(monitor):
    """An instance shows no key."""

    def program():
        found = ppio.Provider("eu", api_key=KEY)
        assert KEY not in repr(found)
        return found.urn

    run(program)
    _ = monitor


def test_pulumi_evaluates_no_annotations():
    """Pulumi evaluates annotations anew for each resource, so it is left none: outputs are read by attributes."""
    assert ppio.Endpoint.__annotations__ == {}
    assert {"url", "ports", "changed_at"} <= {*dir(ppio.Endpoint)}


@pytest.mark.usefixtures("monitor")
def test_whole_numbers_stay_whole():
    """A whole number that went through the engine is one in the program too."""
    ports = run(lambda: ppio.Endpoint("llm", **CREATE, ports=[8000]).ports)
    assert (ports, type(ports[0])) == ([8000], int)


@pytest.mark.every_kind
def test_help_lists_arguments_and_outputs(provider_class):
    """Python's own help on a resource class says what each argument and each output is."""
    package = importlib.import_module(provider_class.__module__)
    resource = getattr(package, provider_class.__name__.removesuffix("Provider"))
    told = pydoc.plain(pydoc.render_doc(resource))
    for name, field in schema.fields(provider_class.kind.args).items():
        assert f":param {name}: {field.description}" in told
        assert re.search(rf"^ \|  {name}$", told, re.MULTILINE)
    for name in schema.fields(provider_class.kind.state):
        assert " ".join(inspect.getdoc(getattr(resource, name)).split()) in " ".join(told.replace(" |  ", "").split())


def test_an_output_that_is_recorded_under_a_former_name(mocked):
    """What the state has under the name of before the first release is the output of today, for programs and waits."""

    class Before(Mocks):
        def new_resource(self, args):
            if args.typ.endswith(":Readiness"):
                return args.name, {**args.inputs, "states": {}, "tokens": {}}
            return f"{args.name}-id", {**args.inputs, "place": "its workspace", "changed_at": "then"}

    monitor = mocked(Before())

    def program():
        endpoint = huawei.Endpoint("llm", **FABRIC, wait_until_ready=False)
        wait_until_ready([endpoint])
        assert not hasattr(endpoint, "place")
        return endpoint.location

    assert run(program) == "its workspace"
    (wait,) = (request for request in monitor.requests if request.type.endswith(":Readiness"))
    assert inputs_of(wait)["endpoints"]["llm"]["location"] == "its workspace"


def test_a_subclass_of_a_programs_own(monitor):
    """It is of the type of its parent, so that its endpoints stay the same; one that names a type has that."""

    class Chat(ppio.Endpoint):
        def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None):
            super().__init__(name, CREATE, opts)

    class Own(Chat, module="team/llm", name="Own"):
        """One with a type of its own."""

    run(lambda: [each.urn for each in (ppio.Endpoint("a", CREATE), Chat("b"), Own("c"))])
    types_ = [monitor.of(name).type for name in "abc"]
    assert types_ == [TOKEN, TOKEN, "pulumi-python:dynamic/team/llm:Own"]
    (alias,) = monitor.of("b").aliases
    assert alias.spec.type == "pulumi-python:dynamic:Resource"
    assert not [*monitor.of("a").aliases, *monitor.of("c").aliases]
