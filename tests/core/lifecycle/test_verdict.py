"""What a reading means to who waits, cell by cell."""

import pytest

from pulumi_serving.core.lifecycle.verdict import Shown, Verdict, Witness, verdict
from pulumi_serving.core.values.live import Phase

LETTERS = {".": "WAIT", "R": "READY", "N": "NOT_TAKEN", "E": "ENDED", "G": "GONE", "S": "STAYS"}

# For each of what is shown, the verdict of the witnesses SURE, LIKELY, REPEATED and FIRST.
EXPECTED = """
            ALL   UNREPORTED  MOVING  LACKING  DELETION  FAILED_DELETION
PENDING     ....  ....    ....    ....     ....      SS..
READY       R.R.  R...    ....    NN..     ....      SS..
FAILED      EE..  EE..    EE..    EE..     S...      SS..
STOPPED     EE..  EE..    EE..    EE..     ....      SS..
DELETING    EE..  EE..    EE..    EE..     ....      SS..
GONE        G...  G...    G...    G...     G...      G...
"""


def cells():
    """Yield each cell of the table."""
    shows, *rows = [line.split() for line in EXPECTED.strip().splitlines()]
    for phase, *columns in rows:
        for shown, letters in zip(shows, columns, strict=True):
            yield Phase[phase], Shown[shown], [Verdict[LETTERS[letter]] for letter in letters]


CELLS = [*cells()]


@pytest.mark.parametrize(("phase", "shown", "expected"), CELLS, ids=lambda item: getattr(item, "name", ""))
def test_a_reading_means(phase, shown, expected):
    """A reading of a phase means this, by what it shows of what was sent, to each witness."""
    assert [verdict(phase, shown, witness) for witness in Witness] == expected


def test_the_table_is_whole():
    """There is a cell for each phase and for all that a reading can show."""
    assert len(CELLS) == len(Phase) * len(Shown)


def test_doubt_ends_no_wait_badly():
    """A reading that may be from before what was sent never tells that it has failed."""
    doubtful = {verdict(p, s, w) for p, s, _ in CELLS for w in (Witness.REPEATED, Witness.FIRST)}
    assert doubtful == {Verdict.WAIT, Verdict.READY}
