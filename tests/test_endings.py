"""A run that ends in the middle, for each cloud and verb: nothing more is written, nothing is lost, one line tells."""

import httpx
import pytest

from pulumi_serving.core.calls import run


class Ending(httpx.BaseTransport):
    """The way to the simulator, on which the run is cancelled at one request: before it or after it."""

    def __init__(self, inner):
        self.inner, self.matches, self.effect, self.sent, self.after = inner, None, True, [], []

    def handle_request(self, request):
        self.sent.append(request.method)
        if run.cancelled.is_set():
            self.after.append(request.method)
        if self.matches is None or not self.matches(request):
            return self.inner.handle_request(request)
        self.matches = None
        response = self.inner.handle_request(request)
        response.read()
        run.cancel()
        return response

    def arm(self, matches):
        """Cancel the run at the next request that matches, whose answer still comes."""
        self.matches, self.sent, self.after = matches, [], []

    @property
    def written_after(self):
        """What was written after the run was cancelled."""
        return [method for method in self.after if method != "GET"]


@pytest.fixture
def ending(engine):
    """Return the engine's way to the cloud, and let the next account go over it."""
    engine.provider.runtime.http = transport = Ending(engine.provider.runtime.http)
    return transport


def next_run(engine):
    """Let a new run begin, in a new process."""
    run.cancelled.clear()
    engine.restart()


def is_read(request):
    """Tell whether a request is a reading."""
    return request.method == "GET"


def is_write(request):
    """Tell whether a request changes something."""
    return request.method != "GET"


def test_a_cancel_while_the_name_is_looked_up(engine, simulator, data, ending):
    """A run that is cancelled while a create looks for its name makes nothing, and says so; the next one makes one."""
    ending.arm(is_read)
    outcome = engine.up(**data.CREATE)
    assert (engine.id, simulator.living(), ending.written_after) == ("", [], [])
    assert outcome.error.endswith("the run was cancelled. Nothing was created")
    next_run(engine)
    assert not engine.up(**data.CREATE).error
    assert len(simulator.living()) == 1


def test_a_cancel_while_a_create_is_answered(engine, simulator, data, ending):
    """A create whose answer comes a moment after the Ctrl-C keeps its id, and the next run goes on with it."""
    ending.arm(is_write)
    outcome = engine.up(**data.CREATE)
    assert "the run was cancelled" in outcome.error
    assert engine.id
    assert ending.written_after == []
    next_run(engine)
    assert not engine.up(**data.CREATE).error
    assert simulator.count("create") == 1


def test_a_cancel_while_an_update_looks(engine, simulator, data, ending):
    """A run that is cancelled before its update is sent sends none; the next run does."""
    assert not engine.up(**data.CREATE).error
    name, value = data.CHANGED
    engine.restart()
    ending.arm(is_read)
    outcome = engine.up(**{**data.CREATE, name: value})
    assert "the run was cancelled" in outcome.error
    assert ending.written_after == []
    assert not {"PUT", "PATCH", "POST", "DELETE"} & {*ending.sent}
    next_run(engine)
    assert not engine.up(**{**data.CREATE, name: value}).error
    assert engine.inputs[name] == value
    assert len(simulator.living()) == 1


def test_a_cancel_before_a_delete(engine, simulator, data, ending):
    """No delete is sent after a Ctrl-C: the endpoint stays in the state, with one line that says so."""
    assert not engine.up(**data.CREATE).error
    id_ = engine.id
    engine.restart()
    ending.arm(None)
    run.cancel()
    outcome = engine.delete()
    assert "was not sent: the run was cancelled. " in outcome.error
    assert outcome.error.endswith(f"{engine.provider.kind.noun} {id_} stays in the state, and the next run deletes it")
    assert engine.id == id_
    assert ending.written_after == []
    next_run(engine)
    assert not engine.delete().error
    assert simulator.living() == []


def test_a_dead_engine_before_a_create(engine, simulator, data, monkeypatch):
    """A plug-in whose engine has gone since its last look makes nothing."""
    monkeypatch.setattr(run, "engine_alive", lambda *, anew=False: not anew)
    outcome = engine.up(**data.CREATE)
    assert outcome.error.endswith("the Pulumi engine is gone. Nothing was created")
    assert simulator.living() == []
