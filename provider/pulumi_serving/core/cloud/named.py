"""What is wrong with the cloud, or the kind of resource, that somebody has named: a rule for a line of mistakes."""

from __future__ import annotations

from pulumi_serving.core.values.validate import REQUIRED, unknown_name

from .discovery import clouds, serving_kinds


def broken_cloud_rule(name: str) -> str:
    """Return the rule that the name of a cloud breaks; ``""`` if there is such a cloud."""
    return "" if name in clouds() else unknown_name(name, clouds(), "is not a cloud")


def broken_kind_rule(cloud: str, name: str | None) -> str:
    """Return the rule that the name of a kind that serves breaks; it may be left out where only one serves."""
    found = [*serving_kinds(cloud)]
    if name is None:
        return f"{REQUIRED}: one of {', '.join(found)}" if len(found) > 1 else ""
    return "" if name in found else unknown_name(name, found, f"is no kind of {cloud} that serves")
