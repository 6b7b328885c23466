"""
`pulumi-serving`: what helps a team with its stacks outside of Pulumi's own commands.

Importing this module imports no cloud and no web framework; each command imports what it needs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pulumi_serving.fleet_config import FleetPlan


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pulumi-serving")
def main() -> None:
    """Model-serving endpoints as Pulumi resources: helpers for teams."""


@main.command()
def schema() -> None:
    """
    Print the JSON Schema of a stack's file (Pulumi.<stack>.yaml).

    Editors complete and check the file with it: write it to a file, and name that file in the first line of the stack's
    file: "# yaml-language-server: $schema=serving.schema.json".
    """
    from pulumi_serving.fleet_schema import stack_file_schema  # noqa: PLC0415 - see the module's docstring

    click.echo(json.dumps(stack_file_schema(), indent=1))


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(files: tuple[Path, ...]) -> None:
    """
    Check the fleet in stacks' files, without an engine and without a cloud.

    Each mistake is a line on standard error, and the command then ends with 1. Encrypted values can't be read here;
    they are taken for right ones.
    """
    good = [_validate(file) for file in files]
    sys.exit(0 if all(good) else 1)


def _validate(file: Path) -> bool:
    from pulumi_serving.fleet_config import FleetConfigError, from_stack_file  # noqa: PLC0415 - see above
    from pulumi_serving.stack_file import StackFileError  # noqa: PLC0415 - see above

    try:
        plan = from_stack_file(file)
    except StackFileError as error:
        click.echo(f"{file}: {error}", err=True)
    except FleetConfigError as error:
        for line in error.lines:
            click.echo(f"{file}: {line}", err=True)
    else:
        for line in plan.warnings if plan else ():
            click.echo(f"{file}: warning: {line}", err=True)
        click.echo(f"{file}: {_summary(plan)}")
        return True
    return False


def _summary(plan: FleetPlan | None) -> str:
    if plan is None:
        return "holds no fleet"
    number = len(plan.endpoints)
    return f"{number} endpoint{'' if number == 1 else 's'}, no mistakes"


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Serve simulated clouds on this machine.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def simulator(arguments: tuple[str, ...]) -> None:
    """Run what `python -m pulumi_serving.simulator` runs, with the same options."""
    from pulumi_serving.simulator.__main__ import main as serve  # noqa: PLC0415 - it ends without its extra

    serve(arguments, prog_name="pulumi-serving simulator")


if __name__ == "__main__":
    main()
