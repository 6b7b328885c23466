"""What some kinds of resources can do and others can't: a kind has an ability by being a subclass of it, too."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from pulumi_serving.core.errors import DoubtfulNotFoundError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulumi_serving.core.calls.operation import Operation
    from pulumi_serving.core.values.live import Live


class Serves:
    """
    A kind that is called at an ``url`` once it is ready: what a fleet makes, and what can be waited for.

    It has the outputs ``status`` and ``url`` and the argument ``wait_until_ready``. Any other kind is there, or not.
    """

    status_words: ClassVar[str]
    """What the output ``status`` holds, for the docs."""
    lists_addresses: ClassVar[bool] = False
    """Whether an item of the list has the ``url`` and the token as the resource by itself has them."""


class HasToken(Serves, ABC):
    """A kind of which calls of the ``url`` need a token that the cloud gives."""

    @abstractmethod
    def token_of(self, outputs: Mapping[str, Any]) -> str | None:
        """Return the token, from a resource's outputs; None while there is none."""


class LooksUpNames(ABC):
    """A kind whose cloud has a call that looks a name up, so that no list has to be read for it."""

    @abstractmethod
    def find_by_name(self, client: Any, name: str, operation: Operation) -> Sequence[Live]:
        """
        Return what has the name.

        Raises NameTakenError if it is held by something that is not the caller's to see or to manage.
        """


class SharesNames:
    """A kind of which several may have one name, as a matter of course: what has the name tells nothing."""

    def names_collide(self, one: str, other: str, *, same_account: bool) -> bool:
        """Tell that a successor may be made while its predecessor is there."""
        _ = one, other, same_account
        return False


class ListsWhole:
    """A kind whose list's items have all that a reading of the resource itself has, but for what never changes."""


class ReadFromList(ListsWhole):
    """A kind of which the API shows no single one: each is read from the list, which has all of it."""

    def get(self: Any, client: Any, id_: str, operation: Operation) -> Live:
        """Read the list, and find it there by its id."""
        found = self.list(client, operation)
        for live in found:
            if live.id == id_:
                one: Live = live
                return one
        kind = NotFoundError if found.whole else DoubtfulNotFoundError
        raise kind("Reading the list", method="GET", path=id_, status=200, words=f"no {self.noun} of this id is in it")


class TellsUsers(ABC):
    """A kind that is not deleted while something uses it, and whose cloud tells what that is."""

    @abstractmethod
    def users(self, client: Any, id_: str, operation: Operation) -> str:
        """Name what uses it; ``""`` where that can't be told."""
