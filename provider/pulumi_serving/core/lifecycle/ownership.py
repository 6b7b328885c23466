"""Whose a resource is: in which account, and whether what is there under a recorded id is what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pulumi_serving.core.cloud.inventory import FRESH_SECONDS, GLANCE_SECONDS, GLANCED_SECONDS
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    DoubtfulNotFoundError,
    GoneError,
    NotFoundError,
    ServingError,
    UnconfirmedError,
)
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.state_keys import ACCOUNT, KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.cloud.session import Session
    from pulumi_serving.core.values.live import Live

log = get_logger("pulumi_serving")

REFUSALS = range(400, 500)


def is_refusal(error: ServingError) -> bool:
    """Tell whether the cloud has refused an operation as such: what the operation is about may be there, or gone."""
    return isinstance(error, AuthError) or (type(error) is ApiError and error.status in REFUSALS)


def how_to_give_up(session: Session, id_: str) -> str:
    """Return the way out where the credentials that see a resource are no more."""
    return (
        f"{session.kind.noun} {id_} stays in the state. If no credentials see it any more, delete it in its account "
        f"and run this again with PULUMI_SERVING_GONE={id_}, which takes it out of the state"
    )


def with_the_way_out(error: ApiError, session: Session, id_: str) -> ServingError:
    """Return a refusal, with what takes a resource out of the state where what it was in is no more."""
    if not error.unseen_location:
        return error
    return ServingError(
        f"{error}. {session.kind.noun} {id_} stays in the state. If what it was in was deleted, so was it: run this "
        f"again with PULUMI_SERVING_GONE={id_}, which takes it out of the state"
    )


def is_elsewhere(session: Session, id_: str, recorded: Mapping[str, Any], operation: Operation) -> bool:
    """
    Tell whether a resource is in another account than the present key's, so that this one needs a resource of its own.

    Asked only where another key recorded it, with one quick reading for all previews of an account, and then one of the
    resource. Where these tell nothing, nothing is said: this never fails a preview. A rotated key of the same account
    sees the resource, or others of its owner.
    """
    if recorded.get(KEY) in (None, session.settings.fingerprint) or not session.reports_owners:
        return False
    try:
        found, whole = session.listed(operation, GLANCED_SECONDS)
    except Exception as error:  # noqa: BLE001 - see above
        log.debug("whether %s is in another account: %s", id_, type(error).__name__)
        session.reports_owners = False  # what fails, or hangs, does so for all
        return False
    owner = recorded.get(ACCOUNT)
    if not whole or id_ in found or (owner and any(live.account == owner for live in found.values())):
        return False
    try:
        session.kind.get(session.client, id_, operation.within(GLANCE_SECONDS).at_most(1))
    except DoubtfulNotFoundError:
        return False
    except (NotFoundError, AuthError):
        return True
    except Exception as error:  # noqa: BLE001 - see above
        log.debug("whether %s is in another account: %s", id_, type(error).__name__)
    return False


def confirm_account(
    session: Session,
    id_: str,
    recorded: Mapping[str, Any],
    operation: Operation,
    *,
    configured: str = "",
    is_lost: bool = False,
) -> None:
    """
    Return if the account that was asked for a resource is its own; raise if it may be another.

    ``is_lost`` says that it is known by its name alone, since its create was lost.

    The key that recorded it proves it. So does a list in which the recorded owner has other resources. Nothing else
    does: dropping the resource from the state would leave it running, and billing, unseen.
    """
    settings = session.settings
    if recorded.get(KEY) in (None, settings.fingerprint) or id_ in session.given_up:
        return
    owner = recorded.get(ACCOUNT)
    if owner and any(live.account == owner for live in session.listed(operation, FRESH_SECONDS)[0].values()):
        return
    noun = session.kind.noun
    elsewhere = f" and for {configured}" if configured not in ("", settings.location) else ""
    if is_lost:
        raise GoneError(
            f"whether {noun} {id_} was made can't be told: it is not found at {settings.location} with the present "
            f"credentials ({settings.origin}), which are not those that its create was sent with{elsewhere}. Nothing "
            "was changed. Set the former credentials again, and the next `pulumi up` looks for it with them; or look "
            f"for it in its account yourself, delete it if it is there, and run this again with "
            f"PULUMI_SERVING_GONE={id_}: then `pulumi up` makes it with the present ones"
        )
    raise GoneError(
        f"{noun} {id_} is not found at {settings.location} with the present credentials "
        f"({settings.origin}), which are not those that it was made with{elsewhere}: they seem to belong to "
        "another account. Nothing was changed. Set the former account's credentials again (refresh and destroy "
        "take them with --run-program, or after an up); or delete it there and run this again with "
        f"PULUMI_SERVING_GONE={id_}, which takes it out of the state"
    )


def another(kind: Kind[Any, Any], recorded: Mapping[str, Any], live: Live) -> str:
    """Return in words that a resource is not the recorded one, though it has its id; ``""`` if it is."""
    key = kind.identity
    former, there = (recorded.get(key), live.outputs.get(key)) if key else (None, None)
    if not former or not there or former == there:
        return ""
    return f"its {key} was {former} and is {there}, so it was deleted and made again outside of Pulumi"


def confirm_same(kind: Kind[Any, Any], id_: str, recorded: Mapping[str, Any], live: Live) -> None:
    """Raise if a resource is not the recorded one, but was made later, by somebody else, under the same id."""
    words = another(kind, recorded, live)
    if words:
        raise GoneError(
            f"{kind.noun} {id_} is not the one that was made here: {words}. Nothing was changed. To manage this one "
            "from now on, run `pulumi refresh` first; to leave it alone, `pulumi state delete`"
        )


def confirm_another(session: Session, id_: str, recorded: Mapping[str, Any], live: Live, operation: Operation) -> None:
    """
    Raise if a reading shows another resource under the recorded id, and the list does not bear that out.

    An answer that is some other resource's may not take the place of what is recorded.
    """
    if not another(session.kind, recorded, live):
        return
    listed = session.listed(operation, FRESH_SECONDS)[0].get(live.id)
    key = session.kind.identity
    if listed is None or listed.outputs.get(key) != live.outputs.get(key):
        raise UnconfirmedError(
            f"the answer for {session.kind.noun} {id_} shows another {key} than the recorded one, and the list does "
            "not show that one: it may be an answer for something else. Nothing was changed: try again"
        )
