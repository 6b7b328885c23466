"""Who may import whom, and what the public surface is."""

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pulumi
import pytest
from pulumi._types import resource_types

import pulumi_serving
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.state_keys import is_internal

from .conftest import NO_CLOUDS, clouds, providers

ROOT = Path(pulumi_serving.__file__).parent
REPOSITORY = ROOT.parent.parent
MODULES = sorted(ROOT.rglob("*.py"))
WORDS = [*clouds(), "novita", "huaweicloud", "alicloud", "aliyun", "eas"]
SHARED = sorted(path for folder in NO_CLOUDS for path in (ROOT / folder).rglob("*.py"))


@pytest.fixture(scope="module", autouse=True)
def _collected():
    """Collect what other tests have left: a warning of that in the middle of ast.parse fails on Python 3.11."""
    gc.collect()


def imported(path):
    """Return the full names of all modules that a file imports."""
    package = [*path.relative_to(ROOT.parent).with_suffix("").parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SHARED, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_what_all_clouds_share_names_none(path):
    """No line of core, nor of what the simulated clouds share, names a cloud."""
    text = path.read_text().lower()
    examples = re.findall(r"``[^`]*``", text)  # a docstring may quote one as an example
    for example in examples:
        text = text.replace(example, "")
    assert not [word for word in WORDS if re.search(rf"\b{word}\b", text)]


@pytest.mark.parametrize("path", sorted((ROOT / "core").rglob("*.py")), ids=lambda path: path.stem)
def test_core_imports_core_alone(path):
    """Of this package, core imports core."""
    own = [name for name in imported(path) if name.startswith("pulumi_serving")]
    assert all(name.startswith("pulumi_serving.core") for name in own), own


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if "simulator" in path.relative_to(ROOT).as_posix()],
    ids=lambda path: f"{path.parent.name}.{path.stem}",
)
def test_the_simulator_is_an_independent_witness(path):
    """The simulator shares no code with what it tests."""
    own = [name for name in imported(path) if name.startswith("pulumi_serving.")]
    assert all(".simulator" in name for name in own), own


@pytest.mark.parametrize("cloud", clouds())
def test_clouds_do_not_know_each_other(cloud):
    """A cloud imports itself and what is for all."""
    for path in (ROOT / cloud).rglob("*.py"):
        own = [name for name in imported(path) if name.startswith("pulumi_serving.")]
        allowed = tuple(
            f"pulumi_serving.{room}" for room in ("core", "doors.dynamic.provider", "program", "simulator", cloud)
        )
        assert all(name.startswith(allowed) for name in own), (path, own)


@pytest.mark.parametrize("path", sorted((ROOT / "core").rglob("*.py")), ids=lambda path: path.stem)
def test_core_knows_no_door(path):
    """Core knows neither dynamic providers, nor gRPC, nor how a program and its engine speak."""
    found = [name for name in imported(path) if name.startswith(("pulumi.dynamic", "pulumi.runtime", "grpc"))]
    assert not found


def test_what_the_engine_calls_is_in_the_doors_alone():
    """A door takes the engine's protocol; the rest of the package has nothing to do with it."""
    for path in MODULES:
        private = [name for name in imported(path) if name.startswith(("pulumi.runtime.proto", "grpc"))]
        assert not private or path.is_relative_to(ROOT / "doors"), (path, private)


def test_one_room_knows_the_sdk_by_its_undocumented_names():
    """A name of Pulumi's SDK that begins with an underscore is imported in the door's own files alone."""
    for path in MODULES:
        names = [name for name in imported(path) if name.startswith("pulumi.")]
        private = [name for name in names if re.search(r"\._[a-z]", name)]
        assert not private or path.is_relative_to(ROOT / "doors"), (path, private)


@pytest.mark.parametrize("cloud", clouds())
def test_the_public_surface_is_sorted_and_complete(cloud):
    """``__all__`` is sorted and names all that the package's ``__init__`` imports."""
    module = importlib.import_module(f"pulumi_serving.{cloud}")
    assert module.__all__ == sorted(module.__all__)
    tree = ast.parse(Path(module.__file__).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(module.__all__) == names


@pytest.mark.parametrize("provider", providers(), ids=lambda provider: provider.__module__)
def test_a_resource_declares_all_its_outputs(provider):
    """A resource class declares its arguments, its state, status and location as outputs, and no others."""
    module = importlib.import_module(f"pulumi_serving.{provider.kind.cloud}")
    (resource,) = [value for value in vars(module).values() if getattr(value, "_provider_class", None) is provider]
    declared = {name for name, item in vars(resource).items() if isinstance(item, property)}
    kind = provider.kind
    status = {"status"} if isinstance(kind, Serves) else set()
    assert declared == {*schema.fields(kind.args), *schema.fields(kind.state), *status, "location"}
    assert not [name for name in schema.fields(kind.args) if is_internal(name)]


@pytest.mark.parametrize("cloud", clouds())
def test_annotations_of_resources_evaluate(cloud):
    """Pulumi evaluates the annotations of resources and provider instances at run time: all their names are there."""
    module = importlib.import_module(f"pulumi_serving.{cloud}")
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, pulumi.Resource)]
    assert len(found) >= 2
    for resource in found:
        resource_types(resource)


@pytest.mark.parametrize("provider", providers(), ids=lambda provider: provider.__module__)
def test_every_field_is_described(provider):
    """Every argument, every output and every setting has a description."""
    for args in (provider.kind.args, provider.kind.state, provider.kind.provider_args):
        assert not [path for path, field in schema.walk(args) if not field.description]


@pytest.mark.parametrize("cloud", clouds())
def test_public_functions_and_classes_have_docstrings(cloud):
    """Everything public has a docstring of its own."""
    module = importlib.import_module(f"pulumi_serving.{cloud}")
    assert not [name for name in module.__all__ if not inspect.getdoc(getattr(module, name))]


def test_provider_is_no_package():
    """``provider/`` is a source root: as a package it would import twice, and hide a user's own provider.py."""
    assert not (ROOT.parent / "__init__.py").exists()
    # In two parts, so that this file does not find itself.
    tracked = subprocess.run(
        ["git", "grep", "-lE", "^(import|from) " + "provider[. ]"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tracked.stdout == ""


def test_importing_does_nothing():
    """Importing the package opens no socket, starts no thread and reads no setting."""
    program = (
        "import socket, threading, os\n"
        "def refuse(*a, **k): raise AssertionError('a socket at import')\n"
        "socket.socket.connect = refuse\n"
        "before = threading.active_count()\n"
        "import pulumi_serving, " + ", ".join(f"pulumi_serving.{cloud}" for cloud in clouds()) + "\n"
        "assert threading.active_count() == before\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("cloud", clouds())
def test_declaring_endpoints_loads_no_http_library(cloud):
    """A program that only declares endpoints does not wait for what requests take: HTTP, retries, models of answers."""
    program = f"import sys, pulumi_serving.{cloud}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {*done.stdout.split()}
    assert not loaded & {"httpx", f"pulumi_serving.{cloud}.client", f"pulumi_serving.{cloud}.models"}


def test_every_module_is_found():
    """Every file of the package imports by itself."""
    for item in pkgutil.walk_packages(pulumi_serving.__path__, "pulumi_serving."):
        if not item.name.endswith("__main__"):
            importlib.import_module(item.name)


def test_every_room_is_on_the_page():
    """The page on architecture has every folder of the package but the clouds', and no room that is not there."""
    _, _, page = (REPOSITORY / "docs" / "architecture.md").read_text().partition("\nprovider/pulumi_serving/\n")
    rooms, above = set(), ""
    for indent, room in re.findall(r"^( +)([\w<>]+)/?  ", page.partition("\n```")[0], re.MULTILINE):
        above = room if len(indent) == 2 else above
        rooms.add(room if len(indent) == 2 else f"{above}/{room}")
    there = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.rglob("__init__.py")}
    folders = {folder for folder in there if folder.partition("/")[0] not in (".", *clouds())}
    assert folders - rooms == set()
    assert {room for room in rooms - {"<cloud>"} if not [*ROOT.glob(f"{room}*")]} == set()
