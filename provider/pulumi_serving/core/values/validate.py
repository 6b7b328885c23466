"""
``check``: every mistake of a resource at once, with its path and the rule, without a call to a cloud.

A wrong value itself is shown for numbers, booleans and enumerations only, since any text might be a secret.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from . import extra, inputs, markers, marks, schema
from .hidden import SecretInteger, SecretNumber, SecretText, UnreadText, plain
from .inputs import spell_path
from .leaves import at, is_unknown, whole_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_CHOICE_SHOWN = 40
REQUIRED = "is required"
A_NAME = re.compile(r"[A-Z]{1,20}(_[A-Z0-9]{1,20}){0,6}|[a-z]{1,20}(_[a-z]{1,20}){0,6}|[A-Z][A-Za-z]{1,30}")
"""A key that is shown where it may be a secret: it looks like the name of a variable, and not like a cloud's key."""


@dataclass(frozen=True)
class Problem:
    """A mistake: the path of the property, and the rule that it breaks. A warning does not stop the run."""

    path: str
    rule: str
    warning: bool = False

    def __str__(self) -> str:
        """Return ``path: rule``."""
        return f"{self.path}: {self.rule}" if self.path else self.rule


def validate(
    args: Any, values: dict[str, Any], secret: Sequence[marks.Path] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """
    Return the values as they go on the wire, whole numbers as such, and what is wrong with types and ranges.

    A value that may be secret (``SecretText``, or what stands under a ``secret`` path) is checked and never
    repeated; one that can't be read is known to be text, and its content counts as right.
    """
    passed, mistakes = inputs.checked(values)
    problems = [
        Problem(spell_path(_shown_path(args, path) if _is_secret(args, path) else path), rule)
        for path, rule in mistakes
    ]
    known = extra.declared_keys(args, passed)
    problems += [Problem(path, f"is an argument of its own: use {own}") for path, own in known]
    clean = whole_numbers(passed)
    too_deep = any(len(path) >= inputs.DEEPEST for path, _ in mistakes)
    as_given = whole_numbers(values) if mistakes and not too_deep else clean
    try:
        found = _adapter(args).validate_python(plain(clean))
    except ValidationError as error:
        # include_input=False: pydantic would quote the value, which may be a secret.
        items = error.errors(include_url=False, include_input=False)
        own = [_problem(args, clean, item, secret) for item in items if _counts(clean, item)]
        reported = {problem.path for problem in own}
        return as_given, [*(problem for problem in problems if problem.path not in reported), *own]
    return as_given if mistakes else found, problems


def unknown_words(args: Any, values: Any) -> Iterator[Problem]:
    """Yield a warning for each text that is none of those that are known of an open choice."""
    for path, field, (value,) in schema.each(args, values, lists=True):
        known = field.marker(markers.Known)
        if known and isinstance(value, str) and value and value not in known.words:
            words = ", ".join(known.words)
            yield Problem(path, f"is none of those that are known ({words}); it is sent as it is", warning=True)


def _counts(values: Any, item: Any) -> bool:
    value = at(values, item["loc"])
    return not isinstance(value, UnreadText) or item["type"].endswith(("_type", "_forbidden"))


def unknown_name(name: str, known: Sequence[str], what: str = "is not an argument") -> str:
    """Return the rule that a misspelt name breaks: with the name that was meant, else with all there are."""
    near = difflib.get_close_matches(name, known, n=1)
    return what + (f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known) or 'none'}")


def _unknown_argument(name: str, known: Sequence[str]) -> str:
    """Return the rule that an unknown argument breaks; what the cloud knows and this package does not has its place."""
    rule = unknown_name(name, [item for item in known if item != extra.NAME])
    open_to_more = extra.NAME in known and "did you mean" not in rule
    return f"{rule}; what the API knows besides goes into {extra.NAME}" if open_to_more else rule


@cache
def _adapter(args: Any) -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(args)


def _problem(args: Any, values: Any, item: Any, marked: Sequence[marks.Path]) -> Problem:
    path: tuple[str | int, ...] = item["loc"]
    hidden = (SecretText, SecretNumber, SecretInteger)
    secret = _is_secret(args, path) or marks.is_under(path, marked) or isinstance(at(values, path), hidden)
    rule = _rule(args, values, path, item["type"], item.get("ctx", {}), item["msg"], secret=secret)
    return Problem(spell_path(_shown_path(args, path) if secret else path), rule)


def _shown_path(args: Any, path: Sequence[str | int]) -> list[str | int]:
    """Return a path to something secret without such keys as may themselves be secrets, in the place of a name."""
    names = schema.vocabulary(args)
    return [part if isinstance(part, int) or part in names else shown_key(part) for part in path]


def shown_key(key: str) -> str:
    """Return a key as it is shown where it may be a secret in the place of a name."""
    return key if A_NAME.fullmatch(key) else "*"


def _rule(
    args: Any,
    values: Any,
    path: tuple[str | int, ...],
    kind: str,
    context: dict[str, Any],
    message: str,
    *,
    secret: bool,
) -> str:
    value = at(values, path)
    shown, given = ("", type_words(value)) if secret else (_shown(value), _type_and_value(value))
    if kind == "missing":
        return REQUIRED
    if kind == "extra_forbidden":
        return _unknown_argument(str(path[-1]), _known_names(args, path))
    rules = {
        "literal_error": lambda: f"must be {context['expected']}{shown}",
        "greater_than_equal": lambda: f"must be {context['ge']} or more{shown}",
        "less_than_equal": lambda: f"must be {context['le']} or less{shown}",
        "string_too_short": lambda: (
            "must not be empty"
            if context["min_length"] == 1
            else f"must have {context['min_length']} characters or more"
        ),
        "string_too_long": lambda: (
            f"must have {context['max_length']} characters or fewer" + ("" if secret else f", not {len(value)}")
        ),
        "too_long": lambda: f"must have {context['max_length']} items or fewer, not {context['actual_length']}",
        "too_short": lambda: f"must have {context['min_length']} items or more, not {context['actual_length']}",
        "string_pattern_mismatch": lambda: f"must match {context['pattern']}",
        "string_type": lambda: f"must be a string, not {given}",
        "int_type": lambda: f"must be a whole number, not {given}",
        "int_from_float": lambda: f"must be a whole number{shown}",
        "float_type": lambda: f"must be a number, not {given}",
        "bool_type": lambda: f"must be true or false, not {given}",
        "list_type": lambda: f"must be a list, not {given}",
        "dict_type": lambda: f"must be a mapping, not {given}",
    }
    rule = rules.get(kind)
    return rule() if rule else message[:1].lower() + message[1:]


def type_words(value: Any) -> str:
    """Say what a value is, without the value: ``a string``."""
    if isinstance(value, SecretText):
        return "text, as every secret is"
    words = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    other = (
        "an output" if is_unknown(value) else "nothing" if value is None else f"a value of type {type(value).__name__}"
    )
    return words.get(type(value), other)


def _type_and_value(value: Any) -> str:
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    return f"the number {value}" if isinstance(value, (int, float)) else type_words(value)


def _is_secret(args: Any, path: Sequence[str | int]) -> bool:
    """Tell whether a path lies in an argument that is secret or may be, at any depth."""
    through = schema.along(args, path)
    return any(field.marker(markers.Secret) or field.marker(markers.Sensitive) for field in through)


def _shown(value: Any) -> str:
    if isinstance(value, (bool, int, float)):
        return f", not {str(value).lower()}"
    if isinstance(value, str) and len(value) <= LONGEST_CHOICE_SHOWN:  # of an enumeration
        return f", not {value!r}"
    return ""


def _known_names(args: Any, path: Sequence[str | int]) -> list[str]:
    """Return the names that were allowed where the last part of a path stands."""
    names = [part for part in path[:-1] if isinstance(part, str)]
    through = schema.along(args, names)
    block = through[-1].nested if through else args
    return list(schema.fields(block)) if block is not None and len(through) == len(names) else []
