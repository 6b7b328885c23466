"""What simulated clouds have besides endpoints: it is there or it is not, and nothing goes on in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class Thing:
    """One resource of a kind that does not serve, in the API's own fields."""

    cloud: str
    kind: str
    account: int
    id: str
    name: str
    fields: dict[str, Any]
    created_at: float
    deleted_at: float | None = None

    def is_there(self, moment: float) -> bool:
        """Tell whether it was there at a moment."""
        return self.created_at <= moment and (self.deleted_at is None or moment < self.deleted_at)

    def entry(self) -> dict[str, Any]:
        """Write it down for the ledger. Its fields are left out: one may be a password."""
        return {
            "cloud": self.cloud,
            "kind": self.kind,
            "account": self.account,
            "id": self.id,
            "name": self.name,
            "created_at": self.created_at,
            "deleted_at": self.deleted_at,
        }
