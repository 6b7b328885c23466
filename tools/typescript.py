"""
Write typed classes for TypeScript from the schema of the native door: examples/typescript/serving.ts.

    python tools/typescript.py            write them
    python tools/typescript.py --check    change nothing; exit 1 if they are stale

Where Pulumi's own generator can be had, ``pulumi package add`` writes the same classes in a package of their own.
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import writing

from pulumi_serving.doors.native.package import PATH
from pulumi_serving.doors.native.resources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).parents[1] / "examples" / "typescript" / "serving.ts"
HEAD = """\
// Written by tools/typescript.py from the package's schema: do not edit.

import * as pulumi from "@pulumi/pulumi";

function secret<T>(value: T | undefined): pulumi.Output<T> | undefined {
    return value === undefined ? undefined : pulumi.secret(value) as pulumi.Output<T>;
}

function json(value: unknown): pulumi.Output<string> | undefined {
    return value === undefined ? undefined : pulumi.jsonStringify(value);
}
"""
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
WIDTH = 110


def main(arguments: list[str]) -> int:
    """Write the classes, or compare them."""
    return writing.write({FILE: Writer(json.loads(PATH.read_text("utf-8"))).text()}, arguments)


class Writer:
    """One module for one schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        """Take the schema."""
        self.schema = schema

    def text(self) -> str:
        """Return the module: what is of no cloud first, then a namespace for each."""
        parts = [HEAD, *self._provider(), *self._module("index")]
        modules = {token.split(":")[1] for token in (*self.schema["resources"], *self.schema["functions"])}
        for module in sorted(modules - {"index"}):
            body = "\n".join(self._module(module))
            parts += [f"export namespace {module} {{", textwrap.indent(body, "    ").rstrip(), "}", ""]
        return "\n".join(parts)

    def _module(self, module: str) -> Iterator[str]:
        for token, declared in self._of(module, "types"):
            if declared["type"] == "object":
                name = token.rpartition(":")[2]
                if not name.endswith("Result"):
                    yield from self._interface(f"{name}Args", declared, inputs=True)
                yield from self._interface(name, declared, inputs=False)
        for token, declared in self._of(module, "resources"):
            yield from self._resource(token, declared)
        for token, declared in self._of(module, "functions"):
            yield from self._function(token, declared)

    def _of(self, module: str, what: str) -> list[tuple[str, Any]]:
        return [(token, found) for token, found in self.schema[what].items() if token.split(":")[1] == module]

    def _interface(self, name: str, declared: dict[str, Any], *, inputs: bool) -> Iterator[str]:
        yield from comment(declared.get("description", ""))
        yield f"export interface {name} {{"
        for key, field in declared["properties"].items():
            yield from comment(field.get("description", ""), "    ")
            mark = "" if key in declared.get("required", ()) else "?"
            yield f"    {key}{mark}: {self._input(field) if inputs else self._output(field)};"
        yield from ("}", "")

    def _provider(self) -> Iterator[str]:
        declared = self.schema["provider"]
        yield from self._interface("ProviderArgs", {"properties": declared["inputProperties"]}, inputs=True)
        yield from comment(declared["description"])
        yield "export class Provider extends pulumi.ProviderResource {"
        yield "    constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {"
        given = ", ".join(f"{key}: secret(json(args.{key}))" for key in declared["inputProperties"])
        yield f'        super("{PACKAGE}", name, {{ {given} }}, opts);'
        yield from ("    }", "}", "")

    def _resource(self, token: str, declared: dict[str, Any]) -> Iterator[str]:
        title = token.rpartition(":")[2]
        inputs, required = declared["inputProperties"], declared.get("requiredInputs", [])
        yield from self._interface(f"{title}Args", {"properties": inputs, "required": required}, inputs=True)
        yield from comment(declared["description"])
        component = declared.get("isComponent", False)
        yield f"export class {title} extends pulumi.{'Component' if component else 'Custom'}Resource {{"
        for key, field in declared["properties"].items():
            yield from comment(field.get("description", ""), "    ")
            maybe = "" if key in declared["required"] else " | undefined"
            yield f"    public readonly {key}!: pulumi.Output<{self._output(field)}{maybe}>;"
        yield ""
        optional = "" if required else " = {}"
        options = "ComponentResourceOptions" if component else "CustomResourceOptions"
        yield f"    constructor(name: string, args: {title}Args{optional}, opts?: pulumi.{options}) {{"
        seeds = [f"{key}: undefined" for key in declared["properties"] if key not in inputs]
        given = [f"{key}: secret(args.{key})" for key, field in inputs.items() if field.get("secret")]
        props = ", ".join([*seeds, "...args", *given])
        if component:
            yield f'        super("{token}", name, {{ {props} }}, opts, true);'
        else:
            secrets = [key for key, field in declared["properties"].items() if field.get("secret")]
            own = {"aliases": declared.get("aliases", []), "additionalSecretOutputs": secrets}
            yield f'        super("{token}", name, {{ {props} }},'
            yield f"            pulumi.mergeOptions({json.dumps(own)}, opts));"
        yield "    }"
        if not component:
            yield from ("", "    /** Read an existing one by its id, without owning it. */")
            yield (
                f"    public static get(name: string, id: pulumi.Input<pulumi.ID>, "
                f"opts?: pulumi.CustomResourceOptions): {title} {{"
            )
            yield f"        return new {title}(name, {{}} as {title}Args, {{ ...opts, id }});"
            yield "    }"
        yield from ("}", "")

    def _function(self, token: str, declared: dict[str, Any]) -> Iterator[str]:
        name = token.rpartition(":")[2]
        title = name[0].upper() + name[1:]
        inputs, optional = declared["inputs"], "" if declared["inputs"]["required"] else " = {}"
        yield from self._interface(f"{title}Args", inputs, inputs=False)
        yield from self._interface(f"{title}OutputArgs", inputs, inputs=True)
        yield from self._interface(f"{title}Found", declared["outputs"], inputs=False)
        yield from comment(declared["description"])
        yield (
            f"export function {name}(args: {title}Args{optional}, opts?: pulumi.InvokeOptions): "
            f"Promise<{title}Found> {{"
        )
        yield f'    return pulumi.runtime.invoke("{token}", args, opts ?? {{}});'
        yield from ("}", "", "/** The same, of arguments that may be outputs. */")
        yield f"export function {name}Output("
        yield f"    args: {title}OutputArgs{optional}, opts?: pulumi.InvokeOutputOptions"
        yield f"): pulumi.Output<{title}Found> {{"
        yield f'    return pulumi.runtime.invokeOutput("{token}", args, opts ?? {{}});'
        yield from ("}", "")

    def _input(self, field: dict[str, Any]) -> str:
        return f"pulumi.Input<{self._type(field, inputs=True)}>"

    def _output(self, field: dict[str, Any]) -> str:
        return self._type(field, inputs=False)

    def _type(self, field: dict[str, Any], *, inputs: bool) -> str:
        if "oneOf" in field:
            return " | ".join(dict.fromkeys(self._type(each, inputs=inputs) for each in reversed(field["oneOf"])))
        if "items" in field:
            item = self._input(field["items"]) if inputs else self._output(field["items"])
            return f"{item}[]" if " | " not in item or inputs else f"({item})[]"
        if "additionalProperties" in field:
            inner = field["additionalProperties"]
            return f"{{ [key: string]: {self._input(inner) if inputs else self._output(inner)} }}"
        reference = field.get("$ref", "")
        if reference.startswith("#/types/"):
            return self._reference(reference.removeprefix("#/types/"), inputs=inputs)
        return PLAIN.get(field.get("type", ""), "any")

    def _reference(self, token: str, *, inputs: bool) -> str:
        found, name = self.schema["types"][token], token.rpartition(":")[2]
        if "enum" in found:
            return " | ".join(json.dumps(each["value"]) for each in found["enum"])
        return f"{name}Args" if inputs and not name.endswith("Result") else name


def comment(text: str, indent: str = "") -> Iterator[str]:
    """Yield a comment for editors."""
    lines = textwrap.wrap(text.replace("*/", "* /"), WIDTH)
    if len(lines) == 1:
        yield f"{indent}/** {lines[0]} */"
    elif lines:
        yield f"{indent}/**"
        yield from (f"{indent} * {line}" for line in lines)
        yield f"{indent} */"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
