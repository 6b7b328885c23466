"""
A stack's config file, read as Pulumi's engine reads it.

A running program gets structured config in plain text, with one mark on the whole key if anything in it is secret.
Which leaves were marked ``secure:`` stands in the stack's file alone.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import yaml

from pulumi_serving.core.values.hidden import SecretText, UnreadText

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIG = "config"
SECURE = "secure"
MOST_VALUES = 1_000_000
"""A few lines of aliases of aliases can stand for more than any machine holds."""
CONFIG_FILE_VARIABLE = "PULUMI_OPTION_CONFIG_FILE"
PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


class StackFileError(Exception):
    """A stack's file can't be read; the text says why and where, and quotes nothing of it."""


class _Loader(yaml.SafeLoader):
    """
    YAML as the engine's parser has it, not as YAML 1.1 does: ``yes`` is text, ``1e3`` a number, a date is text.

    Keys are text, and one that is there twice is a mistake.
    """

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - so it is declared by the base


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(?:0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|0[0-7_]*|[1-9][0-9_]*)", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first])


def _construct_int(loader: _Loader, node: yaml.ScalarNode) -> int:
    digits = str(loader.construct_scalar(node)).replace("_", "")
    octal = re.fullmatch(r"([-+]?)0([0-7]+)", digits)
    return int(f"{octal[1]}0o{octal[2]}" if octal else digits, 0)


def _construct_float(loader: _Loader, node: yaml.ScalarNode) -> float | str:
    text = str(loader.construct_scalar(node))
    value = float(text)
    return value if abs(value) != float("inf") else text


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    own = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    for index, (key, _) in enumerate(node.value):
        if not isinstance(key, yaml.ScalarNode):
            raise StackFileError(f"line {key.start_mark.line + 1}: a key must be a text")
        if key.value in own[:index]:
            raise StackFileError(f"line {key.start_mark.line + 1}: {key.value} is there twice")
    loader.flatten_mapping(node)
    return {str(key.value): loader.construct_object(value, deep=True) for key, value in node.value}


_Loader.add_constructor("tag:yaml.org,2002:int", _construct_int)
_Loader.add_constructor("tag:yaml.org,2002:float", _construct_float)
_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def _parsed(text: str) -> Any:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _written_out(node, {}) > MOST_VALUES:
            raise StackFileError(
                f"holds more than {MOST_VALUES} values, once what its anchors stand for is written out"
            )
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _written_out(node: yaml.Node, known: dict[int, int]) -> int:
    """Count the values below a node; one that an alias repeats counts as often as it stands there."""
    if id(node) not in known:
        known[id(node)] = 0  # one that holds itself is told when it is read
        parts = node.value if isinstance(node, yaml.CollectionNode) else []
        below = [item for part in parts for item in (part if isinstance(part, tuple) else (part,))]
        known[id(node)] = 1 + sum(_written_out(item, known) for item in below)
    return known[id(node)]


def load(text: str) -> Any:
    """Read YAML, or JSON, which is YAML too; a StackFileError says what is wrong, and where."""
    try:
        return _parsed(text)
    except yaml.composer.ComposerError as error:
        if "another document" in str(error.problem):
            raise StackFileError("holds more than one document: a stack's file is one") from None
        raise StackFileError(f"not YAML: {error.problem}") from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise StackFileError(f"{line}not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise StackFileError("not YAML") from None


def read(path: Path, *, must_have_config: bool = False) -> dict[str, Any]:
    """Return the config of a stack's file, by its keys; a StackFileError says what is wrong."""
    try:
        content = load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StackFileError(f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise StackFileError("is not UTF-8") from None
    if not isinstance(content, dict | None):
        raise StackFileError("must be a mapping with config: in it")
    if must_have_config and CONFIG not in (content or {}):
        raise StackFileError("has no config: at its top, so there is nothing that could be checked")
    config = (content or {}).get(CONFIG)
    if not isinstance(config, dict | None):
        raise StackFileError("config: must be a mapping of keys to values")
    outside = [
        key for key in content or () if ":" in key
    ]  # the engine's own keys have none, those of config have one each
    if outside:
        raise StackFileError(f"{outside[0]} must stand under config:, indented")
    return config or {}


def is_secure(value: Any) -> bool:
    """Tell whether a value of a file is one that the engine decrypts: ``{secure: ...}`` and nothing else."""
    return isinstance(value, dict) and [*value] == [SECURE] and isinstance(value[SECURE], str)


def unread(value: Any) -> Any:
    """Return a value of a file with every encrypted leaf as a text that can't be read."""
    if is_secure(value):
        return UnreadText()
    if isinstance(value, dict):
        return {key: unread(item) for key, item in value.items()}
    return [unread(item) for item in value] if isinstance(value, list) else value


def with_secrets(given: Any, in_file: Any) -> Any:
    """
    Return a secret value of the running stack with its secret texts marked.

    A text is no secret only if the stack's file holds the same in clear, under the same key. So a file that can't be
    read, or is another one than the engine has read, makes more secret than need be, and never less.
    """
    if isinstance(given, dict):
        there = in_file if isinstance(in_file, dict) else {}
        return {key: with_secrets(value, there.get(key)) for key, value in given.items()}
    if isinstance(given, list):
        there = dict(enumerate(in_file)) if isinstance(in_file, list) else {}
        return [with_secrets(value, there.get(index)) for index, value in enumerate(given)]
    return SecretText(given) if isinstance(given, str) and given != in_file else given


def of_the_running_stack(key: str) -> Any:
    """
    Return a structured config value of the running stack, what is secret in it marked; None if it is not set.

    Where the value is no structure (a text that is not JSON) it is returned as it is.
    """
    text = pulumi.runtime.get_config(key)
    if text is None:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    if not pulumi.runtime.is_config_secret(key):
        return value
    return with_secrets(value, _in_clear(key))


def _in_clear(key: str) -> Any:
    for path in _candidates():
        with suppress(StackFileError):
            config = read(path)
            # A key of the project's own namespace may stand there without it.
            return config.get(key, config.get(key.partition(":")[2]))
    return None


def _candidates() -> Iterator[Path]:
    """Yield where the stack's file may be; ``--config-file`` itself does not reach a program."""
    named = os.environ.get(CONFIG_FILE_VARIABLE)
    if named:
        yield Path(named)
        return
    given = pulumi.runtime.get_root_directory()  # older language hosts do not tell it
    folders = [Path(given)] if given else [Path.cwd(), *Path.cwd().parents]
    project = next((folder / name for folder in folders for name in PROJECT_FILES if (folder / name).is_file()), None)
    if project is None:
        return
    with suppress(StackFileError, OSError, UnicodeDecodeError):
        content = load(project.read_text(encoding="utf-8-sig"))
        subfolder = content.get("stackConfigDir") if isinstance(content, dict) else None
        stack = pulumi.get_stack().replace("/", "-")
        yield project.parent / str(subfolder or "") / f"Pulumi.{stack}{project.suffix}"
