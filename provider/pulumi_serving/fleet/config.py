"""
A fleet as a team writes it down, in the stack's config: endpoints of all clouds, shared defaults, named accounts.

``plan`` turns it into what is to be made, or tells every mistake of the whole config at once, each with its path in the
YAML. It makes no call and needs no engine. A text that may be secret is a ``SecretText`` on its way in; it is checked,
never repeated, and a secret output on its way out.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.core.values import hidden, leaves, schema
from pulumi_serving.core.values.validate import REQUIRED, unknown_name
from pulumi_serving.fleet import stack_file
from pulumi_serving.program.clouds import cloud

from .plans import ENDPOINTS, KEYS, NAMESPACE, SHORT, FleetConfigError, FleetPlan
from .reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def from_stack_config() -> FleetPlan:
    """Plan the fleet of the running stack's config; a FleetConfigError names all that is wrong."""
    found = {key: stack_file.of_the_running_stack(key) for key in KEYS}
    present = {key: value for key, value in found.items() if value is not None}
    return _with_outputs(_of_config(present, [*present, *pulumi.runtime.get_config_env()]))


def from_stack_file(path: Path) -> FleetPlan | None:
    """
    Check the fleet of a stack's file, without an engine, so that encrypted texts can't be read; None if it has none.

    A FleetConfigError names all that is wrong, a StackFileError why the file can't be read.
    """
    config = stack_file.unread(stack_file.read(path, must_have_config=True))
    if not any(key in KEYS or key in SHORT or _is_misspelt(key) for key in config):
        wrong = [line for key, value in config.items() if (line := _otherwise_written(key, value))]
        if wrong:  # passed by, it would look like a file that was checked
            raise FleetConfigError(wrong)
        return None
    return _of_config(config, config)


def _otherwise_written(key: str, value: Any) -> str:
    """Return what is wrong with a key that can only be meant as one of the fleet; ``""`` if it is another's."""
    plain = re.sub(r"[./]", ":", key.strip().lower())
    if plain in KEYS:
        return f"{key}: must be written {plain}"
    parts = [name for name in SHORT if plain == NAMESPACE and isinstance(value, dict) and name in value]
    return f"{key}: must be written as keys of their own, {', '.join(SHORT[name] for name in parts)}" if parts else ""


def _of_config(config: Mapping[str, Any], keys: Iterable[str]) -> FleetPlan:
    reading = Reading()
    for key in dict.fromkeys(keys):
        if _is_misspelt(key):
            reading.report(key, unknown_name(key, KEYS, "is not a key of the fleet"))
        elif key in SHORT and SHORT[key] not in config:
            reading.report(key, f"must be written {SHORT[key]}")
    if config.get(ENDPOINTS) is None and not reading.mistakes:
        # A fleet without a word on its endpoints is a mistake, not the wish to delete them all.
        reading.report(ENDPOINTS, f"{REQUIRED}; a fleet without endpoints is {{}}")
    return reading.plan(*(config.get(key) for key in KEYS))


def _is_misspelt(key: str) -> bool:
    near = key.startswith(f"{NAMESPACE}:") and difflib.get_close_matches(key, KEYS, n=1, cutoff=0.85)
    return bool(near) and key not in KEYS


def plan(
    endpoints: Mapping[str, Any], defaults: Mapping[str, Any] | None = None, accounts: Mapping[str, Any] | None = None
) -> FleetPlan:
    """
    Check a fleet's config and plan its endpoints and accounts; a FleetConfigError names all that is wrong.

    The three are the values of ``serving:endpoints``, ``serving:defaults`` and ``serving:accounts``. Arguments and
    settings may hold outputs.
    """
    return _with_outputs(check(endpoints, defaults, accounts))


def check(
    endpoints: Mapping[str, Any], defaults: Mapping[str, Any] | None = None, accounts: Mapping[str, Any] | None = None
) -> FleetPlan:
    """Do what ``plan`` does, but leave texts that may be secret as they are: outputs need a program that runs."""
    return Reading().plan(endpoints, defaults, accounts)


def _with_outputs(found: FleetPlan) -> FleetPlan:
    return replace(
        found,
        endpoints=tuple(replace(item, args=_as_inputs(item.args)) for item in found.endpoints),
        accounts=tuple(
            replace(item, settings=schema.with_secrets(cloud(item.cloud).settings_args, _as_inputs(item.settings)))
            for item in found.accounts
        ),
    )


def _as_inputs(values: dict[str, Any]) -> dict[str, Any]:
    return {key: leaves.map_leaves(value, _as_input) for key, value in values.items()}


def _as_input(leaf: Any) -> Any:
    return pulumi.Output.secret(str(leaf)) if isinstance(leaf, hidden.SecretText) else leaf
