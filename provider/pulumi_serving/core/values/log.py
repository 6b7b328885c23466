"""The log, in which no secret is printed: each line is searched for all that any redactor knows."""

from __future__ import annotations

import logging
import threading
import weakref
from typing import TYPE_CHECKING

from .secret_forms import CUT_MARKS, blanked, spans
from .text import encodable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .redact import Redactor

LONGEST_TEXT = 100_000

_alive: weakref.WeakSet[Redactor] = weakref.WeakSet()
_alive_lock = threading.Lock()


def watch(redactor: Redactor) -> None:
    """Let the log blank what this one knows, as long as it is there."""
    with _alive_lock:
        _alive.add(redactor)


def blank(text: str, redactors: Iterable[Redactor]) -> str:
    """Blank what any of these, or of those that they include, knows: in one search, however many they are."""
    text = str(encodable(text))
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT] + CUT_MARKS[1]
    needles: dict[str, bool] = {}
    short: dict[str, None] = {}
    left, seen = list(redactors), set()
    while left:
        redactor = left.pop()
        if id(redactor) not in seen:
            seen.add(id(redactor))
            left += redactor.lend(needles, short)
    return blanked(text, spans(text, needles, tuple(short))) if needles or short else text


class _LogFilter(logging.Filter):
    """Blanks in a line of the log the secrets of all operations that run."""

    def filter(self, record: logging.LogRecord) -> bool:
        with _alive_lock:
            redactors = list(_alive)
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            return True
        record.msg, record.args = blank(text, redactors), None
        return True


_log_filter = _LogFilter()


def get_logger(name: str) -> logging.Logger:
    """Return a logger that prints no secret. A filter counts for its own logger alone, so each is fetched here."""
    log = logging.getLogger(name)
    log.addFilter(_log_filter)
    return log
