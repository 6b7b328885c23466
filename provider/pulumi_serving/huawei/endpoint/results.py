"""
What functions return: plain frozen dataclasses, so that a program can export them as they are.

No field is promised by the API's answers, so every one has an empty value to fall back on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# Pydantic evaluates these annotations at run time.
from pulumi_serving.core.http.lenient import Amount, Block, Items, Objects, Text, Trimmed  # noqa: TC001


@dataclass(frozen=True)
class Address:
    """An address of an endpoint. Its token is left out, so that no function can put it into a state or a log."""

    name: Text = ""
    address: Text = ""
    type: Text = ""


@dataclass(frozen=True)
class EndpointResult:
    """
    An endpoint as a function returns it.

    ``ray_resource`` is as the API returns it, with ``head_group_spec`` and ``worker_group_spec``. Items of a list lack
    ``url``, ``urls`` and what follows them. ``config`` is left out: it may hold secrets.
    """

    id: Text = ""
    name: Text = ""
    type: Text = ""
    status: Trimmed = ""
    description: Text = ""
    visibility: Text = ""
    create_time: Text = ""
    update_time: Text = ""
    owner: Block = field(default_factory=dict)
    error_code: Text = ""
    error_msg: Text = ""
    reserved_resource: Block = field(default_factory=dict)
    ray_resource: Block = field(default_factory=dict)
    cap: Block = field(default_factory=dict)
    caches: Items[dict[str, Any]] = field(default_factory=list)
    custom_image_id: Text = ""
    url: Text = ""
    urls: Objects[Address] = field(default_factory=list)
    business_engine_instance_ids: Items[Text] = field(default_factory=list)
    tokens_quota: Block = field(default_factory=dict)
    runtime_env_type: Text = ""


@dataclass(frozen=True)
class EndpointsResult:
    """The endpoints that match, and how many match in all: with a ``limit`` there may be more."""

    endpoints: Objects[EndpointResult] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class Spec:
    """A specification: what a ``spec_code`` names."""

    spec_code: Text = ""
    spec_type: Text = ""
    resource_type: Text = ""
    stride: Amount = None
    unit: Text = ""
    min_stride_num: Amount = None
    max_stride_num: Amount = None
    usage_measure_id: Text = ""
    usage_factor: Text = ""
    stride_num_whitelist: Items[Any] = field(default_factory=list)


@dataclass(frozen=True)
class SpecsResult:
    """All specifications that match."""

    specs: Objects[Spec] = field(default_factory=list)
