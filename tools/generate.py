"""
Write all that is derived from declarations: code, exports, the reference and the schema for other languages.

    python tools/generate.py            write the files
    python tools/generate.py --check    change nothing; exit 1 if a file is stale

To write, each tool has a process of its own, since it imports what the ones before it have written.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

TOOLS = ("providers", "outputs", "resources", "functions", "packages", "reference", "native_schema", "typescript")


def main(arguments: list[str]) -> int:
    """Run the tools one after the other; return the exit code: 1 if a file is stale."""
    if "--check" in arguments:
        return max(importlib.import_module(tool).main(arguments) for tool in TOOLS)
    here = Path(__file__).parent
    commands = ([sys.executable, here / f"{tool}.py", *arguments] for tool in TOOLS)
    return max(subprocess.run(command, check=False).returncode for command in commands)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
