"""The provider itself: its settings, its functions and lists, and the process that the engine starts."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from tests.harness.plugin import Engine

from pulumi_serving.core.calls import run
from pulumi_serving.doors.native import bags, call, package
from pulumi_serving.doors.native.functions import functions
from pulumi_serving.doors.native.main import engine_address
from pulumi_serving.doors.native.settings import flat

DEFAULT = "urn:pulumi:dev::p::pulumi:providers:serving::default_0_1_0"
EXPLICIT = "urn:pulumi:dev::p::pulumi:providers:serving::second"
PLUGIN = Path(__file__).parents[3] / "plugin"
Diff = provider_pb2.DiffResponse


def check(client, given, urn=DEFAULT, secret=()):
    """Check a provider's settings."""
    return client.stub.CheckConfig(provider_pb2.CheckRequest(urn=urn, news=bags.write(given, secret)))


def reasons(answer):
    """Return the lines of an answer, and that none of them names a property, whose value would be shown."""
    assert not [failure.property for failure in answer.failures if failure.property]
    return [failure.reason for failure in answer.failures]


# Settings ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"ppio": {"apiKeyy": "sk-1"}}, "ppio.apiKeyy: is no setting; did you mean apiKey?"),
        ({"ppio": {"api_keyy": "sk-1"}}, "ppio.api_keyy: is no setting; did you mean apiKey?"),
        ({"ppio": {"brand": "novitas"}}, "ppio.brand: must be 'ppio' or 'novita'"),
        ({"ppio": {"apiKey": ["sk-1"]}}, "ppio.apiKey: must be a string, not a list"),
        ({"ppio": "sk-1"}, "ppio: must be an object of settings, such as {apiKey: ...}"),
        ({"pppio": {"apiKey": "sk-1"}}, "pppio: is not a cloud; did you mean ppio?"),
    ],
)
def test_mistakes_in_settings(client, settings, given, line):
    """A mistake is one line with the key and without its value, at a preview, for either kind of provider."""
    written = {name: value if isinstance(value, str) else settings(**given)[name] for name, value in given.items()}
    for urn, prefix in ((DEFAULT, "serving:"), (EXPLICIT, "")):
        (found,) = reasons(check(client, written, urn))
        assert found.startswith(prefix + line)
        assert "sk-1" not in found


def test_a_key_that_was_set_without_its_path(client):
    """What ``pulumi config set`` makes of a setting without ``--path`` is no setting, and is told."""
    (found,) = reasons(check(client, {"ppio.apiKey": "sk-1"}))
    assert found == "serving:ppio.apiKey: is the key apiKey of an object: set it with --path, and remove this one"


def test_a_setting_in_both_spellings(client, settings):
    """A setting that is given twice is a mistake."""
    (found,) = reasons(check(client, settings(ppio={"apiKey": "a", "api_key": "b"}), EXPLICIT))
    assert found == "ppio.apiKey: is given twice, in snake_case, too"


def test_a_setting_of_digits(client, settings):
    """A text of digits is one, though ``pulumi config set --path`` makes a number of it."""
    given = settings(huawei={"password": 12345678}, ppio={"apiKey": 10**15 + 1})
    assert reasons(check(client, given)) == []
    assert flat(given, explicit=False) == {"huawei.password": "12345678", "ppio.apiKey": "1000000000000001"}


def test_all_mistakes_at_once(client, settings):
    """Several mistakes, of several clouds, are a line each."""
    given = settings(ppio={"apiKeyy": "k", "brand": 1}, huawei={"regionn": "r"})
    assert len(reasons(check(client, given))) == 3


def test_right_settings(client, settings):
    """Both spellings pass, and so do keys of a fleet, or of the project; an explicit provider takes clouds alone."""
    right = settings(ppio={"apiKey": "k"}, huawei={"access_key": "a", "secret_key": "b"})
    assert reasons(check(client, {**right, "version": "0.1.0"}, EXPLICIT)) == []
    others = {"endpoints": "{}", "defaults": "{}", "accounts": "{}", "gpuBudget": "3"}
    assert reasons(check(client, {**right, **others})) == []
    assert len(reasons(check(client, {**right, **others}, EXPLICIT))) == 4


def test_a_credential_is_secret_by_itself(client, settings):
    """Settings with a credential are marked secret whether or not a program says so; others stay readable."""
    given = settings(ppio={"apiKey": "k"}, alibaba={"region": "cn-shanghai"})
    _, marks = bags.read(check(client, given, EXPLICIT).inputs)
    assert marks == [("ppio",)]


def test_settings_that_are_not_known_yet(client):
    """An explicit provider whose settings depend on something else passes at a preview."""
    answer = check(client, {"ppio": bags.leaves.UNKNOWN}, EXPLICIT, secret=[("ppio",)])
    assert reasons(answer) == []
    assert bags.read(answer.inputs)[1] == [("ppio",)]


def test_difference_of_settings(client, settings):
    """Other settings are an update of the provider, and replace nothing."""
    before, now = settings(ppio={"apiKey": "a"}), settings(ppio={"apiKey": "b"})
    for news, changes in ((before, Diff.DIFF_NONE), (now, Diff.DIFF_SOME)):
        request = provider_pb2.DiffRequest(urn=EXPLICIT, old_inputs=bags.write(before), news=bags.write(news))
        answer = client.stub.DiffConfig(request)
        assert (answer.changes, [*answer.replaces]) == (changes, [])


@pytest.mark.parametrize("spelling", [{"apiKey": "sk-simulator"}, {"api_key": "sk-simulator"}])
def test_either_spelling_of_settings_is_used(client, settings, spelling):
    """The settings reach the cloud, whether they come as an object or as a text of JSON."""
    for given in (settings(ppio={**spelling, "baseUrl": "http://127.0.0.1:1"}),):
        client.restart()
        client.configure(given)
        client.made()
    assert len(client.lab.living) == 1


def test_the_environment_is_asked_last(client, settings):
    """Without a key in the settings, the environment's is used."""
    client.restart(PPIO_API_KEY="sk-simulator")
    client.configure(settings(ppio={"baseUrl": "http://127.0.0.1:1"}))
    client.made()
    assert len(client.lab.living) == 1


# Functions and lists -------------------------------------------------------------------------------------------------


def invoke(client, token, **args):
    """Invoke a function."""
    answer = client.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=bags.write(args)))
    return bags.read(getattr(answer, "return"))[0]


def test_functions(client):
    """A function reads the cloud, and tells it in camelCase."""
    _, made = client.made()
    found = invoke(client, "serving:ppio:getEndpoint", id=made.id)
    assert (found["id"], found["workerConfig"]["maxReplicas"]) == (made.id, 3)
    assert found["envKeys"] == ["TOKEN"]
    (listed,) = invoke(client, "serving:ppio:getEndpoints", name=found["name"])["endpoints"]
    assert listed["id"] == made.id
    assert invoke(client, "serving:ppio:getEndpoints", name="another")["endpoints"] == []
    assert invoke(client, "serving:ppio:getProducts")["products"]


@pytest.mark.parametrize(
    ("token", "args", "line"),
    [
        ("serving:ppio:getEndpoint", {}, "getEndpoint: id: is required"),
        ("serving:ppio:getEndpoints", {"nme": "a"}, "getEndpoints: nme is not an argument; did you mean name?"),
        ("serving:ppio:getEndpoint", {"id": "none"}, "getEndpoint: there is no endpoint none at http://127.0.0.1:1"),
        ("serving:ppio:getEndpoints", {"memberIds": "a"}, "getEndpoints: memberIds: must be a list, not a str"),
        ("serving:ppio:getEndpiont", {}, "serving:ppio:getEndpiont is no function of this package; there are: "),
    ],
)
def test_mistakes_in_functions(client, token, args, line):
    """A mistake is one line."""
    with pytest.raises(grpc.RpcError) as raised:
        invoke(client, token, **args)
    assert raised.value.details().startswith(line)


@pytest.mark.parametrize("token", functions())
def test_every_function_says_what_it_takes(token):
    """The arguments of each function can be told from what a Python program calls."""
    function = functions()[token]
    assert isinstance(function.arguments, dict)
    assert "opts" not in function.arguments


def listed(client, token, **fields):
    """List what there is."""
    return [answer.result for answer in client.stub.List(provider_pb2.ListRequest(token=token, **fields))]


def test_lists(any_client):
    """What there is of a resource is listed by id and name."""
    client = any_client
    inputs, made = client.made()
    (found,) = listed(client, client.subject.token)
    assert (found.id, found.name) == (made.id, bags.read(inputs)[0]["name"])
    assert listed(client, client.subject.token, limit=1) == [found]
    with pytest.raises(grpc.RpcError) as raised:
        listed(client, "serving:index:Readiness")
    assert raised.value.details() == "serving:index:Readiness is no resource of this package that can be listed"


# The plug-in ---------------------------------------------------------------------------------------------------------


def test_the_wait_for_many(client):
    """One wait for many takes endpoints by the user's own names, and tells their states."""
    _, made = client.made({**client.wire(client.subject.create), "waitUntilReady": False})
    changed_at = bags.read(made.properties)[0]["changedAt"]
    client.urn = client.urn.replace("ppio:Endpoint", "index:Readiness")
    args = {"cloud": "ppio", "endpoints": {"my_llm": {"id": made.id, "changedAt": changed_at}}}
    inputs = client.check(args).inputs
    found = client.create(inputs)
    outs = bags.read(found.properties)[0]
    assert outs["states"]["my_llm"]["status"] == "running"
    assert client.diff(inputs, found, inputs).changes == Diff.DIFF_NONE


def test_cancel(client):
    """The first Ctrl-C ends all waits of the process."""
    client.stub.Cancel(empty_pb2.Empty())
    assert run.cancelled.is_set()
    run.cancelled.clear()


def test_handshake(client):
    """The engine is told what this plug-in takes, and tells where it is."""
    answer = client.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:9"))
    assert answer.accept_secrets
    assert answer.supports_autonaming_configuration
    assert call.CONNECTION.address() == "127.0.0.1:9"
    client.stub.Attach(plugin_pb2.PluginAttach(address=client.lab.host.engine.address))
    assert call.CONNECTION.address() == client.lab.host.engine.address


def test_schema_and_version(client):
    """The schema is the committed one, with the installed version."""
    schema = json.loads(client.stub.GetSchema(provider_pb2.GetSchemaRequest()).schema)
    version = client.stub.GetPluginInfo(empty_pb2.Empty()).version
    assert (schema.pop("version"), schema) == (version, json.loads(package.PATH.read_text()))


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["127.0.0.1:1234"], "127.0.0.1:1234"),
        (["--logtostderr", "-v=9", "127.0.0.1:1234"], "127.0.0.1:1234"),
        (["--tracing", "file:trace", "127.0.0.1:1234"], "127.0.0.1:1234"),
        (["--help"], None),
        ([], None),
    ],
)
def test_the_engines_address(arguments, address):
    """The address is found behind the engine's flags."""
    assert engine_address(arguments) == address


def command():
    """Return the command that the engine finds on PATH, or what it runs."""
    script = shutil.which("pulumi-resource-serving", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-c", "from pulumi_serving.doors.native.main import main; main()"]


def test_the_process():
    """The plug-in prints its port, serves, and ends with the signal by which the engine ends plug-ins."""
    engine = Engine()
    process = subprocess.Popen([*command(), engine.address], stdout=subprocess.PIPE, text=True)
    port = int(process.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        assert stub.GetPluginInfo(empty_pb2.Empty()).version == package.version()
        stub.Configure(provider_pb2.ConfigureRequest())
    process.send_signal(2)
    assert process.wait(60) == 0
    process.stdout.close()
    engine.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_process_ends_whenever_it_is_told(number):
    """A signal that comes as soon as the port is told ends the plug-in, with no traceback."""
    engine = Engine()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*command(), engine.address], text=True, **streams) as process:
        assert int(process.stdout.readline())
        process.send_signal(number)
        _, words = process.communicate(timeout=60)
    assert (process.returncode, words) == (0, "")
    engine.stop()


@pytest.mark.parametrize("started", [command(), [sys.executable, PLUGIN]], ids=["command", "folder"])
def test_the_process_without_an_engine(started):
    """Started by a person, as a command or as the folder that ``pulumi package add`` takes, it says what it is."""
    done = subprocess.run(started, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("pulumi-resource-serving is a plug-in: the Pulumi engine starts it")
    assert done.stdout == ""


def test_the_folder_of_a_plug_in():
    """What ``pulumi package add`` of the folder installs is the checkout around it, whatever an index has."""
    lines = [line for line in (PLUGIN / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert [(PLUGIN / line).resolve() for line in lines] == [PLUGIN.parent]
    assert 'name = "pulumi-serving"' in (PLUGIN.parent / "pyproject.toml").read_text()
