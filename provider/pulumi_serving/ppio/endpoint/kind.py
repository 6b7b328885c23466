"""A PPIO endpoint for the lifecycle: statuses, and the mapping between arguments and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.core.cloud.abilities import ListsWhole, Serves
from pulumi_serving.core.cloud.names import NameForm
from pulumi_serving.core.errors import ApiError, ConflictError
from pulumi_serving.core.values import extra, schema
from pulumi_serving.core.values.compare import UNSET
from pulumi_serving.core.values.ignored import has_blanked
from pulumi_serving.core.values.live import Limits, Live, Phase, may_be
from pulumi_serving.core.values.live import phase_of as class_of
from pulumi_serving.ppio.settings import PpioKind

from . import rules
from .args import EndpointArgs, EndpointState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.http.pages import Listing
    from pulumi_serving.core.lifecycle.changes import Changes
    from pulumi_serving.core.values.validate import Problem
    from pulumi_serving.ppio.client import Client

    from . import models
    from .client import Endpoints

JOB_URLS = {
    "https://api.ppio.com": "https://async-public.serverless.ppinfra.com/v1",
    "https://api.novita.ai": "https://async-public.serverless.novita.ai/v1",
}

# The words of all sources, compared without regard to case; for a word that is not here see ``phase_of``.
PHASES = {
    **dict.fromkeys(("running", "serving", "active", "ready"), Phase.READY),
    **dict.fromkeys(("terminating", "deleting", "removing", "stopping", "tostop", "toremove"), Phase.DELETING),
    **dict.fromkeys(("deleted", "removed", "terminated"), Phase.GONE),
    **dict.fromkeys(("stopped", "exited", "frozen", "freezing"), Phase.STOPPED),
    **dict.fromkeys(("failed", "error"), Phase.FAILED),
}
# No workers at all is how an endpoint is stopped: then it is as the user asked.
STOPS = {"stopped": Phase.READY, "stopping": Phase.PENDING, "tostop": Phase.PENDING}
NO_ERROR = ("", "none", "null", "-")
WORKERS_UP = ("ready", "running", "unpaused")
WORKER_GONE = "removed"  # stays in the listing for some minutes

# The update body has no such fields: their change is a replacement.
NOT_UPDATED = ("type", "app_name")
# Objects have no known empty form, so they can't be cleared; nor can a field that an endpoint must have.
CLEARED = {
    "registry_auth_id": "",
    "entrypoint": "",
    "command": "",
    "region_id": "",
    "volumes": [],
    "envs": [],
    "ports": [],
}


class EndpointKind(ListsWhole, Serves, PpioKind["Endpoints"]):
    """What the lifecycle needs to know of an endpoint. Its list leaves out ``type`` alone, which can't change."""

    noun: ClassVar[str] = "endpoint"
    args: ClassVar[Any] = EndpointArgs
    state: ClassVar[Any] = EndpointState
    status_words: ClassVar[str] = "The cloud's own word for where the endpoint is in its life, in lower case."
    # Starts with an image pull were measured at 5 to 7 minutes.
    limits: ClassVar[Limits] = Limits(create=20 * 60, update=20 * 60, delete=10 * 60)
    lists_addresses: ClassVar[bool] = True
    names: ClassVar[NameForm] = NameForm(separator="-", longest=255)

    def calls(self, connection: Client) -> Endpoints:
        """Return the calls of endpoints."""
        from .client import Endpoints  # noqa: PLC0415 - what requests take is imported only now

        return Endpoints(connection)

    def rules(self, args: Mapping[str, Any]) -> Iterable[Problem]:
        """See ``rules.py``."""
        return rules.problems(args)

    def create(self, client: Endpoints, args: Mapping[str, Any], operation: Operation) -> str:
        """Send the arguments as they are: what the user left out is left out."""
        return client.create_endpoint(operation, on_the_wire(args), schema.secret_texts(EndpointArgs, args))

    def get(self, client: Endpoints, id_: str, operation: Operation) -> Live:
        """Read one."""
        return to_live(client.get_endpoint(operation, id_), client.base_url)

    def list(self, client: Endpoints, operation: Operation, *, name: str = "") -> Listing[Live]:
        """Read all pages; ``name`` goes out as the search word, whose meaning is not defined."""
        found = client.list_endpoints(operation, keyword=name)
        return found.of(to_live(endpoint, client.base_url) for endpoint in found)

    def update(self, client: Endpoints, live: Live, changes: Changes, operation: Operation) -> None:
        """Send the complete configuration: right whether the server replaces all or merges."""
        body = update_body(changes.target, changes.removed, live.values)
        client.update_endpoint(operation, live.id, body, schema.secret_texts(EndpointArgs, body))

    def delete(self, client: Endpoints, id_: str, operation: Operation) -> None:
        """Delete; an endpoint that refuses because it has workers is scaled to none first."""
        try:
            client.delete_endpoint(operation, id_)
        except ApiError as error:
            refused = isinstance(error, ConflictError) or error.status == 400  # noqa: PLR2004 - as the API file says
            live = self.get(client, id_, operation) if refused else None
            if live is None or not workers(live):
                raise
            self._scale_to_none(client, live, operation)
            if operation.interrupted():
                raise  # nothing more is sent, and the refusal is what there is to tell
            client.delete_endpoint(operation, id_)

    def _scale_to_none(self, client: Endpoints, live: Live, operation: Operation) -> None:
        sizes = {**(live.values.get("worker_config") or {}), "min_replicas": 0, "idle_timeout": 1}
        body = update_body({**live.values, "worker_config": sizes}, (), live.values)
        client.update_endpoint(operation, live.id, body, schema.secret_texts(EndpointArgs, live.values))
        while workers(live) and operation.deadline.remaining > 0 and not operation.interrupted():
            operation.show("waiting until no worker is left")
            operation.pause(5)
            live = self.get(client, live.id, operation)

    def is_made_by(self, live: Live, args: Mapping[str, Any]) -> bool:
        """Compare what can't have been filled in by the server: image, product, type and application name."""
        names = ("type", "image", "product_id", *(("app_name",) if args.get("app_name") else ()))
        return all(may_be(live.values[name], args.get(name)) for name in names if live.values.get(name))

    def cannot_clear(self, args: Mapping[str, Any], removed: Sequence[str]) -> Sequence[str]:
        """Objects, and the inside of objects, have no known empty form."""
        _ = args
        return [
            path
            for path in removed
            if path not in CLEARED and path.partition(".")[0] not in ("wait_until_ready", *NOT_UPDATED)
        ]


def on_the_wire(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is sent of the arguments: all but what is for this provider alone."""
    return extra.on_the_wire(EndpointArgs, args)


def update_body(args: Mapping[str, Any], removed: Sequence[str], live: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the complete desired configuration: declared, cleared, and sent back as the server has it.

    What the user does not declare but the server holds is sent back, so that a full replace resets nothing.
    """
    body = {name: value for name, value in on_the_wire(args).items() if name not in NOT_UPDATED}
    for name in removed:
        if name in CLEARED and name not in body:
            body[name] = CLEARED[name]
    for name, held in on_the_wire(live).items():
        if held in UNSET or name in NOT_UPDATED or has_blanked(held):
            continue
        if isinstance(held, dict):
            known = {key: value for key, value in held.items() if value not in UNSET}
            body[name] = {**known, **body.get(name, {})}
        else:
            body.setdefault(name, held)
    found: dict[str, Any] = _without_unset(body)
    return found


def _without_unset(value: Any) -> Any:
    """Leave out what the server holds as null, at any depth: null is never sent."""
    if isinstance(value, dict):
        return {key: _without_unset(item) for key, item in value.items() if item is not None}
    return [_without_unset(item) for item in value] if isinstance(value, list) else value


def to_live(endpoint: models.Endpoint, base_url: str) -> Live:
    """Map an answer of Get or List to what the lifecycle compares and records."""
    # Only what the answer really has: what it leaves out can't be compared.
    values = {name: value for name, value in endpoint.reported().items() if name in _DECLARED}
    for volume in values.get("volumes") or ():
        if volume.get("type") == "network":  # the storage has its own size, which List shows and Get does not
            volume.pop("size", None)
    present = [worker for worker in endpoint.workers if worker.status.status.lower() != WORKER_GONE]
    up = sum(worker.status.status.lower() in WORKERS_UP and worker.health is not False for worker in present)
    wanted = endpoint.worker_config.min_replicas or len(present)
    troubles = [_reason(endpoint.status_error, endpoint.status_message)]
    troubles += [_reason(worker.status.error, worker.status.message) for worker in present]
    phase = phase_of(endpoint)
    return Live(
        id=endpoint.id,
        name=endpoint.name,
        status=endpoint.status.lower() or "unknown",
        phase=phase,
        reason="; ".join(dict.fromkeys(filter(None, troubles))),
        progress=f"{up} of {wanted} workers ready" if present else "",
        account=endpoint.owner_id,
        created=endpoint.created_at,
        values=extra.Reading(values, endpoint.whole),
        outputs=_outputs(endpoint, base_url),
    )


_DECLARED = frozenset(schema.fields(EndpointArgs))


def _outputs(endpoint: models.Endpoint, base_url: str) -> dict[str, Any]:
    error = endpoint.status_error
    found = {
        "url": endpoint.url,
        "job_url": job_url(base_url, endpoint) if endpoint.type == "async" else None,
        "status_error": "" if error.lower() in NO_ERROR else error,
        "status_message": endpoint.status_message,
        "created_at": endpoint.created_at,
        "member_id": endpoint.member_id,
        "owner_id": endpoint.owner_id,
    }
    return {name: value for name, value in found.items() if value not in UNSET}


def phase_of(endpoint: models.Endpoint) -> Phase:
    """Class an endpoint's status."""
    word = endpoint.status.lower()
    phase = class_of(word, PHASES)
    if phase is Phase.PENDING and endpoint.status_error.lower() not in NO_ERROR:
        return Phase.FAILED
    if word in STOPS and endpoint.worker_config.max_replicas == 0:
        return STOPS[word]
    return phase


def _reason(error: str, message: str) -> str:
    parts = [error if error.lower() not in NO_ERROR else "", message]
    return ": ".join(dict.fromkeys(filter(None, parts)))


def workers(live: Live) -> bool:
    """Tell whether an endpoint has workers."""
    return bool(live.progress)


def job_url(base_url: str, endpoint: models.Endpoint) -> str | None:
    """
    Derive the base address for the jobs of an async endpoint: ``<gateway>/<id>-<app_name>``.

    Derived from the vendor's job SDK guide; None for a base URL that is neither of the two public ones.
    """
    gateway = JOB_URLS.get(base_url)
    return f"{gateway}/{endpoint.id}-{endpoint.app_name or endpoint.id}" if gateway else None
