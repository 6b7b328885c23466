"""`python -m pulumi_serving.simulator`: the simulated clouds on a port of this machine."""

from __future__ import annotations

import sys

import click

try:
    from pulumi_serving.simulator.server import serve
except ModuleNotFoundError as missing:
    if missing.name not in {"flask", "werkzeug"}:
        raise
    sys.exit(f"The simulator needs {missing.name}: pip install 'pulumi-serving[simulator]'")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="a free one", help="Port to listen on.")
@click.option(
    "--ready-after",
    "ready_after_s",
    type=click.FloatRange(min=0),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="Time until an endpoint is ready.",
)
def main(host: str, port: int, ready_after_s: float) -> None:
    """Serve the simulated clouds until SIGTERM or Ctrl-C."""
    serve(host=host, port=port, ready_after_s=ready_after_s, announce=click.echo)


if __name__ == "__main__":
    main(prog_name="python -m pulumi_serving.simulator")
