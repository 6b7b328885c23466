"""
The six verbs, once for all clouds.

A cloud subclasses ``LifecycleProvider`` and names its kind. The engine calls check, diff, create, read, update and
delete; each reads as decode, look, call, keep the id, wait, read back, encode. Provider objects hold nothing that is
stored: they pickle to a reference to their class.
"""

from __future__ import annotations

import functools
import logging
import traceback
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from . import compare, host, schema, validate
from .account import Runtime
from .config import Source
from .creation import CLOCK_SKEW_SECONDS, Creation
from .errors import ConfigError, GoneError, NotFoundError, NotReadyError, ServingError, UnsettledError
from .kind import Phase
from .names import Namer
from .operation import Operation
from .record import NAMED_BY, PLACE, SINCE, Record, is_internal
from .updating import bring_about
from .waiting import wait_until_gone, wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pulumi.dynamic import ConfigureRequest, DiffResult

    from .account import Account
    from .config import Settings
    from .host import Call
    from .kind import Kind, Live

log = logging.getLogger("pulumi_serving")

READ_SECONDS = 120.0
UNSETTLED = "unsettled:"

ResultT = TypeVar("ResultT")


def _clean_errors(verb: Callable[..., ResultT]) -> Callable[..., ResultT]:
    """Give a verb the engine's call, and let the user read one line where it fails."""

    @functools.wraps(verb)
    def run(self: LifecycleProvider, *arguments: Any) -> ResultT:
        call = host.current_call()
        try:
            return verb(self, call, *arguments)
        except host.ProviderFailure:
            raise
        except ServingError as error:
            raise call.failure(str(error)) from None
        except Exception as error:  # noqa: BLE001 - the host would print a traceback
            _log_stack(error)
            raise call.failure(_bug(verb.__name__, error)) from None

    return run


def _log_stack(error: Exception) -> None:
    # Without the exception's own text, which may quote a value.
    log.debug("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def _bug(verb: str, error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    return (
        f"{verb}: an error inside pulumi-serving ({type(error).__name__} at {place}). "
        "Please report it; PULUMI_SERVING_LOG=debug prints more"
    )


class LifecycleProvider(ResourceProvider):
    """What the engine talks to, for one kind of resource."""

    kind: ClassVar[Kind[Any, Any]]
    serialize_as_secret_always = False  # nothing is captured, so nothing is secret
    runtime: Runtime = Runtime()
    namer: Namer = Namer()
    _given: Mapping[str, str] = {}
    _warned: ClassVar[set[tuple[str, str]]] = set()

    def configure(self, req: ConfigureRequest) -> None:
        """Take the settings of this provider instance; a missing one is told by the first verb that needs it."""
        host.widen_thread_pool()
        host.watch_for_cancel()
        self._given = host.provider_inputs(req.config)

    @_clean_errors
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Find every mistake, without a call to the cloud; give a name where the user gave none."""
        kind = self.kind
        declared, problems = validate.validate(
            kind.args, {key: value for key, value in news.items() if not is_internal(key)}
        )
        place = ""
        try:
            place = self._settings().place
        except ConfigError as error:
            problems = [validate.Problem("", str(error)), *problems]
        problems += kind.rules(declared)
        for problem in problems:
            if problem.warning:
                self._warn_once(call, str(problem))
        inputs = {**declared, **self._named(call, olds, declared), PLACE: place}
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
        if (call.urn, text) not in self._warned:  # check is called more than once for a replacement
            self._warned.add((call.urn, text))
            call.warning(text)

    @_clean_errors
    def diff(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """
        Compare what the user declared last time with what is declared now; nothing that the cloud filled in counts.

        On a refresh the engine calls this in reverse, so it makes no call to the cloud and gives no warning.
        """
        _ = id_
        recorded = call.recorded_inputs or olds
        fields = [field for field in compare.changed(self.kind.args, recorded, news) if not field.marker(schema.Local)]
        names = [field.name for field in fields]
        removed = compare.removed(self.kind.args, recorded, news)
        replaces = [*self.kind.replaces(fields, removed, recorded, news)]
        if not self.kind.is_same_place(str(recorded.get(PLACE)), str(news.get(PLACE))):
            names.append(PLACE)
            replaces.append(PLACE)
        if self.kind.must_replace(str(olds.get("status", ""))):
            replaces.append("status")
        changed = {
            path: _what_happens(was_there, is_there)
            for name in names
            for path, was_there, is_there in compare.places(self.kind.args, name, recorded, news)
        }
        return host.DetailedDiff(changed, replaces, delete_before_replace=news.get(NAMED_BY) == "user")

    @_clean_errors
    def create(self, call: Call, props: dict[str, Any]) -> CreateResult:
        """Make the resource once, keep its id whatever happens, and wait until it is ready."""
        inputs = schema.whole_numbers(props)
        account = self._account(inputs)
        operation = self._operation(call, "creating", self.kind.limits.create)
        try:
            id_, told = Creation(account, inputs, operation, self.runtime.adopted).run()
        except UnsettledError as error:
            id_ = UNSETTLED + error.name
            outs = {**Record(account).outs(inputs, None), SINCE: error.started}
            self._record_not_ready(call, id_, outs, inputs, str(error))
            return CreateResult(id_, outs)
        # From here on the endpoint exists: every way out records its id.
        live, record = told, Record(account, told.outputs if told else None)
        try:
            if inputs.get("wait_until_ready", True):
                live = wait_until_ready(account, id_, operation)
                live = account.get(id_, operation) or live
        except Exception as error:  # noqa: BLE001 - see above
            outs = record.outs(inputs, getattr(error, "live", None) or told)
            self._record_not_ready(call, id_, outs, inputs, self._reason("create", error))
            return CreateResult(id_, outs)
        return CreateResult(id_, record.outs(inputs, live))

    @_clean_errors
    def read(self, call: Call, id_: str, props: dict[str, Any]) -> ReadResult:
        """Report what is live, as outputs and as inputs, so that a preview after a refresh names what has drifted."""
        account = self._account(props)
        operation = Operation("reading", call.timeout or READ_SECONDS, self.runtime.clock, call)
        recorded = {**(call.recorded_inputs or {})}
        taken_over = not call.recorded_outputs
        live = self._find(account, id_, props, operation)
        if live is None:
            if taken_over:
                raise GoneError(f"there is no {self.kind.noun} {id_} at {account.settings.place}")
            return ReadResult("", {})
        declared = {key: value for key, value in recorded.items() if key != host.PROVIDER_KEY}
        if taken_over:
            inputs = Record(account).taken_over(live)
        else:
            inputs = compare.reconciled(self.kind.args, schema.whole_numbers(declared), live.values)
        record = Record(account, props)
        # What Endpoint.get reads is never declared: it is recorded alike by this run and by a later refresh.
        is_declared = not recorded.keys().isdisjoint(schema.fields(self.kind.args))
        seen = {name: value for name, value in record.taken_over(live).items() if not is_internal(name)}
        outs = record.outs(inputs if is_declared else seen, live)
        if record.another(live):
            call.warning(f"{self.kind.noun} {live.id}: {record.another(live)}. It is this one from now on")
        # Pending is unhealthy, too: a refresh between a create that timed out and the next up must not end the waiting.
        waits = inputs.get("wait_until_ready", True) or live.phase is not Phase.PENDING
        if live.phase is not Phase.READY and waits and not taken_over:
            words = f"{live.described}{account.explain(live, operation)}"
            self._record_not_ready(call, live.id, outs, inputs, f"{self.kind.noun} {live.id} is {words}")
        return ReadResult(live.id, outs, inputs)

    @_clean_errors
    def update(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Look first, send what differs from what is live, and wait until it has taken: so it also heals."""
        inputs = schema.whole_numbers(news)
        account = self._account(olds)
        operation = self._operation(call, "updating", self.kind.limits.update)
        live = self._find(account, id_, olds, operation)
        if live is None:
            raise GoneError(
                f"{self.kind.noun} {id_} is gone: it was deleted outside of Pulumi. "
                "Run `pulumi up --refresh` to make it again"
            )
        if id_ != live.id:
            call.warning(f"this is {self.kind.noun} {live.id}: run `pulumi refresh` to record its id")
        record = Record(account, olds)
        record.confirm_same(id_, live)
        kept = {SINCE: olds[SINCE]} if id_.startswith(UNSETTLED) and SINCE in olds else {}
        recorded = call.recorded_inputs or {}
        removed = compare.removed(self.kind.args, recorded, inputs)
        for name in self.kind.cannot_clear(inputs, removed):
            call.warning(f"{name}: {self.kind.cloud} has no way to unset it, so it keeps its value")
        try:
            live = bring_about(account, live, inputs, recorded, operation)
        except NotReadyError as error:
            outs = {**record.outs(inputs, getattr(error, "live", None) or live), **kept}
            self._record_not_ready(call, id_, outs, inputs, str(error))
            return UpdateResult(outs)
        return UpdateResult({**record.outs(inputs, live), **kept})

    @_clean_errors
    def delete(self, call: Call, id_: str, props: dict[str, Any]) -> None:
        """Delete, and wait until it is gone; gone already is success."""
        account = self._account(props)
        operation = self._operation(call, "deleting", self.kind.limits.delete)
        looks = id_.startswith(UNSETTLED) or bool(self.kind.identity)
        live = self._find(account, id_, props, operation) if looks else None
        if looks and live is None:
            return
        if live is not None:
            Record(account, props).confirm_same(id_, live)
        true_id = live.id if live else id_
        try:
            self.kind.delete(account.client, true_id, operation)
        except NotFoundError:
            Record(account).confirm_gone(true_id, props, operation, configured=self._settings().place)
            return
        wait_until_gone(account, true_id, operation)

    def _find(self, account: Account, id_: str, props: Mapping[str, Any], operation: Operation) -> Live | None:
        """Read a resource by its recorded id, or by its name where the id could not be learnt; None if it is gone."""
        if id_.startswith(UNSETTLED):
            found = account.named_now(id_.removeprefix(UNSETTLED), operation)
            since = props.get(SINCE)
            if isinstance(since, (int, float)):  # what is older was there before, and is somebody else's
                found = [live for live in found if live.created is None or live.created >= since - CLOCK_SKEW_SECONDS]
            if len(found) > 1:
                ids = ", ".join(live.id for live in found)
                raise ServingError(
                    f"{len(found)} {self.kind.noun}s are named {found[0].name} ({ids}) and which of them this is can't "
                    "be told: delete all but one"
                )
            live = found[0] if found else None
        else:
            live = account.get(id_, operation)
        if live is None:
            Record(account).confirm_gone(id_, props, operation, configured=self._settings().place)
        return live

    def _settings(self) -> Settings:
        kind = self.kind
        settings: Settings = kind.settings(Source(kind.cloud, self._given, self.runtime.environ, kind.namespace))
        return settings

    def _account(self, recorded: Mapping[str, Any]) -> Account:
        """Return the account at the place where the resource was recorded, with the configured credentials."""
        settings = self._settings()
        place = recorded.get(PLACE)
        if isinstance(place, str) and place and place != settings.place:
            settings = self.kind.at(settings, place)
        return self.runtime.account(self.kind, settings)

    def _operation(self, call: Call, verb: str, seconds: float) -> Operation:
        return Operation(verb, call.timeout or seconds, self.runtime.clock, call)

    def _record_not_ready(
        self, call: Call, id_: str, outs: Mapping[str, Any], inputs: Mapping[str, Any], reason: str
    ) -> None:
        """Record the resource and why it is not ready. Returns only where the host has no way to say so."""
        failure = call.not_ready(id_, outs, inputs, [reason])
        if failure is not None:
            raise failure
        call.warning(reason)

    def _reason(self, verb: str, error: Exception) -> str:
        if isinstance(error, ServingError):
            return str(error)
        _log_stack(error)
        return _bug(verb, error)


def _what_happens(was_there: bool, is_there: bool) -> str:
    if not is_there:
        return "DELETE"
    return "UPDATE" if was_there else "ADD"
