"""
Between arguments and the wire, without any call: names of requests against names of answers, bodies, outputs.

Sent and returned names differ (``work_node_resources`` comes back as ``worker_group_spec``, ``cache_list`` as
``caches``); that a pair belongs together is told from their likeness, since no document says it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from typing_extensions import is_typeddict

from pulumi_serving.core.clock import unix_time
from pulumi_serving.core.values import extra, schema
from pulumi_serving.core.values.compare import UNSET
from pulumi_serving.core.values.live import Live, Phase, phase_of

from .args import EndpointArgs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from . import models

PHASES = {
    "RUNNING": Phase.READY,
    "CREATE_FAILED": Phase.FAILED,
    "UPDATE_FAILED": Phase.FAILED,
    "DELETE_FAILED": Phase.FAILED,
    "FROZEN": Phase.STOPPED,
    "INACTIVE": Phase.STOPPED,
    "TRIAL_ENDED": Phase.STOPPED,
    "DELETING": Phase.DELETING,
    "DELETED": Phase.GONE,
}
"""For a status that is not here see ``phase_of``: ``CREATING`` and ``UPDATING`` are pending."""

UPDATED = ("name", "description", "reserved_resource", "ray_resource", "cap")
"""What UpdateEndpoint takes for sure."""
SAME = ("name", "description", "type", "custom_image_id", "reserved_resource", "cap", "log_config", "config")
"""The arguments that answers have under their own names, and in their own form."""
OUTPUTS = (
    "visibility",
    "owner",
    "create_time",
    "update_time",
    "business_engine_instance_ids",
    "tokens_quota",
    "runtime_env_type",
    "url",
    "error_code",
    "error_msg",
)


def create_body(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is sent of the arguments: all but what is for this provider alone; nothing is filled in."""
    return extra.on_the_wire(EndpointArgs, args)


def update_body(args: Mapping[str, Any], removed: Sequence[str], live: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return every argument that is set and can change in place: right whether the server merges or overwrites.

    So reserved resources that somebody has added elsewhere, of a unit that is not declared, are sent as they are. What
    can be cleared is: the description, and a ``max_num``, whose documented default is ``warm_up_num``.
    """
    names = (*UPDATED, "config") if args.get("update_config_in_place") else UPDATED
    sent = extra.on_the_wire(EndpointArgs, args)
    body = {name: sent[name] for name in names if name in sent} | extra.of_the_whole(EndpointArgs, args)
    held = live.get("reserved_resource")
    if "reserved_resource" in body and isinstance(held, dict):
        body["reserved_resource"] = {**held, **body["reserved_resource"]}
    if "description" in removed:
        body["description"] = ""
    for path in removed:
        if is_amount(path) and "reserved_resource" in body:
            unit = path.split(".")[1]
            reserved = body["reserved_resource"]
            block = {**reserved[unit], "max_num": reserved[unit]["warm_up_num"]}
            body["reserved_resource"] = {**reserved, unit: block}
    return body


def is_amount(path: str) -> bool:
    """Tell whether a path is that of a ``max_num``, which has a default to go back to."""
    return path in ("reserved_resource.apu.max_num", "reserved_resource.dpu.max_num")


def to_live(endpoint: models.Endpoint) -> Live:
    """Map an answer of Show or List to what the lifecycle compares and records."""
    phase = phase_of(endpoint.status, PHASES)
    code = endpoint.error_code
    reason = endpoint.error_msg + (f" ({code})" if code and endpoint.error_msg else code)
    return Live(
        id=endpoint.id,
        name=endpoint.name,
        status=endpoint.status or "unknown",
        phase=phase,
        reason=reason,
        account=str(endpoint.owner.get("domain_id") or ""),
        created=unix_time(endpoint.create_time),
        values=extra.Reading(_values(endpoint), _answer(endpoint)),
        outputs=_outputs(endpoint),
    )


def _values(endpoint: models.Endpoint) -> dict[str, Any]:
    """Return the arguments as they are live. What the answer leaves out can't be told, so it is left out here too."""
    reported = endpoint.reported()
    values: dict[str, Any] = {name: reported[name] for name in SAME if name in reported}
    if "ray_resource" in reported:
        values["ray_resource"] = _ray_resource(reported["ray_resource"])
    if "caches" in reported:
        values["cache_list"] = reported["caches"]
    if isinstance(values.get("reserved_resource"), dict):
        values["reserved_resource"] = {
            name: _with_most(block) for name, block in values["reserved_resource"].items() if isinstance(block, dict)
        }
    return {name: declared_part(schema.fields(EndpointArgs)[name], value) for name, value in values.items()}


def _answer(endpoint: models.Endpoint) -> dict[str, Any]:
    """Return the answer with a request's names, without what has another form in requests."""
    same = {name: value for name, value in endpoint.whole.items() if name != "ray_resource"}
    return {**same, "cache_list": same.get("caches")}


def _with_most(block: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in the documented default of ``max_num``."""
    least = block.get("warm_up_num")
    return {**block, "max_num": least} if least is not None and block.get("max_num") is None else {**block}


def _ray_resource(info: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Turn a RayResourceInfo back into what was sent."""
    if info is None:
        return None
    head, groups = info.get("head_group_spec"), info.get("worker_group_spec")
    found: dict[str, Any] = {}
    if isinstance(head, dict):
        found["head_node_resource"] = head
    if isinstance(groups, list):
        found["work_node_resources"] = [
            {
                "name": group.get("name"),
                "resource": {
                    "spec_code": group.get("spec_code"),
                    "min": group.get("min_replicas"),
                    "max": group.get("max_replicas"),
                },
            }
            for group in groups
            if isinstance(group, dict)
        ]
    return found


def declared_part(field: schema.FieldSpec, value: Any) -> Any:
    """Return a value without the keys that only answers have, and without the nulls inside it."""
    nested = field.nested
    if isinstance(value, list):
        return [_inside(nested, item) for item in value if item is not None]
    return _inside(nested, value)


def _inside(args: Any, value: Any) -> Any:
    if not is_typeddict(args) or not isinstance(value, dict):
        return value
    children = schema.fields(args)
    return {
        name: declared_part(children[name], item) if name in children else item
        for name, item in value.items()
        if item is not None and (name in children or schema.is_open(args))
    }


def _outputs(endpoint: models.Endpoint) -> dict[str, Any]:
    found = {name: getattr(endpoint, name) for name in OUTPUTS}
    found["urls"] = [dataclasses.asdict(url) for url in endpoint.urls]
    return {name: value for name, value in found.items() if value not in UNSET}
