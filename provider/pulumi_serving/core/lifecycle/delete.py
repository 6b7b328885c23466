"""
Deleting a resource: asking for it, and being sure that it was done.

An accepted deletion is no proof, and neither is one that is answered as if nothing were there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.errors import ApiError, NotFoundError, RunEndedError, ServingError
from pulumi_serving.core.values.live import Phase

from . import ownership
from .wait import wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Account

ATTEMPTS = 3
PAUSE_SECONDS = 5.0


def may_delete(account: Account, id_: str, recorded: Mapping[str, Any], call: Call) -> bool:
    """
    Tell whether the engine's deletion of a record is meant for the endpoint; raise if it has to wait.

    The engine knows ids and failures only: see ``cloud/history.py``.
    """
    history, named = account.history, f"{account.kind.noun} {id_}"
    if history.is_double(id_, recorded):
        if history.adopted_now(id_, recorded):
            raise ServingError(
                f"{named} was adopted in this run, so this run does not delete it: nothing was sent. It stays, and the "
                "next `pulumi up` drops this second record of it"
            )
        call.warning(f"{named} was adopted by another record, which keeps it: this one is dropped, nothing was sent")
        return False
    successor = history.successor_in_trouble(call.urn, id_)
    if successor is not None:
        raise ServingError(
            f"{named} stays, since its successor {successor} does not serve. The next `pulumi up` goes on with that, "
            "and deletes this one once its successor serves"
        )
    return True


def delete(
    account: Account, id_: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str = ""
) -> None:
    """
    Delete a resource and wait until it is gone; gone already is success.

    An answer that it is not there is one answer: it is looked for, and where it lives the deletion is asked for again.
    Once the run has ended no deletion is sent.
    """
    try:
        _delete(account, id_, recorded, operation, configured=configured)
    except RunEndedError as ended:
        raise RunEndedError(
            f"{ended}. {account.kind.noun} {id_} stays in the state, and the next run deletes it", ended.reason
        ) from None


def _delete(account: Account, id_: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            account.kind.delete(account.client, id_, operation)
        except ApiError as error:
            if not error.still_there and not isinstance(error, NotFoundError):
                raise
            refusal = error
        else:
            return wait_until_gone(account, id_, operation)
        live = ownership.find(account, id_, recorded, operation, configured=configured)
        if live is None:
            return None
        id_ = live.id
        if live.phase is Phase.LEAVING:
            return wait_until_gone(account, id_, operation)
        if attempt == ATTEMPTS:
            raise ServingError(
                f"{account.kind.noun} {id_} is there ({live.status}), and its deletion was answered {ATTEMPTS} times "
                "as if it were not. It stays in the state, and the next run deletes it again. What the cloud said: "
                f"{refusal}"
            )
        operation.pause(PAUSE_SECONDS)
    return None
