"""
What must hold across the fields of an app service (CreateAppService page).

Errors are what the API documents, and the form of the typed Config; what the vendor only shows by examples or in a list
that is known to be old is a warning, since a client that is stricter than the specification blocks valid programs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pulumi_serving.core import schema
from pulumi_serving.core.validate import Problem, validate

from .args import NasConfigArgs, OssConfigArgs
from .wire import APP_TYPE, is_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SERVICE_SPECS = (
    "llama_7b_fp16",
    "llama_7b_int8",
    "llama_13b_fp16",
    "chatglm_6b_fp16",
    "chatglm_6b_int8",
    "chatglm2_6b_fp16",
    "baichuan_7b_int8",
    "baichuan_13b_fp16",
    "baichuan_7b_fp16",
)
"""The nine different ones of the reference's ten, of which one is printed twice."""
SHORTEST_NAME, LONGEST_NAME = 3, 63
FORMS: dict[str, Any] = {"oss": OssConfigArgs, "nas": NasConfigArgs}


def problems(args: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every problem; a value that is not known yet, or of a wrong type, breaks no rule here."""
    yield from _name(args.get("name"))
    spec, app_type = args.get("service_spec"), args.get("app_type")
    if isinstance(spec, str) and spec not in SERVICE_SPECS:
        yield Problem("service_spec", "is none of those that the reference lists; the list may be old", warning=True)
    if isinstance(app_type, str) and app_type != APP_TYPE:
        yield Problem("app_type", "is another than LLM, the only one that the reference lists", warning=True)
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
    if schema.is_unknown(storage):
        return  # which of the two forms it is, is not known yet
    form = FORMS.get(storage) if isinstance(storage, str) else None
    if form is None:
        yield Problem("config.model_storage", "must be 'oss' or 'nas'")
        return
    (other,) = [kind for kind in FORMS if kind != storage]
    foreign = {name for name in config if name in schema.fields(FORMS[other])} - {*schema.fields(form)}
    for name in sorted(foreign):
        yield Problem(f"config.{name}", f"goes with model_storage '{other}', not with '{storage}'")
    for problem in validate(form, {name: value for name, value in config.items() if name not in foreign})[1]:
        yield replace(problem, path=f"config.{problem.path}")
    if storage == "oss" and not _begins(config.get("oss_path"), "oss://"):
        yield Problem("config.oss_path", "must start with oss://")
    if storage == "nas" and not _begins(config.get("nas_path"), "/"):
        yield Problem("config.nas_path", "must start with /")


def _begins(value: Any, prefix: str) -> bool:
    return not isinstance(value, str) or value.startswith(prefix)
