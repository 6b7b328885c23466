"""
Between what a program says and what the API calls it: pure mappings, in both directions.

From the pages of CreateAppService, DescribeService and UpdateAppService.

The API has different names for writing and reading: ServiceSpec is read as AppSpecName, Config as AppConfig (a string
of JSON) and Replicas as TotalInstance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.extra import Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from . import models

QUERY = {"workspace_id": "WorkspaceId", "quota_id": "QuotaId"}
CHANGEABLE = {
    "app_type": "AppType",
    "app_version": "AppVersion",
    "service_spec": "ServiceSpec",
    "replicas": "Replicas",
    "config": "Config",
}
BODY = {"name": "ServiceName", **CHANGEABLE}
APP_TYPE = "LLM"
MOUNT = {
    "model_storage": "ModelStorage",
    "oss_path": "OssPath",
    "nas_mount_target": "NasMountTarget",
    "nas_path": "NasPath",
    "security_group_id": "SecurityGroupID",
    "vpc_id": "VpcID",
    "vswitch_id": "VswitchID",
}
"""The keys of Config, typed and sent. Other calls of this product spell VpcId and VSwitchId; this one does not."""


def is_typed(config: Any) -> bool:
    """Tell whether a Config is in the typed form; any other mapping is passed on as it is."""
    return isinstance(config, dict) and "model_storage" in config


def config_to_wire(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is sent of a Config."""
    if not is_typed(config):
        return dict(config)
    return {MOUNT.get(key, key): value for key, value in config.items()}


def config_from_wire(declared: Mapping[str, Any] | None, live: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Config as it is live in the form in which it was declared, without keys that were not."""
    if declared is None:
        typed = {sent: key for key, sent in MOUNT.items()}
        return {typed[key]: live[key] for key in live} if live and live.keys() <= typed.keys() else dict(live)
    names = {key: MOUNT.get(key, key) if is_typed(declared) else key for key in declared}
    return {key: live[name] for key, name in names.items() if name in live}


def query(args: Mapping[str, Any]) -> dict[str, str]:
    """Return the query of a create or an update: workspace and quota stand there, not in the body."""
    return {name: args[key] for key, name in QUERY.items() if args.get(key)}


def create_body(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a create: what the user left out is left out, but for the one application type there is."""
    return {"ServiceName": args["name"], "AppType": APP_TYPE, **update_body(args)}


def update_body(args: Mapping[str, Any], names: Collection[str] | None = None) -> dict[str, Any]:
    """
    Return what is sent of these arguments; of all that are set if no ``names`` are given.

    A Config goes whole: whether the server merges or replaces its keys is not documented.
    """
    found = {name: args[key] for key, name in CHANGEABLE.items() if key in args and (names is None or key in names)}
    if "Config" in found:
        found["Config"] = config_to_wire(found["Config"])
    further = args.get("extra") if names is None or "extra" in names else None
    return {**found, **(further or {})}


def values(service: models.Service) -> Reading:
    """
    Return the arguments as they are live, without those that the answer does not tell.

    The number of instances tells of the replicas only while the service runs and nothing else sets it.
    """
    found: dict[str, Any] = {
        "name": service.service_name,
        "app_type": service.app_type,
        "app_version": service.app_version,
        "service_spec": service.service_spec,
        "workspace_id": service.workspace_id,
        "quota_id": service.quota_id,
    }
    found = {name: value for name, value in found.items() if value}
    if service.app_config is not None:
        found["config"] = service.app_config
    if service.status == "Running" and not is_scaled(service) and service.total_instance is not None:
        found["replicas"] = service.total_instance
    return Reading(found, service.whole)


def is_scaled(service: models.Service) -> bool:
    """Tell whether an autoscaler or a timetable sets the number of instances."""
    return bool(service.autoscaler_enabled or service.cronscaler_enabled)


def secret_texts(config: Any) -> Iterator[str]:
    """Yield the texts of a Config that may be secret: those of an open mapping, since its keys say nothing."""
    if is_typed(config):
        return
    if isinstance(config, str):
        yield config
    for item in config.values() if isinstance(config, dict) else config if isinstance(config, list) else ():
        yield from secret_texts(item)
