"""What is generated is what the declarations say, and one command writes it all."""

import importlib.util
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"


def load(name):
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


writing = load("writing")
generate = load("generate")


def test_all_that_is_generated_is_fresh():
    """Each file is what the tools would write, wherever they are run."""
    done = subprocess.run(
        [sys.executable, TOOLS / "generate.py", "--check"],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_knows_every_tool_that_writes():
    """A tool that can check whether its files are stale is one that the command runs."""
    written = [path.name for path in TOOLS.glob("*.py") if "--check    change nothing" in path.read_text()]
    assert {*written} == {*generate.TOOLS, "generate.py"}


def test_check_tells_a_stale_file(tmp_path, capsys):
    """With --check a stale file is an exit code of 1 and stays as it is; without, it is written."""
    files = {tmp_path / "folder" / "a.py": "new\n"}
    assert writing.write(files, ["--check"]) == 1
    assert "run python tools/generate.py" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert writing.write(files, []) == 0
    assert writing.write(files, ["--check"]) == 0
