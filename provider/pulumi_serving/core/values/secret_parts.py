"""What of a value is a secret, by what its key says, and what of a secret is one by itself."""

from __future__ import annotations

import contextlib
import functools
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .secret_forms import LONG
from .text import encodable

if TYPE_CHECKING:
    from collections.abc import Iterator

CREDENTIAL_KEYS = re.compile(r"token|secret|passw|api[_-]?key|credential|authori[sz]ation", re.IGNORECASE)
VALUE_OF_AN_OPTION = re.compile(
    rf"(?:{CREDENTIAL_KEYS.pattern})(?!iz)[\w-]*[\s=:]+[\"']?(?!/|\./|-)([^\s\"',;]{{{LONG},}})", re.IGNORECASE
)
"""What follows a word such as ``--token`` or ``PASSWORD=`` in a command. A tokenizer is none, and a path no value."""


def spelled(secret: Any) -> str | None:
    """Return a secret as a text; None for what is no text and no number."""
    if isinstance(secret, bool) or not isinstance(secret, (str, int, float)):
        return None
    value = encodable(secret)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def parts(text: str) -> Iterator[str]:
    """Yield what of a secret is one by itself: lines, words that look like a key, leaves of JSON, a password."""
    lines = text.splitlines()
    if len(lines) > 1:
        yield from (line.strip() for line in lines if len(line.strip()) >= LONG)
    if any(letter.isspace() for letter in text) or "=" in text:
        yield from filter(_looks_like_a_key, re.split(r"[\s=,;\"']+", text))
        yield from VALUE_OF_AN_OPTION.findall(text)
    if text.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(ValueError, RecursionError):
            yield from (leaf for leaf in texts(json.loads(text)) if len(leaf) >= LONG)
    if "://" in text and "@" in text:
        with contextlib.suppress(ValueError):
            yield urlsplit(text.strip()).password or ""


def _looks_like_a_key(word: str) -> bool:
    has_form = any(letter.isdigit() or letter.isupper() for letter in word)
    return len(word) >= LONG and has_form and not word.startswith(("/", "./", "-"))


def texts(value: Any) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def credentials(body: Any) -> Iterator[str]:
    """Yield the texts under keys that speak of a secret, and the values of such variables; at any depth."""
    left: list[tuple[Any, Any]] = [("", body)]
    while left:
        key, value = left.pop()
        if isinstance(value, dict):
            left += [(name, item) for name, item in value.items() if item]
            if "value" in value:
                left.append((value.get("key") or value.get("name"), value["value"]))
        elif isinstance(value, list):
            left += [(key, item) for item in value]
        elif isinstance(value, str) and len(value) >= LONG and isinstance(key, str) and _is_credential(key):
            yield from [] if any(map(str.isspace, value)) else [value]


@functools.lru_cache(maxsize=1024)
def _is_credential(key: str) -> bool:
    return bool(CREDENTIAL_KEYS.search(key))
