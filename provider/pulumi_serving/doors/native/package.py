"""The schema of the package as it is committed, and the version that is installed."""

from __future__ import annotations

import json
from functools import cache
from importlib import metadata
from pathlib import Path

PATH = Path(__file__).with_name("schema.json")


@cache
def version() -> str:
    """Return the installed version as the engine reads versions."""
    try:
        return metadata.version("pulumi-serving")
    except metadata.PackageNotFoundError:
        return "0.0.0"


@cache
def text() -> str:
    """Return the schema with that version: ``tools/native_schema.py`` writes it without one."""
    return json.dumps({**json.loads(PATH.read_text("utf-8")), "version": version()})
