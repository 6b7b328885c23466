"""
The arguments and further outputs of a PAI-EAS app service, declared once.

Fields, types and limits are those of the CreateAppService reference (``POST /api/v2/app_services``); what may change in
place is what UpdateAppService takes. Limits that no page of the vendor's states are warnings (``rules.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import (
    STRICT,
    Default,
    ExtraFields,
    Filled,
    Input,
    Local,
    Message,
    Note,
    Once,
    Open,
    OpenMap,
    OptionalInput,
    ReplaceOnChange,
    ReplaceOnRemoval,
    Secret,
    Stable,
)

from . import wire

NO_UNSET = "an update can't tell an absent value from an unchanged one"


@with_config(STRICT)
class OssConfigArgs(TypedDict, total=False):
    """A model that lies in an OSS bucket."""

    model_storage: Required[Input[Literal["oss"]]]
    """How the model is mounted: "oss"."""

    oss_path: Required[Input[str]]
    """OSS folder that holds the model: `oss://examplebucket/xxxx/`."""


@with_config(STRICT)
class NasConfigArgs(TypedDict, total=False):
    """A model that lies in a NAS file system, in a VPC of the service's region."""

    model_storage: Required[Input[Literal["nas"]]]
    """How the model is mounted: "nas"."""

    nas_mount_target: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Mount target of the file system: a host name."""

    nas_path: Required[Input[str]]
    """Path in the file system, starting with `/`."""

    security_group_id: Required[Input[Annotated[str, Field(min_length=1)]]]
    """Security group of the file system."""

    vpc_id: Required[Input[Annotated[str, Field(min_length=1)]]]
    """VPC of the file system."""

    vswitch_id: Required[Input[Annotated[str, Field(min_length=1)]]]
    """vSwitch of the file system."""


if TYPE_CHECKING:
    from collections.abc import Mapping

    ConfigArgs = OssConfigArgs | NasConfigArgs | Mapping[str, Any]
else:
    ConfigArgs = dict[str, Any]  # which of the forms it is, and whether it is right: rules.py


@with_config(STRICT)
class AppServiceArgs(TypedDict, total=False):
    """
    A model service of Alibaba Cloud PAI-EAS, deployed from a ready-made application template (an LLM).

    Its id is ``<region>/<service name>``. Each instance costs money while the service runs. One that somebody stopped
    is read as unhealthy, and the next ``up`` that updates it starts it again.
    """

    service_spec: Required[
        Input[
            Annotated[
                Open[
                    Literal[
                        "llama_7b_fp16",
                        "llama_7b_int8",
                        "llama_13b_fp16",
                        "chatglm_6b_fp16",
                        "chatglm_6b_int8",
                        "chatglm2_6b_fp16",
                        "baichuan_7b_int8",
                        "baichuan_13b_fp16",
                        "baichuan_7b_fp16",
                    ]
                ],
                Field(min_length=1),
                Note("the reference's list may be old"),
            ]
        ]
    ]
    """Model and precision (ServiceSpec), such as `llama_7b_fp16`."""

    replicas: Required[Input[Annotated[int, Field(ge=1, le=2**31 - 1)]]]
    """Number of instances."""

    name: OptionalInput[
        Annotated[
            str,
            Field(min_length=1),
            ReplaceOnChange("the name is the service's identity"),
            Note(
                "a character that is no lower-case letter, digit or underscore, or another length than 3 to 63, is a "
                "warning; upper case, blanks and `/` are errors"
            ),
            Filled(),
        ]
    ]
    """
    Name of the service (ServiceName), unique in the region over all accounts. Left out, it is the resource's logical
    name and a suffix.
    """

    app_type: OptionalInput[
        Annotated[
            Open[Literal["LLM"]],
            Field(min_length=1),
            Default(wire.APP_TYPE),
            ReplaceOnChange("only one type is documented, and what a change of it would do is not"),
        ]
    ]
    """Type of the application (AppType): `LLM`, the default and the only one."""

    app_version: OptionalInput[Annotated[str, Field(min_length=1), ReplaceOnRemoval(NO_UNSET)]]
    """Version of the application (AppVersion), such as `v1`."""

    config: OptionalInput[
        Annotated[
            ConfigArgs,
            OpenMap(wire.config_to_wire, wire.config_from_wire, (OssConfigArgs, NasConfigArgs)),
            ReplaceOnRemoval(f"{NO_UNSET}, nor an absent key"),
        ]
    ]
    """
    Further settings (Config). With the key `model_storage` it is `OssConfigArgs` or `NasConfigArgs`; any other mapping
    is sent as it is.
    """

    workspace_id: OptionalInput[
        Annotated[
            str, Field(min_length=1), ReplaceOnChange("how a service moves to another workspace is not documented")
        ]
    ]
    """PAI workspace (WorkspaceId), a string though it is made of digits."""

    quota_id: OptionalInput[
        Annotated[str, Field(min_length=1), ReplaceOnChange("how a service moves to another quota is not documented")]
    ]
    """Quota that the instances are taken from (QuotaId)."""

    wait_until_ready: OptionalInput[Annotated[bool, Local()]]
    """Wait until the service runs (the default); `False` returns once it is accepted."""

    extra: ExtraFields


@with_config(STRICT)
class AppServiceState(TypedDict, total=False):
    """What an app service has besides its arguments, `status` and `location`."""

    url: Annotated[str, Stable()]
    """Address of the model: the public one, else that inside the VPC; None until it is known."""

    access_token: Annotated[str, Secret(), Stable()]
    """What lets anybody call the model: sent as the header Authorization, without another word."""

    internet_endpoint: Annotated[str, Stable()]
    """Public address of the model (InternetEndpoint)."""

    intranet_endpoint: Annotated[str, Stable()]
    """Address of the model inside a VPC (IntranetEndpoint)."""

    service_id: Annotated[str, Stable()]
    """The cloud's own id of the service (ServiceId): eas-m-..."""

    region: Annotated[str, Stable()]
    """Region of the service (Region)."""

    request_id: Annotated[str, Once(), Message(), Stable()]
    """The cloud's id of the request that made it (RequestId)."""

    reason: Annotated[str, Message()]
    """The cloud's word for why the status is what it is (Reason)."""

    message: Annotated[str, Message()]
    """The cloud's words on the status (Message)."""

    safety_lock: str
    """What is locked: `none`, `dangerous` (deletion and stop) or `all` (SafetyLock)."""

    create_time: Annotated[str, Stable()]
    """When it was made, in UTC (CreateTime)."""

    parent_uid: Annotated[str, Stable()]
    """Account that owns it (ParentUid)."""

    caller_uid: Annotated[str, Stable()]
    """User who made it (CallerUid)."""
