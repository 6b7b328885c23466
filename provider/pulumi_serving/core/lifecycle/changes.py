"""
What an update changes: one answer, for what is sent and for what is verified afterwards.

It is what the program declares otherwise than it did, and what has drifted; both without what the program ignores, and
without what something in the cloud owns, such as a number of replicas that an autoscaler moves. All else stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pulumi_serving.core.values import compare, leaves, markers, schema
from pulumi_serving.core.values.forms import looks_like
from pulumi_serving.core.values.ignored import as_live, unreported
from pulumi_serving.core.values.live import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pulumi_serving.core.cloud.kind import Kind
    from pulumi_serving.core.values.forms import Forms
    from pulumi_serving.core.values.live import Live


@dataclass(frozen=True)
class Comparison:
    """
    How a reading after an update differs from what was sent: the paths that lack it, and what has another form.

    ``doubtful`` are those of the latter that look the same as before the update: see ``Forms.may_be_kept_as``.
    """

    lacking: Sequence[str] = ()
    doubtful: Sequence[str] = ()
    reformed: Sequence[tuple[str, Any, Any]] = ()


@dataclass(frozen=True)
class Changes:
    """
    What one update changes.

    ``live`` is what was there before. ``target`` is all arguments as they shall be: the declared ones, and what the
    program ignores as it is live; ``then`` is the same of what was declared before. ``wanted`` is the target with None
    for what was taken away. ``changed`` are the paths of what is declared otherwise than before; ``declared``, those of
    them that the cloud does not have yet, and ``drifted`` are sent as new. ``owned`` are changed arguments that the
    cloud sets by itself, ``removed`` the paths of arguments that the user has taken away. ``unknown`` are those that
    the program ignores and that nobody can tell as they are live: where absent means unchanged, they are not sent.
    """

    kind: Kind[Any, Any]
    live: Live
    forms: Forms
    target: Mapping[str, Any]
    wanted: Mapping[str, Any]
    then: Mapping[str, Any]
    changed: Sequence[str] = ()
    declared: Sequence[str] = ()
    drifted: Sequence[str] = ()
    owned: Sequence[str] = ()
    removed: Sequence[str] = ()
    cleared: Sequence[str] = ()
    unknown: frozenset[str] = frozenset()

    @property
    def paths(self) -> list[str]:
        """The paths of all that is sent as new."""
        return [*self.declared, *self.drifted]

    @property
    def names(self) -> set[str]:
        """The arguments in which something is new."""
        return {path.partition(".")[0] for path in (*self.paths, *self.cleared)}

    @property
    def heals(self) -> bool:
        """Whether it is one that failed or was stopped: that is sent all that is declared."""
        return self.live.phase in (Phase.FAILED, Phase.STOPPED)

    @property
    def is_needed(self) -> bool:
        """Whether anything is to be sent."""
        return self.heals or bool(self.names)

    def compared(self, live: Live) -> Comparison:
        """
        Compare a later reading with what was sent, and with what agreed before.

        A value that is back where it was has not taken or was rolled back, unless that was the cloud's form of what was
        declared before and may be that of the new value, too; one that moved to a third is the cloud's form of it. What
        never agreed proves nothing.
        """
        before = {path: value for path, _, value in self._differing(self.live)}
        lacking: list[str] = []
        doubtful: list[str] = []
        reformed: list[tuple[str, Any, Any]] = []
        for path, mine, value in self._differing(live):
            if path in self.paths:
                lacks = path not in before or self.forms.is_same(path, before[path], value)
                if lacks and self._may_be_kept_as(path, mine, value):
                    lacks = False
                    doubtful.append(path)
            elif path in before or not compare.is_reported(self.live.values, path):
                continue
            elif _is_under(path, self.changed):  # it was there already, from an earlier run that was broken off
                lacks = value in compare.UNSET or self.forms.is_same(path, _at(self.then, path), value)
            else:
                lacks = value in compare.UNSET
                if not lacks and not self.kind.updates_whole and not looks_like(mine, value):
                    continue  # it was not sent, so somebody else changes it meanwhile: the next refresh will tell
            if lacks:
                lacking.append(path)
            else:
                reformed.append((path, mine, value))
        return Comparison(lacking, doubtful, reformed)

    def in_another_form(self, live: Live) -> list[tuple[str, Any, Any]]:
        """Return what a ready reading shows in another form than it is declared, once nothing is lacking."""
        known = {path for path, _, _ in self._differing(self.live)} | {each[0] for each in self.compared(live).reformed}
        return [
            (path, mine, value)
            for path, mine, value in compare.drift(self.kind.args, self.target, live.values)
            if path in known or self.forms.kept is None
        ]

    def kept(self, live: Live) -> dict[str, str]:
        """Return the marks that the state keeps after such a reading."""
        return self.forms.seen(self.in_another_form(live), live.values)

    def known(self) -> dict[str, str]:
        """Return the marks of what differed before and is not part of the update."""
        before = [each for each in self._differing(self.live) if each[0] not in self.paths]
        return self.forms.seen(before, self.live.values)

    def before(self) -> dict[str, str]:
        """Return marks of what was live before, by the paths that are sent as new."""
        return {
            path: self.forms.mark(path, live)
            for path, mine, live in self._differing(self.live)
            if path in self.paths and not self._may_be_kept_as(path, mine, live)
        }

    def expected(self) -> dict[str, str]:
        """Return marks of what was live before and may be the cloud's form of what is sent as new."""
        return {
            path: self.forms.mark(path, mine, live)
            for path, mine, live in self._differing(self.live)
            if path in self.paths and self._may_be_kept_as(path, mine, live)
        }

    def _may_be_kept_as(self, path: str, declared: Any, live: Any) -> bool:
        return self.forms.may_be_kept_as(path, _at(self.then, path), declared, live)

    def unreported(self, live: Live) -> list[str]:
        """Return the names of what was sent and a reading does not show."""
        return [path for path in self.paths if not compare.is_reported(live.values, path)]

    def _differing(self, live: Live) -> Iterator[tuple[str, Any, Any]]:
        yield from compare.drift(self.kind.args, self.wanted, live.values)


def changes_between(
    kind: Kind[Any, Any],
    live: Live,
    inputs: Mapping[str, Any],
    recorded: Mapping[str, Any],
    forms: Forms,
    ignored: Sequence[str] = (),
) -> Changes:
    """
    Return what an update to these inputs changes, from those that are ``recorded``.

    What the cloud does not show at the moment counts if the program has changed it.
    """
    then = as_live(kind.args, _arguments(kind, recorded), live.values, ignored)
    target = as_live(kind.args, _arguments(kind, inputs), live.values, ignored)
    changed = [*compare.differing(kind.args, then, target)] if recorded else [*target]
    changed = [path for path in changed if not _is_local(kind, path)]
    owned = [path for path in changed if _is_under(path, live.owned)]
    changed = [path for path in changed if path not in owned]
    target = {name: value for name, value in target.items() if name not in live.owned}
    removed = [path for path in compare.removed(kind.args, recorded, inputs) if not _is_under(path, live.owned)]
    kept = {*kind.cannot_clear(inputs, removed)}
    wanted = {**target, **{path: None for path in removed if "." not in path and path not in kept}}
    if forms.kept is None and live.phase is Phase.READY:  # its forms are seen now, before anything is sent
        forms = replace(forms, kept=forms.seen(compare.drift(kind.args, then, live.values), live.values))
    differing = list(compare.drift(kind.args, wanted, live.values))
    declared = [path for path, _, _ in differing if _is_under(path, changed)]
    unseen = [path for path in changed if not compare.is_reported(live.values, path) and path not in kept]
    unseen += _changed_out_of_sight(kind, then, target, live, [path for path in changed if path not in unseen])
    drifted = [path for path, mine, value in differing if path not in declared and forms.is_drift(path, mine, value)]
    # What was taken away inside of a block shows in no comparison with what is declared.
    cleared = [path for path in removed if "." in path and path not in kept]
    return Changes(
        kind,
        live,
        forms,
        target,
        wanted,
        then,
        changed=changed,
        declared=[*declared, *unseen],
        drifted=drifted,
        owned=owned,
        removed=removed,
        cleared=cleared,
        unknown=unreported(kind.args, live.values, ignored),
    )


def _changed_out_of_sight(
    kind: Kind[Any, Any], then: Mapping[str, Any], target: Mapping[str, Any], live: Live, changed: Sequence[str]
) -> list[str]:
    """Return those changed paths whose old and new values both agree with what is live: it does not show all of it."""
    both = [*compare.drift(kind.args, then, live.values), *compare.drift(kind.args, target, live.values)]
    seen = {path for path, _, _ in both}
    hidden = [path for path in changed if path not in seen]
    return [path for path in hidden if all(_at(values, path) not in compare.UNSET for values in (then, target))]


def _at(values: Mapping[str, Any], path: str) -> Any:
    return leaves.at(values, path.split("."))


def _arguments(kind: Kind[Any, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: inputs[name] for name in schema.fields(kind.args) if name in inputs}


def _is_local(kind: Kind[Any, Any], path: str) -> bool:
    return schema.fields(kind.args)[path.partition(".")[0]].marker(markers.Local) is not None


def _is_under(path: str, others: Sequence[str] | frozenset[str]) -> bool:
    return any(path == other or path.startswith(f"{other}.") for other in others)
