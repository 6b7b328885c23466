"""
Write all that is derived from declarations: code, exports and the reference.

    python tools/generate.py            write the files
    python tools/generate.py --check    change nothing; exit 1 if a file is stale

Each tool runs in a process of its own, since it imports what the ones before it have written.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOLS = ("providers.py", "outputs.py", "resources.py", "packages.py", "reference.py", "native_schema.py")


def main(arguments: list[str]) -> int:
    """Run the tools one after the other; return the exit code: 1 if a file is stale."""
    here = Path(__file__).parent
    return max(subprocess.run([sys.executable, here / tool, *arguments], check=False).returncode for tool in TOOLS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
