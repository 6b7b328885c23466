"""
The clouds of this package, found by their folders: nothing registers anything.

A cloud is a package beside ``core`` that declares arguments, in ``args.py``. Listing the clouds imports none of them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any

from .kind import Kind

PACKAGE = __name__.partition(".")[0]
ROOT = Path(__file__).parents[2]


def clouds() -> tuple[str, ...]:
    """Return the names of all clouds."""
    found = pkgutil.iter_modules([str(ROOT)])
    return tuple(sorted(item.name for item in found if item.ispkg and (ROOT / item.name / "args.py").exists()))


@cache
def kind_of(cloud: str) -> Kind[Any, Any]:
    """Return a cloud's kind of resource, importing its folder; a ValueError for a name that no cloud has."""
    if cloud not in clouds():
        raise ValueError(f"{cloud!r} is no cloud; there are: {', '.join(clouds())}")
    module = importlib.import_module(f"{PACKAGE}.{cloud}.kind")
    (found,) = (
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Kind) and not inspect.isabstract(item)
    )
    kind: Kind[Any, Any] = found()
    return kind
