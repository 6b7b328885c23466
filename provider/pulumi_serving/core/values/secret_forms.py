"""
Where a secret stands in a text, in whatever form a cloud repeats it.

A text is searched as it is, and as what undoing its escapes gives, layer by layer; each letter knows where it stood. In
the same way the secret itself is looked for as it is, without its escapes, in base64 and in hexadecimal.
"""

from __future__ import annotations

import base64
import functools
import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BLANK = "[secret]"
SHORTEST = 4
LONG = 8
WRAPPED = 12
"""From this length on letters alone are found with white space between them, too."""
MOST_ROUNDS = 4
LONGEST_HALF_ESCAPE = 12
CUT_MARKS = ("...", "\u2026")
ENDS_OF_A_SENTENCE = ("", ".")
AROUND_A_CUT = " .\u2026\"'`)]}>;,:<\\"

_CUT_MARK = re.compile(r"\.\.\.|\u2026")
_Letters = list[tuple[str, int, int]]

_ESCAPE = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|\\u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|\\u(?P<unicode>[0-9A-Fa-f]{4})"
    r"|\\U(?P<long>00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
    r"|\\x(?P<byte>[0-9A-Fa-f]{2})"
    r"|\\(?P<plain>[\\\"'/bfnrt])"
    r"|(?P<html>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HALF_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3}|x[0-9A-Fa-f]?)?|&[#A-Za-z0-9]{0,8})$")


def _views(text: str) -> Iterator[tuple[str, _Letters | None]]:
    """Yield a text in each form that undoing its escapes gives; None stands for letters that are where they were."""
    yield from _layers(text)
    if "+" in text:  # a blank, in the form that a query has: before its escapes are undone, one of which is the plus
        yield from _layers(text.replace("+", " "))


def _layers(text: str) -> Iterator[tuple[str, _Letters | None]]:
    yield text, None
    view, letters = text, None
    for _ in range(MOST_ROUNDS):
        undone = _undone(view, letters)
        if undone is None:
            break
        letters = undone
        view = _text_of(letters)
        yield view, letters


def _text_of(letters: _Letters) -> str:
    return "".join(letter for letter, _, _ in letters)


def _undone(text: str, letters: _Letters | None) -> _Letters | None:
    """Return letters with one layer of escapes undone; None if there are none."""
    if not _ESCAPE.search(text):
        return None
    letters = letters or [(letter, at, at + 1) for at, letter in enumerate(text)]
    found: _Letters = []
    at = 0
    for escape in _ESCAPE.finditer(text):
        found += letters[at : escape.start()]
        at = escape.end()
        found += _meant(escape, letters)
    return [*found, *letters[at:]]


def _meant(escape: re.Match[str], letters: _Letters) -> _Letters:
    first, last = escape.span()
    whole = (letters[first][1], letters[last - 1][2])
    if escape["percent"]:
        return _from_percent(escape, letters)
    if escape["high"]:
        code = 0x10000 + ((int(escape["high"], 16) - 0xD800) << 10) + int(escape["low"], 16) - 0xDC00
        return [(chr(code), *whole)]
    code_point = escape["unicode"] or escape["long"] or escape["byte"]
    if code_point:
        return [(chr(int(code_point, 16)), *whole)]
    if escape["html"]:
        return [(letter, *whole) for letter in html.unescape(escape["html"])]
    return [(_CONTROL.get(escape["plain"], escape["plain"]), *whole)]


def _from_percent(escape: re.Match[str], letters: _Letters) -> _Letters:
    raw = bytes.fromhex(escape["percent"].replace("%", ""))
    found: _Letters = []
    at = 0
    while at < len(raw):
        size = next((size for size in (4, 3, 2) if raw[at] >> (7 - size) == (1 << (size + 1)) - 2), 1)
        start, end = escape.start() + at * 3, escape.start() + min(at + size, len(raw)) * 3
        letter = raw[at : at + size].decode("utf-8", "replace")
        found += [(item, letters[start][1], letters[end - 1][2]) for item in letter]
        at += size
    return found


def _decoded(text: str) -> str:
    """Return what all layers of escapes in a text mean."""
    for _ in range(MOST_ROUNDS):
        letters = _undone(text, None)
        if letters is None:
            break
        text = _text_of(letters)
    return text


def _is_dropped(letter: str) -> bool:
    return letter.isspace() or not letter.isprintable()


def squeezed(text: str) -> str:
    """Return a text without white space and without what does not show."""
    joined = "".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(letter for letter in text if not _is_dropped(letter))


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def spans(text: str, needles: Mapping[str, bool], short: tuple[str, ...], *, cut: bool = True) -> list[tuple[int, int]]:
    """
    Return where in a text secrets stand, with ``cut`` also what is left of one where the text was cut.

    ``needles`` say of each whether white space may stand inside of it.
    """
    found: list[tuple[int, int]] = []
    for view, letters in _views(text):
        if short:
            found += (_span(letters, start, end) for start, end in _short_spans(view, short))
        raw = squeezed(view)
        flat = _lower(raw)
        starts = {flat[at : at + SHORTEST] for at in range(len(flat))}
        heads = [(at, head) for at in _heads(flat) if len(head := flat[at : at + LONG]) == LONG] if cut else []
        dense: list[tuple[int, int, bool]] = []
        for needle, wraps in needles.items():
            if needle[:SHORTEST] in starts:
                dense += ((start, end, wraps) for start, end in _ranges(flat, raw, needle, cut=cut))
            for at, head in heads:
                if head in needle:
                    dense += ((start, end, wraps) for start, end in _tail(flat, at, head, needle))
        if dense:  # most texts hold no secret, so only now where each letter stood
            kept = [at for at, letter in enumerate(view) if not _is_dropped(letter)]
            for start, end, wraps in dense:
                first, last = _span(letters, kept[start], kept[end - 1] + 1)
                if wraps or not any(map(str.isspace, text[first:last])):
                    found.append((first, last))
    return found


def _span(letters: _Letters | None, start: int, end: int) -> tuple[int, int]:
    """Return where in the text stood what a view of it has between two letters."""
    return (letters[start][1], letters[end - 1][2]) if letters else (start, end)


def _short_spans(view: str, short: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    flat = "".join(" " if _is_dropped(letter) else letter for letter in view)
    for needle in short:
        pattern = r"\s+".join(re.escape(part) for part in needle.split())
        # One of letters alone may be a word, which says nothing in capitals.
        flags = re.IGNORECASE if any(map(str.isdigit, needle)) else 0
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", flat, flags):
            yield match.span()


def _ranges(flat: str, raw: str, needle: str, *, cut: bool) -> Iterator[tuple[int, int]]:
    """Yield where a secret stands, or the beginning of one where the text was cut."""
    at = flat.find(needle[:SHORTEST])
    while at >= 0:
        size = _common(flat, at, needle)
        end = at + size
        if size == len(needle):
            yield at, end
        elif cut and _is_cut(flat, end, likely=size >= max(LONG, len(needle) // 2)):
            if not _is_a_word(raw, at, end, needle):
                yield at, end
        else:
            end = at + 1
        at = flat.find(needle[:SHORTEST], end)


def _common(flat: str, at: int, needle: str) -> int:
    if flat.startswith(needle, at):
        return len(needle)
    size = SHORTEST
    while size < len(needle) and at + size < len(flat) and flat[at + size] == needle[size]:
        size += 1
    return size


def _is_a_word(raw: str, start: int, end: int, needle: str) -> bool:
    """
    Tell whether a sentence ends here with the word that a longer secret begins with: ``wrong`` of ``wrong-password``.

    It says nothing of the secret: it is short, of small letters, whole in the secret too, and no mark of a cut follows.
    """
    size = end - start
    is_whole = raw[start:end].isalpha() and raw[start:end].islower() and not needle[size].isalnum()
    return is_whole and size < LONG and size * 2 < len(needle) and raw[end:] in ENDS_OF_A_SENTENCE


def _is_cut(flat: str, end: int, *, likely: bool) -> bool:
    """
    Tell whether a text was cut here: it ends, perhaps in half an escape, or a mark of a cut follows.

    Where most of a secret stands (``likely``) the end of a sentence or of a quotation does, too.
    """
    rest = flat[end : end + 40]
    if not rest.strip(AROUND_A_CUT) or (
        len(rest) < LONGEST_HALF_ESCAPE and not _HALF_ESCAPE.sub("", rest).strip(AROUND_A_CUT)
    ):
        return True
    if rest.startswith(CUT_MARKS) or rest.lstrip("[(<").startswith(("truncated", "\u2026")):
        return True
    return likely and rest[0] in ".,;\"'`)]}>[(<*"


def _heads(flat: str) -> Iterator[int]:
    """Yield where a text may begin in the middle of a secret: at its own beginning, and after a mark of a cut."""
    for at in (0, *(mark.end() for mark in _CUT_MARK.finditer(flat))):
        yield len(flat) - len(flat[at:].lstrip(AROUND_A_CUT))


def _tail(flat: str, start: int, head: str, needle: str) -> Iterator[tuple[int, int]]:
    """Yield where the end of a secret stands, or the middle of one, whose own beginning was cut off."""
    at = needle.find(head, 1)
    if at > 0:
        end = start + _common(flat, start, needle[at:])
        if end - start == len(needle) - at or _is_cut(flat, end, likely=True):
            yield start, end


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text with these parts of it blanked; they may overlap."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            parts += [text[done:start], BLANK]
        done = max(done, end)
    return "".join([*parts, text[done:]])


@functools.lru_cache(maxsize=4096)
def forms(text: str) -> frozenset[str]:
    """Return a long secret in all forms that it is looked for, without white space and in small letters."""
    found = {squeezed(text), squeezed(_decoded(text)), *_encoded(text)}
    return frozenset(_lower(form) for form in found if len(form) >= LONG)


def _encoded(text: str) -> Iterator[str]:
    """Yield a secret in base64, wherever in a longer text it stands, and in hexadecimal."""
    raw = text.encode()
    yield raw.hex()
    for offset, skipped in ((0, 0), (1, 2), (2, 3)):
        letters = base64.b64encode(b"\0" * offset + raw).decode()
        core = letters[skipped : (offset + len(raw)) * 8 // 6]
        yield core
        yield core.replace("+", "-").replace("/", "_")
