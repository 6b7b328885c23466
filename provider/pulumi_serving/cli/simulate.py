"""`pulumi-serving simulator`."""

from __future__ import annotations

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Serve simulated clouds on this machine.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def simulator(arguments: tuple[str, ...]) -> None:
    """Run what `python -m pulumi_serving.simulator` runs, with the same options."""
    from pulumi_serving.simulator.__main__ import main as serve  # noqa: PLC0415 - it ends without its extra

    serve(arguments, prog_name="pulumi-serving simulator")
