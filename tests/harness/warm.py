"""
Python for the engine's commands: asks ``warm_server.py`` for a fork of itself, and is the fork to who has started it.

    python -I -S warm.py SOCKET [-u] -m MODULE    runs as ``python [-u] -m MODULE`` would; so with a script

It loads only what is built into Python: each command starts two of it.
"""

import _signal
import _socket
import marshal
import os
import sys
from _struct import pack, unpack


def run_in_a_fork(path, arguments):
    """Ask for a fork, hand on the signals that come, and end as it ends."""
    environment = {**os.environ}
    asked = marshal.dumps({"arguments": arguments, "folder": os.getcwd(), "environment": environment})  # noqa: PTH109
    connection = _socket.socket(_socket.AF_UNIX)
    connection.connect(path)
    streams = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, pack("3i", 0, 1, 2))
    connection.sendmsg([pack("!I", len(asked))], [streams])
    connection.sendall(asked)
    (pid,) = unpack("!I", read(connection, 4))
    for number in (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP):
        _signal.signal(number, lambda number, _: send(pid, number))
    (code,) = unpack("!h", read(connection, 2))
    if code < 0:
        _signal.signal(-code, _signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def send(pid, number):
    """Send a signal; a process that is gone is fine."""
    try:  # noqa: SIM105 - contextlib is not built in
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def read(connection, length):
    """Return so many bytes, which may come in pieces."""
    found = b""
    while len(found) < length:
        more = connection.recv(length - len(found))
        if not more:
            raise EOFError("the other side is gone")
        found += more
    return found


if __name__ == "__main__":
    run_in_a_fork(sys.argv[1], sys.argv[2:])
