"""An app service of PAI-EAS for the lifecycle: statuses, and one call of the client per verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.alibaba.credentials import SOMEBODY_ELSES
from pulumi_serving.alibaba.settings import AlibabaKind
from pulumi_serving.core.cloud.abilities import HasToken, LooksUpNames
from pulumi_serving.core.cloud.names import NameForm
from pulumi_serving.core.errors import ApiError, ConflictError, NameTakenError, NotFoundError, ServingError
from pulumi_serving.core.values.compare import UNSET
from pulumi_serving.core.values.live import Limits, Live, Phase, may_be, phase_of
from pulumi_serving.core.values.log import get_logger

from . import rules, wire
from .args import AppServiceArgs, AppServiceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pulumi_serving.alibaba.client import Client
    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.core.values.validate import Problem

    from . import models
    from .client import AppServices

log = get_logger("pulumi_serving")

# Compared case-sensitively (DescribeService page); for a status that is not here see ``phase_of``.
PHASES = {
    "Running": Phase.READY,
    "Failed": Phase.FAILED,
    "DeleteFailed": Phase.FAILED,
    "Stopped": Phase.STOPPED,
    "Deleting": Phase.DELETING,
    "Deleted": Phase.GONE,
}
STEADY_SECONDS = 120.0
"""How long an update waits for a stable status before it is sent all the same: some last for ever."""
STEADY_PAUSE = 5.0
EVENTS_SHOWN, LONGEST_EVENT = 3, 200


class AppServiceKind(LooksUpNames, HasToken, AlibabaKind["AppServices"]):
    """What the lifecycle needs to know of an app service."""

    noun: ClassVar[str] = "app service"
    args: ClassVar[Any] = AppServiceArgs
    state: ClassVar[Any] = AppServiceState
    status_words: ClassVar[str] = "The cloud's own word for where it is in its life: `Running`, `Failed`, ..."
    # The vendor's Terraform provider gives 30, 15 and 15 minutes to ordinary services; weights of an LLM are larger.
    limits: ClassVar[Limits] = Limits(create=40 * 60, update=30 * 60, delete=15 * 60)
    names: ClassVar[NameForm] = NameForm(separator="_", allowed="[a-z0-9_]", longest=63, lower=True)
    unique_names: ClassVar[bool] = True
    identity: ClassVar[str] = "service_id"
    id_words: ClassVar[str] = "`<region>/<service name>`"
    delete_attempts: ClassVar[int] = 4
    updates_whole: ClassVar[bool] = False

    def names_collide(self, one: str, other: str, *, same_account: bool) -> bool:
        """Compare the regions: in one a name is unique over all accounts."""
        _ = same_account
        return one.rpartition(" ")[2] == other.rpartition(" ")[2]

    def calls(self, connection: Client) -> AppServices:
        """Return the calls of app services."""
        from .client import AppServices  # noqa: PLC0415 - what requests take is imported only now

        return AppServices(connection)

    def secret_texts(self, args: Mapping[str, Any]) -> set[str]:
        """Return the texts of an open ``config``, too: its keys say nothing of what they hold."""
        return {*super().secret_texts(args), *wire.secret_texts(args.get("config"))}

    def rules(self, args: Mapping[str, Any]) -> Iterable[Problem]:
        """See ``rules.py``."""
        return rules.problems(args)

    def create(self, client: AppServices, args: Mapping[str, Any], operation: Operation) -> Live:
        """Send the arguments as they are; the answer tells the id and the first status."""
        secrets = self.secret_texts(args)
        made = client.create_app_service(operation, wire.query(args), wire.create_body(args), secrets)
        region = made.region or client.region
        outputs = {
            "service_id": made.service_id,
            "region": region,
            "request_id": made.request_id,
            "internet_endpoint": made.internet_endpoint,
            "intranet_endpoint": made.intranet_endpoint,
        }
        return Live(
            id=f"{client.region}/{args['name']}",
            name=str(args["name"]),
            status=made.status or "Creating",
            phase=phase_of(made.status, PHASES),
            outputs={name: value for name, value in outputs.items() if value},
        )

    def token_of(self, outputs: Mapping[str, Any]) -> str | None:
        """Return the access token."""
        return outputs.get("access_token") or None

    def get(self, client: AppServices, id_: str, operation: Operation) -> Live:
        """Read one; an ordinary service of the name is no app service."""
        service = client.describe_service(operation, name_of(client, id_))
        if not service.app_type:
            raise ServingError(f"{id_} is an ordinary service, not an app service: it can't be managed here")
        return to_live(service, client.region)

    def list(self, client: AppServices, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all pages and keep the app services, for which there is no filter."""
        found = client.list_services(operation, {"ServiceName": name} if name else {})
        return found.of(to_live(service, client.region) for service in found if service.app_type)

    def find_by_name(self, client: AppServices, name: str, operation: Operation) -> Sequence[Live]:
        """Describe it: the list may lag behind, and has nothing of other accounts, whose names count, too."""
        try:
            service = client.describe_service(operation, name)
        except NotFoundError:
            return []
        except ApiError as error:
            if error.code != SOMEBODY_ELSES:
                raise
            raise NameTakenError(
                f"the name {name} is taken in {client.region} by somebody else's service, or by one that these "
                f"credentials may not see ({error.code}, request id {error.request_id}): names are unique in a region "
                "over all accounts. Choose another name"
            ) from None
        if not service.app_type:
            raise NameTakenError(
                f"the name {name} is taken in {client.region} by an ordinary service, {service.service_id}, "
                "which is no app service. Choose another name"
            )
        return [to_live(service, client.region)]

    def update(self, client: AppServices, live: Live, changes: Changes, operation: Operation) -> None:
        """
        Send what changes once the status is stable, since an absent field stays; start a service that is stopped.

        What is declared is a service with instances that run, so a stopped one has drifted like any other: it is sent
        all of it, as one that failed is. What an update does in other statuses is not documented; a conflict is tried
        again until the time is over. What can't be unset replaces the service: see args.py.
        """
        live = self._steady(client, live, operation)
        args = changes.target
        secrets = self.secret_texts(args)
        body = wire.update_body(args, args.keys() - changes.unknown if changes.heals else changes.names)
        try:
            client.update_app_service(operation, live.name, wire.query(args), body, secrets)
        except ApiError as error:
            raise self._refused(client, live.id, operation, error) from None
        if live.phase is Phase.STOPPED and self.get(client, live.id, operation).phase is Phase.STOPPED:
            operation.show("starting the stopped service")
            try:
                client.start_service(operation, live.name)
            except ConflictError as error:  # the update itself may be starting it: the wait will tell
                log.debug("start of %s: %s", live.id, error)

    def _steady(self, client: AppServices, live: Live, operation: Operation) -> Live:
        began = operation.deadline.elapsed
        while live.phase is Phase.PENDING and operation.deadline.elapsed - began < STEADY_SECONDS:
            if operation.interrupted() or operation.deadline.remaining <= 0:
                break
            operation.show(f"{live.status}, waiting for a stable status before the update")
            operation.pause(STEADY_PAUSE)
            live = self.get(client, live.id, operation)
        return live

    def delete(self, client: AppServices, id_: str, operation: Operation) -> None:
        """Delete; a refusal names the safety lock, which is never taken away from here."""
        try:
            client.delete_service(operation, name_of(client, id_))
        except NotFoundError:
            raise
        except ApiError as error:
            raise self._refused(client, id_, operation, error) from None

    def _refused(self, client: AppServices, id_: str, operation: Operation, error: ApiError) -> ServingError:
        """Return the error with the safety lock in it, if there is one that may be the cause."""
        try:
            lock = self.get(client, id_, operation.at_most(1)).outputs.get("safety_lock", "none")
        except ServingError:
            return error
        if lock == "none":
            return error
        return ServingError(
            f"{error}. The safety lock of the service is {lock!r}: whoever set it may take it away "
            "(UpdateServiceSafetyLock, or the vendor's console); this package never does"
        )

    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Compare what a create sends with what a read shows of it: ``QuotaId``, for one, is not always told."""
        sent = {"app_type": wire.APP_TYPE, **args}
        names = ("app_type", "service_spec", "app_version", "workspace_id", "quota_id")
        same = all(may_be(live.values[name], sent[name]) for name in names if name in sent and live.values.get(name))
        config = wire.config_to_wire(args.get("config") or {})
        there = live.values.get("config") or {}
        return same and all(may_be(there[key], value) for key, value in config.items() if key in there)

    def explain(self, client: AppServices, live: Live, operation: Operation) -> str:
        """Tell the newest events, warnings first: there stands why no instance comes up. No service stops by itself."""
        if live.phase is Phase.STOPPED:
            return "Somebody stopped it: the next `pulumi up --refresh` starts it, and its instances cost money again"
        events = client.describe_service_event(operation, live.name)
        events = sorted(events, key=lambda event: event.time, reverse=True)
        chosen = ([event for event in events if event.type == "Warning"] or events)[:EVENTS_SHOWN]
        texts = [operation.redactor.cut(f"{event.reason}: {event.message}", LONGEST_EVENT) for event in chosen]
        return f"Newest events: {'; '.join(texts)}" if texts else ""

    def deletion_failed(self, status: str) -> bool:
        """Know the one word for it."""
        return status == "DeleteFailed"

    def must_replace(self, status: str) -> bool:
        """Replace a service whose deletion failed: nothing else leaves that status."""
        return self.deletion_failed(status)


def name_of(client: AppServices, id_: str) -> str:
    """Return the service's name out of an id."""
    region, _, name = id_.partition("/")
    if not name:
        raise ServingError(f"there is no app service {id_}: an id is <region>/<service name>")
    if region != client.region:
        raise ServingError(f"there is no app service {id_} in {client.region}, the region of this provider")
    return name


def to_live(service: models.Service, region: str) -> Live:
    """Map an answer of DescribeService or ListServices to what the lifecycle compares and records."""
    reason = [] if service.reason.lower() == service.status.lower() else [service.reason]
    total, up = service.total_instance, service.running_instance
    return Live(
        id=f"{region}/{service.service_name}",
        name=service.service_name,
        status=service.status or "unknown",
        phase=phase_of(service.status, PHASES),
        reason=": ".join(filter(None, [*reason, service.message])),
        progress=f"{up or 0} of {total} instances run" if total else "",
        account=service.parent_uid,
        created=service.created,
        revision=f"{service.latest_version} {service.update_time}",
        values=wire.values(service),
        outputs=_outputs(service, region),
        owned=frozenset({"replicas"} if wire.is_scaled(service) else ()),
    )


def _outputs(service: models.Service, region: str) -> dict[str, Any]:
    found = {
        "url": service.internet_endpoint or service.intranet_endpoint,
        "access_token": service.access_token,
        "internet_endpoint": service.internet_endpoint,
        "intranet_endpoint": service.intranet_endpoint,
        "service_id": service.service_id,
        "region": service.region or region,
        "reason": service.reason,
        "message": service.message,
        "safety_lock": service.safety_lock,
        "create_time": service.create_time,
        "parent_uid": service.parent_uid,
        "caller_uid": service.caller_uid,
    }
    return {name: value for name, value in found.items() if value not in UNSET}
