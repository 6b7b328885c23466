"""The matrix: a cloud, a verb, a fault, the request that it strikes and how often; and what one cell comes to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.harness.lab import COMMAND_MARKER, ENV_MARKER
from tests.harness.stack import Run, repair
from tests.harness.wire import BY_NAME, FAULTS, FOR_EVER, times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.harness.lab import Lab, Subject
    from tests.harness.stack import Stack

VERBS = ("create", "update", "read", "delete", "replace", "replace by name")
REQUESTS = 6
"""A fault strikes each of so many first requests of a verb: those after them are more of the same readings."""
REPAIRS = 3
SELDOM = {"PULUMI_SERVING_POLL_SECONDS": "20"}
"""For what lasts until the limit of the wait: two hundred readings show no more than fifty."""
WORLDS: dict[str, dict[str, Any]] = {
    "fails": {"next_outcome": {"fail": "no GPU of this kind is free"}},
    "stuck": {"next_outcome": {"stuck": True}},
    "rolls back": {"next_outcome": {"roll_back": True}},
    "clock 20 minutes slow": {"clock_offset_s": -1200},
    "clock 20 minutes fast": {"clock_offset_s": 1200},
    "list lags for long": {"list_lag_s": 40},
    "keeps values in another form": {"normalise": True},
}
WELL: dict[str, Any] = {"next_outcome": None, "clock_offset_s": 0, "list_lag_s": 0}
"""The settings of a cloud that is well again. One that keeps values in a form of its own does so for ever."""
"""How the cloud itself may misbehave, with every request in order: settings of the simulator."""


@dataclass(frozen=True)
class Cell:
    """One cell. ``first`` is the request that the fault strikes; 0 where it is the cloud's own world that is odd."""

    cloud: str
    verb: str
    fault: str
    first: int
    times: int

    def __str__(self) -> str:
        """Name it: ``ppio create 2 reset after x1``."""
        return f"{self.cloud} {self.verb} {self.first} {self.fault} x{self.times}"


@dataclass
class Verdict:
    """What went wrong in a cell; good if nothing did."""

    cell: Cell
    orphaned: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    unhealed: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """What was sent after Ctrl-C."""
    story: list[str] = field(default_factory=list)

    KINDS = ("orphaned", "doubled", "lost", "secrets", "hangs", "tracebacks", "unhealed", "written")

    @property
    def good(self) -> bool:
        """Whether nothing went wrong."""
        return not any(getattr(self, kind) for kind in self.KINDS)

    def __str__(self) -> str:
        """Write it in one line."""
        wrong = "; ".join(f"{kind}: {', '.join(getattr(self, kind))}" for kind in self.KINDS if getattr(self, kind))
        return f"{self.cell}: {wrong or 'good'}"


def cells(lab: Lab, subject: Subject, verbs: tuple[str, ...] = VERBS) -> Iterator[Cell]:
    """Yield every cell of a cloud: as many requests of each verb as an undisturbed run of it makes."""
    for verb in verbs:
        requests = _requests(lab, subject, verb)
        for fault in FAULTS:
            for first in range(1, min(requests, REQUESTS) + 1):
                for number in times(fault):
                    yield Cell(subject.cloud, verb, fault.name, first, number)
        for world, odd in WORLDS.items():
            if verb not in ("read", "delete") or "next_outcome" not in odd:
                yield Cell(subject.cloud, verb, world, 0, 1)


def _requests(lab: Lab, subject: Subject, verb: str) -> int:
    lab.renew()
    act = _Act(lab, subject, verb)
    act.prepare()
    lab.wire.arm(None)
    act.go()
    return len(lab.wire.sent)


def _lasts(cell: Cell) -> bool:
    """Tell whether a cell goes on until the limit of its wait, one reading quickly after the other."""
    return cell.fault == "stuck" or (cell.times == FOR_EVER and not BY_NAME[cell.fault].waits_s)


class _Act:
    """One verb of one resource: what is there before it, the command, and what is wanted after it."""

    def __init__(self, lab: Lab, subject: Subject, verb: str) -> None:
        self.lab, self.subject, self.verb = lab, subject, verb
        self.stack: Stack = lab.stack(subject)
        name = {"name": f"faults{'_' if subject.cloud == 'alibaba' else '-'}llm"} if verb == "replace by name" else {}
        self.before = {**subject.create, **name}
        changes = {"update": subject.changed, "replace": subject.replaced, "replace by name": subject.replaced}
        self.wanted = {**changes.get(verb, subject.create), **name}

    def prepare(self) -> None:
        if self.verb != "create":
            run = self.stack.up(self.before)
            assert not run.failed, run.lines
            self.lab.clock.sleep(600.0)

    def go(self, **environ: str) -> Run:
        if self.verb == "delete":
            return self.stack.destroy(**environ)
        return self.stack.refresh(**environ) if self.verb == "read" else self.stack.up(self.wanted, **environ)


class Trial:
    """One cell, run: the verb under its fault, the repair that our words name, and the end of it all."""

    def __init__(self, lab: Lab, subject: Subject, cell: Cell) -> None:
        """Prepare."""
        lab.renew()
        self.lab, self.subject = lab, subject
        self.verdict = Verdict(cell)
        self.act = _Act(lab, subject, cell.verb)
        self.stack = self.act.stack

    def run(self) -> Verdict:
        """Run it."""
        self.act.prepare()
        self._repair(self._judged(self.strike()))
        self._end()
        return self.verdict

    def strike(self) -> Callable[[], Run]:
        """Return the verb with the fault in it."""
        return self._go

    def _go(self) -> Run:
        cell, lab = self.verdict.cell, self.lab
        if cell.fault in WORLDS:
            lab.settings(**WORLDS[cell.fault])
        else:
            lab.wire.arm(BY_NAME[cell.fault], cell.first, cell.times)
        run = self.act.go(**(SELDOM if _lasts(cell) else {}))
        self.verdict.written += [" ".join(item) for item in lab.wire.written_after_cancel]
        lab.wire.arm(None)
        lab.settings(**WELL)
        for endpoint in lab.living if cell.fault == "stuck" else ():  # what never ends for the cloud, nobody can heal
            lab.patch(endpoint["id"], self.subject.cloud, status=self.subject.ready)
            lab.patch(endpoint["id"], self.subject.cloud, status=None)
        return run

    def _repair(self, last: Run) -> None:
        deleted = self.verdict.cell.verb == "delete"
        for _ in range(REPAIRS):
            if (self.stack.current is None) if deleted else self._is_wanted(last):
                return
            self.lab.clock.sleep(120.0)
            last = self._judged(
                self.stack.destroy if deleted else lambda before=last: repair(self.stack, self.act.wanted, before)
            )
        if not ((self.stack.current is None) if deleted else self._is_wanted(last)):
            self.verdict.unhealed.append(" | ".join(last.lines)[:300] or "the wanted state is not reached")

    def _is_wanted(self, last: Run) -> bool:
        """Tell whether the state is good, and the one endpoint that lives is what is declared."""
        record = self.stack.current
        if last.failed or record is None or record.reasons or self.stack.replaced:
            return False
        return [endpoint["id"] for endpoint in self.lab.living] == [self.subject.id_of(record)]

    def _end(self) -> None:
        for _ in range(REPAIRS):
            if not self.stack.records:
                break
            self._judged(self.stack.destroy)
            self.lab.clock.sleep(120.0)
        else:
            if self.stack.records:
                self.verdict.unhealed.append("it can't be destroyed")
        self.lab.clock.sleep(600.0)
        self.verdict.orphaned += [f"{endpoint['name']} ({endpoint['id']})" for endpoint in self.lab.living]

    def _judged(self, command: Any) -> Run:
        """Run a command and look at what it has said, how long it took, and what it has left."""
        verdict = self.verdict
        run: Run = command()
        shown = [*run.lines, *run.said]
        verdict.story += [run.command, *run.lines]
        verdict.hangs += [f"{run.command} did not end"] if run.hangs else self.stack.slow
        verdict.tracebacks += [
            line[:200]
            for line in shown
            if "Traceback" in line or "an error inside pulumi-serving" in line or "\n" in line.strip()
        ]
        verdict.secrets += [f"shown: {marker}" for line in shown for marker in markers_in(self.subject, line)]
        verdict.secrets += [f"stored: {marker}" for marker in markers_in(self.subject, self._stored())]
        self._count(run)
        return run

    def _stored(self) -> str:
        """Return the state without the arguments that hold the secrets by the user's own wish."""
        own = ("envs", "command")
        records = [
            {"inputs": record.inputs, "outs": record.outs, "reasons": record.reasons} for record in self.stack.records
        ]
        for record in records:
            for bag in ("inputs", "outs"):
                record[bag] = {key: value for key, value in record[bag].items() if key not in own}
        return json.dumps(records, default=str)

    def _count(self, run: Run) -> None:
        """Compare what lives with what the state knows."""
        known = {self.subject.id_of(record) for record in self.stack.records}
        unknown = any(record.id.startswith("unsettled:") for record in self.stack.records)
        living = [endpoint["id"] for endpoint in self.lab.living]
        strangers = [id_ for id_ in living if id_ not in known]
        if strangers and not unknown and not run.failed:
            self.verdict.lost.append(f"{run.command} ended well and {', '.join(strangers)} lives on unknown")
        # A replacement that was broken off leaves its predecessor and one successor, which the next command names.
        most = 2 if self.verdict.cell.verb.startswith("replace") else 1
        if len(living) > most:
            self.verdict.doubled.append(f"after {run.command}: {', '.join(living)}")


def markers_in(subject: Subject, text: str) -> list[str]:
    """Return which of the secrets stand in a text: the cloud's credentials, and those that the program gives."""
    return [marker for marker in (*subject.secrets, ENV_MARKER, COMMAND_MARKER) if marker in text]
