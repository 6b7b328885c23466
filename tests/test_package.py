"""What is installed with the package, and what the examples install it with."""

import importlib.util
import json
import re
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).parents[1]
JOBS = sorted((REPOSITORY / "examples" / "fleet" / ".github" / "workflows").glob("*.yml"))


def test_pulumi_finds_that_there_is_no_plug_in():
    """Where Pulumi looks, it is told that no plug-in belongs to the package: else each command would download one."""
    places = importlib.util.find_spec("pulumi_serving").submodule_search_locations
    found = [Path(place, "pulumi-plugin.json") for place in places]
    assert [json.loads(path.read_text()) for path in found] == [{"resource": False}]


def test_jobs_install_where_pulumi_looks():
    """The jobs of the fleets' page install into the virtual environment that its project names, and run from there."""
    project = re.search(r"^runtime:\n  name: python\n  options: {virtualenv: (\w+)}$", fleets(), re.MULTILINE)
    assert project
    assert [job.stem for job in JOBS] == ["drift", "preview"]
    for path in JOBS:
        (job,) = yaml.safe_load(path.read_text())["jobs"].values()
        runs = [step["run"] for step in job["steps"] if "run" in step]
        assert runs[0] == f"python -m venv {project[1]} && {project[1]}/bin/pip install -r requirements.txt"
        assert all(run.startswith(("pulumi ", f"{project[1]}/bin/")) for run in runs[1:])


def fleets():
    """Return the page of fleets."""
    return (REPOSITORY / "docs" / "fleets.md").read_text()
