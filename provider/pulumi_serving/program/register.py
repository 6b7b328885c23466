"""How a program declares a resource: the checks first, then Pulumi is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.cloud.discovery import clouds
from pulumi_serving.doors.dynamic import sdk

from . import checks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pulumi
    from pulumi.dynamic import Resource, ResourceProvider


def register(
    resource: Resource,
    provider: Callable[[], ResourceProvider],
    resource_name: str,
    props: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
    cloud: str,
) -> None:
    """
    Register a dynamic resource; to be called by no ``__init__`` but its class's own.

    What a program gives wrong is a RunError of one line before anything is registered: see ``checks.py``.
    """
    what, token = called(type(resource), resource_name), sdk.token_of(resource)
    checks.refuse_provider(what, opts, cloud)
    checks.claim_name(resource, what, token, resource_name, opts.parent)
    sdk.register(resource, provider, token, resource_name, props, opts)


def called(kind: type[Any], name: object) -> str:
    """Return how a line names what a program declares: ``ppio.Endpoint llm``."""
    home = kind.__module__.split(".")
    own = name if isinstance(name, str) and name.isprintable() else ""
    cloud = f"{home[1]}." if home[1:] and home[1] in clouds() else ""
    return f"{cloud}{kind.__name__} {own}".strip()
