"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .lookups import SERVICE, SERVICES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

    from pulumi_serving.core.values.markers import Open

    from .results import ServiceResult, ServicesResult


def get_service_output(
    name: pulumi.Input[str],
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[ServiceResult]:
    """
    Read one service of the region by its name, or by an ``AppService``'s id (DescribeService).

    The arguments are those of ``get_service`` and may be outputs; the result is one.

    :param name: Name of the service, or the id of an `AppService`.
    """
    return SERVICE.output({"name": name}, opts)


def get_services_output(
    *,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
    filter: pulumi.Input[str] | None = None,
    service_name: pulumi.Input[str] | None = None,
    service_uid: pulumi.Input[str] | None = None,
    service_status: pulumi.Input[str] | None = None,
    service_type: pulumi.Input[str] | None = None,
    workspace_id: pulumi.Input[str] | None = None,
    quota_id: pulumi.Input[str] | None = None,
    gateway: pulumi.Input[str] | None = None,
    group_name: pulumi.Input[str] | None = None,
    role: pulumi.Input[str] | None = None,
    resource_type: pulumi.Input[str] | None = None,
    resource_name: pulumi.Input[str] | None = None,
    parent_service_uid: pulumi.Input[str] | None = None,
    label: pulumi.Input[Mapping[str, pulumi.Input[str | None]]] | None = None,
    sort: pulumi.Input[str] | None = None,
    order: pulumi.Input[Open[Literal["asc", "desc"]]] | None = None,
    include_no_workspace: pulumi.Input[bool] | None = None,
    resource_alias_name: pulumi.Input[str] | None = None,
    resource_id: pulumi.Input[str] | None = None,
    resource_burstable: pulumi.Input[bool] | None = None,
    autoscaler_enabled: pulumi.Input[bool] | None = None,
    cronscaler_enabled: pulumi.Input[bool] | None = None,
    traffic_state: pulumi.Input[str] | None = None,
    only_app_services: pulumi.Input[bool] | None = None,
) -> pulumi.Output[ServicesResult]:
    """
    Read the app services of the region, page by page (ListServices): those that pass all of ``ServiceFilters``.

    The arguments are those of ``get_services`` and may be outputs; the result is one.

    :param filter: A part of the name.
    :param service_name: The whole name.
    :param service_uid: The cloud's own id: eas-m-...
    :param service_status: Status, such as `Running`.
    :param service_type: `Standard`, `Async`, `OfflineTask`, `Proxima`, ...
    :param workspace_id: PAI workspace.
    :param quota_id: Quota that the instances are taken from.
    :param gateway: Gateway.
    :param group_name: Group of services.
    :param role: Role in its group.
    :param resource_type: Kind of resource that it runs on, such as `PublicResource`.
    :param resource_name: Resource that it runs on; deprecated by the vendor.
    :param parent_service_uid: Id of the service that it belongs to.
    :param label: Labels that it must have; an empty value, or None, matches any value.
    :param sort: What to sort by, such as `CreateTime`; the default is the time.
    :param order: The default is `desc`.
    :param include_no_workspace: Also what is in no workspace; the default is true.
    :param resource_alias_name: Alias of the resource that it runs on.
    :param resource_id: Id of the resource that it runs on.
    :param resource_burstable: Whether it may run beyond its resource.
    :param autoscaler_enabled: Whether an autoscaler moves it.
    :param cronscaler_enabled: Whether a timetable moves it.
    :param traffic_state: Part of its group's traffic that it gets.
    :param only_app_services: Not of the API: false returns ordinary services, too.
    """
    return SERVICES.output(
        {
            "filter": filter,
            "service_name": service_name,
            "service_uid": service_uid,
            "service_status": service_status,
            "service_type": service_type,
            "workspace_id": workspace_id,
            "quota_id": quota_id,
            "gateway": gateway,
            "group_name": group_name,
            "role": role,
            "resource_type": resource_type,
            "resource_name": resource_name,
            "parent_service_uid": parent_service_uid,
            "label": label,
            "sort": sort,
            "order": order,
            "include_no_workspace": include_no_workspace,
            "resource_alias_name": resource_alias_name,
            "resource_id": resource_id,
            "resource_burstable": resource_burstable,
            "autoscaler_enabled": autoscaler_enabled,
            "cronscaler_enabled": cronscaler_enabled,
            "traffic_state": traffic_state,
            "only_app_services": only_app_services,
        },
        opts,
    )
