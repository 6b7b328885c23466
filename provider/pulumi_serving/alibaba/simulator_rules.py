"""What the simulated service takes: CreateAppService, UpdateAppService, ListServices."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from flask import request

from pulumi_serving.alibaba.simulator_signature import RefusalError
from pulumi_serving.simulator.shapes import (
    Anything,
    Integer,
    InvalidError,
    Mapped,
    Record,
    Shape,
    Text,
    known_part,
    read_json,
)
from pulumi_serving.simulator.states import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pulumi_serving.simulator.states import Endpoint

CHANGEABLE: dict[str, Shape] = {
    "AppType": Text(among=("LLM",)),
    "AppVersion": Text(shortest=1),
    "ServiceSpec": Text(shortest=1),
    "Replicas": Integer(1, 2**31 - 1),
    "Config": Mapped(Anything()),
}
CREATE = Record({"ServiceName": Text(), **CHANGEABLE}, frozenset({"ServiceName", "AppType", "ServiceSpec", "Replicas"}))
UPDATE = Record(CHANGEABLE)
SCALE = Record({"Instance": Integer(1, 2**31 - 1)}, frozenset({"Instance"}))
QUERY = {"WorkspaceId", "QuotaId"}
NAME = re.compile(r"[a-z0-9_]{3,63}")
MOUNTS = {
    "oss": ("OssPath",),
    "nas": ("NasMountTarget", "NasPath", "SecurityGroupID", "VpcID", "VswitchID"),
}
SAME = {
    "ServiceName": "ServiceName",
    "ServiceUid": "ServiceId",
    "ServiceStatus": "Status",
    "WorkspaceId": "WorkspaceId",
    "ResourceName": "Resource",
    "ResourceId": "Resource",
    "ResourceAliasName": "ResourceAlias",
    "Role": "Role",
    "Gateway": "Gateway",
    "GroupName": "ServiceGroup",
    "TrafficState": "TrafficState",
    "ParentServiceUid": "ParentServiceUid",
    "CallerUid": "CallerUid",
}
"""The filters of ListServices that must be what a field is."""
FLAGS = ("AutoscalerEnabled", "CronscalerEnabled", "ResourceBurstable")
FURTHER = (
    *("QuotaId", "Accessibility", "PageNumber", "PageSize", "Sort", "Order"),
    *("Filter", "ServiceType", "ResourceType", "Label", "IncludeNoWorkspace"),
)
PRICES_PER_HOUR = {"7b": 10.5, "6b": 9.2, "13b": 21.0}


def read_body(shape: Record, *, newer: bool) -> dict[str, Any]:
    """Return the body of the request; refuse what does not fit."""
    if request.mimetype != "application/json":
        raise RefusalError(400, "InvalidParameter", "Content-Type must be application/json.")
    body = read_json(request.get_data())
    shape.check(known_part(shape, body) if newer else body)
    return dict(body)


def read_app(shape: Record, *, newer: bool) -> dict[str, Any]:
    """Return the body of a request that makes or changes an app service; refuse it, or a query, that does not fit."""
    body = read_body(shape, newer=newer)
    _check_app(body, request.args)
    return body


def _check_app(body: Mapping[str, Any], query: Mapping[str, str]) -> None:
    strange = set(query) - QUERY
    if strange:
        raise InvalidError(f"unknown query field {min(strange)}")
    name = body.get("ServiceName")
    if name is not None and not NAME.fullmatch(name):
        raise InvalidError("ServiceName must have 3 to 63 lower-case letters, digits and underscores")
    config = body.get("Config", {})
    mount = config.get("ModelStorage")
    if mount is None:
        return
    if mount not in MOUNTS:
        raise InvalidError("Config.ModelStorage must be one of oss, nas")
    for key in MOUNTS[mount]:
        if not isinstance(config.get(key), str) or not config[key]:
            raise InvalidError(f"Config.{key} is required where ModelStorage is {mount}")


def price_per_hour(fields: Mapping[str, Any]) -> float:
    """Return what one instance costs."""
    return next((price for size, price in PRICES_PER_HOUR.items() if f"_{size}_" in fields["ServiceSpec"]), 15.0)


def normalised(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the form in which values are kept where the service keeps its own: the pages promise none."""
    kept = dict(fields)
    if "AppVersion" in kept:
        kept["AppVersion"] = kept["AppVersion"].upper()
    if "Config" in kept:
        kept["Config"] = {
            name: f"{value.rstrip('/')}/" if name in ("OssPath", "NasPath") else value
            for name, value in kept["Config"].items()
        }
    return kept


def check_filters(query: Mapping[str, str]) -> None:
    """Refuse what is no query field of ListServices; what the real gateway does with one is not documented."""
    strange = set(query) - {*SAME, *FLAGS, *FURTHER}
    if strange:
        raise InvalidError(f"unknown query field {min(strange)}")
    if query.get("Order", "desc") not in ("asc", "desc"):
        raise InvalidError("Order must be one of asc, desc")


def selected(service: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    """Tell whether a service, as it is listed, passes the filters of ListServices."""
    if any(query.get(name) and service.get(field, "") != query[name] for name, field in SAME.items()):
        return False
    if any(name in query and _flag(query[name]) != service.get(name, False) for name in FLAGS):
        return False
    if query.get("Accessibility", "") not in ("", service.get("Accessibility", query.get("Accessibility"))):
        return False
    if not service["WorkspaceId"] and not _flag(query.get("IncludeNoWorkspace", "true")):
        return False
    kinds = (query.get("ServiceType", "Standard"), query.get("ResourceType", "PublicResource"))
    if kinds != ("Standard", "PublicResource"):
        return False
    return query.get("Filter", "") in service["ServiceName"] and _labelled(service, query.get("Label", ""))


def in_order(services: Iterable[Mapping[str, Any]], query: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Sort services by any of their fields, the time if none is named, and the newest first unless told otherwise."""
    key = query.get("Sort", "CreateTime")
    found = sorted(services, key=lambda service: str(service.get(key, "")))
    return found if query.get("Order") == "asc" else found[::-1]


def _flag(text: str) -> bool:
    """Read a boolean: the vendor's SDK writes Python's own words."""
    if text.lower() not in ("true", "false"):
        raise InvalidError("a flag must be true or false")
    return text.lower() == "true"


def _labelled(service: Mapping[str, Any], text: str) -> bool:
    try:
        wanted = json.loads(text) if text else {}
    except ValueError as error:
        raise InvalidError("Label must be JSON") from error
    labels = {label["LabelKey"]: label["LabelValue"] for label in service["Labels"]}
    return all(key in labels and (not value or labels[key] == value) for key, value in wanted.items())


def read_number(query: Mapping[str, str], name: str, default: int) -> int:
    """Read a page number or size."""
    text = query.get(name, str(default))
    if not text.isdigit() or not int(text):
        raise InvalidError(f"{name} must be an integer, 1 or more")
    return int(text)


def check_lock(service: Endpoint, *, deletes: bool) -> None:
    """Refuse what the safety lock forbids: `dangerous` a deletion and a stop, `all` any change."""
    lock = service.fields.get("SafetyLock", "none")
    if lock == "all" or (lock == "dangerous" and deletes):
        raise RefusalError(400, "InvalidService.Locked", "The operation is refused by the lock of the service.")


def check_steady(service: Endpoint) -> None:
    """Refuse a change while another one is going on, as the sister call UpdateService may."""
    if service.phase in (Phase.CHANGING, Phase.STOPPING, Phase.DELETING):
        raise RefusalError(409, "InvalidService.Conflict", f"Service [{service.name}] is {service.status}.")
