"""A stack's file is read as the engine reads it, and says which values of a running stack are secret."""

import json

import pulumi
import pytest

from pulumi_serving.core.values.hidden import SecretText, UnreadText
from pulumi_serving.fleet import stack_file
from pulumi_serving.fleet.stack_file import StackFileError

SECRET = "a-secret-of-the-team"

# What `pulumi config get` of CLI 3.259.0 makes of each.
VALUES = {
    "yes": "yes",
    "On": "On",
    "TRUE": True,
    "false": False,
    "2024-01-01": "2024-01-01",
    "1e3": 1000,
    "0o17": 15,
    "017": 15,
    "089": 89,
    "1_000": 1000,
    ".5": 0.5,
    "0.10": 0.1,
    "12:30:45": "12:30:45",
    "~": None,
    "": None,
    "NULL": None,
    "0x1F": 31,
    "0b11": 3,
    "-0": 0,
    "3.0e0": 3,
    "0o18": "0o18",
    "1e400": "1e400",
    "!!str 5": "5",
    '"8000"': "8000",
    "'x'": "x",
    "y": "y",
    "12345678901234567890123": 12345678901234567890123,
    "[]": [],
    "{}": {},
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_a_value_is_what_the_engine_makes_of_it(text, value):
    """Plain words are booleans, numbers or text as for the engine's parser, which is not YAML 1.1."""
    found = stack_file.load(f"key: {text}")["key"]
    assert found == value
    assert isinstance(found, bool) is isinstance(value, bool)


def test_keys_are_text():
    """A key that looks like a number or a boolean is text."""
    assert stack_file.load("1: a\ntrue: b\nn: c\n~: d") == {"1": "a", "true": "b", "n": "c", "~": "d"}


def test_anchors_and_merge_keys_work():
    """Anchors, aliases and merge keys do what they do in the engine."""
    assert stack_file.load("a: &x {q: 1, r: 0}\nb: {<<: *x, r: 2}\nc: *x") == {
        "a": {"q": 1, "r": 0},
        "b": {"q": 1, "r": 2},
        "c": {"q": 1, "r": 0},
    }


@pytest.mark.parametrize("form", ["[{}]", "{{{}}}"])
def test_aliases_that_stand_for_too_much_are_refused(form):
    """Aliases of aliases of aliases are refused before they are written out."""
    of_one = (
        "{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}" if form == "[{}]" else "a: {0}, b: {0}, c: {0}, d: {0}, e: {0}, f: {0}"
    )
    lines = [f"a0: &a0 {form.format(of_one.format('x'))}"]
    lines += [f"a{level}: &a{level} {form.format(of_one.format(f'*a{level - 1}'))}" for level in range(1, 30)]
    assert len(stack_file.load("\n".join(lines[:3]))) == 3
    with pytest.raises(StackFileError, match="holds more than 1000000 values"):
        stack_file.load("\n".join(lines))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3", "line 3: a is there twice"),
        ("a:\n  b: 1\n  b: 2", "line 3: b is there twice"),
        ("? [1, 2]\n: 3", "line 1: a key must be a text"),
        ("a: [", "line 1: not YAML"),
        ("a: 1\n b: 2", "line 2: not YAML"),
        ("a: !!python/object:x {}", "line 1: not YAML"),
        ("a: &x {b: *x}", "line 1: not YAML"),
    ],
)
def test_what_the_engine_refuses_is_refused_with_its_line(text, words):
    """What is no YAML, or has a key twice, is an error that says where."""
    with pytest.raises(StackFileError) as caught:
        stack_file.load(text)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("text", "config"),
    [
        ("", {}),
        ("encryptionsalt: v1:x", {}),
        ("config:", {}),
        ("config: {a:b: 1}", {"a:b": 1}),
        ("\ufeffconfig: {a:b: 1}", {"a:b": 1}),
        ('{"config": {"a:b": 1}}', {"a:b": 1}),
    ],
)
def test_the_config_of_a_file_is_read(tmp_path, text, config):
    """The config is read from YAML and JSON, and may be missing."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(text, encoding="utf-8")
    assert stack_file.read(path) == config


@pytest.mark.parametrize("text", ["[]", "word", "config: []", "config: word"])
def test_a_file_without_the_form_of_one_is_refused(tmp_path, text):
    """A file that is no mapping of keys to values is an error."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(text)
    with pytest.raises(StackFileError, match="must be a mapping"):
        stack_file.read(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    """A missing file, and one that is no text, are errors of one line."""
    with pytest.raises(StackFileError, match="can't be read: No such file"):
        stack_file.read(tmp_path / "missing.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StackFileError, match="is not UTF-8"):
        stack_file.read(tmp_path / "binary.yaml")


def test_encrypted_leaves_cannot_be_read():
    """Exactly the mappings that the engine decrypts are texts that can't be read."""
    found = stack_file.unread({"a": {"secure": "v1:x"}, "b": [{"secure": "v1:x"}], "c": {"secure": "v1:x", "d": 1}})
    assert isinstance(found["a"], UnreadText)
    assert isinstance(found["b"][0], UnreadText)
    assert found["c"] == {"secure": "v1:x", "d": 1}
    assert stack_file.unread({"secure": 5}) == {"secure": 5}


# The running stack ---------------------------------------------------------------------------------------------------

GIVEN = {"a": {"image": "llm:1", "key": SECRET, "ports": [8000], "list": ["x", SECRET]}}
IN_FILE = """
config:
  serving:endpoints:
    a:
      image: llm:1
      key: {secure: v1:x}
      ports: [8000]
      list: [x, {secure: v1:x}]
"""
ALL = {"llm:1", SECRET, "x"}


def texts(value):
    """Return the texts that are marked as secret."""
    if isinstance(value, dict):
        return {text for item in value.values() for text in texts(item)}
    if isinstance(value, list):
        return {text for item in value for text in texts(item)}
    return {str(value)} if isinstance(value, SecretText) else set()


@pytest.fixture
def running(tmp_path, monkeypatch):
    """Return what sets the config of a running stack; its project's folder is the present one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(stack_file.CONFIG_FILE_VARIABLE, raising=False)
    monkeypatch.setattr(pulumi.runtime.settings.SETTINGS, "stack", "dev")
    monkeypatch.setattr(pulumi.runtime.settings.SETTINGS, "root_directory", None)
    (tmp_path / "Pulumi.yaml").write_text("name: serving\nruntime: python\n")

    def run(value, *, secret=True):
        keys = ["serving:endpoints"] if secret else []
        pulumi.runtime.set_all_config({"serving:endpoints": json.dumps(value)}, keys)
        return stack_file.of_the_running_stack("serving:endpoints")

    yield run
    pulumi.runtime.set_all_config({}, [])


def test_secrets_are_what_the_file_does_not_hold_in_clear(running, tmp_path):
    """Of a config with secrets, the texts are secret that do not stand in the stack's file."""
    (tmp_path / "Pulumi.dev.yaml").write_text(IN_FILE)
    found = running(GIVEN)
    assert found == GIVEN
    assert texts(found) == {SECRET}


def test_a_config_without_secrets_has_none(running):
    """Where the engine marks nothing as secret, nothing is, whatever the file."""
    assert texts(running(GIVEN, secret=False)) == set()


@pytest.mark.parametrize(
    "in_file",
    [
        None,
        "config: [",
        "config: {}",
        "config: {serving:endpoints: {secure: v1:x}}",
        IN_FILE.replace("    a:", "    b:"),
    ],
)
def test_without_the_file_every_text_is_secret(running, tmp_path, in_file):
    """Where the file is missing, broken or another one, every text is secret."""
    if in_file is not None:
        (tmp_path / "Pulumi.dev.yaml").write_text(in_file)
    assert texts(running(GIVEN)) == ALL


def test_a_text_that_differs_from_the_files_is_secret(running, tmp_path):
    """A file that the engine has not read can't make a secret public."""
    (tmp_path / "Pulumi.dev.yaml").write_text(IN_FILE.replace("{secure: v1:x}", "old-and-public"))
    assert texts(running(GIVEN)) == {SECRET}


def test_the_file_is_found_as_the_engine_finds_it(running, tmp_path, monkeypatch):
    """The file is beside the project's, in its ``stackConfigDir``, or where the CLI's option has it."""
    below = tmp_path / "some" / "folder"
    below.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    (tmp_path / "Pulumi.dev.yaml").write_text(IN_FILE)
    monkeypatch.chdir(below)
    assert texts(running(GIVEN)) == {SECRET}

    (tmp_path / "Pulumi.yaml").write_text("name: serving\nstackConfigDir: elsewhere\n")
    assert texts(running(GIVEN)) == ALL
    (elsewhere / "Pulumi.dev.yaml").write_text(IN_FILE)
    assert texts(running(GIVEN)) == {SECRET}

    monkeypatch.setenv(stack_file.CONFIG_FILE_VARIABLE, str(tmp_path / "other.yaml"))
    assert texts(running(GIVEN)) == ALL
    (tmp_path / "other.yaml").write_text(IN_FILE)
    assert texts(running(GIVEN)) == {SECRET}


def test_the_root_directory_of_the_host_counts(running, tmp_path, monkeypatch):
    """Where the language host tells the project's folder, that is where the file is."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "Pulumi.yml").write_text("name: serving\n")
    (project / "Pulumi.dev.yml").write_text(IN_FILE)
    assert texts(running(GIVEN)) == ALL
    monkeypatch.setattr(pulumi.runtime.settings.SETTINGS, "root_directory", str(project))
    assert texts(running(GIVEN)) == {SECRET}


def test_a_key_may_stand_without_the_projects_namespace(running, tmp_path):
    """The engine takes a key of the project's own namespace without it."""
    (tmp_path / "Pulumi.dev.yaml").write_text(IN_FILE.replace("serving:endpoints", "endpoints"))
    assert texts(running(GIVEN)) == {SECRET}


def test_what_is_no_structure_comes_as_it_is(running):
    """A value that is not JSON is text, and a missing one is none."""
    running({})
    pulumi.runtime.set_all_config({"serving:endpoints": "word"}, [])
    assert stack_file.of_the_running_stack("serving:endpoints") == "word"
    assert stack_file.of_the_running_stack("serving:defaults") is None
