"""
Finding the resource that is recorded: by its id, or by its name where the id could not be learnt.

It looks until it is found, or until it is sure that it is gone (``absence.py``), in the account that has recorded it
(``ownership.py``); where the time does not do for that, nothing is said.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.clock import spell, unix_time
from pulumi_serving.core.cloud.abilities import SharesNames
from pulumi_serving.core.errors import ApiError, AuthError, DoubtfulNotFoundError, ServingError, UnconfirmedError
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import BEFORE, CHANGED_AT, NAMED_BY, SINCE, UNCONFIRMED

from .absence import Absence
from .ownership import confirm_account, is_refusal, with_the_way_out
from .wanted import CLOCK_SKEW_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

FORBIDDEN = 403
LOOKS = (3.0, 10.0, 20.0)
"""Pauses between the looks for what is known by its name alone, in seconds; the last one repeats."""
PAUSES = (2.0, 5.0, 10.0, 20.0)
"""Pauses between the readings of what was not found, in seconds; the last one repeats."""
SURE_SECONDS = 120.0
"""How long being sure may take, whatever the user's limit is: a run that ends before leaves the next one no further."""


def read(
    session: Session,
    id_: str,
    recorded: Mapping[str, Any],
    operation: Operation,
    *,
    get: Callable[[str, Operation], Live | None] | None = None,
    configured: str = "",
) -> Live | None:
    """
    Read a resource by its id; None once it is sure that it is gone.

    ``get`` is another way to read it than by itself; ``configured`` the location that the present configuration is for.
    Raises UnconfirmedError where the time does not do to tell, GoneError where another account may have been asked.
    """
    get = get or session.get
    absence = Absence(session, id_, operation, changed_at=recorded.get(CHANGED_AT))
    if not absence.is_young:  # of what is, the next run can tell more
        operation = operation.lasting(SURE_SECONDS)
    for _ in _paces(session, id_, operation, absence):
        try:
            live = _look(get, id_, operation, absence)
        except ApiError as error:
            if is_refusal(error) and id_ in session.given_up:
                log.debug("%s can't be read, and is given up: %s", id_, error)
                return None
            # Where names are unique over all accounts, somebody else's are refused.
            if isinstance(error, AuthError) and error.status == FORBIDDEN:
                confirm_account(session, id_, recorded, operation, configured=configured)
            raise with_the_way_out(error, session, id_) from None
        if live is not None:
            return live
        listed = absence.ask_list()
        if listed is None:
            confirm_account(session, id_, recorded, operation, configured=configured)
        else:  # one of the two is wrong, and it is not gone
            return _look(session.get, id_, operation, absence) or listed
        if absence.confirmed:
            return None
        get = session.get
    raise AssertionError("the looks end with an error")


def find(
    session: Session,
    id_: str,
    recorded: Mapping[str, Any],
    operation: Operation,
    *,
    get: Callable[[str, Operation], Live | None] | None = None,
    configured: str = "",
) -> Live | None:
    """Read a resource as ``read`` does; where its id is of none, look by its name for what its create has made."""
    live = read(session, id_, recorded, operation, get=get, configured=configured)
    if live is not None or id_ in session.given_up:
        return live
    return _made_under_another_id(session, id_, recorded, operation)


def _made_under_another_id(
    session: Session, id_: str, recorded: Mapping[str, Any], operation: Operation
) -> Live | None:
    """
    Find what a create has made whose answer named an id that does not exist; None if there is none.

    Only of what nobody has seen ready since: where a create waits, it finds the true id by itself.
    """
    name = recorded.get("name")
    if recorded.get(UNCONFIRMED) is not True or not isinstance(name, str) or isinstance(session.kind, SharesNames):
        return None
    try:
        found = session.find_by_name(name, operation)
    except AuthError:  # a key may be allowed to read its resources and not the list
        return None
    made = [live for live in found if live.id != id_ and _was_made_then(session, live, recorded, operation)]
    if len(made) > 1:
        raise _several(session, name, made)
    return made[0] if made else None


def _was_made_then(session: Session, live: Live, recorded: Mapping[str, Any], operation: Operation) -> bool:
    if live.phase is Phase.DELETING or not session.kind.is_made_by(live, recorded):
        return False
    if recorded.get(NAMED_BY) == "provider":
        return True
    accepted = unix_time(recorded.get(CHANGED_AT))
    if accepted is None or live.created is None:
        return False
    return abs(live.created - operation.by_the_cloud(accepted)) <= CLOCK_SKEW_SECONDS


def _look(
    get: Callable[[str, Operation], Live | None], id_: str, operation: Operation, absence: Absence
) -> Live | None:
    try:
        live = get(id_, operation)
    except DoubtfulNotFoundError:
        return None
    if live is None:
        absence.not_found()
    else:
        absence.seen()
    return live


def _paces(session: Session, id_: str, operation: Operation, absence: Absence) -> Iterator[None]:
    """Yield before each reading, with a pause between two, as long as there is time; then raise."""
    yield
    for pause in repeating_last(PAUSES):
        # No later than the moment from which it may count as gone: a longer pause would only cost time.
        operation.show("not found, looking again before it counts as gone")
        _pause(operation, max(1.0, min(pause, absence.wait)), f"{session.kind.noun} {id_}", absence.wait)
        yield


def _pause(operation: Operation, seconds: float, what: str, wait: float) -> None:
    reason = operation.interrupted()
    if not reason and seconds < operation.deadline.remaining:
        operation.pause(seconds)
        reason = operation.interrupted()
        if not reason:
            return
    ended = reason or f"the limit of {spell(operation.deadline.seconds)} is too short to be sure"
    raise UnconfirmedError(
        f"whether {what} is gone can't be told yet: it was not found, and {ended}. It stays in the state: try again in "
        f"{math.ceil(max(1.0, wait))} s"
    )


def repeating_last(pauses: tuple[float, ...]) -> Iterator[float]:
    """Yield pauses, and the last one again and again."""
    yield from pauses
    while True:
        yield pauses[-1]


def find_lost_create(
    session: Session, name: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str = ""
) -> Live | None:
    """
    Find what was made under a name and whose id could not be learnt; None once it is sure that there is none.

    It is looked for at least as patiently as the create did it: a list may lag behind.
    """
    kind = session.kind
    patience = 0.0 if name in session.absent else kind.limits.invisible  # this run has been sure of it already
    operation = operation.lasting(SURE_SECONDS)
    began = operation.clock.now()
    lacked = session.lacked_since(name)
    began = began if lacked is None else min(began, lacked)
    for pause in repeating_last(LOOKS):
        found = session.find_by_name(name, operation)
        found = found.of(live for live in found if live.id not in (recorded.get(BEFORE) or ()))
        if isinstance(kind, SharesNames):
            found = found.of(live for live in found if not _is_anothers(session, live.id, operation))
        doubts = {live.id: _doubt(session, live, recorded, operation) for live in found}
        likely = [live for live in found if not doubts[live.id]]
        if len(likely) > 1:
            raise _several(session, name, likely)
        if likely:
            return likely[0]
        if found:
            (one, *_) = found
            raise UnconfirmedError(
                f"whether {kind.noun} {one.id}, which is named {name}, is the one that was made here can't be told: it "
                f"{doubts[one.id]} the create whose answer was lost. Nothing was changed. If it is yours, delete it or "
                "manage it by its id; `pulumi state delete` takes this record of it out of the state"
            )
        left = patience - (operation.clock.now() - began)
        if left <= 0 and found.whole:
            break
        left = max(left, LOOKS[0])  # a list that could not be read whole tells of none
        operation.show(f"looking for the {kind.noun} by its name")
        _pause(operation, min(pause, left), f"{kind.noun} {name}", left)
    confirm_account(session, name, recorded, operation, configured=configured, is_lost=True)
    session.absent.add(name)
    return None


def _is_anothers(session: Session, id_: str, operation: Operation) -> bool:
    """Tell whether another record of this run has a resource, its own successor's too."""
    location, urn = session.settings.location, operation.call.urn
    return bool(session.holders.holder(location, id_, urn)) or session.history.has_record(urn, location, id_)


def _several(session: Session, name: str, found: Sequence[Live]) -> ServingError:
    ids = ", ".join(live.id for live in found)
    return ServingError(
        f"{len(found)} {session.kind.noun}s are named {name} ({ids}) and which of them this is can't be told: delete "
        "all but one"
    )


def _doubt(session: Session, live: Live, recorded: Mapping[str, Any], operation: Operation) -> str:
    """
    Return in words why one of the name may not be the one that was made here; ``""`` if it seems to be.

    It may have been there before, and somebody else may have made one since. A derived name nobody else gives, so there
    no clock is asked: this machine's may have been wrong.
    """
    is_alike = session.kind.is_made_by(live, recorded)
    if recorded.get(NAMED_BY) == "provider" and is_alike:
        return ""
    since, sent = recorded.get(SINCE), unix_time(recorded.get(CHANGED_AT))
    if not isinstance(since, (int, float)):
        return ""
    if live.created is not None and live.created < since - CLOCK_SKEW_SECONDS:
        return "is older, by this machine's clock, than"
    if recorded.get(NAMED_BY) == "provider":
        return ""
    last = since if sent is None else max(since, operation.by_the_cloud(sent))
    if live.created is not None and live.created > last + CLOCK_SKEW_SECONDS:
        return "was made later than"
    return "" if is_alike else "is not what was sent with"
