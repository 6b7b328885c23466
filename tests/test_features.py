"""The table of what each door can do names a test of it in each cell, or says why there is none."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGE = REPOSITORY / "docs" / "architecture.md"
TABLE = PAGE.read_text().partition("\n## The doors, feature by feature\n")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in row.split(" | ")] for row in re.findall(r"^\| (.*) \|$", TABLE, re.MULTILINE)][2:]
THROUGH_BOTH = (
    "tests/test_contract.py",
    "tests/host/",
    "tests/faults/test_matrix.py",
    "tests/engine/test_native_moves.py",
)
OF_NATIVE = ("tests/doors/native/", "tests/engine/test_native")


def named_in(cell):
    """Return the files and names of the tests in a cell."""
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", cell)


def test_the_table_is_long():
    """The table is found, with a cell for each door."""
    assert len(ROWS) >= 30
    assert {len(row) for row in ROWS} == {3}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row(row):
    """Each cell names tests that are there and run through its door, or says why it can't."""
    feature, dynamic, native = row
    native = native.replace("*the same*", dynamic)
    for cell in (dynamic, native):
        assert named_in(cell) or cell.startswith("can't: "), feature
        for file, name in named_in(cell):
            assert re.search(rf"^def {name}\(", (REPOSITORY / file).read_text(), re.MULTILINE), (feature, file, name)
    alone = [file for file, _ in named_in(dynamic) if not file.startswith(THROUGH_BOTH)]
    assert [file for file in alone if file.startswith(OF_NATIVE)] == []
    assert [file for file, _ in named_in(native) if not file.startswith((*OF_NATIVE, *THROUGH_BOTH))] == []
