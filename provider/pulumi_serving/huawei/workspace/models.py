"""The wire shapes of workspaces: lenient, since few fields are promised (CreateWorkspace, ListWorkspaces)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from pulumi_serving.core.http.lenient import Answer, Id
from pulumi_serving.core.http.reported import Reported
from pulumi_serving.huawei.models import Page, one_by_one

from .results import WorkspaceResult


@dataclass(frozen=True)
class Workspace(WorkspaceResult, Reported):
    """A workspace as the list and the answers to create and update show it."""

    id: Id = ""


class WorkspacePage(Page):
    """A page of ListWorkspaces."""

    workspaces: list[Workspace] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        return one_by_one(Workspace, "workspaces", value)

    @property
    def items(self) -> list[Workspace]:
        """What it lists."""
        return self.workspaces


class Created(Answer):
    """The answer to Create, of which the id alone is needed: what is live is read."""

    id: Id
