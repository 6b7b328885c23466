"""Importing the package does nothing: no network, no file written, no process, no thread, no log, no environment."""

import subprocess
import sys

PROGRAM = """
import logging, os, sys, threading

# What others do when they are imported is theirs: only what comes on top counts.
import httpx, pulumi, pulumi.dynamic, pydantic
import pulumi.runtime.mocks
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2_grpc

seen = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append((event, arguments[0]))
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.mkdir", "os.remove", "urllib.")):
        seen.append((event,))

def world():
    handlers = [str(handler) for handler in logging.getLogger("pulumi_serving").handlers + logging.getLogger().handlers]
    return dict(os.environ), threading.active_count(), handlers, list(sys.argv), os.getcwd()

before = world()
sys.addaudithook(watch)
import pulumi_serving
import pulumi_serving.ppio
after = world()
print(seen or "", "" if before == after else [before, after], "flask" if "flask" in sys.modules else "")
"""


def test_importing_does_nothing():
    """A program that imports the package has the same world afterwards, and none of the simulator's dependencies."""
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error::ResourceWarning", "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PULUMI_SERVING_LOG": "debug"},
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")
