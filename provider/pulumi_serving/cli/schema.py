"""`pulumi-serving schema`."""

from __future__ import annotations

import json

import click


@click.command()
def schema() -> None:
    """
    Print the JSON Schema of a stack's file (Pulumi.<stack>.yaml).

    Editors complete and check the file with it: write it to a file, and name that file in the first line of the stack's
    file: "# yaml-language-server: $schema=serving.schema.json".
    """
    from pulumi_serving.fleet.schema import stack_file_schema  # noqa: PLC0415 - see the package's docstring

    click.echo(json.dumps(stack_file_schema(), indent=1))
