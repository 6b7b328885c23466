"""
Write the classes of every resource from its declarations: pulumi_serving/<cloud>/<resource>/resource.py.

    python tools/resources.py            write the modules
    python tools/resources.py --check    change nothing; exit 1 if a module is stale

Arguments and outputs are declared in ``args.py``, what is said of the status and the location in ``kind.py``. The names
follow from that of the arguments: ``EndpointArgs`` are those of ``Endpoint``.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import writing

import pulumi_serving
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.values import markers, schema
from pulumi_serving.core.values.state_keys import LOCATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulumi_serving.core.cloud.kind import Kind

HEAD = '''"""
What users write: ``{cloud}.{name}``.

Written by tools/resources.py from args.py and kind.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pulumi_serving.{cloud} import outputs
from pulumi_serving.doors.dynamic.provider import LifecycleProvider
from pulumi_serving.program.resource import ServingResource, constructor

from .kind import {kind}

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pulumi

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.markers import Open

{imports}


class {name}Provider(LifecycleProvider):
    """What the engine calls for {noun}."""

    __module__ = "pulumi_serving.{cloud}"  # stored in every stack: never change
    kind: ClassVar[Kind[Any, Any]] = {kind}()


class {name}(ServingResource, module="serving/{cloud}", name="{name}"):
{doc}

    # No annotation: Pulumi would evaluate it at run time.
    _provider_class = {name}Provider

    @constructor
    def __init__(
        self,
        resource_name: str,
        args: {name}Args | pulumi.ResourceOptions | None = None,
        opts: pulumi.ResourceOptions | None = None,
        *,
{parameters}
    ) -> None:
{init_doc}
        ...

{properties}
'''
SPELLINGS = (
    "Mistakes are reported by the preview, all at once. The arguments may also be one object: ``{name}Args(...)`` or a "
    "dictionary. Each argument is an output too."
)


def main(arguments: list[str]) -> int:
    """Write the modules, or compare them."""
    writing.stand_in()
    return writing.write(modules(), arguments)


def modules() -> dict[Path, str]:
    """Return every module with what should stand in it."""
    root = Path(*pulumi_serving.__path__)
    return {
        root / cloud / folder / "resource.py": _module(kind)
        for cloud in discovery.clouds()
        for folder, kind in discovery.kinds(cloud).items()
    }


def _module(kind: Kind[Any, Any]) -> str:
    name = writing.class_name(kind.args)
    fields = schema.fields(kind.args)
    article = "an" if kind.noun[0] in "aeiou" else "a"
    described = (
        ":param resource_name: Logical name of the resource.",
        f":param args: The arguments as one object: `{name}Args(...)` or a dictionary.",
        ":param opts: Options of the resource.",
        *(writing.parameter(each, field) for each, field in fields.items()),
    )
    summary = f"Declare {article} {kind.noun}."
    init_doc = writing.docstring(f"{summary}\n\n{SPELLINGS.format(name=name)}", " " * 8, further=described)
    text = HEAD.format(
        cloud=kind.cloud,
        name=name,
        kind=type(kind).__name__,
        imports="\n".join(sorted(f"    from {args.__module__} import {args.__name__}" for args in _named(kind))),
        noun=f"{article} {kind.noun}",
        doc="\n".join(writing.docstring(inspect.cleandoc(kind.args.__doc__))),
        parameters="\n".join(
            f"        {each}: {writing.input_type(field)} = {'...' if field.required else 'None'},"
            for each, field in fields.items()
        ),
        init_doc="\n".join(init_doc),
        properties="\n\n".join(_properties(kind)),
    )
    return writing.formatted(text)


def _named(kind: Kind[Any, Any]) -> Iterator[Any]:
    """Yield the declarations that the signature names."""
    yield kind.args
    for field in schema.fields(kind.args).values():
        yield from [field.nested] if field.nested is not None else []
        open_map = field.marker(markers.OpenMap)
        yield from open_map.forms if open_map else ()


def _properties(kind: Kind[Any, Any]) -> Iterator[str]:
    for name, field in schema.fields(kind.args).items():
        yield _of_field(name, field)
    if isinstance(kind, Serves):
        yield _property("status", "pulumi.Output[str | None]", kind.status_words)
    for name, field in schema.fields(kind.state).items():
        yield _of_field(name, field)
    yield _property(LOCATION, "pulumi.Output[str]", kind.location_words)


def _of_field(name: str, field: schema.FieldSpec) -> str:
    described = " ".join([field.description, *(["Always secret."] if field.marker(markers.Secret) else [])])
    plain = writing.output_type(field.type, "outputs.")
    if writing.is_lifted(field):
        of_block = f"{plain}Output"
        return _property(name, of_block, described, read=f'self._block("{name}", {of_block})')
    known = field.required or field.marker(markers.Filled)
    read = f'self._output("{name}", {plain})' if field.nested is not None else ""
    return _property(name, f"pulumi.Output[{plain if known else f'{plain} | None'}]", described, read)


def _property(name: str, type_: str, described: str, read: str = "") -> str:
    default = f'self._output("{name}")'
    return "\n".join(
        [
            "    @property",
            f"    def {name}(self) -> {type_}:",
            *writing.docstring(described, " " * 8),
            f"        return {read or default}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
