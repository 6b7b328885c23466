"""
The filters of the ListServices page, for ``get_services`` and, as inputs, for its output form.

Those from ``include_no_workspace`` on are newer; the vendor's SDK does not know them yet.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the reference evaluates these annotations
from typing import Any, Literal

from pydantic.alias_generators import to_pascal
from typing_extensions import TypedDict


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
    """Not of the API: false returns ordinary services, too."""


LOCAL = ("only_app_services",)
FILTERS = {name: to_pascal(name) for name in ServiceFilters.__annotations__ if name not in LOCAL}
"""The API's name of each filter."""


def unknown(given: Mapping[str, Any]) -> list[str]:
    """Return the names that are no filters."""
    return [name for name in given if name not in ServiceFilters.__annotations__]
