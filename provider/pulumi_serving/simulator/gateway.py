"""What stands in front of every cloud: faults, request ids, and the record of requests."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from pulumi_serving.simulator.cloud import RECORD, json_response
from pulumi_serving.simulator.delivery import change, deliver
from pulumi_serving.simulator.paths import keep_slashes, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from werkzeug.routing import Map

    from pulumi_serving.simulator.cloud import Cloud
    from pulumi_serving.simulator.faults import Fault
    from pulumi_serving.simulator.world import World

CONTROL = "/_simulator"
REQUEST_ID = "pulumi_serving.request_id"
"""Where a cloud finds the request's id, for those that repeat it in their bodies."""


class Gateway:
    """A WSGI app around the clouds' app. Requests are answered one at a time; only the delays of faults overlap."""

    def __init__(
        self,
        inner: WSGIApplication,
        *,
        routes: Map,
        world: World,
        clouds: Sequence[Cloud],
        dropped: Callable[[str], Exception],
    ) -> None:
        """Wrap the app that has these routes. `dropped` makes what is raised where no answer is to be sent."""
        self._inner = inner
        self._routes = routes
        self._world = world
        self._clouds = clouds
        self._dropped = dropped

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        keep_slashes(environ)
        path = Request(environ).path
        if path == CONTROL or path.startswith(f"{CONTROL}/"):
            return self._answer(environ)(environ, start_response)
        return self._serve(environ, path)(environ, start_response)

    def _serve(self, environ: WSGIEnvironment, path: str) -> Response:
        world = self._world
        cloud = next((cloud for cloud in self._clouds if cloud.has_path(path)), None)
        operation = self._operation(environ)
        name = cloud.name if cloud else None
        record: dict[str, Any] = {"cloud": name, "operation": operation, "method": environ["REQUEST_METHOD"]}
        record |= {"path": shown(path), "status": None, "at": world.clock(), "answered_at": None, "account": None}
        with world.lock:
            world.requests.append(record)
            fault = world.faults.take(name, operation, shown(path))
            environ[REQUEST_ID], environ[RECORD] = world.new_id(32), record
        if fault.drop != "after":
            self._wait(fault)
        response = self._answer(environ) if fault.takes_effect else None
        if fault.drop == "after":
            self._wait(fault)
        if fault.has_answer:
            response = self._fault_answer(fault, cloud)
        elif fault.drop or response is None:
            raise self._dropped("the simulator closed the connection without an answer")
        if fault.changes_json:
            response = change(response, fault)
        response.headers["X-Request-Id"] = environ[REQUEST_ID]
        response.headers["Date"] = http_date(world.service_time)
        response.headers.update(fault.headers)
        if fault.changes_delivery:
            deliver(response, fault, sleep=world.sleep, broken=self._broken)
        record |= {"status": response.status_code, "answered_at": world.clock()}
        return response

    def _broken(self) -> Exception:
        return self._dropped("the simulator broke the connection off inside the answer")

    def _answer(self, environ: WSGIEnvironment) -> Response:
        with self._world.lock:
            self._world.tick()
            return Response.from_app(self._inner, environ, buffered=True)

    def _operation(self, environ: WSGIEnvironment) -> str | None:
        """Name what is asked for. Flask finds the route once more: a fault is chosen before it is asked, or without."""
        try:
            route, _ = self._routes.bind_to_environ(environ).match()
        except HTTPException:
            return None
        return str(route).rpartition(".")[2]

    def _wait(self, fault: Fault) -> None:
        if fault.delay_s:
            self._world.sleep(fault.delay_s)

    @staticmethod
    def _fault_answer(fault: Fault, cloud: Cloud | None) -> Response:
        status = 500 if fault.status is None else fault.status
        if fault.raw is not None:
            return Response(base64.b64decode(fault.raw), status=status, content_type="application/octet-stream")
        if isinstance(fault.body, str):
            kind = "text/html" if fault.body.lstrip().startswith("<") else "text/plain"
            return Response(fault.body, status=status, mimetype=kind)
        if fault.body is None and cloud is not None:
            return cloud.error(status) if fault.code is None else cloud.error(status, fault.code)
        return json_response(fault.body, status)
