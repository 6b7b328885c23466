"""Reading a fleet's config: endpoints, shared defaults and named accounts, and every mistake in them with its path."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pulumi

from pulumi_serving.core.cloud.discovery import clouds, serving_kinds
from pulumi_serving.core.cloud.named import broken_cloud_rule, broken_kind_rule
from pulumi_serving.core.values import hidden, inputs, leaves, schema, validate
from pulumi_serving.core.values.validate import REQUIRED, Problem, unknown_name
from pulumi_serving.fleet import aliases as fleet_aliases
from pulumi_serving.program.clouds import Cloud, cloud

from .defaults import Merged, child, spelled
from .options import CLOUD, KIND, ONLY_OF_AN_ENDPOINT, OptionsArgs
from .plans import ACCOUNTS, DEFAULTS, ENDPOINTS, AccountPlan, EndpointPlan, FleetConfigError, FleetPlan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OPTIONS = tuple(schema.fields(OptionsArgs))
UNKNOWN = pulumi.output.Unknown()  # type: ignore[no-untyped-call]


@dataclass
class Reading:
    """One reading of a config, and what it has found so far."""

    mistakes: dict[str, None] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)
    clouds_of_accounts: dict[str, str | None] = field(default_factory=dict)
    taken: dict[tuple[str, ...], str] = field(default_factory=dict)

    def plan(self, endpoints: Any, defaults: Any, accounts: Any) -> FleetPlan:
        """Read all three keys; endpoints last, since they refer to the others."""
        found_accounts = tuple(self.accounts(self.carried(accounts, ACCOUNTS)))
        shared = dict(self.defaults(self.carried(defaults, DEFAULTS)))
        found_endpoints = tuple(self.endpoints(self.carried(endpoints, ENDPOINTS), shared))
        if self.mistakes:
            raise FleetConfigError(self.mistakes)
        return FleetPlan(found_endpoints, found_accounts, tuple(self.warnings))

    def report(self, path: str, rule: str, *, warning: bool = False) -> None:
        """Note what is wrong; the same in several endpoints, if it comes from their defaults, is told once."""
        (self.warnings if warning else self.mistakes)[str(Problem(path, rule))] = None

    def carried(self, value: Any, path: str) -> Any:
        """Return a value without what no argument may be, which is told; numbers are told by the arguments."""
        passed, mistakes = inputs.checked(value)
        for steps, rule in mistakes:
            if rule != inputs.TOO_LARGE:
                self.report(spelled(path, steps), rule)
        return passed

    def mapping(self, value: Any, path: str) -> dict[str, Any]:
        """Return a mapping; what is none is a mistake, and null as good as an empty one."""
        if not isinstance(value, dict | None):
            self.report(path, f"must be a mapping, not {validate.type_words(value)}")
        return leaves.whole_numbers(value) if isinstance(value, dict) else {}

    def name(self, name: str, path: str) -> None:
        """Check the name of an endpoint or an account, which is a part of a resource's URN."""
        if not name or "::" in name:
            self.report(path, "a name must not be empty, nor hold ::")

    def cloud(self, given: Mapping[str, Any], path: str) -> Cloud | None:
        """Return the cloud that an endpoint or an account names."""
        name = given.get(CLOUD)
        if name is None:
            self.report(child(path, CLOUD), f"{REQUIRED}: one of {', '.join(clouds())}")
        elif not isinstance(name, str) or isinstance(name, hidden.UnreadText):
            self.report(child(path, CLOUD), f"must be one of {', '.join(clouds())}, in clear")
        elif rule := broken_cloud_rule(name):
            self.report(child(path, CLOUD), rule)
        else:
            return cloud(str(name))
        return None

    def kind(self, of: Cloud | None, own: Mapping[str, Any], path: str) -> Cloud | None:
        """Return the cloud with the kind that an endpoint names: where only one serves, it need not."""
        name = own.get(KIND)
        if of is None:
            return None
        if not isinstance(name, str | None) or isinstance(name, hidden.UnreadText):  # told with the other options
            return of
        if rule := broken_kind_rule(of.name, name):
            self.report(child(path, KIND), rule)
            return None if name is None else of
        return of if name is None else cloud(of.name, str(name))

    def accounts(self, accounts: Any) -> Iterator[AccountPlan]:
        """Read ``serving:accounts``."""
        for name, given in self.mapping(accounts, ACCOUNTS).items():
            path = child(ACCOUNTS, name)
            self.name(name, path)
            settings = {key: value for key, value in self.mapping(given, path).items() if value is not None}
            of = self.cloud(settings, path)
            self.clouds_of_accounts[name] = of.name if of else None
            if of:
                settings.pop(CLOUD)
                for problem in validate.validate(of.settings_args, settings)[1]:
                    self.report(child(path, problem.path), problem.rule)
                yield AccountPlan(name, of.name, settings)

    def defaults(self, defaults: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """Read ``serving:defaults``, and check them by themselves too: perhaps no endpoint has them."""
        for name, given in self.mapping(defaults, DEFAULTS).items():
            path = child(DEFAULTS, name)
            values = self.mapping(given, path)
            if rule := broken_cloud_rule(name):
                self.report(path, rule)
                continue
            merged = Merged(values, path, {}, "")
            for key in ONLY_OF_AN_ENDPOINT & {*merged.values}:
                self.report(child(path, key), "is for one endpoint, not for all")
            yield name, {key: value for key, value in values.items() if key not in ONLY_OF_AN_ENDPOINT}
            self.options(merged, cloud(name))
            if len(serving_kinds(name)) > 1:  # each endpoint takes those that its kind has
                continue
            for problem in self.types(merged, cloud(name)):
                if not _may_come_later(problem):
                    self.report(merged.origin(problem.path), problem.rule)

    def endpoints(self, endpoints: Any, defaults: Mapping[str, dict[str, Any]]) -> Iterator[EndpointPlan]:
        """Read ``serving:endpoints``."""
        found = self.mapping(endpoints, ENDPOINTS)
        for name, given in found.items():
            path = child(ENDPOINTS, name)
            self.name(name, path)
            own = self.mapping(given, path)
            of = self.kind(self.cloud(own, path), own, path)
            shared = _shared(of, defaults)
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
                args=args,
                protect=options.get("protect"),
                aliases=tuple(options.get("aliases", ())),
                timeouts=options.get("timeouts", {}),
                kind=options.get(KIND, ""),
            )

    def options(self, merged: Merged, of: Cloud | None) -> dict[str, Any]:
        """Check the keys that are no arguments, and return them in clear."""
        options = {key: merged.values[key] for key in OPTIONS if key in merged.values}
        checked, problems = validate.validate(OptionsArgs, options)
        for problem in problems:
            self.report(merged.origin(problem.path), problem.rule)
        for key, value in options.items():
            if _has_unread(value):
                self.report(merged.origin(key), "must be given in clear")
        account = options.get("account")
        if isinstance(account, str) and not isinstance(account, hidden.UnreadText):
            self.account(account, merged.origin("account"), of)
        return hidden.plain(checked) if not problems else {}

    def account(self, name: str, path: str, of: Cloud | None) -> None:
        """Check that an account is there, and is one of the endpoint's cloud."""
        known = self.clouds_of_accounts
        if name not in known:
            self.report(path, unknown_name(name, [*known], f"is not in {ACCOUNTS}"))
        elif of and known[name] not in (None, of.name):
            self.report(path, f"is an account of {known[name]}, and the endpoint is of {of.name}")

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
            self.report(path, problem.rule)
        for problem in of.kind.rules(leaves.map_leaves(_arguments(merged), _as_unknown)):
            path = merged.origin(problem.path)
            endpoint = merged.own("")
            where = "" if path.startswith(endpoint) else f" (with {endpoint})"
            self.report(path, problem.rule + where, warning=problem.warning)

    def aliases(self, merged: Merged, of: Cloud, name: str, endpoints: Mapping[str, Any]) -> None:
        """Check that a former name is nobody's present one, and nobody else's former one."""
        aliases = merged.values.get("aliases")
        for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            path = merged.origin(f"aliases[{index}]")
            there = endpoints.get(alias) if isinstance(alias, str) else None
            if alias == name or (isinstance(there, dict) and there.get(CLOUD) == of.name):
                self.report(path, "is the name of an endpoint that is there")
            elif isinstance(alias, str) and (rule := fleet_aliases.broken_rule(alias, of)):
                self.report(path, rule)
            elif isinstance(alias, str):
                self.require_unique(("alias", of.name, alias), path)

    def name_of_its_own(self, name: Any, merged: Merged, of: Cloud, account: str | None) -> None:
        """Check that no two endpoints of one account are given the same name in the cloud."""
        if isinstance(name, str) and not isinstance(name, hidden.UnreadText):
            self.require_unique(("name", of.name, account or "", name), merged.own("name"))

    def require_unique(self, what: tuple[str, ...], path: str) -> None:
        """Note where something stands, or that it stands elsewhere already."""
        first = self.taken.setdefault(what, path)
        if first != path:
            self.report(path, f"is the same as {first}")


def _shared(of: Cloud | None, defaults: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the defaults of a cloud that are for a kind of it: of several, each has arguments of its own."""
    shared = defaults.get(of.name, {}) if of else {}
    if of is None or len(serving_kinds(of.name)) == 1:
        return shared
    return {key: value for key, value in shared.items() if key in OPTIONS or key in schema.fields(of.kind.args)}


def _arguments(merged: Merged) -> dict[str, Any]:
    return {key: value for key, value in merged.values.items() if key not in (CLOUD, *OPTIONS)}


def _may_come_later(problem: Problem) -> bool:
    """Tell whether a problem of the defaults is none: an endpoint gives what is missing, but not within lists."""
    return problem.rule == REQUIRED and "[" not in problem.path


def _has_unread(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_unread, value.values()))
    return any(map(_has_unread, value)) if isinstance(value, list) else isinstance(value, hidden.UnreadText)


def _as_unknown(leaf: Any) -> Any:
    return UNKNOWN if isinstance(leaf, hidden.SecretText) else leaf
