"""
Making a resource exactly once.

No cloud here takes an idempotency key: a repeated POST makes a second endpoint that costs money. So: look whether the
name is taken, POST once, and where the answer is lost or says nothing, find out by looking.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from . import compare, schema
from .errors import (
    ApiError,
    AuthError,
    LostAnswerError,
    NameTakenError,
    ServingError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
    UnreadableError,
    UnsettledError,
)
from .kind import Phase
from .record import NAMED_BY
from .redact import get_logger
from .waiting import wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .account import Account
    from .kind import Live
    from .operation import Operation

log = get_logger("pulumi_serving")

LOOKS = (3.0, 10.0, 20.0)
"""Pauses before each look for a create whose answer was lost, in seconds."""
CLOCK_SKEW_SECONDS = 300.0


class Creation:
    """One create of one resource."""

    def __init__(
        self, account: Account, inputs: Mapping[str, Any], operation: Operation, adopted: Collection[str]
    ) -> None:
        """Take the checked inputs, and the ids that this run may take over."""
        self.account = account
        self.kind = account.kind
        self.operation = operation
        self.adopted = adopted
        self.args = {name: inputs[name] for name in schema.fields(self.kind.args) if name in inputs}
        self.name = str(inputs["name"])
        self.started = operation.clock.wall()
        self.named_by_us = inputs.get(NAMED_BY) == "provider"

    def run(self) -> tuple[str, Live | None]:
        """
        Return the id, and what the answer to the create tells of the resource.

        UnsettledError if it can't be told whether there is one; any other error: nothing was made.
        """
        self.account.claim(self.name, self.operation.call.urn)
        self.operation.show(f"looking whether {self.name} is taken")
        there = self._wait_for_the_leaving(self.account.named(self.name, self.operation))
        if there:
            return self._take_over(there), None
        self.started = self.operation.clock.wall()
        self.operation.show("creating")
        try:
            return self._post()
        except (LostAnswerError, UnavailableError, UnreadableError) as error:
            return self._settle(error)
        except ApiError as error:
            there = self._who_holds_the_name(error)
            if not there:
                raise
            return self._take_over(there), None

    def _post(self) -> tuple[str, Live | None]:
        told = self.kind.create(self.account.client, self.args, self.operation)
        return (told, None) if isinstance(told, str) else (told.id, told)

    def _wait_for_the_leaving(self, there: list[Live]) -> list[Live]:
        """Where names are unique, one on its way out still holds its name: wait until it is gone."""
        for live in there:
            if live.phase is Phase.LEAVING:
                try:
                    wait_until_gone(self.account, live.id, self.operation, ours=False)
                except TimedOutError:
                    raise NameTakenError(
                        f"the name {self.name} is still held by {self.kind.noun} {live.id}, which is being deleted "
                        f"({live.status}). Nothing was created: run again once it is gone"
                    ) from None
        return [live for live in there if live.phase is not Phase.LEAVING]

    def _who_holds_the_name(self, error: ApiError) -> list[Live]:
        """Return what a refused create may have been refused for, whatever the cloud calls that refusal."""
        if not self.kind.unique_names or isinstance(error, (AuthError, ThrottledError)):
            return []
        try:
            return self.account.named_now(self.name, self.operation)
        except NameTakenError:
            raise
        except ServingError:
            return []

    def _take_over(self, there: list[Live]) -> str:
        wanted = [live for live in there if live.id in self.adopted]
        if len(wanted) == 1:
            (live,) = wanted
            drifted = ", ".join(path for path, _, _ in compare.drift(self.kind.args, self.args, live.values))
            if drifted:
                raise NameTakenError(
                    f"{self.kind.noun} {live.id} can't be taken over: it differs from the program in {drifted}"
                )
            self.operation.call.info(f"took over {self.kind.noun} {live.id}, made {self._age(live)}")
            return live.id
        found = ", ".join(f"{live.id} ({live.status}, made {self._age(live)})" for live in there)
        advice = (
            "It carries a name that this provider gives, so an interrupted run has probably left it: "
            if self.named_by_us
            else "If an interrupted run has left it, or it is yours to manage: "
        )
        raise NameTakenError(
            f"there is {_article(self.kind.noun)} named {self.name} already: {found}. {advice}"
            f"`PULUMI_SERVING_ADOPT={there[0].id} pulumi up` takes it over. Nothing was created"
        )

    def _age(self, live: Live) -> str:
        if live.created is None:
            return "at an unknown time"
        age = dt.timedelta(seconds=max(0, round(self.operation.clock.wall() - live.created)))
        return f"{age} ago"

    def _settle(self, error: ServingError) -> tuple[str, Live | None]:
        """Find out whether a create took effect whose answer did not say."""
        repeated = False
        while True:
            id_ = self._look_for_it(error)
            if id_ is not None:
                return id_, None
            accepted = isinstance(error, UnreadableError)
            if accepted or repeated:
                raise self._unsettled(error, "and it is not in the list")
            log.debug("the create of %s left nothing: it is sent once more", self.name)
            repeated = True
            try:
                return self._post()
            except (LostAnswerError, UnavailableError, UnreadableError) as again:
                error = again
            except ApiError as refused:
                # Where names are unique, this may mean that the first one did arrive after all.
                id_ = self._look_for_it(refused) if self.kind.unique_names else None
                if id_ is None:
                    raise
                return id_, None

    def _look_for_it(self, error: ServingError) -> str | None:
        """Return the id of what the create has made, None if it has surely made nothing."""
        looked = False
        for pause in LOOKS:
            self.operation.show("the answer to the create was lost, looking for the endpoint")
            self.operation.pause(pause)
            if self.operation.interrupted() or self.operation.deadline.remaining <= 0:
                raise self._unsettled(error, self.operation.interrupted() or "and the time is over")
            try:
                there = self.account.named_now(self.name, self.operation)
            except NameTakenError:
                raise
            except ServingError as trouble:
                looked = False
                log.debug("the look for %s failed: %s", self.name, trouble)
                continue
            looked = True
            made = [live for live in there if self._could_be_ours(live)]
            if len(made) == 1:
                return made[0].id
            if there and self.kind.unique_names:
                return self._take_over(there)
            if there:
                # Whatever it is, it may be what this create has made: never make another beside it.
                ids = ", ".join(live.id for live in there)
                raise self._unsettled(error, f"and what is there under the name is not clearly it: {ids}")
        if not looked:
            raise self._unsettled(error, "and looking for it failed")
        return None

    def _could_be_ours(self, live: Live) -> bool:
        if live.phase is Phase.LEAVING:
            return False
        recent = live.created is None or live.created >= self.started - CLOCK_SKEW_SECONDS
        return recent and self.kind.is_made_by(live, self.args)

    def _unsettled(self, error: ServingError, why: str) -> UnsettledError:
        status = f"HTTP {error.status}" if isinstance(error, ApiError) else "no answer"
        return UnsettledError(
            f"whether {self.kind.noun} {self.name} was made can't be told ({status}), {why}. It may exist and cost "
            f"money. `pulumi up --refresh` looks for the {self.kind.noun} by its name. What the cloud said: {error}",
            self.name,
            self.started,
        )


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
