"""The forked Python of the engine's commands is as a new one: folder, environment, streams, signals and end."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest

from . import warm
from .warming import warmed

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, as all that uses it")
PROGRAM = """\
import os, sys, time
print(os.getpid(), os.getcwd(), os.environ["WORD"], sys.argv[1:], sys.stdin.readline().strip(), "grpc" in sys.modules)
if sys.argv[1] == "wait":
    time.sleep(300)
sys.exit(7)
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Return what starts a program in a fork."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "program.py").write_text(PROGRAM)
    stack = contextlib.ExitStack()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    socket = stack.enter_context(warmed())
    signal.signal(signal.SIGINT, before)

    def start(*arguments):
        asking = [sys.executable, "-I", "-S", warm.__file__, socket, "-u", str(folder / "program.py")]
        return subprocess.Popen(
            [*asking, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, "WORD": "w"},
        )

    with stack:
        yield start


def test_a_fork_has_what_a_new_process_has(ask):
    """It runs in the folder, with the environment and streams of who asked for it, and who asked ends as it ends."""
    process = ask("a b", "c")
    out, _ = process.communicate("typed\n")
    pid, folder, *rest = out.split(" ")
    assert (int(pid) != process.pid, folder) == (True, os.path.realpath(process.args[6].rpartition("/")[0]))
    assert " ".join(rest) == "w ['a b', 'c'] typed True\n"
    assert process.returncode == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_fork_ends_with_who_asked_for_it(ask, number):
    """A signal is handed on, also where tests run in the background; and who can't hand it on takes the fork along."""
    process = ask("wait")
    process.stdin.write("typed\n")
    process.stdin.flush()
    assert process.stdout.readline().split()[-1] == "True"
    process.send_signal(number)
    assert process.stdout.read() == ""  # the fork has the other end of it until it is gone
    assert process.wait(60) == -number
    process.stdin.close()
    process.stdout.close()
