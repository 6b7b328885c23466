"""What may be wrong with a workspace: the form of names that the vendor's pages tell, as a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.validate import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def problems(args: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every problem; a value that is not known yet breaks no rule here."""
    name = args.get("name")
    if isinstance(name, str) and name and not re.fullmatch(r"[A-Za-z0-9-]{4,32}", name):
        yield Problem("name", "should be 4 to 32 letters, digits and hyphens", warning=True)
