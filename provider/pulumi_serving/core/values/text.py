"""Texts and values in a form that the engine and a terminal take. What is secret in them: ``redact.py``."""

from __future__ import annotations

import math
import sys
from functools import lru_cache
from typing import Any

DEEPEST = 50
"""How many lists and objects may lie in each other: what is deeper than some more, no message of gRPC takes."""
LARGEST = int(sys.float_info.max)
LONGEST_NUMBER = 308
"""A whole number of so many digits fits into a double."""
UNKNOWN_MARKS = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""Texts that stand for a value not yet known in the engine's protocol, one for each type."""
SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"
"""The key by which the engine's protocol tells an object from an asset, a secret, a resource or an output."""
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a name


class Marked(dict[str, Any]):
    """A value that the engine will keep as a secret, in the form that it has in the engine's protocol."""

    def __init__(self, value: Any) -> None:
        """Put the mark around it."""
        super().__init__({SIGNATURE_KEY: SECRET_SIGNATURE, "value": value})


def one_line(text: str) -> str:
    """Make a text one line without control characters: a cloud's words could steer the reader's terminal."""
    shown = "".join(letter if letter.isprintable() else " " for letter in str(encodable(text)))
    return " ".join(shown.split())


def encodable(value: Any, depth: int = DEEPEST) -> Any:  # noqa: PLR0911 - one for each form
    """
    Return a value as the state can hold it, whatever a cloud has sent; never raises.

    Half a surrogate pair is replaced, a number that no double holds becomes its digits, what is no number is dropped
    as null is, and so is what lies deeper than any message takes. A text that Pulumi itself would take for a mark of
    its own (a value not yet known, an asset, a secret) is broken up.
    """
    if isinstance(value, str):
        text = value if value.isascii() else value.encode("utf-8", "replace").decode()
        return text.replace("-", "_") if text in UNKNOWN_MARKS else text
    if isinstance(value, int):
        return value if -LARGEST <= value <= LARGEST else _digits(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Marked):
        return Marked(encodable(value["value"], depth))
    if isinstance(value, dict):
        return {_key(str(key)): encodable(item, depth - 1) for key, item in value.items()} if depth else None
    if isinstance(value, (list, tuple)):
        return [encodable(item, depth - 1) for item in value] if depth else None
    return value


@lru_cache(maxsize=4096)
def _key(key: str) -> str:
    text = str(encodable(key))
    return f"{text}_" if text == SIGNATURE_KEY else text


def _digits(number: int) -> str | None:
    try:
        return str(number)
    except ValueError:  # more digits than Python turns into a text
        return None
