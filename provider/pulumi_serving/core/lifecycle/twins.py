"""
What a create may have made besides: looked for at the end of the wait, and named in a warning.

An answer may be lost and the list may lag, so that what is sent once more makes a second one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.values.log import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pulumi_serving.core.values.live import Live

    from .wanted import Wanted

log = get_logger("pulumi_serving")

LAST_SECONDS = 10.0
"""How long a look at the end may take whose create has no time left."""
TWIN_SECONDS = 30.0
"""How long the look for what a create has made besides may take, at the end of the wait."""


class Twins:
    """The look for what was made besides, or in place of what the answer named."""

    def __init__(self, wanted: Wanted, *, may_be: bool, may_be_unseen: bool) -> None:
        """
        Take whether there may be another one, that a list which lags has hidden so far.

        ``may_be_unseen`` says that it is to be told where nobody can look: an answer was lost, and the create sent
        once more.
        """
        self._wanted = wanted
        self._may_be = may_be and not wanted.kind.unique_names
        self._may_be_unseen = may_be_unseen and not wanted.kind.unique_names

    def lines(self, id_: str, namesakes: Iterable[Live] | None = None) -> list[str]:
        """
        Return a line for each other one that this create seems to have made; at the end of the wait for its own.

        ``namesakes`` is what a reading of this moment shows, where many look at once.
        """
        if not self._may_be:
            return []
        try:
            if namesakes is None:
                namesakes = self._wanted.session.find_by_name(self._wanted.name, self._afterwards())
        except Exception as trouble:  # noqa: BLE001 - what was made is recorded, whatever this ends with
            log.debug("the look for a twin of %s failed: %s", id_, trouble)
            return self.lines_unseen(id_)
        named = [live for live in namesakes if live.name == self._wanted.name]
        others = [live.id for live in named if live.id != id_ and self._wanted.may_be(live)]
        noun = self._wanted.kind.noun
        return [
            f"there are two {noun}s named {self._wanted.name}: {id_}, which is recorded, and {twin}, which this create "
            f"seems to have made, too. It may cost money: delete {twin} with the cloud's console or API"
            for twin in others
        ]

    def lines_unseen(self, id_: str) -> list[str]:
        """Return the line for where nobody can look: only if an answer was lost, and the create sent once more."""
        if not self._may_be_unseen:
            return []
        noun = self._wanted.kind.noun
        words = (
            f"the create of {noun} {id_} was sent twice, since the first answer was lost, and whether that made "
            f"another one can't be told now. It would cost money: look with the cloud's console or API for a second "
            f"{noun} named {self._wanted.name}"
        )
        return [words]

    def tell(self, id_: str, *, waited: bool) -> None:
        """Warn of what else this create has made; where nobody has waited yet, whoever waits later does."""
        if not waited and self._may_be:
            self._wanted.session.doubtful[id_] = self
        for words in self.lines(id_) if waited else ():
            self._wanted.operation.call.warning(words)

    def true_id(self) -> str | None:
        """Return the id of what was made, where the one in the answer does not exist; None where it can't be told."""
        try:
            namesakes = self._wanted.session.find_by_name(self._wanted.name, self._afterwards())
        except Exception as trouble:  # noqa: BLE001 - as above
            log.debug("the look for what %s is failed: %s", self._wanted.name, trouble)
            return None
        made = [live.id for live in namesakes if self._wanted.may_be(live)]
        return made[0] if len(made) == 1 else None

    def _afterwards(self) -> Operation:
        left = max(LAST_SECONDS, self._wanted.operation.deadline.remaining)
        return Operation("looking", min(TWIN_SECONDS, left), self._wanted.operation.clock, self._wanted.operation.call)
