"""
The six verbs, once for all clouds; here those that write.

The engine calls check and diff (``plan.py``), read (``reading.py``), create, update and delete, by one door or another;
each reads as decode, look, call, keep the id, wait, read back, encode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.calls.results import (
    CreateResult,
    UpdateResult,
)
from pulumi_serving.core.errors import (
    AuthError,
    GoneError,
    NotReadyError,
    OutcomeUnknownError,
    RunEndedError,
    ServingError,
    TransportError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.core.values import compare, extra, leaves, undeclared
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN, check_id
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import (
    ADOPTED,
    BEFORE,
    CHANGED_AT,
    KEPT,
    LOCATION,
    SINCE,
    UNCONFIRMED,
)

from . import ownership, state
from .changes import changes_between
from .create import Creation
from .delete import delete, is_kept, may_delete, wait_for_successor
from .plan import PlanVerbs
from .reading import ReadVerb
from .update import Update
from .verbs import clean_errors, reason_of
from .wait import wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.values.live import Live

    from .changes import Changes

log = get_logger("pulumi_serving")


class Lifecycle(PlanVerbs, ReadVerb):
    """The six verbs of one kind of resource."""

    @clean_errors
    def create(self, call: Call, props: dict[str, Any]) -> CreateResult:
        """Make the resource once, keep its id whatever happens, and wait until it is ready."""
        inputs = leaves.whole_numbers(props)
        session = self._session(inputs)
        operation = self._operation(call, "creating", self.kind.limits.create)
        history = self.runtime.history
        creation = Creation(session, inputs, operation, self.runtime.adopted, own=history.own(call.urn))
        try:
            id_, reported = creation.run()
        except OutcomeUnknownError as error:
            id_ = OUTCOME_UNKNOWN + error.name
            accepted = state.accepted(inputs, error.sent_at)
            outs = {**state.outputs(session, inputs, None), **accepted, SINCE: error.started}
            outs |= {BEFORE: sorted(error.before)} if error.before else {}
            outs[UNCONFIRMED] = True
            history.has(call.urn, id_, serves=False)
            self.record_not_ready(call, id_, outs, inputs, str(error))
            return CreateResult(id_, outs)
        # From here on the endpoint exists: every way out records its id.
        self.runtime.holders.saw(session.settings.location, id_, call.urn)
        live, before = reported, reported.outputs if reported else None
        accepted = state.accepted(inputs, self.runtime.clock.wall())
        if creation.adoption.is_done:
            accepted[ADOPTED] = accepted[CHANGED_AT]
            history.adopted(session.settings.location, id_, accepted[ADOPTED])
        history.has(call.urn, id_, serves=False)
        problem = ""
        try:
            if inputs.get("wait_until_ready", True):
                live = wait_until_ready(session, id_, operation)
        except Exception as error:  # noqa: BLE001 - see above
            problem, live = reason_of("create", error), getattr(error, "live", None) or reported
            true_id = creation.twins.true_id() if isinstance(error, GoneError) else None
            if true_id not in (None, id_):
                problem = f"{self.kind.noun} {id_}, which the answer to the create named, is not there: it is {true_id}"
                id_ = str(true_id)
        creation.twins.tell(id_, waited=inputs.get("wait_until_ready", True))
        try:
            outs = {**state.outputs(session, inputs, live, before), **accepted}
            if not problem and live is not None and inputs.get("wait_until_ready", True):
                outs[KEPT] = self._forms_of(call, inputs, live)
        except Exception as error:  # noqa: BLE001 - an answer in a form that nobody foresaw may not cost the id
            problem, outs = (
                problem or reason_of("create", error),
                {**state.outputs(session, inputs, None, before), **accepted},
            )
        history.has(call.urn, id_, serves=not problem)
        if not problem and not inputs.get("wait_until_ready", True):
            history.accepted(call.urn, id_, session.settings.location)
        if problem:
            outs[UNCONFIRMED] = True
            self.record_not_ready(call, id_, outs, inputs, problem)
        return CreateResult(id_, outs)

    def _forms_of(self, call: Call, inputs: Mapping[str, Any], live: Live) -> dict[str, str]:
        forms = Forms(self.kind.args)
        found = list(compare.drift(self.kind.args, inputs, live.values))
        self._warn_of_forms(call, forms, found)
        return forms.seen(found, live.values)

    @clean_errors
    def update(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Look first, send what changes, and wait until it has taken: so it also heals."""
        inputs = leaves.whole_numbers(news)
        session = self._session(olds)
        operation = self._operation(call, "updating", self.kind.limits.update)
        self.runtime.history.has(call.urn, id_, serves=False)
        live = self._find(session, id_, olds, operation)
        if live is None and id_.startswith(OUTCOME_UNKNOWN):
            raise GoneError(
                f"{self.kind.noun} {id_.removeprefix(OUTCOME_UNKNOWN)} was not made: the create whose answer was lost "
                "has left nothing. The next `pulumi up` makes it"
            )
        if live is None:
            raise GoneError(
                f"{self.kind.noun} {id_} is gone: it was deleted outside of Pulumi. "
                "Run `pulumi up --refresh` to make it again"
            )
        self.runtime.holders.keep(session.settings.location, live.id, call.urn)
        if id_ != live.id:
            # It is found by its name, and under a wrong id by the time of its create too: an update may change neither.
            if not id_.startswith(OUTCOME_UNKNOWN) or inputs.get("name") != olds.get("name"):
                raise ServingError(
                    f"this is {self.kind.noun} {live.id}, whose id is not recorded yet: after this update nobody would "
                    "find it again, so nothing was sent. `pulumi up --refresh` records its id and goes on with it"
                )
            call.warning(f"this is {self.kind.noun} {live.id}: run `pulumi refresh` to record its id")
        ownership.confirm_same(self.kind, id_, olds, live)
        kept = {key: olds[key] for key in (SINCE, BEFORE) if id_.startswith(OUTCOME_UNKNOWN) and key in olds}
        recorded = undeclared.declared_before(self.kind.args, call.recorded_inputs or {}, inputs)
        forms = Forms.recorded(self.kind.args, olds)
        changes = changes_between(self.kind, live, inputs, recorded, forms, call.ignored)
        self._warn_of_what_stays(call, changes, recorded, inputs)
        if changes.owned:
            self._warn_once(call, self._owned_words(changes.owned))
        if changes.drifted and not changes.heals:
            call.warning(f"{', '.join(changes.drifted)}: not as it was declared any more, and put back by this update")
        update = Update(session, changes, operation)
        problem = ""
        try:
            live = update.run()
        # Where the answer was lost the cloud may have taken it: init-failed makes the next up look, whatever it says.
        except (NotReadyError, RunEndedError, TransportError, UnavailableError, UnreadableError) as error:
            problem, live = str(error), getattr(error, "live", None) or live
        outs = {**state.outputs(session, inputs, live, olds), **kept, **self._stamps(update, olds, live, problem)}
        if problem:
            self.record_not_ready(call, id_, outs, inputs, problem)
        elif live.phase is Phase.READY:
            self._warn_of_forms(call, forms, changes.in_another_form(live))
        self._note_success(call, id_, live, update)
        return UpdateResult(outs)

    def _note_success(self, call: Call, id_: str, live: Live, update: Update) -> None:
        history = self.runtime.history
        history.has(call.urn, id_, serves=True)
        if update.changes.target.get("wait_until_ready", True):
            history.serves({id_, live.id})
        elif update.sent:
            history.accepted(call.urn, live.id, update.session.settings.location)

    def _warn_of_what_stays(
        self, call: Call, changes: Changes, recorded: Mapping[str, Any], inputs: Mapping[str, Any]
    ) -> None:
        for name in self.kind.cannot_clear(inputs, changes.removed):
            call.warning(f"{name}: {self.kind.cloud} has no way to unset it, so it keeps its value")
        for path in extra.removed_keys(self.kind.args, recorded, inputs):
            call.warning(f"{path}: how {self.kind.cloud} takes it away is not known, so it may keep its value")

    def _stamps(self, update: Update, olds: Mapping[str, Any], live: Live, problem: str) -> dict[str, Any]:
        """Return what is recorded besides of an update: when something was sent, and what is known of its forms."""
        changes = update.changes
        waits = changes.target.get("wait_until_ready", True)
        stamps: dict[str, Any] = {}
        if update.sent:
            stamps = state.accepted(changes.target, self.runtime.clock.wall())
        else:
            kept = (CHANGED_AT,) if waits else (CHANGED_AT, UNCONFIRMED)
            stamps = {name: olds[name] for name in kept if name in olds}
        if update.sent and not waits:
            stamps[UNCONFIRMED] = changes.before() or True
        if problem and olds.get(UNCONFIRMED):
            stamps.setdefault(UNCONFIRMED, olds[UNCONFIRMED])
        if ADOPTED in olds:
            stamps[ADOPTED] = olds[ADOPTED]
        if waits and not problem:
            return {**stamps, KEPT: changes.kept(live)}
        # Sent to one that was never seen ready: from now on what differs may be what this update has left.
        known = changes.forms.kept if changes.forms.kept is not None or not update.sent else changes.known()
        expected = changes.expected() if update.sent else {}
        return stamps if known is None else {**stamps, KEPT: {**known, **expected}}

    @clean_errors
    def delete(self, call: Call, id_: str, props: dict[str, Any]) -> None:
        """Delete, and wait until it is gone; gone already is success."""
        check_id(self.kind.noun, id_)
        session = self._session(props)
        self.runtime.history.leaves(call.urn, id_)
        if not may_delete(session, id_, props, call):
            return
        self._wait_for_successor(call, id_)
        operation = self._operation(call, "deleting", self.kind.limits.delete)
        looks = id_.startswith(OUTCOME_UNKNOWN) or bool(self.kind.identity)
        try:
            live = self._find(session, id_, props, operation) if looks else None
            if looks and live is None:
                return
            if live is not None:
                ownership.confirm_same(self.kind, id_, props, live)
            if is_kept(session, live.id if live else id_, props, call, recorded_id=id_):
                return
            delete(session, live.id if live else id_, props, operation, configured=self._settings().location)
        except AuthError as error:
            raise ServingError(f"{error}. {ownership.how_to_give_up(session, id_)}") from None

    def _wait_for_successor(self, call: Call, id_: str) -> None:
        unseen = self.runtime.history.unseen_successor(call.urn, id_)
        if unseen is None:
            return
        location, successor = unseen
        limits = self.kind.limits
        operation = Operation("waiting", max(limits.create, limits.update), self.runtime.clock, call)
        wait_for_successor(self._session({LOCATION: location}), id_, successor, operation)
