"""The simulated PAI-EAS: routes, answers and error bodies of `/api/v2`, as its OpenAPI pages have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from pulumi_serving.alibaba import simulator_answers as answers
from pulumi_serving.alibaba import simulator_rules as rules
from pulumi_serving.alibaba.simulator_answers import NAME, done, request_id
from pulumi_serving.alibaba.simulator_signature import Gate, RefusalError
from pulumi_serving.simulator.cloud import Cloud, json_response, note_account
from pulumi_serving.simulator.shapes import InvalidError, read_json
from pulumi_serving.simulator.states import Endpoint, Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_serving.simulator.world import World

APPS = "/api/v2/app_services"
SERVICES = "/api/v2/services"
ONE = "/<region>/<name>"
HOST = re.compile(r"pai-eas(?:-manage-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com(?::\d+)?")
DEFAULT_REGION = "cn-shanghai"
WORKSPACES = {1: "123456", 2: "654321"}
CODES = {
    400: "InvalidParameter",
    401: "InvalidAccessKeyId.Inactive",
    403: "Forbidden.RAM",
    404: "InvalidAction.NotFound",
    405: "UnsupportedOperation",
    409: "InvalidService.Conflict",
    429: "Throttling.User",
    503: "ServiceUnavailable",
}


def create_cloud(world: World) -> Cloud:
    """Create the simulated service."""
    return Cloud(
        prefixes=("/api/v2",),
        blueprint=_Platform(world).blueprint(),
        error=lambda status, code="": _error(
            world.new_id(32), status, code or CODES.get(status, "InternalError"), f"Refused with {status}."
        ),
    )


class _Platform:
    """The views; each is named after the operation that it answers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._gate = Gate()
        self._asked: dict[tuple[int, str], str] = {}

    def blueprint(self) -> Blueprint:
        routes = Blueprint(NAME, __name__)
        routes.before_request(self._authenticate)
        routes.register_error_handler(
            RefusalError, lambda refusal: _error(request_id(self._world), refusal.status, refusal.code, refusal.message)
        )
        routes.register_error_handler(
            InvalidError, lambda error: _error(request_id(self._world), 400, "InvalidParameter", f"{error}.")
        )
        views: list[tuple[str, str, str, str, Callable[..., Response]]] = [
            ("create", "CreateAppService", "POST", APPS, self._create),
            ("update", "UpdateAppService", "PUT", APPS + ONE, self._update),
            ("list", "ListServices", "GET", SERVICES, self._list),
            ("get", "DescribeService", "GET", SERVICES + ONE, self._get),
            ("delete", "DeleteService", "DELETE", SERVICES + ONE, self._delete),
            ("scale", "ScaleService", "PUT", f"{SERVICES}{ONE}/scale", self._scale),
            ("stop", "StopService", "PUT", f"{SERVICES}{ONE}/stop", self._stop),
            ("start", "StartService", "PUT", f"{SERVICES}{ONE}/start", self._start),
            ("events", "DescribeServiceEvent", "GET", f"{SERVICES}{ONE}/events", self._events),
            ("lock", "UpdateServiceSafetyLock", "PUT", f"{SERVICES}{ONE}/lock", self._lock),
        ]
        self._actions = {operation: action for operation, action, *_ in views}
        for operation, _, method, path, view in views:
            routes.add_url_rule(path, operation, view, methods=[method], provide_automatic_options=False)
        return routes

    def _authenticate(self) -> None:
        operation = (request.endpoint or "").removeprefix(f"{NAME}.")
        action = self._actions.get(operation) or action_of(operation)
        g.account = self._gate.admit(request, action, self._world.service_time).number
        note_account(request.environ, g.account)

    def _create(self) -> Response:
        """Start a service: its name must be free in the region, in all accounts."""
        body = rules.read_app(rules.CREATE, newer=self._world.settings.newer)
        region = self._region(body["ServiceName"])
        for other in self._world.endpoints:
            if (other.cloud, other.name, other.fields.get("Region")) != (NAME, body["ServiceName"], region):
                continue
            if other.phase is not Phase.GONE and other.account != g.account:
                raise _not_yours(other.name)
            if other.phase is not Phase.GONE:
                raise RefusalError(409, "InvalidService.Duplicated", f"Service [{other.name}] exists already.")
        query = {name: value for name, value in request.args.items() if value}
        fields = self._kept({"WorkspaceId": WORKSPACES[g.account], **body, **query})
        service = self._world.create(
            cloud=NAME,
            account=g.account,
            endpoint_id=f"eas-m-{self._world.new_id(10)}",
            fields={**fields, "Region": region, "Revision": 1, "UpdatedAt": self._world.service_time},
            words=answers.WORDS,
            workers=fields["Replicas"],
            price_per_hour=rules.price_per_hour(fields),
            name_field="ServiceName",
            scope=region,
            count_field="Replicas",
        )
        return json_response(answers.created(service, request_id(self._world)))

    def _get(self, region: str, name: str) -> Response:
        self._asked[g.account, name] = region
        return json_response(answers.shown(_find(region, name, self._world.in_reads(NAME)), request_id(self._world)))

    def _list(self) -> Response:
        """List the account's services, a page at a time (ListServices page)."""
        query = request.args
        rules.check_filters(query)
        host = HOST.fullmatch(request.host)
        found = [
            answers.listed(service)
            for service in self._world.in_lists(NAME, g.account)
            if host is None or service.fields["Region"] == host[1]
            if query.get("QuotaId") in (None, "", service.fields.get("QuotaId"))
        ]
        chosen = rules.in_order((service for service in found if rules.selected(service, query)), query)
        number, size = rules.read_number(query, "PageNumber", 1), rules.read_number(query, "PageSize", 100)
        page = chosen[(number - 1) * size : number * size]
        answer = {
            "RequestId": request_id(self._world),
            "PageNumber": number,
            "PageSize": size,
            "TotalCount": len(chosen),
        }
        return json_response({**answer, "Services": page or None})

    def _update(self, region: str, name: str) -> Response:
        """Change a service: what is absent stays, and the keys of Config are merged into the old ones."""
        service = self._find(region, name)
        body = rules.read_app(rules.UPDATE, newer=self._world.settings.newer)
        rules.check_lock(service, deletes=False)
        rules.check_steady(service)
        fields = {**service.fields, **body}
        if "Config" in body:
            fields["Config"] = {**service.fields.get("Config", {}), **body["Config"]}
        if service.phase is Phase.STOPPED:
            service.revise(self._numbered(self._kept(fields)))  # whether it starts is not documented: it does not
        else:
            self._change(service, self._kept(fields), body.get("Replicas", service.replicas))
        return done(self._world, "Success")

    def _kept(self, fields: dict[str, Any]) -> dict[str, Any]:
        return rules.normalised(fields) if self._world.settings.normalise else fields

    def _numbered(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, "Revision": fields["Revision"] + 1, "UpdatedAt": self._world.service_time}

    def _change(self, service: Endpoint, fields: dict[str, Any], replicas: int) -> None:
        fields = self._numbered(fields)
        self._world.update(service, fields, workers=replicas, price_per_hour=rules.price_per_hour(fields))

    def _delete(self, region: str, name: str) -> Response:
        service = self._find(region, name)
        rules.check_lock(service, deletes=True)
        if service.phase is not Phase.DELETING or service.status == "DeleteFailed":
            self._world.delete(service)
        return done(self._world, f"Service [{name}] in region [{region}] is terminating")

    def _scale(self, region: str, name: str) -> Response:
        """Change the number of instances alone (ScaleService)."""
        service = self._find(region, name)
        body = rules.read_app(rules.SCALE, newer=self._world.settings.newer)
        rules.check_lock(service, deletes=False)
        rules.check_steady(service)
        self._world.scale(service, body["Instance"], "Scaling")
        return done(self._world, f"Succeed to auto scale service [{name}]")

    def _stop(self, region: str, name: str) -> Response:
        service = self._find(region, name)
        rules.check_lock(service, deletes=True)
        if service.phase not in (Phase.STOPPING, Phase.STOPPED, Phase.DELETING):
            self._world.stop(service)
        return done(self._world, f"Succeed to auto scale service [{name}]")

    def _start(self, region: str, name: str) -> Response:
        service = self._find(region, name)
        if service.phase is Phase.STOPPED:
            self._world.scale(service, service.replicas, "Starting")
        return done(self._world, f"Service [{name}] in region [{region}] is starting")

    def _events(self, region: str, name: str) -> Response:
        found = answers.events(self._find(region, name))
        kind = request.args.get("EventType")
        found = [event for event in found if kind in (None, event["Type"])]
        number, size = rules.read_number(request.args, "PageNum", 1), rules.read_number(request.args, "PageSize", 100)
        page = found[(number - 1) * size : number * size]
        counts = {"PageNum": number, "TotalCount": len(found), "TotalPageNum": -(-len(found) // size)}
        return json_response({"RequestId": request_id(self._world), "Events": page, **counts})

    def _lock(self, region: str, name: str) -> Response:
        service = self._find(region, name)
        lock = read_json(request.get_data()).get("Lock")
        if lock not in ("none", "dangerous", "all"):
            raise InvalidError("Lock must be one of none, dangerous, all")
        service.revise({**service.fields, "SafetyLock": lock})
        return done(self._world, "Success")

    def _find(self, region: str, name: str) -> Endpoint:
        return _find(region, name, [item for item in self._world.endpoints if item.phase is not Phase.GONE])

    def _region(self, name: str) -> str:
        """
        Return the region of a create, which the real service tells by its host.

        An address of this machine tells none: there it is the region in which this account asked for the name before.
        """
        host = HOST.fullmatch(request.host)
        return host[1] if host else self._asked.get((g.account, name), DEFAULT_REGION)


def action_of(operation: str) -> str:
    """Return the action that an operation of a further resource answers: ``create_thing`` answers CreateThing."""
    return operation.title().replace("_", "")


def _find(region: str, name: str, services: list[Endpoint]) -> Endpoint:
    """Find a service of this name in this region; somebody else's is refused, not missing."""
    for service in services:
        if (service.cloud, service.name, service.fields.get("Region")) == (NAME, name, region):
            if service.account != g.account:
                raise _not_yours(name)
            return service
    raise RefusalError(404, "InvalidService.NotFound", f"Service [{name}] in region [{region}] is not found.")


def _not_yours(name: str) -> RefusalError:
    return RefusalError(403, "Forbidden.PrivilegeCheckFailed", f"No privilege for service [{name}].")


def _error(request_id: str, status: int, code: str, message: str) -> Response:
    """Refuse in the gateway's envelope."""
    recommend = f"https://api.simulator.invalid/troubleshoot?q={code}"
    body = {"RequestId": request_id, "HostId": "pai-eas.simulator.invalid", "Code": code, "Message": message}
    return json_response({**body, "Recommend": recommend}, status)
