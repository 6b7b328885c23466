"""
Threads for requests, one at a time each. One that is done waits for the next: to start another costs more.

They are daemons, so that none keeps a process alive, whatever it hangs at.
"""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Job = Callable[[], threading.Event]

MOST_IDLE = 64
"""How many wait for the next request at most: as many as one account sends at once."""

_idle: list[SimpleQueue[Job]] = []
os.register_at_fork(after_in_child=_idle.clear)  # the threads are the parent's


def run(job: Job) -> None:
    """
    Let a thread do it, and then set the event that it returns. A RuntimeError if the machine gives no more threads.

    The thread is free for the next job before anybody learns that this one is done.
    """
    try:
        jobs = _idle.pop()
    except IndexError:
        jobs = SimpleQueue()
        threading.Thread(target=_work, args=(jobs,), daemon=True, name="pulumi-serving-request").start()
    jobs.put(job)


def _work(jobs: SimpleQueue[Job]) -> None:
    stays = True
    while stays:
        done = jobs.get()()
        stays = len(_idle) < MOST_IDLE
        if stays:
            _idle.append(jobs)
        done.set()
