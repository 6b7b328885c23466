"""How resources are registered: the place in the program, the provider, and how long a program's end takes."""

import asyncio
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.settings import SETTINGS
from pulumi.runtime.stack import run_pulumi_func
from tests.program.test_resource import Mocks, run

from pulumi_serving import alibaba, huawei, ppio, wait_until_ready
from pulumi_serving.alibaba.app_service.testing import CREATE as SERVICE
from pulumi_serving.huawei.endpoint.testing import CREATE as FABRIC
from pulumi_serving.ppio.endpoint.testing import CREATE


@pytest.fixture
def monitor(mocked):
    """Return the monitor that programs of this test register with."""
    return mocked(Mocks())


def here():
    """Return the place in this file from which this is called, as the engine is told it."""
    caller = inspect.currentframe().f_back
    return Path(__file__).name, caller.f_lineno


@pytest.mark.parametrize(
    ("resource", "arguments"), [(ppio.Endpoint, CREATE), (huawei.Endpoint, FABRIC), (alibaba.AppService, SERVICE)]
)
def test_the_place_is_the_programs(monitor, resource, arguments):
    """What the engine records as a resource's place is the line of the program that declares it."""
    places = []

    def declare():
        resource("llm", **arguments), places.append(here())

    run(declare)
    position = monitor.of("llm").sourcePosition
    assert (position.uri.rpartition("/")[2], position.line) == places[0]


def test_the_place_of_a_wait_is_the_function_that_makes_it(monitor):
    """What waits is declared by this package's own function, so that is its place, and no line further inside."""
    run(lambda: wait_until_ready([ppio.Endpoint("llm", **CREATE, wait_until_ready=False)]) and None)
    assert monitor.of("ready-ppio").sourcePosition.uri.endswith("wait_until_ready.py")


def test_the_provider_is_pickled_as_pulumi_does(monitor):
    """What is stored for the provider is what Pulumi's own resource would store."""
    run(lambda: ppio.Endpoint("llm", **CREATE).urn)
    assert monitor.of("llm").object["__provider"] == serialize_provider(ppio.EndpointProvider())


@pytest.mark.usefixtures("monitor")
@pytest.mark.parametrize("private", [True, False], ids=["with its manager", "without"])
def test_registrations_are_waited_for_first(monkeypatch, private):
    """At a program's end Pulumi waits for the registrations, and not for hundreds of outputs one after the other."""
    if not private:  # a later SDK may keep its registrations elsewhere: then a program ends as any other does
        monkeypatch.delattr("pulumi.runtime.settings._get_rpc_manager")
    rounds = []
    wait = asyncio.wait

    async def counted(tasks, **options):
        rounds.append(len(tasks))
        return await wait(tasks, **options)

    def declare():
        monkeypatch.setattr(asyncio, "wait", counted)
        for number in range(20):
            ppio.Endpoint(f"llm-{number}", **CREATE)

    SETTINGS.outputs.clear()
    asyncio.get_event_loop().run_until_complete(run_pulumi_func(declare))
    assert not rounds if private else rounds[0] > 400


ENDED = """
import asyncio
import atexit
import os
import signal
import threading

import grpc
import pulumi

from pulumi_serving.doors.dynamic import sdk


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


class Forever:
    def __await__(self):
        yield


async def waits(then):
    try:
        await Forever()
    finally:
        then()  # once Python throws the coroutine away


def interrupted_with_a_coroutine_left(then=asyncio.get_running_loop):  # as one of Pulumi's asks: there is none
    global left
    left = waits(then)
    left.send(None)
    interrupt()


def interrupted_with_a_coroutine_that_fails():
    interrupted_with_a_coroutine_left(failed)


def interrupted_and_fails_at_its_end():
    atexit.register(failed)
    interrupt()


def interrupted_on_its_way_out(error=ValueError):
    try:
        raise error
    finally:
        interrupt()


def interrupted_twice_on_its_way_out():
    try:
        interrupted_on_its_way_out()
    finally:
        interrupt()


def interrupted_when_the_engine_has_gone():
    interrupted_on_its_way_out(grpc.RpcError)


def interrupted_when_a_resource_has_failed():
    interrupted_on_its_way_out(pulumi.RunError)


def interrupted_inside_a_library():
    import library

    library.missing(interrupt)


def interrupted_at_its_end():
    threading._register_atexit(interrupt)


def failed():
    raise ValueError


def failed_out_of_reach():
    class Fails:
        def __del__(self):
            raise ValueError

    Fails()


sdk._end_quietly()
{end}()
"""
LIBRARY = """
def missing(then):
    try:
        raise KeyError  # as libraries look something up: this is no failure of the program
    except KeyError:
        then()
"""
QUIET = [
    "interrupted_inside_a_library",
    "interrupted_with_a_coroutine_left",
    "interrupted_at_its_end",
    "interrupted_when_the_engine_has_gone",
    "interrupted_when_a_resource_has_failed",
]
FAILED = ["failed", "failed_out_of_reach"]
LOUD = [
    *FAILED,
    "interrupted_with_a_coroutine_that_fails",
    "interrupted_and_fails_at_its_end",
    "interrupted_on_its_way_out",
    "interrupted_twice_on_its_way_out",
]


BY_THE_ENGINE = [("pulumi-language-python-exec", end) for end in [*QUIET, *LOUD]]
BY_THE_USER = [("deploy.py", end) for end in [QUIET[0], *LOUD[:3]]]


@pytest.mark.parametrize(("script", "end"), [*BY_THE_ENGINE, *BY_THE_USER])
def test_the_end_of_a_program(tmp_path, script, end):
    """A program that the engine ends shows no traceback; one that fails does, and so does a user's own Ctrl-C."""
    path = tmp_path / script
    path.write_text(ENDED.format(end=end))
    (tmp_path / "library.py").write_text(LIBRARY)
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
    assert ("Traceback" in done.stderr) == (script == "deploy.py" or end not in QUIET), done.stderr
    assert ("KeyboardInterrupt" in done.stderr) == (script == "deploy.py" and end not in FAILED), done.stderr
