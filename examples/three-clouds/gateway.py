"""The config file of a LiteLLM proxy, as a resource of its own: it follows the endpoints that it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider, UpdateResult


def write(path: str, models: dict[str, dict[str, str]]) -> None:
    """Write the file, which holds tokens: for its owner's eyes alone."""
    models = {name: {key: value for key, value in model.items() if value} for name, model in models.items()}
    entries = [
        {"model_name": name, "litellm_params": {"model": f"openai/{name}", **model}} for name, model in models.items()
    ]
    file = Path(path)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"model_list": entries}, indent=2))  # JSON is YAML, too


class ConfigFileProvider(ResourceProvider):
    """Writes the file, and removes it."""

    serialize_as_secret_always = False  # this class holds nothing

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Write the file."""
        write(props["path"], props["models"])
        return CreateResult(props["path"], {**props, "names": sorted(props["models"])})

    def update(self, _id: str, _olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Write it anew."""
        write(news["path"], news["models"])
        return UpdateResult({**news, "names": sorted(news["models"])})

    def delete(self, _id: str, props: dict[str, Any]) -> None:
        """Remove it."""
        Path(props["path"]).unlink(missing_ok=True)


class ConfigFile(Resource):
    """A proxy's config file with one entry per model: ``{"name": {"api_base": ..., "api_key": ...}}``."""

    path: pulumi.Output[str]
    names: pulumi.Output[list[str]]

    def __init__(self, name: str, path: str, models: pulumi.Input[dict[str, Any]]) -> None:
        """Write ``models`` to ``path``; all of ``models`` is secret."""
        super().__init__(
            ConfigFileProvider(),
            name,
            {"path": path, "models": pulumi.Output.secret(models), "names": None},
            pulumi.ResourceOptions(replace_on_changes=["path"]),
        )
