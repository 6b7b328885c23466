"""
Reading a list, page by page: what must hold before it proves that something is not there.

A list is whole if its pages agree with each other and each of its items could be read. Pages that contradict each
other (a total of three, and none came) are no answer. An item that can't be read is passed over, with a warning: the
others are there all the same, and what the list lacks may be the one that was passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from pulumi_serving.core.errors import UnreadableError
from pulumi_serving.core.values.log import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pulumi_serving.core.calls.operation import Operation

    from .reported import Reported

log = get_logger("pulumi_serving")

READINGS = 3
PAUSE_SECONDS = 1.0

ItemT = TypeVar("ItemT")
OtherT = TypeVar("OtherT")
ReportedT = TypeVar("ReportedT", bound="Reported")


class Listing(list[ItemT]):
    """
    The items of a list.

    Where it is not ``whole``, an item could not be read, or the list does not say clearly that it is empty: what it
    lacks is then not known to be absent.
    """

    def __init__(self, items: Iterable[ItemT] = (), *, whole: bool = True) -> None:
        """Take the items."""
        super().__init__(items)
        self.whole = whole

    def of(self, items: Iterable[OtherT]) -> Listing[OtherT]:
        """Return a list that is as whole as this one, of something made of its items."""
        return Listing(items, whole=self.whole)


class ContradictionError(UnreadableError):
    """The pages of a list contradict each other, or themselves."""


def contradiction(name: str, path: str, words: str) -> ContradictionError:
    """Return the error that a list is whose pages contradict each other."""
    hint = "Nothing was taken for absent"
    return ContradictionError(
        name, method="GET", path=path, status=200, words=f"contradictory pages: {words}", hint=hint
    )


def consistent(read: Callable[[], ItemT], operation: Operation) -> ItemT:
    """Read a list, and again where its pages contradict each other: it may have changed while it was read."""
    left = min(READINGS, operation.attempts or READINGS)
    while True:
        try:
            return read()
        except ContradictionError:
            left -= 1
            if left <= 0 or operation.interrupted() or operation.deadline.remaining <= PAUSE_SECONDS:
                raise
        operation.pause(PAUSE_SECONDS)  # by then whatever was changing the list may be done


def readable(kind: type[ReportedT], items: Any) -> tuple[list[ReportedT], int]:
    """Read the items of a page one by one; return those that can be read, and how many can't."""
    if not isinstance(items, list):
        raise ValueError("the items are no list")  # noqa: TRY004 - which pydantic takes for an answer of another form
    found = []
    for item in items:
        try:
            found.append(kind.read(item))
        except ValidationError as error:
            log.debug("an item of a list is passed over: %s", error.errors(include_url=False, include_input=False))
    return found, len(items) - len(found)


class Passed:
    """Warns of items that were passed over: once in a process for each list, since a list is read many times."""

    def __init__(self) -> None:
        """Begin with no list warned of."""
        self._warned: set[str] = set()

    def warn(self, operation: Operation, name: str, count: int) -> None:
        """Warn of so many items of a list."""
        if not count or name in self._warned:
            return
        self._warned.add(name)
        items = "1 item" if count == 1 else f"{count} items"
        words = f"{name}: {items} can't be read and {'was' if count == 1 else 'were'} passed over"
        log.warning("%s", words)
        operation.call.warning(f"{words}. What the list lacks is not taken for gone")
