"""The rules of ``config``: the applications of a Ray service and its cluster."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.validate import Problem

from .args_serve import AutoscalingConfigArgs, DeploymentArgs
from .rules_shared import is_number, items, mapping, name_problems, range_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_NAME = 64
MOST_APPLICATIONS = 5
MOST_DEPLOYMENTS = 5
RENAMED = {
    "target_num_ongoing_requests_per_replica": "target_ongoing_requests",
    "max_concurrent_queries": "max_ongoing_requests",
}
"""Autoscaling names of the reference, and what later SDKs call them."""


def service_problems(path: str, service: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of a Ray service."""
    serve = f"{path}.ray_serve_config.applications"
    applications = items(mapping(service.get("ray_serve_config")).get("applications"))
    yield from _routes(serve, applications)
    if len(applications) > MOST_APPLICATIONS:
        yield Problem(serve, f"has more than {MOST_APPLICATIONS} items", warning=True)
    for index, application in enumerate(applications):
        yield from _application(f"{serve}[{index}]", mapping(application))
    if len(items(service.get("data_infos"))) > 1:
        yield Problem(f"{path}.data_infos", "has more than 1 item", warning=True)
    groups = mapping(service.get("ray_cluster_config")).get("worker_group_specs")
    here = f"{path}.ray_cluster_config.worker_group_specs"
    if groups == []:
        yield Problem(here, "has no item", warning=True)
    for index, group in enumerate(items(groups)):
        yield from range_problems(f"{here}[{index}]", mapping(group), "min_replicas", "max_replicas")


def _routes(path: str, applications: list[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, application in enumerate(applications):
        prefix = mapping(application).get("route_prefix")
        if not isinstance(prefix, str):
            continue
        if prefix in seen:
            yield Problem(f"{path}[{index}].route_prefix", "is there twice; it must be unique among the applications")
        seen.add(prefix)


def _application(path: str, application: Mapping[str, Any]) -> Iterator[Problem]:
    yield from name_problems(f"{path}.name", application.get("name"), LONGEST_NAME)
    deployments = application.get("deployments")
    if isinstance(deployments, list) and not 1 <= len(deployments) <= MOST_DEPLOYMENTS:
        yield Problem(f"{path}.deployments", f"should have 1 to {MOST_DEPLOYMENTS} items", warning=True)
    for index, deployment in enumerate(items(deployments)):
        yield from _deployment(f"{path}.deployments[{index}]", mapping(deployment))


def _deployment(path: str, deployment: Mapping[str, Any]) -> Iterator[Problem]:
    yield from name_problems(f"{path}.name", deployment.get("name"), LONGEST_NAME)
    yield from _further_keys(path, DeploymentArgs, deployment)
    if "num_replicas" in deployment and "autoscaling_config" in deployment:
        yield Problem(f"{path}.num_replicas", "and autoscaling_config exclude each other in Ray", warning=True)
    scaling, here = mapping(deployment.get("autoscaling_config")), f"{path}.autoscaling_config"
    yield from _further_keys(here, AutoscalingConfigArgs, scaling)
    yield from range_problems(here, scaling, "min_replicas", "max_replicas")
    first, least, most = (scaling.get(f"{word}_replicas") for word in ("initial", "min", "max"))
    if is_number(first) and ((is_number(least) and first < least) or (is_number(most) and first > most)):
        yield Problem(f"{here}.initial_replicas", "is not between min_replicas and max_replicas", warning=True)
    for former, later in RENAMED.items():
        if former in scaling and (later in scaling or later in deployment):
            yield Problem(f"{here}.{former}", f"is the former name of {later}: both are sent", warning=True)


def _further_keys(path: str, args: Any, block: Mapping[str, Any]) -> Iterator[Problem]:
    """Warn of keys that no document knows: they are sent as they are, and may be misspelt."""
    known = list(schema.fields(args))
    for key in block:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            advice = f"; did you mean {near[0]}?" if near else ""
            yield Problem(f"{path}.{key}", f"is not a documented argument and is sent as it is{advice}", warning=True)
