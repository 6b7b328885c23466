"""
Write the classes of every cloud's nested outputs from its declarations: pulumi_serving/<cloud>/outputs.py.

    python tools/outputs.py            write the modules
    python tools/outputs.py --check    change nothing; exit 1 if a module is stale

Each block of a resource's arguments, and of its further outputs, is a class there, so that a program's outputs are
checked and completed as far as its arguments are.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import writing

import pulumi_serving
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.values import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = '''"""
What the nested outputs of {cloud} are: mappings whose keys are attributes too.

Written by tools/outputs.py from the declarations of the arguments: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.program.outputs import Block
'''


def main(arguments: list[str]) -> int:
    """Write the modules, or compare them."""
    writing.stand_in()
    return writing.write(modules(), arguments)


def modules() -> dict[Path, str]:
    """Return every module with what should stand in it."""
    found: dict[Path, str] = {}
    for cloud in discovery.clouds():
        declared = [args for kind in discovery.kinds(cloud).values() for args in (kind.args, kind.state)]
        blocks = list(dict.fromkeys(block for args in declared for block in inner(args)))
        always = list(dict.fromkeys(block for args in declared for block in lifted(args)))
        if blocks:
            found[Path(*pulumi_serving.__path__) / cloud / "outputs.py"] = _module(cloud, blocks, always)
    return found


def inner(args: Any) -> Iterator[Any]:
    """Yield the blocks that are a part of a declaration, the innermost first."""
    for field in schema.fields(args).values():
        if field.nested is not None:
            yield from inner(field.nested)
            yield field.nested


def lifted(args: Any) -> Iterator[Any]:
    """Yield the blocks that are always there, the innermost first: their keys are outputs, too."""
    for field in schema.fields(args).values():
        if writing.is_lifted(field):
            yield from lifted(field.nested)
            yield field.nested


def _module(cloud: str, blocks: list[Any], always: list[Any]) -> str:
    classes = [_class(block) for block in blocks]
    typed = [textwrap.indent(_lifted(block), "    ") for block in always]
    plain = [f"    {writing.class_name(block)}Output = pulumi.Output[{writing.class_name(block)}]" for block in always]
    if always:
        classes += ["if TYPE_CHECKING:\n" + "\n\n".join(typed) + "\nelse:\n" + "\n".join(plain)]
    return writing.formatted("\n\n\n".join([HEAD.format(cloud=f"``pulumi_serving.{cloud}``"), *classes]) + "\n")


def _class(block: Any) -> str:
    lines = [f"class {writing.class_name(block)}(Block):", *writing.docstring(inspect.cleandoc(block.__doc__))]
    for name, field in schema.fields(block).items():
        hint = writing.output_type(field.type)
        lines += ["", f"    {name}: {hint if field.required else f'{hint} | None'}"]
        lines += writing.docstring(field.description)
    return "\n".join(lines)


def _lifted(block: Any) -> str:
    name = writing.class_name(block)
    described = f"An output that is a ``{name}``: each of its keys is an output, too."
    lines = [f"class {name}Output(pulumi.Output[{name}]):", *writing.docstring(described)]
    for key, field in schema.fields(block).items():
        hint = writing.output_type(field.type)
        whole = f"{hint}Output" if writing.is_lifted(field) else f"pulumi.Output[{hint}]"
        lines += ["", f"    {key}: {whole if field.required else f'pulumi.Output[{hint} | None]'}"]
        lines += writing.docstring(field.description)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
