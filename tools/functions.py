"""
Write the output form of every function of a program: pulumi_serving/<cloud>/<resource>/lookups_output.py.

    python tools/functions.py            write the modules
    python tools/functions.py --check    change nothing; exit 1 if a module is stale

A function of ``lookups.py`` says by its signature what it takes; its output form takes outputs of that, too.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any, Literal, get_args, get_origin

import writing
from typing_extensions import get_type_hints, is_typeddict

import pulumi_serving
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.values import schema
from pulumi_serving.doors.native.functions import SIGNATURE_NAMES
from pulumi_serving.program.lookup import Lookup

HEAD = '''"""
The functions of lookups.py for arguments that may be outputs.

Written by tools/functions.py from lookups.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .lookups import {lookups}

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_serving.core.values.markers import Open

    from .results import {results}


{functions}
'''
FORM = """def {name}_output(
{parameters}
) -> pulumi.Output[{result}]:
{doc}
    return {lookup}.output({{{given}}}, opts)
"""
OPTS = "opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None"


def main(arguments: list[str]) -> int:
    """Write the modules, or compare them."""
    writing.stand_in()
    return writing.write(modules(), arguments)


def modules() -> dict[Path, str]:
    """Return every module with what should stand in it."""
    root = Path(*pulumi_serving.__path__)
    return {
        root / cloud / folder / "lookups_output.py": _module(f"{pulumi_serving.__name__}.{cloud}.{folder}.lookups")
        for cloud in discovery.clouds()
        for folder in discovery.resources(cloud)
        if (root / cloud / folder / "lookups.py").exists()
    }


def _module(name: str) -> str:
    module = importlib.import_module(name)
    lookups = {key: item for key, item in vars(module).items() if isinstance(item, Lookup)}
    results = sorted({item.result.__name__ for item in lookups.values()})
    text = HEAD.format(
        lookups=", ".join(lookups),
        results=", ".join(results),
        functions="\n\n".join(_function(module, key, item) for key, item in lookups.items()),
    )
    return writing.formatted(text)


def _function(module: ModuleType, lookup: str, item: Lookup[Any]) -> str:
    plain = getattr(module, item.function)
    hints = get_type_hints(plain, localns=SIGNATURE_NAMES)
    parameters: list[str] = []
    given: list[str] = []
    described: list[str] = []
    for parameter in inspect.signature(plain).parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in parameters:
            parameters.append("*")
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            (filters,) = hints[parameter.name].__args__
            fields = schema.fields(filters)
            parameters += [f"{name}: {_input(field.type)} | None = None" for name, field in fields.items()]
            described += [f":param {name}: {field.description}" for name, field in fields.items()]
            given += fields
        elif parameter.name == "opts":
            parameters.append(OPTS)
        else:
            default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
            optional = " | None" if parameter.default is None else ""
            parameters.append(f"{parameter.name}: {_input(hints[parameter.name])}{optional}{default}")
            given.append(parameter.name)
    text, of_arguments = writing.described(plain)
    described += [f":param {name}: {words}" for name, words in of_arguments.items()]
    summary = text.partition("\n\n")[0]
    doc = f"{summary}\n\nThe arguments are those of ``{item.function}`` and may be outputs; the result is one."
    return FORM.format(
        name=item.function,
        parameters="\n".join(f"    {each}," for each in parameters),
        result=item.result.__name__,
        doc="\n".join(writing.docstring(doc, further=tuple(described))),
        lookup=lookup,
        given=", ".join(f'"{name}": {name}' for name in given),
    )


def _input(hint: Any) -> str:
    """Spell what an argument of an output form is; None is left to the caller."""
    return f"pulumi.Input[{_spelt(hint)}]"


def _spelt(hint: Any) -> str:
    given = [part for part in get_args(hint) if part is not NoneType]
    if get_origin(hint) is Literal:
        return f"Open[Literal[{', '.join(map(repr, get_args(hint)))}]]"
    if get_origin(hint) is Sequence:
        return f"Sequence[{_input(given[0])}]"
    if get_origin(hint) is Mapping:
        value = get_args(hint)[1]
        optional = " | None" if NoneType in get_args(value) else ""
        return f"Mapping[str, pulumi.Input[{_spelt(value)}{optional}]]"
    if len(given) == 1 and not is_typeddict(hint):  # an optional one
        return _spelt(given[0])
    return str(hint.__name__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
