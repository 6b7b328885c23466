"""What the verbs answer: each door hands it on in its own form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class CheckFailure:
    """A mistake in the inputs, with the path at which it is; ``""`` for all of them."""

    path: str
    reason: str


@dataclass(frozen=True)
class CheckResult:
    """The inputs as they are recorded, and every mistake in them."""

    inputs: dict[str, Any]
    failures: Sequence[CheckFailure] = ()


@dataclass(frozen=True)
class DiffResult:
    """What has changed: ``ADD``, ``UPDATE`` or ``DELETE`` by path, and which properties take a replacement."""

    changed: Mapping[str, str]
    replaces: Sequence[str] = ()
    delete_before_replace: bool = False


@dataclass
class CreateResult:
    """What was made."""

    id: str
    outs: dict[str, Any]


@dataclass
class ReadResult:
    """What is there: without an id, nothing."""

    id: str
    outs: dict[str, Any]
    inputs: dict[str, Any] | None = None
    """None leaves those that are recorded."""


@dataclass
class UpdateResult:
    """What there is after an update."""

    outs: dict[str, Any]
