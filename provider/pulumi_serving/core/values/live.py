"""A resource as a cloud has it: where in its life it is, what it holds, and how long its verbs may take."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Phase(enum.Enum):
    """Where in its life a resource is, in the words that all clouds share."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"
    DELETING = "deleting"
    GONE = "gone"


def phase_of(status: str, phases: Mapping[str, Phase]) -> Phase:
    """Class a status by a cloud's words; any further word with fail or error in it is a failure, all else pending."""
    word = status.lower()
    return phases.get(status, Phase.FAILED if "fail" in word or "error" in word else Phase.PENDING)


@dataclass(frozen=True)
class Live:
    """
    A resource as the cloud has it.

    ``status`` is the cloud's own word, ``reason`` its words on a failure, ``progress`` a few words for the row
    ("1 of 3 workers ready"). ``values`` are the arguments as they are live, under their own names, without what the
    answer left out; ``outputs`` is the rest of what the state records. ``created`` is Unix seconds. ``revision``, where
    the cloud tells one, differs once an update has been taken in. ``owned`` are the arguments that something in the
    cloud sets by itself, an autoscaler say: they are not in ``values``.
    """

    id: str
    name: str
    status: str
    phase: Phase
    reason: str = field(default="", repr=False)
    progress: str = ""
    account: str = ""
    created: float | None = None
    revision: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    outputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    owned: frozenset[str] = frozenset()

    @property
    def described(self) -> str:
        """The status, and the cloud's reason in brackets where there is one."""
        return f"{self.status} ({self.reason})" if self.reason else self.status


def of(id_: str, live: Live) -> Live:
    """Return what was read of one resource; an answer about another one is no answer."""
    if live.id == id_:
        return live
    words = "the answer is about another resource than was asked for"
    raise UnreadableError("a reading", method="GET", path=id_, status=200, words=words)


@dataclass(frozen=True)
class Limits:
    """Default time limits in seconds, and how long a new resource may be invisible to reads."""

    create: float
    update: float
    delete: float
    invisible: float = 60.0


def may_be(reported: Any, sent: Any) -> bool:
    """Tell whether what is told may be a cloud's own form of what was sent: ``docker.io/`` before an image, say."""
    if not isinstance(reported, str) or not isinstance(sent, str):
        return bool(reported == sent)
    one, other = reported.casefold().strip("/ "), sent.casefold().strip("/ ")
    return one.endswith(other) or other.endswith(one)
