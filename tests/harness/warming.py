"""Keeps a Python with the libraries loaded, see ``warm_server.py``, while tests ask for forks of it."""

import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

from pulumi_serving.core.cloud.discovery import clouds

SERVER = Path(__file__).with_name("warm_server.py")
"""A script: as a module of the tests nobody needs it."""
PACKAGE = tuple(f"pulumi_serving.{name}" for name in ("doors.native.main", "fleet", *clouds()))
"""What programs and plug-ins load of this package."""


@contextlib.contextmanager
def warmed(*further):
    """Keep one that has further modules loaded, too, and yield the socket at which forks are asked for."""
    with tempfile.TemporaryDirectory() as folder:  # the name of a socket must be short
        socket = str(Path(folder) / "warm")
        command = [sys.executable, SERVER, socket, *further]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            yield socket
            process.stdin.close()
            assert process.wait(60) == 0
