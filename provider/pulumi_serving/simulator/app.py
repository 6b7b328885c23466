"""The WSGI app: the clouds that are found, the control interface, and the gateway in front."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from pulumi_serving.simulator.cloud import find_clouds, json_response
from pulumi_serving.simulator.control import Control
from pulumi_serving.simulator.gateway import Gateway
from pulumi_serving.simulator.paths import decoded
from pulumi_serving.simulator.world import World

if TYPE_CHECKING:
    from collections.abc import Callable


class _App(Flask):
    """A Flask app whose table of routes is that of all apps with these routes: to make one takes most of the time."""

    def __init__(self) -> None:
        super().__init__(__name__, static_folder=None)
        self.json.sort_keys = False  # type: ignore[attr-defined]  # answers keep the order of the API pages
        self.routes: list[tuple[str, str, frozenset[str]]] = []

    def add_url_rule(self, rule: str, endpoint: str = "", view_func: Any = None, *_: Any, **options: Any) -> None:  # type: ignore[override]
        if endpoint in self.view_functions:
            raise ValueError(f"{endpoint} is there twice: {rule} needs another operation's name")
        self.view_functions[endpoint] = view_func
        self.routes.append((rule, endpoint, frozenset(options["methods"])))

    def take_routes(self) -> None:
        """Take the table of all routes that are there now."""
        self.url_map = _table(tuple(self.routes))


class _Route(Rule):
    """A route of which nobody makes addresses: nothing is compiled for that, which takes longer than all the rest."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        _ = append_unknown
        return lambda *_, **__: ("", "")


@lru_cache(maxsize=8)
def _table(routes: tuple[tuple[str, str, frozenset[str]], ...]) -> Map:
    rules = [_Route(path, endpoint=endpoint, methods=methods) for path, endpoint, methods in routes]
    return Map(rules, merge_slashes=False)  # a doubled slash is a wrong path, not a redirect


def create_app(
    *,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], object] = time.sleep,
    ready_after_s: float = 3.0,
    seed: int | None = None,
    dropped: Callable[[str], Exception] = ConnectionResetError,
) -> Flask:
    """Create a simulator with a state of its own.

    Time is `clock`'s, in Unix seconds; `sleep` waits where a fault asks for a delay. A `seed` makes ids predictable.
    Where a fault drops an answer, the app raises `dropped("...")`: on a server, a ConnectionError closes the
    connection; a WSGI client sees the exception itself, so give its own class for lost connections.
    """
    world = World(clock=clock, sleep=sleep, ready_after_s=ready_after_s, seed=seed)
    clouds = find_clouds(world)
    app = _App()
    for cloud in clouds:
        app.register_blueprint(cloud.blueprint)
    operations = {
        cloud.name: {view.partition(".")[2] for view in app.view_functions if view.startswith(f"{cloud.name}.")}
        for cloud in clouds
    }
    app.register_blueprint(Control(world, operations).blueprint())
    app.take_routes()

    @app.url_value_preprocessor
    def decode(_: str | None, values: dict[str, Any] | None) -> None:
        for name, value in (values or {}).items():
            if values and isinstance(value, str):
                values[name] = decoded(value)

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> Response:
        status = error.code or 500
        for cloud in clouds:
            if cloud.has_path(request.path):
                response = cloud.error(status)
                break
        else:
            response = json_response({"error": f"{error.name}: no cloud is simulated at this path"}, status)
        response.headers.extend([(name, value) for name, value in error.get_headers() if name == "Allow"])
        return response

    app.wsgi_app = Gateway(  # type: ignore[method-assign]
        app.wsgi_app, routes=app.url_map, world=world, clouds=clouds, dropped=dropped
    )
    return app
