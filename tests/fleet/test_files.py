"""The fleets that this repository shows: its own stacks, the guide's, and what a team's repository runs."""

import functools
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from pulumi_serving.core.cloud.discovery import clouds
from pulumi_serving.fleet import stack_file
from pulumi_serving.fleet.config import from_stack_file
from pulumi_serving.fleet.plans import KEYS, FleetConfigError
from pulumi_serving.fleet.schema import stack_file_schema

REPOSITORY = Path(__file__).parents[2]
STACKS = sorted(REPOSITORY.glob("Pulumi.*.yaml"))
GUIDE = (REPOSITORY / "docs" / "fleets.md").read_text()


@functools.cache
def validator():
    """Return what checks a file by the schema, which test_schema.py finds valid itself."""
    return jsonschema.Draft202012Validator(stack_file_schema())


def yaml_in(page):
    """Return a page's snippets of YAML."""
    return re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


*_, STACK_IN_README = yaml_in((REPOSITORY / "README.md").read_text())
PROJECT_IN_GUIDE, STACK_IN_GUIDE = yaml_in(GUIDE)
TEAM = REPOSITORY / "examples" / "fleet"


def steps(name):
    """Return what a workflow runs."""
    workflow = stack_file.load((TEAM / ".github" / "workflows" / name).read_text())
    (job,) = workflow["jobs"].values()
    return [step["run"] for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("path", STACKS, ids=lambda path: path.name)
def test_the_repositorys_stacks_are_right(path):
    """`pulumi-serving validate` and the schema find nothing wrong with them, and each shows every cloud."""
    done = subprocess.run(
        [sys.executable, "-m", "pulumi_serving.cli", "validate", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    validator().validate(stack_file.load(path.read_text()))
    assert {endpoint.cloud for endpoint in from_stack_file(path).endpoints} == set(clouds())


def test_there_are_two_stacks():
    """One is for the simulator, one shows the real clouds."""
    assert [path.name for path in STACKS] == ["Pulumi.dev.yaml", "Pulumi.prod.example.yaml"]


def test_the_development_stack_reaches_this_machine_alone():
    """Every account of the simulator's stack has an address of this machine."""
    config = stack_file.read(REPOSITORY / "Pulumi.dev.yaml")
    urls = [value for key, value in config.items() if key.endswith("aseUrl")]
    accounts = config["serving:accounts"].values()
    assert len(urls) == len(clouds())
    assert {*urls, *(account["base_url"] for account in accounts)} == {"http://127.0.0.1:8080"}


@pytest.mark.parametrize("text", [(REPOSITORY / "Pulumi.yaml").read_text(), PROJECT_IN_GUIDE], ids=["own", "guide's"])
def test_a_project_declares_the_keys(text):
    """The project declares the three keys as objects, and requires the one that must not be forgotten."""
    declared = stack_file.load(text)["config"]
    assert tuple(declared) == KEYS
    assert {item["type"] for item in declared.values()} == {"object"}
    assert [item.get("default") for item in declared.values()] == [None, {}, {}]


@pytest.mark.parametrize("text", [STACK_IN_README, STACK_IN_GUIDE], ids=["readme", "guide"])
def test_the_documents_stacks_are_right(tmp_path, text):
    """A stack's file in the documents has no mistake, neither for the check nor for the schema."""
    path = tmp_path / "Pulumi.prod.yaml"
    path.write_text(text)
    assert len(from_stack_file(path).endpoints) == 2
    validator().validate(stack_file.load(text))


def test_the_guides_mistakes_are_told_so(tmp_path):
    """What the guide shows as told is what is told of its stack's file with four mistakes in it."""
    path = tmp_path / "Pulumi.prod.yaml"
    text = STACK_IN_GUIDE.replace("api_key:", "api_kee:").replace("max_replicas: 4", "max_replicas: 1001")
    text = text.replace("cloud: alibaba", "cloud: albaba")
    path.write_text(text.replace("  serving:accounts:", "    huawei: {descripton: x}\n  serving:accounts:"))
    with pytest.raises(FleetConfigError) as caught:
        from_stack_file(path)
    assert [f"Pulumi.prod.yaml: {line}" for line in caught.value.lines] == re.findall(
        r"^Pulumi\.prod\.yaml: .*", GUIDE, re.MULTILINE
    )


@pytest.mark.parametrize("name", ["preview.yml", "drift.yml"])
def test_the_guide_tells_what_the_workflows_run(name):
    """Every command of a workflow, but for the installation, stands in the guide."""
    commands = [command.removeprefix("venv/bin/") for command in steps(name) if "pip install" not in command]
    assert commands
    assert [command for command in commands if command.removesuffix(" Pulumi.*.yaml") not in GUIDE] == []


def test_the_hook_is_for_stacks_files():
    """The hook checks stacks' files and not the project's, with a command that there is."""
    ((hook,),) = [repo["hooks"] for repo in stack_file.load((TEAM / ".pre-commit-config.yaml").read_text())["repos"]]
    assert hook["entry"] == "pulumi-serving validate"
    names = ("Pulumi.yaml", "Pulumi.dev.yaml", "some/Pulumi.dev.yaml")
    assert [name for name in names if re.search(hook["files"], name)] == ["Pulumi.dev.yaml"]
