"""
Write the classes of every cloud's nested outputs from its declarations: pulumi_serving/<cloud>/outputs.py.

    python tools/outputs.py            write the modules
    python tools/outputs.py --check    change nothing; exit 1 if a module is stale

Each block of a resource's arguments, and of its further outputs, is a class there, so that a program's outputs are
checked and completed as far as its arguments are.
"""

from __future__ import annotations

import difflib
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from typing_extensions import is_typeddict

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
{imports}
from pulumi_serving.program.outputs import Block
'''
WIDTH = 120


def main(arguments: list[str]) -> int:
    """Write the modules, or compare them."""
    stale = False
    for path, text in modules().items():
        old = path.read_text() if path.exists() else ""
        if text == old:
            continue
        if "--check" in arguments:
            stale = True
            changes = difflib.unified_diff(old.splitlines(), text.splitlines(), str(path), "the declarations", n=0)
            sys.stderr.write("\n".join([*changes, f"{path} is stale: run python tools/outputs.py", ""]))
        else:
            path.write_text(text)
    return 1 if stale else 0


def modules() -> dict[Path, str]:
    """Return every module with what should stand in it."""
    found: dict[Path, str] = {}
    for cloud in discovery.clouds():
        declared = [args for kind in discovery.kinds(cloud).values() for args in (kind.args, kind.state)]
        blocks = list(dict.fromkeys(block for args in declared for block in inner(args)))
        if blocks:
            found[Path(*pulumi_serving.__path__) / cloud / "outputs.py"] = _module(cloud, blocks)
    return found


def inner(args: Any) -> Iterator[Any]:
    """Yield the blocks that are a part of a declaration, the innermost first."""
    for field in schema.fields(args).values():
        if field.nested is not None:
            yield from inner(field.nested)
            yield field.nested


def _module(cloud: str, blocks: list[Any]) -> str:
    classes = "".join(f"\n\n{_class(block)}" for block in blocks)
    imports = "\nfrom typing import Any\n" if "Any]" in classes else ""
    return HEAD.format(cloud=f"``pulumi_serving.{cloud}``", imports=imports) + classes


def _class(block: Any) -> str:
    lines = [f"class {class_name(block)}(Block):", *_docstring(str(block.__doc__))]
    for name, field in schema.fields(block).items():
        hint = _hint(field.type)
        lines += ["", f"    {name}: {hint if field.required else f'{hint} | None'}"]
        lines += _docstring(field.description) if field.description else []
    return "\n".join([*lines, ""])


def class_name(block: Any) -> str:
    """Return the name of a block's class: that of its arguments, without what says that they are such."""
    return str(block.__name__).removesuffix("Args").removesuffix("State")


def _docstring(text: str) -> list[str]:
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    raw = "r" if "\\" in text else ""
    if len(paragraphs) == 1 and len(paragraphs[0]) <= WIDTH - 11:
        space = " " if paragraphs[0].endswith('"') else ""
        return [f'    {raw}"""{paragraphs[0]}{space}"""']
    wrapped = [["    " + line for line in textwrap.wrap(part, WIDTH - 4)] for part in paragraphs]
    body = wrapped[0] + [line for part in wrapped[1:] for line in ["", *part]]
    return [f'    {raw}"""', *body, '    """']


def _hint(hint: Any) -> str:
    bare, _ = schema.peel(hint)
    if is_typeddict(bare):
        return class_name(bare)
    if get_origin(bare) is list:
        return f"list[{_hint(get_args(bare)[0])}]"
    if get_origin(bare) is dict:
        return f"dict[str, {_hint(get_args(bare)[1])}]"
    if get_origin(bare) is Literal:
        return "str"
    return {str: "str", int: "int", float: "float", bool: "bool"}.get(bare, "Any")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
