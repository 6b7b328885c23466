"""What a package index shows of the project: its addresses, and the README with links that lead to the repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(
    r"""
    (?P<code> ```.*?``` | `[^`\n]*` )                                # stays as it is
    | (?P<before> \]\( | \b(?:src|href)=" | ^\[[^]\n]+\]:[ ] )
      (?P<target> (?![a-z][a-z+.-]*:) [^\s)"]+ )                     # no scheme: a place in the repository
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
PICTURES = (".svg", ".png", ".gif", ".jpg")


class IndexPage(MetadataHookInterface):
    """Fills in what pyproject.toml calls dynamic, from the one address that stands there."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the addresses and the README."""
        repository = self.config["repository"]
        metadata["urls"] = {
            "Source": repository,
            "Documentation": f"{repository}/blob/HEAD/README.md",
            "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md",
            "Issues": f"{repository}/issues",
        }
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": with_whole_links(text, repository)}


def with_whole_links(text: str, repository: str) -> str:
    """Make the links of a page at the top of the repository work wherever else it is shown."""

    def whole(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        target = found["target"]
        if target.startswith("#"):
            return f"{found['before']}{repository}{target}"
        kind = "raw" if target.endswith(PICTURES) else "blob"
        return f"{found['before']}{repository}/{kind}/HEAD/{target}"

    return LINK.sub(whole, text)
