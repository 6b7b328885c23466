"""What the look-ups return, as plain dataclasses, so that a stack can export them as they are."""

from __future__ import annotations

from dataclasses import dataclass, field

# Pydantic evaluates these annotations at run time.
from .lenient import List, Number, Text  # noqa: TC001


@dataclass(frozen=True)
class ServiceResult:
    """
    A service as a look-up returns it.

    Neither the access token nor the service's own configuration is among it, so that no look-up can put one into a
    state or a log; ``config`` is what was sent as Config, as a string of JSON. ``id`` is what ``AppService.get`` takes.
    List items lack the endpoints, and ``app_type`` is empty for services that are no app services.
    """

    id: Text = ""
    service_name: Text = ""
    service_id: Text = ""
    region: Text = ""
    status: Text = ""
    reason: Text = ""
    message: Text = ""
    app_type: Text = ""
    app_version: Text = ""
    service_spec: Text = ""
    config: Text = ""
    total_instance: Number = None
    running_instance: Number = None
    pending_instance: Number = None
    workspace_id: Text = ""
    quota_id: Text = ""
    internet_endpoint: Text = ""
    intranet_endpoint: Text = ""
    create_time: Text = ""
    update_time: Text = ""
    current_version: Number = None
    latest_version: Number = None
    safety_lock: Text = ""
    labels: dict[str, str] = field(default_factory=dict)
    caller_uid: Text = ""
    parent_uid: Text = ""
    source: Text = ""
    cpu: Number = None
    gpu: Number = None
    memory: Number = None
    image: Text = ""
    namespace: Text = ""
    resource: Text = ""
    resource_alias: Text = ""
    gateway: Text = ""
    service_group: Text = ""
    role: Text = ""
    weight: Number = None
    traffic_state: Text = ""
    secondary_internet_endpoint: Text = ""
    secondary_intranet_endpoint: Text = ""


@dataclass(frozen=True)
class ServicesResult:
    """All services that match."""

    services: List[ServiceResult] = field(default_factory=list)
