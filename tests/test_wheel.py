"""The wheel as a user installs it: in a virtual environment of its own, without the source, with what it declares."""

import email
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).parents[1]
SOURCE = REPOSITORY / "provider" / "pulumi_serving"
PLAIN = ["simulator", "testing", "__main__"]
"""What needs the extra `simulator` has one of these in its name."""

EVERY_MODULE = f"""
import importlib, pkgutil, sys
import pulumi_serving
for module in pkgutil.walk_packages(pulumi_serving.__path__, "pulumi_serving."):
    if not any(part in module.name for part in {PLAIN}):
        importlib.import_module(module.name)
print(pulumi_serving.__path__[0])
"""

PROGRAM = """
from pulumi_serving import ppio

ppio.Endpoint("a", type="sync", product_id="1", image="i", worker_config={"max_replicas": 1})
ppio.Endpoint("b", type="sync", product_id="1", imagge="i", worker_config={"max_replicas": 1})
"""

MYPY = """
[mypy]
strict = true
follow_imports = silent
[mypy-pulumi.*,pydantic.*,httpx.*,grpc.*,google.*]
follow_imports = skip
"""
"""Looks at the package's own types only, which takes half the time."""


class Installed:
    """The wheel in a virtual environment that has nothing else but what the wheel asks for."""

    def __init__(self, folder, wheel, *extras):
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
        self.bin = folder / "venv" / "bin"
        # From a folder without the source, and with no index: what it needs is lent by the tests' own environment.
        install = ["install", "--quiet", "--no-deps", "--no-index", "--no-warn-script-location", wheel]
        self.run(sys.executable, "-m", "pip", "--python", self.bin / "python", *install)
        (self.packages,) = (folder / "venv" / "lib").glob("python*/site-packages")
        for needed in sorted(closure(metadata(wheel).get_all("Requires-Dist"), extras)):
            self._lend(needed)

    def _lend(self, name):
        found = distribution(name)
        for top in {file.parts[0] for file in found.files} - {"..", "__pycache__"}:
            if not (self.packages / top).exists():
                (self.packages / top).symlink_to(found.locate_file(top))

    def run(self, *command, code=0):
        """Run a command that sees nothing of the repository, and return what it says."""
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PULUMI_"))}
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


def metadata(wheel):
    """Return what the wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


def closure(requirements, extras):
    """Name every distribution that these requirements bring, with what those require in turn."""
    names = set()
    left = [(Requirement(each), extras) for each in requirements]
    while left:
        requirement, of = left.pop()
        wanted = not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *of))
        if wanted and (requirement.name, *requirement.extras) not in names:
            names.add((requirement.name, *requirement.extras))
            left += [(Requirement(each), requirement.extras) for each in distribution(requirement.name).requires or ()]
    return {name for name, *_ in names}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel, as an index would be given it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def plain(wheel, tmp_path_factory):
    """Install the wheel without extras."""
    return Installed(tmp_path_factory.mktemp("plain"), wheel)


@pytest.fixture(scope="module")
def with_simulator(wheel, tmp_path_factory):
    """Install the wheel with the extra `simulator`."""
    return Installed(tmp_path_factory.mktemp("simulator"), wheel, "simulator")


def test_the_wheel_has_the_package_and_nothing_else(wheel):
    """Every file of the package is in the wheel, its type marker and its plug-in note too, and no other file is."""
    source = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == source
    assert {"pulumi_serving/py.typed", "pulumi_serving/pulumi-plugin.json"} < packed


def test_every_module_needs_only_what_is_declared(plain):
    """Without the source and without extras every module but the simulator's can be imported."""
    assert plain.run(plain.bin / "python", "-c", EVERY_MODULE).strip() == str(plain.packages / "pulumi_serving")


def test_the_command_works(plain):
    """The command `pulumi-serving` is there, checks a stack's file and knows its rules."""
    stack = plain.folder / "Pulumi.dev.yaml"
    stack.write_text("config:\n  serving:endpoints:\n    llm: {clowd: ppio}\n")
    assert "serving:endpoints" in plain.run(plain.bin / "pulumi-serving", "validate", stack, code=1)
    assert json.loads(plain.run(plain.bin / "pulumi-serving", "schema"))


def test_without_its_extra_the_simulator_names_it(plain):
    """The simulator is in the wheel; without its extra, one line says how to install that."""
    said = plain.run(plain.bin / "python", "-m", "pulumi_serving.simulator", code=1)
    assert re.fullmatch(r"The simulator needs \w+: pip install 'pulumi-serving\[simulator\]'\n", said)


def test_with_its_extra_the_simulator_serves(with_simulator):
    """With the extra `simulator` the simulated clouds answer, from the command as well as from a test of a user's."""
    assert "--port" in with_simulator.run(with_simulator.bin / "python", "-m", "pulumi_serving.simulator", "--help")
    ask = "import pulumi_serving.simulator as s; print(s.create_app().test_client().get('/_simulator/ledger').json)"
    assert "endpoints" in with_simulator.run(with_simulator.bin / "python", "-c", ask)


def test_type_checkers_see_the_types(plain):
    """A type checker reads the types of an installed package: it passes what is right and names what is wrong."""
    (plain.folder / "program.py").write_text(PROGRAM)
    (plain.folder / "mypy.ini").write_text(MYPY)
    said = plain.run(sys.executable, "-m", "mypy", "--python-executable", plain.bin / "python", "program.py", code=1)
    assert re.findall(r"program\.py:(\d+): error: Unexpected keyword argument \"(.*?)\"", said) == [("5", "imagge")]
    assert set(re.findall(r"^\S+:(\d+): error", said, re.MULTILINE)) == {"5"}


def test_links_work_on_the_page_of_an_index(wheel):
    """Each link of the README leads to the repository from wherever it is shown, and what it names is there."""
    page = metadata(wheel)
    repository = dict(url.split(", ") for url in page.get_all("Project-URL"))["Source"]
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.get_payload(), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)", text) + re.findall(r'\b(?:src|href)="([^"]+)', text)
    ours = [link.removeprefix(repository) for link in links if link.startswith(repository)]
    assert len(ours) > 10
    assert [link for link in links if not link.startswith("https://")] == []
    places = [re.fullmatch(r"/(?:blob|raw)/HEAD/([^#]+)(?:#.*)?|#.+", link) for link in ours]
    assert [place for place in places if not place or not (REPOSITORY / (place[1] or "README.md")).exists()] == []


def test_no_index_takes_the_package_before_it_has_an_address(wheel):
    """As long as the repository's address is a stand-in, the package says of itself that it is not to be uploaded."""
    page = metadata(wheel)
    stand_in = any(".example." in url for url in page.get_all("Project-URL"))
    assert ("Private :: Do Not Upload" in page.get_all("Classifier")) == stand_in
