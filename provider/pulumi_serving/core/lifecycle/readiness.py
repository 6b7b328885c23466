"""
One wait for many endpoints: what the engine calls for the resource that ``wait_until_ready`` registers.

The engine runs few operations at a time, and a create that waits holds one of them. So a program may make endpoints
that do not wait, and wait for all of an account in one resource, which depends on them.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.calls.results import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pulumi_serving.core.cloud.abilities import HasToken
from pulumi_serving.core.cloud.discovery import clouds, kind_of, serving_kinds
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.values import leaves, marks
from pulumi_serving.core.values.state_keys import CHANGED_AT, CONFIRMED, LOCATION
from pulumi_serving.core.values.text import Marked

from .verbs import Verbs, clean_errors
from .wait_many import Group, Outcome, Target, some

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.live import Live
    from pulumi_serving.core.values.redact import Redactor

STATES, TOKENS = "states", "tokens"
"""Its outputs: id, status and url of each endpoint by its name, and the tokens, which are secret."""
SECRET = "secret"  # noqa: S105 - a name
"""In the state of an endpoint: the names of what is secret in it."""
MAY_BE_SECRET = ("status", "url")


class ReadinessVerbs(Verbs):
    """The verbs of one wait."""

    def learn_secrets(self, call: Call, bags: Sequence[Mapping[str, Any]]) -> None:
        """Take the credentials, and what is secret in the resources that this process has seen."""
        for of in {bag["cloud"] for bag in bags if bag.get("cloud") in clouds()}:
            self.learn_credentials(call, next(iter(serving_kinds(of).values())))  # those of all kinds of the cloud
        call.redactor.know(kept=(STATES, TOKENS))
        for bag in bags:
            call.redactor.learn(bag)
        for redactor in list(self.runtime.redactors.values()):
            call.redactor.absorb(redactor)

    @clean_errors
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Take the inputs as they are: no user writes them."""
        _ = call, olds
        return CheckResult(news)

    @clean_errors
    def diff(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Tell which endpoints are new, gone or changed; a time limit alone changes nothing."""
        _ = id_
        # One of them deleted before its successor is made: the engine asks what if all of this were unknown.
        if leaves.is_unknown(news["endpoints"]):
            return DiffResult({"endpoints": "UPDATE"})
        # What is secret from now on is so in what is recorded, too.
        before, now = _with_secret(call.recorded_inputs or olds), _with_secret(news)
        changed = {
            f"endpoints[{json.dumps(name)}]": "DELETE" if name not in now else "UPDATE" if name in before else "ADD"
            for name in sorted({*before, *now})
            if before.get(name) != now.get(name)
        }
        return DiffResult(changed)

    @clean_errors
    def create(self, call: Call, props: dict[str, Any]) -> CreateResult:
        """Wait for all."""
        id_ = call.name or str(props["cloud"])
        return CreateResult(id_, self._wait(call, id_, props, {}))

    @clean_errors
    def update(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Wait for those that were not seen ready since they last changed."""
        return UpdateResult(self._wait(call, id_, news, olds))

    @clean_errors
    def read(self, call: Call, id_: str, props: dict[str, Any]) -> ReadResult:
        """Keep what is recorded; what was not ready must be waited for by the next up, refreshed or not."""
        inputs = {**(call.recorded_inputs or {})}
        if not inputs and not props:
            raise ServingError("a wait is nothing in the cloud that could be imported or read: declare it")
        confirmed = props.get(CONFIRMED) or {}
        stamps = _stamps(inputs.get("endpoints") or {})
        unseen = [name for name, (id_, stamp) in stamps.items() if confirmed.get(id_) != stamp]
        if unseen:
            reason = f"not seen ready: {some(unseen)}. The next `pulumi up` goes on waiting"
            self.record_not_ready(call, id_, _marked(call.recorded_outputs), inputs, reason)
        return ReadResult(id_, _marked(props), inputs)

    def delete(self, call: Call, id_: str, props: dict[str, Any]) -> None:
        """Forget the wait: in the cloud there is nothing of it."""

    def _outcome(
        self,
        kind: Kind[Any, Any],
        inputs: Mapping[str, Any],
        targets: Sequence[Target],
        operation: Operation,
        others: int,
    ) -> Outcome:
        """Wait for all, at the same time in each location: each has a list of its own."""
        locations: dict[str, list[Target]] = {}
        for target in targets:
            locations.setdefault(str(inputs["endpoints"][target.name].get(LOCATION) or ""), []).append(target)

        def run(location: str) -> Outcome:
            session = self.session_of(kind, {LOCATION: location} if location else {})
            return Group(session, locations[location], operation, others=others if len(locations) == 1 else 0).run()

        if len(locations) == 1:
            return run(next(iter(locations)))
        with ThreadPoolExecutor(len(locations)) as pool:
            return _merged(list(pool.map(run, locations)))

    def _wait(self, call: Call, id_: str, inputs: Mapping[str, Any], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """Wait for what is not confirmed yet, and return what is recorded."""
        kind = kind_of(str(inputs["cloud"]), str(inputs.get("kind") or ""))
        confirmed, stamps = recorded.get(CONFIRMED) or {}, _stamps(inputs["endpoints"])
        kept = _by_id(recorded)
        outs = _Outs(kind, inputs, call.redactor)
        targets = []
        for name, (endpoint, stamp) in stamps.items():
            if endpoint in kept and confirmed.get(endpoint) == stamp:
                outs.keep(name, *kept[endpoint], endpoint, stamp)
            else:
                verb = "updating" if endpoint in confirmed else "creating"
                limits = {"creating": kind.limits.create, "updating": kind.limits.update}
                own = (inputs["endpoints"][name].get("limits") or {}).get(verb)
                targets.append(Target(name, endpoint, verb, float(own or limits[verb])))
        if not targets:
            return _marked(outs.bag)
        # Each has its own limit; this one is there to hold them all.
        operation = Operation("waiting", max(target.seconds for target in targets), self.runtime.clock, call)
        outcome = self._outcome(kind, inputs, targets, operation, others=len(stamps) - len(targets))
        for name, live in outcome.ready.items():
            outs.add(name, live, stamps[name][1])
        for name, live in outcome.seen.items():
            outs.add(name, live, None)
        for remark in outcome.remarks:
            call.warning(remark)
        for target in targets:
            if target.name not in outcome.ready and target.id in confirmed:
                outs.bag[CONFIRMED][target.id] = (
                    False  # it was ready before its last change: what is awaited is no create
                )
        self.runtime.history.serves({live.id for live in outcome.ready.values()})
        self.runtime.history.waited_in_vain({target.id for target in targets if target.name not in outcome.ready})
        if outcome.reasons:
            self.record_not_ready(call, id_, _marked(outs.bag), inputs, *outcome.reasons)
        return _marked(outs.bag)


def _merged(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(
        ready={name: live for outcome in outcomes for name, live in outcome.ready.items()},
        seen={name: live for outcome in outcomes for name, live in outcome.seen.items()},
        reasons=[reason for outcome in outcomes for reason in outcome.reasons],
        remarks=[remark for outcome in outcomes for remark in outcome.remarks],
    )


def _stamps(endpoints: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the id of each endpoint and when it last changed; either may be unknown."""
    # Sorted: on their way through the engine mappings lose their order.
    return {
        name: (item.get("id"), item.get(CHANGED_AT) or "") if isinstance(item, dict) else (item, item)
        for name, item in sorted(endpoints.items())
    }


def _with_secret(inputs: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    secret = inputs.get(marks.SECRET) or {}
    return {name: (*stamp, tuple(secret.get(name) or ())) for name, stamp in _stamps(inputs["endpoints"]).items()}


def _marked(outs: Mapping[str, Any]) -> dict[str, Any]:
    """Return outputs with what is secret of an endpoint marked so."""
    states = {
        name: {key: Marked(value) if key in (item.get(SECRET) or ()) else value for key, value in item.items()}
        for name, item in (outs.get(STATES) or {}).items()
    }
    return {**outs, STATES: states}


def _by_id(recorded: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what is recorded of each endpoint, and its token, by its id: its name may be another now."""
    tokens = recorded.get(TOKENS) or {}
    return {item["id"]: (item, tokens.get(name)) for name, item in (recorded.get(STATES) or {}).items()}


class _Outs:
    """The outputs of a wait."""

    def __init__(self, kind: Kind[Any, Any], inputs: Mapping[str, Any], redactor: Redactor) -> None:
        self._kind = kind
        self._inputs = inputs
        self._redactor = redactor
        self.bag: dict[str, Any] = {**inputs, STATES: {}, TOKENS: {}, CONFIRMED: {}}

    def keep(self, name: str, item: Any, token: Any, id_: str, stamp: Any) -> None:
        self._record(name, {key: item.get(key) for key in ("id", "status", "url")})
        if token is not None:
            self.bag[TOKENS][name] = token
        self.bag[CONFIRMED][id_] = stamp

    def add(self, name: str, live: Live, stamp: Any) -> None:
        """Add what was read of an endpoint; without a stamp it is not ready."""
        self._record(name, {"id": live.id, "status": live.status, "url": live.outputs.get("url")})
        if stamp is None:
            return
        self.bag[CONFIRMED][live.id] = stamp
        token = self._kind.token_of(live.outputs) if isinstance(self._kind, HasToken) else None
        if token is not None:
            self.bag[TOKENS][name] = token

    def _record(self, name: str, state: dict[str, Any]) -> None:
        """Record the state of an endpoint, and what of it is secret: there, or by what it holds."""
        declared = (self._inputs.get(marks.SECRET) or {}).get(name) or ()
        secret = [
            key
            for key in MAY_BE_SECRET
            if state[key] is not None and (key in declared or (key == "url" and self._redactor.holds(state[key])))
        ]
        self.bag[STATES][name] = {**state, **({SECRET: secret} if secret else {})}
