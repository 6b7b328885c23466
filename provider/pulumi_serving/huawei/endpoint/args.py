"""
The arguments and further outputs of a DataArts Fabric endpoint, declared once.

Fields and types are those of the CreateEndpoint reference, table 3; its blocks are in ``args_resources.py``, its
``config`` is in ``args_config.py`` and ``args_serve.py``. Fields that only later SDKs know are optional and say so.
Limits that only later documents state are warnings (``rules.py``) or are left to the server.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import Required, TypedDict

from pulumi_serving.core.values.markers import (
    STRICT,
    ExtraFields,
    Filled,
    Input,
    Local,
    Location,
    Message,
    Note,
    Open,
    OptionalInput,
    ReplaceOnChange,
    Secret,
    Stable,
    Unordered,
)

from .args_config import EndpointConfigArgs
from .args_resources import ID, CacheConfigArgs, CapArgs, LogConfigArgs, RayResourceArgs, ReservedResourceArgs
from .args_serve import LATER_SDK

NOT_IN_UPDATE = "the update call does not take it"


@with_config(STRICT)
class EndpointArgs(TypedDict, total=False):
    """
    An endpoint of Huawei Cloud DataArts Fabric: a model, a Ray cluster, a Ray service, or a resource group.

    Its least resources cost money as long as it exists, a failed one's probably too.

    One that is ``CREATE_FAILED`` is replaced by the next ``up``, one that is ``UPDATE_FAILED`` is updated again. No
    call leaves ``FROZEN``, ``INACTIVE`` and ``TRIAL_ENDED``, so none is sent: an ``up`` fails until the cause is
    removed.
    """

    type: Required[
        Input[
            Annotated[
                Open[Literal["inference", "ray", "ray_service", "service", "job", "sql", "container_job", "notebook"]],
                Field(
                    min_length=1,
                    description=(
                        "What it accepts: `inference` (a model), `ray` (a Ray cluster), `ray_service` (Ray Serve), "
                        "`service`, `job` or `sql`."
                    ),
                ),
                ReplaceOnChange(NOT_IN_UPDATE),
                Note("`container_job` and `notebook` are known to later SDKs only"),
            ]
        ]
    ]
    name: OptionalInput[
        Annotated[
            str,
            Field(
                min_length=1,
                description=(
                    "Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Left out, it is the "
                    "resource's logical name and a suffix."
                ),
            ),
            Note("more than 128 characters are a warning"),
            Filled(),
        ]
    ]
    description: OptionalInput[
        Annotated[str, Field(description="Description."), Note("more than 1024 characters are a warning")]
    ]
    reserved_resource: OptionalInput[
        Annotated[
            ReservedResourceArgs,
            Field(description="Reserved resources."),
            Note("taking it, or a part of it, away is a replacement"),
        ]
    ]
    ray_resource: OptionalInput[
        Annotated[
            RayResourceArgs,
            Field(description="Nodes of the Ray cluster of a `ray` endpoint."),
            Note("taking it away is a replacement; with another `type` a warning"),
        ]
    ]
    cap: OptionalInput[
        Annotated[
            CapArgs,
            Field(description="CAP information."),
            Note("taking it, or a part of it, away is a replacement; with a `type` without Ray a warning"),
        ]
    ]
    log_config: OptionalInput[
        Annotated[
            LogConfigArgs,
            Field(description="Where the logs of a Ray cluster go."),
            ReplaceOnChange(NOT_IN_UPDATE),
            Note("later SDKs lack it; with a `type` without Ray a warning"),
        ]
    ]
    config: OptionalInput[
        Annotated[
            EndpointConfigArgs,
            Field(description="Configuration of a `ray_service` endpoint."),
            ReplaceOnChange("whether the update call takes it is disputed; see `update_config_in_place`"),
            Note("with another `type` a warning"),
        ]
    ]
    cache_list: OptionalInput[
        Annotated[
            list[Input[CacheConfigArgs]],
            Field(description="Distributed caches that it mounts."),
            ReplaceOnChange(NOT_IN_UPDATE),
            Unordered(by="mnt_path"),
        ]
    ]
    public_access: OptionalInput[
        Annotated[
            bool,
            Field(description="Access from the public network; the server's default is `False`."),
            ReplaceOnChange(NOT_IN_UPDATE),
            Note(LATER_SDK),
        ]
    ]
    custom_image_id: OptionalInput[
        Annotated[
            str,
            Field(pattern=ID, description="Id of a custom image: 32 to 36 letters, digits and `-`."),
            ReplaceOnChange(NOT_IN_UPDATE),
            Note(LATER_SDK),
        ]
    ]
    workspace_id: OptionalInput[
        Annotated[
            str,
            Field(
                pattern=r"^[A-Za-z0-9-]{1,36}$",
                description="Workspace to live in, such as a `Workspace`'s id. Left out, it is that of the settings.",
            ),
            Location(),
        ]
    ]
    update_config_in_place: OptionalInput[
        Annotated[
            bool,
            Field(
                description=(
                    "Send a changed `config` as an update instead of replacing the endpoint, which keeps its address. "
                    "The vendor's documents disagree whether that works: an update that has not taken fails the run."
                )
            ),
            Local(),
        ]
    ]
    is_delete_app_instance: OptionalInput[
        Annotated[
            bool,
            Field(description="On deletion, also delete the job instances that still run on a Ray endpoint."),
            Local(),
            Note("known to later documents only; not sent unless set"),
        ]
    ]
    wait_until_ready: OptionalInput[
        Annotated[
            bool,
            Field(description="Wait until the endpoint runs (the default); `False` returns once it is accepted."),
            Local(),
        ]
    ]
    extra: ExtraFields


@with_config(STRICT)
class UrlState(TypedDict, total=False):
    """An address of an endpoint."""

    name: Annotated[str, Field(description="What it is for: `ApiInvoke` takes REST calls.")]
    address: Annotated[str, Field(description="The address.")]
    type: Annotated[str, Field(description="`PUBLIC`, or inside a VPC.")]
    token: Annotated[str, Field(description="What calls of it need.")]


@with_config(STRICT)
class OwnerState(TypedDict, total=False):
    """Who made an endpoint."""

    domain_name: Annotated[str, Field(description="Name of the account.")]
    domain_id: Annotated[str, Field(description="Id of the account.")]
    user_name: Annotated[str, Field(description="Name of the user.")]
    user_id: Annotated[str, Field(description="Id of the user.")]


@with_config(STRICT)
class TokensQuotaState(TypedDict, total=False):
    """How many tokens an endpoint may use."""

    total: Annotated[int, Field(description="How many it may use.")]
    used: Annotated[int, Field(description="How many it has used.")]
    expire_time: Annotated[str, Field(description="Until when.")]


@with_config(STRICT)
class EndpointState(TypedDict, total=False):
    """What an endpoint has besides its arguments, `status` and `location`."""

    url: Annotated[
        str,
        Field(
            description="The public `ApiInvoke` address, else the first; None until it is known. Calls need a token of "
            "`urls`."
        ),
        Stable(),
    ]
    urls: Annotated[
        list[UrlState],
        Field(description="All addresses, each with `name`, `address`, `type` and `token`; secret, for the tokens."),
        Secret(),
        Stable(),
    ]
    visibility: Annotated[str, Field(description="`PRIVATE` or `PUBLIC`.")]
    owner: Annotated[
        OwnerState, Field(description="Who made it: `domain_name`, `domain_id`, `user_name` and `user_id`."), Stable()
    ]
    create_time: Annotated[str, Field(description="When it was made: `2023-05-30T12:24:30.401Z`."), Stable()]
    update_time: Annotated[str, Field(description="When it was last changed.")]
    error_code: Annotated[str, Field(description="The cloud's error code, if it has failed or is blocked."), Message()]
    error_msg: Annotated[str, Field(description="The cloud's reason, if it has failed or is blocked."), Message()]
    business_engine_instance_ids: Annotated[list[str], Field(description="Ids of its engine instances.")]
    tokens_quota: Annotated[TokensQuotaState, Field(description="Token quota: `total`, `used` and `expire_time`.")]
    runtime_env_type: Annotated[str, Field(description="`RELEASE` or `GRAY`.")]
