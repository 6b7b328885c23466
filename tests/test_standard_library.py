"""A file of the user's that is named like one of Python's own modules: told in one line, or without harm."""

import subprocess
import sys
from pathlib import Path

import pulumi
import pytest

import pulumi_serving

EVERYTHING = """
import importlib, pkgutil
import pulumi_serving
for module in pkgutil.walk_packages(pulumi_serving.__path__, "pulumi_serving."):
    if not any(part in module.name for part in ("simulator", "testing", "__main__", ".cli")):
        importlib.import_module(module.name)
from pulumi_serving.alibaba.auth import SignatureV3
from pulumi_serving.alibaba.credentials import Keys
import httpx
auth = SignatureV3(lambda: Keys("a", "b"), now=lambda: 0.0)
with httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200)), auth=auth) as client:
    assert client.get("http://127.0.0.1/x").request.headers["x-acs-signature-nonce"]
"""
PROGRAM = f"import sys\nkept = sys.path.pop(0)\nimport pulumi, pulumi.dynamic\nsys.path.insert(0, kept)\n{EVERYTHING}"
PLUGIN = f"class DynamicResourceProviderServicer: pass\n{PROGRAM}"
AT_THE_START = {
    "zipimport",
    "abc",
    "codecs",
    "encodings",
    "io",
    "os",
    "site",
    "stat",
    "genericpath",
    "ntpath",
    "posixpath",
}
"""What Python has loaded before it looks into the program's folder, or has within itself."""


def run(folder, program):
    """Run Python in a folder, which then is the first where it looks for modules."""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def hide(folder, *names):
    """Write files that hide Python's own modules."""
    for name in names:
        (folder / f"{name}.py").write_text("MINE = True\n")


def test_the_table_is_whole(tmp_path):
    """Every module of Python's own that a program or a plug-in loads is in the table."""
    lines = f"{PROGRAM}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = run(tmp_path, lines)
    assert done.returncode == 0, done.stderr
    loaded = {*done.stdout.split()} & {*sys.stdlib_module_names} - {*sys.builtin_module_names} - AT_THE_START
    assert {name for name in loaded if not name.startswith("_")} - pulumi_serving._STANDARD == set()


def test_each_is_told_with_its_file(tmp_path, monkeypatch):
    """Each hidden module is one line that names the file; so is a folder with an ``__init__.py``, and no other."""
    names = sorted(pulumi_serving._STANDARD - {*sys.builtin_module_names} - {"secrets"})
    hide(tmp_path, *names[1:], "secrets", "config", "turtle")
    (tmp_path / names[0]).mkdir()
    (tmp_path / names[0] / "__init__.py").touch()
    (tmp_path / "http.d").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(pulumi.RunError) as raised:
        pulumi_serving._stand_on_the_standard_library()
    lines = str(raised.value).splitlines()
    ends = ["", *[".py"] * (len(names) - 1)]
    assert lines == [
        f"{tmp_path / name}{end} hides Python's own module {name}, which Pulumi and pulumi_serving need: rename it"
        for name, end in zip(names, ends, strict=True)
    ]


def test_a_folder_without_code_hides_nothing(tmp_path, monkeypatch):
    """A folder of other files, and one on the path that is not there, hide nothing."""
    (tmp_path / "http").mkdir()
    (tmp_path / "calendar.txt").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "missing")
    assert pulumi_serving._hidden() == {}


@pytest.mark.parametrize("name", ["calendar", "hmac"])
def test_a_program_ends_with_the_line(tmp_path, name):
    """A program that would break far inside a library ends where it imports the package, with the line."""
    hide(tmp_path, name)
    done = run(tmp_path, PROGRAM)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        f"pulumi.errors.RunError: {Path(tmp_path).resolve() / name}.py hides Python's own module {name}, "
    )


@pytest.mark.parametrize("name", sorted(pulumi_serving._LIBRARIES))
def test_a_file_that_hides_a_library_is_told(tmp_path, monkeypatch, name):
    """A file named like a library of this package is told with the library's name; the library itself is not."""
    hide(tmp_path, name)
    monkeypatch.syspath_prepend(tmp_path)
    assert pulumi_serving._hidden() == {name: str(tmp_path / f"{name}.py")}
    with pytest.raises(pulumi.RunError, match=rf"{name}.py hides the library {name}, which .*: rename it$"):
        pulumi_serving._stand_on_the_standard_library()
    (tmp_path / f"{name}.py").unlink()
    (tmp_path / name).mkdir()
    hide(tmp_path / name, "__init__")
    assert pulumi_serving._hidden() == {}


def test_a_plug_in_works_all_the_same(tmp_path):
    """In the plug-in, where nobody's program runs, Python's own modules are found, and signing works."""
    for name in ("calendar", "html", "secrets", "httpx", "pydantic"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('a program should have run this')\n")
    done = run(tmp_path, PLUGIN)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_of_secrets_is_the_users_own(tmp_path):
    """A ``secrets.py`` beside the program, which is a good name for what it holds, does no harm."""
    hide(tmp_path, "secrets")
    done = run(tmp_path, f"{PROGRAM}\nimport secrets\nassert secrets.MINE")
    assert (done.returncode, done.stderr) == (0, "")
