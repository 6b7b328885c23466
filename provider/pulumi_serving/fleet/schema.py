"""
The JSON Schema of a stack's file that holds a fleet, made from the same declarations that check it.

It says what an editor can know: names, types, limits, and what is required of an endpoint and not among the defaults.
What only holds across values (rules, accounts, names that are taken twice) is for ``pulumi-serving validate``.
"""

from __future__ import annotations

from typing import Any

from pulumi_serving.core.cloud.discovery import clouds, serving_kinds
from pulumi_serving.core.values import schema
from pulumi_serving.program.clouds import Cloud, cloud

from .options import CLOUD, KIND, ONLY_OF_AN_ENDPOINT, OptionsArgs
from .plans import ACCOUNTS, DEFAULTS, ENDPOINTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SECURE = {"$ref": "#/$defs/secure"}
NULL = {"type": "null"}
NAMES = {"minLength": 1, "not": {"pattern": "::"}}
KEPT = (
    "type",
    "anyOf",
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
)


def stack_file_schema() -> dict[str, Any]:
    """Return the schema of ``Pulumi.<stack>.yaml``."""
    all_clouds = [cloud(name) for name in clouds()]
    return {
        "$schema": DIALECT,
        "title": "A stack's file with a fleet of model-serving endpoints",
        "type": "object",
        "properties": {
            "config": {
                "description": "The config of the stack, by namespace and name.",
                "type": ["object", "null"],
                "properties": {
                    ENDPOINTS: {
                        "description": "The endpoints of the fleet, by their logical names.",
                        **_by_name("endpoint", all_clouds),
                    },
                    DEFAULTS: {
                        "description": "What the endpoints of a cloud share, unless they say otherwise.",
                        "type": ["object", "null"],
                        "properties": {of.name: _or_null({"$ref": _ref(of, "defaults")}) for of in all_clouds},
                        "additionalProperties": False,
                    },
                    ACCOUNTS: {
                        "description": "Further accounts and regions, by the names that endpoints call them.",
                        **_by_name("account", all_clouds),
                        "type": ["object", "null"],
                    },
                },
                "allOf": [condition for of in all_clouds for condition in _required(of)],
            }
        },
        "$defs": {
            "secure": {
                "description": "A secret: `pulumi config set --path --secret 'serving:...'` writes it.",
                "type": "object",
                "properties": {"secure": {"type": "string"}},
                "required": ["secure"],
                "additionalProperties": False,
            },
            **{f"{of.name}.{what}": made(of) for of in all_clouds for what, made in DEFINITIONS.items()},
        },
    }


def _ref(of: Cloud, what: str) -> str:
    return f"#/$defs/{of.name}.{what}"


def _by_name(what: str, all_clouds: list[Cloud]) -> dict[str, Any]:
    """Return the schema of a mapping by name, whose values say by ``cloud`` what else they hold."""
    names = {"description": "The cloud that it is of.", "enum": [of.name for of in all_clouds]}
    choices = [{"if": _is_of(of), "then": {"$ref": _ref(of, what)}} for of in all_clouds]
    one = {"type": "object", "required": [CLOUD], "properties": {CLOUD: names}, "allOf": choices}
    return {"type": "object", "propertyNames": NAMES, "additionalProperties": one}


def _is_of(of: Cloud) -> dict[str, Any]:
    return {"properties": {CLOUD: {"const": of.name}}, "required": [CLOUD]}


def _endpoint(of: Cloud) -> dict[str, Any]:
    options = _properties(OptionsArgs, secure=False)
    kinds = serving_kinds(of.name)
    options[KIND] = {**options[KIND], "enum": [*kinds]}
    arguments: dict[str, Any] = {}
    for kind in kinds.values():
        arguments |= _properties(kind.args, required_null=False)
    return _closed({CLOUD: True, **arguments, **options})


def _defaults(of: Cloud) -> dict[str, Any]:
    options = _properties(OptionsArgs, secure=False).items()
    return _closed({**_properties(of.kind.args), **{k: v for k, v in options if k not in ONLY_OF_AN_ENDPOINT}})


def _account(of: Cloud) -> dict[str, Any]:
    return _closed({CLOUD: True, **_properties(of.settings_args)})


DEFINITIONS = {"endpoint": _endpoint, "defaults": _defaults, "account": _account}


def _closed(properties: dict[str, Any], *, but_for: Any = False) -> dict[str, Any]:
    """Return the schema of a mapping with these keys; if ``but_for`` others may be there, it is not a secret text."""
    others = {"additionalProperties": but_for, **({"not": SECURE} if but_for else {})}
    return {"type": "object", "properties": properties, **others}


def _or_null(node: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [node, NULL]}


def _properties(args: Any, **settings: bool) -> dict[str, Any]:
    made = schema.json_schema(args)
    properties: dict[str, Any] = _Converter(made.get("$defs", {}), **settings).mapping(made)["properties"]
    return properties


class _Converter:
    """Turns the schema of arguments into one of YAML: with secrets, nulls, and defaults that fill in the rest."""

    def __init__(self, definitions: dict[str, Any], *, secure: bool = True, required_null: bool = True) -> None:
        """``secure``: texts may be encrypted; ``required_null``: what is required may be null (elsewhere it is not)."""
        self._definitions = definitions
        self._secure = secure
        self._required_null = required_null

    def mapping(self, node: dict[str, Any]) -> dict[str, Any]:
        """Convert a mapping that defaults may complete: nothing in it is required here, and null is nothing."""
        required = () if self._required_null else node.get("required", ())
        properties = {
            name: self.value(value, null=name not in required, in_list=False)
            for name, value in node["properties"].items()
        }
        return _closed(properties, but_for=node.get("additionalProperties", False))

    def item(self, node: dict[str, Any]) -> dict[str, Any]:
        """Convert a mapping in a list, which has to be whole."""
        properties = {name: self.value(value, null=False, in_list=True) for name, value in node["properties"].items()}
        required = {"required": node["required"]} if "required" in node else {}
        return {**_closed(properties, but_for=node.get("additionalProperties", False)), **required}

    def value(self, node: dict[str, Any], *, null: bool, in_list: bool) -> dict[str, Any]:
        """Convert the schema of one value."""
        reference = node.get("$ref", "").rpartition("/")[2]
        whole = {**self._definitions.get(reference, {}), **node}
        described = {"description": whole["description"]} if "description" in whole else {}
        return {**described, **self._choices(self._bare(whole, in_list=in_list), null=null)}

    def _bare(self, node: dict[str, Any], *, in_list: bool) -> dict[str, Any]:
        if "properties" in node:
            return self.item(node) if in_list else self.mapping(node)
        bare = {key: node[key] for key in KEPT if key in node}
        if "items" in node:
            return {**bare, "items": self.value(node["items"], null=False, in_list=True)}
        if node.get("type") == "object":
            values = node.get("additionalProperties", True)
            if not isinstance(values, bool):
                values = self.value(values, null=not in_list, in_list=in_list)
            return {**bare, "additionalProperties": values, "not": SECURE}
        return bare

    def _choices(self, bare: dict[str, Any], *, null: bool) -> dict[str, Any]:
        kind = bare.get("type")
        is_text = kind == "string" or isinstance(bare.get("const"), str)
        if is_text and self._secure:
            return {"anyOf": [bare, SECURE, *([NULL] if null else [])]}
        return {**bare, "type": [kind, "null"]} if null and kind else bare


def _required(of: Cloud) -> list[dict[str, Any]]:
    """Return the conditions under which an endpoint itself must have what its cloud requires."""
    paths = [tuple(path.split(".")) for path, field in schema.walk(of.kind.args) if field.required and "[" not in path]
    conditions = []
    for path in paths:
        no_default = {"not": _default(of, path)}
        *parents, _ = path
        if not parents:
            conditions.append({"if": no_default, "then": _endpoints(_is_of(of), path)})
            continue
        conditions.append({"if": no_default, "then": _endpoints({"allOf": [_is_of(of), _has(parents)]}, path)})
        half = {"allOf": [no_default, _default(of, parents)]}
        taken_away = [_has(parents[:depth], NULL) for depth in range(1, len(parents) + 1)]
        kept = {"allOf": [_is_of(of), {"not": {"anyOf": taken_away}}]}
        conditions.append({"if": half, "then": _endpoints(kept, path)})
    return conditions


def _default(of: Cloud, path: Any) -> dict[str, Any]:
    return _has((DEFAULTS, of.name, *path))


def _endpoints(which: dict[str, Any], path: Any) -> dict[str, Any]:
    return {"properties": {ENDPOINTS: {"additionalProperties": {"if": which, "then": _has(path)}}}}


def _has(path: Any, value: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of a mapping that holds something at a path: not null, or what ``value`` says."""
    first, *rest = path
    below = {"type": "object", **_has(rest, value)} if rest else value or {"not": NULL}
    return {"required": [first], "properties": {first: below}}
