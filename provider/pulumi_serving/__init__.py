"""
Model-serving endpoints as Pulumi resources.

Each cloud is a module of its own: ``from pulumi_serving import ppio``. What is for all of them is here, and is loaded
when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .core.readiness import ReadinessProvider, ReadyEndpoint, wait_until_ready
    from .fleet import Fleet
    from .fleet_config import FleetConfigError

__all__ = ["Fleet", "FleetConfigError", "ReadinessProvider", "ReadyEndpoint", "wait_until_ready"]

_HOMES = {
    "Fleet": ".fleet",
    "FleetConfigError": ".fleet_config",
    **dict.fromkeys(("ReadinessProvider", "ReadyEndpoint", "wait_until_ready"), ".core.readiness"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name], __name__), name)
