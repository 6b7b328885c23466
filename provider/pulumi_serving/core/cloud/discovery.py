"""
The clouds of this package and their kinds of resources, found by their folders: nothing registers anything.

A cloud is a package beside ``core`` that has its settings, in ``settings.py``. Each of its folders with a ``kind.py``
is a resource. Listing them imports none of them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any

from .abilities import Serves
from .kind import Kind

PACKAGE = __name__.partition(".")[0]


@cache
def clouds() -> tuple[str, ...]:
    """Return the names of all clouds."""
    return tuple(
        name for name, path in _folders(importlib.import_module(PACKAGE).__path__) if (path / "settings.py").exists()
    )


def resources(cloud: str) -> tuple[str, ...]:
    """Return the names of a cloud's kinds of resources: their folders'; a ValueError for a name that no cloud has."""
    if cloud not in clouds():
        raise ValueError(f"{cloud!r} is no cloud; there are: {', '.join(clouds())}")
    folder = dict(_folders(importlib.import_module(PACKAGE).__path__))[cloud]
    return tuple(name for name, path in _folders([str(folder)]) if (path / "kind.py").exists())


@cache
def kinds(cloud: str) -> dict[str, Kind[Any, Any]]:
    """
    Return a cloud's kinds of resources by their names, importing their folders.

    The cloud's package comes first: while one thread imports it, another that began with a file of it would hold that
    file's lock and wait for the package's, and one of the two would get a module that is half made.
    """
    names = resources(cloud)
    importlib.import_module(f"{PACKAGE}.{cloud}")
    return {name: _kind(f"{PACKAGE}.{cloud}.{name}.kind") for name in names}


def serving_kinds(cloud: str) -> dict[str, Kind[Any, Any]]:
    """Return those of a cloud's kinds that serve."""
    return {name: kind for name, kind in kinds(cloud).items() if isinstance(kind, Serves)}


def kind_of(cloud: str, name: str = "") -> Kind[Any, Any]:
    """Return the kind of a cloud that has this name and serves; without a name, the only one that serves."""
    found = serving_kinds(cloud)
    if not name and len(found) > 1:
        raise ValueError(f"{cloud} has several kinds that serve, so one must be named: {', '.join(found)}")
    name = name or next(iter(found))
    if name not in found:
        raise ValueError(f"{name!r} is no kind of {cloud} that serves; there are: {', '.join(found)}")
    return found[name]


def _folders(roots: Any) -> list[tuple[str, Path]]:
    """Return the packages in some folders, in the order of their names, each with its own folder."""
    found = {item.name: item.module_finder for item in pkgutil.iter_modules(roots) if item.ispkg}
    return [(name, Path(str(getattr(finder, "path", "")), name)) for name, finder in sorted(found.items())]


def _kind(module: str) -> Kind[Any, Any]:
    found = vars(importlib.import_module(module)).values()
    own = [item for item in found if isinstance(item, type) and issubclass(item, Kind) and item.__module__ == module]
    if len(own) != 1:
        raise TypeError(f"{module} has {len(own)} subclasses of Kind, not one")
    lacking = ", ".join(_lacking(own[0]))
    if lacking:
        raise TypeError(f"{own[0].__name__} in {module} lacks {lacking}: `core/cloud/kind.py` says what each is")
    kind: Kind[Any, Any] = own[0]()
    return kind


def _lacking(kind: type[Kind[Any, Any]]) -> list[str]:
    """Return what a kind must have and does not: methods, and variables that have no default."""
    declared = dict.fromkeys(name for base in kind.__mro__ for name in inspect.get_annotations(base))
    return [*sorted(kind.__abstractmethods__), *(name for name in declared if not hasattr(kind, name))]
