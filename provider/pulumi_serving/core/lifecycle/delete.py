"""
Deleting a resource: asking for it, and being sure that it was done.

An accepted deletion is no proof, and neither is one that is answered as if nothing were there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.clock import spell
from pulumi_serving.core.cloud.abilities import SharesNames, TellsUsers
from pulumi_serving.core.errors import ApiError, InUseError, NotFoundError, RunEndedError, ServingError, TimedOutError
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import ADOPTED, LOCATION, NAMED_BY

from . import ownership
from .find import find, repeating_last
from .wait import wait_until_ready
from .wait_gone import wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.call import Call
    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Session

log = get_logger("pulumi_serving")

ATTEMPTS = 3
PAUSE_SECONDS = 5.0
IN_USE_PAUSES = (3.0, 5.0, 10.0, 20.0)
"""Pauses before a deletion is asked for again of what is in use, in seconds; the last one repeats."""
USERS_SECONDS = 20.0


def may_delete(session: Session, id_: str, recorded: Mapping[str, Any], call: Call) -> bool:
    """
    Tell whether the engine's deletion of a record is meant for the endpoint; raise if it has to wait.

    The engine knows ids and failures only: see ``cloud/history.py``.
    """
    history, named = session.history, f"{session.kind.noun} {id_}"
    if history.is_double(id_, recorded):
        if history.adopted_now(id_, recorded):
            raise ServingError(
                f"{named} was adopted in this run, so this run does not delete it: nothing was sent. It stays, and the "
                "next `pulumi up` drops this second record of it"
            )
        call.warning(f"{named} was adopted by another record, which keeps it: this one is dropped, nothing was sent")
        return False
    confirm_not_adopted(session, id_, recorded, call)
    successor = history.successor_in_trouble(call.urn, id_)
    if successor is not None:
        raise ServingError(
            f"{named} stays, since its successor {successor} does not serve. The next `pulumi up` goes on with that, "
            "and deletes this one once its successor serves"
        )
    return True


def confirm_not_adopted(session: Session, id_: str, recorded: Mapping[str, Any], call: Call) -> None:
    """Raise if this run may adopt what is to be deleted: another provider instance, another process, perhaps has."""
    if id_ in session.adopted and ADOPTED not in recorded:
        raise ServingError(
            f"{session.kind.noun} {id_} is named in PULUMI_SERVING_ADOPT, so this run does not delete it: nothing was "
            "sent. A run without that variable does: if another resource has adopted it, "
            f"`pulumi state delete '{call.urn}'` first, which drops this record of it alone"
        )


def is_kept(session: Session, found: str, recorded: Mapping[str, Any], call: Call, *, recorded_id: str) -> bool:
    """
    Tell whether another record of this run has the resource that a record turns out to be: then that one keeps it.

    A create of unknown outcome is recorded without an id, so the engine can't see that what was adopted or imported
    since, under the same URN too, is what that create has made; nor that what it deletes by its id is.
    """
    location = str(recorded.get(LOCATION))
    other = session.holders.keeper(location, found, call.urn, session.kind.is_same_location)
    if recorded_id != found:
        other = other or session.holders.holder(location, found, call.urn)
        other = other or (call.urn if session.history.has_record(call.urn, location, found) else "")
    if not other:
        confirm_not_adopted(session, found, recorded, call)
        return False
    call.warning(
        f"{session.kind.noun} {found} has another record, {other if other != call.urn else 'the new one'}, which keeps "
        "it: this one is dropped, nothing was sent"
    )
    return True


def wait_for_successor(session: Session, id_: str, successor: str, operation: Operation) -> None:
    """
    Wait until the successor of a resource serves, where nobody in this run has seen that; raise if it does not.

    Who waits for many is left out of a run in which one of them could not be made, and a program need not wait at all.
    """
    history, urn = session.history, operation.call.urn
    operation.show("waiting for its successor")
    try:
        wait_until_ready(session, successor, operation, session.accepted.get(successor), sent=True)
    except ServingError as error:
        if history.unseen_successor(urn, id_) is None:  # it goes, too
            return
        live = getattr(error, "live", None)
        named = f"{session.kind.noun} {id_} stays, since its successor {successor} does not serve"
        if isinstance(error, TimedOutError) and live:
            why = f"it is {live.described}. The next `pulumi up` goes on with that, and"
        else:  # whose words say what to do next
            why = f"{error}. That run"
        raise ServingError(f"{named}: {why} deletes this one once its successor serves") from None
    history.serves({successor})


def delete(
    session: Session, id_: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str = ""
) -> None:
    """
    Delete a resource and wait until it is gone; gone already is success.

    An answer that it is not there is one answer: it is looked for, and where it lives the deletion is asked for again.
    Once the run has ended no deletion is sent.
    """
    try:
        _delete(session, id_, recorded, operation, configured=configured)
    except RunEndedError as ended:
        raise RunEndedError(
            f"{ended}. {session.kind.noun} {id_} stays in the state, and the next run deletes it", ended.reason
        ) from None


def _ask(session: Session, id_: str, recorded: Mapping[str, Any], operation: Operation) -> None:
    """
    Ask for the deletion, and again while something uses the resource, until the time is over.

    What uses it may be in deletion, in this run too: the engine knows no order where a program says an id in clear.
    """
    for pause in repeating_last(IN_USE_PAUSES):
        try:
            return session.kind.delete(session.client, id_, operation)
        except InUseError as error:
            by = _users(session, id_, operation)
            operation.show(f"in use{by}, waiting until it is not")
            reason = operation.interrupted()
            if not reason and pause < operation.deadline.remaining:
                operation.pause(pause)
                reason = operation.interrupted()
                if not reason:  # nothing is sent after a cancel
                    continue
            ended = f"because {reason}" if reason else f"after {spell(operation.deadline.seconds)}"
            raise ServingError(
                f"{session.kind.noun} {id_} was not deleted: it is in use{by}, and the wait for the end of that ended "
                f"{ended}. It stays in the state; once nothing uses it any more, the next run deletes it"
                f"{_how_to_replace(session, id_, recorded, operation)}. What the cloud said: {error}"
            ) from None
    return None


def _how_to_replace(session: Session, id_: str, recorded: Mapping[str, Any], operation: Operation) -> str:
    """Name the way that works where this run replaces it, and it has to go before its successor, but can't."""
    if not session.history.goes_first(operation.call.urn, id_):
        return ""
    for_its_name = recorded.get(NAMED_BY) == "user" and not isinstance(session.kind, SharesNames)
    cure = "under another name" if for_its_name else "without delete_before_replace=True"
    return f". It was to go before its successor: {cure} that is made first, and what uses it moves there"


def _users(session: Session, id_: str, operation: Operation) -> str:
    """Return in words what uses a resource; ``""`` where nobody tells."""
    if not isinstance(session.kind, TellsUsers):
        return ""
    try:
        found = session.kind.users(session.client, id_, operation.within(USERS_SECONDS))
    except ServingError as trouble:
        log.debug("what uses %s: %s", id_, trouble)
        return ""
    return f" by {found}" if found else ""


def _delete(session: Session, id_: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _ask(session, id_, recorded, operation)
        except ApiError as error:
            as_if_gone = error.still_there or isinstance(error, NotFoundError)
            if not as_if_gone and not (ownership.is_refusal(error) and id_ in session.given_up):
                raise ownership.with_the_way_out(error, session, id_) from None
            refusal = error
        else:
            return wait_until_gone(session, id_, operation)
        live = find(session, id_, recorded, operation, configured=configured)
        if live is None:
            return None
        if live.id != id_ and is_kept(session, live.id, recorded, operation.call, recorded_id=id_):
            return None
        id_ = live.id
        if live.phase is Phase.DELETING:
            return wait_until_gone(session, id_, operation)
        if not as_if_gone:  # it is there, whatever the user says
            raise refusal
        if attempt == ATTEMPTS:
            raise ServingError(
                f"{session.kind.noun} {id_} is there{f' ({live.status})' if live.status else ''}, and its deletion was "
                f"answered {ATTEMPTS} times as if it were not. It stays in the state, and the next run deletes it "
                f"again. What the cloud said: {refusal}"
            )
        operation.pause(PAUSE_SECONDS)
    return None
