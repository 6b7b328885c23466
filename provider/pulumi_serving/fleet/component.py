"""A fleet: endpoints of all clouds from one mapping, by default from the stack's config, and one wait for them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.core.values import inputs
from pulumi_serving.fleet import aliases as fleet_aliases
from pulumi_serving.fleet import config as fleet_config
from pulumi_serving.program import checks
from pulumi_serving.program.clouds import cloud
from pulumi_serving.program.named import Named
from pulumi_serving.program.register import called
from pulumi_serving.program.wait_until_ready import of_one_endpoint, wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.program.resource import ServingProvider, ServingResource
    from pulumi_serving.program.wait_until_ready import ReadyEndpoint

    from .plans import AccountPlan, EndpointPlan

TYPE = "serving:index:Fleet"


class Fleet(pulumi.ComponentResource):
    """
    Endpoints of all clouds, each as fast as the slowest of them.

    It takes what ``serving:endpoints``, ``serving:defaults`` and ``serving:accounts`` are in a stack's config, and
    reads those where no ``endpoints`` are given. Every mistake is told at once, before anything is made. Endpoints are
    made without waiting, and one resource for each account waits for them all; an endpoint with
    ``wait_until_ready: false`` is left out of that, and its ``status`` and ``url`` are None until a refresh.

    ``endpoints`` has ``id``, ``status``, ``url`` and ``token`` of each endpoint by its name, as outputs: what uses one
    runs once the endpoint serves.
    """

    def __init__(
        self,
        name: str,
        endpoints: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
        accounts: Mapping[str, Any] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Make the fleet; a FleetConfigError names all that is wrong with it, a line and a path for each."""
        what = called(type(self), name)
        checks.refuse_name(what, name)
        checks.refuse_options(what, opts)
        if endpoints is not None:
            plan = fleet_config.plan(*map(inputs.as_lists_and_dictionaries, (endpoints, defaults, accounts)))
        elif defaults is None and accounts is None:
            plan = fleet_config.from_stack_config()
        else:
            raise pulumi.RunError(f"{what}: defaults and accounts go with endpoints; without any it reads config")
        checks.claim_name(self, what, TYPE, name, opts.parent if opts else None)
        super().__init__(TYPE, name, None, opts)
        for warning in [*plan.warnings, *fleet_aliases.warnings(plan)]:
            pulumi.log.warn(warning, resource=self)
        instances = {account.name: self._instance(account) for account in plan.accounts}
        made = {
            endpoint.name: self._endpoint(endpoint, instances.get(endpoint.account or ""))
            for endpoint in plan.endpoints
        }
        ready = wait_until_ready(
            {item.name: made[item.name] for item in plan.endpoints if item.is_awaited},
            name=name,
            opts=pulumi.ResourceOptions(parent=self),
        )
        # Declared here: what a class of resources declares Pulumi evaluates, and turns into outputs.
        self.endpoints: dict[str, ReadyEndpoint] = Named(
            {key: ready[key] if key in ready else _accepted(key, resource) for key, resource in made.items()},
            f"{what}: no endpoint is named",
        )
        self.register_outputs({"endpoints": self.endpoints})

    def _instance(self, account: AccountPlan) -> ServingProvider:
        provider: Any = cloud(account.cloud).provider
        instance: ServingProvider = provider(account.name, **account.settings, opts=pulumi.ResourceOptions(parent=self))
        return instance

    def _endpoint(self, endpoint: EndpointPlan, instance: ServingProvider | None) -> ServingResource:
        resource: Any = cloud(endpoint.cloud, endpoint.kind).resource
        aliases = [*map(fleet_aliases.option, endpoint.aliases), fleet_aliases.of_the_other_door(resource)]
        made: ServingResource = resource(endpoint.name, endpoint.declared, endpoint.options(self, instance, aliases))
        return made


def _accepted(name: str, resource: Any) -> ReadyEndpoint:
    """Return what is known of an endpoint that nobody waits for."""
    nothing: pulumi.Output[Any] = pulumi.Output.from_input(None)
    return of_one_endpoint(name, id=resource.id, status=resource.status, url=resource.url, token=nothing)
