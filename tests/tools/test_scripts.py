"""The scripts' options, and what runs the same scripts elsewhere: the workflow and the hooks."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "test.yml").read_text())
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text())

SAYS = '#!/bin/sh\necho "$(basename "$0") $* VENV=$VENV PYTHON=$PYTHON DEPENDENCIES=$DEPENDENCIES" >>"$LOG"\n'


class Checkout:
    """A checkout whose `scripts/test` is the real one, and all that it runs only says how it was run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "log"
        (root / "scripts").mkdir()
        for name in ("test", "env.sh"):
            shutil.copy(REPOSITORY / "scripts" / name, root / "scripts")
        for name in ("scripts/install", "scripts/check"):
            self.program(name)

    def program(self, name: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(SAYS)
        (self.root / name).chmod(0o755)

    def test(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "scripts" / "test", *options],
            env={"PATH": os.environ["PATH"], "LOG": str(self.log)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_pinned_environment_is_checked_and_tested(checkout: Checkout) -> None:
    """Without options the checks and the tests run in .venv, and what follows goes to pytest."""
    checkout.program(".venv/bin/python")
    assert checkout.test("-m", "not engine").returncode == 0
    assert checkout.log.read_text().splitlines() == [
        "install  VENV= PYTHON= DEPENDENCIES=",
        "check  VENV= PYTHON= DEPENDENCIES=",
        "python -m pytest -n 4 --dist worksteal -m not engine VENV= PYTHON= DEPENDENCIES=",
    ]


@pytest.mark.parametrize(
    ("options", "venv", "python", "dependencies"),
    [
        (["--python", "3.10", "--lowest"], ".venv-3.10-lowest", "python3.10", "lowest"),
        (["--newest", "--python", "3.14"], ".venv-3.14-newest", "python3.14", "newest"),
        (["--python", "3.13"], ".venv-3.13", "python3.13", ""),
        (["--lowest"], ".venv-lowest", "", "lowest"),
    ],
)
def test_each_combination_has_an_environment_of_its_own(
    checkout: Checkout, options: list[str], venv: str, python: str, dependencies: str
) -> None:
    """Another Python or other dependencies are set up in a folder named after them, and the tests run there."""
    checkout.program(f"{venv}/bin/python")
    assert checkout.test(*options, "tests/core").returncode == 0
    assert checkout.log.read_text().splitlines() == [
        f"install  VENV={venv} PYTHON={python} DEPENDENCIES={dependencies}",
        "python -m pytest -n 4 --dist worksteal tests/core VENV= PYTHON= DEPENDENCIES=",
    ]


@pytest.mark.parametrize("given", [[], ["3"], ["python3.12"], ["--lowest"]])
def test_a_version_that_is_none_is_told(checkout: Checkout, given: list[str]) -> None:
    """An option `--python` without a version ends with one line, before anything is set up."""
    done = checkout.test("--python", *given)
    assert (done.returncode, done.stderr) == (2, "test: --python takes a version such as 3.12\n")
    assert not checkout.log.exists()


def test_a_python_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A Python that is neither on PATH nor pyenv's is named in one line, and no environment is left."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "requirements").mkdir()
    shutil.copy(REPOSITORY / "scripts" / "install", tmp_path / "scripts")
    for name in ("pyproject.toml", "requirements/dev.in", "requirements/dev.txt"):
        (tmp_path / name).touch()
    done = subprocess.run(
        [tmp_path / "scripts" / "install", "--no-engine"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHON": "python3.99", "VENV": ".venv-3.99"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("install: no Python 3.10 or newer among python3.99 ")
    assert not (tmp_path / ".venv-3.99").exists()


def test_the_workflow_runs_the_scripts_on_every_python() -> None:
    """Each Python that the package names is tested with the lowest and the newest dependencies, by `scripts/test`."""
    jobs = WORKFLOW["jobs"]
    matrix = jobs["pythons"]["strategy"]["matrix"]
    package = (REPOSITORY / "pyproject.toml").read_text()
    named = re.findall(r'^  "Programming Language :: Python :: (3\.\d+)"', package, re.MULTILINE)
    assert set(named) <= set(matrix["python"])
    assert named[0] == "3.10"
    assert matrix["dependencies"] == ["lowest", "newest"]
    assert [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step] == [
        "scripts/test",
        "scripts/test --python ${{ matrix.python }} --${{ matrix.dependencies }}",
    ]


def test_the_workflow_may_only_read() -> None:
    """A job has no right to write, and no secret."""
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "secrets." not in (REPOSITORY / ".github" / "workflows" / "test.yml").read_text()


def test_the_hooks_run_the_scripts() -> None:
    """What is looked at before a commit is what the scripts repair and find."""
    hooks = [hook for repo in HOOKS["repos"] for hook in repo["hooks"]]
    assert [hook["entry"] for hook in hooks] == ["scripts/lint", "scripts/check"]
    assert all(os.access(REPOSITORY / hook["entry"], os.X_OK) for hook in hooks)
