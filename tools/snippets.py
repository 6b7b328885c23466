"""One resource as a program declares it, in Python, TypeScript and YAML: for the reference."""

from __future__ import annotations

import importlib
import json
import re
from typing import TYPE_CHECKING, Any

import writing
import yaml

from pulumi_serving.core.values import schema
from pulumi_serving.doors.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_serving.core.cloud.kind import Kind

NAME = re.compile(r"[A-Za-z_]\w*")


def of(kind: Kind[Any, Any], title: str) -> Iterator[tuple[str, str]]:
    """Yield the least program of a resource in each language; what is always secret comes from the stack's config."""
    create = importlib.import_module(type(kind).__module__.removesuffix("kind") + "testing").CREATE
    secret = [name for name in schema.secret_fields(kind.args) if name in create]
    yield "python", _python(kind.cloud, title, create, secret)
    wire = spelling_of(type(kind)).to_wire(create)
    yield "ts", _typescript(kind.cloud, title, wire, secret)
    yield "yaml", _yaml(kind.cloud, title, wire, secret)


def _python(cloud: str, title: str, create: dict[str, Any], secret: list[str]) -> str:
    values = {
        name: f'pulumi.Config().require_secret("{name}")' if name in secret else json.dumps(value)
        for name, value in create.items()
    }
    given = "".join(f"    {name}={value},\n" for name, value in values.items())
    imports = "import pulumi\n\n" if secret else ""
    return writing.formatted(
        f'{imports}from pulumi_serving import {cloud}\n\n{cloud}.{title}(\n    "example",\n{given})\n'
    ).rstrip()


def _typescript(cloud: str, title: str, wire: dict[str, Any], secret: list[str]) -> str:
    given = (
        f'    {name}: config.requireSecret("{name}"),' if name in secret else f"    {name}: {_literal(value)},"
        for name, value in wire.items()
    )
    lines = ['import * as serving from "./serving";', ""]
    if secret:
        lines = ['import * as pulumi from "@pulumi/pulumi";', lines[0], "", "const config = new pulumi.Config();"]
    return "\n".join([*lines, f'new serving.{cloud}.{title}("example", {{', *given, "});"])


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        keys = ((key if NAME.fullmatch(key) else json.dumps(key), item) for key, item in value.items())
        return "{ " + ", ".join(f"{key}: {_literal(item)}" for key, item in keys) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value)


def _yaml(cloud: str, title: str, wire: dict[str, Any], secret: list[str]) -> str:
    given = {name: f"${{{name}}}" if name in secret else value for name, value in wire.items()}
    settings = {"config": {name: {"type": "string", "secret": True} for name in secret}} if secret else {}
    resource = {"type": f"serving:{cloud}:{title}", "properties": given}
    written: str = yaml.safe_dump({**settings, "resources": {"example": resource}}, sort_keys=False)
    return written.rstrip()
