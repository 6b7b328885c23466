"""
What the simulated platform refuses in a body, and in a query.

Fields, types and required flags: CreateEndpoint, tables 3 to 25, with the newer fields that later SDKs send. Ranges are
those of the later SDKs where the reference gives none: a strict server keeps a client honest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Response, request

from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.shapes import (
    Anything,
    Array,
    Integer,
    InvalidError,
    Mapped,
    Number,
    Record,
    Shape,
    Text,
    known_part,
    read_json,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TYPES = ("service", "ray", "inference", "job", "ray_service", "sql", "container_job", "notebook")
NAME = r"[A-Za-z0-9_\-. \u3400-\u9fff]+"
FILTER_NAME = r"[A-Za-z0-9_\-\u3400-\u9fff]{1,128}"
MOST_OFFSET = 1_000_000_000
LONG_ID = r"[A-Za-z0-9-]{32,36}"


class Refusal(Exception):  # noqa: N818 - an answer, not a defect
    """A request that is refused, with the platform's own words for it."""

    def __init__(self, status: int, code: str | int, message: str, solution: str = "") -> None:
        """Refuse with this HTTP status."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.solution = solution


class Matching:
    """A string that matches a pattern."""

    def __init__(self, pattern: str, longest: int) -> None:
        """Take the pattern of the whole string."""
        self._pattern = re.compile(pattern)
        self._longest = longest

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        Text(1, self._longest).check(value, path)
        if not self._pattern.fullmatch(value):
            raise InvalidError(f"{path} has characters that are not allowed")


class Boolean:
    """True or false."""

    def check(self, value: Any, path: str) -> None:
        """Raise InvalidError if it is something else."""
        if not isinstance(value, bool):
            raise InvalidError(f"{path} must be a boolean")


def _record(required: str = "", **fields: Shape) -> Record:
    return Record(fields, frozenset(required.split()))


COUNT = Integer(0)
FLAG = Boolean()
RESOURCE_DEF = _record("spec_code warm_up_num", spec_code=Text(1), warm_up_num=COUNT, max_num=COUNT)
SQL_RESOURCE_DEF = _record(
    "spec_code warm_up_num", spec_code=Text(1), warm_up_num=COUNT, max_num=COUNT, use_public_resource=FLAG
)
RESOURCE_DEMAND = _record("spec_code min max", spec_code=Text(1), min=COUNT, max=COUNT)
RESERVED_RESOURCE = _record(apu=RESOURCE_DEF, dpu=SQL_RESOURCE_DEF, mu=RESOURCE_DEMAND)
RAY_RESOURCE = _record(
    "head_node_resource work_node_resources",
    head_node_resource=_record("spec_code", spec_code=Text(1)),
    work_node_resources=Array(_record("name resource", name=Text(1), resource=RESOURCE_DEMAND)),
)
CAP = _record(cap_id=Matching(LONG_ID, 36), version_id=Matching(LONG_ID, 36))
LOG_CONFIG = _record(enable_lts_log=FLAG, enable_obs_log=FLAG, obs_path=Text())

LEAST_KEPT_DELAY_S = 30
REPLICAS = Integer(0, 1000)
DELAY = Integer(0, 86400)
DEPLOYMENT = _record(
    name=Matching(NAME, 64),
    ray_actor_options=_record(num_cpus=Number(), memory=Number(), resources=Text(0, 1024)),
    autoscaling_config=_record(
        target_num_ongoing_requests_per_replica=Integer(1),
        max_concurrent_queries=Integer(1),
        target_ongoing_requests=Integer(1, 1000),
        max_ongoing_requests=Integer(1, 100000),
        min_replicas=REPLICAS,
        max_replicas=REPLICAS,
        initial_replicas=REPLICAS,
        upscale_delay_s=DELAY,
        downscale_delay_s=DELAY,
    ),
    num_replicas=REPLICAS,
    user_config=Mapped(Anything()),
    max_replicas_per_node=Integer(1, 100),
    max_ongoing_requests=Integer(1, 100000),
    max_queued_requests=Integer(-1, 100000),
)
APPLICATION = _record(
    "name import_path deployments runtime_env",
    name=Matching(NAME, 64),
    import_path=Text(1),
    deployments=Array(DEPLOYMENT),
    runtime_env=_record(working_dir=Text(), env_vars=Mapped(Text())),
    route_prefix=Text(),
)
RESOURCE_SPEC = _record(
    spec_code=Text(), cpu_resource=Integer(0, 192), memory_resource=Integer(0, 1536), npu_resource=Integer(0, 8)
)
RAY_CLUSTER_CONFIG = _record(
    "head_group_spec worker_group_specs",
    head_group_spec=_record(limits=RESOURCE_SPEC, requests=RESOURCE_SPEC),
    worker_group_specs=Array(
        _record(
            name=Text(0, 128),
            min_replicas=Integer(0, 10000),
            max_replicas=Integer(1, 10000),
            limits=RESOURCE_SPEC,
            requests=RESOURCE_SPEC,
        )
    ),
    enable_custom=FLAG,
)
CONFIG = _record(
    ray_service_config=_record(
        "ray_serve_config ray_cluster_config",
        ray_serve_config=_record(applications=Array(APPLICATION)),
        ray_cluster_config=RAY_CLUSTER_CONFIG,
        data_infos=Array(_record(input_path=Text(4, 1024))),
        log_config=_record(lts=_record(enabled=FLAG, log_group_id=Text(), log_stream_id=Text())),
        oidc_config=_record(enable_oidc=FLAG, client_id=Text(1, 64), namespace=Text(16, 16)),
        api_config=_record(enable_independent_api=FLAG, backend_timeout=Integer(0, 600000)),
        agency_config=_record(enable_agency=FLAG, agency_name=Text(0, 64)),
    )
)
CACHE = _record("mnt_path cache_ins_id", mnt_path=Text(1), cache_ins_id=Text(1))

SHARED: dict[str, Shape] = {
    "name": Matching(NAME, 128),
    "description": Text(0, 1024),
    "reserved_resource": RESERVED_RESOURCE,
    "ray_resource": RAY_RESOURCE,
    "cap": CAP,
    "config": CONFIG,
}
CREATE = Record(
    {
        **SHARED,
        "type": Text(among=TYPES),
        "log_config": LOG_CONFIG,
        "cache_list": Array(CACHE),
        "public_access": FLAG,
        "custom_image_id": Matching(LONG_ID, 36),
    },
    required=frozenset({"name", "type"}),
)
UPDATE = Record(SHARED)


UNITS = ("apu", "dpu", "mu")


def check_whole(fields: Mapping[str, Any]) -> None:
    """Refuse values that don't go together (CreateEndpoint, tables 11 and 15), and least above most."""
    log = fields.get("log_config") or {}
    if log.get("enable_obs_log") and not log.get("enable_lts_log"):
        raise InvalidError("log_config.enable_obs_log needs enable_lts_log")
    serve = ((fields.get("config") or {}).get("ray_service_config") or {}).get("ray_serve_config") or {}
    prefixes = [item["route_prefix"] for item in serve.get("applications", []) if "route_prefix" in item]
    if len(set(prefixes)) < len(prefixes):
        raise InvalidError("route_prefix must be unique")
    for name, block in (fields.get("reserved_resource") or {}).items():
        if name not in UNITS:
            continue
        least, most = block.get("warm_up_num", block.get("min")), block.get("max_num", block.get("max"))
        if most is not None and least > most:
            raise InvalidError(f"reserved_resource.{name} has a minimum above its maximum")


def normalised(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the form in which values are kept where the platform keeps its own: the references promise none."""
    kept: dict[str, Any] = _normalised(fields)
    for block in (kept.get("reserved_resource") or {}).values():
        if "warm_up_num" in block:
            block.setdefault("max_num", block["warm_up_num"])
    if "description" in kept:
        kept["description"] = kept["description"].strip()
    return kept


def _normalised(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _normalised(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    if name == "spec_code":
        return value.upper()
    if name == "route_prefix":
        return f"{value.rstrip('/')}/"
    if name in ("upscale_delay_s", "downscale_delay_s"):
        return max(value, LEAST_KEPT_DELAY_S)
    return value


def read_integer(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """Return a whole number of the query."""
    text = query.get(name, str(default))
    if not re.fullmatch(r"\d{1,10}", text) or not least <= int(text) <= most:
        raise InvalidError(f"{name} must be {least} to {most}")
    return int(text)


def read_choice(query: Mapping[str, str], name: str, among: Sequence[str]) -> str:
    """Return a word of the query, ``""`` if it isn't there."""
    word = query.get(name, "")
    if name in query and word not in among:
        raise InvalidError(f"{name} must be one of {', '.join(among)}")
    return word


def read_matching(query: Mapping[str, str], name: str, pattern: str) -> str:
    """Return a text of the query that matches, ``""`` if it isn't there."""
    text = query.get(name, "")
    if name in query and not re.fullmatch(pattern, text):
        raise InvalidError(f"{name} has a wrong form")
    return text


def page(found: list[dict[str, Any]], key: str) -> Response:
    """Cut the page that the query asks for."""
    offset = read_integer(request.args, "offset", 0, 0, MOST_OFFSET)
    limit = read_integer(request.args, "limit", 10, 1, 100)
    return json_response({"total": len(found), key: found[offset : offset + limit]})


def read_body(shape: Record, *, newer: bool = False) -> dict[str, Any]:
    """Return the body of the request, which must fit."""
    if request.mimetype != "application/json":
        raise InvalidError("Content-Type must be application/json")
    body = read_json(request.get_data())
    shape.check(known_part(shape, body) if newer else body)
    return dict(body)


def no_endpoint() -> Refusal:
    """Return the platform's refusal for what does not exist: 400, not 404."""
    return Refusal(400, "dataartsfabric.00010009", "The queried resource does not exist.", "Check the resource ID.")
