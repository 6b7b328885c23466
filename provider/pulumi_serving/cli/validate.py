"""`pulumi-serving validate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pulumi_serving.fleet.plans import FleetPlan


@click.command()
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
    from pulumi_serving.fleet.config import from_stack_file  # noqa: PLC0415 - see the package's docstring
    from pulumi_serving.fleet.plans import FleetConfigError  # noqa: PLC0415 - see the package's docstring
    from pulumi_serving.fleet.stack_file import StackFileError  # noqa: PLC0415 - see the package's docstring

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
