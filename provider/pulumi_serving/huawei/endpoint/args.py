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
    ListOf,
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
                Field(min_length=1),
                ReplaceOnChange(NOT_IN_UPDATE),
                Note("`container_job` and `notebook` are known to later SDKs only"),
            ]
        ]
    ]
    """
    What it accepts: `inference` (a model), `ray` (a Ray cluster), `ray_service` (Ray Serve), `service`, `job` or `sql`.
    """

    name: OptionalInput[Annotated[str, Field(min_length=1), Note("more than 128 characters are a warning"), Filled()]]
    """

    Name: Chinese characters, letters, digits, `_`, `-`, `.` and space. Left out, it is the resource's logical name and
    a suffix.
    """

    description: OptionalInput[Annotated[str, Note("more than 1024 characters are a warning")]]
    """Description."""

    reserved_resource: OptionalInput[
        Annotated[ReservedResourceArgs, Note("taking it, or a part of it, away is a replacement")]
    ]
    """Reserved resources."""

    ray_resource: OptionalInput[
        Annotated[RayResourceArgs, Note("taking it away is a replacement; with another `type` a warning")]
    ]
    """Nodes of the Ray cluster of a `ray` endpoint."""

    cap: OptionalInput[
        Annotated[
            CapArgs, Note("taking it, or a part of it, away is a replacement; with a `type` without Ray a warning")
        ]
    ]
    """CAP information."""

    log_config: OptionalInput[
        Annotated[
            LogConfigArgs,
            ReplaceOnChange(NOT_IN_UPDATE),
            Note("later SDKs lack it; with a `type` without Ray a warning"),
        ]
    ]
    """Where the logs of a Ray cluster go."""

    config: OptionalInput[
        Annotated[
            EndpointConfigArgs,
            ReplaceOnChange("whether the update call takes it is disputed; see `update_config_in_place`"),
            Note("with another `type` a warning"),
        ]
    ]
    """Configuration of a `ray_service` endpoint."""

    cache_list: OptionalInput[
        Annotated[ListOf[Input[CacheConfigArgs]], ReplaceOnChange(NOT_IN_UPDATE), Unordered(by="mnt_path")]
    ]
    """Distributed caches that it mounts."""

    public_access: OptionalInput[Annotated[bool, ReplaceOnChange(NOT_IN_UPDATE), Note(LATER_SDK)]]
    """Access from the public network; the server's default is `False`."""

    custom_image_id: OptionalInput[Annotated[str, Field(pattern=ID), ReplaceOnChange(NOT_IN_UPDATE), Note(LATER_SDK)]]
    """Id of a custom image: 32 to 36 letters, digits and `-`."""

    workspace_id: OptionalInput[Annotated[str, Field(pattern="^[A-Za-z0-9-]{1,36}$"), Location()]]
    """Workspace to live in, such as a `Workspace`'s id. Left out, it is that of the settings."""

    update_config_in_place: OptionalInput[Annotated[bool, Local()]]
    """
    Send a changed `config` as an update instead of replacing the endpoint, which keeps its address. The vendor's
    documents disagree whether that works: an update that has not taken fails the run.
    """

    is_delete_app_instance: OptionalInput[
        Annotated[bool, Local(), Note("known to later documents only; not sent unless set")]
    ]
    """On deletion, also delete the job instances that still run on a Ray endpoint."""

    wait_until_ready: OptionalInput[Annotated[bool, Local()]]
    """Wait until the endpoint runs (the default); `False` returns once it is accepted."""

    extra: ExtraFields


@with_config(STRICT)
class UrlState(TypedDict, total=False):
    """An address of an endpoint."""

    name: str
    """What it is for: `ApiInvoke` takes REST calls."""

    address: str
    """The address."""

    type: str
    """`PUBLIC`, or inside a VPC."""

    token: str
    """What calls of it need."""


@with_config(STRICT)
class OwnerState(TypedDict, total=False):
    """Who made an endpoint."""

    domain_name: str
    """Name of the account."""

    domain_id: str
    """Id of the account."""

    user_name: str
    """Name of the user."""

    user_id: str
    """Id of the user."""


@with_config(STRICT)
class TokensQuotaState(TypedDict, total=False):
    """How many tokens an endpoint may use."""

    total: int
    """How many it may use."""

    used: int
    """How many it has used."""

    expire_time: str
    """Until when."""


@with_config(STRICT)
class EndpointState(TypedDict, total=False):
    """What an endpoint has besides its arguments, `status` and `location`."""

    url: Annotated[str, Stable()]
    """The public `ApiInvoke` address, else the first; None until it is known. Calls need a token of `urls`."""

    urls: Annotated[list[UrlState], Secret(), Stable()]
    """All addresses, each with `name`, `address`, `type` and `token`; secret, for the tokens."""

    visibility: str
    """`PRIVATE` or `PUBLIC`."""

    owner: Annotated[OwnerState, Stable()]
    """Who made it: `domain_name`, `domain_id`, `user_name` and `user_id`."""

    create_time: Annotated[str, Stable()]
    """When it was made: `2023-05-30T12:24:30.401Z`."""

    update_time: str
    """When it was last changed."""

    error_code: Annotated[str, Message()]
    """The cloud's error code, if it has failed or is blocked."""

    error_msg: Annotated[str, Message()]
    """The cloud's reason, if it has failed or is blocked."""

    business_engine_instance_ids: list[str]
    """Ids of its engine instances."""

    tokens_quota: TokensQuotaState
    """Token quota: `total`, `used` and `expire_time`."""

    runtime_env_type: str
    """`RELEASE` or `GRAY`."""
