"""
What is wrong with how a program declares something: a RunError of one line, before Pulumi is told of it.

Pulumi ends such a program with a traceback, or with the engine's own words for a URN, or says nothing at all.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.core import clock
from pulumi_serving.core.values import inputs
from pulumi_serving.core.values.validate import unknown_name
from pulumi_serving.doors.dynamic import sdk
from pulumi_serving.doors.dynamic.sdk import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLOUD_OF_A_PROVIDER = "_serving_cloud"
"""The attribute of an explicit provider that says which cloud it is for."""
STACK = "pulumi:pulumi:Stack"
LISTS = ("additional_secret_outputs", "aliases", "ignore_changes", "replace_on_changes")
OPERATIONS = ("create", "update", "delete")


def refuse_name(what: str, name: Any) -> None:
    """Raise if a logical name is none."""
    if not isinstance(name, str):
        raise pulumi.RunError(f"{what}: its name must be a text that the program knows, not {a(name)}")
    rule = inputs.wrong_text(name) if name else "must not be empty"
    if rule:
        raise pulumi.RunError(f"{what}: its name {rule}")


def refuse_options(what: str, opts: Any) -> None:
    """Raise if resource options are none, or hold what can't be meant."""
    if opts is None:
        return
    if not isinstance(opts, pulumi.ResourceOptions):
        raise pulumi.RunError(f"{what}: opts must be pulumi.ResourceOptions, not {a(opts)}")
    if opts.parent is not None and not isinstance(opts.parent, pulumi.Resource):
        raise pulumi.RunError(f"{what}: its parent must be a resource, not {a(opts.parent)}")
    if opts.import_ is not None:
        raise pulumi.RunError(
            f"{what}: import_ can't work with a dynamic provider; `PULUMI_SERVING_ADOPT=<id> pulumi up` adopts "
            "what is there already"
        )
    lines = [f"{what}: {line}" for line in (*_wrong_lists(opts), *_wrong_timeouts(opts.custom_timeouts))]
    if lines:
        raise pulumi.RunError("\n".join(lines))


def _wrong_lists(opts: pulumi.ResourceOptions) -> Iterator[str]:
    """Yield what is one text where a list is meant: Pulumi would take each of its letters for an item."""
    for option in LISTS:
        if isinstance(getattr(opts, option, None), str):
            yield f"{option} must be a list, not a text: put it into [...]"


def refuse_unknown_outputs(what: str, opts: pulumi.ResourceOptions | None, known: Sequence[str]) -> None:
    """Raise if what shall be secret is no argument or output: it would stay in clear, without a word."""
    for name in getattr(opts, "additional_secret_outputs", None) or ():
        if isinstance(name, str) and name not in known:
            rule = unknown_name(name, known, f"{name} is no argument or output")
            raise pulumi.RunError(f"{what}: additional_secret_outputs: {rule}")


def _wrong_timeouts(timeouts: Any) -> Iterator[str]:
    if timeouts is None:
        return
    if not isinstance(timeouts, pulumi.CustomTimeouts):
        yield f'custom_timeouts must be pulumi.CustomTimeouts(create="40m"), not {a(timeouts)}'
        return
    for operation in OPERATIONS:
        given = getattr(timeouts, operation, None)
        if given is None:
            continue
        try:
            clock.limit(given)
        except ValueError as error:
            yield f"custom_timeouts.{operation} {error}"


def refuse_provider(what: str, opts: pulumi.ResourceOptions, cloud: str) -> None:
    """
    Raise if a resource would get another explicit provider than was meant, or silently none.

    All instances are of one package, by which alone Pulumi knows them: it passes by a component's
    ``providers={"<cloud>": ...}``, and of a list it takes the last.
    """
    wanted = f"a pulumi_serving.{cloud}.Provider"
    if opts.provider is not None and getattr(opts.provider, "package", None) != PACKAGE:
        raise pulumi.RunError(f"{what}: its provider must be {wanted}, not {a(opts.provider)}")
    inherited = {**opts.parent._providers} if opts.parent is not None else {}  # noqa: SLF001 - there is no other word
    inherited |= opts.providers if isinstance(opts.providers, dict) else {}
    found = opts.provider or inherited.get(PACKAGE)
    for key, instance in inherited.items():
        if found is None and key != PACKAGE and _cloud_of(instance) == cloud:
            raise pulumi.RunError(
                f'{what}: the providers={{"{key}": ...}} of its parent does not reach it, since Pulumi has one key for '
                f"all dynamic providers: give it, or the component, provider={wanted}"
            )
    other = _cloud_of(found)
    if other not in (None, cloud):
        raise pulumi.RunError(
            f"{what}: the provider instance that it gets is for {other}, and it takes {wanted}: of the providers of a "
            "component Pulumi hands on one alone, so give each resource its own provider="
        )


def _cloud_of(instance: object) -> str | None:
    return getattr(instance, CLOUD_OF_A_PROVIDER, None)


_names: weakref.WeakKeyDictionary[Any, dict[Any, str]] = weakref.WeakKeyDictionary()
"""By the program's engine, what has which name: Pulumi knows a resource by names and types alone, its parents' too."""
_lines_of_parents: weakref.WeakKeyDictionary[Any, tuple[Any, ...]] = weakref.WeakKeyDictionary()


def claim_name(resource: pulumi.Resource, what: str, type_: str, name: str, parent: pulumi.Resource | None) -> None:
    """
    Raise if another resource of this program has the same URN, naming both: the engine would name the URN alone.

    What is below a component that is not of this package counts as its own: its URN is not known yet.
    """
    engine = sdk.program_engine()
    if engine is None:  # mocks take what comes, and tests make a program again
        return
    line = (*_line(parent), type_)
    _lines_of_parents[resource] = line
    taken, full = _names.setdefault(engine, {}), f"{what}{_of(parent)}"
    if (line, name) in taken:
        raise pulumi.RunError(
            f"{taken[line, name]} and {full} would have one URN, by which Pulumi tells resources apart: give one of "
            "them another name"
        )
    taken[line, name] = full


def _line(parent: pulumi.Resource | None) -> tuple[Any, ...]:
    """Return the types of a resource's parents, as far as they are known; from there on the parent itself."""
    if parent is None or parent.pulumi_resource_type == STACK:
        return ()
    return _lines_of_parents.get(parent) or (parent,)


def _of(parent: pulumi.Resource | None) -> str:
    if parent is None or parent.pulumi_resource_type == STACK:
        return ""
    return f" of {type(parent).__name__} {getattr(parent, '_name', '')}".rstrip()


def a(value: Any) -> str:
    """Say what a value is, by its class: ``a set``."""
    if isinstance(value, pulumi.Output):
        return "an output"
    noun = type(value).__name__
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"
