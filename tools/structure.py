#!/usr/bin/env python3
"""
Count the structure of ``core``: rooms, files, floors, arrows and circles.

    tools/structure.py                  of this checkout
    tools/structure.py --arrows         and which room imports which, with the number of imports

An arrow is an import of one file by another when it is run; an import for type checkers alone is none. A file stands on
the floor above the highest file that it imports. A circle is a set of files, or of rooms, that import each other.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1] / "provider" / "pulumi_serving"


def files(package: Path) -> dict[str, Path]:
    """Return the files of a package by their dotted names within the distribution."""
    base = ROOT.parent
    return {
        ".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(package.rglob("*.py"))
    }


def imports(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    """Return which of the known files a file imports when it is run."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text())]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            home = ".".join([*above, *([node.module] if node.module else [])])
            found |= {item for alias in node.names for item in (f"{home}.{alias.name}", home) if item in known}
        waiting += ast.iter_child_nodes(node)
    return {item for item in found if item != name and known[item].name != "__init__.py"}


def room_of(name: str) -> str:
    """Return the room of a file of core: its folder, or core itself."""
    parts = name.split(".")
    return parts[2] if len(parts) > 3 else "core"  # noqa: PLR2004 - package, core, room, file


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """Return the sets of nodes that reach each other."""
    reach = {node: _reached(graph, node) for node in graph}
    found: list[set[str]] = []
    for node in graph:
        ring = {other for other in reach[node] if node in reach[other]}
        if len(ring) > 1 and ring not in found:
            found.append(ring)
    return found


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def floors(graph: dict[str, set[str]]) -> int:
    """Return how many floors there are; 0 where circles leave none."""
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError:
        return 0
    level: dict[str, int] = {}
    for node in order:
        level[node] = 1 + max((level[other] for other in graph[node]), default=0)
    return max(level.values(), default=0)


def core(root: Path = ROOT) -> tuple[dict[str, set[str]], Counter[tuple[str, str]]]:
    """Return the arrows between the files of core, and how many there are from one room to another."""
    known = files(root / "core")
    graph = {name: imports(name, path, known) for name, path in known.items() if path.name != "__init__.py"}
    arrows = ((room_of(name), room_of(other)) for name, found in graph.items() for other in found)
    return graph, Counter((one, other) for one, other in arrows if one != other)


def rooms_of(graph: dict[str, set[str]], between: Counter[tuple[str, str]]) -> dict[str, set[str]]:
    """Return which rooms each room imports from."""
    return {room_of(name): {other for one, other in between if one == room_of(name)} for name in graph}


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arrows", action="store_true", help="which room imports which")
    options = parser.parse_args()
    graph, between = core()
    rooms = rooms_of(graph, between)
    counts = {
        "rooms": len(rooms),
        "files": len(graph),
        "floors": floors(graph),
        "arrows": sum(map(len, graph.values())),
        "circles": len(circles(graph)),
        "arrows between rooms": sum(between.values()),
        "circles of rooms": len(circles(rooms)),
    }
    lines = [", ".join(f"{name}: {count}" for name, count in counts.items())]
    if options.arrows:
        lines += [f"  {one} -> {other}: {count}" for (one, other), count in sorted(between.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
