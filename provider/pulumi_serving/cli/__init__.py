"""
`pulumi-serving`: what helps a team with its stacks outside of Pulumi's own commands.

Importing this package imports no cloud and no web framework; each command imports what it needs.
"""

from __future__ import annotations

import click

from .schema import schema
from .simulate import simulator
from .validate import validate

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pulumi-serving")
def main() -> None:
    """Model-serving endpoints as Pulumi resources: helpers for teams."""


for command in (schema, simulator, validate):
    main.add_command(command)
