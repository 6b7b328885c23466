"""
Reading an answer, whatever a cloud, or somebody before it, has written into it.

What comes out of here is clean: it fits into the state, whose form knows fewer numbers, texts and depths than JSON.
Nothing in here raises: an answer that can't be read may be that to a create which took effect.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import functools
import json
import math
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.text import LONGEST_NUMBER, encodable

if TYPE_CHECKING:
    import httpx


def decoded(content: bytes) -> Any:
    """
    Return the value that a body of JSON is, None if it is none.

    One odd value does not hide the others: bytes that are no text are replaced, and a number that no double can hold
    stays the text that it is.
    """
    try:
        text = content.decode(json.detect_encoding(content), "replace").removeprefix("\ufeff")
        return encodable(_JSON.decode(text))
    except (ValueError, RecursionError):
        return None


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def _fraction(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def _nothing(name: str) -> None:
    """Take NaN and Infinity, which are no JSON, for null."""
    _ = name


_JSON = json.JSONDecoder(parse_int=_whole, parse_float=_fraction, parse_constant=_nothing)


def plain_words(response: httpx.Response) -> str:
    """Return what a body without an error envelope says: text as it is, a page of HTML by its title."""
    try:
        text = response.text.strip()
    except Exception:  # noqa: BLE001 - a charset that Python knows and that is for something else
        text = response.content.decode("utf-8", "replace").strip()
    if text[:1] in ("{", "["):
        # Not quoted: it may hold what the service knows in clear.
        return "broken JSON" if decoded(response.content) is None else "an answer in an unknown form"
    if "<" in text[:200]:
        _, _, rest = text.partition("<title>")
        text = rest.partition("</title>")[0] or "a page of HTML instead of JSON"
    return text


def retry_after(value: str | None) -> float | None:
    """Return how many seconds a ``Retry-After`` asks to wait; None where it says nothing that can be read."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        pass
    else:
        return max(0.0, seconds) if not math.isnan(seconds) else None
    moment = date(value)
    return None if moment is None else max(0.0, moment - dt.datetime.now(dt.timezone.utc).timestamp())


@functools.lru_cache(maxsize=64)  # many answers come within one second
def date(value: str | None) -> float | None:
    """Return the Unix seconds of an HTTP date; None where it is none."""
    try:
        return email.utils.parsedate_to_datetime(value or "").timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
