"""
Write the schema by which other languages know this package: pulumi_serving/doors/native/schema.json.

    python tools/native_schema.py            write it
    python tools/native_schema.py --check    change nothing; exit 1 if it is stale

Resources, functions and settings are those of the declarations; names are in camelCase, the keys of maps as users have
them.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import sys
import types
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import writing
from typing_extensions import get_type_hints, is_typeddict

from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.discovery import clouds
from pulumi_serving.core.values import schema
from pulumi_serving.core.values.markers import Known, Note, ReplaceOnChange, ReplaceOnRemoval, Secret
from pulumi_serving.core.values.state_keys import CHANGED_AT, LOCATION
from pulumi_serving.doors.native.fleet import TYPE as FLEET
from pulumi_serving.doors.native.fleet_args import FleetArgs, FleetState
from pulumi_serving.doors.native.functions import functions
from pulumi_serving.doors.native.package import PATH
from pulumi_serving.doors.native.resources import PACKAGE, dynamic_type, served
from pulumi_serving.doors.native.settings import settings_args
from pulumi_serving.doors.spelling import camel

if TYPE_CHECKING:
    from pulumi_serving.doors.native.functions import Function
    from pulumi_serving.doors.native.resources import Served

ANY = {"$ref": "pulumi.json#/Any"}
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
CHANGED = "When the cloud last accepted a create or an update of it from Pulumi: an ISO 8601 time, in UTC."


def main(arguments: list[str]) -> int:
    """Write the schema, or compare it."""
    return writing.write({PATH: text_of_the_schema()}, arguments)


def text_of_the_schema() -> str:
    """Return what should stand in the file."""
    return json.dumps(Writer().package(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


class Writer:
    """One schema, and the types that it has met so far."""

    def __init__(self) -> None:
        """Begin with none."""
        self.types: dict[str, Any] = {}

    def package(self) -> dict[str, Any]:
        """Return the whole."""
        settings = {name: self.settings(name) for name in clouds()}
        return {
            "name": PACKAGE,
            "displayName": "Serving",
            "description": "Model-serving endpoints of PPIO, Novita AI, Huawei Cloud and Alibaba Cloud",
            "keywords": ["category/cloud", "model serving", "gpu"],
            "license": "Apache-2.0",
            "language": {
                # One name, wherever the plug-in comes from: else its scope is Pulumi, or a repository's owner.
                "nodejs": {"packageName": "pulumi-serving", "respectSchemaVersion": True},
                # The name of this package itself is taken.
                "python": {"packageName": "pulumi_serving_native", "respectSchemaVersion": True},
            },
            "config": {"variables": settings},
            "provider": {
                "description": "An account of each cloud that is named; what is left out comes from the environment.",
                "inputProperties": settings,
            },
            "resources": {**{token: self.resource(of) for token, of in served().items()}, FLEET: self.fleet()},
            "functions": {token: self.function(function) for token, function in functions().items()},
            "types": self.types,
        }

    def settings(self, name: str) -> dict[str, Any]:
        """Return the property for a cloud's settings: an object, in which what is secret is marked."""
        token = f"{PACKAGE}:index:{name.title()}Settings"
        declared = settings_args(name)
        self.types[token] = {
            "description": f"An account of {name}, and where its resources live.",
            "type": "object",
            **self.block(declared, "index", f"{name.title()}Settings"),
        }
        return {"description": f"The account of {name}.", "$ref": f"#/types/{token}"}

    def resource(self, of: Served) -> dict[str, Any]:
        """Return one resource."""
        module, title = of.token.split(":")[1:]
        inputs, outputs = self.block(of.args, module, title), self.block(of.state, module, title)
        found: dict[str, Any] = {
            "description": description_of(of),
            "inputProperties": inputs["properties"],
            "requiredInputs": inputs.get("required", []),
            "properties": {**inputs["properties"], **outputs["properties"]},
            "required": inputs.get("required", []),
        }
        if of.kind is None:
            return found
        further = {"status": of.kind.status_words} if isinstance(of.kind, Serves) else {}
        for name, words in {**further, LOCATION: of.kind.location_words, CHANGED_AT: CHANGED}.items():
            found["properties"][camel(name)] = {"type": "string", "description": words}
        found["required"] = sorted({*found["required"], *further, LOCATION, *({"name"} & {*found["properties"]})})
        found["aliases"] = [{"type": dynamic_type(of.token)}]
        found["listInputs"] = {"type": "object", "properties": {}}
        return found

    def fleet(self) -> dict[str, Any]:
        """Return the fleet, which this package makes of its own resources."""
        inputs, outputs = self.block(FleetArgs, "index", "Fleet"), self.block(FleetState, "index", "Fleet")
        return {
            "description": " ".join(str(FleetArgs.__doc__).split()),
            "isComponent": True,
            "inputProperties": inputs["properties"],
            "properties": outputs["properties"],
            "required": ["endpoints", "tokens"],
        }

    def function(self, function: Function) -> dict[str, Any]:
        """Return one function."""
        module = function.token.split(":")[1]
        title = function.token.split(":")[2][0].upper() + function.token.split(":")[2][1:]
        arguments = {
            camel(name): self.typed(hint, module, f"{title}{camel(name)[0].upper()}{camel(name)[1:]}")
            for name, (hint, _) in function.arguments.items()
        }
        required = [camel(n) for n, (_, default) in function.arguments.items() if default is inspect.Parameter.empty]
        result = self.dataclass(function.lookup.result, module)
        text, described = writing.described(function.python)
        for name, words in described.items():
            arguments[camel(name)]["description"] = words
        return {
            "description": " ".join(text.split()),
            "inputs": {"type": "object", "properties": arguments, "required": required},
            "outputs": {key: value for key, value in result.items() if key != "description"},
        }

    def block(self, declared: Any, module: str, title: str) -> dict[str, Any]:
        """Return the properties of a declaration, and which of them must be given."""
        properties, required = {}, []
        for name, field in schema.fields(declared).items():
            wire = camel(name)
            found = self.typed(field.type, module, f"{title}{wire[0].upper()}{wire[1:]}", field.marker(Known))
            found["description"] = words_of(field)
            if field.marker(Secret):
                found["secret"] = True
            if field.marker(ReplaceOnChange):
                found["replaceOnChanges"] = True
            properties[wire] = found
            if field.required:
                required.append(wire)
        return {"properties": properties, **({"required": required} if required else {})}

    def typed(self, hint: Any, module: str, title: str, known: Known | None = None) -> dict[str, Any]:  # noqa: PLR0911
        """Return the type of a property; ``title`` is what an enumeration in it is called."""
        bare, extras = schema.peel(_not_none(schema.peel(hint)[0]))
        known = known or next((item for item in extras if isinstance(item, Known)), None)
        if known is not None:
            choice = self.choice(known.words, module, title)
            return {"type": "string", "oneOf": [{"type": "string"}, {"type": "string", **choice}]}
        if get_origin(bare) is Literal:
            return self.choice(get_args(bare), module, title)
        if get_origin(bare) in (list, Sequence):
            return {"type": "array", "items": self.typed(get_args(bare)[0], module, title)}
        if get_origin(bare) in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.typed(get_args(bare)[1], module, title)}
        if is_typeddict(bare):
            return self.reference(bare, module)
        if dataclasses.is_dataclass(bare):
            token = f"{PACKAGE}:{module}:{str(bare.__name__).removesuffix('Result')}Result"  # type: ignore[union-attr]
            self.note(token, {"type": "object", **self.dataclass(bare, module)})
            return {"$ref": f"#/types/{token}"}
        return {"type": PLAIN[bare]} if bare in PLAIN else dict(ANY)

    def reference(self, declared: Any, module: str) -> dict[str, Any]:
        """Return a reference to a block, and write it once."""
        title = str(declared.__name__).removesuffix("Args").removesuffix("State")
        token = f"{PACKAGE}:{module}:{title}"
        words = " ".join((inspect.getdoc(declared) or "").split())
        self.note(token, {"type": "object", "description": words, **self.block(declared, module, title)})
        return {"$ref": f"#/types/{token}"}

    def dataclass(self, result: Any, module: str) -> dict[str, Any]:
        """Return what a function finds: of no answer is any field promised, and an empty value stands for it."""
        hints = get_type_hints(result, include_extras=True)
        fields = {field.name: hints[field.name] for field in dataclasses.fields(result)}
        return {
            "description": " ".join((inspect.getdoc(result) or "").split()),
            "properties": {camel(name): self.typed(hint, module, "") for name, hint in fields.items()},
            "required": [camel(name) for name, hint in fields.items() if not _may_be_none(hint)],
        }

    def choice(self, words: Sequence[Any], module: str, title: str) -> dict[str, Any]:
        """Return a reference to an enumeration, and write it once."""
        token = f"{PACKAGE}:{module}:{title}"
        self.note(token, {"type": "string", "enum": [{"name": _enum_name(word), "value": word} for word in words]})
        return {"$ref": f"#/types/{token}"}

    def note(self, token: str, definition: dict[str, Any]) -> None:
        """Keep a type; two of one name must be one."""
        if self.types.setdefault(token, definition) != definition:
            raise ValueError(f"two types would be {token}")


def _enum_name(word: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in word.replace("_", "-").replace(" ", "-").split("-"))


def _not_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        given = [part for part in get_args(hint) if part is not type(None)]
        return given[0] if len(given) == 1 else hint
    return hint


def _may_be_none(hint: Any) -> bool:
    bare = schema.peel(hint)[0]
    return get_origin(bare) in (Union, types.UnionType) and type(None) in get_args(bare)


def words_of(field: schema.FieldSpec) -> str:
    """Return the description of a field, with its limits and what a change of it does."""
    parts = [field.description]
    if field.bounds:
        parts.append(f"Documented limit: {field.bounds}.")
    for marker, words in ((ReplaceOnChange, "A change"), (ReplaceOnRemoval, "Taking it away")):
        found = field.marker(marker)
        if found is not None:
            parts.append(f"{words} replaces the resource: {found.why}.")
    note = field.marker(Note)
    if note is not None:
        parts.append(f"{note.text[0].upper()}{note.text[1:].rstrip('.')}.")
    return " ".join(part for part in parts if part)


def description_of(of: Served) -> str:
    """Return what a resource is, in the words of its Python class."""
    if of.kind is None:
        return str(of.args.__doc__)
    package = importlib.import_module(f"pulumi_serving.{of.kind.cloud}")
    doc = inspect.getdoc(getattr(package, of.token.rpartition(":")[2])) or ""
    return " ".join(doc.partition("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
