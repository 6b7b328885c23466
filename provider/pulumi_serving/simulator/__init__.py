"""The simulated clouds: one WSGI app that serves every cloud of this package at its real paths.

The app needs the extra `simulator`; importing this package alone doesn't, so its command line can say what is missing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi_serving.simulator.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    """Import the app, and with it the web framework, when it is first asked for."""
    if name == "create_app":
        from pulumi_serving.simulator.app import create_app  # noqa: PLC0415 - see the module's docstring

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
