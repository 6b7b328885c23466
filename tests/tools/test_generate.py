"""What is generated is what the declarations say, and one command writes it all."""

import importlib.util
import os
import re
import shutil
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


def test_a_new_cloud_is_generated_from_its_declarations(tmp_path):
    """Where none of a cloud's generated modules is there, its declarations are enough to write them all."""
    root = TOOLS.parent
    for folder in ("provider", "tools"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "engine"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    package = tmp_path / "provider" / "pulumi_serving" / "ppio"
    written = [path for name in writing.WRITTEN for path in package.rglob(f"{name}.py")]
    assert len(written) == 1 + 1 + 3 + 3
    before = {path: path.read_text() for path in written}
    for path in written:
        path.unlink()
    for tool in ("providers.py", "outputs.py", "resources.py", "functions.py"):
        command = [sys.executable, tmp_path / "tools" / tool]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(tmp_path / "provider")}, timeout=120, check=True)
    assert {path: path.read_text() for path in written} == before


def test_the_command_knows_every_tool_that_writes():
    """A tool that can check whether its files are stale is one that the command runs."""
    written = [path.stem for path in TOOLS.glob("*.py") if "--check    change nothing" in path.read_text()]
    assert {*written} == {*generate.TOOLS, "generate"}


def test_check_tells_a_stale_file(tmp_path, capsys):
    """With --check a stale file is an exit code of 1 and stays as it is; without, it is written."""
    files = {tmp_path / "folder" / "a.py": "new\n"}
    assert writing.write(files, ["--check"]) == 1
    assert "run python tools/generate.py" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert writing.write(files, []) == 0
    assert writing.write(files, ["--check"]) == 0


def test_a_tool_that_fails_is_the_last(monkeypatch, capfd):
    """What comes after a tool that failed would only fail for its sake: the last line says which one it was."""
    monkeypatch.setattr(generate, "TOOLS", ("no_such_tool", "nor_this"))
    assert generate.main([]) != 0
    said = capfd.readouterr().err
    assert "nor_this" not in said
    assert said.endswith("no_such_tool.py failed, so those after it were not run: mend what it says, and run again\n")


def test_a_checkout_is_written_from_its_own_package(tmp_path):
    """Whichever checkout is the installed one, the tools read and write the one that they lie in."""
    package, tools = tmp_path / "provider" / "pulumi_serving", tmp_path / "tools"
    for folder in (package, tools):
        folder.mkdir(parents=True)
    (package / "__init__.py").touch()
    text = (TOOLS / "generate.py").read_text()
    (tools / "generate.py").write_text(re.sub(r"^TOOLS = .*", 'TOOLS = ("where",)', text, flags=re.MULTILINE))
    source = "def main(_):\n    import pulumi_serving\n    print(pulumi_serving.__file__)\n    return 0\n"
    (tools / "where.py").write_text(f"{source}\nif __name__ == '__main__':\n    main([])\n")
    for arguments in ([], ["--check"]):
        command = [sys.executable, tools / "generate.py", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout == f"{package / '__init__.py'}\n"
