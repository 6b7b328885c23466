"""
Ids and names that become a step of a path: one of dots, or none, would climb, and delete what is above.

``DELETE /v1/workspaces/w/endpoints/..`` is a deletion of the workspace for every server and library that tidies paths.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from pulumi_serving.core.errors import ConfigError

OUTCOME_UNKNOWN = "unsettled:"
"""What the recorded id begins with while a create's outcome is unknown; the name follows. The word is stored."""
LONGEST = 512
DOTS = re.compile(r"\.+")


def broken_rule(id_: Any) -> str:
    """Return the rule that an id of a resource breaks; ``""`` if it is right. A step of it may be a region."""
    if not isinstance(id_, str):
        return f"must be a text, not {type(id_).__name__}"
    if not id_:
        return "must not be empty"
    return next(filter(None, map(_broken_step_rule, id_.split("/"))), "")


def is_impossible(id_: str) -> bool:
    """Tell whether an answer names an id that no later request could ask for, or that the state has for another use."""
    return "/" in id_ or bool(broken_rule(id_)) or id_.startswith(OUTCOME_UNKNOWN)


def _broken_step_rule(step: str) -> str:
    if not step or DOTS.fullmatch(unquote(unquote(step))):
        return "must not have a step that is empty or of dots alone: it would climb to what is above it"
    if len(step) > LONGEST:
        return f"must have {LONGEST} characters or fewer"
    if not step.isprintable() or any(letter.isspace() for letter in step):
        return "must have no white space and no control character in it"
    if any(letter in step for letter in "\\?#"):
        return "must have none of \\ ? # in it"
    return ""


def check_path(path: str) -> None:
    """Raise if a path that is about to be asked for has a step that climbs, or none; steps are encoded already."""
    steps = path.removeprefix("/").split("/")
    if any(not step or DOTS.fullmatch(step) for step in steps):
        raise ConfigError(f"nothing was sent: an id, a name or a location in {path!r} is empty or of dots alone")


def check_id(noun: str, id_: Any) -> None:
    """Raise if the id of a resource is none that could be asked for; a name in place of one is looked for as it is."""
    rule = "" if isinstance(id_, str) and id_.startswith(OUTCOME_UNKNOWN) else broken_rule(id_)
    if rule:
        raise ConfigError(f"nothing was sent: the id of the {noun}, {id_!r}, {rule}")
