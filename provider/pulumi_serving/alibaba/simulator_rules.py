"""What the simulated service takes: CreateAppService, UpdateAppService, ListServices."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pulumi_serving.alibaba.simulator_signature import RefusalError
from pulumi_serving.simulator.shapes import Anything, Integer, InvalidError, Mapped, Record, Shape, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

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
QUERY = {"WorkspaceId", "QuotaId"}
NAME = re.compile(r"[a-z0-9_]{3,63}")
MOUNTS = {
    "oss": ("OssPath",),
    "nas": ("NasMountTarget", "NasPath", "SecurityGroupID", "VpcID", "VswitchID"),
}
PRICES_PER_HOUR = {"7b": 10.5, "6b": 9.2, "13b": 21.0}


def check(shape: Record, body: Any, query: Mapping[str, str]) -> None:
    """Refuse a body or a query that the call does not take."""
    shape.check(body)
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


def selected(service: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    """Tell whether a service, as it is listed, passes the filters of ListServices."""
    same = {
        "ServiceName": "ServiceName",
        "ServiceStatus": "Status",
        "WorkspaceId": "WorkspaceId",
        "QuotaId": "QuotaId",
        "ResourceName": "Resource",
        "Role": "Role",
        "Gateway": "Gateway",
        "GroupName": "ServiceGroup",
        "TrafficState": "TrafficState",
        "ParentServiceUid": "ParentServiceUid",
    }
    if any(query.get(name) and service.get(field, "") != query[name] for name, field in same.items()):
        return False
    if query.get("ServiceUid") and service["ServiceId"] != query["ServiceUid"]:
        return False
    kinds = (query.get("ServiceType", "Standard"), query.get("ResourceType", "PublicResource"))
    if kinds != ("Standard", "PublicResource"):
        return False
    return query.get("Filter", "") in service["ServiceName"] and _labelled(service, query.get("Label", ""))


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
