"""What the functions return, as plain dataclasses, so that a stack can export them as they are."""

from __future__ import annotations

from dataclasses import dataclass, field

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Number, Objects, Trimmed  # noqa: TC001


@dataclass(frozen=True)
class ServiceResult:
    """
    A service as a function returns it.

    Neither the access token nor the service's own configuration is among it, so that no function can put one into a
    state or a log; ``config`` is what was sent as Config, as a string of JSON. ``id`` is what ``AppService.get`` takes.
    List items lack the endpoints, and ``app_type`` is empty for services that are no app services.
    """

    id: Trimmed = ""
    service_name: Trimmed = ""
    service_id: Trimmed = ""
    region: Trimmed = ""
    status: Trimmed = ""
    reason: Trimmed = ""
    message: Trimmed = ""
    app_type: Trimmed = ""
    app_version: Trimmed = ""
    service_spec: Trimmed = ""
    config: Trimmed = ""
    total_instance: Number = None
    running_instance: Number = None
    pending_instance: Number = None
    workspace_id: Trimmed = ""
    quota_id: Trimmed = ""
    internet_endpoint: Trimmed = ""
    intranet_endpoint: Trimmed = ""
    create_time: Trimmed = ""
    update_time: Trimmed = ""
    current_version: Number = None
    latest_version: Number = None
    safety_lock: Trimmed = ""
    labels: dict[str, str] = field(default_factory=dict)
    caller_uid: Trimmed = ""
    parent_uid: Trimmed = ""
    source: Trimmed = ""
    cpu: Number = None
    gpu: Number = None
    memory: Number = None
    image: Trimmed = ""
    namespace: Trimmed = ""
    resource: Trimmed = ""
    resource_alias: Trimmed = ""
    gateway: Trimmed = ""
    service_group: Trimmed = ""
    role: Trimmed = ""
    weight: Number = None
    traffic_state: Trimmed = ""
    secondary_internet_endpoint: Trimmed = ""
    secondary_intranet_endpoint: Trimmed = ""


@dataclass(frozen=True)
class ServicesResult:
    """All services that match."""

    services: Objects[ServiceResult] = field(default_factory=list)
