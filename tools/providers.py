"""
Write the class of every cloud's explicit providers from its settings: pulumi_serving/<cloud>/provider.py.

    python tools/providers.py            write the modules
    python tools/providers.py --check    change nothing; exit 1 if a module is stale

The settings are declared in the cloud's ``config.py``.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path
from typing import Any

import writing

import pulumi_serving
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.values import schema

HEAD = '''"""
What users write for another account: ``{cloud}.Provider``.

Written by tools/providers.py from config.py: do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pulumi_serving.program.resource import ServingProvider

from .config import ProviderArgs

if TYPE_CHECKING:
    import pulumi

__all__ = ["Provider"]


class Provider(ServingProvider):
{doc}

    _cloud = "{cloud}"
    _args = ProviderArgs

    def __init__(
        self,
        name: str,
        *,
{parameters}
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
{init_doc}
        super().__init__(name, {{{settings}}}, opts)
'''


def main(arguments: list[str]) -> int:
    """Write the modules, or compare them."""
    writing.stand_in()
    return writing.write(modules(), arguments)


def modules() -> dict[Path, str]:
    """Return every module with what should stand in it."""
    root = Path(*pulumi_serving.__path__)
    return {root / cloud / "provider.py": module(cloud) for cloud in discovery.clouds()}


def module(cloud: str) -> str:
    """Return the module of a cloud."""
    args: Any = importlib.import_module(f"{pulumi_serving.__name__}.{cloud}.config").ProviderArgs
    fields = schema.fields(args)
    described = (
        ":param name: Logical name of the account.",
        *(writing.parameter(name, field) for name, field in fields.items()),
        ":param opts: Options of the resource.",
    )
    parameters = [f"        {name}: {writing.input_type(field)} = None," for name, field in fields.items()]
    init_doc = writing.docstring(f"Register the account as ``{cloud}-<name>``.", " " * 8, further=described)
    text = HEAD.format(
        cloud=cloud,
        doc="\n".join(writing.docstring(inspect.cleandoc(args.__doc__))),
        parameters="\n".join(parameters),
        init_doc="\n".join(init_doc),
        settings=", ".join(f'"{name}": {name}' for name in fields),
    )
    return writing.formatted(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
