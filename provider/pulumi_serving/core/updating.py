"""Bringing a living resource to what is declared: send what differs, wait until it has taken, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import compare, schema
from .account import Accepted
from .errors import GoneError, ServingError
from .kind import Phase
from .record import Record
from .waiting import wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .account import Account
    from .kind import Live
    from .operation import Operation


def bring_about(
    account: Account, live: Live, inputs: Mapping[str, Any], recorded: Mapping[str, Any], operation: Operation
) -> Live:
    """
    Send the whole configuration if anything differs or the resource is not well; return what is live then.

    What the cloud does not show at the moment is sent if the program has changed it since the ``recorded`` inputs.
    """
    kind = account.kind
    removed = compare.removed(kind.args, recorded, inputs)
    wanted = Record(account).wanted(inputs, removed)
    if live.phase is Phase.LEAVING:
        raise GoneError(
            f"{kind.noun} {live.id} is being deleted ({live.status}). Run `pulumi up --refresh` once it is gone"
        )
    changed = compare.changed(kind.args, recorded, inputs) if recorded else []
    unseen = [field for field in changed if field.name not in live.values and not field.marker(schema.Local)]
    # What was taken away inside of a block shows in no comparison with what is declared.
    cleared = {path for path in removed if "." in path} - {*kind.cannot_clear(inputs, removed)}
    differs = any(compare.drift(kind.args, wanted, live.values)) or bool(unseen or cleared)
    sent = differs or live.phase in (Phase.FAILED, Phase.STOPPED)
    if sent:
        kind.update(account.client, live, inputs, removed, operation)
    if not inputs.get("wait_until_ready", True):
        if sent:
            account.accepted[live.id] = Accepted(wanted, live)
        return _read_back(account, live, operation)
    return wait_until_ready(account, live.id, operation, wanted=wanted, before=live if sent else None)


def _read_back(account: Account, live: Live, operation: Operation) -> Live:
    """Return what is live now, or, where that can't be read, what was: the update itself was accepted."""
    try:
        return account.get(live.id, operation) or live
    except ServingError:
        return live
