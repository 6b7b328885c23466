"""What a preview asks, check and diff: what is wrong with the inputs, and what happens to the resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.calls.results import CheckFailure, CheckResult, DiffResult
from pulumi_serving.core.cloud.inventory import GLANCE_SECONDS
from pulumi_serving.core.errors import ApiError, ConfigError, GoneError, ServingError, TransportError
from pulumi_serving.core.values import compare, leaves, markers, marks, schema, undeclared, validate
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import (
    GONE,
    KEY,
    LOCATION,
    NAMED_BY,
    OWNED,
    UNCONFIRMED,
    is_internal,
)

from . import ownership
from .kind_verbs import READ_SECONDS, KindVerbs
from .unconfirmed import failed_since
from .verbs import clean_errors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.values.live import Live


log = get_logger("pulumi_serving")


class PlanVerbs(KindVerbs):
    """Check and diff of one kind."""

    @clean_errors
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Find every mistake, without a call to the cloud; give a name where the user gave none."""
        kind = self.kind
        self.runtime.holders.declare(call.urn, anew=not olds)
        secret = marks.paths(news)
        declared, problems = validate.validate(
            kind.args, {key: value for key, value in news.items() if not is_internal(key)}, secret
        )
        location = ""
        try:
            location = self.kind.location(self._settings(), declared)
        except ConfigError as error:
            problems = [validate.Problem("", str(error)), *problems]
        problems += kind.rules(marks.hidden(declared, secret))
        for problem in problems:
            if problem.warning:
                self._warn_once(call, str(problem))
        inputs = {**declared, **self._named(call, olds, declared), LOCATION: location}
        if secret:
            inputs[marks.SECRET] = [[*path] for path in secret]
        failures = [CheckFailure("", str(problem)) for problem in problems if not problem.warning]
        return CheckResult(inputs, failures)

    def _named(self, call: Call, olds: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
        recorded = olds.get("name")
        if isinstance(recorded, str):
            self.namer.remember(call.urn, recorded)
        if "name" in declared:
            return {NAMED_BY: "user"}
        if isinstance(recorded, str) and olds.get(NAMED_BY) == "provider":
            return {"name": recorded, NAMED_BY: "provider"}
        return {"name": self.namer.name(self.kind.names, call.urn, replacing=not olds), NAMED_BY: "provider"}

    @clean_errors
    def diff(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """
        Compare what the user declared last time with what is declared now; nothing that the cloud filled in counts.

        On a refresh the engine calls this in reverse, so it makes no call to the cloud and gives no warning; but for
        what was accepted and never seen ready since: see ``unconfirmed.py``.
        """
        self.runtime.history.saw(call.urn, id_, olds)
        if id_.startswith(OUTCOME_UNKNOWN):  # nothing serves under such an id, however long somebody waits for it
            self.runtime.history.has(call.urn, id_, serves=False)
        elif olds.get(UNCONFIRMED):
            self.runtime.history.accepted(call.urn, id_, str(olds.get(LOCATION) or ""))
        self._confirm_one_holder(call, id_, olds)
        if id_ in self.runtime.adopted:
            self._warn_once(call, f"PULUMI_SERVING_ADOPT names {id_}, which this resource has already: unset it")
        recorded = undeclared.declared_before(self.kind.args, call.recorded_inputs or olds, news)
        fields = [field for field in compare.changed(self.kind.args, recorded, news) if not field.marker(markers.Local)]
        removed = compare.removed(self.kind.args, recorded, news)
        replaces = [*self.kind.replaces(fields, removed, recorded, news)]
        there = undeclared.there_already(fields, replaces, recorded, news, olds)
        replaces = [name for name in replaces if name not in there]
        names = [field.name for field in fields if field.name not in there]
        locations = str(recorded.get(LOCATION)), str(news.get(LOCATION))
        # The engine asks what if something else were replaced, without a check: then the location is the former one.
        unsure = any(
            f.marker(markers.Location) and leaves.is_unknown(news.get(n))
            for n, f in schema.fields(self.kind.args).items()
        )
        moved = unsure or not self.kind.is_same_location(*locations)
        elsewhere = not moved and self._is_elsewhere(call, id_, olds)
        if moved or elsewhere:
            declared = [
                field.name
                for field in compare.changed(self.kind.args, recorded, news)
                if field.marker(markers.Location)
            ]
            names += [LOCATION, *declared]
            replaces += [LOCATION, *declared]
        replaced = olds.get("status") == GONE or self.kind.must_replace(str(olds.get("status", "")))
        if replaced or self._made_nothing(call, id_, olds):
            replaces.append("status")
        changed = {
            path: _what_happens(was_there, is_there)
            for name in names
            for path, was_there, is_there in compare.changed_paths(self.kind.args, name, recorded, news)
        }
        if olds.get(UNCONFIRMED):
            forms = Forms.recorded(self.kind.args, olds)
            found = failed_since(self._session(olds), id_, recorded, self.runtime.clock, forms, call.ignored)
            if found is not None:
                live, symptoms = found
                call.redactor.add(self.kind.secret_texts(live.values), marked=False)
                changed = {**dict.fromkeys(symptoms, "UPDATE"), **changed}
                replaces += ["status"] if self.kind.must_replace(live.status) else []
                self._warn_once(call, self._diagnosis(live, symptoms))
        owned = [name for name in names if name in (olds.get(OWNED) or ()) and name in news]
        if owned and "status" not in replaces:
            self._warn_once(call, self._owned_words(owned))
        collides = self.kind.names_collide(*locations, same_account=not elsewhere)
        renamed = all(isinstance(bag.get("name"), str) for bag in (recorded, news)) and recorded["name"] != news["name"]
        first = news.get(NAMED_BY) == "user" and collides and not renamed
        if not replaces:
            self.runtime.holders.keep(str(olds.get(LOCATION)), id_, call.urn)
        return DiffResult(changed, replaces, first)

    def _is_elsewhere(self, call: Call, id_: str, olds: Mapping[str, Any]) -> bool:
        if id_.startswith(OUTCOME_UNKNOWN) or not olds.get(KEY):
            return False
        try:
            session = self._session(olds)
        except ServingError:  # check tells what is wrong with the settings
            return False
        if not ownership.is_elsewhere(
            session, id_, olds, Operation("glancing", 2 * GLANCE_SECONDS, self.runtime.clock)
        ):
            return False
        self._warn_once(
            call,
            f"{self.kind.noun} {id_} can't be seen with the present credentials ({session.settings.origin}), and those "
            "that it was made with are others: it is in another account. A successor is made in the present one; the "
            "former is deleted by the provider instance that made it, if that has its key still",
        )
        return True

    def _made_nothing(self, call: Call, id_: str, recorded: Mapping[str, Any]) -> bool:
        """
        Tell whether a create of unknown outcome has surely made nothing: then a replacement makes the resource.

        An update could not: it can't give the resource its id. Where this can't be told, the update tells why.
        """
        if not id_.startswith(OUTCOME_UNKNOWN):
            return False
        try:
            session = self._session(recorded)
            if session.looks_fail:  # what fails, or hangs, does so for all: a preview asks about one after the other
                return False
            operation = Operation("looking", READ_SECONDS, self.runtime.clock, call)
            return self._find(session, id_, recorded, operation) is None
        except (ApiError, TransportError) as error:
            log.debug("whether %s was made: %s", id_, error)
            session.looks_fail = True
            return False
        except GoneError as error:  # it may be in another account, so this up will fail
            self._warn_once(call, str(error))
            return False
        except ServingError as error:
            log.debug("whether %s was made: %s", id_, error)
            return False

    def _confirm_one_holder(self, call: Call, id_: str, recorded: Mapping[str, Any]) -> None:
        other = self.runtime.holders.saw(str(recorded.get(LOCATION)), id_, call.urn)
        if other:
            raise ServingError(
                f"{self.kind.noun} {id_} was adopted in this run by {other}, and this resource has it, too: the end "
                f"of one would end both. `pulumi state delete '{other}'` undoes that and leaves the {self.kind.noun}"
            )
        keeper = self.runtime.holders.keeper(str(recorded.get(LOCATION)), id_, call.urn, self.kind.is_same_location)
        if keeper:
            self._warn_once(
                call,
                f"{self.kind.noun} {id_} has another record, {keeper}: of one there must be one record. Take one of "
                f"the two out of the program: its record goes, and the {self.kind.noun} stays with the other",
            )

    def _diagnosis(self, live: Live, symptoms: Sequence[str]) -> str:
        what = live.described
        if live.phase is Phase.READY:
            what += f" without the last update, in {', '.join(symptoms)}"
        cure = "replaces" if self.kind.must_replace(live.status) else "updates"
        return f"{self.kind.noun} {live.id} was accepted, and is {what}: this run {cure} it"


def _what_happens(was_there: bool, is_there: bool) -> str:
    if not is_there:
        return "DELETE"
    return "UPDATE" if was_there else "ADD"
