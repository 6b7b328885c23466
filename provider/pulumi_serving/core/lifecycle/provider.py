"""
The six verbs, once for all clouds.

The engine calls check, diff, create, read, update and delete, by one door or another; each reads as decode, look, call,
keep the id, wait, read back, encode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.calls.results import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    UpdateResult,
)
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConfigError,
    GoneError,
    NotReadyError,
    OutcomeUnknownError,
    RunEndedError,
    ServingError,
    TransportError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.core.values import compare, extra, leaves, markers, marks, schema, validate
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN, check_id
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.redact import get_logger
from pulumi_serving.core.values.state_keys import (
    ADOPTED,
    BEFORE,
    CHANGED_AT,
    GONE,
    KEPT,
    KEY,
    LOCATION,
    NAMED_BY,
    OWNED,
    SINCE,
    UNCONFIRMED,
    is_internal,
)

from . import ownership
from .changes import changes_between
from .create import Creation
from .delete import delete, may_delete, wait_for_successor
from .state import Record
from .unconfirmed import failed_since
from .update import Update
from .verbs import Verbs, clean_errors, reason_of
from .wait import wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.names import Namer
    from pulumi_serving.core.cloud.session import Account, Runtime
    from pulumi_serving.core.cloud.settings import Settings
    from pulumi_serving.core.values.live import Live

    from .changes import Changes

log = get_logger("pulumi_serving")

READ_SECONDS = 120.0


class Lifecycle(Verbs):
    """The six verbs for one kind of resource."""

    def __init__(self, kind: Kind[Any, Any], runtime: Runtime, given: Mapping[str, str], namer: Namer) -> None:
        """Take the kind besides; ``namer`` remembers the names that this run gives."""
        super().__init__(runtime, given)
        self.kind = kind
        self.namer = namer

    def learn_secrets(self, call: Call, bags: Sequence[Mapping[str, Any]]) -> None:
        """Take what the user marked, what is declared secret, and the credentials; inputs and outputs, old and new."""
        kind, redactor = self.kind, call.redactor
        bags = [*bags, call.recorded_inputs or {}, call.recorded_outputs]
        paths = [path for bag in bags for path in marks.paths(bag)]
        redactor.know(
            harmless=(kind.noun, kind.cloud, *schema.vocabulary(kind.args), *schema.vocabulary(kind.state)),
            words=("status", *schema.messages(kind.state)),
            kept=(LOCATION, *schema.fields(kind.args), *schema.secret_fields(kind.state)),
            outputs=(str(name) for name, *deeper in paths if not deeper and name not in schema.fields(kind.args)),
            within=kind.secret_texts,
        )
        self.learn_credentials(call, kind)
        for bag in bags:
            redactor.add(marks.values(bag, paths))
            redactor.add(kind.secret_texts(bag), marked=False)
            redactor.learn(bag)
        self.runtime.redactors[call.urn] = redactor

    @clean_errors
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Find every mistake, without a call to the cloud; give a name where the user gave none."""
        kind = self.kind
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

    def _warn_once(self, call: Call, text: str) -> None:
        if (call.urn, text) not in self.runtime.warned:  # check is called more than once for a replacement
            self.runtime.warned.add((call.urn, text))
            call.warning(text)

    @clean_errors
    def diff(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """
        Compare what the user declared last time with what is declared now; nothing that the cloud filled in counts.

        On a refresh the engine calls this in reverse, so it makes no call to the cloud and gives no warning; but for
        what was accepted and never seen ready since: see ``unconfirmed.py``.
        """
        self.runtime.history.saw(call.urn, id_, olds)
        if olds.get(UNCONFIRMED):
            self.runtime.history.accepted(call.urn, id_, str(olds.get(LOCATION) or ""))
        self._confirm_one_holder(call, id_, olds)
        if id_ in self.runtime.adopted:
            self._warn_once(call, f"PULUMI_SERVING_ADOPT names {id_}, which this resource has already: unset it")
        recorded = call.recorded_inputs or olds
        fields = [field for field in compare.changed(self.kind.args, recorded, news) if not field.marker(markers.Local)]
        names = [field.name for field in fields]
        removed = compare.removed(self.kind.args, recorded, news)
        replaces = [*self.kind.replaces(fields, removed, recorded, news)]
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
            found = failed_since(self._account(olds), id_, recorded, self.runtime.clock, forms, call.ignored)
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
        return DiffResult(changed, replaces, first)

    def _is_elsewhere(self, call: Call, id_: str, olds: Mapping[str, Any]) -> bool:
        if id_.startswith(OUTCOME_UNKNOWN) or not olds.get(KEY):
            return False
        try:
            account = self._account(olds)
        except ServingError:  # check tells what is wrong with the settings
            return False
        if not ownership.is_elsewhere(account, id_, olds, self.runtime.clock):
            return False
        self._warn_once(
            call,
            f"{self.kind.noun} {id_} can't be seen with the present credentials ({account.settings.origin}), and those "
            "that it was made with are others: it is in another account. A successor is made in the present one; the "
            "former is deleted by the provider instance that made it, if that has its key still",
        )
        return True

    def _owned_words(self, names: Sequence[str]) -> str:
        return (
            f"{', '.join(names)}: an autoscaler or a timetable of {self.kind.cloud} sets this by itself, so the change "
            "is not sent. Its own limits are to be changed where it was set up; once it is switched off there, an "
            "update sends what is declared"
        )

    def _made_nothing(self, call: Call, id_: str, recorded: Mapping[str, Any]) -> bool:
        """
        Tell whether a create of unknown outcome has surely made nothing: then a replacement makes the resource.

        An update could not: it can't give the resource its id. Where this can't be told, the update tells why.
        """
        if not id_.startswith(OUTCOME_UNKNOWN):
            return False
        try:
            account = self._account(recorded)
            if account.looks_fail:  # what fails, or hangs, does so for all: a preview asks about one after the other
                return False
            operation = Operation("looking", READ_SECONDS, self.runtime.clock, call)
            return self._find(account, id_, recorded, operation) is None
        except (ApiError, TransportError) as error:
            log.debug("whether %s was made: %s", id_, error)
            account.looks_fail = True
            return False
        except ServingError as error:
            log.debug("whether %s was made: %s", id_, error)
            return False

    def _note_holder(self, call: Call, id_: str, recorded: Mapping[str, Any]) -> None:
        if recorded.get(LOCATION):  # what ``get`` reads is nobody's
            self.runtime.holders.saw(str(recorded[LOCATION]), id_, call.urn)

    def _confirm_one_holder(self, call: Call, id_: str, recorded: Mapping[str, Any]) -> None:
        other = self.runtime.holders.saw(str(recorded.get(LOCATION)), id_, call.urn)
        if other:
            raise ServingError(
                f"{self.kind.noun} {id_} was adopted in this run by {other}, and this resource has it, too: the end "
                f"of one would end both. `pulumi state delete '{other}'` undoes that and leaves the {self.kind.noun}"
            )

    def _diagnosis(self, live: Live, symptoms: Sequence[str]) -> str:
        what = live.described
        if live.phase is Phase.READY:
            what += f" without the last update, in {', '.join(symptoms)}"
        cure = "replaces" if self.kind.must_replace(live.status) else "updates"
        return f"{self.kind.noun} {live.id} was accepted, and is {what}: this run {cure} it"

    @clean_errors
    def create(self, call: Call, props: dict[str, Any]) -> CreateResult:
        """Make the resource once, keep its id whatever happens, and wait until it is ready."""
        inputs = leaves.whole_numbers(props)
        account = self._account(inputs)
        operation = self._operation(call, "creating", self.kind.limits.create)
        history = self.runtime.history
        creation = Creation(account, inputs, operation, self.runtime.adopted, own=history.own(call.urn))
        try:
            id_, told = creation.run()
        except OutcomeUnknownError as error:
            id_ = OUTCOME_UNKNOWN + error.name
            record = Record(account)
            outs = {**record.outs(inputs, None), **record.accepted(inputs, error.sent_at), SINCE: error.started}
            outs |= {BEFORE: sorted(error.before)} if error.before else {}
            outs[UNCONFIRMED] = True
            history.has(call.urn, id_, serves=False)
            self.record_not_ready(call, id_, outs, inputs, str(error))
            return CreateResult(id_, outs)
        # From here on the endpoint exists: every way out records its id.
        self.runtime.holders.saw(account.settings.location, id_, call.urn)
        live, record = told, Record(account, told.outputs if told else None)
        accepted = record.accepted(inputs, self.runtime.clock.wall())
        if creation.has_adopted:
            accepted[ADOPTED] = accepted[CHANGED_AT]
            history.adopted(account.settings.location, id_, accepted[ADOPTED])
        history.has(call.urn, id_, serves=False)
        problem = ""
        try:
            if inputs.get("wait_until_ready", True):
                live = wait_until_ready(account, id_, operation)
        except Exception as error:  # noqa: BLE001 - see above
            problem, live = reason_of("create", error), getattr(error, "live", None) or told
            true_id = creation.true_id() if isinstance(error, GoneError) else None
            if true_id not in (None, id_):
                problem = f"{self.kind.noun} {id_}, which the answer to the create named, is not there: it is {true_id}"
                id_ = str(true_id)
        creation.tell_of_twins(id_, waited=inputs.get("wait_until_ready", True))
        try:
            outs = {**record.outs(inputs, live), **accepted}
            if not problem and live is not None and inputs.get("wait_until_ready", True):
                outs[KEPT] = self._forms_of(call, inputs, live)
        except Exception as error:  # noqa: BLE001 - an answer in a form that nobody foresaw may not cost the id
            problem, outs = problem or reason_of("create", error), {**record.outs(inputs, None), **accepted}
        history.has(call.urn, id_, serves=not problem)
        if not problem and not inputs.get("wait_until_ready", True):
            history.accepted(call.urn, id_, account.settings.location)
        if problem:
            outs[UNCONFIRMED] = True
            self.record_not_ready(call, id_, outs, inputs, problem)
        return CreateResult(id_, outs)

    def _forms_of(self, call: Call, inputs: Mapping[str, Any], live: Live) -> dict[str, str]:
        forms = Forms(self.kind.args)
        found = list(compare.drift(self.kind.args, inputs, live.values))
        self._warn_of_forms(call, forms, found)
        return forms.seen(found, live.values)

    def _warn_of_forms(self, call: Call, forms: Forms, found: Sequence[tuple[str, Any, Any]]) -> None:
        if found:
            call.warning(forms.words(self.kind.cloud, found))

    @clean_errors
    def read(self, call: Call, id_: str, props: dict[str, Any]) -> ReadResult:
        """Report what is live, as outputs and as inputs, so that a preview after a refresh names what has drifted."""
        account = self._account(props)
        operation = Operation("reading", call.timeout or READ_SECONDS, self.runtime.clock, call)
        recorded, recorded_outs = {**(call.recorded_inputs or {})}, call.recorded_outputs
        asked_by_id = not recorded_outs

        def matches_recorded_state(listed: Live) -> bool:
            return Record(account, props).matches_recorded_state(listed, recorded, recorded_outs)

        def get(id_: str, operation: Operation) -> Live | None:
            return account.get_or_listed(id_, operation, matches_recorded_state)

        live = self._find(account, id_, props, operation, get=account.get if asked_by_id else get)
        if live is None:
            return self._not_there(call, id_, props, recorded)
        # Where the engine replaces what it was told to replace, this is all that tells a successor another name.
        self.namer.remember(call.urn, str(recorded.get("name") or live.name))
        self.runtime.history.found(call.urn, id_, live.id, props)
        declared = leaves.whole_numbers(recorded)
        forms = Forms.recorded(self.kind.args, props)
        if asked_by_id:
            inputs = Record(account).adopted(live)
        else:
            inputs = compare.reconciled(declared, forms.drift(declared, live.values))
        record = Record(account, props)
        ownership.confirm_same(account, id_, props, live, operation)
        # What Endpoint.get reads is never declared: it is recorded alike by this run and by a later refresh.
        is_declared = not recorded.keys().isdisjoint(schema.fields(self.kind.args))
        self._note_holder(call, live.id, props if is_declared else {})
        seen = {name: value for name, value in record.adopted(live).items() if not is_internal(name)}
        kept = (CHANGED_AT, ADOPTED) if live.phase is Phase.READY else (CHANGED_AT, ADOPTED, UNCONFIRMED)
        outs = {
            **record.outs(inputs if is_declared else seen, live),
            **{name: props[name] for name in kept if name in props},
        }
        if is_declared and live.phase is Phase.READY:
            found = list(compare.drift(self.kind.args, inputs, live.values))
            self._warn_of_forms(call, forms, [each for each in found if forms.is_new(*each)])
            outs[KEPT] = forms.seen(found, live.values)
        elif forms.kept is not None:
            outs[KEPT] = dict(forms.kept)
        if record.another(live):
            call.warning(f"{self.kind.noun} {live.id}: {record.another(live)}. It is this one from now on")
        # Pending is unhealthy, too: a refresh between a create that timed out and the next up must not end the waiting.
        waits = inputs.get("wait_until_ready", True) or live.phase is not Phase.PENDING
        if live.phase is not Phase.READY and waits and not asked_by_id:
            words = f"{live.described}{account.explain(live, operation)}"
            self.record_not_ready(call, live.id, outs, inputs, f"{self.kind.noun} {live.id} is {words}")
        return ReadResult(live.id, outs, inputs)

    def _not_there(self, call: Call, id_: str, props: Mapping[str, Any], recorded: Mapping[str, Any]) -> ReadResult:
        """
        Drop what is gone; but keep what was never seen ready, for a replacement.

        It may be the successor of one that is still there. Dropped, it would be made anew under the name of that one.
        """
        if not call.recorded_outputs:
            raise GoneError(f"there is no {self.kind.noun} {id_} at {self._account(props).settings.location}")
        if not props.get(UNCONFIRMED):
            return ReadResult("", {})
        inputs, outs = {**recorded}, {**props, "status": GONE}
        words = "was not made, as far as anybody can see" if id_.startswith(OUTCOME_UNKNOWN) else "is gone"
        named = f"{self.kind.noun} {id_.removeprefix(OUTCOME_UNKNOWN)}"
        self.record_not_ready(
            call, id_, outs, inputs, f"{named} {words}, and was never seen ready: the next `pulumi up` makes another"
        )
        return ReadResult(id_, outs, inputs)

    @clean_errors
    def update(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Look first, send what changes, and wait until it has taken: so it also heals."""
        inputs = leaves.whole_numbers(news)
        account = self._account(olds)
        operation = self._operation(call, "updating", self.kind.limits.update)
        self.runtime.history.has(call.urn, id_, serves=False)
        live = self._find(account, id_, olds, operation)
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
        if id_ != live.id:
            call.warning(f"this is {self.kind.noun} {live.id}: run `pulumi refresh` to record its id")
        record = Record(account, olds)
        record.confirm_same(id_, live)
        kept = {key: olds[key] for key in (SINCE, BEFORE) if id_.startswith(OUTCOME_UNKNOWN) and key in olds}
        recorded = call.recorded_inputs or {}
        forms = Forms.recorded(self.kind.args, olds)
        changes = changes_between(self.kind, live, inputs, recorded, forms, call.ignored)
        self._warn_of_what_stays(call, changes, recorded, inputs)
        if changes.owned:
            self._warn_once(call, self._owned_words(changes.owned))
        if changes.drifted and not changes.heals:
            call.warning(f"{', '.join(changes.drifted)}: not as it was declared any more, and put back by this update")
        update = Update(account, changes, operation)
        problem = ""
        try:
            live = update.run()
        # Where the answer was lost the cloud may have taken it: init-failed makes the next up look, whatever it says.
        except (NotReadyError, RunEndedError, TransportError, UnavailableError, UnreadableError) as error:
            problem, live = str(error), getattr(error, "live", None) or live
        outs = {**record.outs(inputs, live), **kept, **self._stamps(update, olds, live, problem)}
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
            history.accepted(call.urn, live.id, update.account.settings.location)

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
            stamps = Record(update.account).accepted(changes.target, self.runtime.clock.wall())
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
        account = self._account(props)
        self.runtime.history.leaves(call.urn, id_)
        if not may_delete(account, id_, props, call):
            return
        self._wait_for_successor(call, id_)
        operation = self._operation(call, "deleting", self.kind.limits.delete)
        looks = id_.startswith(OUTCOME_UNKNOWN) or bool(self.kind.identity)
        try:
            live = self._find(account, id_, props, operation) if looks else None
            if looks and live is None:
                return
            if live is not None:
                Record(account, props).confirm_same(id_, live)
            delete(account, live.id if live else id_, props, operation, configured=self._settings().location)
        except AuthError as error:
            raise ServingError(f"{error}. {ownership.how_to_give_up(account, id_)}") from None

    def _wait_for_successor(self, call: Call, id_: str) -> None:
        unseen = self.runtime.history.unseen_successor(call.urn, id_)
        if unseen is None:
            return
        location, successor = unseen
        limits = self.kind.limits
        operation = Operation("waiting", max(limits.create, limits.update), self.runtime.clock, call)
        wait_for_successor(self._account({LOCATION: location}), id_, successor, operation)

    def _find(
        self,
        account: Account,
        id_: str,
        props: Mapping[str, Any],
        operation: Operation,
        *,
        get: Callable[[str, Operation], Live | None] | None = None,
    ) -> Live | None:
        """
        Read a resource by its recorded id, or by its name where the id could not be learnt; None if it is gone.

        ``get`` is another way to read it by its id than by itself.
        """
        check_id(self.kind.noun, id_)
        configured = self._settings().location
        if id_.startswith(OUTCOME_UNKNOWN):
            return ownership.find_named(
                account, id_.removeprefix(OUTCOME_UNKNOWN), props, operation, configured=configured
            )
        return ownership.find(account, id_, props, operation, get=get, configured=configured)

    def _settings(self) -> Settings:
        return self.settings_of(self.kind)

    def _account(self, recorded: Mapping[str, Any]) -> Account:
        return self.account_of(self.kind, recorded)

    def _operation(self, call: Call, verb: str, seconds: float) -> Operation:
        return Operation(verb, call.timeout or seconds, self.runtime.clock, call)


def _what_happens(was_there: bool, is_there: bool) -> str:
    if not is_there:
        return "DELETE"
    return "UPDATE" if was_there else "ADD"
