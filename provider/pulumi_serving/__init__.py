"""
Model-serving endpoints as Pulumi resources.

Each cloud is a module of its own: ``from pulumi_serving import ppio``. What is for all of them is here, and is loaded
when it is first used.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulumi_serving.fleet.component import Fleet
    from pulumi_serving.fleet.plans import FleetConfigError

    from .doors.dynamic.provider import ReadinessProvider
    from .program.wait_until_ready import ReadyEndpoint, wait_until_ready

__all__ = ["Fleet", "FleetConfigError", "ReadinessProvider", "ReadyEndpoint", "wait_until_ready"]

_HOMES = {
    "Fleet": ".fleet.component",
    "FleetConfigError": ".fleet.plans",
    "ReadinessProvider": ".doors.dynamic.provider",
    **dict.fromkeys(("ReadyEndpoint", "wait_until_ready"), ".program.wait_until_ready"),
}

# What the program, the plug-in and what both stand on import of Python's own, and could find elsewhere first.
_STANDARD = frozenset(
    (  # noqa: SIM905 - a hundred short words
        "argparse array ast asyncio atexit base64 binascii bisect bz2 calendar collections concurrent configparser "
        "contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis email enum fcntl "
        "fnmatch fractions functools gettext hashlib heapq hmac html http importlib inspect ipaddress itertools json "
        "keyword linecache locale logging lzma math mimetypes multiprocessing numbers opcode operator pathlib pickle "
        "pkgutil platform queue quopri random re reprlib runpy secrets select selectors shutil signal socket ssl "
        "string stringprep struct subprocess sysconfig tempfile textwrap threading time token tokenize traceback types "
        "typing unicodedata urllib uuid warnings weakref zipfile zlib zoneinfo"
    ).split()
)
if sys.version_info < (3, 11):
    _STANDARD |= {"sre_compile", "sre_constants", "sre_parse", "uu"}
if sys.version_info >= (3, 13):
    _STANDARD |= {"glob", "grp"}
if sys.version_info >= (3, 14):
    _STANDARD |= {"annotationlib", "compression"}

# Each is a folder, so a file of such a name is not the library itself, wherever it lies.
_LIBRARIES = frozenset({"click", "httpcore", "httpx", "pydantic", "pydantic_core", "yaml"})

# Imported and not used; and a good name for a program's own file.
_HARMLESS = frozenset({"secrets"})


def _hidden() -> dict[str, str]:
    """Return the modules and libraries that something hides, with what does: the program's folder comes before them."""
    found: dict[str, str] = {}
    own = os.path.dirname(os.path.realpath(os.__file__))  # noqa: PTH120 - pathlib may be hidden
    for entry in sys.path:
        folder = os.path.realpath(entry)
        if folder == own:
            break
        try:
            there = sorted(os.listdir(folder))  # noqa: PTH208 - see above
        except OSError:
            continue
        for file in there:
            name, dot, kind = file.partition(".")
            is_module = kind == "py" or (not dot and os.path.isfile(os.path.join(folder, file, "__init__.py")))  # noqa: PTH113, PTH118
            hides = is_module and name in _STANDARD and name not in sys.builtin_module_names
            if hides or (kind == "py" and name in _LIBRARIES):
                found.setdefault(name, os.path.join(folder, file))  # noqa: PTH118 - see above
    return found


def _thing(name: str) -> str:
    return "the library" if name in _LIBRARIES else "Python's own module"


def _uncover(hidden: dict[str, str]) -> None:
    """Load these in spite of what hides them, where nobody's program runs: in the plug-in."""
    kept = sys.path[:]
    folders = {os.path.dirname(path) for path in hidden.values()}  # noqa: PTH120 - see above
    sys.path[:] = [entry for entry in kept if os.path.realpath(entry) not in folders]
    try:
        for name in hidden:
            importlib.import_module(name)
    finally:
        sys.path[:] = kept


def _stand_on_the_standard_library() -> None:
    hidden = _hidden()
    if hidden and getattr(sys.modules.get("__main__"), "DynamicResourceProviderServicer", None):
        _uncover(hidden)
    elif hidden.keys() - _HARMLESS:
        lines = "\n".join(
            f"{path} hides {_thing(name)} {name}, which Pulumi and pulumi_serving need: rename it"
            for name, path in hidden.items()
            if name not in _HARMLESS
        )
        try:
            from pulumi import RunError  # noqa: PLC0415 - a program without such files needs none to import this
        except Exception:  # noqa: BLE001 - it may be hidden from, too
            raise ImportError(lines) from None
        raise RunError(lines)


_stand_on_the_standard_library()


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name], __name__), name)
