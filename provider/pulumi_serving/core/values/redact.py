"""
Blanking what is secret, at every door by which a text leaves: what is shown, logged or stored.

There is one ``Redactor`` for each operation. It is made from every secret input and output of the resource, and it
includes that of the account, which holds the credentials and the tokens that were fetched on the way.

A cloud may repeat a secret in another form: escaped for JSON, HTML or a URL, in base64, in upper case, wrapped over
lines, or cut. So a text is searched as it is and in each form that undoing its escapes gives, without white space.

What counts as a secret:

- a credential, or what the user marked secret: 4 characters or more;
- what this package takes for secret by itself (the value of an environment variable, a command): the same, unless it is
  a number of less than 6 digits. Each line of it counts by itself, and each word of a command that looks like a key;
- never a word that says nothing: ``true``, ``info``, ``production``, a name of an argument. See ``HARMLESS``.

A secret of less than 8 characters is blanked where it stands as a word of its own, a longer one everywhere, and the
beginning or the end of one where a text was cut.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import re
import threading
import weakref
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .secret_forms import CUT_MARKS, LONG, SHORTEST, WRAPPED, blanked, forms, spans, squeezed
from .text import Marked, encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

FEW_DIGITS = 6
LONGEST_TEXT = 100_000
WORDS = """
    true false yes no on off none null nil default auto enabled disabled enable disable always never
    debug info notice warn warning error critical fatal trace verbose quiet
    production prod development develop dev testing test staging stage local localhost main master latest
    cuda cpu gpu float16 float32 bfloat16 fp16 fp32 bf16 int4 int8 half utf-8 utf8 c.utf-8 en_us.utf-8
    http https tcp sync async sleep queue concurrency network model models image name value type status
    python python3 bash node java serve start main.py serve.py app.py run.sh start.sh /bin/sh /bin/bash vllm uvicorn
    inference endpoint service worker workers running failed pending ready stopped created creating updating deleting
    pulumi refresh update delete create preview destroy replace stack state provider serving 0.0.0.0 127.0.0.1
    """
HARMLESS = frozenset(WORDS.split())
CREDENTIAL_KEYS = re.compile(r"token|secret|passw|api[_-]?key|credential|authori[sz]ation", re.IGNORECASE)


VALUE_OF_AN_OPTION = re.compile(
    rf"(?:{CREDENTIAL_KEYS.pattern})(?!iz)[\w-]*[\s=:]+[\"']?(?!/|\./|-)([^\s\"',;]{{{LONG},}})", re.IGNORECASE
)
"""What follows a word such as ``--token`` or ``PASSWORD=`` in a command. A tokenizer is none, and a path no value."""


class Redactor:
    """Blanks the secrets of one operation; without any it changes nothing."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Take secrets that are blanked whatever they are."""
        self._harmless = HARMLESS
        self._words: frozenset[str] = frozenset()
        self._kept: frozenset[str] = frozenset()
        self._outputs: frozenset[str] = frozenset()
        self._within: Callable[[Mapping[str, Any]], Iterable[str]] = lambda _: ()
        self._lock = threading.Lock()
        self._needles: dict[str, bool] = {}
        self._short: dict[str, None] = {}
        self._marked: set[str] = set()
        self._new: list[tuple[str, bool, bool]] = []
        self._seen: set[str] = set()
        self._included: list[Redactor] = []
        self.add(secrets)
        with _alive_lock:
            _alive.add(self)

    def add(self, secrets: Iterable[Any], *, marked: bool = True, whole: bool = False) -> None:
        """Add secrets, numbers too; without ``marked`` only what is not harmless, with ``whole`` no part by itself."""
        for secret in secrets:
            text = _spelled(secret)
            if text is None or text in self._seen or self._says_nothing(text, marked=marked):
                continue
            with self._lock:
                self._seen.add(text)
                self._new.append((text, marked, whole))
                if marked:
                    self._marked.add(text)

    def _prepare(self) -> None:
        """Work out the forms of what was added: most operations tell nothing, and need none. The lock is held."""
        for text, marked, whole in self._new:
            for part in (text, *(() if whole else _parts(text))):
                if not self._says_nothing(part, marked=marked):
                    self._add(part)
        self._new.clear()

    def know(
        self,
        *,
        harmless: Iterable[str] = (),
        words: Iterable[str] = (),
        kept: Iterable[str] = (),
        outputs: Iterable[str] = (),
        within: Callable[[Mapping[str, Any]], Iterable[str]] | None = None,
    ) -> None:
        """
        Take what the resource's kind is known for, before any secret.

        ``harmless`` are further texts that say nothing, ``words`` the outputs that hold the cloud's own words, and
        ``kept`` those whose marks the engine keeps by itself. ``outputs`` are those that the user wants to be secret,
        and ``within`` finds what is secret in outputs that a cloud has told: nobody may have declared it.
        """
        self._harmless |= {item.lower() for item in harmless}
        self._words |= frozenset(words)
        self._kept |= frozenset(kept)
        self._outputs |= frozenset(outputs)
        self._within = within or self._within

    def include(self, other: Redactor) -> None:
        """Blank what another one blanks, too, now and later."""
        with self._lock:
            if other is not self and all(other is not item for item in self._included):
                self._included.append(other)

    def absorb(self, other: Redactor) -> None:
        """Blank what another one blanks at this moment."""
        needles: dict[str, bool] = {}
        short: dict[str, None] = {}
        other.lend(needles, short)
        with other._lock:
            marked = set(other._marked)
        with self._lock:
            self._marked |= marked
            _merge(needles, self._needles)
            self._short |= short

    def learn(self, body: Any) -> None:
        """Add the tokens and keys in an answer."""
        self.add(_credentials(body))

    def text(self, text: str) -> str:
        """Return a text in one line and without secrets."""
        return " ".join(self.blank(text).split())

    def cut(self, text: str, longest: int) -> str:
        """Return a text without secrets that is cut only then, with a mark where it was."""
        text = self.text(text)
        return text if len(text) <= longest else text[:longest] + CUT_MARKS[1]

    def blank(self, text: str) -> str:
        """Return a text without secrets, its lines as they are."""
        return _blank(text, [self])

    def lend(self, needles: dict[str, bool], short: dict[str, None]) -> list[Redactor]:
        """Add what is looked for to what others look for; return those that this one includes."""
        with self._lock:
            self._prepare()
            _merge(self._needles, needles)
            short |= self._short
            return list(self._included)

    def value(self, value: Any) -> Any:
        """Return a value with the texts in it blanked, at any depth."""
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return self.blank(value) if isinstance(value, str) else value

    def holds(self, value: Any) -> bool:
        """Tell whether a credential, or all of a text that the user marked, stands in any text of a value."""
        with self._lock:
            secrets, included = tuple(self._marked), tuple(self._included)
        needles = {form: True for secret in secrets if len(form := squeezed(secret).lower()) >= LONG}
        short = tuple(secret for secret in secrets if len(squeezed(secret)) < LONG)
        found = any(spans(text, needles, short, cut=False) for text in _leaves(value))
        return found or any(other.holds(value) for other in included)

    def outputs(self, outs: Mapping[str, Any]) -> dict[str, Any]:
        """
        Return outputs as they may be stored.

        The cloud's own words are blanked. Another output that holds a secret (an address that is made of a secret name)
        is marked secret.
        """
        found = dict(outs)
        self.add(self._within(outs), marked=False)
        self.add(leaf for name in self._outputs & outs.keys() for leaf in _leaves(outs[name]))
        for name, value in outs.items():
            if name in self._words:
                found[name] = value if _is_status(name, value) else self.value(value)
            elif name not in self._kept and not name.startswith("__") and self.holds(value):
                found[name] = Marked(value)
        return found

    def _says_nothing(self, text: str, *, marked: bool) -> bool:
        plain = text.strip().lower()
        if len(plain) < SHORTEST or plain in self._harmless:
            return True
        digits = sum(letter.isdigit() for letter in plain)
        return not marked and digits < FEW_DIGITS and not any(letter.isalpha() for letter in plain) and plain.isascii()

    def _add(self, text: str) -> None:
        if len(squeezed(text)) < LONG:
            self._short[" ".join(text.split())] = None
            return
        spaced = any(map(str.isspace, text.strip()))
        wraps = {form: spaced or len(form) >= WRAPPED or not form.isalpha() for form in forms(text)}
        _merge(wraps, self._needles)


_alive: weakref.WeakSet[Redactor] = weakref.WeakSet()
_alive_lock = threading.Lock()


def _merge(needles: Mapping[str, bool], into: dict[str, bool]) -> None:
    """Look for these, too, with white space in them where either says so."""
    for form, wraps in needles.items():
        into[form] = wraps or into.get(form, False)


def _blank(text: str, redactors: Iterable[Redactor]) -> str:
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


def redact(text: str, secrets: Iterable[str]) -> str:
    """Blank secrets in a text, and make one line of it."""
    return Redactor(secrets).text(text)


class _LogFilter(logging.Filter):
    """Blanks in a line of the log the secrets of all operations that run."""

    def filter(self, record: logging.LogRecord) -> bool:
        with _alive_lock:
            redactors = list(_alive)
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            return True
        record.msg, record.args = _blank(text, redactors), None
        return True


_log_filter = _LogFilter()


def get_logger(name: str) -> logging.Logger:
    """Return a logger that prints no secret. A filter counts for its own logger alone, so each is fetched here."""
    log = logging.getLogger(name)
    log.addFilter(_log_filter)
    return log


# What of a secret is secret by itself, and its other forms ---------------------------------------------------------


def _spelled(secret: Any) -> str | None:
    if isinstance(secret, bool) or not isinstance(secret, (str, int, float)):
        return None
    value = encodable(secret)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _parts(text: str) -> Iterator[str]:
    """Yield what of a secret is one by itself: lines, words that look like a key, leaves of JSON, a password."""
    lines = text.splitlines()
    if len(lines) > 1:
        yield from (line.strip() for line in lines if len(line.strip()) >= LONG)
    if any(letter.isspace() for letter in text) or "=" in text:
        yield from filter(_looks_like_a_key, re.split(r"[\s=,;\"']+", text))
        yield from VALUE_OF_AN_OPTION.findall(text)
    if text.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(ValueError, RecursionError):
            yield from (leaf for leaf in _leaves(json.loads(text)) if len(leaf) >= LONG)
    if "://" in text and "@" in text:
        with contextlib.suppress(ValueError):
            yield urlsplit(text.strip()).password or ""


def _looks_like_a_key(word: str) -> bool:
    has_form = any(letter.isdigit() or letter.isupper() for letter in word)
    return len(word) >= LONG and has_form and not word.startswith(("/", "./", "-"))


def _leaves(value: Any) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value


def _credentials(body: Any) -> Iterator[str]:
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


def _is_status(name: str, value: Any) -> bool:
    """Tell whether a status is a word of the API's: those are compared, and are no secret."""
    return name == "status" and isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z_-]{1,40}", value))
