"""Names under which the state records what the user did not declare. They are stored: they never change."""

from __future__ import annotations

from typing import Any

LOCATION = "location"
"""Where the resource lives; an input, so that a preview shows a move."""
NAMED_BY = "__named_by"
"""Whose the name is, ``user`` or ``provider``. Pulumi shows no property that starts with two underscores."""
ACCOUNT = "__account"
"""The account that owns the resource, where the API tells it."""
KEY = "__key"
"""The fingerprint of the key that last found the resource."""
SINCE = "__since"
"""When a create was sent whose outcome could not be told, in Unix seconds."""
BEFORE = "__before"
"""With it, the ids that had its name already, of a kind of which several may have one."""
CHANGED_AT = "changed_at"
"""When the cloud last accepted a create or an update of the resource: what waits for it sees that it must again."""
ADOPTED = "__adopted"
"""There where an endpoint was adopted: when, which tells this record of it from any other."""
UNCONFIRMED = "__unconfirmed"
"""
There where a create or an update was accepted and nobody has seen that it ended well.

True, or for an update a mark of what was live before it, by the path of each field that it changes: see ``forms.py``.
"""
CONFIRMED = "__confirmed"
"""Of a wait: the endpoints' ids, each with the time of the change after which it was seen ready."""
KEPT = "__kept"
"""Marks of the declared values that the cloud keeps in a form of its own: see ``forms.py``."""
UNDECLARED = "__undeclared"
"""
True in the inputs that an import has read, until a program's take their place.

Nobody has declared them, so a program that leaves some of them out takes nothing away.
"""
OWNED = "__owned"
"""The arguments that something in the cloud, an autoscaler say, sets by itself."""

FORMER = {"place": LOCATION, "__unproven": UNCONFIRMED, "__proven": CONFIRMED}
"""What some of them were called before the first release: states with these names are still read."""
FORMER_OUTPUTS = {present: name for name, present in FORMER.items() if not name.startswith("__")}
"""Those of them that a program can read: of a resource that a run leaves alone the engine hands it what is recorded."""

GONE = "gone"
"""The recorded status of what was never seen ready and is not there any more: only a replacement leaves it."""
MARKS = (CHANGED_AT, ADOPTED, UNCONFIRMED, KEPT)
"""What a reading alone does not tell."""


def is_internal(name: str) -> bool:
    """Tell whether a property is the provider's own and no argument of the user's."""
    return name.startswith("__") or name in (LOCATION, CHANGED_AT)


def with_present_names(recorded: dict[str, Any]) -> dict[str, Any]:
    """Return a recorded bag with today's names, so that nothing else has to know the former ones."""
    present = {FORMER.get(name, name): value for name, value in recorded.items()}
    if isinstance(members := present.get("endpoints"), dict):  # of a wait: a bag for each endpoint
        present["endpoints"] = {
            name: with_present_names(member) if isinstance(member, dict) else member for name, member in members.items()
        }
    return present
