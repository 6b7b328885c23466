"""
The filters of the ListServices page, for ``get_services`` and, as inputs, for its output form.

Those from ``include_no_workspace`` on are newer; the vendor's SDK does not know them yet.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the reference evaluates these annotations
from typing import TYPE_CHECKING, Any, Literal

from pydantic.alias_generators import to_pascal
from typing_extensions import TypedDict

if TYPE_CHECKING:
    from pulumi import Input


class ServiceFilters(TypedDict, total=False):
    """Which services `get_services` returns: all that are given must hold. Its output form takes outputs for them."""

    filter: str
    """A part of the name."""

    service_name: str
    """The whole name."""

    service_uid: str
    """The cloud's own id: eas-m-..."""

    service_status: str
    """Status, such as `Running`."""

    service_type: str
    """`Standard`, `Async`, `OfflineTask`, `Proxima`, ..."""

    workspace_id: str
    """PAI workspace."""

    quota_id: str
    """Quota that the instances are taken from."""

    gateway: str
    """Gateway."""

    group_name: str
    """Group of services."""

    role: str
    """Role in its group."""

    resource_type: str
    """Kind of resource that it runs on, such as `PublicResource`."""

    resource_name: str
    """Resource that it runs on; deprecated by the vendor."""

    parent_service_uid: str
    """Id of the service that it belongs to."""

    label: Mapping[str, str | None]
    """Labels that it must have; an empty value, or None, matches any value."""

    sort: str
    """What to sort by, such as `CreateTime`; the default is the time."""

    order: Literal["asc", "desc"]
    """The default is `desc`."""

    include_no_workspace: bool
    """Also what is in no workspace; the default is true."""

    resource_alias_name: str
    """Alias of the resource that it runs on."""

    resource_id: str
    """Id of the resource that it runs on."""

    resource_burstable: bool
    """Whether it may run beyond its resource."""

    autoscaler_enabled: bool
    """Whether an autoscaler moves it."""

    cronscaler_enabled: bool
    """Whether a timetable moves it."""

    traffic_state: str
    """Part of its group's traffic that it gets."""

    only_app_services: bool
    """Ours, not the API's: false returns ordinary services, too."""


class ServiceFilterInputs(TypedDict, total=False):
    """The same, each of which may be an output."""

    filter: Input[str]
    service_name: Input[str]
    service_uid: Input[str]
    service_status: Input[str]
    service_type: Input[str]
    workspace_id: Input[str]
    quota_id: Input[str]
    gateway: Input[str]
    group_name: Input[str]
    role: Input[str]
    resource_type: Input[str]
    resource_name: Input[str]
    parent_service_uid: Input[str]
    label: Input[Mapping[str, Input[str | None]]]
    sort: Input[str]
    order: Input[str]
    include_no_workspace: Input[bool]
    resource_alias_name: Input[str]
    resource_id: Input[str]
    resource_burstable: Input[bool]
    autoscaler_enabled: Input[bool]
    cronscaler_enabled: Input[bool]
    traffic_state: Input[str]
    only_app_services: Input[bool]


LOCAL = ("only_app_services",)
FILTERS = {name: to_pascal(name) for name in ServiceFilters.__annotations__ if name not in LOCAL}
"""The API's name of each filter."""


def unknown(given: Mapping[str, Any]) -> list[str]:
    """Return the names that are no filters."""
    return [name for name in given if name not in ServiceFilters.__annotations__]
