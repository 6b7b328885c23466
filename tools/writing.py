"""What the tools that write Python from declarations have in common: files, docstrings, and how types are spelt."""

from __future__ import annotations

import difflib
import importlib.abc
import importlib.machinery
import inspect
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from typing_extensions import is_typeddict

import pulumi_serving
from pulumi_serving.core.values import markers, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

WIDTH = 120
WRITTEN = ("provider", "outputs", "resource", "lookups_output")
"""The modules without which a package cannot be imported."""


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a module of this package that is still to be written: it has whatever class is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find it, after everybody else has not."""
        _ = path, target
        is_ours = fullname.startswith(pulumi_serving.__name__) and fullname.rpartition(".")[2] in WRITTEN
        return importlib.machinery.ModuleSpec(fullname, self) if is_ours else None

    def exec_module(self, module: ModuleType) -> None:
        """Let it have every class."""
        module.__getattr__ = lambda name: type(name, (), {})  # type: ignore[method-assign]


def stand_in() -> None:
    """Let packages be imported whose generated modules are not there yet: those of a new resource or cloud."""
    sys.meta_path.append(StandIns())


def write(files: Mapping[Path, str], arguments: list[str]) -> int:
    """Write files, or with ``--check`` compare them and change nothing; return the exit code: 1 if one is stale."""
    stale = False
    for path, text in files.items():
        old = path.read_text() if path.exists() else ""
        if text == old:
            continue
        if "--check" in arguments:
            stale = True
            changes = difflib.unified_diff(
                old.splitlines(), text.splitlines(), str(path), "the declarations", n=0, lineterm=""
            )
            sys.stderr.write("\n".join([*changes, f"{path} is stale: run python tools/generate.py", ""]))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return 1 if stale else 0


def formatted(code: str) -> str:
    """Return Python as the formatter writes it, with its imports sorted and without those that are not needed."""
    return _ruff(["format"], _ruff(["check", "--quiet", "--select", "I,F401", "--fix"], code))


def _ruff(command: list[str], code: str) -> str:
    root = Path(__file__).parents[1]  # where its settings are
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "-"], input=code, cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout


def docstring(text: str, indent: str = "    ", *, further: tuple[str, ...] = ()) -> list[str]:
    """Spell a docstring, wrapped; ``further`` are lines of a paragraph of its own, each as long as it is."""
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    raw = "r" if "\\" in text or any("\\" in line for line in further) else ""
    if len(paragraphs) == 1 and len(paragraphs[0]) <= WIDTH - len(indent) - 7 and not further:
        space = " " if paragraphs[0].endswith('"') else ""
        return [f'{indent}{raw}"""{paragraphs[0]}{space}"""']
    wrapped = [[indent + line for line in textwrap.wrap(part, WIDTH - len(indent))] for part in paragraphs]
    if further:
        wrapped.append([indent + line for line in further])
    body = wrapped[0] + [line for part in wrapped[1:] for line in ["", *part]]
    return [f'{indent}{raw}"""', *body, f'{indent}"""']


def parameter(name: str, field: schema.FieldSpec) -> str:
    """Spell the line of a docstring on an argument: one line, since editors read no more of it."""
    parts = [field.description, "Required." if field.required else ""]
    default = field.marker(markers.Default)
    parts += [f"The default is `{default.value}`." if default else ""]
    parts += ["Always secret." if field.marker(markers.Secret) else ""]
    parts += ["A change replaces the resource." if field.marker(markers.ReplaceOnChange) else ""]
    return f":param {name}: {' '.join(filter(None, parts))}"


def described(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """Return what a function's docstring says, and what it says of each argument."""
    text, *lines = (inspect.getdoc(function) or "").split("\n:param ")
    return text.strip(), dict(line.strip().split(": ", 1) for line in lines)


def class_name(block: Any) -> str:
    """Return the name of a block's class: that of its arguments, without what says that they are such."""
    return str(block.__name__).removesuffix("Args").removesuffix("State")


def output_type(hint: Any, of: str = "") -> str:
    """Spell the type of what an output will be; ``of`` is where the classes of blocks are, with a dot."""
    bare, _ = schema.peel(hint)
    if is_typeddict(bare):
        return of + class_name(bare)
    if get_origin(bare) is list:
        return f"list[{output_type(get_args(bare)[0], of)}]"
    if get_origin(bare) is dict:
        return f"dict[str, {output_type(get_args(bare)[1], of)}]"
    return _plain(bare, literal="str")


def is_lifted(field: schema.FieldSpec) -> bool:
    """Tell whether an output is a block that is always there: its keys are outputs too, of a type each."""
    return field.required and field.nested is not None and get_origin(field.type) is not list


def input_type(field: schema.FieldSpec) -> str:
    """Spell the type of an argument: a value or an output of it, at each depth; None where it may be left out."""
    known, open_map = field.marker(markers.Known), field.marker(markers.OpenMap)
    spelt = _input(field.type)
    if known:
        spelt = f"Open[Literal[{', '.join(map(repr, known.words))}]]"
    if open_map:
        spelt = " | ".join([*(form.__name__ for form in open_map.forms), "Mapping[str, Any]"])
    spelt = f"pulumi.Input[{spelt}]"
    return spelt if field.required else f"{spelt} | None"


def _input(hint: Any) -> str:
    bare, _ = schema.peel(hint)
    if is_typeddict(bare):
        return str(bare.__name__)
    if get_origin(bare) is list:
        return f"Sequence[pulumi.Input[{_input(get_args(bare)[0])}]]"
    if get_origin(bare) is dict:
        inner = _input(get_args(bare)[1])
        return f"Mapping[str, {inner if inner == 'Any' else f'pulumi.Input[{inner}]'}]"
    choices = ", ".join(f'"{choice}"' for choice in get_args(bare))
    return _plain(bare, literal=f"Literal[{choices}]")


def _plain(bare: Any, *, literal: str) -> str:
    if get_origin(bare) is Literal:
        return literal
    return {str: "str", int: "int", float: "float", bool: "bool"}.get(bare, "Any")
