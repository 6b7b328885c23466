"""The simulated DataArts Fabric: endpoints, workspaces and specifications (`/v1`), and its identity service (`/v3`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from pulumi_serving.huawei import simulator_catalog as catalog
from pulumi_serving.huawei.simulator_answers import documented, forbidden, listed, refused, shown, timestamp
from pulumi_serving.huawei.simulator_iam import Iam
from pulumi_serving.huawei.simulator_rules import (
    CREATE,
    FILTER_NAME,
    LONG_ID,
    MOST_OFFSET,
    TYPES,
    UPDATE,
    Refusal,
    check_whole,
    no_endpoint,
    normalised,
    page,
    read_body,
    read_choice,
    read_integer,
    read_matching,
)
from pulumi_serving.huawei.simulator_signature import Gate
from pulumi_serving.huawei.simulator_workspaces import check, show_all
from pulumi_serving.simulator.cloud import Cloud, json_response, note_account
from pulumi_serving.simulator.shapes import InvalidError
from pulumi_serving.simulator.states import Endpoint, Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_serving.simulator.world import World

NAME = "huawei"
WORKSPACES = "/v1/workspaces"
ENDPOINTS = f"{WORKSPACES}/<workspace_id>/endpoints"
WORDS = {
    Phase.STARTING: "CREATING",
    Phase.START_FAILED: "CREATE_FAILED",
    Phase.READY: "RUNNING",
    Phase.CHANGING: "UPDATING",
    Phase.CHANGE_FAILED: "UPDATE_FAILED",
    Phase.DELETING: "DELETING",
    Phase.DELETE_FAILED: "DELETE_FAILED",
    Phase.GONE: "DELETED",
}
BUSY = ("CREATING", "UPDATING", "DELETING")


def create_cloud(world: World) -> Cloud:
    """Create the simulated platform."""
    return Cloud(prefixes=("/v1", "/v3"), blueprint=_Platform(world).blueprint(), error=documented)


class _Platform:
    """The views; each is named after the operation that it answers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._gate = Gate(NAME, world)
        self._iam = Iam(world, self._gate)

    def blueprint(self) -> Blueprint:
        routes = Blueprint(NAME, __name__)
        routes.before_request(self._authenticate)
        routes.register_error_handler(Refusal, _refuse)
        routes.register_error_handler(
            InvalidError,
            lambda error: refused(
                400,
                "common.01000001",
                f"failed to read http request, please check your input, code: 400, reason: {error}",
                "Check the request against the API reference.",
            ),
        )
        views: list[tuple[str, str, str, Callable[..., Response]]] = [
            ("create", "POST", ENDPOINTS, self._create),
            ("list", "GET", ENDPOINTS, self._list),
            ("get", "GET", f"{ENDPOINTS}/<endpoint_id>", self._show),
            ("update", "PUT", f"{ENDPOINTS}/<endpoint_id>", self._update),
            ("delete", "DELETE", f"{ENDPOINTS}/<endpoint_id>", self._delete),
            ("workspaces", "GET", WORKSPACES, lambda: show_all(self._world)),
            ("specs", "GET", "/v1/specs", _specs),
            ("token", "POST", "/v3/auth/tokens", self._iam.create_token),
            ("projects", "GET", "/v3/projects", self._iam.list_projects),
        ]
        for operation, method, path, view in views:
            routes.add_url_rule(path, operation, view, methods=[method], provide_automatic_options=False)
        return routes

    def _authenticate(self) -> None:
        """Let a request in by token or signature, and only to the workspace of its own account."""
        if request.path.startswith("/v3"):
            return
        g.account = self._gate.account(request)
        note_account(request.environ, g.account.number)
        g.workspace_id = (request.view_args or {}).pop("workspace_id", None)
        if g.workspace_id is not None:
            check(self._world, g.workspace_id)

    def _create(self) -> Response:
        """CreateEndpoint: 202 and the whole object, which is being created. Names need not be unique."""
        fields = read_body(CREATE, newer=self._world.settings.newer)
        check_whole(fields)
        fields = self._kept(fields)
        endpoint = self._world.create(
            cloud=NAME,
            account=g.account.number,
            endpoint_id=self._world.new_id(32),
            fields=fields,
            words=WORDS,
            workers=1,
            price_per_hour=catalog.price_per_hour(fields),
            scope=g.workspace_id,
        )
        return json_response(shown(endpoint), 202)

    def _list(self) -> Response:
        """ListEndpoints: filters, and pages by offset; the newest first."""
        query = request.args
        offset = read_integer(query, "offset", 0, 0, MOST_OFFSET)
        limit = read_integer(query, "limit", 10, 1, 100)
        model_id = read_matching(query, "model_id", LONG_ID)
        endpoint_id = read_matching(query, "endpoint_id", LONG_ID)
        name = read_matching(query, "name", FILTER_NAME).casefold()
        kind = read_choice(query, "type", TYPES)
        visibility = read_choice(query, "visibility", ("PRIVATE", "PUBLIC", "ALL"))
        found = [listed(endpoint) for endpoint in reversed(_here(self._world.in_lists(NAME, g.account.number)))]
        if visibility in ("PUBLIC", "ALL"):
            found.append(catalog.PUBLIC_ENDPOINT)
        found = [
            item
            for item in found
            if visibility in ("", "ALL", item["visibility"])
            and name in item["name"].casefold()
            and endpoint_id in ("", item["id"])
            and model_id in ("", item.get("model_id"))
            and kind in ("", item["type"])
        ]
        return json_response({"total": len(found), "endpoints": found[offset : offset + limit]})

    def _show(self, endpoint_id: str) -> Response:
        """ShowEndpoint: 200 and the whole object; `version` may ask for the previous one, which nothing here has."""
        if read_choice(request.args, "version", ("CURRENT", "PREVIOUS")) == "PREVIOUS":
            raise no_endpoint()
        return json_response(shown(_find(endpoint_id, self._world.in_reads(NAME))))

    def _update(self, endpoint_id: str) -> Response:
        """UpdateEndpoint: 202 and the object. What is present replaces the old value whole, what is absent stays.

        Where readings lag, the answer still has the status of before, as the vendor's own sample has.
        """
        endpoint = _find(endpoint_id, self._world.living(NAME, g.account.number))
        body = read_body(UPDATE, newer=self._world.settings.newer)
        if endpoint.status in BUSY:
            raise Refusal(500, "dataartsfabric.00000001", "The task is still running, try again later.")
        fields = {**endpoint.fields, **body, "update_time": timestamp(self._world.service_time)}
        if "config" in body:
            _keep_log_config(endpoint.fields.get("config"), fields)
        check_whole(fields)
        fields, before = self._kept(fields), endpoint.status
        self._world.update(endpoint, fields, workers=_workers(endpoint), price_per_hour=catalog.price_per_hour(fields))
        late = {"status": before} if self._world.settings.read_lag_s else {}
        return json_response(shown(endpoint) | late, 202)

    def _delete(self, endpoint_id: str) -> Response:
        """DeleteEndpoint: 202 and the id."""
        read_choice(request.args, "is_delete_app_instance", ("true", "false"))
        endpoint = _find(endpoint_id, self._world.living(NAME, g.account.number))
        if endpoint.phase is not Phase.DELETING:
            self._world.delete(endpoint)
        return json_response({"id": endpoint.id}, 202)

    def _kept(self, fields: dict[str, Any]) -> dict[str, Any]:
        return normalised(fields) if self._world.settings.normalise else fields


def _here(endpoints: list[Endpoint]) -> list[Endpoint]:
    """Return those in the workspace of the request."""
    return [
        endpoint for endpoint in endpoints if (endpoint.account, endpoint.scope) == (g.account.number, g.workspace_id)
    ]


def _find(endpoint_id: str, endpoints: list[Endpoint]) -> Endpoint:
    for endpoint in _here(endpoints):
        if endpoint.id == endpoint_id:
            return endpoint
    raise no_endpoint()


def _workers(endpoint: Endpoint) -> int:
    return endpoint.replicas if endpoint.is_moved else 1


def _keep_log_config(old: dict[str, Any] | None, fields: dict[str, Any]) -> None:
    """Let an update's Ray service log settings pass unheard, as the platform does."""
    service = dict(fields["config"].get("ray_service_config") or {})
    service.pop("log_config", None)
    kept = ((old or {}).get("ray_service_config") or {}).get("log_config")
    if service:
        fields["config"] = {"ray_service_config": service | ({"log_config": kept} if kept else {})}


def _specs() -> Response:
    """ListSpecs: the specifications under the key `spec_codes`."""
    types = request.args.getlist("spec_types")
    scenario = read_choice(request.args, "scenario", ("ENDPOINT", "COMPUTE"))
    code = request.args.get("spec_code", "")
    found = [
        {name: value for name, value in spec.items() if not name.startswith("_")}
        for spec in catalog.SPECS
        if (not types or spec["spec_type"] in types)
        and scenario in ("", spec["_scenario"])
        and code in ("", spec["spec_code"])
    ]
    return page(found, "spec_codes")


def _refuse(refusal: Refusal) -> Response:
    if refusal.status == 403:  # noqa: PLR2004 - the one of another form
        return forbidden(refusal.message)
    return refused(refusal.status, refusal.code, refusal.message, refusal.solution)
