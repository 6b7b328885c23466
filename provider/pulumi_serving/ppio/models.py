"""What every list of PPIO's v2 API has around its items."""

from __future__ import annotations

from typing import Any

from pulumi_serving.core.http.lenient import Answer, Flag, Number, Objects, Text


class Page(Answer):
    """What every list has around its items; ``total`` is not documented, and trusted where it contradicts."""

    next_cursor: Text = ""
    has_more: Flag = None
    total: Number = None

    @property
    def ends(self) -> bool:
        """Whether the list says that nothing follows. The products' example has no ``has_more``: the cursor counts."""
        return not self.next_cursor if self.has_more is None else not self.has_more


class ItemPage(Page):
    """A page of a list that only functions read, its items as they came."""

    data: Objects[dict[str, Any]]
