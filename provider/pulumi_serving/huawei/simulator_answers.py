"""How the simulated platform shows endpoints (ShowEndpoint, ListEndpoints), and how it words its refusals."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from pulumi_serving.huawei.simulator_catalog import ACCOUNTS
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.states import Endpoint, Phase

if TYPE_CHECKING:
    from flask import Response

SENT_ONLY = ("log_config", "public_access", "cache_list", "ray_resource")
"""Fields of requests that no answer has under this name."""
FILLER = {"error_code": "error_code", "error_msg": "error_msg"}
"""What samples of an endpoint that is being created hold there, though nothing has failed."""
FAILED = ("CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED")


def shown(endpoint: Endpoint) -> dict[str, Any]:
    """Show an endpoint as Show does, whole. What a test has patched in wins."""
    answer: dict[str, Any] = {
        "visibility": "PRIVATE",
        "id": endpoint.id,
        "name": endpoint.name,
        "type": endpoint.fields["type"],
        "status": endpoint.status,
        "create_time": timestamp(endpoint.stamped_at),
        "update_time": timestamp(endpoint.stamped_at),
        "owner": next(account.owner for account in ACCOUNTS if account.number == endpoint.account),
        "business_engine_instance_ids": [hashlib.sha256(endpoint.id.encode()).hexdigest()[:32]],
        "runtime_env_type": "RELEASE",
    }
    if endpoint.status == "CREATING":
        answer |= FILLER
    elif endpoint.status in FAILED or endpoint.reason:
        answer |= {"error_code": "dataartsfabric.00000500", "error_msg": endpoint.reason}
    if "ray_resource" in endpoint.fields:
        answer["ray_resource"] = _ray_resource_info(endpoint.fields["ray_resource"])
    if "cache_list" in endpoint.fields:
        answer["caches"] = endpoint.fields["cache_list"]
    if endpoint.ready_at is not None and endpoint.phase is not Phase.DELETING:
        answer["urls"] = _urls(endpoint)
    return answer | {name: value for name, value in endpoint.fields.items() if name not in SENT_ONLY}


def listed(endpoint: Endpoint) -> dict[str, Any]:
    """Show an endpoint as List does: without what only the whole object has."""
    whole = ("config", "urls", "business_engine_instance_ids", "tokens_quota", "runtime_env_type")
    return {name: value for name, value in shown(endpoint).items() if name not in whole}


def _ray_resource_info(sent: dict[str, Any]) -> dict[str, Any]:
    """Show what was sent of a Ray cluster under the names that answers have for it; a list under a singular key."""
    groups = [
        {
            "name": item["name"],
            "spec_code": item["resource"]["spec_code"],
            "min_replicas": item["resource"]["min"],
            "max_replicas": item["resource"]["max"],
        }
        for item in sent["work_node_resources"]
    ]
    return {"head_group_spec": {"spec_code": sent["head_node_resource"]["spec_code"]}, "worker_group_spec": groups}


def _urls(endpoint: Endpoint) -> list[dict[str, str]]:
    token = f"token-{hashlib.sha256(endpoint.id.encode()).hexdigest()[:24]}"
    inside = f"https://{endpoint.id}.dashboard.simulator.invalid"
    return [
        {"name": "Dashboard", "address": inside, "type": "PRIVATE", "token": ""},
        {
            "name": "ApiInvoke",
            "address": f"https://fabric-ep.simulator.invalid/v1/endpoints/{endpoint.id}",
            "type": "PUBLIC",
            "token": token,
        },
    ]


def timestamp(seconds: float) -> str:
    """Spell a time as the platform does: `2023-05-30T12:24:30.401Z`."""
    moment = dt.datetime.fromtimestamp(seconds, dt.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def refused(status: int, code: str | int, message: str, solution: str = "") -> Response:
    """Refuse in the envelope of both references."""
    body: dict[str, Any] = {"error_code": code, "error_msg": message}
    return json_response(body | ({"solution_msg": solution} if solution else {}), status)


def forbidden(message: str, code: str | int = 403) -> Response:
    """Refuse as the reference's sample for 403: a nested object, and flat fields, usually with an integer code."""
    nested = {"code": str(code), "message": message, "title": "Forbidden"}
    return json_response({"error": nested, "error_code": code, "error_msg": message, "title": "Forbidden"}, 403)


TYPE_MISMATCH = (
    "failed to read http request, please check your input, code: 400, reason: Type mismatch., "
    "cause: TypeMismatchException"
)
WORDS = {
    "00000001": "The task is still running, try again later.",
    "00000408": "timeout exception occurred",
    "00000500": "internal error",
    "00010003": "The workspace does not exist.",
    "00010004": "The bucket does not exist.",
    "00010009": "The queried resource does not exist.",
    "00010195": "Inference features are not enabled.",
    "0101": "The API does not exist or has not been published in the environment",
    "0301": "Incorrect IAM authentication information: verify aksk signature fail",
    "0308": "The throttling threshold has been reached",
}
"""The platform's words for its codes, by the digits after the last dot."""
DOCUMENTED: dict[int, tuple[str, str]] = {
    400: ("common.01000001", TYPE_MISMATCH),
    401: ("APIG.1002", "Incorrect token or token resolution failed"),
    404: ("APIG.0101", "The API does not exist or has not been published in the environment"),
    408: ("common.00000408", "timeout exception occurred"),
    413: ("APIGW.0201", "Request entity too large"),
    429: ("APIG.0308", "The throttling threshold has been reached"),
    500: ("common.00000500", "internal error"),
}


def documented(status: int, code: str = "") -> Response:
    """Answer a status with the body of the references' samples, or with another code of the platform's."""
    if status == 403:  # noqa: PLR2004 - the one of another form
        return forbidden(f"refused with {code}", code) if code else forbidden("X-Auth-Token is invalid in the request")
    if code:
        return refused(status, code, WORDS.get(code.rpartition(".")[2], f"refused with {code}"))
    return refused(status, *DOCUMENTED.get(status, (f"common.{status:08d}", f"refused with {status}")))
