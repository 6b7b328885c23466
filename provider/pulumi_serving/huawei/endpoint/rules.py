"""
What must hold across the fields of an endpoint.

Errors are rules that the CreateEndpoint reference states. What only later documents tell, or what follows from Ray and
from common sense, is a warning: a client that is stricter than the specification blocks valid programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.validate import Problem, unknown_words

from .args import EndpointArgs
from .rules_config import service_problems
from .rules_shared import items, mapping, name_problems, range_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES = ("service", "ray", "inference", "job", "ray_service", "sql", "container_job", "notebook")
RAY_TYPES = ("ray", "ray_service")
BLOCKS = {"ray_resource": ("ray",), "log_config": RAY_TYPES, "cap": RAY_TYPES}
"""Which block belongs to which types; ``reserved_resource`` goes with any."""
LONGEST_NAME = 128
LONGEST_DESCRIPTION = 1024


def problems(args: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every problem; a value that is not known yet, or of a wrong type, breaks no rule here."""
    yield from unknown_words(EndpointArgs, args)
    yield from name_problems("name", args.get("name"), LONGEST_NAME)
    description = args.get("description")
    if isinstance(description, str) and len(description) > LONGEST_DESCRIPTION:
        yield Problem(
            "description", f"has more than {LONGEST_DESCRIPTION} characters, which an update takes", warning=True
        )
    yield from _type(args)
    yield from _logs(mapping(args.get("log_config")))
    yield from _reserved(mapping(args.get("reserved_resource")))
    for index, group in enumerate(items(mapping(args.get("ray_resource")).get("work_node_resources"))):
        path = f"ray_resource.work_node_resources[{index}].resource"
        yield from range_problems(path, mapping(mapping(group).get("resource")), "min", "max")
    service = mapping(mapping(args.get("config")).get("ray_service_config"))
    yield from service_problems("config.ray_service_config", service)


def _type(args: Mapping[str, Any]) -> Iterator[Problem]:
    kind = args.get("type")
    if not isinstance(kind, str) or not kind:
        return
    if kind not in TYPES:  # which block belongs to it can't be told
        return
    for block, kinds in BLOCKS.items():
        if block in args and kind not in kinds:
            yield Problem(block, f"belongs to endpoints of type {' or '.join(kinds)}, not {kind}", warning=True)
    if "ray_service_config" in mapping(args.get("config")) and kind != "ray_service":
        yield Problem(
            "config.ray_service_config", f"belongs to endpoints of type ray_service, not {kind}", warning=True
        )


def _logs(logs: Mapping[str, Any]) -> Iterator[Problem]:
    lts, obs, path = (logs.get(name) for name in ("enable_lts_log", "enable_obs_log", "obs_path"))
    if obs is True and (lts is False or lts is None):
        yield Problem("log_config.enable_obs_log", "needs enable_lts_log: logs go to OBS by way of LTS")
    if obs is True and path in (None, ""):
        yield Problem("log_config.enable_obs_log", "is set without an obs_path", warning=True)


def _reserved(reserved: Mapping[str, Any]) -> Iterator[Problem]:
    for unit in ("apu", "dpu"):
        yield from range_problems(f"reserved_resource.{unit}", mapping(reserved.get(unit)), "warm_up_num", "max_num")
    yield from range_problems("reserved_resource.mu", mapping(reserved.get("mu")), "min", "max")
