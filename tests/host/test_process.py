"""
The plug-in in a process of its own, with real time: a request that hangs is left.

Nothing here is measured in seconds, so that a busy machine changes nothing: a request is held until the command has
ended without its answer.
"""

import socket

import pytest
from tests.faults.signals import ENDS_WITHIN
from tests.harness.control import BASE
from tests.harness.live import DOORS, LiveLab

from .conftest import SUBJECTS

PPIO = SUBJECTS["ppio"]
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module", params=DOORS)
def _live(request):
    made = LiveLab(door=request.param)
    yield made
    made.stop()


@pytest.fixture
def live(_live):
    """Return an empty cloud on a port."""
    _live.renew()
    return _live


@pytest.fixture
def stack(live):
    """Return an empty stack of one endpoint."""
    return live.stack(PPIO)


def test_interrupt_while_the_list_hangs(live, stack):
    """Ctrl-C while a create looks for its name ends it, and nothing is made afterwards."""
    run = live.struck(lambda: stack.up(BASE), live.interrupt, hold=1)
    assert run.error() == "List endpoints was left without its answer: the run was cancelled. Nothing was created"
    assert (stack.current, live.endpoints) == (None, [])
    stack.up(BASE).succeeded()
    assert live.writes == ["POST"]
    stack.destroy().succeeded()
    assert live.living == []


def test_interrupt_while_a_create_hangs(live, stack):
    """Ctrl-C while the answer to a create hangs ends it, and the next up goes on with it."""
    live.struck(lambda: stack.up(BASE), live.interrupt, hold=2, after=True)
    assert stack.current.id.startswith("unsettled:")
    stack.up(BASE, refresh=True).succeeded()
    (endpoint,) = live.endpoints
    assert stack.current.id == endpoint["id"]
    assert live.writes == ["POST"]


def test_engine_killed_during_the_look(live, stack):
    """A plug-in whose engine is gone while it looks for a name makes nothing, and ends by itself."""

    def kill():
        live.engine.stop()
        live.plugin.drop_calls()
        live.gate.released.set()
        assert live.plugin.ended(ENDS_WITHIN)

    assert live.struck(lambda: stack.up(BASE), kill, hold=1).failed
    assert live.writes == []


def test_refused_connection(live, stack):
    """Where nobody listens, the line says so, names the address, and asks for the base URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    stack.config["ppio:baseUrl"] = f"http://127.0.0.1:{port}"
    line = stack.up(BASE).error()
    assert line.startswith("List endpoints failed: no connection: ")
    assert f"(GET http://127.0.0.1:{port}/gpus/v2/endpoints)" in line
    assert "Is the base URL right" in line
    assert stack.current is None
    assert live.operations() == []
