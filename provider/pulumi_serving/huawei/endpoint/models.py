"""
The wire shapes of DataArts Fabric's answers: lenient, since few fields are promised (ShowEndpoint, ListEndpoints).

Field names are the API's own. An unknown status or type stays the text that it is. Blocks that have the form of a
request's are kept as they came, and are read in ``mapping.py``.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from pulumi_serving.core.http.lenient import Answer, Block, Id, Items, Objects, Text, Trimmed
from pulumi_serving.core.http.pages import readable
from pulumi_serving.huawei.models import Page


class Url(Answer):
    """An address of an endpoint; ``token`` is a secret."""

    name: Text = ""
    address: Text = ""
    type: Text = ""
    token: Text = Field(default="", repr=False)


class Endpoint(Answer):
    """
    An endpoint as Show returns it; List leaves out ``config``, ``urls`` and what follows them.

    ``error_code`` may be a number, and may be there though nothing has failed. ``log_config`` is of older versions.
    """

    id: Id
    name: Text = ""
    type: Text = ""
    status: Trimmed = ""
    description: Text = ""
    visibility: Text = ""
    create_time: Text = ""
    update_time: Text = ""
    owner: Block = None
    error_code: Text = ""
    error_msg: Text = ""
    reserved_resource: Block = None
    ray_resource: Block = None
    cap: Block = None
    caches: list[Any] | None = None
    custom_image_id: Text = ""
    log_config: Block = None
    config: Block = None
    urls: Objects[Url] = Field(default_factory=list)
    business_engine_instance_ids: Items[Text] = Field(default_factory=list)
    tokens_quota: Block = None
    runtime_env_type: Text = ""


class Created(Answer):
    """The answer to Create, of which the id alone is needed: what is live is read."""

    id: Id


class EndpointPage(Page):
    """A page of ListEndpoints."""

    endpoints: list[Endpoint] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _one_by_one(cls, value: Any) -> Any:
        """Keep one odd item from hiding all others; what is no list is no answer."""
        if not isinstance(value, dict) or value.get("endpoints") is None:
            return {**value, "endpoints": []} if isinstance(value, dict) else value
        found, unreadable = readable(Endpoint, value["endpoints"])
        return {**value, "endpoints": found, "unreadable": unreadable}

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
