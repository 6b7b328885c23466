"""The tools import each other as programs do: by the folder that they are in."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "tools"))
