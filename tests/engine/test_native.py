"""
The native door on the real engine, from a Python program that registers its types by their names.

What a language adds is in the tests of the examples; what a call answers is in ``tests/doors/native``.
"""

import json
import shutil

import pytest

from pulumi_serving.doors.native.package import PATH

from .command import Command

pytestmark = pytest.mark.engine

PRELUDE = """\
import signal

import pulumi
from pulumi import Alias, ResourceOptions

# The CLI ends a program by SIGINT, of which Python may show a traceback: the classes of this package see to that, which
# this program has none of.
signal.signal(signal.SIGINT, signal.SIG_DFL)

BASE = {
    "type": "sync",
    "productId": "rtx4090-24g",
    "image": "registry.example.com/llm:1.4",
    "workerConfig": {"minReplicas": 1, "maxReplicas": 3, "gpuNum": 1},
}


def endpoint(name, opts=None, **args):
    seeds = dict.fromkeys(["url", "status", "ownerId", "changedAt", "location", "name", "envs"])
    return pulumi.CustomResource("serving:ppio:Endpoint", name, {**seeds, **BASE, **args}, opts)

"""


@pytest.fixture
def native(stack, native_config):
    """Return a stack whose settings are those of this door."""
    stack._prelude = PRELUDE
    stack.config = native_config("ppio")
    return stack


@pytest.mark.usefixtures("cold_python")
def test_the_schema(environment, tmp_path):
    """The engine finds no fault in the committed schema, nor what one of the languages can't be given."""
    Command(("schema", "check", str(PATH)), tmp_path / "check.txt", environment, tmp_path).finish().succeeded()


def test_a_life(native, simulator):
    """An endpoint is previewed, made, left alone, changed in place with its url known, refreshed, and deleted."""
    native.program("""
        llm = endpoint("llm", envs=[{"key": "TOKEN", "value": pulumi.Output.secret("s3cr3t-value")}])
        pulumi.export("url", llm.__dict__["url"])
    """)
    native.up().succeeded()
    native.unchanged()
    record = native.resources["llm"]
    assert record["outputs"]["productId"] == "rtx4090-24g"
    assert native.outputs["url"] == record["outputs"]["url"]
    assert "s3cr3t-value" not in json.dumps(native.state)

    native.program("""
        llm = endpoint("llm", image="registry.example.com/llm:2")
        other = endpoint("other", command=llm.__dict__["url"])
    """)
    shown = native.preview().succeeded()
    assert shown.lines("~ image", '"registry.example.com/llm:1.4" => "registry.example.com/llm:2"')
    assert shown.lines("command", record["outputs"]["url"])  # known to what depends on it
    native.up().succeeded()
    native.refresh().succeeded()
    native.unchanged()
    native.destroy().succeeded()
    assert simulator.living == []
    assert simulator.operations("create", "update") == ["create", "update", "create"]


def test_names_and_lists(native, simulator):
    """``pulumi:autonaming`` names an endpoint where it is set, and ``pulumi do`` lists what there is."""
    native.config["pulumi:autonaming"] = {"mode": "verbatim"}
    native.program("""endpoint("llm")""")
    native.up().succeeded()
    (made,) = simulator.living
    assert made["name"] == "llm"
    native.unchanged()
    plugin = shutil.which("pulumi-resource-serving", path=native.env["PATH"])
    provider = next(item["urn"] for item in native.state["resources"] if item["type"] == "pulumi:providers:serving")
    words = ("do", "--package", plugin, "--provider", provider, "serving:ppio:Endpoint", "list", "--all")
    native.run("stack", "select").succeeded()  # of which alone it knows its stack
    done = Command(words, native.folder / "do.txt", native.env, native.folder).finish()
    assert json.loads(done.succeeded().out[done.out.index("[") :]) == [{"id": made["id"], "name": "llm"}]


@pytest.mark.usefixtures("cold_python")
def test_ctrl_c(native, simulator):
    """Ctrl-C ends a create that waits, with its id in the state, and the next up goes on waiting."""
    simulator.settings(ready_after_s=3600)
    native.program("""endpoint("llm")""")
    command = native.start_up()
    simulator.wait_until(lambda: simulator.operations("create", "get")[:2] == ["create", "get"])
    command.interrupt()
    command.finish().failed()
    (made,) = simulator.living
    assert native.resources["llm"]["id"] == made["id"]
    assert native.pending == []

    simulator.patch(made["id"], status="running")
    native.up().succeeded()
    native.unchanged()
    assert simulator.operations("create") == ["create"]


def test_two_records(native, simulator):
    """
    What is imported under a second name is told by the preview, and stays where one of the two leaves the program.

    Renamed by an alias and replaced, which the engine orders by the former URN, it goes: that is no second record.
    """
    native.program('llm = endpoint("llm")')
    native.up().succeeded()
    id_, name = native.resources["llm"]["id"], native.resources["llm"]["inputs"]["name"]
    native.program(f"""
        llm = endpoint("llm")
        options = ResourceOptions(import_="{id_}")
        second = pulumi.CustomResource("serving:ppio:Endpoint", "second", {{**BASE, "name": "{name}"}}, options)
    """)
    shown = native.previewed_up().succeeded().out.partition("Updating (")[0]
    assert f"endpoint {id_} has another record" in shown
    native.program('llm = endpoint("llm")')
    assert "which keeps it: this one is dropped, nothing was sent" in native.up().succeeded().out
    assert native.resources.keys() == {"llm"}
    assert [endpoint["id"] for endpoint in simulator.living] == [id_]

    native.program("""
        options = ResourceOptions(aliases=[Alias(name="llm")], replace_on_changes=["image"], delete_before_replace=True)
        renamed = endpoint("renamed", options, image="registry.example.com/llm:2")
    """)
    native.up("--refresh").succeeded()
    assert [endpoint["id"] for endpoint in simulator.living] == [native.resources["renamed"]["id"]] != [id_]
