"""The simulated identity service: tokens for a user and a password, and the projects of a key (IAM v3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from pulumi_serving.huawei.simulator_answers import timestamp
from pulumi_serving.huawei.simulator_catalog import ACCOUNTS, REGION, Account
from pulumi_serving.huawei.simulator_rules import Refusal
from pulumi_serving.simulator.cloud import json_response
from pulumi_serving.simulator.shapes import Array, InvalidError, Record, Text, read_json

if TYPE_CHECKING:
    from flask import Response

    from pulumi_serving.huawei.simulator_signature import Gate
    from pulumi_serving.simulator.world import World

TOKEN_LIFE_S = 24 * 60 * 60

_NAMED = Record({"name": Text(1), "id": Text(1)})
_USER = Record({"name": Text(1), "password": Text(1), "domain": _NAMED}, frozenset({"name", "password", "domain"}))
_IDENTITY = Record(
    {"methods": Array(Text(among=("password",))), "password": Record({"user": _USER}, frozenset({"user"}))},
    frozenset({"methods", "password"}),
)
_SCOPE = Record({"project": _NAMED}, frozenset({"project"}))
_AUTH = Record({"identity": _IDENTITY, "scope": _SCOPE}, frozenset({"identity", "scope"}))
BODY = Record({"auth": _AUTH}, frozenset({"auth"}))


class Iam:
    """The views of the identity service."""

    def __init__(self, world: World, gate: Gate) -> None:
        """Issue tokens that the gate takes."""
        self._world = world
        self._gate = gate

    def create_token(self) -> Response:
        """Issue a token: 201, the token in the header `X-Subject-Token`, not in the body."""
        try:
            body = read_json(request.get_data())
            BODY.check(body)
        except InvalidError as error:
            return _error(400, "IAM.0011", str(error), "Bad Request")
        user = body["auth"]["identity"]["password"]["user"]
        account = next(
            (
                account
                for account in ACCOUNTS
                if (user["name"], user["password"], user["domain"].get("name"))
                == (account.name, account.password, account.name)
            ),
            None,
        )
        if account is None:
            return _error(401, "IAM.0001", "The username or password is wrong.", "Unauthorized")
        project = body["auth"]["scope"]["project"]
        if project.get("id", account.project_id) != account.project_id or project.get("name", REGION) != REGION:
            return _error(401, "IAM.0001", "The project is not one of the user's.", "Unauthorized")
        response = json_response(
            {
                "token": {
                    "expires_at": timestamp(self._world.service_time + TOKEN_LIFE_S).replace("Z", "000Z"),
                    "issued_at": timestamp(self._world.service_time).replace("Z", "000Z"),
                    "methods": ["password"],
                    "project": {"id": account.project_id, "name": REGION},
                    "user": {"name": account.name, "domain": {"name": account.name, "id": account.domain_id}},
                }
            },
            201,
        )
        response.headers["X-Subject-Token"] = self._gate.issue(account, TOKEN_LIFE_S)
        return response

    def list_projects(self) -> Response:
        """List the key's project, which the vendor's SDK asks for when it was given none."""
        try:
            account: Account = self._gate.account(request)
        except Refusal as refusal:
            return _error(401, "IAM.0001", refusal.message, "Unauthorized")
        projects: list[dict[str, Any]] = [{"id": account.project_id, "name": REGION, "domain_id": account.domain_id}]
        return json_response({"projects": [item for item in projects if request.args.get("name") in (None, REGION)]})


def _error(status: int, code: str, message: str, title: str) -> Response:
    body = {"error": {"code": status, "message": message, "title": title}, "error_code": code, "error_msg": message}
    return json_response(body, status)
