"""
The engine's run that this process serves: whether it was cancelled, whether its engine is there, and who waits for it.

There is one in a process. The door by which the engine comes in tells it of a cancel, and says how the engine is found.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINE_CHECK_SECONDS = 5.0
"""How old what is known of the engine may be, while nothing is sent."""

cancelled = threading.Event()
_wakers: set[weakref.WeakMethod[Callable[[], None]]] = set()
_wakers_lock = threading.Lock()


class Probe:
    """Looks for the engine; this one has none to look for."""

    def alive(self, *, anew: bool) -> bool:
        """Tell whether the engine is there; what is known may be some seconds old, unless it is asked anew."""
        _ = anew
        return True


_probes = [Probe()]


def look_with(probe: Probe) -> None:
    """Find the engine in a door's own way from now on."""
    _probes[0] = probe


def engine_alive(*, anew: bool = False) -> bool:
    """
    Tell whether the engine that started this process still listens.

    After a SIGKILL of the CLI its plug-ins live on. What is known of it is some seconds old, or looked at ``anew``,
    where one refusal is enough; True where there is no engine to ask (a program, a unit test).
    """
    return _probes[0].alive(anew=anew)


def cancel() -> None:
    """End all waits of this process."""
    cancelled.set()
    wake_all()


def on_wake(waker: Callable[[], None]) -> None:
    """Have this method called when a wait may have to end early, for as long as its object lives."""
    with _wakers_lock:
        _wakers.difference_update([item for item in _wakers if item() is None])
        _wakers.add(weakref.WeakMethod(waker))


def wake_all() -> None:
    """Let everybody who waits look whether the wait must end."""
    with _wakers_lock:
        wakers = [item() for item in _wakers]
    for waker in wakers:
        if waker is not None:
            waker()
