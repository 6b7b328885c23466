"""What one create is to make, and how that is known again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.state_keys import NAMED_BY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

CLOCK_SKEW_SECONDS = 300.0


class Wanted:
    """A resource that is to be made; ``started`` is when its create was first sent, by this machine's clock."""

    def __init__(self, session: Session, inputs: Mapping[str, Any], operation: Operation) -> None:
        """Take the checked inputs."""
        self.session = session
        self.kind = session.kind
        self.operation = operation
        self.args = {name: inputs[name] for name in schema.fields(self.kind.args) if name in inputs}
        self.name = self.kind.label(inputs)
        self.named_by_us = inputs.get(NAMED_BY) == "provider"
        self.started = operation.clock.wall()
        self.before: frozenset[str] = frozenset()
        """Where a name tells nothing, the ids that had it before: what has it later and is none of them was made."""

    def may_be(self, live: Live) -> bool:
        """
        Tell whether what is there now, under a name that was free just before, is what this create has made.

        It was made since, by the cloud's own clock. A derived name nobody else gives; one of the user's somebody else
        may have given meanwhile, so there what the answer tells must be what was sent.
        """
        if live.phase in (Phase.DELETING, Phase.GONE) or live.id in self.before:
            return False
        since = self.operation.by_the_cloud(self.started) - CLOCK_SKEW_SECONDS
        recent = live.created is None or live.created >= since
        return recent and (self.named_by_us or self.kind.is_made_by(live, self.args))

    @property
    def a_noun(self) -> str:
        """What the cloud calls it, with an article."""
        noun = self.kind.noun
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
