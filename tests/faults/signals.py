"""
Signals: the plug-in in a process of its own, as the engine starts it, and a request that is under way when they come.

Time is real here, so there are few cells: each cloud, verb and signal, at each of the first requests.
"""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING, Any

from tests.harness.live import HELD, LiveLab, Process

from .cells import Cell, Trial, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = ("Ctrl-C once", "Ctrl-C twice", "SIGTERM", "plug-in killed", "CLI killed")
VERBS = ("create", "update", "read", "delete", "replace")
REQUESTS = 3
ENDS_WITHIN = 120.0
"""Seconds within which a plug-in ends whose engine is gone, on a busy machine too."""


class LiveTrial(Trial):
    """One cell: the verb, the signal while one of its requests is under way, and the repair."""

    lab: LiveLab

    def strike(self) -> Callable[[], Any]:
        """Return the verb with the signal in it."""
        return self._go

    def _go(self) -> Any:
        cell, gate = self.verdict.cell, self.lab.gate
        gate.renew(cell.first, after=cell.times > 1)
        done: list[Any] = []
        command = threading.Thread(target=lambda: done.append(self.act.go()), daemon=True)
        command.start()
        while command.is_alive() and not gate.arrived.wait(0.05):
            pass
        if not gate.arrived.is_set():
            command.join()
            return done[0]
        plugin = self.lab.plugin
        assert plugin is not None
        moment = time.monotonic()
        self._signal(plugin)
        command.join(HELD / 2)
        if cell.fault.startswith("Ctrl-C") and command.is_alive():
            self.verdict.hangs.append("the request is not left while it has no answer")
        gate.released.set()
        command.join(60.0)
        self.verdict.written += gate.written_since(moment + 0.05)
        return done[0]

    def _signal(self, plugin: Process) -> None:
        what = self.verdict.cell.fault
        if what == "Ctrl-C once":
            plugin.cancel()
        elif what == "Ctrl-C twice":
            plugin.cancel()
            time.sleep(0.3)
            plugin.drop_calls()
        elif what == "SIGTERM":
            plugin.process.send_signal(signal.SIGTERM)
        elif what == "plug-in killed":
            plugin.process.kill()
        else:
            self.lab.engine.stop()
            plugin.drop_calls()
            self.lab.gate.released.set()
            if not plugin.ended(ENDS_WITHIN):
                self.verdict.hangs.append(f"the plug-in was alive {ENDS_WITHIN:.0f} s after its engine")


def live_cells(clouds: list[str]) -> list[Cell]:
    """Return all; ``times`` of 2 stands for a request that has taken effect when the signal comes."""
    return [
        Cell(cloud, verb, what, first, times)
        for cloud in clouds
        for verb in VERBS
        for what in SIGNALS
        for first in range(1, REQUESTS + 1)
        for times in (1, 2)
    ]


__all__ = ["SIGNALS", "LiveTrial", "Verdict", "live_cells"]
