"""
Whether a resource is gone: the one place that decides it, for every verb and every wait.

What leaves the state bills on, unseen and unowned. So one answer never takes a resource out of it: two witnesses do:
its own reading and the list, or one of them twice with ``limits.invisible`` between. Neither counts while the resource
is so new that the cloud may not show it yet, and one sighting takes back what was said before.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import spell
from pulumi_serving.core.cloud.abilities import ReadFromList
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    DoubtfulNotFoundError,
    GoneError,
    NotFoundError,
    ServingError,
    UnconfirmedError,
)
from pulumi_serving.core.values.live import Phase
from pulumi_serving.core.values.redact import get_logger
from pulumi_serving.core.values.state_keys import ACCOUNT, BEFORE, CHANGED_AT, KEY, NAMED_BY, SINCE, UNCONFIRMED

from .state import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pulumi_serving.core.clock import Clock
    from pulumi_serving.core.cloud.session import Account
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

ITSELF, LIST = "its own reading", "the list"
FORBIDDEN = 403
REFUSALS = range(400, 500)
LOOKS = (3.0, 10.0, 20.0)
"""Pauses between the looks for what is known by its name alone, in seconds; the last one repeats."""
PAUSES = (2.0, 5.0, 10.0, 20.0)
"""Pauses between the readings of what was not found, in seconds; the last one repeats."""
FRESH_SECONDS = 10.0
GLANCE_SECONDS, GLANCED_SECONDS = 5.0, 60.0
CLOCK_SKEW_SECONDS = 300.0
TWIN_SECONDS = 30.0
"""How long the look for what a create has made besides may take, at the end of the wait."""


class Absence:
    """
    What speaks for a resource's being gone, over the readings of one operation.

    ``changed_at`` is when the cloud last accepted a change of it: until some time after that, nothing counts.
    ``deleting`` says that the cloud has taken its deletion, so that it is expected to go: then it may go soon after a
    change, and a list that still shows it may lag.
    """

    def __init__(
        self, account: Account, id_: str, operation: Operation, *, changed_at: Any = None, deleting: bool = False
    ) -> None:
        """Begin without any evidence."""
        self._account = account
        self._id = id_
        self._operation = operation
        self._deleting = deleting
        self._invisible = account.kind.limits.invisible
        self._first: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._listed: Live | None = None
        self._list_from = self._now if deleting else -math.inf  # an older reading of the list may be from before
        young = 0.0 if deleting else young_for(changed_at, self._invisible, operation.clock.wall())
        self._young_until = self._now + young

    @property
    def _now(self) -> float:
        return self._operation.clock.now()

    def seen(self) -> None:
        """Take back all that was said: the resource's own reading shows it."""
        self._first.clear()

    def not_found(self, witness: str = ITSELF) -> None:
        """Note that a reading of some kind does not find it."""
        self._first.setdefault(witness, self._now)
        self._last[witness] = self._now

    def ask_list(self) -> Live | None:
        """Ask the list that all operations share; return the resource if it shows it as living."""
        age = min(FRESH_SECONDS, max(0.0, self._now - self._list_from))
        began = self._now
        try:
            found, whole = self._account.listed(self._operation, age)
        except ServingError as error:
            log.debug("the list can't tell whether %s is gone: %s", self._id, error)
            return None
        listed = found.get(self._id)
        if listed is None or listed.phase is Phase.GONE:
            self._listed = None
            if whole or listed:
                self.not_found(LIST)
            return None
        self._listed, self._list_from = listed, began
        self._first.pop(LIST, None)
        return listed

    @property
    def confirmed(self) -> bool:
        """Tell whether it is gone."""
        return self.wait <= 0

    @property
    def wait(self) -> float:
        """How many seconds at the least must pass before it can be told."""
        young = self._young_until - self._now
        one_witness = isinstance(self._account.kind, ReadFromList) and not self._deleting  # its reading is the list's
        if {ITSELF, LIST} <= self._first.keys() and not one_witness:
            return young
        if self._listed is not None and not self._deleting:  # two witnesses that contradict each other prove nothing
            return max(young, self._invisible)
        lone = [self._invisible - (self._last[witness] - first) for witness, first in self._first.items()]
        return max(young, min(lone, default=self._invisible))


def young_for(changed_at: Any, invisible: float, now: float) -> float:
    """Return for how many seconds from ``now``, in Unix time, a resource may still be invisible."""
    changed = moment_of(changed_at)
    if changed is None:
        return 0.0
    return min(invisible, max(0.0, changed + invisible - now))  # whatever two machines' clocks say


def moment_of(changed_at: Any) -> float | None:
    """Return a recorded moment in Unix time; None where none is recorded."""
    try:
        return dt.datetime.fromisoformat(str(changed_at).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def read(
    account: Account,
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
    get = get or account.get
    absence = Absence(account, id_, operation, changed_at=recorded.get(CHANGED_AT))
    for _ in _paces(account, id_, operation, absence):
        try:
            live = _look(get, id_, operation, absence)
        except ApiError as error:
            if is_refusal(error) and id_ in account.given_up:
                log.debug("%s can't be read, and is given up: %s", id_, error)
                return None
            # Where names are unique over all accounts, somebody else's are refused.
            if isinstance(error, AuthError) and error.status == FORBIDDEN:
                confirm_account(account, id_, recorded, operation, configured=configured)
            raise
        if live is not None:
            return live
        listed = absence.ask_list()
        if listed is None:
            confirm_account(account, id_, recorded, operation, configured=configured)
        else:  # one of the two is wrong, and it is not gone
            return _look(account.get, id_, operation, absence) or listed
        if absence.confirmed:
            return None
        get = account.get
    raise AssertionError("the looks end with an error")


def find(
    account: Account,
    id_: str,
    recorded: Mapping[str, Any],
    operation: Operation,
    *,
    get: Callable[[str, Operation], Live | None] | None = None,
    configured: str = "",
) -> Live | None:
    """Read a resource as ``read`` does; where its id is of none, look by its name for what its create has made."""
    live = read(account, id_, recorded, operation, get=get, configured=configured)
    if live is not None or id_ in account.given_up:
        return live
    return _made_under_another_id(account, id_, recorded, operation)


def _made_under_another_id(
    account: Account, id_: str, recorded: Mapping[str, Any], operation: Operation
) -> Live | None:
    """
    Find what a create has made whose answer named an id that does not exist; None if there is none.

    Only of what nobody has seen ready since: where a create waits, it finds the true id by itself.
    """
    name = recorded.get("name")
    if recorded.get(UNCONFIRMED) is not True or not isinstance(name, str):
        return None
    try:
        found = account.named_now(name, operation)
    except AuthError:  # a key may be allowed to read its resources and not the list
        return None
    made = [live for live in found if live.id != id_ and _was_made_then(account, live, recorded, operation)]
    if len(made) > 1:
        raise _several(account, name, made)
    return made[0] if made else None


def _was_made_then(account: Account, live: Live, recorded: Mapping[str, Any], operation: Operation) -> bool:
    if live.phase is Phase.DELETING or not account.kind.is_made_by(live, recorded):
        return False
    if recorded.get(NAMED_BY) == "provider":
        return True
    accepted = moment_of(recorded.get(CHANGED_AT))
    if accepted is None or live.created is None:
        return False
    return abs(live.created - operation.by_the_cloud(accepted)) <= CLOCK_SKEW_SECONDS


def is_refusal(error: ServingError) -> bool:
    """Tell whether the cloud has refused an operation as such: what the operation is about may be there, or gone."""
    return isinstance(error, AuthError) or (type(error) is ApiError and error.status in REFUSALS)


def how_to_give_up(account: Account, id_: str) -> str:
    """Return the way out where the credentials that see a resource are no more."""
    return (
        f"{account.kind.noun} {id_} stays in the state. If no credentials see it any more, delete it in its account "
        f"and run this again with PULUMI_SERVING_GONE={id_}, which takes it out of the state"
    )


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


def _paces(account: Account, id_: str, operation: Operation, absence: Absence) -> Iterator[None]:
    """Yield before each reading, with a pause between two, as long as there is time; then raise."""
    yield
    for pause in repeating_last(PAUSES):
        operation.show("not found, looking again before it counts as gone")
        _pause(operation, max(1.0, min(pause, absence.wait)), f"{account.kind.noun} {id_}", absence.wait)
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


def find_named(
    account: Account, name: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str = ""
) -> Live | None:
    """
    Find what was made under a name and whose id could not be learnt; None once it is sure that there is none.

    It is looked for at least as patiently as the create did it: a list may lag behind.
    """
    kind = account.kind
    patience = 0.0 if name in account.absent else kind.limits.invisible  # this run has been sure of it already
    began = operation.clock.now()
    lacked = account.lacked_since(name)
    began = began if lacked is None else min(began, lacked)
    for pause in repeating_last(LOOKS):
        found = account.named_now(name, operation)
        found = found.of(live for live in found if live.id not in (recorded.get(BEFORE) or ()))
        ours = [live for live in found if _is_likely(account, live, recorded)]
        if len(ours) > 1:
            raise _several(account, name, ours)
        if ours:
            return ours[0]
        if found:
            (one, *_) = found
            raise UnconfirmedError(
                f"whether {kind.noun} {one.id}, which is named {name}, is the one that was made here can't be told: it "
                "is older, by this machine's clock, than the create whose answer was lost. Nothing was changed. If it "
                "is yours, delete it or manage it by its id; `pulumi state delete` takes this record of it out of the "
                "state"
            )
        left = patience - (operation.clock.now() - began)
        if left <= 0 and found.whole:
            break
        left = max(left, LOOKS[0])  # a list that could not be read whole tells of none
        operation.show("looking for the endpoint by its name")
        _pause(operation, min(pause, left), f"{kind.noun} {name}", left)
    confirm_account(account, name, recorded, operation, configured=configured)
    account.absent.add(name)
    return None


def _several(account: Account, name: str, found: Sequence[Live]) -> ServingError:
    ids = ", ".join(live.id for live in found)
    return ServingError(
        f"{len(found)} {account.kind.noun}s are named {name} ({ids}) and which of them this is can't be told: delete "
        "all but one"
    )


def _is_likely(account: Account, live: Live, recorded: Mapping[str, Any]) -> bool:
    """
    Tell whether one of the name is the one that was made here, rather than one that was there before.

    A name of ours nobody else gives, so there no clock is asked: this machine's may have been wrong.
    """
    since = recorded.get(SINCE)
    if not isinstance(since, (int, float)) or live.created is None or live.created >= since - CLOCK_SKEW_SECONDS:
        return True
    return recorded.get(NAMED_BY) == "provider" and account.kind.is_made_by(live, recorded)


def is_elsewhere(account: Account, id_: str, recorded: Mapping[str, Any], clock: Clock) -> bool:
    """
    Tell whether a resource is in another account than the present key's, so that this one needs a resource of its own.

    Asked only where another key recorded it, with one quick reading for all previews of an account, and then one of the
    resource. Where these tell nothing, nothing is said: this never fails a preview. A rotated key of the same account
    sees the resource, or others of its owner.
    """
    if recorded.get(KEY) in (None, account.settings.fingerprint) or not account.tells_owners:
        return False
    try:
        found, whole = account.listed(Operation("glancing", 2 * GLANCE_SECONDS, clock), GLANCED_SECONDS)
    except Exception as error:  # noqa: BLE001 - see above
        log.debug("whether %s is in another account: %s", id_, type(error).__name__)
        account.tells_owners = False  # what fails, or hangs, does so for all
        return False
    owner = recorded.get(ACCOUNT)
    if not whole or id_ in found or (owner and any(live.account == owner for live in found.values())):
        return False
    try:
        account.kind.get(account.client, id_, Operation("glancing", GLANCE_SECONDS, clock, attempts=1))
    except DoubtfulNotFoundError:
        return False
    except (NotFoundError, AuthError):
        return True
    except Exception as error:  # noqa: BLE001 - see above
        log.debug("whether %s is in another account: %s", id_, type(error).__name__)
    return False


def confirm_account(
    account: Account, id_: str, recorded: Mapping[str, Any], operation: Operation, *, configured: str = ""
) -> None:
    """
    Return if the account that was asked for a resource is its own; raise if it may be another.

    The key that recorded it proves it. So does a list in which the recorded owner has other resources. Nothing else
    does: dropping the resource from the state would leave it running, and billing, unseen.
    """
    settings = account.settings
    if recorded.get(KEY) in (None, settings.fingerprint) or id_ in account.given_up:
        return
    owner = recorded.get(ACCOUNT)
    if owner and any(live.account == owner for live in account.listed(operation, FRESH_SECONDS)[0].values()):
        return
    elsewhere = f" and for {configured}" if configured not in ("", settings.location) else ""
    raise GoneError(
        f"{account.kind.noun} {id_} is not found at {settings.location} with the present credentials "
        f"({settings.origin}), which are not those that it was made with{elsewhere}: they seem to belong to "
        "another account. Nothing was changed. Set the former account's credentials again (refresh and destroy "
        "take them with --run-program, or after an up); or delete it there and run this again with "
        f"PULUMI_SERVING_GONE={id_}, which takes it out of the state"
    )


def confirm_same(account: Account, id_: str, recorded: Mapping[str, Any], live: Live, operation: Operation) -> None:
    """
    Raise if a reading shows another resource under the recorded id, and the list does not bear that out.

    An answer that is some other resource's may not take the place of what is recorded.
    """
    if not Record(account, recorded).another(live):
        return
    listed = account.listed(operation, FRESH_SECONDS)[0].get(live.id)
    key = account.kind.identity
    if listed is None or listed.outputs.get(key) != live.outputs.get(key):
        raise UnconfirmedError(
            f"the answer for {account.kind.noun} {id_} shows another {key} than the recorded one, and the list does "
            "not show that one: it may be an answer for something else. Nothing was changed: try again"
        )
