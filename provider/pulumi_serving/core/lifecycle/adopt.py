"""What is there under a name before it is made: adopted where the user says so, else an error that says what to do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pulumi_serving.core.cloud.abilities import SharesNames
from pulumi_serving.core.cloud.inventory import FRESH_SECONDS, GLANCE_SECONDS
from pulumi_serving.core.cloud.names import successors
from pulumi_serving.core.errors import NameTakenError, ServingError, TimedOutError
from pulumi_serving.core.values import compare
from pulumi_serving.core.values.forms import looks_like
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger

from .wait_gone import wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pulumi_serving.core.values.live import Live

    from .wanted import Wanted


log = get_logger("pulumi_serving")


class Adoption:
    """Decides on what a create finds in its place."""

    def __init__(self, wanted: Wanted, ids: Collection[str], own: str) -> None:
        """Take the ids that this run may adopt, and the one that the resource has already."""
        self._wanted = wanted
        self.ids = ids
        self._own = own
        self.is_done = False
        """Whether something was adopted."""

    def there_before(self) -> list[Live]:
        """Return what has the name, once what is being deleted has let it go."""
        session, name, operation = self._wanted.session, self._wanted.name, self._wanted.operation
        operation.show(f"looking whether {name} is taken")
        try:
            if isinstance(session.kind, SharesNames):  # all that is older than the create must be known
                return session.listed_of(name, operation)
            namesakes = session.listed_by_name(name, operation)
            if not namesakes and not namesakes.whole:
                namesakes = session.find_by_name(name, operation)
        except NameTakenError as held:
            raise NameTakenError(f"{held}. Nothing was created") from None
        return self._wait_for_deletions(namesakes)

    def _wait_for_deletions(self, namesakes: Sequence[Live]) -> list[Live]:
        """Where names are unique, one that is being deleted still holds its name: wait until it is gone."""
        wanted = self._wanted
        for live in namesakes:
            if live.phase is Phase.DELETING:
                try:
                    wait_until_gone(wanted.session, live.id, wanted.operation, asked=False)
                except TimedOutError:
                    raise NameTakenError(
                        f"the name {wanted.name} is still held by {wanted.kind.noun} {live.id}, which is being deleted "
                        f"({live.status}). Nothing was created: run again once it is gone"
                    ) from None
        return [live for live in namesakes if live.phase is not Phase.DELETING]

    def candidates(self, namesakes: list[Live]) -> list[Live]:
        """Return what this create may be about: where a name tells nothing, only what the user wants to adopt."""
        if not isinstance(self._wanted.kind, SharesNames):
            return namesakes
        wanted, left = self._wanted, self._unrecorded(namesakes)
        if left and not any(live.id in self.ids for live in namesakes):
            ids = ", ".join(live.id for live in left)
            wanted.operation.call.warning(
                f"there is {wanted.a_noun} for {wanted.name} already: {ids}. A further one is made. If no resource has "
                "it, an interrupted run may have left it: delete it with the cloud's console or API"
            )
        return [live for live in namesakes if live.id in self.ids]

    def warn_of_successors(self) -> None:
        """
        Tell of what has the name of a successor of this resource: the state may be older than that.

        A state that was rolled back, or out of which it was taken, tells nobody of it; nor does a run that was killed.
        """
        wanted, session = self._wanted, self._wanted.session
        if not wanted.named_by_us:
            return
        names = frozenset(successors(wanted.kind.names, wanted.operation.call.urn, wanted.name))
        try:
            listed, _ = session.listed(wanted.operation.within(GLANCE_SECONDS), FRESH_SECONDS)
        except ServingError as trouble:
            log.debug("successors of %s: %s", wanted.name, trouble)
            return
        ended = (Phase.DELETING, Phase.GONE)
        left = self._unrecorded(live for live in listed.values() if live.name in names and live.phase not in ended)
        if left:
            found = ", ".join(f"{live.id} ({live.name})" for live in left)
            wanted.operation.call.warning(
                f"there is {wanted.a_noun} with the name that a replacement of {wanted.name} gets: {found}. A further "
                "one is made. If it is not what this run replaces, and no resource has it, the state is older than it: "
                "it may cost money, so delete it with the cloud's console or API"
            )

    def _unrecorded(self, found: Iterable[Live]) -> list[Live]:
        """Return those that no resource has, as far as the engine has told this run."""
        session, urn = self._wanted.session, self._wanted.operation.call.urn
        location = session.settings.location
        return [live for live in found if live.id != self._own and not session.holders.holder(location, live.id, urn)]

    def adopt(self, namesakes: Sequence[Live], outcome: str) -> str:
        """Return the id of the one to adopt; raise if there is none, with what has become of the create."""
        wanted, noun, name = self._wanted, self._wanted.kind.noun, self._wanted.name
        if any(live.id == self._own for live in namesakes):
            raise NameTakenError(
                f"{noun} {self._own} has the name {name}, and is the one that was to be replaced. "
                "Nothing was created. Set delete_before_replace=True in the resource's options, so that it goes first"
            )
        chosen = [live for live in namesakes if live.id in self.ids]
        if len(chosen) == 1:
            (live,) = chosen
            drifted = ", ".join(
                path
                for path, mine, value in compare.drift(wanted.kind.args, wanted.args, live.values)
                if not looks_like(mine, value)  # a cloud may keep a value in a form of its own
            )
            if drifted:
                raise NameTakenError(
                    f"{noun} {live.id} can't be adopted: it differs from the program in {drifted}. "
                    "Declare what it has, in its own form, or delete it"
                )
            holder = wanted.session.holders.adopt(wanted.session.settings.location, live.id, wanted.operation.call.urn)
            if holder:
                raise NameTakenError(
                    f"{noun} {live.id} can't be adopted: {holder} has it already, and of one endpoint "
                    "there must be one record. If it is the same resource under a new name, give it an alias. "
                    f"{outcome}"
                )
            wanted.operation.call.info(f"adopted {noun} {live.id}, made {self._age(live)}")
            self.is_done = True
            return live.id
        found = ", ".join(f"{live.id} ({', '.join(self._facts(live))})" for live in namesakes)
        advice = (
            "It carries a name that this provider gives, so an interrupted run has probably left it; if no other stack "
            "has it, "
            if wanted.named_by_us
            else "If an interrupted run has left it, or it is yours to manage and no other stack has it, "
        )
        raise NameTakenError(
            f"there is {wanted.a_noun} named {name} already: {found}. {advice}"
            f"`PULUMI_SERVING_ADOPT={namesakes[0].id} pulumi up` adopts it. {outcome}. If it is this resource's own, "
            f"which `--replace` or `state taint` was to replace: {self._how_to_replace()}"
        )

    def _how_to_replace(self) -> str:
        """Name the way that works: the engine tells a targeted replacement nothing of what it replaces."""
        if self._wanted.named_by_us:
            return "`pulumi up --refresh` with the same `--replace` gives its successor another name"
        return "set delete_before_replace=True in its options, so that it goes first"

    def _facts(self, live: Live) -> list[str]:
        """Return what is known of one: what does not serve has no status, and not all tell when they were made."""
        return [*filter(None, [live.status]), f"made {self._age(live)}"]

    def _age(self, live: Live) -> str:
        if live.created is None:
            return "at an unknown time"
        operation = self._wanted.operation
        try:
            age = dt.timedelta(seconds=max(0, round(operation.by_the_cloud(operation.clock.wall()) - live.created)))
        except OverflowError:
            return "at an unknown time"
        return f"{age} ago"
