"""How the simulated service answers, and shows an app service and its events (CreateAppService, DescribeService)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from pulumi_serving.alibaba.simulator_signature import ACCOUNTS
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.states import Phase

if TYPE_CHECKING:
    from flask import Response

    from pulumi_serving.simulator.states import Endpoint
    from pulumi_serving.simulator.world import World

NAME = "alibaba"
DOMAIN = "simulator.invalid"
WORDS = {
    Phase.STARTING: "Creating",
    Phase.START_FAILED: "Failed",
    Phase.READY: "Running",
    Phase.CHANGING: "Updating",
    Phase.CHANGE_FAILED: "Failed",
    Phase.STOPPING: "Stopping",
    Phase.STOPPED: "Stopped",
    Phase.DELETING: "Deleting",
    Phase.DELETE_FAILED: "DeleteFailed",
    Phase.GONE: "Deleted",
}
WRITTEN = ("ServiceName", "AppType", "AppVersion", "ServiceSpec", "Replicas", "Config", "WorkspaceId", "QuotaId")
"""The fields as they are sent. A test may patch in others: those overlay the answer as they are."""
LINGJUN = "lingjun"
"""Answers name a service's quota only where it is one of Lingjun resources: here, one whose id has this word."""
OWN = ("Region", "Revision", "UpdatedAt")
"""What the simulator itself keeps of a service beside them."""


def request_id(world: World) -> str:
    """Make up the id of a request."""
    digits = world.new_id(32).upper()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def done(world: World, message: str) -> Response:
    """Answer a call that tells nothing but that it was taken."""
    return json_response({"RequestId": request_id(world), "Message": message})


def created(service: Endpoint, request_id: str) -> dict[str, Any]:
    """Answer CreateAppService: the endpoints have another form here than in DescribeService."""
    region = service.fields["Region"]
    return {
        "RequestId": request_id,
        "ServiceId": service.id,
        "ServiceName": service.name,
        "Status": service.status,
        "Region": region,
        "InternetEndpoint": f"http://pai-eas.{region}.{DOMAIN}",
        "IntranetEndpoint": f"http://pai-eas-vpc.{region}.{DOMAIN}",
    }


def shown(service: Endpoint, request_id: str) -> dict[str, Any]:
    """Answer DescribeService: the object at the top level, under its read names, with token and endpoints."""
    region, host = service.fields["Region"], uid(service)
    path = f"api/predict/{service.name}"
    return {
        "RequestId": request_id,
        **listed(service),
        "InternetEndpoint": f"http://{host}.{region}.{DOMAIN}/{path}",
        "IntranetEndpoint": f"http://{host}.vpc.{region}.{DOMAIN}/{path}",
        "AccessToken": access_token(service),
        "ServiceConfig": json.dumps(
            {"name": service.name, "token": access_token(service), "metadata": {"instance": service.replicas}}
        ),
        **_patched(service),
    }


def listed(service: Endpoint) -> dict[str, Any]:
    """Show a service as ListServices does: without its endpoints."""
    fields = service.fields
    up = sum(worker.ready_at <= service.now for worker in service.workers)
    answer: dict[str, Any] = {
        "ServiceName": service.name,
        "ServiceId": service.id,
        "ServiceUid": f"{service.id}\n",  # the vendor's examples end so
        "Region": fields["Region"],
        "Status": service.status,
        "Reason": service.status.upper(),
        "Message": service.reason or ("Service start successfully" if service.status == "Running" else ""),
        "AppType": fields["AppType"],
        "AppSpecName": fields["ServiceSpec"],
        "AppVersion": fields.get("AppVersion", "v1"),
        "AppConfig": json.dumps(fields["Config"], sort_keys=True) if "Config" in fields else "",
        "TotalInstance": service.replicas,
        "RunningInstance": min(up, service.replicas),
        "PendingInstance": 0 if service.phase is Phase.STOPPED else max(0, service.replicas - up),
        "WorkspaceId": fields["WorkspaceId"],
        "CreateTime": time_of(service.stamped_at),
        "UpdateTime": time_of(fields["UpdatedAt"]),
        "CurrentVersion": fields["Revision"] - (service.phase is Phase.CHANGING),
        "LatestVersion": fields["Revision"],
        "SafetyLock": "none",
        "Labels": [],
        "CallerUid": uid(service),
        "ParentUid": uid(service),
        "Namespace": f"{service.name}-{uid(service)}",
        "Cpu": 8,
        "Gpu": 1,
        "Memory": 30720,
        "Resource": "",
        "ResourceAlias": "",
        "Gateway": "",
        "ServiceGroup": "",
        "Weight": 0,
        "Role": "",
        "TrafficState": "standalone",
        "AutoscalerEnabled": False,
        "CronscalerEnabled": False,
        "ResourceBurstable": False,
        "GPUMemory": 0,
        "GPUCorePercentage": 0,
        "InstanceCountInResource": {"Dedicated": 0, "Public": service.replicas, "Quota": 0},
        "WorkloadType": "Deployment",
    }
    if fields.get("QuotaId"):
        answer["InstanceCountInResource"] = {"Dedicated": 0, "Public": 0, "Quota": service.replicas}
    if LINGJUN in fields.get("QuotaId", ""):
        answer["QuotaId"] = fields["QuotaId"]
    return {**answer, **_patched(service)}


def events(service: Endpoint) -> list[dict[str, str]]:
    """Return what DescribeServiceEvent tells, the newest first."""
    created = f"Created service {service.name}"
    found = [_event(service, "Service", "Normal", "Created", created, service.stamped_at)]
    if service.reason:
        why = f"instance {service.id}-0: {service.reason}"
        found.append(_event(service, "Pod", "Warning", "FailedScheduling", why, service.by_its_clock(service.now)))
    return [*reversed(found)]


def _event(service: Endpoint, resource: str, kind: str, reason: str, message: str, at: float) -> dict[str, str]:
    return {
        "Type": kind,
        "Reason": reason,
        "Message": json.dumps({"versionId": service.fields["Revision"], "message": message}),
        "Time": time_of(at),
        "Resource": resource,
        "ServiceName": service.name,
    }


def access_token(service: Endpoint) -> str:
    """Return the token of a service: what lets anybody call the model."""
    return hashlib.sha256(f"token of {service.id}".encode()).hexdigest()[:40]


def uid(service: Endpoint) -> str:
    """Return the account's own id, which stands in the addresses."""
    return next(account.uid for account in ACCOUNTS.values() if account.number == service.account)


def _patched(service: Endpoint) -> dict[str, Any]:
    return {name: value for name, value in service.fields.items() if name not in (*WRITTEN, *OWN)}


def time_of(moment: float) -> str:
    """Spell a moment as answers do."""
    return dt.datetime.fromtimestamp(int(moment), tz=dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
