"""
Write all that is derived from declarations: code, exports, the reference and the schema for other languages.

    python tools/generate.py            write the files
    python tools/generate.py --check    change nothing; exit 1 if a file is stale

To write, each tool has a process of its own, since it imports what the ones before it have written. The package is that
of the checkout in which the tools lie, whichever one is installed.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = str(HERE.parent / "provider")
TOOLS = ("providers", "outputs", "resources", "functions", "packages", "reference", "native_schema", "typescript")


def main(arguments: list[str]) -> int:
    """Run the tools one after the other, up to one that fails; return the exit code: 1 if a file is stale."""
    if "--check" in arguments:
        sys.path.insert(0, PACKAGE)
        return max(importlib.import_module(tool).main(arguments) for tool in TOOLS)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [PACKAGE, os.environ.get("PYTHONPATH")]))}
    for tool in TOOLS:
        path = HERE / f"{tool}.py"
        failed = subprocess.run([sys.executable, path, *arguments], check=False, env=environment).returncode
        if failed:
            sys.stderr.write(f"{path.name} failed, so those after it were not run: mend what it says, and run again\n")
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
