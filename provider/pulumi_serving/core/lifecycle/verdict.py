"""
What a reading means to who waits: one table, for a create, an update and a deletion.

It is asked with three things: the phase that the reading shows, how much it shows of what was sent, and how good a
witness it is. What these are of a reading is found out in ``wait.py`` and ``wait_gone.py``.
"""

from __future__ import annotations

import enum

from pulumi_serving.core.values.live import Phase

STALE_SECONDS = 30.0
"""How long after something was sent the cloud may go on showing the state from before it."""


class Shown(enum.Enum):
    """How much a reading shows of what was sent."""

    ALL = "all of it, or nothing was sent"
    UNREPORTED = "nothing that tells it from what was there before"
    MOVING = "a value that is neither the former nor the wanted one, and may be on its way"
    LACKING = "the former value, or none"
    DELETION = "a deletion, and its status does not say that it has failed"
    FAILED_DELETION = "a deletion, and its status says that it has failed"


class Witness(enum.IntEnum):
    """How sure it is that a reading tells of what came after the sending; of what was not found, that it is gone."""

    SURE = 0
    """Something has been seen to run since, or time has passed and other readings were there; or nothing was sent."""
    LIKELY = 1
    """It is from after it by this reading, or by the time, alone."""
    REPEATED = 2
    """It may be from before it, and is not the only one."""
    FIRST = 3
    """It may be from before it, and is the only one."""


class Verdict(enum.Enum):
    """What a reading means."""

    WAIT = "wait for another"
    READY = "it is ready, and has what was sent"
    NOT_TAKEN = "what was sent has not taken, or was rolled back"
    ENDED = "it has failed, was stopped, or goes"
    GONE = "it is not there any more"
    STAYS = "its deletion has failed"


_WAIT, _READY, _NOT_TAKEN, _ENDED, _GONE, _STAYS = Verdict
_CHANGES = (Shown.ALL, Shown.UNREPORTED, Shown.MOVING, Shown.LACKING)
_LIVING = tuple(phase for phase in Phase if phase is not Phase.GONE)
_ENDS = (Phase.FAILED, Phase.STOPPED, Phase.DELETING)

# Each row: phases, what is shown, and the verdict for SURE, LIKELY, REPEATED and FIRST.
_ROWS: tuple[tuple[tuple[Phase, ...], tuple[Shown, ...], tuple[Verdict, Verdict, Verdict, Verdict]], ...] = (
    ((Phase.GONE,), tuple(Shown), (_GONE, _WAIT, _WAIT, _WAIT)),
    ((Phase.PENDING,), _CHANGES, (_WAIT, _WAIT, _WAIT, _WAIT)),
    ((Phase.READY,), (Shown.ALL,), (_READY, _WAIT, _READY, _WAIT)),
    ((Phase.READY,), (Shown.UNREPORTED,), (_READY, _WAIT, _WAIT, _WAIT)),
    ((Phase.READY,), (Shown.MOVING,), (_WAIT, _WAIT, _WAIT, _WAIT)),
    ((Phase.READY,), (Shown.LACKING,), (_NOT_TAKEN, _NOT_TAKEN, _WAIT, _WAIT)),
    (_ENDS, _CHANGES, (_ENDED, _ENDED, _WAIT, _WAIT)),
    # Of one that was seen deleting any failure is that of the deletion, whatever the cloud's word for it.
    ((Phase.FAILED,), (Shown.DELETION,), (_STAYS, _WAIT, _WAIT, _WAIT)),
    (tuple(phase for phase in _LIVING if phase is not Phase.FAILED), (Shown.DELETION,), (_WAIT, _WAIT, _WAIT, _WAIT)),
    # Until it was seen deleting, the word for a failed deletion may be that of an earlier one.
    (_LIVING, (Shown.FAILED_DELETION,), (_STAYS, _STAYS, _WAIT, _WAIT)),
)
_TABLE = {(phase, shown): row for phases, shows, row in _ROWS for phase in phases for shown in shows}


def verdict(phase: Phase, shown: Shown, witness: Witness) -> Verdict:
    """Return what a reading means; one that does not find the resource has the phase GONE."""
    return _TABLE[phase, shown][witness]
