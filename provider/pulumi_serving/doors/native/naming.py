"""
Names for resources whose user gave none, as ``pulumi:autonaming`` of the project wants them.

The engine proposes one only where somebody has set that. Else the derived name counts, which is the same in each run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import provider_pb2

from pulumi_serving.core.cloud.names import NameForm, Namer

if TYPE_CHECKING:
    from pulumi_serving.core.cloud.kind import Kind


class Proposals(Namer):
    """A namer that gives the names that the engine proposes, where it does."""

    def __init__(self) -> None:
        """Know of no proposal."""
        super().__init__()
        self._proposed: dict[str, str] = {}

    def propose(self, request: Any, kind: Kind[Any, Any] | None) -> str:
        """Take what a check proposes for the name; return the line on why it can't be had, ``""`` if it can."""
        self._proposed.pop(request.urn, None)
        if kind is None or not request.HasField("autonaming"):
            return ""
        options = provider_pb2.CheckRequest.AutonamingOptions
        if request.autonaming.mode == options.DISABLE:
            has_one = "name" in request.olds
            return "" if has_one else "name: is required, since pulumi:autonaming is disabled"
        name = request.autonaming.proposed_name
        if not fits(kind.names, name):
            return f"name: pulumi:autonaming makes {name!r}, which is no name of {kind.cloud}: give one"
        self._proposed[request.urn] = name
        return ""

    def name(self, form: NameForm, urn: str, *, replacing: bool) -> str:
        """Return the proposed name, else the derived one."""
        return self._proposed.get(urn) or super().name(form, urn, replacing=replacing)


def fits(form: NameForm, name: str) -> bool:
    """Tell whether a name has a form that the cloud takes."""
    letters = all(re.fullmatch(form.allowed, letter) or letter == form.separator for letter in name)
    return bool(name) and len(name) <= form.longest and letters and not (form.lower and name != name.lower())
