"""What a fleet's config comes to: endpoints and accounts to be made, or all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAMESPACE = "serving"
ENDPOINTS = f"{NAMESPACE}:endpoints"
DEFAULTS = f"{NAMESPACE}:defaults"
ACCOUNTS = f"{NAMESPACE}:accounts"
KEYS = (ENDPOINTS, DEFAULTS, ACCOUNTS)
SHORT = {key.partition(":")[2]: key for key in KEYS}
"""Without the namespace, the engine takes a key for one of the project's own, whose name a file does not tell."""


@dataclass(frozen=True)
class EndpointPlan:
    """
    One endpoint, defaults merged in, checked.

    ``args`` are the arguments of the cloud's resource, texts that may be secret as secret outputs; ``account`` is one
    of the plan's, None for the cloud's default account; ``kind`` is ``""`` for the only one that serves; ``timeouts``
    has ``create``, ``update`` and ``delete``, as far as they are given, each a duration such as ``40m``.
    """

    name: str
    cloud: str
    account: str | None
    args: dict[str, Any]
    protect: bool | None
    aliases: tuple[str, ...]
    timeouts: Mapping[str, str]
    kind: str = ""

    @property
    def is_awaited(self) -> bool:
        """Whether the fleet waits for it."""
        return self.args.get("wait_until_ready") is not False

    @property
    def declared(self) -> dict[str, Any]:
        """The arguments of its resource: the wait is a resource of the fleet's own."""
        return {**self.args, "wait_until_ready": False}

    def options(
        self, parent: pulumi.Resource, provider: pulumi.ProviderResource | None, aliases: list[str | pulumi.Alias]
    ) -> pulumi.ResourceOptions:
        """Return the options of its resource."""
        return pulumi.ResourceOptions(
            parent=parent,
            provider=provider,
            protect=self.protect,
            aliases=aliases,
            custom_timeouts=pulumi.CustomTimeouts(**self.timeouts) if self.timeouts else None,
        )


@dataclass(frozen=True)
class AccountPlan:
    """One named account: the arguments of that cloud's Provider, what is or may be secret as secret outputs."""

    name: str
    cloud: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class FleetPlan:
    """All endpoints and accounts, in the order of the config, and a line for each thing that is doubtful."""

    endpoints: tuple[EndpointPlan, ...]
    accounts: tuple[AccountPlan, ...]
    warnings: tuple[str, ...] = ()


class FleetConfigError(pulumi.RunError):
    """All that is wrong with a fleet's config: ``lines``, one per mistake, each with its path."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines."""
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))
