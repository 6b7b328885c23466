"""
Write what each cloud's package exports: all that its resources, and its own modules, declare as public.

    python tools/packages.py            write the files pulumi_serving/<cloud>/__init__.py
    python tools/packages.py --check    change nothing; exit 1 if one is stale

A cloud is a package with a ``settings.py``, and a folder of it that has a ``kind.py`` is a resource. Public is what the
``__all__`` of a resource's folder, or of a module of the cloud's, names. So adding a resource is adding a folder. The
docstring of the cloud's package is written by hand, and kept.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "provider" / "pulumi_serving"
WIDTH = 120
NOTE = "# Written by tools/packages.py from the folders of the resources: edit the docstring alone."


def main(arguments: list[str]) -> int:
    """Write the files, or compare them."""
    stale = False
    for path, text in packages().items():
        if path.read_text() == text:
            continue
        if "--check" in arguments:
            stale = True
            sys.stderr.write(f"{path} is stale: run python tools/generate.py\n")
        else:
            path.write_text(text)
    return 1 if stale else 0


def packages() -> dict[Path, str]:
    """Return the ``__init__.py`` of each cloud with what should stand in it."""
    clouds = sorted(path.parent for path in PACKAGE.glob("*/settings.py"))
    return {cloud / "__init__.py": _text(cloud) for cloud in clouds}


def _text(cloud: Path) -> str:
    exports = dict(sorted(_exports(cloud)))
    outputs = ["outputs"] if (cloud / "outputs.py").exists() else []
    doc = ast.get_docstring(ast.parse((cloud / "__init__.py").read_text()), clean=False)
    imports = [_import(name, names) for name, names in exports.items()]
    named = sorted([*outputs, *(name for names in exports.values() for name in names)])
    return "\n".join(
        [
            f'"""{doc}"""',
            "",
            NOTE,
            "",
            *(["from . import outputs"] if outputs else []),
            *imports,
            "",
            "__all__ = [",
            *(f'    "{name}",' for name in named),
            "]",
            "",
        ]
    )


def _exports(cloud: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each resource's folder and each module of a cloud that exports something, with the names."""
    for path in cloud.iterdir():
        source = path / "__init__.py" if path.is_dir() else path
        if source.name == "__init__.py" and not (path / "kind.py").exists():
            continue
        names = _public(source) if source.suffix == ".py" else []
        if names:
            yield path.stem, names


def _public(source: Path) -> list[str]:
    for node in ast.parse(source.read_text()).body:
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["__all__"]:
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def _import(module: str, names: list[str]) -> str:
    names = sorted(names, key=lambda name: (name[0].islower(), name.lower()))  # as the linter sorts
    line = f"from .{module} import {', '.join(names)}"
    return line if len(line) <= WIDTH else "\n".join([f"from .{module} import (", *(f"    {n}," for n in names), ")"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
