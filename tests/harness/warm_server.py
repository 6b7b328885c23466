"""
A Python that has the libraries loaded, for the engine's commands: each gets a fork of it by ``warm.py``.

Most of what a command of the engine costs is that Python loads Pulumi's SDK, gRPC and this package, twice. A fork has
them already, and does all else as a new process would: the package does nothing for a process when it is loaded.

    python warm_server.py SOCKET [MODULE...]    is forked for each who asks at the socket, until its standard input ends

The fork has the folder, the environment and the streams of the process that asked for it. Signals are handed on to it,
and it ends at once if the process that asked for it does.
"""

import array
import contextlib
import gc
import importlib
import io
import marshal
import os
import runpy
import select
import signal
import socket
import struct
import sys

from warm import read, send  # it stands beside this script

LOADED = (
    *("pulumi", "pulumi.dynamic", "pulumi.automation", "grpc", "grpc.aio", "dill", "yaml"),
    *("httpx", "httpcore", "pydantic", "pydantic.dataclasses", "anyio", "certifi", "argparse", "runpy"),
)
"""The libraries; what is missing here, each fork loads for itself."""
LENGTH = struct.Struct("!I")
STREAMS = (0, 1, 2)


def serve(path, *further):
    """Fork for whoever asks, and return in the fork what it shall run; ``further`` modules are loaded, too."""
    for name in (*LOADED, *further):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # what is loaded is looked at by no fork's collector, and stays shared
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(64)
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([listener, 0], [], [])
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:  # else what the forks have cost is in nobody's sum
                    pass
            if 0 in ready:
                os._exit(0)
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                return _keep(connection)
            connection.close()


def _keep(connection):
    """Start the fork, and stay between it and the process that asked for it; return in the fork what it shall run."""
    first, passed, *_ = connection.recvmsg(LENGTH.size, socket.CMSG_SPACE(len(STREAMS) * 4))
    streams = array.array("i", passed[0][2])
    (length,) = LENGTH.unpack(first)
    asked = marshal.loads(read(connection, length))
    pid = os.fork()
    if pid == 0:
        connection.close()
        for stream, number in zip(streams, STREAMS, strict=True):
            os.dup2(stream, number)
            os.close(stream)
        return asked
    connection.sendall(LENGTH.pack(pid))
    for stream in (*streams, *STREAMS):  # else nobody who reads them would see their end
        os.close(stream)
    ended = os.pidfd_open(pid)
    if ended not in select.select([ended, connection], [], [])[0]:
        send(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with contextlib.suppress(OSError):
        connection.sendall(code.to_bytes(2, "big", signed=True))
    os._exit(0)


def become(asked):
    """Be the process that was asked for, to its end."""
    arguments, environment = asked["arguments"], asked["environment"]
    os.chdir(asked["folder"])
    if environment.get("PYTHONPATH") != os.environ.get("PYTHONPATH"):
        os.execve(sys.executable, [sys.executable, *arguments], environment)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - open as long as the process is
    sys.stdout = io.TextIOWrapper(open(1, "wb", 0, closefd=False), write_through=True)  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", 0, closefd=False), "utf-8", "backslashreplace", write_through=True)  # noqa: SIM115
    # Python leaves SIGINT ignored where it was so at the start, as in the background of a shell; Go's children have it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.orig_argv[:] = [sys.executable, *arguments]
    if arguments[0] == "-u":
        arguments = arguments[1:]
    if arguments[0] == "-m":
        sys.argv[:] = arguments[1:]
        sys.path[0] = asked["folder"]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv[:] = arguments
        sys.path[0] = os.path.dirname(arguments[0])  # noqa: PTH120
        runpy.run_path(arguments[0], run_name="__main__")


if __name__ == "__main__":
    become(serve(*sys.argv[1:]))
