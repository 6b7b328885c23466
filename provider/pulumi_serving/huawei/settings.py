"""
The settings of Huawei Cloud, and the one string that says where an endpoint lives.

Paths of the API name a workspace and no project, so a location is the base URL, the project and the workspace. All
three must be known without a call: a location that is found out later would look like a move. So where no project is
set, the location has the name of the region's own project, which is the region's id, and the project's id is looked up
when it is needed (``projects.py``).
"""

from __future__ import annotations

import re
from abc import ABC
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pulumi_serving.core.cloud.kind import Kind
from pulumi_serving.core.cloud.settings import Settings
from pulumi_serving.core.errors import ConfigError

from . import credentials
from .config import ProviderArgs

if TYPE_CHECKING:
    import httpx

    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.cloud.settings import Source

    from .client import Client

FURTHER_VARIABLES = {credentials.FILE_VARIABLE: "the vendor's credentials file"}
"""The vendor's environment variables that are none of one setting, for the reference."""
IAM_BASE_URL = "https://iam.myhuaweicloud.com"
ID = re.compile(r"[A-Za-z0-9-]{1,36}")
LOCATION = re.compile(r"(?P<base_url>\S+) \(project (?P<project_id>\S+?)(, workspace (?P<workspace_id>\S+))?\)")

CallsT = TypeVar("CallsT")


@dataclass(frozen=True)
class HuaweiSettings(Settings):
    """Credentials, and the workspace that they are for."""

    credentials: credentials.Credentials = field(default=credentials.Credentials(""), repr=False)
    base_url: str = ""
    iam_base_url: str = ""
    project_id: str = ""
    workspace_id: str = ""
    no_workspace: str = ""
    """What to tell where no workspace is set and one is needed."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """All of the credentials that is secret."""
        return tuple(self.credentials.secrets)

    def at(self, location: str) -> HuaweiSettings:
        """Return the same credentials for another location."""
        parts = LOCATION.fullmatch(location)
        if parts is None:
            raise ConfigError(f"the recorded location {location!r} is none of DataArts Fabric's")
        return replace(
            self,
            location=location,
            base_url=parts["base_url"],
            project_id=parts["project_id"],
            workspace_id=parts["workspace_id"] or "",
        )

    def location_of(self, workspace_id: str) -> str:
        """Return the location of what is in a workspace; of what is in none, with ``""``."""
        inside = f", workspace {workspace_id}" if workspace_id else ""
        return f"{self.base_url} (project {self.project_id}{inside})"


class HuaweiKind(Kind[HuaweiSettings, CallsT], ABC):
    """What all kinds of resources of this cloud have in common."""

    cloud: ClassVar[str] = "huawei"
    provider_args: ClassVar[Any] = ProviderArgs
    namespace: ClassVar[str] = "huaweicloud"

    def settings(self, source: Source) -> HuaweiSettings:
        """See ``find``."""
        return find(source)

    def at(self, settings: HuaweiSettings, location: str) -> HuaweiSettings:
        """Return the same credentials for another region, project or workspace."""
        return settings.at(location)

    def is_same_location(self, one: str, other: str) -> bool:
        """See ``is_same_location`` below."""
        return is_same_location(one, other)

    def connect(self, settings: HuaweiSettings, http: httpx.BaseTransport | None, clock: Clock) -> Client:
        """Connect; what requests take is imported only now, since declaring resources does without it."""
        from .client import connect  # noqa: PLC0415 - see above

        return connect(settings, http, clock)


def find(source: Source) -> HuaweiSettings:
    """Find all settings; one ConfigError says all that is missing."""
    troubles: list[str] = []
    found = credentials.Credentials("")
    try:
        found = credentials.find(source)
    except ConfigError as error:
        troubles.append(str(error))
    region = source.get("region") or ""
    base_url = source.get("fabricBaseUrl") or _regional_url(source, region)
    project_id = source.get("projectId") or found.project_id or region
    workspace_id = source.get("workspaceId") or ""
    if not base_url:
        troubles.append(_missing(source, "region", "cn-north-4"))
    if not project_id and base_url:  # without either, the region does for both
        of_region = ", or set the region, whose own project is then looked up"
        troubles.append(_missing(source, "projectId", "...") + of_region)
    if troubles:
        if not workspace_id:
            troubles.append(_missing(source, "workspaceId", "..."))
        raise ConfigError("; ".join(troubles))
    for key, value in (("region", region or "-"), ("projectId", project_id), ("workspaceId", workspace_id or "-")):
        if not ID.fullmatch(value):
            raise ConfigError(f"{source.name(key)} must be 1 to 36 letters, digits and hyphens")
    base_url = source.base_url("fabricBaseUrl", base_url)
    regional_iam = f"https://iam.{region}.myhuaweicloud.com" if region else IAM_BASE_URL
    settings = HuaweiSettings(
        location="",
        origin=found.origin,
        fingerprint=found.fingerprint,
        credentials=found,
        base_url=base_url,
        iam_base_url=source.base_url("iamBaseUrl", found.iam_endpoint or regional_iam),
        project_id=project_id,
        workspace_id=workspace_id,
        no_workspace=_missing(source, "workspaceId", "...") + ", or give the endpoint its workspace_id",
    )
    return replace(settings, location=settings.location_of(workspace_id))


def is_name(project: str) -> bool:
    """Tell whether a project is given by its name, the region's id: no id of a project has a hyphen."""
    return "-" in project


def is_same_location(one: str, other: str) -> bool:
    """Compare two locations: a workspace is in one project, whether that is given by its id or by the region's name."""
    first, second = LOCATION.fullmatch(one), LOCATION.fullmatch(other)
    if first is None or second is None:
        return one == other
    named = is_name(first["project_id"]) or is_name(second["project_id"])
    same_project = named or first["project_id"] == second["project_id"]
    return same_project and all(first[part] == second[part] for part in ("base_url", "workspace_id"))


def _regional_url(source: Source, region: str) -> str:
    """Return the base URL of a region: the vendor's variable for it, else the pattern of its hosts."""
    if not region:
        return ""
    variable = credentials.REGION_VARIABLE + region.upper().replace("-", "_")
    given = source.environ.get(variable, "").split(",")[0].strip()
    return given or f"https://fabric.{region}.myhuaweicloud.com"


def _missing(source: Source, key: str, example: str) -> str:
    return f"huawei has no {key}: {source.how_to_set(key, example=example, secret=False)}"
