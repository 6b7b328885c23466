"""What a text must not hold before it goes to the user or to the engine."""

from __future__ import annotations

import html
import json
import math
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_SECRET = 4
LONG_SECRET = 8
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


def redact(text: str, secrets: Iterable[str]) -> str:
    """Blank every secret in a text, in the forms in which a cloud may repeat it, and make one line of it."""
    text = " ".join(text.split())
    for secret in sorted((item for item in secrets if len(item) >= SHORTEST_SECRET), key=len, reverse=True):
        forms = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
        forms |= {html.escape(form, quote=quote) for form in forms for quote in (True, False)}
        for form in sorted((" ".join(form.split()) for form in forms), key=len, reverse=True):
            if len(form) >= LONG_SECRET:
                text = text.replace(form, "[secret]")
            elif form:  # a short one is a word of its own, not a part of another
                text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", "[secret]", text)
    return text


def one_line(text: str) -> str:
    """Make a text one line without control characters: a cloud's words could steer the reader's terminal."""
    shown = "".join(letter if letter.isprintable() else " " for letter in str(encodable(text)))
    return " ".join(shown.split())


def encodable(value: Any, depth: int = DEEPEST) -> Any:
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
    if isinstance(value, dict):
        return {_key(key): encodable(item, depth - 1) for key, item in value.items()} if depth else None
    if isinstance(value, (list, tuple)):
        return [encodable(item, depth - 1) for item in value] if depth else None
    return value


def _key(key: Any) -> str:
    text = str(encodable(str(key)))
    return f"{text}_" if text == SIGNATURE_KEY else text


def _digits(number: int) -> str | None:
    try:
        return str(number)
    except ValueError:  # more digits than Python turns into a text
        return None
