"""The classes of nested outputs are what the declarations say."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "outputs.py"


def load():
    spec = importlib.util.spec_from_file_location("outputs_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


outputs = load()


@pytest.mark.parametrize("path", outputs.modules(), ids=lambda path: path.parent.name)
def test_modules_are_fresh(path):
    """Each module is what the tool would write."""
    assert path.read_text() == outputs.modules()[path], "run python tools/outputs.py"


def test_check_tells_a_stale_module(tmp_path, monkeypatch, capsys):
    """With --check a stale module is an exit code of 1 and stays as it is; without, it is written."""
    path = tmp_path / "outputs.py"
    monkeypatch.setattr(outputs, "modules", lambda: {path: "new\n"})
    assert outputs.main(["--check"]) == 1
    assert "run python tools/outputs.py" in capsys.readouterr().err
    assert not path.exists()
    assert outputs.main([]) == 0
    assert outputs.main(["--check"]) == 0
