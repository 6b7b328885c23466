"""
Declared names as the engine's other languages write them: ``productId`` for ``product_id``.

The dynamic door records names as a Python program has them, the native door in camelCase. Either reads what the other
has recorded, so that a resource may move from one to the other. What users name themselves (the keys of a map) stays.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from typing_extensions import is_typeddict

from pulumi_serving.core.values import schema
from pulumi_serving.core.values.state_keys import CHANGED_AT
from pulumi_serving.core.values.text import Marked

from .readiness import ReadinessArgs, ReadinessState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pulumi_serving.core.cloud.kind import Kind

Path = tuple[str | int, ...]

STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|\.?([^.\[\]]+)')


def camel(name: str) -> str:
    """Return a declared name in camelCase; one that begins with an underscore is the provider's own, and stays."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest) if first else name


class Spelling:
    """The declared names of one block, and of those in it."""

    def __init__(self, declarations: Iterable[Any], further: Iterable[str] = ()) -> None:
        """Take what declares the block's fields, and the names of further ones."""
        fields = {name: field for each in declarations for name, field in schema.fields(each).items()}
        self._wire = {name: camel(name) for name in (*fields, *further)}
        self._own = {wire: name for name, wire in self._wire.items()}
        self._inside = {name: inside for name, field in fields.items() if (inside := _inside(field.type))}

    def to_wire(self, bag: Mapping[str, Any]) -> dict[str, Any]:
        """Return a bag with camelCase names."""
        return {self._wire.get(name, name): self._value(name, value, wire=True) for name, value in bag.items()}

    def from_wire(self, bag: Mapping[str, Any]) -> dict[str, Any]:
        """Return a bag with names as they were declared, in whichever of both spellings it came."""
        named = {self._own.get(name, name): value for name, value in bag.items()}
        return {name: self._value(name, value, wire=False) for name, value in named.items()}

    def given_twice(self, bag: Mapping[str, Any], here: Path = ()) -> Iterator[str]:
        """Yield the path of each name that a bag has in both spellings: which of the two counts, nobody could tell."""
        for name, value in bag.items():
            own = self._own.get(name, name)
            if name != own and own in bag:
                yield spelled((*here, name))
            inside = self._inside.get(own)
            if inside is not None:
                yield from inside.given_twice(value, (*here, name))

    def _value(self, name: str, value: Any, *, wire: bool) -> Any:
        inside = self._inside.get(name)
        return value if inside is None else inside.of(value, wire=wire)

    def path_to_wire(self, path: Path) -> Path:
        """Return the path of a property with camelCase names."""
        return tuple(self._steps(path, wire=True))

    def path_from_wire(self, path: Path) -> Path:
        """Return the path of a property with names as they were declared."""
        return tuple(self._steps(path, wire=False))

    def _steps(self, path: Path, *, wire: bool) -> Iterator[str | int]:
        if not path:
            return
        first, rest = path[0], path[1:]
        own = self._own.get(str(first), str(first))
        yield (self._wire.get(own, own) if wire else own) if isinstance(first, str) else first
        inside = self._inside.get(own) if isinstance(first, str) else None
        while rest and inside is not None and inside.items is not None:
            yield rest[0]
            rest, inside = rest[1:], inside.items
        yield from inside.block._steps(rest, wire=wire) if inside and inside.block else rest  # noqa: SLF001

    def text_to_wire(self, path: str) -> str:
        """Return the text of a path, ``worker_config.max_replicas``, with camelCase names."""
        return spelled(self.path_to_wire(parsed(path)))

    def text_from_wire(self, path: str) -> str:
        """Return the text of a path with names as they were declared."""
        return spelled(self.path_from_wire(parsed(path)))

    @property
    def renamed(self) -> dict[str, str]:
        """All names at any depth that are spelt otherwise in camelCase."""
        found = {name: wire for name, wire in self._wire.items() if name != wire}
        for inside in self._inside.values():
            found |= inside.renamed
        return found

    @property
    def words(self) -> re.Pattern[str]:
        """What finds one of those names in a line."""
        names = sorted(self.renamed, key=len, reverse=True)
        return re.compile(rf"(?<![\w/:-])({'|'.join(map(re.escape, names))})(?![\w/-])" if names else r"(?!)")

    def line_to_wire(self, line: str) -> str:
        """Return a line for people with the names that their program has."""
        return self.words.sub(lambda found: self.renamed[found[1]], line)


class _Inside:
    """What lies in a field: a block, a list of something or a map of something."""

    def __init__(self, block: Spelling | None, items: _Inside | None = None, *, is_map: bool = False) -> None:
        self.block, self.items, self.is_map = block, items, is_map

    def of(self, value: Any, *, wire: bool) -> Any:
        """Return a value with the names in it in another spelling; what has another form than declared stays."""
        if isinstance(value, Marked):
            return Marked(self.of(value["value"], wire=wire))
        if self.items is not None and isinstance(value, list):
            return [self.items.of(item, wire=wire) for item in value]
        if self.items is not None and self.is_map and isinstance(value, dict):
            return type(value)({key: self.items.of(item, wire=wire) for key, item in value.items()})
        if self.block is not None and isinstance(value, dict):
            return self.block.to_wire(value) if wire else self.block.from_wire(value)
        return value

    def given_twice(self, value: Any, here: Path) -> Iterator[str]:
        """Yield the paths of names that stand in a value in both spellings."""
        if self.block is not None and isinstance(value, dict):
            yield from self.block.given_twice(value, here)
        elif self.items is not None and isinstance(value, (dict, list)):
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                yield from self.items.given_twice(item, (*here, key))

    @property
    def renamed(self) -> dict[str, str]:
        inner = self.block or self.items
        return inner.renamed if inner else {}


def _inside(hint: Any) -> _Inside | None:
    bare, _ = schema.peel(hint)
    if is_typeddict(bare):
        return _Inside(_of_block(bare))
    if get_origin(bare) in (list, dict):
        items = _inside(get_args(bare)[-1])
        return _Inside(None, items, is_map=get_origin(bare) is dict) if items else None
    return None


@cache
def _of_block(declaration: Any) -> Spelling:
    return Spelling([declaration])


@cache
def spelling_of(kind: type[Kind[Any, Any]]) -> Spelling:
    """Return the names of a kind of resource: its arguments and outputs."""
    return Spelling([kind.args, kind.state], (CHANGED_AT,))


@cache
def spelling_of_the_wait() -> Spelling:
    """Return the names of the wait for many endpoints."""
    return Spelling([ReadinessArgs, ReadinessState])


def parsed(path: str) -> Path:
    """Read the text of a path: names, indexes and quoted keys."""
    return tuple(
        int(index) if index.isdigit() else (index or name or key.replace('\\"', '"').replace("\\\\", "\\"))
        for key, index, name in STEP.findall(path)
    )


def spelled(path: Path) -> str:
    """Write a path as the engine does: ``envs[2].key``, ``labels["a.b"]``."""
    text = ""
    for step in path:
        if isinstance(step, int) or step == "*":
            text += f"[{step}]"
        elif re.fullmatch(r"[A-Za-z_$][\w$-]*", step):
            text += f".{step}" if text else step
        else:
            quoted = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{quoted}"]'
    return text
