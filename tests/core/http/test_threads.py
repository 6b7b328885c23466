"""Threads that requests are sent in."""

import subprocess
import sys
import threading

from pulumi_serving.core.http import threads

FORKS = """
import os, threading
from pulumi_serving.core.http import threads

def sent():
    done = threading.Event()
    threads.run(lambda: done)
    return done.wait(60)

assert sent()
child = os.fork()
if child == 0:
    os._exit(0 if sent() else 1)
assert os.waitpid(child, 0)[1] == 0
"""


def ran_in():
    """Run something, and return the thread that it ran in."""
    done, found = threading.Event(), []

    def job():
        found.append(threading.current_thread())
        return done

    threads.run(job)
    assert done.wait(60)
    return found[0]


def test_a_thread_that_is_free_takes_the_next():
    """Requests one after the other need one thread, and it keeps no process alive."""
    first = ran_in()
    assert ran_in() is first
    assert first.daemon


def test_two_at_once_have_a_thread_each():
    """A request that hangs keeps no other waiting."""
    goes_on, done = threading.Event(), threading.Event()

    def hangs():
        goes_on.wait(60)
        return done

    threads.run(hangs)
    ran_in()
    assert not done.is_set()
    goes_on.set()
    assert done.wait(60)


def test_only_so_many_wait_for_the_next(monkeypatch):
    """A thread ends after its request where enough are idle."""
    monkeypatch.setattr(threads, "MOST_IDLE", 0)
    monkeypatch.setattr(threads, "_idle", [])
    thread = ran_in()
    thread.join(60)
    assert not thread.is_alive()


def test_a_forked_process_has_threads_of_its_own():
    """After a fork, what waits in the parent is not waited for."""
    done = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
