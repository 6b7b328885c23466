"""
The arguments and further outputs of a PAI-EAS app service, declared once.

Fields, types and limits are those of the CreateAppService reference (``POST /api/v2/app_services``); what may change in
location is what UpdateAppService takes. Limits that no page of the vendor's states are warnings (``rules.py``).
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

    model_storage: Required[Input[Annotated[Literal["oss"], Field(description='How the model is mounted: "oss".')]]]
    oss_path: Required[
        Input[Annotated[str, Field(description="OSS folder that holds the model: `oss://examplebucket/xxxx/`.")]]
    ]


@with_config(STRICT)
class NasConfigArgs(TypedDict, total=False):
    """A model that lies in a NAS file system, in a VPC of the service's region."""

    model_storage: Required[Input[Annotated[Literal["nas"], Field(description='How the model is mounted: "nas".')]]]
    nas_mount_target: Required[
        Input[Annotated[str, Field(min_length=1, description="Mount target of the file system: a host name.")]]
    ]
    nas_path: Required[Input[Annotated[str, Field(description="Path in the file system, starting with `/`.")]]]
    security_group_id: Required[
        Input[Annotated[str, Field(min_length=1, description="Security group of the file system.")]]
    ]
    vpc_id: Required[Input[Annotated[str, Field(min_length=1, description="VPC of the file system.")]]]
    vswitch_id: Required[Input[Annotated[str, Field(min_length=1, description="vSwitch of the file system.")]]]


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
                Field(min_length=1, description="Model and precision (ServiceSpec), such as `llama_7b_fp16`."),
                Note("the reference's list may be old"),
            ]
        ]
    ]
    replicas: Required[Input[Annotated[int, Field(ge=1, le=2**31 - 1, description="Number of instances.")]]]
    name: OptionalInput[
        Annotated[
            str,
            Field(
                min_length=1,
                description="Name of the service (ServiceName), unique in the region over all accounts. Left out, it "
                "is the resource's logical name and a suffix.",
            ),
            ReplaceOnChange("the name is the service's identity"),
            Note(
                "a character that is no lower-case letter, digit or underscore, or another length than 3 to 63, is a "
                "warning; upper case, blanks and `/` are errors"
            ),
            Filled(),
        ]
    ]
    app_type: OptionalInput[
        Annotated[
            Open[Literal["LLM"]],
            Field(min_length=1, description="Type of the application (AppType): `LLM`, the default and the only one."),
            Default(wire.APP_TYPE),
            ReplaceOnChange("only one type is documented, and what a change of it would do is not"),
        ]
    ]
    app_version: OptionalInput[
        Annotated[
            str,
            Field(min_length=1, description="Version of the application (AppVersion), such as `v1`."),
            ReplaceOnRemoval(NO_UNSET),
        ]
    ]
    config: OptionalInput[
        Annotated[
            ConfigArgs,
            Field(
                description="Further settings (Config). With the key `model_storage` it is `OssConfigArgs` or "
                "`NasConfigArgs`; any other mapping is sent as it is."
            ),
            OpenMap(wire.config_to_wire, wire.config_from_wire, (OssConfigArgs, NasConfigArgs)),
            ReplaceOnRemoval(f"{NO_UNSET}, nor an absent key"),
        ]
    ]
    workspace_id: OptionalInput[
        Annotated[
            str,
            Field(min_length=1, description="PAI workspace (WorkspaceId), a string though it is made of digits."),
            ReplaceOnChange("how a service moves to another workspace is not documented"),
        ]
    ]
    quota_id: OptionalInput[
        Annotated[
            str,
            Field(min_length=1, description="Quota that the instances are taken from (QuotaId)."),
            ReplaceOnChange("how a service moves to another quota is not documented"),
        ]
    ]
    wait_until_ready: OptionalInput[
        Annotated[
            bool,
            Field(description="Wait until the service runs (the default); `False` returns once it is accepted."),
            Local(),
        ]
    ]
    extra: ExtraFields


@with_config(STRICT)
class AppServiceState(TypedDict, total=False):
    """What an app service has besides its arguments, `status` and `location`."""

    url: Annotated[
        str,
        Field(description="Address of the model: the public one, else that inside the VPC; None until it is known."),
        Stable(),
    ]
    access_token: Annotated[
        str,
        Field(description="What lets anybody call the model: sent as the header Authorization, without another word."),
        Secret(),
        Stable(),
    ]
    internet_endpoint: Annotated[str, Field(description="Public address of the model (InternetEndpoint)."), Stable()]
    intranet_endpoint: Annotated[
        str, Field(description="Address of the model inside a VPC (IntranetEndpoint)."), Stable()
    ]
    service_id: Annotated[str, Field(description="The cloud's own id of the service (ServiceId): eas-m-..."), Stable()]
    region: Annotated[str, Field(description="Region of the service (Region)."), Stable()]
    request_id: Annotated[
        str, Field(description="The cloud's id of the request that made it (RequestId)."), Once(), Message(), Stable()
    ]
    reason: Annotated[str, Field(description="The cloud's word for why the status is what it is (Reason)."), Message()]
    message: Annotated[str, Field(description="The cloud's words on the status (Message)."), Message()]
    safety_lock: Annotated[
        str, Field(description="What is locked: `none`, `dangerous` (deletion and stop) or `all` (SafetyLock).")
    ]
    create_time: Annotated[str, Field(description="When it was made, in UTC (CreateTime)."), Stable()]
    parent_uid: Annotated[str, Field(description="Account that owns it (ParentUid)."), Stable()]
    caller_uid: Annotated[str, Field(description="User who made it (CallerUid)."), Stable()]
