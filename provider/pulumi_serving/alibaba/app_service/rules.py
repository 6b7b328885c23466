"""
What must hold across the fields of an app service (CreateAppService page).

Errors are what the API documents, and the form of the typed Config; what the vendor only shows by examples or in a list
that is known to be old is a warning, since a client that is stricter than the specification blocks valid programs.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import leaves, markers, schema
from pulumi_serving.core.values.validate import Problem, shown_key, unknown_words, validate

from .args import AppServiceArgs, NasConfigArgs, OssConfigArgs
from .wire import BODY, QUERY, config_to_wire, is_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SERVICE_SPECS: tuple[str, ...] = getattr(
    schema.fields(AppServiceArgs)["service_spec"].marker(markers.Known), "words", ()
)
"""The nine different ones of the reference's ten, of which one is printed twice."""
SHORTEST_NAME, LONGEST_NAME = 3, 63
FORMS: dict[str, Any] = {"oss": OssConfigArgs, "nas": NasConfigArgs}


def problems(args: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every problem; a value that is not known yet, or of a wrong type, breaks no rule here."""
    yield from _name(args.get("name"))
    yield from unknown_words(AppServiceArgs, args)
    yield from _extra(args.get("extra"))
    if is_typed(args.get("config")):
        yield from _config(args["config"])


def _name(name: Any) -> Iterator[Problem]:
    if not isinstance(name, str) or not name:
        return
    if re.search(r"[/\s]", name) or name != name.lower():
        yield Problem("name", "must have no upper case, no blank and no /")
    elif not re.fullmatch(r"[a-z0-9_]+", name):
        yield Problem("name", "should have lower-case letters, digits and underscores only", warning=True)
    elif not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        yield Problem("name", f"should have {SHORTEST_NAME} to {LONGEST_NAME} characters", warning=True)


def _config(config: dict[str, Any]) -> Iterator[Problem]:
    storage = config["model_storage"]
    if leaves.is_unknown(storage):
        return  # which of the two forms it is, is not known yet
    form = FORMS.get(storage) if isinstance(storage, str) else None
    if form is None:
        yield Problem("config.model_storage", f"must be 'oss' or 'nas'; {_raw_form(config)}")
        return
    (other,) = [kind for kind in FORMS if kind != storage]
    foreign = {name for name in config if name in schema.fields(FORMS[other])} - {*schema.fields(form)}
    for name in sorted(foreign):
        yield Problem(f"config.{name}", f"goes with model_storage '{other}', not with '{storage}'")
    for problem in validate(form, {name: value for name, value in config.items() if name not in foreign})[1]:
        strange = problem.path in config and problem.path not in schema.fields(form)
        advice = f"; {_raw_form(config)}" if strange else ""
        yield replace(problem, path=f"config.{problem.path}", rule=problem.rule + advice)
    if storage == "oss" and not _begins(config.get("oss_path"), "oss://"):
        yield Problem("config.oss_path", "must start with oss://")
    if storage == "nas" and not _begins(config.get("nas_path"), "/"):
        yield Problem("config.nas_path", "must start with /")


def _raw_form(config: Mapping[str, Any]) -> str:
    """Say how a Config is written that is sent as it is, with the keys that the API has for these."""
    names = ", ".join(f"{json.dumps(shown_key(name))}: ..." for name in config_to_wire(config))
    return f"to send it as it is, write the config in the API's own form, {{{names}}}"


def _extra(extra: Any) -> Iterator[Problem]:
    """Find what the API has under a name of its own for an argument."""
    own = {name: argument for argument, name in {**BODY, **QUERY}.items()}
    for key in extra if isinstance(extra, dict) else ():
        if key in own:
            yield Problem(f"extra.{key}", f"is an argument of its own: use {own[key]}")


def _begins(value: Any, prefix: str) -> bool:
    return not isinstance(value, str) or value.startswith(prefix)
