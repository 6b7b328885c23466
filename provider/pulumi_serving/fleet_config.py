"""
A fleet as a team writes it down, in the stack's config: endpoints of all clouds, shared defaults, named accounts.

``plan`` turns it into what is to be made, or tells every mistake of the whole config at once, each with its path in the
YAML. It makes no call and needs no engine. A text that may be secret is a ``SecretText`` on its way in; it is checked,
never repeated, and a secret output on its way out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pulumi

from . import stack_file
from .core import schema, validate
from .core.clouds import Cloud, cloud, clouds
from .core.validate import REQUIRED, Problem, unknown_name
from .fleet_defaults import Merged, child
from .fleet_options import CLOUD, ONLY_OF_AN_ENDPOINT, OptionsArgs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ENDPOINTS = "serving:endpoints"
DEFAULTS = "serving:defaults"
ACCOUNTS = "serving:accounts"
OPTIONS = tuple(schema.fields(OptionsArgs))
UNKNOWN = pulumi.output.Unknown()  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class EndpointPlan:
    """
    One endpoint, defaults merged in, checked.

    ``args`` are the arguments of the cloud's resource, texts that may be secret as secret outputs; ``account`` is one
    of the plan's, None for the cloud's default account; ``timeouts`` has ``create``, ``update`` and ``delete``, as far
    as they are given, each a duration such as ``40m``.
    """

    name: str
    cloud: str
    account: str | None
    args: dict[str, Any]
    protect: bool | None
    aliases: tuple[str, ...]
    timeouts: Mapping[str, str]


@dataclass(frozen=True)
class AccountPlan:
    """One named account: the arguments of that cloud's Provider, what is or may be secret as secret outputs."""

    name: str
    cloud: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class FleetPlan:
    """All endpoints and accounts, in the order of the config, and a line for each thing that is doubtful."""

    endpoints: tuple[EndpointPlan, ...]
    accounts: tuple[AccountPlan, ...]
    warnings: tuple[str, ...] = ()


class FleetConfigError(pulumi.RunError):
    """All that is wrong with a fleet's config: ``lines``, one per mistake, each with its path."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines."""
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def from_stack_config() -> FleetPlan:
    """Plan the fleet of the running stack's config; a FleetConfigError names all that is wrong."""
    endpoints, defaults, accounts = (stack_file.of_the_running_stack(key) for key in (ENDPOINTS, DEFAULTS, ACCOUNTS))
    if endpoints is None:
        # A fleet without a word on its endpoints is a mistake, not the wish to delete them all.
        raise FleetConfigError([f"{ENDPOINTS}: {REQUIRED}; a fleet without endpoints is {{}}"])
    return plan(endpoints, defaults, accounts)


def plan(
    endpoints: Mapping[str, Any], defaults: Mapping[str, Any] | None = None, accounts: Mapping[str, Any] | None = None
) -> FleetPlan:
    """
    Check a fleet's config and plan its endpoints and accounts; a FleetConfigError names all that is wrong.

    The three are the values of ``serving:endpoints``, ``serving:defaults`` and ``serving:accounts``. Arguments and
    settings may hold outputs.
    """
    reading = _Reading()
    found_accounts = tuple(reading.accounts(accounts))
    shared = dict(reading.defaults(defaults))
    found_endpoints = tuple(reading.endpoints(endpoints, shared))
    if reading.mistakes:
        raise FleetConfigError(reading.mistakes)
    return FleetPlan(found_endpoints, found_accounts, tuple(reading.warnings))


@dataclass
class _Reading:
    """One reading of a config, and what it has found so far."""

    mistakes: dict[str, None] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    clouds_of_accounts: dict[str, str | None] = field(default_factory=dict)
    taken: dict[tuple[str, ...], str] = field(default_factory=dict)

    def wrong(self, path: str, rule: str, *, warning: bool = False) -> None:
        """Note what is wrong; the same in several endpoints, if it comes from their defaults, is told once."""
        (self.warnings if warning else self.mistakes)[str(Problem(path, rule))] = None

    def mapping(self, value: Any, path: str) -> dict[str, Any]:
        """Return a mapping; what is none is a mistake, and null as good as an empty one."""
        if not isinstance(value, dict | None):
            self.wrong(path, f"must be a mapping, not {validate.type_words(value)}")
        return schema.whole_numbers(value) if isinstance(value, dict) else {}

    def cloud(self, given: Mapping[str, Any], path: str) -> Cloud | None:
        """Return the cloud that an endpoint or an account names."""
        name = given.get(CLOUD)
        if name is None:
            self.wrong(child(path, CLOUD), f"{REQUIRED}: one of {', '.join(clouds())}")
        elif not isinstance(name, str) or isinstance(name, schema.UnreadText):
            self.wrong(child(path, CLOUD), f"must be one of {', '.join(clouds())}, in clear")
        elif name not in clouds():
            self.wrong(child(path, CLOUD), unknown_name(name, clouds(), "is not a cloud"))
        else:
            return cloud(str(name))
        return None

    def accounts(self, accounts: Any) -> Iterator[AccountPlan]:
        """Read ``serving:accounts``."""
        for name, given in self.mapping(accounts, ACCOUNTS).items():
            path = child(ACCOUNTS, name)
            settings = {key: value for key, value in self.mapping(given, path).items() if value is not None}
            of = self.cloud(settings, path)
            self.clouds_of_accounts[name] = of.name if of else None
            if of:
                settings.pop(CLOUD)
                for problem in validate.validate(of.settings_args, settings)[1]:
                    self.wrong(child(path, problem.path), problem.rule)
                yield AccountPlan(name, of.name, schema.with_secrets(of.settings_args, _as_inputs(settings)))

    def defaults(self, defaults: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """Read ``serving:defaults``, and check them by themselves too: perhaps no endpoint has them."""
        for name, given in self.mapping(defaults, DEFAULTS).items():
            path = child(DEFAULTS, name)
            values = self.mapping(given, path)
            if name not in clouds():
                self.wrong(path, unknown_name(name, clouds(), "is not a cloud"))
                continue
            merged = Merged(values, path, {}, "")
            for key in ONLY_OF_AN_ENDPOINT & {*merged.values}:
                self.wrong(child(path, key), "is for one endpoint, not for all")
            yield name, {key: value for key, value in values.items() if key not in ONLY_OF_AN_ENDPOINT}
            self.options(merged, cloud(name))
            for problem in self.types(merged, cloud(name)):
                if not _may_come_later(problem):
                    self.wrong(merged.origin(problem.path), problem.rule)

    def endpoints(self, endpoints: Any, defaults: Mapping[str, dict[str, Any]]) -> Iterator[EndpointPlan]:
        """Read ``serving:endpoints``."""
        found = self.mapping(endpoints, ENDPOINTS)
        for name, given in found.items():
            path = child(ENDPOINTS, name)
            if not name or "::" in name:
                self.wrong(path, "a name must not be empty, nor hold ::")
            own = self.mapping(given, path)
            of = self.cloud(own, path)
            shared = defaults.get(of.name, {}) if of else {}
            merged = Merged(own, path, shared, child(DEFAULTS, of.name) if of else "")
            options = self.options(merged, of)
            if of is None:
                continue
            self.arguments(merged, of)
            self.aliases(merged, of, name, found)
            args = _arguments(merged)
            self.name_of_its_own(args.get("name"), merged, of, options.get("account"))
            yield EndpointPlan(
                name=name,
                cloud=of.name,
                account=options.get("account"),
                args=_as_inputs(args),
                protect=options.get("protect"),
                aliases=tuple(options.get("aliases", ())),
                timeouts=options.get("timeouts", {}),
            )

    def options(self, merged: Merged, of: Cloud | None) -> dict[str, Any]:
        """Check the keys that are no arguments, and return them in clear."""
        options = {key: merged.values[key] for key in OPTIONS if key in merged.values}
        checked, problems = validate.validate(OptionsArgs, options)
        for problem in problems:
            self.wrong(merged.origin(problem.path), problem.rule)
        for key, value in options.items():
            if _has_unread(value):
                self.wrong(merged.origin(key), "must be given in clear")
        account = options.get("account")
        if isinstance(account, str) and not isinstance(account, schema.UnreadText):
            self.account(account, merged.origin("account"), of)
        return schema.plain(checked) if not problems else {}

    def account(self, name: str, path: str, of: Cloud | None) -> None:
        """Check that an account is there, and is one of the endpoint's cloud."""
        known = self.clouds_of_accounts
        if name not in known:
            self.wrong(path, unknown_name(name, [*known], f"is not in {ACCOUNTS}"))
        elif of and known[name] not in (None, of.name):
            self.wrong(path, f"is an account of {known[name]}, and the endpoint is of {of.name}")

    def types(self, merged: Merged, of: Cloud) -> list[Problem]:
        """Find what is wrong with each argument by itself."""
        known = schema.fields(of.kind.args)
        args = _arguments(merged)
        misspelt = [key for key in args if key not in known]
        problems = validate.validate(of.kind.args, {key: args[key] for key in args if key in known})[1]
        return [*problems, *(Problem(key, unknown_name(key, [*known, CLOUD, *OPTIONS])) for key in misspelt)]

    def arguments(self, merged: Merged, of: Cloud) -> None:
        """Check an endpoint's arguments as the preview's check does, which takes secrets for unknown here."""
        for problem in self.types(merged, of):
            path = merged.own(problem.path) if _may_come_later(problem) else merged.origin(problem.path)
            self.wrong(path, problem.rule)
        for problem in of.kind.rules(schema.map_leaves(_arguments(merged), _as_unknown)):
            path = merged.origin(problem.path)
            endpoint = merged.own("")
            where = "" if path.startswith(endpoint) else f" (with {endpoint})"
            self.wrong(path, problem.rule + where, warning=problem.warning)

    def aliases(self, merged: Merged, of: Cloud, name: str, endpoints: Mapping[str, Any]) -> None:
        """Check that a former name is nobody's present one, and nobody else's former one."""
        aliases = merged.values.get("aliases")
        for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            path = merged.origin(f"aliases[{index}]")
            there = endpoints.get(alias) if isinstance(alias, str) else None
            if alias == name or (isinstance(there, dict) and there.get(CLOUD) == of.name):
                self.wrong(path, "is the name of an endpoint that is there")
            elif isinstance(alias, str):
                self.only_once(("alias", of.name, alias), path)

    def name_of_its_own(self, name: Any, merged: Merged, of: Cloud, account: str | None) -> None:
        """Check that no two endpoints of one account are given the same name in the cloud."""
        if isinstance(name, str) and not isinstance(name, schema.UnreadText):
            self.only_once(("name", of.name, account or "", name), merged.own("name"))

    def only_once(self, what: tuple[str, ...], path: str) -> None:
        """Note where something stands, or that it stands elsewhere already."""
        first = self.taken.setdefault(what, path)
        if first != path:
            self.wrong(path, f"is the same as {first}")


def _arguments(merged: Merged) -> dict[str, Any]:
    return {key: value for key, value in merged.values.items() if key not in (CLOUD, *OPTIONS)}


def _may_come_later(problem: Problem) -> bool:
    """Tell whether a problem of the defaults is none: an endpoint gives what is missing, but not within lists."""
    return problem.rule == REQUIRED and "[" not in problem.path


def _has_unread(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_unread, value.values()))
    return any(map(_has_unread, value)) if isinstance(value, list) else isinstance(value, schema.UnreadText)


def _as_inputs(values: dict[str, Any]) -> dict[str, Any]:
    return {key: schema.map_leaves(value, _as_input) for key, value in values.items()}


def _as_input(leaf: Any) -> Any:
    return pulumi.Output.secret(str(leaf)) if isinstance(leaf, schema.SecretText) else leaf


def _as_unknown(leaf: Any) -> Any:
    return UNKNOWN if isinstance(leaf, schema.SecretText) else leaf
