"""What a text must not hold before it goes to the user or to the engine."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_SECRET = 4
LONG_SECRET = 8


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


def encodable(value: Any) -> Any:
    """Replace what JSON can escape and UTF-8 can't hold (half a surrogate pair): no message to the engine takes it."""
    if isinstance(value, dict):
        return {encodable(key): encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [encodable(item) for item in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
