"""
Write the reference of every cloud from its declarations: docs/reference/<cloud>.md.

    python tools/reference.py            write the pages
    python tools/reference.py --check    change nothing; exit 1 if a page is stale

The clouds and their resources are found by their folders; nothing here names one.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import re
import sys
import types
from dataclasses import dataclass, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import snippets
import writing
from typing_extensions import get_type_hints, is_typeddict

import pulumi_serving
from pulumi_serving.core.clock import spell
from pulumi_serving.core.cloud import discovery
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.settings import config_key
from pulumi_serving.core.values import markers, schema
from pulumi_serving.core.values.state_keys import CHANGED_AT, LOCATION
from pulumi_serving.doors.dynamic.sdk import PACKAGE
from pulumi_serving.program.resource import ServingProvider, ServingResource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from pulumi_serving.core.cloud.kind import Kind

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference"
IN_PLACE = "in place"
LOCAL = "nothing in the cloud"
ELSEWHERE = "another location, unless it is the one that the settings say"
LOOK_UP = "get_"
LONGEST_SIGNATURE = 100


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them."""
    return writing.write(pages(), arguments)


def pages() -> dict[Path, str]:
    """Return every page with what should stand on it."""
    texts = {cloud.name: "\n".join([*cloud.page(), ""]) for cloud in clouds()}
    return {PAGES / f"{name}.md": re.sub(r"\n{3,}", "\n\n", text) for name, text in texts.items()}


def clouds() -> list[Cloud]:
    """Find every cloud of the package."""
    return [Cloud(name) for name in discovery.clouds()]


@dataclass(frozen=True)
class Cloud:
    """One cloud's folder."""

    name: str

    @cached_property
    def package(self) -> ModuleType:
        """What users import."""
        return importlib.import_module(f"{pulumi_serving.__name__}.{self.name}")

    @cached_property
    def settings_module(self) -> ModuleType:
        """The module that finds its settings."""
        return importlib.import_module(f"{self.package.__name__}.settings")

    @property
    def namespace(self) -> str:
        """The namespace of its config keys."""
        return next(filter(None, (kind.namespace for kind in self.kinds)), self.name)

    @property
    def kinds(self) -> list[Kind[Any, Any]]:
        """Its kinds of resources: those that serve come first."""
        return sorted(discovery.kinds(self.name).values(), key=lambda kind: not isinstance(kind, Serves))

    @property
    def resources(self) -> list[Resource]:
        """Its resources, in the order of their kinds."""
        public = [Resource(self, item) for item in self.public(ServingResource)]
        return [item for kind in self.kinds for item in public if type(item.kind) is type(kind)]

    def public(self, base: type) -> list[type]:
        """Return its public classes of a base."""
        return [item for name in self.package.__all__ if _is_a(item := getattr(self.package, name), base)]

    def page(self) -> Iterator[str]:
        """Write its page."""
        yield f"<!-- Written by tools/reference.py from the code of pulumi_serving/{self.name}: do not edit. -->"
        yield from _heading(1, f"`pulumi_serving.{self.name}`")
        yield from _paragraphs(_doc(self.package))
        yield from self._settings()
        for resource in self.resources:
            yield from resource.section()
        yield from self._functions()
        yield from self._results()
        yield from self._forms()

    def _settings(self) -> Iterator[str]:
        (provider,) = self.public(ServingProvider)
        yield from _heading(2, "Settings")
        yield "A set of credentials comes whole from an explicit provider, else from the stack's config, else from the"
        yield "environment."
        yield ""
        rows = [
            [
                f"`{self.namespace}:{config_key(name)}`",
                f"`{name}`",
                _type(field),
                "yes" if field.marker(markers.Secret) else "",
                ", ".join(f"`{name}`" for name in _variables(field)),
                _remarks(field),
            ]
            for name, field in schema.fields(self.kinds[0].provider_args).items()
        ]
        argument = f"argument of `{self.name}.Provider`"
        yield from _table(["config key of a stack", argument, "type", "secret", "environment", ""], rows)
        further = getattr(self.settings_module, "FURTHER_VARIABLES", {})
        if further:
            yield from ("", "Further variables of the environment:", "")
            yield from (f"- `{name}`: {what}" for name, what in further.items())
        yield from _heading(3, f"`{self.name}.Provider`")
        yield from _fenced(_spelled(f"{self.name}.Provider", _signature(provider)))
        yield from _paragraphs(_doc(provider))

    def _functions(self) -> Iterator[str]:
        names = [name for name in self.package.__all__ if name.startswith(LOOK_UP)]
        yield from _heading(2, "Functions")
        yield "A function reads the cloud while the program runs, with the settings of `opts.provider`, else those of"
        yield "the stack. The `_output` form takes outputs as arguments and returns an output."
        for name in names:
            function = getattr(self.package, name)
            yield from _heading(3, f"`{self.name}.{name}`")
            yield from _fenced(_spelled(f"{self.name}.{name}", _signature(function)))
            yield from _paragraphs(_doc(function))
            _, described = writing.described(function)
            if described and not name.endswith("_output"):
                yield from ("", *_table(["argument", ""], [[f"`{key}`", words] for key, words in described.items()]))

    def _results(self) -> Iterator[str]:
        yield from _heading(2, "What functions return")
        for result in _with_inner([item for item in self.public(object) if is_dataclass(item)]):
            public = result.__name__ in self.package.__all__
            yield from _heading(3, f"`{self.name}.{result.__name__}`" if public else f"`{result.__name__}`")
            yield from _paragraphs(_doc(result))
            yield ""
            rows = [[f"`{name}`", _words(hint)] for name, hint in get_type_hints(result, include_extras=True).items()]
            yield from _table(["field", "type"], rows)
            for name, item in vars(result).items():
                if isinstance(item, property):
                    yield ""
                    yield f"`{name}` (a property): {_markdown(_doc(item))}"

    def _forms(self) -> Iterator[str]:
        """Write the public dictionaries that are neither a resource's arguments nor a part of them."""
        described = {args for kind in self.kinds for args, *_ in _nested(kind.args)}
        forms = [item for name in self.package.__all__ if is_typeddict(item := getattr(self.package, name))]
        for form in (item for item in forms if item not in described):
            yield from _heading(2, f"`{self.name}.{form.__name__}`")
            yield from _paragraphs(_doc(form))
            yield ""
            hints = {name: (schema.type_words(field.type), field) for name, field in schema.fields(form).items()}
            rows = [
                [f"`{name}`", words, "yes" if field.required else "", _remarks(field)]
                for name, (words, field) in hints.items()
            ]
            yield from _table(["key", "type", "required", ""], rows)


@dataclass(frozen=True)
class Resource:
    """One resource of a cloud."""

    cloud: Cloud
    resource: type[ServingResource]

    @property
    def kind(self) -> Kind[Any, Any]:
        """What the lifecycle knows of it."""
        return self.resource._provider_class.kind  # noqa: SLF001 - the one place that says so

    def section(self) -> Iterator[str]:
        """Write its part of the page."""
        name = f"{self.cloud.name}.{self.resource.__name__}"
        limits = self.kind.limits
        yield from _heading(2, f"`{name}`")
        yield from _paragraphs(_doc(self.resource))
        yield ""
        yield f"- Type token: `{PACKAGE}:{self.resource._resource_type_name}`"  # noqa: SLF001 - Pulumi's own name of it
        native = self.resource._resource_type_name.removeprefix("dynamic/").replace("/", ":", 1)  # noqa: SLF001
        yield f"- Type for [other languages](../languages.md): `{native}`, with the names here in camelCase"
        yield f"- Id: {self.kind.id_words}"
        yield f"- `{name}.get(resource_name, id)` reads an existing one, without owning it"
        yield (
            f"- Default time limits: create {spell(limits.create)}, update {spell(limits.update)}, "
            f"delete {spell(limits.delete)}; `custom_timeouts` sets others"
        )
        yield from self._simulator()
        yield from self._programs()
        yield from self._arguments()
        yield from self._rules()
        yield from self._outputs()

    def _simulator(self) -> Iterator[str]:
        """Write what faults and the ledger of the simulator call it, where those are names of its own."""
        data = importlib.import_module(type(self.kind).__module__.removesuffix("kind") + "testing")
        operations = list(dict.fromkeys(getattr(data, "OPERATIONS", {}).values()))
        if operations:
            names = ", ".join(f"`{name}`" for name in operations)
            yield f"- Simulator: operations {names}; in the ledger it is of the kind `{data.LEDGER}`"

    def _programs(self) -> Iterator[str]:
        """Write the least program, in each language."""
        for language, program in snippets.of(self.kind, self.resource.__name__):
            yield from ("", f"```{language}", *program.splitlines(), "```")

    def _arguments(self) -> Iterator[str]:
        for args, prefix, above in _nested(self.kind.args):
            yield from _heading(3, f"`{self.cloud.name}.{args.__name__}`")
            own = f"The arguments of `{self.cloud.name}.{self.resource.__name__}`, as keywords or as one object."
            yield from [own] if args is self.kind.args else _paragraphs(_doc(args))
            yield ""
            rows = [
                [
                    f"`{prefix}{name}`",
                    _type(field),
                    field.bounds,
                    "yes" if field.required else "",
                    effect(field, above),
                    _remarks(field),
                ]
                for name, field in schema.fields(args).items()
            ]
            yield from _table(["argument", "type", "limits", "required", "a change", ""], rows)

    def _rules(self) -> Iterator[str]:
        rules = type(self.kind).__module__.removesuffix("kind") + "rules"
        found = list(_problems(importlib.import_module(rules))) if importlib.util.find_spec(rules) else []
        if not found:
            return
        for title, warning in (("Rules across arguments", False), ("Warnings", True)):
            yield from _heading(3, title)
            yield (
                "Reported by `pulumi preview` and `pulumi up`; the run goes on."
                if warning
                else "Broken rules are errors at preview, beside types, limits, required and misspelt arguments."
            )
            yield ""
            yield from (f"- `{path}`: {rule}" for path, rule, warns in found if warns is warning)

    def _outputs(self) -> Iterator[str]:
        state = schema.fields(self.kind.state)
        described = {**_property_docs(ServingResource), **_property_docs(self.resource)}
        secret = {*schema.secret_fields(self.kind.args), *schema.secret_fields(self.kind.state)}
        yield from _heading(3, "Outputs")
        yield "Every argument is an output too, as it is live: what the cloud has filled in is there."
        if hasattr(self.cloud.package, "outputs"):
            yield f"A block is a class of `{self.cloud.name}.outputs`: a mapping whose keys are attributes too."
        yield ""
        rows = [
            [f"`{name}`", described[name][0], "yes" if name in secret else "", _markdown(text)]
            for name, text in [
                *((name, described[name][1]) for name in ("status", LOCATION, CHANGED_AT) if name in described),
                *((name, field.description) for name, field in state.items()),
            ]
        ]
        yield from _table(["output", "type", "secret", ""], rows)
        arguments = [f"`{name}`" for name in schema.secret_fields(self.kind.args)]
        if arguments:
            yield ""
            yield f"Always secret, as argument and as output: {', '.join(arguments)}."


def effect(field: schema.FieldSpec, above: schema.FieldSpec | None = None) -> str:
    """Say what a change of an argument does; ``above`` is the argument that it is a part of."""
    for spec in filter(None, (field, above)):
        replace, local = spec.marker(markers.ReplaceOnChange), spec.marker(markers.Local)
        if replace and local:
            raise ValueError(f"{spec.name}: a change either replaces or stays local, not both")
        if replace:
            return f"**replaces**: {replace.why}"
        if spec.marker(markers.Location):
            return f"**replaces**: {ELSEWHERE}"
        if local:
            return LOCAL
    removal = field.marker(markers.ReplaceOnRemoval)
    return f"{IN_PLACE}; its removal **replaces**: {removal.why}" if removal else IN_PLACE


def _nested(
    args: Any, prefix: str = "", above: schema.FieldSpec | None = None
) -> Iterator[tuple[Any, str, schema.FieldSpec | None]]:
    yield args, prefix, above
    for path, field in schema.walk(args):
        if field.nested is not None and "." not in path:
            dots = "[]." if get_origin(field.type) is list else "."
            yield from _nested(field.nested, f"{prefix}{path}{dots}", field)


def _type(field: schema.FieldSpec) -> str:
    words = schema.type_words(field.type)
    known = field.marker(markers.Known)
    if known:
        return " or ".join([f'"{word}"' for word in known.words] + ["another string"])
    return words if field.nested is None else words.replace(field.nested.__name__, f"`{field.nested.__name__}`")


def _remarks(field: schema.FieldSpec) -> str:
    parts = [field.description]
    parts += [f"{_capital(marker.text)}." for marker in field.markers if isinstance(marker, markers.Note)]
    if field.marker(markers.Known):
        parts.append("Another word is a warning, and is sent as it is.")
    default = field.marker(markers.Default)
    if default:
        parts.append(f"The default is `{default.value}`.")
    if field.marker(markers.Secret):
        parts.append("Always secret.")
    if field.marker(markers.Sensitive):
        parts.append("Blanked in the text of errors.")
    unordered = field.marker(markers.Unordered)
    if unordered:
        parts.append("The order has no meaning.")
    return _markdown(" ".join(parts))


def _variables(field: schema.FieldSpec) -> tuple[str, ...]:
    found = field.marker(markers.Environment)
    return found.variables if found else ()


def _problems(module: ModuleType) -> Iterator[tuple[str, str, bool]]:
    """Yield path, rule, and whether it is a warning, of every problem that a module of rules can tell."""
    constants = {name: value for name, value in vars(module).items() if isinstance(value, (int, str))}
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"]
    for call in sorted(calls, key=lambda node: node.lineno):
        path, rule = (_template(argument, constants) for argument in call.args)
        warning = any(keyword.arg == "warning" for keyword in call.keywords)
        yield re.sub(r"\[[^\]]*\]", "[]", path), rule, warning


def _template(node: ast.expr, constants: dict[str, int | str]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_template(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        name = ast.unparse(node.value)
        return str(constants.get(name, f"*{name}*"))
    return f"*{ast.unparse(node)}*"


def _property_docs(resource: type) -> dict[str, tuple[str, str]]:
    """Return type and docstring of each output that a class has."""
    found: dict[str, tuple[str, str]] = {}
    for name, item in vars(resource).items():
        if isinstance(item, property) and item.fget is not None:
            kind = re.sub(r"^pulumi\.Output\[(.*)\]$", r"\1", str(item.fget.__annotations__["return"]))
            found[name] = (_code(kind), str(inspect.getdoc(item)))
    return found


def _with_inner(results: Iterable[type]) -> list[type]:
    """Return dataclasses and, after each, those that its fields are made of."""
    found: dict[type, None] = {}
    for result in results:
        hints = get_type_hints(result, include_extras=True).values()
        inner = [part for hint in hints for part in _classes(hint) if isinstance(part, type) and is_dataclass(part)]
        found |= dict.fromkeys([result, *_with_inner(inner)])
    return list(found)


def _classes(hint: Any) -> Iterator[Any]:
    bare, _ = schema.peel(hint)
    yield bare
    for part in get_args(bare):
        yield from _classes(part)


def _words(hint: Any) -> str:
    bare, _ = schema.peel(hint)
    if get_origin(bare) in (Union, types.UnionType):
        return " or ".join("none" if part is type(None) else _words(part) for part in get_args(bare))
    if get_origin(bare) is list:
        return f"list of {_words(get_args(bare)[0])}"
    return f"`{bare.__name__}`" if is_dataclass(bare) and isinstance(bare, type) else schema.type_words(bare)


def _signature(function: Any) -> inspect.Signature:
    signature = inspect.signature(function)
    return signature.replace(parameters=[item for item in signature.parameters.values() if item.name != "self"])


def _spelled(name: str, signature: inspect.Signature) -> list[str]:
    parts = [_parameter(item) for item in signature.parameters.values()]
    keyword_only = [item.kind is inspect.Parameter.KEYWORD_ONLY for item in signature.parameters.values()]
    if True in keyword_only:
        parts.insert(keyword_only.index(True), "*")
    returned = "" if signature.return_annotation in ("None", None) else f" -> {signature.return_annotation}"
    line = f"{name}({', '.join(parts)}){returned}"
    if len(line) <= LONGEST_SIGNATURE:
        return [line]
    return [f"{name}(", *(f"    {part}," for part in parts), f"){returned}"]


def _parameter(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {parameter.annotation}{default}".replace("'", '"')


def _heading(level: int, text: str) -> Iterator[str]:
    yield from ("", f"{'#' * level} {text}", "")


def _paragraphs(text: str) -> Iterator[str]:
    yield from _markdown(text).splitlines()


def _fenced(lines: list[str]) -> Iterator[str]:
    yield from ("```text", *lines, "```", "")


def _table(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield "| " + " | ".join(cell.replace("\n", " ").replace("|", "\\|") for cell in row) + " |"


def _code(annotation: object) -> str:
    return f"`{str(annotation).replace('pulumi.', '')}`"


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def _doc(item: object) -> str:
    text = (inspect.getdoc(item) or "").partition("\n\n:param ")[0]  # what arguments are for, tables tell
    if not text:
        raise ValueError(f"{item} has no docstring")
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_a(item: object, base: type) -> bool:
    return isinstance(item, type) and issubclass(item, base)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
