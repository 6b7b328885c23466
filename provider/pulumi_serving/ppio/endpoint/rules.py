"""
What must hold across the fields of an endpoint.

Errors are rules that the API documents or that nothing sane can break; what only the vendor's console, older pages or
users tell is a warning, since a client that is stricter than the specification blocks valid programs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values.validate import Problem, unknown_words

from .args import EndpointArgs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeGuard

LONGEST_APP_NAME = 46  # 16 (id) + 1 + 46 = 63, the longest label of a host name
RESERVED_PORTS = {2222, 2223, 2224}
PLATFORM_PREFIXES = ("NOVITA_", "PPIO_")


def problems(args: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every problem; a value that is not known yet, or of a wrong type, breaks no rule here."""
    yield from unknown_words(EndpointArgs, args)
    yield from _replicas(_mapping(args.get("worker_config")))
    yield from _envs(_items(args.get("envs")))
    yield from _ports(_items(args.get("ports")))
    yield from _policy(args)
    yield from _health_check(args)
    yield from _volumes(args)
    yield from _app_name(args.get("app_name"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _replicas(config: Mapping[str, Any]) -> Iterator[Problem]:
    least, most = config.get("min_replicas"), config.get("max_replicas")
    if _is_number(least) and _is_number(most) and least > most:
        yield Problem("worker_config.min_replicas", f"must not be more than max_replicas, {most}, but is {least}")


def _envs(envs: list[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, env in enumerate(envs):
        key = _mapping(env).get("key")
        if not isinstance(key, str):
            continue
        if key in seen:
            yield Problem(f"envs[{index}].key", "is there twice; the keys of envs must be unique")
        seen.add(key)
        if key.startswith(PLATFORM_PREFIXES):
            yield Problem(f"envs[{index}].key", "has a prefix that the platform sets itself", warning=True)


def _ports(ports: list[Any]) -> Iterator[Problem]:
    known = [port for port in ports if _is_number(port)]
    for index, port in enumerate(ports):
        if _is_number(port) and port in ports[:index]:
            yield Problem(f"ports[{index}]", f"{port} is there twice; ports must be unique")
        if _is_number(port) and port in RESERVED_PORTS:
            yield Problem(f"ports[{index}]", f"{port} is reserved by the platform", warning=True)
    if len(known) > 1:
        yield Problem("ports", "older documents and the vendor's console allow only one port", warning=True)


def _policy(args: Mapping[str, Any]) -> Iterator[Problem]:
    kind = _mapping(args.get("policy")).get("type")
    if not isinstance(kind, str):
        return
    if kind == "queue" and args.get("type") == "async":
        yield Problem("policy.type", "queue is not offered for async endpoints; concurrency is", warning=True)


def _health_check(args: Mapping[str, Any]) -> Iterator[Problem]:
    check = _mapping(args.get("health_check"))
    path, port = check.get("path"), check.get("port")
    if isinstance(path, str) and not path.startswith("/"):
        yield Problem("health_check.path", "should start with /", warning=True)
    ports = args.get("ports")
    if _is_number(port) and isinstance(ports, list) and all(map(_is_number, ports)) and port not in ports:
        yield Problem("health_check.port", f"{port} is not one of ports", warning=True)


def _volumes(args: Mapping[str, Any]) -> Iterator[Problem]:
    for index, volume in enumerate(_items(args.get("volumes"))):
        mount, kind = _mapping(volume).get("mount_point"), _mapping(volume).get("type")
        if isinstance(mount, str) and not mount.startswith("/"):
            yield Problem(f"volumes[{index}].mount_point", "should start with /", warning=True)
        if kind == "network" and not args.get("region_id"):
            yield Problem(f"volumes[{index}]", "a network volume needs region_id, its storage's region", warning=True)


def _app_name(name: Any) -> Iterator[Problem]:
    if not isinstance(name, str) or not name:
        return
    if len(name) > LONGEST_APP_NAME:
        yield Problem(
            "app_name", f"is longer than {LONGEST_APP_NAME} characters, so the URL may not work", warning=True
        )
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", name):
        yield Problem(
            "app_name", "should be lower-case letters, digits and hyphens: it is part of the URL", warning=True
        )
