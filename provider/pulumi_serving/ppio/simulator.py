"""The simulated PPIO (and Novita AI): routes, keys, answers and error bodies of `/gpus/v2` and of three v1 lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from pulumi_serving.ppio import simulator_catalog as catalog
from pulumi_serving.ppio.simulator_answers import downwards, listed, read_number, read_page, shown
from pulumi_serving.ppio.simulator_rules import (
    CREATE,
    UPDATE,
    RefusalError,
    check_stock,
    check_whole,
    complete,
    normalised,
    read_body,
)
from pulumi_serving.ppio.simulator_store import NAME, registry_auths, storages
from pulumi_serving.simulator.cloud import Cloud, json_response, note_account
from pulumi_serving.simulator.shapes import InvalidError
from pulumi_serving.simulator.states import Endpoint, Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi_serving.simulator.world import World

ENDPOINTS = "/gpus/v2/endpoints"
V1 = "/gpu-instance/openapi/v1"
WORDS = {
    Phase.STARTING: "initializing",
    Phase.START_FAILED: "failed",
    Phase.READY: "running",
    Phase.CHANGING: "updating",
    Phase.CHANGE_FAILED: "failed",
    Phase.DELETING: "terminating",
    Phase.DELETE_FAILED: "failed",
    Phase.GONE: "deleted",
}
REASONS = {
    400: "VALIDATOR_PARAM",
    401: "FAILED_TO_AUTH",
    403: "FORBIDDEN",
    404: "API_NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "CONFLICT",
    429: "RATE_LIMIT_EXCEEDED",
}
DEFAULT_LIMIT = 10
DEFAULT_PRODUCTS = 5  # few, so that a client which doesn't follow the cursor is found out


def create_cloud(world: World) -> Cloud:
    """Create the simulated platform."""
    return Cloud(
        prefixes=("/gpus", "/gpu-instance"),
        blueprint=_Platform(world).blueprint(),
        error=lambda status, code="": _error(
            status, code or REASONS.get(status, "INTERNAL_ERROR"), f"refused with {status}"
        ),
    )


class _Platform:
    """The views; each is named after the operation that it answers."""

    def __init__(self, world: World) -> None:
        self._world = world

    def blueprint(self) -> Blueprint:
        routes = Blueprint(NAME, __name__)
        routes.before_request(_authenticate)
        routes.register_error_handler(
            RefusalError, lambda refusal: _error(refusal.status, refusal.reason, refusal.message)
        )
        routes.register_error_handler(InvalidError, lambda error: _error(400, "VALIDATOR_PARAM", str(error)))
        views: list[tuple[str, str, str, Callable[..., Response]]] = [
            ("create", "POST", ENDPOINTS, self._create),
            ("list", "GET", ENDPOINTS, self._list),
            ("get", "GET", f"{ENDPOINTS}/<endpoint_id>", self._get),
            ("update", "PUT", f"{ENDPOINTS}/<endpoint_id>", self._update),
            ("delete", "DELETE", f"{ENDPOINTS}/<endpoint_id>", self._delete),
            ("products", "GET", "/gpus/v2/products", _products),
            ("regions", "GET", "/gpus/v2/regions", _regions),
            ("repository_auths", "GET", f"{V1}/repository/auths", self._repository_auths),
            ("network_storages", "GET", f"{V1}/networkstorages/list", self._network_storages),
            ("limits", "GET", f"{V1}/endpoint/limit", _limits),
        ]
        for operation, method, path, view in views:
            routes.add_url_rule(path, operation, view, methods=[method], provide_automatic_options=False)
        return routes

    def _create(self) -> Response:
        """Create an endpoint: 200 and the id alone (Create endpoint reference). Names need not be unique."""
        body = read_body(CREATE, newer=self._world.settings.newer)
        fields = complete(body, storages(self._world, g.account))
        check_whole(fields, self._world, g.account)
        check_stock(fields)
        fields = self._kept(fields)
        endpoint_id = self._world.new_id(16)
        fields["app_name"] = fields.get("app_name") or endpoint_id
        self._world.create(
            cloud=NAME,
            account=g.account,
            endpoint_id=endpoint_id,
            fields=fields,
            words=WORDS,
            workers=fields["worker_config"]["min_replicas"],
            price_per_hour=catalog.price_per_hour(fields),
        )
        return json_response({"id": endpoint_id})

    def _list(self) -> Response:
        """List the account's endpoints, a page at a time (v2 List page), the newest first."""
        keyword = request.args.get("keyword", "").casefold()
        members = [member for member in request.args.get("member_ids", "").split(",") if member]
        endpoints = self._world.in_lists(NAME, g.account)
        if members and catalog.MEMBER_IDS[g.account] not in members:
            endpoints = []
        numbered = [
            (endpoint.number, endpoint)
            for endpoint in endpoints
            if keyword in endpoint.name.casefold() or keyword in endpoint.id
        ]
        page = read_page(request.args, reversed(numbered), DEFAULT_LIMIT)
        known = storages(self._world, g.account)
        page["data"] = [listed(endpoint, known) for endpoint in page["data"]]
        return json_response(page)

    def _get(self, endpoint_id: str) -> Response:
        """Show one endpoint, not wrapped (v2 Get page)."""
        seen = [endpoint for endpoint in self._world.in_reads(NAME) if endpoint.account == g.account]
        return json_response(shown(_find(endpoint_id, seen)))

    def _update(self, endpoint_id: str) -> Response:
        """Change an endpoint (v2 Update page): what is present replaces the old value whole, what is absent stays."""
        endpoint = _find(endpoint_id, self._living())
        body = read_body(UPDATE, newer=self._world.settings.newer)
        if endpoint.status == WORDS[Phase.DELETING]:
            raise RefusalError(409, "CONFLICT", "the endpoint is terminating")
        if not body.get("image"):
            body.pop("image", None)  # the page allows an empty one, which can't be deployed: the old one stays
        fields = complete({**endpoint.fields, **body}, storages(self._world, g.account))
        check_whole(fields, self._world, g.account)
        if fields["product_id"] != endpoint.fields["product_id"]:
            check_stock(fields)
        self._world.update(
            endpoint,
            self._kept(fields),
            workers=_workers(endpoint, fields["worker_config"]),
            price_per_hour=catalog.price_per_hour(fields),
        )
        return json_response({})

    def _delete(self, endpoint_id: str) -> Response:
        """Delete an endpoint and its workers (v2 Delete page); a second delete changes nothing."""
        endpoint = _find(endpoint_id, self._living())
        if endpoint.phase is not Phase.DELETING:
            self._world.delete(endpoint)
        return json_response({})

    def _repository_auths(self) -> Response:
        """List registry credentials (v1 page), passwords readable as in the vendor's example."""
        return json_response({"data": registry_auths(self._world, g.account, listed=True)})

    def _network_storages(self) -> Response:
        """List network storages (v1 page), in pages by number."""
        found = [
            storage
            for storage in storages(self._world, g.account, listed=True).values()
            if request.args.get("storageName", "") in storage["storageName"]
            and request.args.get("storageId", "") in ("", storage["storageId"])
        ]
        number = read_number(request.args, "pageNo") or 1
        size = read_number(request.args, "pageSize") or DEFAULT_LIMIT
        return json_response({"data": found[(number - 1) * size : number * size], "total": len(found)})

    def _kept(self, fields: dict[str, Any]) -> dict[str, Any]:
        return normalised(fields) if self._world.settings.normalise else fields

    def _living(self) -> list[Endpoint]:
        return self._world.living(NAME, g.account)


def _find(endpoint_id: str, endpoints: list[Endpoint]) -> Endpoint:
    for endpoint in endpoints:
        if endpoint.id == endpoint_id:
            return endpoint
    raise RefusalError(404, "RESOURCE_NOT_FOUND", "the endpoint does not exist")


def _products() -> Response:
    """List products (v2 page); `type` and `category` must be there, and an empty type counts as gpu."""
    for name, values in (("type", ("", "gpu", "cpu")), ("category", ("serverless", "instance"))):
        if request.args.get(name) not in values:
            raise InvalidError(f"{name} must be one of {', '.join(filter(None, values))}")
    cpu, memory_gb, rootfs = (read_number(request.args, name) for name in ("cpu", "memory_gb", "rootfs_size"))
    billing = request.args.get("billing_method", "")
    if billing not in ("", "postpaid", "prepaid", "spot"):
        raise InvalidError("billing_method must be one of postpaid, prepaid, spot")
    regions = {region for region in request.args.get("region_ids", "").split(",") if region}
    found = [
        product
        for product in catalog.PRODUCTS
        if product["type"] == (request.args["type"] or "gpu")
        and product["category"] == request.args["category"]
        and product["resource_spec"]["cpu"] >= cpu
        and product["resource_spec"]["memory_gb"] >= memory_gb
        and product["resource_spec"]["rootfs"]["max_gb"] >= rootfs
        and (not billing or billing in product["billing_methods"])
        and (not regions or regions.intersection(product["region_ids"]))
    ]
    return json_response(read_page(request.args, downwards(found), DEFAULT_PRODUCTS))


def _regions() -> Response:
    """List regions (v2 page)."""
    return json_response(read_page(request.args, downwards(catalog.REGIONS), DEFAULT_LIMIT))


def _limits() -> Response:
    """Show the account's ranges (v1 page)."""
    return json_response(catalog.LIMITS)


def _workers(endpoint: Endpoint, config: dict[str, Any]) -> int:
    """Return how many workers an update leaves: the least, or what an autoscaler has made of it within the bounds."""
    least, most = config["min_replicas"], config["max_replicas"]
    return int(min(max(endpoint.replicas, least), most) if endpoint.is_moved else least)


def _authenticate() -> None:
    """Let a request in by its key alone: `Authorization: Bearer <key>`."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or key not in catalog.ACCOUNTS:
        raise RefusalError(401, "FAILED_TO_AUTH", "the API key is missing or wrong")
    g.account = catalog.ACCOUNTS[key]
    note_account(request.environ, g.account)


def _error(status: int, reason: str, message: str) -> Response:
    """Refuse in the platform's usual envelope."""
    return json_response({"code": status, "reason": reason, "message": message, "metadata": {}}, status)
