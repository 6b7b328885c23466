"""
What was accepted and never seen to end well: whether a preview can tell that it has not.

Who creates or updates without waiting has nobody to record a later failure with the resource itself. So its record says
that it is unconfirmed, and while it does, a preview looks at the account's list: one quick reading for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.inventory import GLANCE_SECONDS
from pulumi_serving.core.values.ignored import as_live
from pulumi_serving.core.values.live import Phase, of
from pulumi_serving.core.values.log import get_logger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.forms import Forms
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")


def failed_since(
    session: Session,
    id_: str,
    declared: Mapping[str, Any],
    clock: Clock,
    forms: Forms,
    ignored: Sequence[str] = (),
) -> tuple[Live, list[str]] | None:
    """
    Return a resource that has failed, or is ready without what was declared, and the properties in which that shows.

    None if it is well, on its way, or nothing can be told: this is a comfort, and never fails a preview. One that is
    stopped is left alone, since somebody may have stopped it to save money: only a refresh takes that for drift.
    """
    try:
        glanced = session.glance(id_, clock)
        if glanced is None or not _symptoms(glanced, declared, forms, ignored):
            return None
        # A list may lag, and its items may lack or spell fields otherwise: the resource by itself has the last word.
        operation = Operation("glancing", GLANCE_SECONDS, clock, attempts=1)
        live = of(id_, session.kind.get(session.client, id_, operation))
    except Exception as error:  # noqa: BLE001 - see above
        log.debug("a glance at %s failed: %s", id_, type(error).__name__)
        return None
    symptoms = _symptoms(live, declared, forms, ignored)
    return (live, symptoms) if symptoms else None


def _symptoms(live: Live, declared: Mapping[str, Any], forms: Forms, ignored: Sequence[str]) -> list[str]:
    if live.phase is Phase.FAILED:
        return ["status"]
    if live.phase is not Phase.READY:
        return []
    compared = as_live(forms.args, declared, live.values, ignored)
    paths = (path for path, _, _ in forms.drift(compared, live.values))
    return list(dict.fromkeys(path.partition(".")[0] for path in paths))
