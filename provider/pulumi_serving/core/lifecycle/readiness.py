"""
One wait for many endpoints: the resource that ``wait_until_ready`` registers, and what the engine calls for it.

The engine runs few operations at a time, and a create that waits holds one of them. So a program may make endpoints
that do not wait, and wait for all of an account in one resource, which depends on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

import pulumi
from pulumi.dynamic import CheckResult, CreateResult, ReadResult, Resource, UpdateResult
from typing_extensions import TypedDict

from pulumi_serving.core import host
from pulumi_serving.core.clock import seconds
from pulumi_serving.core.cloud.discovery import cloud
from pulumi_serving.core.operation import Operation
from pulumi_serving.core.program import checks
from pulumi_serving.core.program.named import Named
from pulumi_serving.core.program.register import read_output, register
from pulumi_serving.core.program.resource import ServingResource
from pulumi_serving.core.values import marks, schema
from pulumi_serving.core.values.state_keys import CHANGED_AT
from pulumi_serving.core.values.text import Marked

from .hosted import HostedProvider, clean_errors
from .wait_many import Group, Target, some

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pulumi.dynamic import DiffResult

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.host import Call
    from pulumi_serving.core.values.live import Live
    from pulumi_serving.core.values.redact import Redactor

FUNCTION, TAKES = "wait_until_ready", "it takes a list or a mapping of endpoints"
STATES, TOKENS = "states", "tokens"
"""Its outputs: id, status and url of each endpoint by its name, and the tokens, which are secret."""
SECRET = "secret"  # noqa: S105 - a name
"""In the state of an endpoint: the names of what is secret in it."""
MAY_BE_SECRET = ("status", "url")
PROVEN = "__proven"
"""What was seen ready: the endpoints' ids, each with the time of the change that was proven. The name is stored."""


class ReadinessProvider(HostedProvider):
    """What the engine talks to, for one wait."""

    __module__ = "pulumi_serving"  # stored in every stack: never change

    def learn_secrets(self, call: Call, bags: Sequence[Mapping[str, Any]]) -> None:
        """Take the credentials, and what is secret in the resources that this process has seen."""
        for of in {str(bag["cloud"]) for bag in bags if isinstance(bag.get("cloud"), str)}:
            self.learn_credentials(call, cloud(of).kind)
        call.redactor.know(kept=(STATES, TOKENS))
        for bag in bags:
            call.redactor.learn(bag)
        for redactor in list(self.runtime.redactors.values()):
            call.redactor.absorb(redactor)

    @clean_errors
    def check(self, call: Call, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Take the inputs as they are: no user writes them."""
        _ = call, olds
        return CheckResult(news, [])

    @clean_errors
    def diff(self, call: Call, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Tell which endpoints are new, gone or changed; a time limit alone changes nothing."""
        _ = id_
        # One of them deleted before its successor is made: the engine asks what if all of this were unknown.
        if schema.is_unknown(news["endpoints"]):
            return host.DetailedDiff({"endpoints": "UPDATE"}, [], delete_before_replace=False)
        # What is secret from now on is so in what is recorded, too.
        before, now = _with_secret(call.recorded_inputs or olds), _with_secret(news)
        changed = {
            f"endpoints[{json.dumps(name)}]": "DELETE" if name not in now else "UPDATE" if name in before else "ADD"
            for name in sorted({*before, *now})
            if before.get(name) != now.get(name)
        }
        return host.DetailedDiff(changed, [], delete_before_replace=False)

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
        inputs = {key: value for key, value in (call.recorded_inputs or {}).items() if key != host.PROVIDER_KEY}
        proven = props.get(PROVEN) or {}
        stamps = _stamps(inputs.get("endpoints") or {})
        unseen = [name for name, (id_, stamp) in stamps.items() if proven.get(id_) != stamp]
        if unseen:
            reason = f"not seen ready: {some(unseen)}. The next `pulumi up` goes on waiting"
            self.record_not_ready(call, id_, _marked(call.recorded_outputs), inputs, reason)
        return ReadResult(id_, _marked(props), inputs)

    def _wait(self, call: Call, id_: str, inputs: Mapping[str, Any], recorded: Mapping[str, Any]) -> dict[str, Any]:
        """Wait for what is not proven yet, and return what is recorded."""
        kind = cloud(str(inputs["cloud"])).kind
        proven, stamps = recorded.get(PROVEN) or {}, _stamps(inputs["endpoints"])
        kept = _by_id(recorded)
        outs = _Outs(kind, inputs, call.redactor)
        targets = []
        for name, (endpoint, stamp) in stamps.items():
            if endpoint in kept and proven.get(endpoint) == stamp:
                outs.keep(name, *kept[endpoint], endpoint, stamp)
            else:
                verb = "updating" if endpoint in proven else "creating"
                limits = {"creating": kind.limits.create, "updating": kind.limits.update}
                own = (inputs["endpoints"][name].get("limits") or {}).get(verb)
                targets.append(Target(name, endpoint, verb, float(own or limits[verb])))
        if not targets:
            return _marked(outs.bag)
        # Each has its own limit; this one is there to hold them all.
        operation = Operation("waiting", max(target.seconds for target in targets), self.runtime.clock, call)
        outcome = Group(self.account_of(kind, {}), targets, operation, others=len(stamps) - len(targets)).run()
        for name, live in outcome.ready.items():
            outs.add(name, live, stamps[name][1])
        for name, live in outcome.seen.items():
            outs.add(name, live, None)
        for remark in outcome.remarks:
            call.warning(remark)
        for target in targets:
            if target.name not in outcome.ready and target.id in proven:
                outs.bag[PROVEN][target.id] = False  # it was ready before its last change: what is awaited is no create
        self.runtime.history.waited_in_vain({target.id for target in targets if target.name not in outcome.ready})
        if outcome.reasons:
            self.record_not_ready(call, id_, _marked(outs.bag), inputs, *outcome.reasons)
        return _marked(outs.bag)


class Readiness(Resource, module="serving/index", name="Readiness"):
    """The wait for some endpoints of one account."""

    states: pulumi.Output[dict[str, Any]]
    """``id``, ``status`` and ``url`` of each endpoint by its name."""
    tokens: pulumi.Output[dict[str, str] | None]
    """The tokens of those that have one, by their names; secret."""

    def __init__(
        self,
        resource_name: str,
        of: str,
        endpoints: Mapping[str, ServingResource],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Wait for endpoints ``of`` a cloud, all of one account, by the names that they shall have in the outputs."""
        inputs = {name: _input(endpoint) for name, endpoint in endpoints.items()}
        awaited: Any = _secret(endpoints)
        marked: pulumi.Output[Any] = pulumi.Output.from_input(awaited)
        bag = {"cloud": of, "endpoints": inputs, marks.SECRET: marked, STATES: None, TOKENS: None}
        secret = pulumi.ResourceOptions(additional_secret_outputs=[TOKENS])
        register(self, ReadinessProvider, resource_name, bag, pulumi.ResourceOptions.merge(opts, secret), of)


def _input(endpoint: ServingResource) -> dict[str, Any]:
    timeouts = {"creating": "create", "updating": "update"}
    own = {verb: getattr(endpoint._timeouts, name, None) for verb, name in timeouts.items()}  # noqa: SLF001
    limits = {verb: seconds(text) for verb, text in own.items() if text}
    return {"id": endpoint.id, CHANGED_AT: endpoint.changed_at, **({"limits": limits} if limits else {})}


async def _secret(endpoints: Mapping[str, ServingResource]) -> dict[str, list[str]] | None:
    """Return by the endpoints' names which of those outputs that the wait has, too, are secret; None for none."""
    found = {
        name: [
            output
            for output in MAY_BE_SECRET
            if output in endpoint._secret_outputs or await getattr(endpoint, output).is_secret()  # noqa: SLF001
        ]
        for name, endpoint in endpoints.items()
    }
    return {name: outputs for name, outputs in found.items() if outputs} or None


class ReadyEndpoint(TypedDict):
    """What is known of an endpoint once it serves. An ``url`` or a ``token`` that the cloud does not give is None."""

    id: pulumi.Output[str]
    status: pulumi.Output[str]
    url: pulumi.Output[str | None]
    token: pulumi.Output[str | None]


def wait_until_ready(
    resources: Mapping[str, ServingResource] | Iterable[ServingResource],
    *,
    name: str = "ready",
    opts: pulumi.ResourceOptions | None = None,
) -> dict[str, ReadyEndpoint]:
    """
    Wait for many endpoints at once, and return of each what is known once it serves; what uses it runs after that.

    Make the endpoints with ``wait_until_ready=False``: they are then there when the cloud has accepted them, and one
    resource for each account waits for all of them, at any ``--parallel``. It waits again for what is changed later,
    and for nothing else. One that fails is reported by its name when all others are ready or have failed too; the next
    ``pulumi up`` heals it and goes on waiting. Each endpoint has its own time limit: its ``custom_timeouts``, or the
    default of its kind.

    ``resources`` are endpoints of any cloud, by the names that the result shall have; of a list, the logical names.
    ``name`` is what the logical names of the waiting resources begin with. A RunError says what can't be waited for.
    """
    checks.refuse_name(FUNCTION, name)
    checks.refuse_options(FUNCTION, opts)
    members = dict(_named(resources))
    accounts: dict[tuple[Kind[Any, Any], pulumi.ProviderResource | None], dict[str, ServingResource]] = {}
    for key, resource in members.items():
        kind = resource._provider_class.kind  # noqa: SLF001 - the room next door
        accounts.setdefault((kind, resource._provider), {})[key] = resource  # noqa: SLF001 - Pulumi has no other word
    found: dict[str, ReadyEndpoint] = {}
    for (kind, instance), of_one in accounts.items():
        account = kind.cloud if instance is None else instance._name  # noqa: SLF001 - see above
        own = pulumi.ResourceOptions(provider=instance)
        wait = Readiness(f"{name}-{account}", kind.cloud, of_one, pulumi.ResourceOptions.merge(opts, own))
        found |= {key: _ready(wait, key, has_token=kind.has_token) for key in of_one}
    return Named({key: found[key] for key in members}, f"{FUNCTION}: no endpoint is named")


def _named(resources: Any) -> Iterator[tuple[str, ServingResource]]:
    """Yield what is to be waited for by its name; a RunError says what can't be."""
    if isinstance(resources, Mapping):
        pairs = list(resources.items())
    elif isinstance(resources, pulumi.Resource):
        raise pulumi.RunError(f"{_no_endpoint('what it is given', resources)}: {TAKES}")
    elif isinstance(resources, (str, bytes, pulumi.Output)) or not isinstance(resources, Iterable):
        raise pulumi.RunError(f"{FUNCTION}: {TAKES}, not {checks.a(resources)}")
    else:
        pairs = [(getattr(item, "_name", f"item {index}"), item) for index, item in enumerate(resources)]
    names = set()
    for name, resource in pairs:
        checks.refuse_name(f"{FUNCTION}: an endpoint", name)
        if not isinstance(resource, ServingResource):
            raise pulumi.RunError(_no_endpoint(name, resource))
        if name in names:
            raise pulumi.RunError(f"{FUNCTION}: two endpoints are named {name}; give a mapping of names of your own")
        names.add(name)
        yield name, resource


def _no_endpoint(name: str, resource: object) -> str:
    hint = ""
    if isinstance(resource, pulumi.ComponentResource):
        hint = "; a fleet waits by itself for its own" if hasattr(resource, "endpoints") else ""
    noun = "a dict" if isinstance(resource, Named) else checks.a(resource)
    return f"{FUNCTION}: {name} is no endpoint of pulumi_serving but {noun}{hint}"


def _ready(wait: Readiness, name: str, *, has_token: bool) -> ReadyEndpoint:
    def state(key: str) -> pulumi.Output[Any]:
        def found(states: Any) -> Any:
            item = (states or {}).get(name) or {}
            value = item.get(key)
            return pulumi.Output.secret(value) if key in (item.get(SECRET) or ()) else value

        # One secret address makes all that was recorded secret, on its way into a program.
        known: pulumi.Output[Any] = pulumi.Output.unsecret(wait.states).apply(found)
        return known

    def token() -> pulumi.Output[Any]:
        secret: pulumi.Output[Any] = pulumi.Output.secret(read_output(wait, TOKENS, tokens, mark=STATES))
        return secret.apply(lambda known: known.get(name))

    def tokens(value: Any, whole: bool) -> Any:
        return (value if isinstance(value, dict) else {}) if whole else schema.UNKNOWN

    # Where a cloud has no token, that is no secret.
    nothing: pulumi.Output[Any] = pulumi.Output.from_input(None)
    return of_one_endpoint(
        name, id=state("id"), status=state("status"), url=state("url"), token=token() if has_token else nothing
    )


def of_one_endpoint(name: str, **found: pulumi.Output[Any]) -> ReadyEndpoint:
    """Return what is known of an endpoint; a misspelt key of it is told in one line."""
    known: Any = Named(found, f"{name}: no output of an endpoint is named")
    return cast("ReadyEndpoint", known)


def _stamps(endpoints: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the id of each endpoint and when it last changed; either may be unknown."""
    # Sorted: on their way through the engine mappings lose their order.
    return {name: (item.get("id"), item.get(CHANGED_AT) or "") for name, item in sorted(endpoints.items())}


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
        self.bag: dict[str, Any] = {**inputs, STATES: {}, TOKENS: {}, PROVEN: {}}

    def keep(self, name: str, item: Any, token: Any, id_: str, stamp: Any) -> None:
        self._record(name, {key: item.get(key) for key in ("id", "status", "url")})
        if token is not None:
            self.bag[TOKENS][name] = token
        self.bag[PROVEN][id_] = stamp

    def add(self, name: str, live: Live, stamp: Any) -> None:
        """Add what was read of an endpoint; without a stamp it is not ready."""
        self._record(name, {"id": live.id, "status": live.status, "url": live.outputs.get("url")})
        if stamp is None:
            return
        self.bag[PROVEN][live.id] = stamp
        token = self._kind.token_of(live.outputs)
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
