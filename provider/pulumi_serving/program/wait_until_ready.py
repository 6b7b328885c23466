"""
One wait for many endpoints: what a program calls, and the resource that it registers.

The engine runs few operations at a time, and a create that waits holds one of them. So a program may make endpoints
that do not wait, and wait for all of an account in one resource, which depends on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pulumi
from pulumi.dynamic import Resource
from typing_extensions import TypedDict

from pulumi_serving.core.cloud.abilities import HasToken, Serves
from pulumi_serving.core.cloud.discovery import serving_kinds
from pulumi_serving.core.lifecycle.readiness import MAY_BE_SECRET, STATES, TOKENS
from pulumi_serving.core.values import leaves, marks
from pulumi_serving.core.values.state_keys import CHANGED_AT, LOCATION
from pulumi_serving.doors.dynamic.provider import ReadinessProvider
from pulumi_serving.doors.dynamic.sdk import read_output

from . import awaited, checks
from .named import Named
from .register import register
from .resource import ServingResource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_serving.core.cloud.kind import Kind
FUNCTION, TAKES = "wait_until_ready", "it takes a list or a mapping of endpoints"


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
        kind_name: str = "",
    ) -> None:
        """
        Wait for endpoints ``of`` a cloud, all of one account, by the names that they shall have in the outputs.

        ``kind_name`` says of which kind they are, where the cloud has several that serve.
        """
        inputs = {name: _input(endpoint) for name, endpoint in endpoints.items()}
        awaited: Any = _secret(endpoints)
        marked: pulumi.Output[Any] = pulumi.Output.from_input(awaited)
        named = {"kind": kind_name} if kind_name else {}
        bag = {"cloud": of, **named, "endpoints": inputs, marks.SECRET: marked, STATES: None, TOKENS: None}
        # It may have been one of a fleet in another language's program.
        former = pulumi.Alias(type_="serving:index:Readiness")
        secret = pulumi.ResourceOptions(additional_secret_outputs=[TOKENS], aliases=[former])
        register(self, ReadinessProvider, resource_name, bag, pulumi.ResourceOptions.merge(opts, secret), of)


def _input(endpoint: ServingResource) -> dict[str, Any]:
    timeouts = {name: getattr(endpoint._timeouts, name, None) for name in awaited.TIMEOUTS.values()}  # noqa: SLF001
    args = endpoint._provider_class.kind.args  # noqa: SLF001 - the room next door
    at = {LOCATION: endpoint.location} if awaited.may_live_elsewhere(args) else {}  # type: ignore[attr-defined]
    return {"id": endpoint.id, CHANGED_AT: endpoint.changed_at, **at, **awaited.limits(timeouts)}


async def _secret(endpoints: Mapping[str, ServingResource]) -> dict[str, list[str]] | None:
    """Return by the endpoints' names which of those outputs that the wait has, too, are secret; None for none."""
    found: dict[str, list[str]] = {name: [] for name in endpoints}
    for name, endpoint in endpoints.items():
        for output in MAY_BE_SECRET:
            if output in endpoint._secret_outputs or await getattr(endpoint, output).is_secret():  # noqa: SLF001
                found[name].append(output)
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
        several = serving_kinds(kind.cloud)
        kind_name = next(each for each in several if type(several[each]) is type(kind)) if len(several) > 1 else ""
        own = pulumi.ResourceOptions(provider=instance)
        wait = Readiness(
            awaited.title(name, account, kind_name),
            kind.cloud,
            of_one,
            pulumi.ResourceOptions.merge(opts, own),
            kind_name,
        )
        found |= {key: _ready(wait, key, has_token=isinstance(kind, HasToken)) for key in of_one}
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
        if not isinstance(resource, ServingResource) or not isinstance(resource._provider_class.kind, Serves):  # noqa: SLF001 - the room next door
            raise pulumi.RunError(_no_endpoint(name, resource))
        if name in names:
            raise pulumi.RunError(f"{FUNCTION}: two endpoints are named {name}; give a mapping of names of your own")
        names.add(name)
        yield name, resource


def _no_endpoint(name: str, resource: object) -> str:
    hint = ""
    if isinstance(resource, pulumi.ComponentResource):
        hint = "; a fleet waits by itself for its own" if hasattr(resource, "endpoints") else ""
    if isinstance(resource, ServingResource):
        hint = ", which is there as soon as it is made: there is nothing to wait for"
    noun = "a dict" if isinstance(resource, Named) else checks.a(resource)
    return f"{FUNCTION}: {name} is no endpoint of pulumi_serving but {noun}{hint}"


def _ready(wait: Readiness, name: str, *, has_token: bool) -> ReadyEndpoint:
    def state(key: str) -> pulumi.Output[Any]:
        # One secret address makes all that was recorded secret, on its way into a program.
        known: pulumi.Output[Any] = pulumi.Output.unsecret(wait.states).apply(partial(awaited.state_of, name, key))
        return known

    def token() -> pulumi.Output[Any]:
        secret: pulumi.Output[Any] = pulumi.Output.secret(read_output(wait, TOKENS, tokens, mark=STATES))
        return secret.apply(lambda known: known.get(name))

    def tokens(value: Any, whole: bool) -> Any:
        return (value if isinstance(value, dict) else {}) if whole else leaves.UNKNOWN

    # Where a cloud has no token, that is no secret.
    nothing: pulumi.Output[Any] = pulumi.Output.from_input(None)
    return of_one_endpoint(
        name, id=state("id"), status=state("status"), url=state("url"), token=token() if has_token else nothing
    )


def of_one_endpoint(name: str, **found: pulumi.Output[Any]) -> ReadyEndpoint:
    """Return what is known of an endpoint; a misspelt key of it is told in one line."""
    known: Any = Named(found, f"{name}: no output of an endpoint is named")
    return cast("ReadyEndpoint", known)
