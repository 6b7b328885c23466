"""The command line: what it prints where, and how it ends."""

import json
import subprocess
import sys

import jsonschema
import pytest
from click.testing import CliRunner

from pulumi_serving.cli import main
from pulumi_serving.fleet.schema import stack_file_schema

GOOD = """
config:
  serving:defaults:
    ppio: {type: sync, product_id: h100, worker_config: {max_replicas: 2}}
  serving:endpoints:
    llama-70b: {cloud: ppio, image: "llm:1", command: {secure: v1:nonce:cipher}}
"""
BAD = """
config:
  serving:endpoints:
    llama-70b: {cloud: ppio, type: sync, product_id: h100, image: "llm:1", worker_config: {max_replicas: -1}}
    other: {cloud: pio}
"""


def run(*arguments):
    """Run the command; return its exit code and the lines of both its streams."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout.splitlines(), done.stderr.splitlines()


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Return what writes a file into the present folder."""
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        (tmp_path / name).write_text(text)
        return name

    return write


def test_a_good_file_gets_a_short_word(file):
    """A file without mistakes ends with 0 and one line; what is encrypted counts as right."""
    assert run("validate", file("Pulumi.a.yaml", GOOD)) == (0, ["Pulumi.a.yaml: 1 endpoint, no mistakes"], [])


def test_mistakes_are_lines_on_standard_error(file):
    """A file with mistakes ends with 1, and each is one line with the file's name on standard error."""
    assert run("validate", file("Pulumi.b.yaml", BAD)) == (
        1,
        [],
        [
            "Pulumi.b.yaml: serving:endpoints.llama-70b.worker_config.max_replicas: must be 0 or more, not -1",
            "Pulumi.b.yaml: serving:endpoints.other.cloud: is not a cloud; did you mean ppio?",
        ],
    )


def test_every_file_is_checked(file):
    """Of several files each is checked, and one bad one is enough to fail."""
    code, said, wrong = run(
        "validate",
        file("Pulumi.b.yaml", BAD),
        file("Pulumi.a.yaml", GOOD),
        file("Pulumi.c.yaml", "config: ["),
        "Pulumi.missing.yaml",
    )
    assert (code, said) == (1, ["Pulumi.a.yaml: 1 endpoint, no mistakes"])
    assert [line.partition(":")[0] for line in wrong] == [
        "Pulumi.b.yaml",
        "Pulumi.b.yaml",
        "Pulumi.c.yaml",
        "Pulumi.missing.yaml",
    ]
    assert wrong[2].startswith("Pulumi.c.yaml: line 1: not YAML")
    assert wrong[3] == "Pulumi.missing.yaml: can't be read: No such file or directory"


def test_warnings_do_not_fail(file):
    """What is doubtful is told on standard error, and the command ends with 0."""
    code, said, wrong = run("validate", file("Pulumi.a.yaml", GOOD.replace("command:", "ports: [2222], command:")))
    assert (code, said) == (0, ["Pulumi.a.yaml: 1 endpoint, no mistakes"])
    assert wrong == ["Pulumi.a.yaml: warning: serving:endpoints.llama-70b.ports[0]: 2222 is reserved by the platform"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("config: {serving:endpoints: }", ["serving:endpoints: is required; a fleet without endpoints is {}"]),
        ("config: {serving:defaults: {}}", ["serving:endpoints: is required; a fleet without endpoints is {}"]),
        (
            "config: {serving:endpoint: {}}",
            ["serving:endpoint: is not a key of the fleet; did you mean serving:endpoints?"],
        ),
        (
            "config: {serving:endpoints: {}, serving:default: {}}",
            ["serving:default: is not a key of the fleet; did you mean serving:defaults?"],
        ),
        ("config: {endpoints: {}}", ["endpoints: must be written serving:endpoints"]),
        ("config: {Serving:endpoints: {}}", ["Serving:endpoints: must be written serving:endpoints"]),
        ("config: {serving.endpoints: {}}", ["serving.endpoints: must be written serving:endpoints"]),
        (
            "config: {serving: {endpoints: {}, accounts: {}}}",
            ["serving: must be written as keys of their own, serving:endpoints, serving:accounts"],
        ),
    ],
)
def test_a_misspelt_key_is_no_empty_fleet(file, text, lines):
    """A key that is missing, misspelt or without its namespace is a mistake: an empty fleet deletes all."""
    name = file("Pulumi.dev.yaml", text)
    assert run("validate", name) == (1, [], [f"{name}: {line}" for line in lines])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "has no config: at its top"),
        ("# a comment\n", "has no config: at its top"),
        ("{}", "has no config: at its top"),
        ("encryptionsalt: v1:x\n", "has no config: at its top"),
        ("serving:endpoints: {}\n", "has no config: at its top"),
        ("Config: {serving:endpoints: {}}", "has no config: at its top"),
        ("config:\nserving:endpoints: {}\n", "serving:endpoints must stand under config:"),
        ("config: {aws:region: x}\nserving:endpoints: {}\n", "serving:endpoints must stand under config:"),
        ("- config:\n", "must be a mapping with config: in it"),
        ("config", "must be a mapping with config: in it"),
        ("config: [1]", "config: must be a mapping"),
        ("config: {a: 1}\n---\nconfig: {}\n", "holds more than one document"),
        ("config: {a: 1, a: 2}", "line 1: a is there twice"),
        ("config: {}\nconfig: {}", "line 2: config is there twice"),
        ("config: {a: *b}", "not YAML: found undefined alias"),
        ("config: {1: 2, [a]: 3}", "line 1: a key must be a text"),
        (b"config:\n  a: \xff", "is not UTF-8"),
        (b"\xff\xfec\x00o\x00", "is not UTF-8"),
        (b"config: {a: \x00}", "not YAML"),
        ("[" * 5000, "not YAML"),
    ],
)
def test_what_is_no_stacks_file(tmp_path, content, line):
    """A file that could not be checked is a mistake: to pass it would say that it is right."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, said, (wrong,) = run("validate", path)
    assert (code, said) == (1, [])
    assert wrong.startswith(f"{path}: {line}")


def test_a_folder_is_no_stacks_file(tmp_path):
    """A folder can't be read."""
    assert run("validate", tmp_path) == (1, [], [f"{tmp_path}: can't be read: Is a directory"])


@pytest.mark.parametrize(
    "form", [str.encode, lambda text: text.encode("utf-8-sig"), lambda text: text.replace("\n", "\r\n").encode()]
)
def test_a_file_of_another_system(tmp_path, form):
    """A byte order mark and other ends of lines change nothing, and anchors are YAML as any."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(form(GOOD + "    b: &b {cloud: ppio, image: x}\n    c: {<<: *b, image: y}\n"))
    assert run("validate", path) == (0, [f"{path}: 3 endpoints, no mistakes"], [])


@pytest.mark.parametrize(
    "text", ["config:", "config: {}", "config: {aws:region: x, serving:team: a}", "config: {serving: {a: 1}}"]
)
def test_a_file_without_a_fleet_is_no_mistake(file, text):
    """Another project's file passes."""
    name = file("Pulumi.dev.yaml", text)
    assert run("validate", name) == (0, [f"{name}: holds no fleet"], [])


def test_without_a_file_it_says_how_to_use_it():
    """Validate needs a file."""
    code, said, wrong = run("validate")
    assert (code, said) == (2, [])
    assert "Missing argument 'FILE...'" in wrong[-1]


def test_the_schema_is_printed():
    """``schema`` prints the schema as JSON."""
    code, said, wrong = run("schema")
    assert (code, wrong) == (0, [])
    assert json.loads("\n".join(said)) == stack_file_schema()
    jsonschema.Draft202012Validator.check_schema(json.loads("\n".join(said)))


def test_the_simulator_has_its_own_options():
    """``simulator`` is the simulator's own command line."""
    done = subprocess.run(
        [sys.executable, "-m", "pulumi_serving.cli", "simulator", "--help"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "--ready-after SECONDS" in done.stdout


def test_the_script_is_installed():
    """The package installs the command under its name, and it tells its version."""
    done = subprocess.run(
        [f"{sys.prefix}/bin/pulumi-serving", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "pulumi-serving,")


def test_validate_makes_no_outputs(file):
    """Outside of a program there is no event loop, and validate needs none."""
    program = "import asyncio; asyncio.set_event_loop(None); from pulumi_serving.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, "validate", file("Pulumi.a.yaml", GOOD)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
