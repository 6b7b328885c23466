"""What a refresh asks: what is live, or that it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.calls.results import (
    ReadResult,
)
from pulumi_serving.core.errors import (
    GoneError,
)
from pulumi_serving.core.values import compare, leaves, schema
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import (
    ADOPTED,
    CHANGED_AT,
    GONE,
    KEPT,
    LOCATION,
    UNCONFIRMED,
    UNDECLARED,
    is_internal,
)

from . import ownership, state
from .kind_verbs import READ_SECONDS, KindVerbs
from .verbs import clean_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.values.live import Live


log = get_logger("pulumi_serving")


class ReadVerb(KindVerbs):
    """The reading of one kind."""

    @clean_errors
    def read(self, call: Call, id_: str, props: dict[str, Any]) -> ReadResult:
        """Report what is live, as outputs and as inputs, so that a preview after a refresh names what has drifted."""
        session = self._session(props)
        operation = Operation("reading", call.timeout or READ_SECONDS, self.runtime.clock, call)
        recorded, recorded_outs = {**(call.recorded_inputs or {})}, call.recorded_outputs
        asked_by_id = not recorded_outs

        def matches_recorded_state(listed: Live) -> bool:
            return state.matches_recorded_state(session, listed, recorded, recorded_outs)

        def get(id_: str, operation: Operation) -> Live | None:
            return session.get_or_listed(id_, operation, matches_recorded_state)

        live = self._find(session, id_, props, operation, get=session.get if asked_by_id else get)
        if live is None:
            return self._not_there(call, id_, props, recorded)
        # Where the engine replaces what it was told to replace, this is all that tells a successor another name.
        self.namer.remember(call.urn, str(recorded.get("name") or live.name))
        self.runtime.history.found(call.urn, id_, live.id, props)
        declared = leaves.whole_numbers(recorded)
        forms = Forms.recorded(self.kind.args, props)
        if asked_by_id:
            inputs = {**state.inputs_of(session, live), UNDECLARED: True}
        else:
            inputs = compare.reconciled(declared, forms.drift(declared, live.values))
        ownership.confirm_another(session, id_, props, live, operation)
        # What Endpoint.get reads is never declared: it is recorded alike by this run and by a later refresh.
        is_declared = not recorded.keys().isdisjoint(schema.fields(self.kind.args))
        self._note_holder(call, live.id, props if is_declared else {})
        seen = {name: value for name, value in state.inputs_of(session, live).items() if not is_internal(name)}
        kept = (CHANGED_AT, ADOPTED) if live.phase is Phase.READY else (CHANGED_AT, ADOPTED, UNCONFIRMED)
        outs = {
            **state.outputs(session, inputs if is_declared else seen, live, props),
            **{name: props[name] for name in kept if name in props},
        }
        if is_declared and live.phase is Phase.READY:
            found = list(compare.drift(self.kind.args, inputs, live.values))
            self._warn_of_forms(call, forms, [each for each in found if forms.is_new(*each)])
            outs[KEPT] = forms.seen(found, live.values)
        elif forms.kept is not None:
            outs[KEPT] = dict(forms.kept)
        another = ownership.another(self.kind, props, live)
        if another:
            call.warning(f"{self.kind.noun} {live.id}: {another}. It is this one from now on")
        # Pending is unhealthy, too: a refresh between a create that timed out and the next up must not end the waiting.
        waits = inputs.get("wait_until_ready", True) or live.phase is not Phase.PENDING
        if live.phase is not Phase.READY and waits and not asked_by_id:
            words = f"{live.described}{session.explain(live, operation)}"
            self.record_not_ready(call, live.id, outs, inputs, f"{self.kind.noun} {live.id} is {words}")
        if live.phase is not Phase.READY and asked_by_id:
            call.warning(f"{self.kind.noun} {live.id} is {live.described}: it is recorded as it is")
        return ReadResult(live.id, outs, inputs)

    def _not_there(self, call: Call, id_: str, props: Mapping[str, Any], recorded: Mapping[str, Any]) -> ReadResult:
        """
        Drop what is gone; but keep what was never seen ready, for a replacement.

        It may be the successor of one that is still there. Dropped, it would be made anew under the name of that one.
        """
        if not call.recorded_outputs:
            raise GoneError(f"there is no {self.kind.noun} {id_} at {self._session(props).settings.location}")
        if not props.get(UNCONFIRMED):
            return ReadResult("", {})
        inputs, outs = {**recorded}, {**props, "status": GONE}
        words = "was not made, as far as anybody can see" if id_.startswith(OUTCOME_UNKNOWN) else "is gone"
        named = f"{self.kind.noun} {id_.removeprefix(OUTCOME_UNKNOWN)}"
        self.record_not_ready(
            call, id_, outs, inputs, f"{named} {words}, and was never seen ready: the next `pulumi up` makes another"
        )
        return ReadResult(id_, outs, inputs)

    def _note_holder(self, call: Call, id_: str, recorded: Mapping[str, Any]) -> None:
        if recorded.get(LOCATION):  # what ``get`` reads is nobody's
            self.runtime.holders.saw(str(recorded[LOCATION]), id_, call.urn)
