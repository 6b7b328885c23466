"""A DataArts Fabric endpoint for the lifecycle: what of it can change in place, and one call per verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pulumi_serving.core.cloud.abilities import HasToken
from pulumi_serving.core.cloud.names import NameForm
from pulumi_serving.core.errors import ConfigError, NotReadyError
from pulumi_serving.core.values import extra, leaves, schema
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.huawei.settings import HuaweiKind

from . import rules
from .args import EndpointArgs, EndpointState
from .mapping import UPDATED, create_body, is_amount, to_live, update_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.core.values.validate import Problem
    from pulumi_serving.huawei.client import Client
    from pulumi_serving.huawei.settings import HuaweiSettings

    from .client import Endpoints

FILTER_NAME = re.compile(r"[A-Za-z0-9_\-\u4e00-\u9fff]{1,128}")
"""A name that the list's filter takes: an endpoint's may have a dot or a space, the filter may not."""
STEADY_SECONDS = 5.0
BLOCKED = (
    "No call of this API leaves that status: resolve its cause with the vendor (arrears, a policy, the end of a "
    "trial). The next `pulumi up` looks again; `pulumi up --refresh --replace URN` makes another endpoint"
)


class EndpointKind(HasToken, HuaweiKind["Endpoints"]):
    """What the lifecycle needs to know of an endpoint."""

    noun: ClassVar[str] = "endpoint"
    args: ClassVar[Any] = EndpointArgs
    state: ClassVar[Any] = EndpointState
    status_words: ClassVar[str] = "The cloud's own word for where it is in its life: `RUNNING`, `CREATE_FAILED`, ..."
    location_words: ClassVar[str] = "Where it lives: base URL of the API, project and workspace."
    # No durations are documented: a Ray cluster, or a model on many cards, takes its time.
    limits: ClassVar[Limits] = Limits(create=60 * 60, update=60 * 60, delete=30 * 60)
    names: ClassVar[NameForm] = NameForm(separator="-", allowed=r"[A-Za-z0-9_.\-\u4e00-\u9fff]", longest=64)

    def location(self, settings: HuaweiSettings, args: Mapping[str, Any]) -> str:
        """Return the location of the endpoint's own workspace, else of that of the settings."""
        workspace_id = args.get("workspace_id") or settings.workspace_id
        if leaves.is_unknown(workspace_id):
            return cast("str", workspace_id)
        if not workspace_id:
            raise ConfigError(settings.no_workspace)
        return settings.location_of(str(workspace_id))

    def calls(self, connection: Client) -> Endpoints:
        """Return the calls of endpoints."""
        from .client import Endpoints  # noqa: PLC0415 - what requests take is imported only now

        return Endpoints(connection)

    def rules(self, args: Mapping[str, Any]) -> Iterable[Problem]:
        """See ``rules.py``."""
        return rules.problems(args)

    def create(self, client: Endpoints, args: Mapping[str, Any], operation: Operation) -> str:
        """Send the arguments as they are: what the user left out is left out."""
        return client.create_endpoint(operation, create_body(args), schema.secret_texts(EndpointArgs, args))

    def get(self, client: Endpoints, id_: str, operation: Operation) -> Live:
        """Read one."""
        return to_live(client.show_endpoint(operation, id_))

    def list(self, client: Endpoints, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all pages of the user's own endpoints; ``name`` goes out where the filter takes its characters."""
        filters = {"name": name} if FILTER_NAME.fullmatch(name) else {}
        found = client.list_endpoints(operation, filters)
        return found.of(map(to_live, found))

    def update(self, client: Endpoints, live: Live, changes: Changes, operation: Operation) -> None:
        """Send all that can change in place, to a status in which it is defined what an update does."""
        live = self._steady(client, live, operation)
        if self.must_replace(live.status):
            raise _not_sent(live, "The next `pulumi up` replaces it")
        if live.phase is Phase.STOPPED:
            raise _not_sent(live, f"{BLOCKED}. Nothing was sent")
        body = update_body(changes.target, changes.removed, live.values)
        client.update_endpoint(operation, live.id, body, schema.secret_texts(EndpointArgs, changes.target))

    def _steady(self, client: Endpoints, live: Live, operation: Operation) -> Live:
        """Wait until the change that runs is over."""
        while live.phase is Phase.PENDING:
            trouble = operation.interrupted() or ("" if operation.deadline.remaining > 0 else "the time is over")
            if trouble:
                raise _not_sent(live, f"The change was not sent, since {trouble}; the next `pulumi up` sends it")
            operation.show(f"waiting for {live.status} to end")
            operation.pause(STEADY_SECONDS)
            live = self.get(client, live.id, operation)
        return live

    def cannot_heal(self, live: Live) -> str:
        """Know that nothing but the vendor leaves a stopped status."""
        return BLOCKED if live.phase is Phase.STOPPED else ""

    def delete(self, client: Endpoints, id_: str, operation: Operation) -> None:
        """Delete; the recorded arguments say whether job instances that still run go with it."""
        recorded = operation.call.recorded_inputs or {}
        client.delete_endpoint(operation, id_, with_instances=recorded.get("is_delete_app_instance"))

    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Compare the type; the name and the time are compared already, and everything else may be filled in."""
        return live.values.get("type") in ("", None, args.get("type"))

    def replaces(
        self,
        changed: Sequence[schema.FieldSpec],
        removed: Sequence[str],
        olds: Mapping[str, Any],
        news: Mapping[str, Any],
    ) -> Sequence[str]:
        """
        Return what UpdateEndpoint does not take, and what it can't take away.

        ``config`` is disputed, so it replaces unless the user asks for the attempt; its log settings always do, since
        an update ignores them.
        """
        in_place = {*UPDATED, extra.NAME, *(("config",) if news.get("update_config_in_place") is True else ())}
        names = [field.name for field in changed if field.name not in in_place]
        names += [path.partition(".")[0] for path in removed if path != "description" and not is_amount(path)]
        if _log_config(olds) != _log_config(news):
            names.append("config")
        of_changed = {field.name for field in changed}
        return [name for name in dict.fromkeys(names) if name in of_changed]

    def token_of(self, outputs: Mapping[str, Any]) -> str | None:
        """Return the token of the address that is the ``url``."""
        found = (url.get("token") for url in outputs.get("urls") or () if url.get("address") == outputs.get("url"))
        return next(found, None) or None

    def must_replace(self, status: str) -> bool:
        """Only a replacement leaves a failed creation."""
        return status == "CREATE_FAILED"

    def deletion_failed(self, status: str) -> bool:
        """Tell that it still exists, and may still cost money."""
        return status == "DELETE_FAILED"


def _not_sent(live: Live, advice: str) -> NotReadyError:
    error = NotReadyError(f"endpoint {live.id} is {live.described}. {advice}")
    error.live = live
    return error


def _log_config(args: Mapping[str, Any]) -> Any:
    """Return the log settings of a Ray service."""
    service = (args.get("config") or {}).get("ray_service_config") if isinstance(args.get("config"), dict) else None
    return service.get("log_config") if isinstance(service, dict) else None
