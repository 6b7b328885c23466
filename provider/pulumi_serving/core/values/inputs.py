"""
What a program may give: values that the engine can carry, and no text that Python has made of an output.

Both are asked twice: when a program declares something, so that no traceback of Pulumi's ends it, and in ``check``,
where what was an output is known. A value that does not pass is left out of all further checks.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import math
import numbers
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

import pulumi

from .ids import OUTCOME_UNKNOWN

if TYPE_CHECKING:
    Path = tuple[str | int, ...]
    Mistakes = list[tuple[Path, str]]

UNKNOWN = pulumi.output.Unknown()  # type: ignore[no-untyped-call]
MARK_OF_THE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
MARK_OF_A_TYPE = "4dabf18193072939515e22adb298388d"
"""What a secret, an asset or a resource is told by on the wire: a text of the program's would be taken for one."""
LARGEST = 2**53 - 1
"""The largest whole number that the engine carries exactly: on its wire all numbers are floats."""
DEEPEST = 50
"""Levels of lists and mappings: some hundreds, or one that holds itself, end in a RecursionError of Pulumi's."""
TOO_LARGE = "must not be beyond 2^53 - 1, up to which the engine carries whole numbers exactly"
NO_LISTS = (str, range, memoryview, bytes, bytearray)
ADVICE = "pulumi.Output.concat(...), pulumi.Output.format(...) or .apply(...) makes a text with an output in it"

# The whole first sentence may be changed by what it went through (a slug, a URL, JSON), and any part may be all of it.
_GAP = r"(?:[\W_]|%[0-9a-f]{2}|\\u[0-9a-f]{4})*"
TEXT_OF_AN_OUTPUT = re.compile(
    rf"calling{_GAP}(?:str|repr|format|tostring|tojson){_GAP}on{_GAP}an{_GAP}output"
    rf"|an output\[t\] as an output\[str\]|o\.apply\(lambda v: |this function may throw in a future version of pulumi"
    rf"|<(?:coroutine object |pulumi)[\w.]* (?:object )?at 0x[0-9a-f]+>"
    rf"|<[\w.]*pulumi[\w.]* object at 0x[0-9a-f]+>"
    rf"|\boutput\[t\](?!\w)",
    re.IGNORECASE,
)


TEXT_OF_AN_OBJECT = re.compile(r"<.{1,300}? at 0x[0-9a-f]{4,16}>|<(?:class|enum) '[\w.<>]+'>", re.IGNORECASE)
"""What Python makes of anything that has no text of its own: an instance, a function without its call, a class."""


def checked(value: Any, *, in_program: bool = False) -> tuple[Any, Mistakes]:
    """
    Return a value in which all that is wrong is an unknown, and what is wrong: the path, and the rule that it breaks.

    A number that is too large stays: the field that it is given to may say better what it may be.
    ``in_program``: what Pulumi itself awaits may stand there, too.
    """
    mistakes: Mistakes = []
    return _checked(value, (), mistakes, in_program), mistakes


def spell_path(parts: Sequence[str | int]) -> str:
    """Spell a path: ``("envs", 2, "key")`` is ``envs[2].key``."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def lines(what: str, values: Any) -> list[str]:
    """Return a line for each mistake in what a program gives to something, which each line names."""
    _, mistakes = checked(values, in_program=True)
    return [": ".join(filter(None, (what, spell_path(path), rule))) for path, rule in mistakes]


def refuse(what: str, values: Any) -> None:
    """Raise a RunError of those lines, if there are any."""
    found = lines(what, values)
    if found:
        raise pulumi.RunError("\n".join(found))


def wrong_text(text: str) -> str:
    """Return the rule that a text breaks by itself; ``""`` if it is right."""
    if TEXT_OF_AN_OUTPUT.search(text):
        return f"holds what Python makes of an output that is put into a text by itself; {ADVICE}"
    if TEXT_OF_AN_OBJECT.search(text):
        return "holds what Python makes of an object, a function or a class that has no text; give one of its values"
    if text.startswith(OUTCOME_UNKNOWN) and not text[len(OUTCOME_UNKNOWN) :][:1].isspace():
        return (
            "is no id yet, since the create of that resource was lost: `pulumi up --refresh` looks for it, or makes it"
        )
    if text == MARK_OF_THE_UNKNOWN:
        return "is Pulumi's own mark of a value that is not known yet"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half of a surrogate pair, which is no character"
    return ""


def _checked(value: Any, path: Path, mistakes: Mistakes, in_program: bool) -> Any:
    rule = _wrong(value, path, in_program)
    if rule:
        mistakes.append((path, rule))
        return value if isinstance(value, (int, float)) and math.isfinite(value) else UNKNOWN
    if isinstance(value, Mapping):
        found = {}
        for key, item in value.items():
            key_rule = wrong_text(key) if isinstance(key, str) else f"must be a text, not {_a(type(key).__name__)}"
            if key_rule or key == MARK_OF_A_TYPE:
                mistakes.append((path, f"has a key that {key_rule or 'is a mark of Pulumi itself'}"))
            else:
                found[key] = _checked(item, (*path, key), mistakes, in_program)
        return found if isinstance(value, dict) else value
    if isinstance(value, Sequence) and not isinstance(value, NO_LISTS):
        items = [_checked(item, (*path, index), mistakes, in_program) for index, item in enumerate(value)]
        return items if isinstance(value, (list, tuple)) else value
    return value


def _wrong(value: Any, path: Path, in_program: bool) -> str:
    """Return the rule that a value breaks by itself, whatever it holds."""
    if value is None or isinstance(value, (bool, pulumi.Output, pulumi.output.Unknown)):
        rule = ""
    elif isinstance(value, enum.Enum) and not isinstance(value, (str, int, float)):
        rule = f"must be a plain value, not {_a(type(value).__name__)}: give its .value"
    elif isinstance(value, str):
        rule = wrong_text(value)
    elif isinstance(value, (int, float)):
        rule = _wrong_number(value)
    elif isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, NO_LISTS)):
        rule = "" if len(path) < DEEPEST else f"is nested more than {DEEPEST} levels deep"
    elif inspect.isawaitable(value):
        rule = "" if in_program else "must not be an awaitable: pulumi.Output.from_input(...) makes an output of it"
    else:  # what has no rule here is told best by the field that it is given to, if there is one
        rule = _wrong_type(value) or (_wrong_class(value) if in_program else "")
    return rule


def _wrong_number(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "must be a number, not NaN or infinite"
    if abs(value) > LARGEST and (isinstance(value, int) or value.is_integer()):
        return TOO_LARGE
    return ""


def _wrong_type(value: Any) -> str:
    name = _a(type(value).__name__)
    for kind, rule in (
        ((pulumi.Asset, pulumi.Archive), "must not be an asset or an archive: no endpoint takes a file"),
        (pulumi.Resource, "must not be a resource: give one of its outputs, such as its .id"),
        (AbstractSet, f"must be a list, not {name}, which has no order: sorted(...) makes a list of it"),
        ((bytes, bytearray, memoryview), f"must be a text, not {name}: .decode() makes one of it"),
        ((dt.date, dt.time), f"must be a text, not {name}: .isoformat() makes one of it"),
        (numbers.Number, f"must be a plain number, not {name}: int(...) or float(...) makes one of it"),
        (type, f"must be a value, not the class {getattr(value, '__name__', '')}"),
    ):
        if isinstance(value, kind):
            return rule
    return ""


def _wrong_class(value: Any) -> str:
    name = _a(type(value).__name__)
    if callable(value):
        return "must be a value, not a function: call it"
    if hasattr(value, "__iter__") and not hasattr(value, "model_dump"):
        return f"must be a list, not {name}: list(...) makes one of it"
    return f"must be a text, a number, a boolean, a list or a mapping (a dict or ...Args), not {name}"


def _a(noun: str) -> str:
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def as_lists_and_dictionaries(value: Any) -> Any:
    """Return a value with every sequence and mapping in it as a list and a dictionary, which is what the wire knows."""
    if isinstance(value, Mapping):
        return {key: as_lists_and_dictionaries(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, NO_LISTS):
        return [as_lists_and_dictionaries(item) for item in value]
    return value


def holds_an_output(value: Any) -> bool:
    """Tell whether a value is an output, or anything else to wait for, or holds one at any depth."""
    if isinstance(value, Mapping):
        return any(map(holds_an_output, value.values()))
    if isinstance(value, Sequence) and not isinstance(value, NO_LISTS):
        return any(map(holds_an_output, value))
    return isinstance(value, (pulumi.Output, pulumi.output.Unknown)) or inspect.isawaitable(value)
