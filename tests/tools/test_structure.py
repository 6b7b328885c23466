"""The structure of core stays as it is counted: no circles, few floors."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "structure.py"
MOST_FLOORS = 8


@pytest.fixture(scope="module")
def structure():
    """Return the tool as a module."""
    spec = importlib.util.spec_from_file_location("structure", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_core_has_no_circles(structure):
    """Neither files nor rooms of core import each other."""
    graph, between = structure.core()
    assert structure.circles(graph) == []
    assert structure.circles(structure.rooms_of(graph, between)) == []


def test_core_has_few_floors(structure):
    """A file of core stands on seven others at most, one upon the other."""
    assert 0 < structure.floors(structure.core()[0]) <= MOST_FLOORS


def test_a_circle_is_found(structure):
    """What imports what imports it is a circle, and then there are no floors."""
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}}
    assert structure.circles(graph) == [{"b", "c"}]
    assert structure.floors(graph) == 0
    assert structure.floors({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == 3


def test_rooms_are_folders(structure):
    """A file's room is its folder; what lies in core itself is for all."""
    graph = {"p.core.http.a": {"p.core.values.b", "p.core.c"}, "p.core.values.b": set(), "p.core.c": set()}
    between = Counter({("http", "values"): 1, ("http", "core"): 1})
    assert structure.rooms_of(graph, between) == {"http": {"values", "core"}, "values": set(), "core": set()}


def test_imports_for_type_checkers_are_none(structure, tmp_path):
    """An arrow is what is imported when the file runs, in a function, too."""
    file = tmp_path / "a.py"
    file.write_text(
        "from p.core import b\nif TYPE_CHECKING:\n    from p.core import c\ndef f():\n    from .values.d import x\n"
    )
    known = {f"p.core.{name}": Path(f"{name}.py") for name in ("b", "c", "values.d")}
    assert structure.imports("p.core.a", file, known) == {"p.core.b", "p.core.values.d"}
