"""
The wire shapes of DataArts Fabric's answers: lenient, since few fields are promised (ShowEndpoint, ListEndpoints).

Field names are the API's own. An unknown status or type stays the text that it is. Blocks that have the form of a
request's are kept as they came, and are read in ``mapping.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import Field, model_validator

from pulumi_serving.core.http.lenient import Answer, Block, Id, Objects, Text
from pulumi_serving.core.http.reported import Reported
from pulumi_serving.huawei.models import Page, one_by_one

from .results import Address, EndpointResult

IN_ORDER = ("RUNNING", "CREATING", "UPDATING", "DELETING", "DELETED")
"""The statuses in which an error code is filler, as in the reference's sample."""


@dataclass(frozen=True)
class Url(Address):
    """An address of an endpoint; ``token`` is a secret."""

    token: Text = field(default="", repr=False)


@dataclass(frozen=True)
class Endpoint(EndpointResult, Reported):
    """
    An endpoint as Show returns it; List leaves out ``config``, ``urls`` and what follows them.

    ``error_code`` may be a number. ``log_config`` is of older versions.
    """

    id: Id = ""
    urls: Objects[Url] = field(default_factory=list)  # type: ignore[assignment] # each is an address
    log_config: Block = field(default_factory=dict, repr=False)
    config: Block = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Choose the public address of the REST call, ``ApiInvoke``, else the first; forget an error that is none."""
        public = (url.address for url in self.urls if url.name == "ApiInvoke" and url.type == "PUBLIC")
        object.__setattr__(self, "url", next(public, self.urls[0].address if self.urls else ""))
        if self.status in IN_ORDER:
            object.__setattr__(self, "error_code", "")
            object.__setattr__(self, "error_msg", "")


class Created(Answer):
    """The answer to Create, of which the id alone is needed: what is live is read."""

    id: Id


class EndpointPage(Page):
    """A page of ListEndpoints."""

    endpoints: list[Endpoint] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        return one_by_one(Endpoint, "endpoints", value)

    @property
    def items(self) -> list[Endpoint]:
        """What it lists."""
        return self.endpoints


class SpecPage(Page):
    """A page of ListSpecs, whose specifications are under ``spec_codes``; its items as they came."""

    spec_codes: Objects[dict[str, Any]] = Field(default_factory=list)

    @property
    def items(self) -> list[dict[str, Any]]:
        """What it lists."""
        return self.spec_codes

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, value: Any) -> Any:
        """Count the specifications where no ``total`` says how many there are: this list is short."""
        if isinstance(value, dict) and "total" not in value and isinstance(value.get("spec_codes"), list):
            return {**value, "total": len(value["spec_codes"])}
        return value
