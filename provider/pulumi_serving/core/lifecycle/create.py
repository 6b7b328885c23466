"""
Making a resource exactly once.

No cloud here takes an idempotency key: a repeated POST makes a second endpoint that costs money. So: look whether the
name is taken, POST once, and look again before anything is sent again, for whatever reason: a refusal for the rate may
come from a gateway, after the effect. The transport repeats no POST by itself.

===============================  ==========================================================  =======================
answer to the POST               what is done                                                if there is none
===============================  ==========================================================  =======================
lost, 5xx                        patient looks for what it may have made                     sent once more
a success that can't be read     the same                                                    outcome unknown
no connection, 429, "try again"  one look, after the pause that is asked for                 sent again, some times
any other refusal                one look, where the name is one that nobody else gives      the cloud's own error
any other refusal, after one     patient looks: the first may have taken effect              outcome unknown
of the first two
===============================  ==========================================================  =======================

An unknown outcome is recorded, and later verbs look for it by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.cloud.abilities import SharesNames
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    LostAnswerError,
    NameTakenError,
    NotSentError,
    OutcomeUnknownError,
    RunEndedError,
    ServingError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.core.http.retry import RetryPolicy
from pulumi_serving.core.values import ids
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger

from .adopt import Adoption
from .find import LOOKS
from .twins import Twins
from .wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

RETRIES = RetryPolicy(shortest=3.0)
"""A list takes a moment to show what a create has made that was answered as if it had not."""
UNREPORTED = (LostAnswerError, UnavailableError, UnreadableError)
"""Answers to a create that do not tell whether it has taken effect."""


class Creation(Wanted):
    """One create of one resource."""

    def __init__(
        self,
        session: Session,
        inputs: Mapping[str, Any],
        operation: Operation,
        adopted: Collection[str],
        *,
        own: str = "",
    ) -> None:
        """Take the checked inputs, the ids that this run may adopt, and the one that the resource has already."""
        super().__init__(session, inputs, operation)
        self.adoption = Adoption(self, adopted, own)
        self.sent_at = self.started
        self.unreported: list[ServingError] = []
        self.refusals = self.posts = 0

    @property
    def twins(self) -> Twins:
        """The look for what this create may have made besides."""
        return Twins(
            self,
            may_be=bool(self.unreported or self.refusals),
            may_be_unseen=bool(self.unreported) and self.posts > 1,
        )

    def run(self) -> tuple[str, Live | None]:
        """
        Return the id, and what the answer to the create tells of the resource.

        OutcomeUnknownError if it can't be told whether there is one; any other error: nothing was made, as far as
        anybody can tell.
        """
        try:
            return self._make()
        except RunEndedError as ended:
            if self.refusals:  # what was refused may have taken effect all the same
                raise
            raise RunEndedError(f"{ended}. Nothing was created", ended.reason) from None

    def _make(self) -> tuple[str, Live | None]:
        shares_names = isinstance(self.kind, SharesNames)
        next_time = ". The next `pulumi up` makes this one" if shares_names else ""
        self.session.claim(self.name, self.operation.call.urn, next_time)
        namesakes = self.adoption.there_before()
        if shares_names:
            self.before = frozenset(live.id for live in namesakes)
        namesakes = self.adoption.candidates(namesakes)
        if namesakes:
            return self.adoption.adopt(namesakes, "Nothing was created"), None
        if self.adoption.ids:
            self.operation.call.warning(
                f"PULUMI_SERVING_ADOPT ({', '.join(sorted(self.adoption.ids))}) is of no use here: no {self.kind.noun} "
                f"is named {self.name}, so a new one is made"
            )
        self.adoption.warn_of_successors()
        self.session.made(self.name)
        self.started = self.operation.clock.wall()
        while True:
            self.operation.show("creating")
            self.sent_at = self.operation.clock.wall()
            try:
                return self._post()
            except ServingError as error:  # sent again only where a look has shown that nothing was made
                id_ = self._after(error)
            except Exception as error:  # noqa: BLE001 - a request may have gone out
                log.debug("a create ended in %s", type(error).__name__)
                words = f"the answer was lost in an error inside pulumi-serving ({type(error).__name__})"
                id_ = self._after(LostAnswerError("The create", words=words, method="POST", url=self.name))
            if id_ is not None:
                return id_, None

    def _post(self) -> tuple[str, Live | None]:
        self.posts += 1
        reported = self.kind.create(self.session.client, self.args, self.operation)
        if reported is None:
            return self._id_of_what_was_made(), None
        id_, live = (reported, None) if isinstance(reported, str) else (reported.id, reported)
        if ids.is_impossible(id_.removesuffix(f"/{self.name}")):
            words = "the id in the answer is none that a resource could have"
            raise UnreadableError("The create", method="POST", path=self.name, status=200, words=words)
        return id_, live

    def _id_of_what_was_made(self) -> str:
        """Find what a create has made whose answer names no id: accepted it was, so it is never sent again."""
        accepted = UnreadableError("The create", method="POST", path=self.name, status=200, words="it names no id")
        self.unreported.append(accepted)
        found, _ = self._look(accepted, (0.0, *LOOKS))
        if found is None:
            raise self._given_up(accepted, "and it is not in the list")
        self.unreported.remove(accepted)
        return found

    def _after(self, error: ServingError) -> str | None:
        """Return the id of what a create has made whose answer does not tell it; None: it is to be sent again."""
        if isinstance(error, UNREPORTED):
            self.unreported.append(error)
            found, looked = self._look(error, LOOKS)
            if found is None and (not looked or isinstance(error, UnreadableError) or len(self.unreported) > 1):
                raise self._given_up(error, "and it is not in the list" if looked else "and looking for it failed")
            return found
        if isinstance(error, (NotSentError, ThrottledError)) or getattr(error, "attempts", None):
            return self._after_a_passing_refusal(error)
        if self.unreported:  # where names are unique, this may mean that the first one did arrive
            found, _ = self._look(error, LOOKS)
            if found is None:
                raise self._given_up(error, "and it was refused when it was sent again")
            return found
        return self._after_a_refusal(error)

    def _after_a_passing_refusal(self, error: ServingError) -> str | None:
        while True:
            self.refusals += 1
            pause = RETRIES.pause(error, self.refusals)
            if pause >= self.operation.deadline.remaining or self.operation.interrupted():
                return self._after_the_last_refusal(error)
            self.operation.show(f"creating: attempt {self.refusals} was refused, looking before it is sent again")
            found, looked = self._look(error, LOOKS if self.unreported else (pause,))
            if found is not None:
                return found
            # It is sent again only after a look that shows that nothing was made; one that failed is made anew.
            if self.refusals >= RETRIES.most(error) or (not looked and isinstance(error, NotSentError)):
                break
            if looked:
                return None
        raise self._given_up(error, "and it was refused when it was sent again")

    def _after_the_last_refusal(self, error: ServingError) -> str:
        """
        Return the id of what was made all the same, or raise what the create ends with: there is no time for more.

        What was refused for the rate may have taken effect. Where even one look fails, nobody can tell.
        """
        if isinstance(error, NotSentError) or self.unreported:
            raise self._given_up(error, "and it was refused when it was sent again")
        try:
            namesakes = self.session.find_by_name(self.name, self.operation)
        except ServingError as trouble:
            log.debug("the last look for %s failed: %s", self.name, trouble)
            self.unreported.append(error)
            raise self._given_up(error, "and looking for it failed") from None
        made = [live for live in namesakes if self.may_be(live)]
        if len(made) == 1:
            return made[0].id
        raise error

    def _after_a_refusal(self, error: ServingError) -> str:
        """Return the id of what a create has made that was refused all the same; else raise the refusal."""
        knows_more = self.kind.unique_names or self.named_by_us
        if not knows_more or not isinstance(error, ApiError):
            raise error
        if isinstance(error, AuthError) and not self.named_by_us:
            raise error
        try:
            namesakes = self.session.find_by_name(self.name, self.operation)
        except NameTakenError as held:
            raise NameTakenError(f"{held}. The create was refused") from None
        except ServingError:
            raise error from None
        made = [live for live in namesakes if self.may_be(live)]
        if self.named_by_us and len(made) == 1:
            return made[0].id
        if namesakes and self.kind.unique_names:
            return self.adoption.adopt(namesakes, "The create was refused")
        raise error

    def _look(self, error: ServingError, pauses: Sequence[float]) -> tuple[str | None, bool]:
        """
        Look after each of the pauses for what the create may have made, until it is found.

        Return its id, and whether a look shows that there is none: a list that could not be read whole does not.
        """
        looked = False
        for pause in pauses:
            if self.unreported:
                self.operation.show(f"{self._why_it_looks()}, looking for the {self.kind.noun}")
            self.operation.pause(pause)
            if self.operation.interrupted() or self.operation.deadline.remaining <= 0:
                if not self.unreported:
                    return self._after_the_last_refusal(error), True
                raise self._given_up(error, self.operation.interrupted() or "and the time is over")
            try:
                namesakes = self.session.find_by_name(self.name, self.operation)
            except NameTakenError as held:
                raise self._given_up(error, f"and then {held}") if self.unreported else held from None
            except ServingError as trouble:
                looked = False
                log.debug("the look for %s failed: %s", self.name, trouble)
                continue
            looked = namesakes.whole
            namesakes = namesakes.of(live for live in namesakes if live.id not in self.before)
            made = [live for live in namesakes if self.may_be(live)]
            if len(made) == 1:
                return made[0].id, looked
            others = [live for live in namesakes if live.phase is not Phase.DELETING]
            if others and (self.kind.unique_names or not self.unreported):
                refused = "It is not what was sent, so this create has not made it"
                return self.adoption.adopt(others, refused if self.unreported else "The create was refused"), looked
            if namesakes:
                # Whatever it is, it may be what this create has made: never make another beside it.
                others_there = ", ".join(live.id for live in namesakes)
                raise self._given_up(error, f"and what is there under the name is not clearly it: {others_there}")
        return None, looked

    def _why_it_looks(self) -> str:
        """Return in words why it is not known what the create has made: some clouds' answers tell no id."""
        came = all(isinstance(error, UnreadableError) for error in self.unreported)
        return "the create was accepted" if came else "the answer to the create was lost"

    def _given_up(self, error: ServingError, why: str) -> ServingError:
        """Return what the create ends with: an unknown outcome, or its refusal where none was unreported."""
        if not self.unreported:
            return error
        status = f"HTTP {error.status}" if isinstance(error, ApiError) else "no answer"
        return OutcomeUnknownError(
            f"whether {self.kind.noun} {self.name} was made can't be told ({status}), {why}. It may exist and cost "
            f"money. `pulumi up --refresh` looks for it by its name, and makes it if there is none. What the cloud "
            f"said: {error}",
            self.name,
            self.operation.by_the_cloud(self.started),
            self.sent_at,
            self.before,
        )
