"""The control interface, `/_simulator/...`: what a test orders, and what it may ask afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from pulumi_serving.simulator.faults import Fault
from pulumi_serving.simulator.shapes import (
    Anything,
    Base64,
    Flag,
    Integer,
    InvalidError,
    Just,
    Mapped,
    Number,
    OrNull,
    Record,
    Shape,
    Text,
    read_json,
)
from pulumi_serving.simulator.states import Outcome, Phase
from pulumi_serving.simulator.world import entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.simulator.world import World

LONGEST_OFFSET_S = 10 * 366 * 86_400
MOST_REPLICAS = 10_000
OUTCOMES: dict[str, Shape] = {"fail": Text(shortest=1), "stuck": Just(value=True), "roll_back": Just(value=True)}
OUTCOME = Record({**OUTCOMES, "status": Text(shortest=1)})
FAULT = Record(
    {
        "cloud": Text(),
        "operation": Text(),
        "times": Integer(1),
        "status": Integer(200, 599),
        "headers": Mapped(Text()),
        "body": Anything(),
        "code": Text(shortest=1),
        "delay_s": Number(),
        "drop": Text(among=("before", "after")),
        "matching": Text(shortest=1),
        "after": Integer(0),
        "raw": Base64(),
        "replace": Mapped(Anything()),
        "replace_items": Mapped(Anything()),
        "as_xml": Flag(),
        "pad_bytes": Integer(0, 2**40),
        "truncate": Integer(0),
        "drip_s": Number(),
    }
)
SETTINGS = Record(
    {
        "ready_after_s": Number(),
        "delete_after_s": Number(),
        "next_outcome": OrNull(OUTCOME),
        "next_delete": OrNull(OUTCOME),
        "list_lag_s": Number(),
        "read_lag_s": Number(),
        "clock_offset_s": Number(-LONGEST_OFFSET_S, LONGEST_OFFSET_S),
        "normalise": Flag(),
        "newer": Flag(),
    }
)
PATCH = Record(
    {
        "fields": Mapped(Anything()),
        "status": OrNull(Text(shortest=1)),
        "reason": Text(),
        "replicas": Integer(0, MOST_REPLICAS),
        "gone": Just(value=True),
    }
)
THING = Record({"fields": Mapped(Anything()), "gone": Just(value=True)})


class Control:
    """The views of the control interface. They aren't in the ledger themselves."""

    def __init__(self, world: World, operations: Mapping[str, set[str]]) -> None:
        """Control a world whose clouds have these operations."""
        self._world = world
        self._operations = operations

    def blueprint(self) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("control", __name__, url_prefix="/_simulator")
        routes.get("/ledger")(self.ledger)
        routes.post("/faults")(self.add_fault)
        routes.delete("/faults")(self.clear_faults)
        routes.patch("/endpoints/<cloud>/<path:endpoint_id>")(self.patch_endpoint)
        routes.patch("/resources/<cloud>/<kind>/<path:thing_id>")(self.patch_resource)
        routes.post("/settings")(self.change_settings)
        routes.post("/reset")(self.reset)
        routes.register_error_handler(InvalidError, _refuse)
        return routes

    def ledger(self) -> Response:
        """Tell everything that ever happened, or what it comes to."""
        unknown = set(request.args) - {"summary"}
        if unknown or request.args.get("summary", "1") != "1":
            raise InvalidError("the ledger takes no query but summary=1")
        return jsonify(self._world.summary() if "summary" in request.args else self._world.ledger())

    def add_fault(self) -> Response:
        """Add a rule, and return it whole."""
        body = _body(FAULT, null_is_absent=True)
        known = self._operations
        if "cloud" in body and body["cloud"] not in known:
            raise InvalidError(f"cloud must be one of {', '.join(sorted(known))}")
        operations = known[body["cloud"]] if "cloud" in body else set().union(*known.values())
        if "operation" in body and body["operation"] not in operations:
            raise InvalidError(f"operation must be one of {', '.join(sorted(operations))}")
        if "code" in body and ("status" not in body or "body" in body):
            raise InvalidError("code goes with status, and without body")
        fault = Fault(**body)
        _check_answer(fault)
        self._world.faults.add(fault)
        return jsonify(vars(fault))

    def clear_faults(self) -> Response:
        """Take back the rules that are not used up."""
        self._world.faults.clear()
        return jsonify({})

    def patch_endpoint(self, cloud: str, endpoint_id: str) -> Response | tuple[Response, int]:
        """Change an endpoint of either account behind its owner's back, and return its line of the ledger."""
        body = _body(PATCH)
        if not body:
            raise InvalidError("one of fields, status, replicas, gone is required")
        if "reason" in body and body.get("status") is None:
            raise InvalidError("reason goes with status")
        for endpoint in self._world.endpoints:
            if (endpoint.cloud, endpoint.id) == (cloud, endpoint_id) and endpoint.phase is not Phase.GONE:
                endpoint.revise(merge(endpoint.fields, body.get("fields", {})))
                if "replicas" in body:
                    endpoint.move(body["replicas"])
                if "status" in body:
                    endpoint.force(body["status"], body.get("reason", ""))
                if "gone" in body:
                    endpoint.leave(takes_s=0)
                return jsonify(entry(endpoint))
        return jsonify({"error": "there is no such endpoint"}), 404

    def patch_resource(self, cloud: str, kind: str, thing_id: str) -> Response | tuple[Response, int]:
        """Change a resource of another kind behind its owner's back, and return its line of the ledger."""
        body = _body(THING)
        if not body:
            raise InvalidError("one of fields, gone is required")
        for thing in self._world.things:
            if (thing.cloud, thing.kind, thing.id) == (cloud, kind, thing_id) and thing.deleted_at is None:
                thing.fields = merge(thing.fields, body.get("fields", {}))
                if "gone" in body:
                    thing.deleted_at = self._world.now
                return jsonify(thing.entry())
        return jsonify({"error": "there is no such resource"}), 404

    def change_settings(self) -> Response:
        """Change the settings that are given, and return all."""
        body = _body(SETTINGS)
        settings = self._world.settings
        for name in ("next_outcome", "next_delete"):
            if name in body:
                body[name] = _outcome(body[name], name)
        for name, value in body.items():
            setattr(settings, name, value)
        return jsonify(
            {
                "ready_after_s": settings.ready_after_s,
                "delete_after_s": settings.delete_takes_s,
                "next_outcome": _spelt(settings.next_outcome),
                "next_delete": _spelt(settings.next_delete),
                "list_lag_s": settings.list_lag_s,
                "read_lag_s": settings.read_lag_s,
                "clock_offset_s": settings.clock_offset_s,
                "normalise": settings.normalise,
                "newer": settings.newer,
            }
        )

    def reset(self) -> Response:
        """Empty the clouds."""
        self._world.reset()
        return jsonify({})


def merge(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Merge nested objects; anything else is replaced."""
    merged = dict(old)
    for key, value in new.items():
        inner = merged.get(key)
        merged[key] = merge(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _outcome(ordered: dict[str, Any] | None, name: str) -> Outcome | None:
    if ordered is None:
        return None
    if len({*ordered} & {*OUTCOMES}) != 1:
        raise InvalidError(f"{name} must be null or hold one of {', '.join(OUTCOMES)}")
    if "roll_back" in ordered and name == "next_delete":
        raise InvalidError("next_delete takes no roll_back")
    if "roll_back" in ordered and "status" in ordered:
        raise InvalidError(f"{name}.status goes with fail or stuck")
    return Outcome(**ordered)


def _spelt(outcome: Outcome | None) -> dict[str, Any] | None:
    return None if outcome is None else {name: value for name, value in vars(outcome).items() if value}


def _check_answer(fault: Fault) -> None:
    """Refuse what can't go together in one answer."""
    if fault.raw is not None and (fault.body is not None or fault.code is not None):
        raise InvalidError("raw goes without body and code")
    if fault.changes_json and (fault.raw is not None or isinstance(fault.body, str)):
        raise InvalidError("replace, replace_items and as_xml go with an answer of JSON")
    if fault.drop and not fault.has_answer and (fault.changes_json or fault.changes_delivery):
        raise InvalidError("drop goes without what changes an answer, unless status, body or raw says which")


def _body(shape: Record, *, null_is_absent: bool = False) -> dict[str, Any]:
    body = read_json(request.get_data())
    if null_is_absent and isinstance(body, dict):
        body = {key: value for key, value in body.items() if value is not None}
    shape.check(body)
    return dict(body)


def _refuse(error: InvalidError) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 400
