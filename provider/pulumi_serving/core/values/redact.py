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

import re
import threading
from typing import TYPE_CHECKING, Any

from . import log
from .secret_forms import CUT_MARKS, LONG, SHORTEST, WRAPPED, forms, spans, squeezed
from .secret_parts import credentials, parts, spelled, texts
from .text import Marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FEW_DIGITS = 6
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
        log.watch(self)

    def add(self, secrets: Iterable[Any], *, marked: bool = True, whole: bool = False) -> None:
        """Add secrets, numbers too; without ``marked`` only what is not harmless, with ``whole`` no part by itself."""
        for secret in secrets:
            text = spelled(secret)
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
            for part in (text, *(() if whole else parts(text))):
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
        and ``within`` finds what is secret in outputs that a cloud has reported: nobody may have declared it.
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

    def marked(self) -> tuple[str, ...]:
        """Return what is surely secret: what the user marked, and credentials."""
        with self._lock:
            return tuple(self._marked)

    def learn(self, body: Any) -> None:
        """Add the tokens and keys in an answer."""
        self.add(credentials(body))

    def text(self, text: str) -> str:
        """Return a text in one line and without secrets."""
        return " ".join(self.blank(text).split())

    def cut(self, text: str, longest: int) -> str:
        """Return a text without secrets that is cut only then, with a mark where it was."""
        text = self.text(text)
        return text if len(text) <= longest else text[:longest] + CUT_MARKS[1]

    def blank(self, text: str) -> str:
        """Return a text without secrets, its lines as they are."""
        return log.blank(text, [self])

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
        found = any(spans(text, needles, short, cut=False) for text in texts(value))
        return found or any(other.holds(value) for other in included)

    def outputs(self, outs: Mapping[str, Any]) -> dict[str, Any]:
        """
        Return outputs as they may be stored.

        The cloud's own words are blanked. Another output that holds a secret (an address that is made of a secret name)
        is marked secret.
        """
        found = dict(outs)
        self.add(self._within(outs), marked=False)
        self.add(leaf for name in self._outputs & outs.keys() for leaf in texts(outs[name]))
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
            _merge(dict.fromkeys(forms(text), True), self._needles)  # in base64 it is long: as a part of a login, say
            return
        spaced = any(map(str.isspace, text.strip()))
        wraps = {form: spaced or len(form) >= WRAPPED or not form.isalpha() for form in forms(text)}
        _merge(wraps, self._needles)


def _merge(needles: Mapping[str, bool], into: dict[str, bool]) -> None:
    """Look for these, too, with white space in them where either says so."""
    for form, wraps in needles.items():
        into[form] = wraps or into.get(form, False)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Blank secrets in a text, and make one line of it."""
    return Redactor(secrets).text(text)


def _is_status(name: str, value: Any) -> bool:
    """Tell whether a status is a word of the API's: those are compared, and are no secret."""
    return name == "status" and isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z_-]{1,40}", value))
