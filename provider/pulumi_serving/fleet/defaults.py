"""
Shared defaults merged into an endpoint, and the way back: which path of the YAML a merged value came from.

Paths are spelled as ``pulumi config set --path`` takes them: ``serving:endpoints.llama-70b.ports[0]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = re.compile(r"[^.\[\]\"\s]+")


def child(path: str, key: str) -> str:
    """Return the path of what a mapping holds under a key."""
    step = key if PLAIN.fullmatch(key) else '["{}"]'.format(key.replace("\\", "\\\\").replace('"', '\\"'))
    return step if not path else f"{path}{step}" if step.startswith("[") else f"{path}.{step}"


def spelled(path: str, steps: Iterable[str | int]) -> str:
    """Return the path of what lies some steps below a path."""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else child(path, step)
    return path


class Merged:
    """
    An endpoint's mapping with the defaults of its cloud merged in.

    Mappings merge at any depth; everything else, lists too, is the endpoint's own if it has one. An explicit null of
    the endpoint's takes a default away, and a null is as good as nothing in either.
    """

    def __init__(self, own: dict[str, Any], own_path: str, defaults: dict[str, Any], defaults_path: str) -> None:
        """Merge; the paths are those of the two mappings."""
        self._path = own_path
        self._origins: dict[str, str] = {}
        self.values = self._merge(own, own_path, defaults, defaults_path, "")

    def _merge(
        self, own: dict[str, Any], own_path: str, defaults: dict[str, Any], defaults_path: str, here: str
    ) -> dict[str, Any]:
        merged = {}
        for key in [*own, *(key for key in defaults if key not in own)]:
            value = own.get(key, defaults.get(key))
            path = child(own_path if key in own else defaults_path, key)
            inherited = defaults.get(key)
            if value is None:
                continue
            # Inside, a path is spelled as the checks of a resource spell it: with plain dots.
            inner = f"{here}.{key}" if here else key
            if isinstance(value, dict):
                below = inherited if key in own and isinstance(inherited, dict) else {}
                value = self._merge(value, path, below, child(defaults_path, key), inner)
            self._origins[inner] = path
            merged[key] = value
        return merged

    def origin(self, path: str) -> str:
        """Return where in the YAML the value at a path of the merged mapping stands, or would stand."""
        found = max((known for known in self._origins if _is_within(path, known)), key=len, default="")
        return self._origins[found] + path[len(found) :] if found else self.own(path)

    def own(self, path: str) -> str:
        """Return where in the YAML the endpoint itself gives the value at a path."""
        return f"{self._path}.{path}" if path else self._path


def _is_within(path: str, known: str) -> bool:
    return path == known or path.startswith((f"{known}.", f"{known}["))
