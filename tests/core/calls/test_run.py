"""The engine's run: who is woken, and who is no longer."""

import gc
import threading
import weakref

from pulumi_serving.core.calls import run


def test_who_waits_is_woken():
    """Each method that was told is called, once."""
    one, two = threading.Event(), threading.Event()
    run.on_wake(one.set)
    run.on_wake(two.set)
    run.wake_all()
    assert one.is_set()
    assert two.is_set()


def test_who_is_gone_is_neither_kept_nor_woken():
    """An account that nobody uses any more is not kept in memory by what would wake its waits."""

    class Waiter:
        def wake(self):
            raise AssertionError

    waiter = Waiter()
    run.on_wake(waiter.wake)
    gone = weakref.ref(waiter)
    del waiter
    gc.collect()
    assert gone() is None
    run.wake_all()
    before = len(run._wakers)
    run.on_wake(threading.Event().set)
    assert len(run._wakers) <= before
