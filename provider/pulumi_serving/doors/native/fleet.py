"""A fleet for programs in any language: what ``pulumi_serving.Fleet`` is in Python, of this door's resources."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.core.cloud.abilities import HasToken
from pulumi_serving.core.cloud.discovery import clouds, kind_of, serving_kinds
from pulumi_serving.core.lifecycle.readiness import MAY_BE_SECRET
from pulumi_serving.core.values import leaves
from pulumi_serving.core.values.state_keys import FORMER_OUTPUTS, LOCATION
from pulumi_serving.doors.spelling import Spelling, spelling_of
from pulumi_serving.fleet import aliases as fleet_aliases
from pulumi_serving.fleet import config as fleet_config
from pulumi_serving.fleet.plans import FleetConfigError
from pulumi_serving.program import awaited

from .resources import PACKAGE, READINESS, dynamic_type, served
from .settings import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pulumi_serving.fleet.plans import AccountPlan, EndpointPlan, FleetPlan

    from .resources import Served

TYPE = f"{PACKAGE}:index:Fleet"
SEEDS = ("url", "status", "changedAt", "location", *FORMER_OUTPUTS.values())


class _Resource(pulumi.CustomResource):
    """A resource of this door, registered by its token."""

    def __init__(
        self, token: str, name: str, props: Mapping[str, Any], outputs: tuple[str, ...], opts: pulumi.ResourceOptions
    ) -> None:
        """Register it; it was the other door's perhaps, where its type had another name."""
        own = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=dynamic_type(token))])
        super().__init__(token, name, {**dict.fromkeys(outputs), **props}, pulumi.ResourceOptions.merge(opts, own))

    def reported(self, name: str) -> pulumi.Output[Any]:
        """Return one of its outputs."""
        output: pulumi.Output[Any] = self.__dict__[name]
        return output


class Fleet(pulumi.ComponentResource):
    """Endpoints of all clouds, made at once, and one wait for each account: see ``pulumi_serving.Fleet``."""

    def __init__(self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None = None) -> None:
        """Make the fleet; a FleetConfigError names all that is wrong with it, a line and a path for each."""
        plan = planned(inputs)
        super().__init__(TYPE, name, None, opts)
        for warning in [*plan.warnings, *fleet_aliases.warnings(plan)]:
            pulumi.log.warn(warning, resource=self)
        instances = {account.name: self._instance(account) for account in plan.accounts}
        made = {of.name: self._endpoint(of, instances.get(of.account or "")) for of in plan.endpoints}
        self.endpoints: dict[str, Any] = {
            of.name: {"id": made[of.name].id, **{key: made[of.name].reported(key) for key in MAY_BE_SECRET}}
            for of in plan.endpoints
        }
        self.tokens: dict[str, Any] = {}
        groups: dict[tuple[str, str, str], list[EndpointPlan]] = {}
        for of in plan.endpoints:
            if of.is_awaited:
                groups.setdefault((of.account or "", of.cloud, of.kind), []).append(of)
        for (account, cloud, kind), members in groups.items():
            several = kind if len(serving_kinds(cloud)) > 1 else ""
            title = awaited.title(name, f"{cloud}-{account}" if account else cloud, several)
            self._wait(title, cloud, several, {of.name: (of, made[of.name]) for of in members}, instances.get(account))
        self.register_outputs({"endpoints": self.endpoints, "tokens": self.tokens})

    def _instance(self, account: AccountPlan) -> pulumi.ProviderResource:
        settings = names_of(account.cloud).to_wire(account.settings)
        given = {account.cloud: pulumi.Output.json_dumps(settings)}
        return pulumi.ProviderResource(
            PACKAGE, f"{account.cloud}-{account.name}", given, pulumi.ResourceOptions(parent=self)
        )

    def _endpoint(self, of: EndpointPlan, instance: pulumi.ProviderResource | None) -> _Resource:
        kind = kind_of(of.cloud, of.kind)
        aliases = [each for alias in of.aliases for each in _former(alias, _served(kind))]
        args = spelling_of(type(kind)).to_wire(of.declared)
        return _Resource(_served(kind).token, of.name, args, SEEDS, of.options(self, instance, aliases))

    def _wait(
        self,
        title: str,
        cloud: str,
        kind_name: str,
        members: Mapping[str, tuple[EndpointPlan, _Resource]],
        instance: pulumi.ProviderResource | None,
    ) -> None:
        kind = kind_of(cloud, kind_name)
        endpoints = {name: _awaited(kind, plan, resource) for name, (plan, resource) in members.items()}
        props = {"cloud": cloud, **({"kind": kind_name} if kind_name else {}), "endpoints": endpoints}
        opts = pulumi.ResourceOptions(parent=self, provider=instance)
        wait = _Resource(READINESS, title, props, ("states", "tokens"), opts)
        for name in members:
            self.endpoints[name] = {
                key: pulumi.Output.unsecret(wait.reported("states")).apply(partial(awaited.state_of, name, key))
                for key in ("id", *MAY_BE_SECRET)
            }
            if isinstance(kind, HasToken):
                found = pulumi.Output.secret(wait.reported("tokens"))
                self.tokens[name] = found.apply(partial(_token, name))


def planned(inputs: Mapping[str, Any]) -> FleetPlan:
    """Return what is to be made: of the inputs, else of the stack's config. Names may be in either spelling."""
    given = {key: inputs.get(key) for key in ("endpoints", "defaults", "accounts")}
    if given["endpoints"] is None:
        wrong = [key for key, value in given.items() if value is not None]
        if wrong:
            lines = [f"{key}: goes with endpoints; without any the fleet reads the stack's config" for key in wrong]
            raise FleetConfigError(lines)
        return fleet_config.from_stack_config()
    wrong = [
        f"{'.'.join(path)}: is secret or not known yet as a whole, and must be known before anything is made. "
        "Mark what is secret in it, value by value"
        for path in _not_known(given)
    ]
    if wrong:
        raise FleetConfigError(wrong)
    endpoints = _each(given["endpoints"], lambda _, own: _names(own.get("cloud"), own.get("kind")))
    defaults = _each(given["defaults"], lambda cloud, _: _names(cloud, None))
    accounts = _each(given["accounts"], lambda _, own: _names_of_settings(own.get("cloud")))
    try:
        return fleet_config.plan(endpoints, defaults, accounts)
    except FleetConfigError as error:
        names = _all_names()
        raise FleetConfigError(map(names.line_to_wire, error.lines)) from None


def _not_known(given: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of blocks that another resource makes, or that are secret as they are."""
    for key, blocks in given.items():
        if leaves.is_unknown(blocks):
            yield (key,)
        elif isinstance(blocks, dict):
            yield from ((key, str(name)) for name, own in blocks.items() if leaves.is_unknown(own))


@cache
def _all_names() -> Spelling:
    found = [kind for cloud in clouds() for kind in serving_kinds(cloud).values()]
    return Spelling([declared for kind in found for declared in (kind.args, kind.provider_args)])


def _each(blocks: Any, names: Any) -> Any:
    """Return blocks by name with the names in them as they were declared; what has another form stays."""
    if not isinstance(blocks, dict):
        return blocks
    found = {}
    for name, own in blocks.items():
        spelling = names(name, own) if isinstance(own, dict) else None
        found[name] = own if spelling is None else spelling.from_wire(own)
    return found


def _names(cloud: Any, kind: Any) -> Spelling | None:
    if cloud not in clouds():
        return None
    declared = [serving_kinds(cloud)[kind]] if kind in serving_kinds(cloud) else serving_kinds(cloud).values()
    return Spelling([each.args for each in declared])


def _names_of_settings(cloud: Any) -> Spelling | None:
    return names_of(cloud) if cloud in clouds() else None


def _served(kind: Any) -> Served:
    return next(of for of in served().values() if of.kind is not None and type(of.kind) is type(kind))


def _former(alias: str, of: Served) -> list[str | pulumi.Alias]:
    """Return a former name as Pulumi takes it, at either door."""
    if fleet_aliases.is_urn(alias):
        return [alias]
    return [pulumi.Alias(name=alias), pulumi.Alias(name=alias, type_=dynamic_type(of.token))]


def _awaited(kind: Any, plan: EndpointPlan, resource: _Resource) -> dict[str, Any]:
    return {
        "id": resource.id,
        "changedAt": resource.reported("changedAt"),
        **({"location": _location(resource)} if awaited.may_live_elsewhere(kind.args) else {}),
        **awaited.limits(plan.timeouts),
    }


def _location(resource: _Resource) -> pulumi.Output[Any]:
    """Return where it lives, under whichever name the state has it."""
    names = (LOCATION, FORMER_OUTPUTS[LOCATION])
    return pulumi.Output.all(*map(resource.reported, names)).apply(lambda found: found[0] or found[1])


def _token(name: str, tokens: Any) -> Any:
    return (tokens or {}).get(name)
