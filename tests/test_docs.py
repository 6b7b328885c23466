"""What the documents say is what the code does, as far as a machine can tell."""

import ast
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from tests.harness import warm
from tests.harness.warming import PACKAGE, warmed

from pulumi_serving.core.cloud.discovery import kinds
from pulumi_serving.core.cloud.kind import Kind
from pulumi_serving.core.cloud.settings import config_key
from pulumi_serving.core.values import markers, schema, state_keys
from pulumi_serving.doors.dynamic import host

from .conftest import TYPE_CHECK, clouds

REPOSITORY = Path(__file__).parents[1]
README = REPOSITORY / "README.md"
CONFIGURATION = (REPOSITORY / "docs" / "configuration.md").read_text()
BEHAVIOUR = (REPOSITORY / "docs" / "behaviour.md").read_text()
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / "tools").rglob("*.md")])
EXAMPLES = sorted((REPOSITORY / "examples").glob("*/__main__.py"))
SOURCES = [
    path
    for folder in ("provider", "scripts", "tools")
    for path in sorted((REPOSITORY / folder).rglob("*"))
    if path.is_file() and path.suffix in ("", ".py", ".sh")
]
SNIPPETS = [
    pytest.param(code, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL))
]
HOSTS = {
    "127.0.0.1",
    "YOUR-GIT-HOST",
    "api.novita.ai",
    "api.ppio.com",
    "keepachangelog.com",
    "semver.org",
    "www.pulumi.com",
}
VARIABLE = re.compile(r"\b(?:PULUMI_SERVING_[A-Z_]*[A-Z]|[A-Z]+_API_KEY)\b")

# Runs a program as the engine would, but for the engine: resources are made up, functions find nothing.
RUNNER = """
import asyncio, json, os, runpy, sys
import pulumi

asyncio.set_event_loop(asyncio.new_event_loop())  # Python 3.14 makes none when it is asked for one

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return f"{args.name}-id", {"url": f"https://{args.name}.invalid", **args.inputs}

    def call(self, args):
        product = {"id": "h100", "deployable": True, "resource_spec": {"gpu": {"memory_gb": 80}}}
        return {"products": [product]} if args.token.endswith("getProducts") else {}

pulumi.runtime.set_mocks(Mocks(), project="docs", stack="test")
secrets = ["docs:novitaKey", "docs:hfToken", "ppio:apiKey", "docs:ppioApiKey", "docs:huaweiAccessKey",
           "docs:huaweiSecretKey", "docs:alibabaAccessKey", "docs:alibabaSecretKey", "docs:registryPassword",
           "docs:password"]
settings = ["docs:huaweiProjectId", "docs:huaweiWorkspaceId"]
endpoint = {"cloud": "ppio", "type": "sync", "product_id": "p", "image": "i", "worker_config": {"max_replicas": 1}}
fleet = {"serving:endpoints": json.dumps({"llm": endpoint})}
pulumi.runtime.set_all_config({**dict.fromkeys([*secrets, *settings], "a-setting"), **fleet}, secrets)

@pulumi.runtime.test
def run():
    sys.path.insert(0, os.path.dirname(sys.argv[1]))  # as Pulumi does
    runpy.run_path(sys.argv[1], run_name="__main__")

run()
os._exit(0)  # without taking down the event loop that Pulumi leaves open
"""


def python(*arguments, cwd=REPOSITORY):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def run_mocked(tmp_path_factory):
    """Return how to run a program under mocks, in a fork of a Python that has Pulumi and the package loaded."""
    runner = tmp_path_factory.mktemp("docs") / "runner.py"
    runner.write_text(RUNNER)
    with warmed(*PACKAGE) as socket:
        yield lambda program: python("-I", "-S", warm.__file__, socket, runner, program)


@pytest.mark.parametrize("code", SNIPPETS)
def test_snippets_run(code, tmp_path, run_mocked):
    """Every Python snippet is a complete program and runs under Pulumi's mocks."""
    program = tmp_path / "program.py"
    program.write_text(code)
    assert run_mocked(program) == (0, "")


@pytest.mark.parametrize("program", EXAMPLES, ids=lambda path: path.parent.name)
def test_examples_run(program, run_mocked):
    """Every example runs under Pulumi's mocks."""
    assert run_mocked(program) == (0, "")


def test_snippets_type_check(tmp_path):
    """Every Python snippet passes mypy as strictly as the package does."""
    programs = []
    for number, snippet in enumerate(SNIPPETS):
        programs.append(tmp_path / f"snippet_{number}.py")
        programs[-1].write_text(snippet.values[0])
    assert programs
    code, said = python(*TYPE_CHECK[1:], *programs)
    assert code == 0, said


@pytest.mark.parametrize("program", EXAMPLES, ids=lambda path: path.parent.name)
def test_examples_type_check(program):
    """Every example passes mypy as strictly as the package does."""
    code, said = python(*TYPE_CHECK[1:], *program.parent.glob("*.py"), cwd=program.parent)
    assert code == 0, said


@pytest.mark.parametrize("program", EXAMPLES, ids=lambda path: path.parent.name)
def test_examples_run_by_themselves(program):
    """Every example has a project file of its own and a docstring that says what it shows."""
    assert (program.parent / "Pulumi.yaml").is_file()
    assert ast.get_docstring(ast.parse(program.read_text()))


@pytest.mark.parametrize("cloud", clouds())
def test_an_example_uses_every_argument(cloud):
    """The examples of a cloud and its resources use every argument."""
    folders = [path for path in EXAMPLES if path.parent.name.split("-")[0] == cloud]
    text = "\n".join(path.read_text() for path in folders)
    module = importlib.import_module(f"pulumi_serving.{cloud}")
    arguments = {
        field for name in module.__all__ if name.endswith("Args") for field in getattr(module, name).__annotations__
    }
    arguments.discard("extra")  # what it holds no cloud knows today
    assert sorted(field for field in arguments if f"{field}=" not in text and f'"{field}"' not in text) == []


@pytest.mark.parametrize("cloud", clouds())
def test_every_resource_is_in_the_guide(cloud):
    """The table at the head of the guide has a row for each resource, with its example."""
    rows = [line for line in (REPOSITORY / "docs" / "guide.md").read_text().splitlines() if "](../examples/" in line]
    classes = [kind.args.__name__.removesuffix("Args") for kind in kinds(cloud).values()]
    missing = [name for name in classes if not any(f"| `{cloud}.{name}` |" in row for row in rows)]
    assert missing == [], "add a row with the example to the table at the head of docs/guide.md"


def test_every_variable_is_on_its_page():
    """The page on configuration names each environment variable that the code names; no page names another."""
    in_code = {name for path in SOURCES for name in VARIABLE.findall(path.read_text())}
    assert set(VARIABLE.findall(CONFIGURATION)) == in_code
    assert {name for page in PAGES for name in VARIABLE.findall(page.read_text())} == in_code


@pytest.mark.parametrize("cloud", clouds())
def test_every_config_key_is_on_its_page(cloud):
    """The page on configuration names each config key of a cloud, and no page names one that does not exist."""
    kind = next(iter(kinds(cloud).values()))
    namespace = kind.namespace or cloud
    key = re.compile(rf"(?<![\w:/]){namespace}:([a-z][A-Za-z]*)\b(?!:)")
    assert set(key.findall(CONFIGURATION)) == set(kind.config_keys)
    assert {name for page in PAGES for name in key.findall(page.read_text())} == set(kind.config_keys)


@pytest.mark.parametrize("cloud", clouds())
def test_the_page_says_which_settings_are_secret(cloud):
    """The row of each setting that is always secret says so, and no other row does."""
    kind = next(iter(kinds(cloud).values()))
    rows = [line for line in CONFIGURATION.splitlines() if line.startswith(f"| `{kind.namespace or cloud}:")]
    for name, field in schema.fields(kind.provider_args).items():
        (row,) = [row for row in rows if f":{config_key(name)}`" in row]
        assert ("--secret" in row) == (field.marker(markers.Secret) is not None), row


def test_every_hook_and_marker_is_in_the_guide():
    """The guide names all that a kind may say, and every marker of a field."""
    text = (REPOSITORY / "docs" / "adding-a-cloud.md").read_text()
    hooks = {name for name in [*vars(Kind), *Kind.__annotations__] if not name.startswith("_")}
    known = {marker.__name__ for marker in get_args(markers.Marker)}
    assert [name for name in hooks if f"`{name}`" not in text] == []
    assert [name for name in known if f"`{name}(" not in text] == []


def test_everything_that_is_stored_is_on_its_page():
    """The page on behaviour names each value of ours that a state holds."""
    names = [value for name, value in vars(state_keys).items() if name.isupper() and isinstance(value, str)]
    assert [name for name in [host.PROVIDER_KEY, *names] if f"`{name}`" not in BEHAVIOUR] == []


def test_the_readme_and_the_glossary_are_short():
    """The README is read in one go, and the glossary has no more words than a reader keeps in mind."""
    assert len(README.read_text().splitlines()) <= 230
    _, _, glossary = (REPOSITORY / "docs" / "architecture.md").read_text().partition("\n## Glossary\n")
    words = [row[0] for row in cells(glossary.partition("\n## ")[0])[2:]]
    assert 10 < len(words) <= 20
    assert words == sorted(set(words))


def cells(page):
    """Return the cells of tables that hold no bars, row by row, without emphasis."""
    rows = re.findall(r"^\|(.*)\|$", page, re.MULTILINE)
    return [[cell.strip(" *") for cell in row.split("|")] for row in rows]


def test_the_readmes_figures_are_the_benchmarks():
    """Each figure of the README's comparison is a median of the benchmarks, of the side that the column names."""
    figures = json.loads((REPOSITORY / "docs" / "benchmarks.json").read_text())["figures"]
    measured = [{side: found["median"] for side, found in figure["sides"].items()} for figure in figures]
    sides = (("ours", "together"), ("plain",), ("native",))
    _, table, faults = README.read_text().split("| | this provider | plain dynamic | native (Go) |\n")
    found = cells(table.partition("\n\n")[0])[1:]
    assert len(found) >= 5
    for name, *row in found:
        medians = [
            {f"{float(f'{values[side]:.3g}'):g}" for values in measured for side in names if side in values}
            for names in sides
        ]
        shown = [cell.removesuffix(" s") for cell in row]
        assert [cell for cell, known in zip(shown, medians, strict=True) if cell and cell not in known] == [], name
    reliability = (REPOSITORY / "docs" / "reliability.md").read_text()
    for name, *row in cells(faults.partition("\n\n")[0])[1:]:
        assert len(row) == len(sides)
        assert [cell for cell in row if f"| {cell} |" not in reliability] == [], name


def anchors(page):
    """Return the anchors of a page's headings."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """Every relative link or picture leads to a file of this repository and, where it names one, to a heading."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    written = re.findall(
        r"\]\(([^)\s]+)\)|<(?:a|img)\b[^>]*?(?:href|src)=\"([^\"]+)\"|^\[[^\]]+\]: (\S+)", text, re.MULTILINE
    )
    for link in filter(None, (link for links in written for link in links)):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(REPOSITORY), link
        if anchor:
            target = target / "README.md" if target.is_dir() else target
            assert anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_files_exist(page):
    """Every file of this repository that a page names in code is there."""
    found = re.findall(
        r"`((?:docs|examples|provider|requirements|scripts|tests|tools)/[\w./-]+)[`\s]", page.read_text()
    )
    assert [name for name in found if not (REPOSITORY / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_only_known_hosts_are_named(page):
    """A page sends readers, and names addresses, only where we mean to."""
    hosts = set(re.findall(r"https?://([\w.-]+)", page.read_text()))
    assert {host for host in hosts if not host.endswith(".invalid")} <= HOSTS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_plain(page):
    """No exclamation mark in prose, and no path of one machine."""
    text = page.read_text()
    prose = re.sub(r"^```.*?^```|`[^`\n]*`|<!--.*?-->", "", text, flags=re.MULTILINE | re.DOTALL)
    assert "!" not in prose.replace("![", "[")  # a picture
    assert not re.search(r"/(?:root|home|tmp|work)/", text)
