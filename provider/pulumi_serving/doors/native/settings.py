"""
The settings of this door: one object for each cloud, ``serving:ppio`` and so on, of the stack's config or a provider.

The engine hands a native provider the keys of its own namespace alone, so ``ppio:apiKey`` does not reach it.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.cloud.discovery import clouds, kinds
from pulumi_serving.core.cloud.named import broken_cloud_rule
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.values import leaves, schema
from pulumi_serving.core.values.validate import unknown_name, validate
from pulumi_serving.doors.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FLEET_KEYS = ("endpoints", "defaults", "accounts")
"""Keys of the same namespace that are a fleet's."""
ENGINE_KEYS = ("version", "pluginDownloadURL", "pluginChecksums")
EXPLICIT = "explicit"


class NativeSource(Source):
    """The settings of one cloud, as an object has them."""

    def get(self, key: str) -> str | None:
        """Return a setting without the white space around it, or None; the environment is not asked."""
        return self._given.get(f"{self.cloud}.{key}", "").strip() or None

    def word(self, key: str) -> str:
        """Return a setting's name as users of this door know it."""
        return key

    def name(self, key: str) -> str:
        """Return how the user knows a setting: ``serving:ppio.apiKey``."""
        if EXPLICIT in self._given:
            return f"the provider's {self.cloud}.{key}"
        return f"the config key serving:{self.cloud}.{key}"

    def how_to_set(self, *keys: str, example: str = "", secret: bool = True) -> str:
        """Return what to do about settings that are missing."""
        if EXPLICIT in self._given:
            return f"give the provider its {' and '.join(f'{self.cloud}.{key}' for key in keys)}"
        flags = "--secret --path" if secret else "--path"
        return " and ".join(
            " ".join(filter(None, (f"run `pulumi config set {flags} serving:{self.cloud}.{key}", example))) + "`"
            for key in keys
        )


def settings_args(name: str) -> Any:
    """Return the declaration of a cloud's settings."""
    return next(iter(kinds(name).values())).provider_args


@cache
def names_of(name: str) -> Spelling:
    """Return the names of a cloud's settings in both spellings."""
    return Spelling([settings_args(name)])


def opened(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the objects of a provider's configuration: the engine writes each as a text of JSON."""
    found = {}
    for name, value in given.items():
        try:
            found[name] = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            found[name] = value
    return found


def flat(given: Mapping[str, Any], *, explicit: bool) -> dict[str, str]:
    """Return the settings as the verbs look for them: ``ppio.apiKey``."""
    found = {EXPLICIT: "yes"} if explicit else {}
    for name, settings in opened(given).items():
        if name in clouds() and isinstance(settings, dict):
            for key, value in names_of(name).to_wire(_own(name, settings)).items():
                if isinstance(value, str):
                    found[f"{name}.{key}"] = value
    return found


def _own(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with their declared names; ``pulumi config set --path`` makes a number of a text of digits."""
    whole = leaves.whole_numbers(names_of(name).from_wire(settings))
    return {key: str(value) if type(value) is int else value for key, value in whole.items()}


def secret_in(given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the clouds whose settings have something secret in them, whether or not a program says so."""
    for name, settings in opened(given).items():
        if name in clouds() and isinstance(settings, dict):
            own = _own(name, settings)
            if any(own.get(key) is not None for key in schema.secret_fields(settings_args(name))):
                yield name


def problems(given: Mapping[str, Any], *, explicit: bool) -> Iterator[str]:
    """Yield a line for each mistake in a provider's configuration; no value is in one."""
    prefix = "" if explicit else "serving:"
    for name, settings in opened(given).items():
        if name in ENGINE_KEYS:
            continue
        if name not in clouds():
            cloud, dot, key = name.partition(".")
            if dot and cloud in clouds() and not explicit:
                yield f"{prefix}{name}: is the key {key} of an object: set it with --path, and remove this one"
                continue
            # The namespace is also that of a fleet's keys, and of a project of this name.
            if explicit or (name not in FLEET_KEYS and get_close_matches(name, clouds(), n=1, cutoff=0.7)):
                yield f"{prefix}{name}: {broken_cloud_rule(name)}"
        elif leaves.is_unknown(settings):
            continue
        elif not isinstance(settings, dict):
            yield f"{prefix}{name}: must be an object of settings, such as {{{next(iter(_words(name)))}: ...}}"
        else:
            yield from _problems_of(name, settings, prefix)


def _problems_of(name: str, settings: dict[str, Any], prefix: str) -> Iterator[str]:
    names, declared = names_of(name), settings_args(name)
    own = _own(name, settings)
    for path in names.given_twice(settings):
        yield f"{prefix}{name}.{path}: is given twice, in snake_case, too"
    for key in own.keys() - schema.fields(declared).keys():
        yield f"{prefix}{name}.{key}: {unknown_name(key, [*_words(name)], 'is no setting')}"
    present = {key: value for key, value in own.items() if key in schema.fields(declared) and value is not None}
    for problem in validate(declared, present, [(key,) for key in present])[1]:
        yield f"{prefix}{name}.{names.text_to_wire(problem.path)}: {problem.rule}"


def _words(name: str) -> list[str]:
    return [*names_of(name).to_wire(dict.fromkeys(schema.fields(settings_args(name))))]
