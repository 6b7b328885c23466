"""
Former names of a fleet's endpoint: a name is one in the same fleet, a URN one of anywhere else.

Pulumi takes any text for the URN or the name that it is told to take it for, and where nothing has it, it says nothing
and makes the endpoint anew. So a URN is told by how it begins, and its form and its kind of resource are checked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.doors.dynamic.sdk import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_serving.program.clouds import Cloud

    from .plans import FleetPlan

URN = re.compile(
    r"urn:pulumi:(?P<stack>[^:]+)::(?P<project>[^:]+)::(?P<types>(?:[^:]|:(?!:))+)::(?P<name>.+)", flags=re.DOTALL
)


def is_urn(alias: str) -> bool:
    """Tell whether a former name is meant as a URN, or as a part of one: no name of an endpoint holds ``::``."""
    return alias.strip(" \t\r\n\"'`").lower().startswith("urn:") or "::" in alias


def broken_rule(alias: str, of: Cloud) -> str:
    """Return the rule that a former name breaks as a URN; ``""`` if it is right, or is a name."""
    if not is_urn(alias):
        return ""
    parts = URN.fullmatch(alias) if alias == alias.strip() else None  # the name at its end would have a blank, too
    token = f"{PACKAGE}:{of.resource._resource_type_name}"  # noqa: SLF001 - Pulumi has no other word for it
    if parts is None:
        return (
            f"is no URN: one is urn:pulumi:<stack>::<project>::{token}::<name>, as `pulumi stack --show-urns` shows it"
        )
    kind = parts["types"].rpartition("$")[2]
    return (
        ""
        if kind in (token, native_token(of.resource))
        else f"is the URN of another kind of resource, {kind}, and not of {token}"
    )


def elsewhere(alias: str, stack: str, project: str) -> str:
    """Return in words that a URN is none of this stack, where no resource can have it; ``""`` if it may be."""
    parts = URN.fullmatch(alias)
    if parts is None or (parts["stack"], parts["project"]) == (stack, project):
        return ""
    there = f"stack {parts['stack']} of project {parts['project']}"
    return f"is a URN of {there}, and this is stack {stack} of project {project}: nothing here can have it"


def warnings(plan: FleetPlan) -> Iterator[str]:
    """Yield a line for each URN that is none of the running stack's."""
    for endpoint in plan.endpoints:
        for alias in endpoint.aliases:
            words = elsewhere(alias, pulumi.get_stack(), pulumi.get_project())
            if words:
                yield f"{endpoint.name}: the alias {alias} {words}"


def of_the_other_door(resource: type[Any]) -> pulumi.Alias:
    """Return what a fleet's resource was if the fleet was one of another language's program: of the native package."""
    return pulumi.Alias(type_=native_token(resource))


def native_token(resource: type[Any]) -> str:
    """Return the type by which other languages know a resource: ``serving:ppio:Endpoint``."""
    name: str = resource._resource_type_name  # noqa: SLF001 - Pulumi has no other word for it
    return name.removeprefix("dynamic/").replace("/", ":", 1)


def option(alias: str) -> str | pulumi.Alias:
    """Return a former name as Pulumi takes it."""
    return alias if is_urn(alias) else pulumi.Alias(name=alias)
