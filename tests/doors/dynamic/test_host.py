"""The room that knows the host's insides: what it finds, and what it does where there is nothing to find."""

import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import grpc
import pulumi
import pytest
from google.protobuf import empty_pb2
from pulumi.dynamic import Config
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2, provider_pb2, status_pb2
from tests.harness.inprocess import Context

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.call import CallFailure
from pulumi_serving.doors import engine
from pulumi_serving.doors.dynamic import host
from pulumi_serving.doors.dynamic.host import HostCall

URN = "urn:pulumi:dev::serving::pulumi-python:dynamic/serving/ppio:Endpoint::llm"


def status_of(context):
    """Return what the metadata says."""
    ((name, value),) = context.metadata
    assert name == "grpc-status-details-bin"
    return status_pb2.Status.FromString(value)


def bag(**values):
    """Encode a property bag."""
    return host._struct({**values, "__provider": "cGlja2xl"})


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch):
    """Let each test begin without an engine that is known, and with a fresh look."""
    monkeypatch.setattr(host.CONNECTION, "_stub", None)


@pytest.fixture
def main(monkeypatch):
    """Stand in for the host's main module."""

    class DynamicResourceProviderServicer:
        def Cancel(self, request, context):  # noqa: ARG002, N802
            return empty_pb2.Empty()

    module = SimpleNamespace(DynamicResourceProviderServicer=DynamicResourceProviderServicer)
    monkeypatch.setitem(sys.modules, "__main__", module)
    run.look_with(engine.EngineProbe(host._engine_address))
    return module


# The call ------------------------------------------------------------------------------------------------------------


def serve(request, context):  # noqa: ARG001 - the locals that are looked for
    """Serve a call as the host's handlers do, with a method of the provider in between."""

    def method():
        return host.current_call()

    return method()


def test_the_call_is_found_some_frames_up():
    """Request and context are found by the names that the gRPC interface gives them."""
    request, context = provider_pb2.CreateRequest(urn=URN, timeout=420), Context()
    call = serve(request, context)
    assert (call.urn, call.name, call.timeout) == (URN, "llm", 420.0)
    assert context.callbacks == [call.drop]


def test_without_a_frame_there_is_an_empty_call():
    """Where no handler is on the stack, every part has its fallback."""
    call = host.current_call()
    assert (call.urn, call.name, call.timeout, call.recorded_inputs, call.recorded_outputs) == ("", "", None, None, {})
    assert call.not_ready("id", {}, {}, ["why"]) is None
    assert str(call.failure("one line")) == "one line"
    call.status("nobody hears this")


@pytest.mark.parametrize("request_", [None, "text", SimpleNamespace(path="/")])
def test_another_request_is_not_taken_for_one(request_):
    """A local of that name that is no request of the engine is passed by."""

    def handler(request, context):  # noqa: ARG001
        return host.current_call()

    assert handler(request_, Context()).urn == ""


def test_a_time_out_of_nothing_is_none():
    """No custom timeout is None, so that the default counts."""
    assert HostCall(provider_pb2.CreateRequest(urn=URN)).timeout is None
    assert HostCall(provider_pb2.DeleteRequest(urn=URN, timeout=0.5)).timeout == 0.5


@pytest.mark.parametrize(
    ("request_", "inputs"),
    [
        (provider_pb2.DiffRequest(old_inputs=bag(a="old"), olds=bag(a="out"), news=bag(a="new")), "old"),
        (provider_pb2.UpdateRequest(old_inputs=bag(a="old"), olds=bag(a="out"), news=bag(a="new")), "old"),
        (provider_pb2.DeleteRequest(old_inputs=bag(a="old"), properties=bag(a="out")), "old"),
        (provider_pb2.ReadRequest(inputs=bag(a="in"), properties=bag(a="out")), "in"),
    ],
    ids=["diff", "update", "delete", "read"],
)
def test_recorded_inputs(request_, inputs):
    """Each request has the recorded inputs where its own kind keeps them; the pickled provider is none of them."""
    assert HostCall(request_).recorded_inputs == {"a": inputs}


@pytest.mark.parametrize("request_", [None, provider_pb2.CreateRequest(), provider_pb2.DiffRequest(olds=bag(a="out"))])
def test_no_recorded_inputs(request_):
    """Where the host tells none, there are none: outputs take their place elsewhere."""
    assert HostCall(request_).recorded_inputs is None


def test_recorded_inputs_keep_unknown_values():
    """A value that is not known yet stays so."""
    request = provider_pb2.DiffRequest(old_inputs={"a": rpc.UNKNOWN})
    assert isinstance(HostCall(request).recorded_inputs["a"], pulumi.output.Unknown)


def test_recorded_outputs():
    """A read has the recorded outputs; one that a program asks for has none."""
    assert HostCall(provider_pb2.ReadRequest(properties=bag(a="out"))).recorded_outputs["a"] == "out"
    assert HostCall(provider_pb2.ReadRequest(inputs=bag())).recorded_outputs == {}


def test_a_dropped_call_wakes_the_waits():
    """The second Ctrl-C drops the call: its event is set, and every wait looks."""
    context, woken = Context(), threading.Event()
    call = HostCall(provider_pb2.CreateRequest(urn=URN), context)
    run.on_wake(woken.set)
    (callback,) = context.callbacks
    assert not call.hard_cancelled.is_set()
    callback()
    assert call.hard_cancelled.is_set()
    assert woken.is_set()


def test_a_call_that_is_over_already_is_dropped():
    """Where the call has ended before anybody could ask to be told, it counts as dropped."""
    context = Context()
    context.add_callback = lambda callback: False  # noqa: ARG005 - as gRPC answers then
    assert HostCall(provider_pb2.CreateRequest(urn=URN), context).hard_cancelled.is_set()


# What it tells the engine --------------------------------------------------------------------------------------------


def test_a_failure_is_one_line():
    """The trailing metadata holds the line alone, with the code that the host will answer with."""
    context = Context()
    error = HostCall(provider_pb2.CreateRequest(urn=URN), context).failure("one line")
    assert (status_of(context).code, status_of(context).message) == (grpc.StatusCode.UNKNOWN.value[0], "one line")
    assert isinstance(error, CallFailure)


@pytest.mark.parametrize(
    "request_",
    [
        provider_pb2.CreateRequest(urn=URN, properties=bag()),
        provider_pb2.UpdateRequest(urn=URN, news=bag(), olds=bag()),
        provider_pb2.ReadRequest(urn=URN, inputs=bag()),
        provider_pb2.ReadRequest(urn=URN, properties=bag()),
    ],
    ids=["create", "update", "get", "refresh"],
)
def test_what_is_not_ready_is_recorded_whole(request_):
    """Id, outputs, inputs and reasons are in the detail, and the provider's string in both bags."""
    context = Context()
    error = HostCall(request_, context).not_ready(
        "e-1", {"status": "failed", "n": 1}, {"image": "a"}, ["no GPU", "sorry"]
    )
    assert str(error) == status_of(context).message == "no GPU; sorry"
    detail = provider_pb2.ErrorResourceInitFailed()
    assert status_of(context).details[0].Unpack(detail)
    assert (detail.id, [*detail.reasons]) == ("e-1", ["no GPU", "sorry"])
    assert dict(detail.properties) == {"status": "failed", "n": 1, "__provider": "cGlja2xl"}
    assert dict(detail.inputs) == {"image": "a", "__provider": "cGlja2xl"}


def test_the_providers_string_is_found_when_it_is_secret():
    """A string that comes marked as a secret is taken out of its mark."""
    wrapped = {rpc._special_sig_key: rpc._special_secret_sig, "value": "cGlja2xl"}
    request = provider_pb2.CreateRequest(urn=URN, properties={"__provider": wrapped})
    assert HostCall(request, Context()).not_ready("e-1", {}, {}, ["why"]) is not None


@pytest.mark.parametrize(
    ("request_", "context"),
    [
        (provider_pb2.CreateRequest(urn=URN, properties=bag()), None),
        (provider_pb2.CreateRequest(urn=URN, properties=bag()), object()),
        (provider_pb2.CreateRequest(urn=URN), Context()),
        (None, Context()),
    ],
    ids=["no context", "another context", "no provider string", "no request"],
)
def test_not_ready_without_the_means(request_, context):
    """Where the host gives no way to record it, the answer is None and nothing is half said."""
    assert HostCall(request_, context).not_ready("e-1", {}, {}, ["why"]) is None
    assert getattr(context, "metadata", ()) == ()


@pytest.mark.parametrize("text", ["half a character: \ud83d", "a null \x00 byte", "ü模🚀"])
def test_any_text_can_be_told(text):
    """Words of a cloud that can't be encoded as they are cost a character, and no endpoint."""
    context = Context()
    call = HostCall(provider_pb2.CreateRequest(urn=URN, properties=bag()), context)
    call.failure(text)
    assert call.not_ready("e-1", {"status_message": text}, {"image": text}, [text]) is not None
    assert status_of(context).details


def test_status_lines_go_to_the_resources_row(monkeypatch):
    """Lines carry the URN; a status passes by, an information or a warning stays."""
    said = []
    stub = SimpleNamespace(Log=lambda request, timeout: said.append(request))  # noqa: ARG005
    monkeypatch.setattr(host.CONNECTION, "_stub", stub)
    call = HostCall(provider_pb2.CreateRequest(urn=URN))
    call.status("creating")
    call.info("adopted")
    call.warning("odd")
    assert [(line.severity, line.message, line.ephemeral, line.urn) for line in said] == [
        (engine_pb2.INFO, "creating", True, URN),
        (engine_pb2.INFO, "adopted", False, URN),
        (engine_pb2.WARNING, "odd", False, URN),
    ]
    HostCall().status("without a URN nobody could tell whose it is")
    assert len(said) == 3


@pytest.mark.parametrize("text", ["plain", "half a character: \ud83d"])
def test_a_status_line_never_ends_an_operation(monkeypatch, text):
    """An engine that takes no line, and a line that can't be sent, do no harm."""

    def refuse(request, timeout):  # noqa: ARG001
        raise grpc.RpcError

    monkeypatch.setattr(host.CONNECTION, "_stub", SimpleNamespace(Log=refuse))
    HostCall(provider_pb2.CreateRequest(urn=URN)).status(text)


# Configuration -------------------------------------------------------------------------------------------------------


def test_all_inputs_of_a_provider_are_seen():
    """Keys with and without a colon are returned, texts alone."""
    config = Config({"ppio:apiKey": "k", "cloud": "ppio", "number": 1, "none": None}, "serving")
    assert host.provider_inputs(config) == {"ppio:apiKey": "k", "cloud": "ppio"}


def test_a_config_of_another_form_has_no_inputs():
    """Where the SDK keeps its config elsewhere, nothing is found and nothing breaks."""
    assert host.provider_inputs(SimpleNamespace()) == {}


# The thread pool -----------------------------------------------------------------------------------------------------


def test_the_pool_is_widened_from_inside():
    """A call that runs in the pool widens it: what waits already gets a thread at once."""
    pool = ThreadPoolExecutor(max_workers=1)
    waiting, go_on = threading.Barrier(9), threading.Event()

    def wait():
        waiting.wait(10)
        go_on.wait(10)

    def first():
        queued = [pool.submit(wait) for _ in range(8)]
        host.widen_thread_pool()
        waiting.wait(10)  # all eight run beside this one
        go_on.set()
        return queued

    try:
        for future in pool.submit(first).result(20):
            future.result(10)
        assert pool._max_workers == host.POOL_SIZE
    finally:
        pool.shutdown()


def test_a_wide_pool_is_left_alone():
    """A pool that is wide enough is not touched."""
    with ThreadPoolExecutor(max_workers=host.POOL_SIZE + 1) as pool:
        pool.submit(host.widen_thread_pool).result(10)
        assert pool._max_workers == host.POOL_SIZE + 1


def test_without_a_pool_nothing_happens():
    """Outside of a pool there is nothing to widen."""
    host.widen_thread_pool()


@pytest.mark.parametrize("reference", [lambda: None, "text", lambda: SimpleNamespace(_max_workers="many")])
def test_another_reference_is_not_taken_for_a_pool(reference):
    """A local of that name that is no pool's is passed by."""

    def worker(executor_reference):  # noqa: ARG001
        host.widen_thread_pool()

    worker(reference)


# Cancel --------------------------------------------------------------------------------------------------------------


def test_the_hosts_cancel_is_exchanged(main):
    """After the exchange the bound method that gRPC already holds ends the waits of this process."""
    held, woken = main.DynamicResourceProviderServicer().Cancel, threading.Event()
    run.on_wake(woken.set)
    host.watch_for_cancel()
    assert not run.cancelled.is_set()
    assert held(None, None) == empty_pb2.Empty()
    assert run.cancelled.is_set()
    assert woken.is_set()


def test_the_exchange_may_come_twice(main):
    """Many resources configure the same process."""
    host.watch_for_cancel()
    host.watch_for_cancel()
    main.DynamicResourceProviderServicer().Cancel(None, None)
    assert run.cancelled.is_set()


@pytest.mark.parametrize("cancel", [None, len, "text"])
def test_another_cancel_is_left_alone(main, cancel):
    """What is no plain function is not touched."""
    main.DynamicResourceProviderServicer.Cancel = cancel
    host.watch_for_cancel()
    assert main.DynamicResourceProviderServicer.Cancel is cancel


def test_a_wrapped_cancel_is_left_alone(main):
    """A function with variables of its surroundings can't be exchanged, and is not."""
    surroundings = []

    def wrapped(self, request, context):  # noqa: ARG001
        return surroundings

    main.DynamicResourceProviderServicer.Cancel = wrapped
    host.watch_for_cancel()
    assert main.DynamicResourceProviderServicer().Cancel(None, None) is surroundings


def test_without_a_main_module_there_is_no_cancel(monkeypatch):
    """A process that is no host, or has no main module, is left as it is."""
    host.watch_for_cancel()
    monkeypatch.delitem(sys.modules, "__main__")
    host.watch_for_cancel()
    assert host._engine_address() is None


# The engine ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def listener():
    """Return a listener on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def test_the_engine_is_alive_while_it_listens(main, monkeypatch, listener):
    """The engine's address is asked every few seconds: refused means gone, and back again means alive."""
    _ = main
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic", address])
    times = iter(range(100, 1000, 10))
    monkeypatch.setattr(engine.time, "monotonic", lambda: float(next(times)))
    assert run.engine_alive()
    listener.close()
    assert not run.engine_alive()


def test_the_engine_is_not_asked_all_the_time(main, monkeypatch, listener):
    """Within five seconds the last answer counts."""
    _ = main
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic", f"127.0.0.1:{listener.getsockname()[1]}"])
    monkeypatch.setattr(engine.time, "monotonic", lambda: 100.0)
    assert run.engine_alive()
    listener.close()
    assert run.engine_alive()


def test_a_busy_machine_is_no_dead_engine(main, monkeypatch):
    """Only a refused connection says that nobody listens."""
    _ = main
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic", "127.0.0.1:1"])
    monkeypatch.setattr(engine.time, "monotonic", lambda: 100.0)

    def slow(*_, **__):
        raise TimeoutError

    monkeypatch.setattr(engine.socket, "create_connection", slow)
    assert run.engine_alive()


def test_a_write_looks_at_the_engine_anew(main, monkeypatch, listener):
    """Before a write the last answer does not count: an engine that has just gone is noticed."""
    _ = main
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic", f"127.0.0.1:{listener.getsockname()[1]}"])
    monkeypatch.setattr(engine.time, "monotonic", lambda: 100.0)
    assert run.engine_alive()
    listener.close()
    assert run.engine_alive()
    assert not run.engine_alive(anew=True)


def watched(answers, parents=(1,)):
    """Return how often a watch has looked at an engine of these answers before it left, and with what."""
    answers, parents, left = [*answers], [*parents], []
    looks = len(answers)
    engine._watch(
        "127.0.0.1:1",
        refuses=lambda _: answers.pop(0),
        parent=lambda: parents.pop(0) if len(parents) > 1 else parents[0],
        sleep=lambda _: None,
        leave=left.append,
    )
    return looks - len(answers), left


@pytest.fixture
def _gone(monkeypatch):
    """Let the engine be there again after the test."""
    monkeypatch.setattr(engine, "_engine_gone", threading.Event())


@pytest.mark.usefixtures("_gone")
def test_a_process_without_its_engine_leaves():
    """An engine that refuses several times in a row is gone; one that is busy, or answers again, is not."""
    assert watched([False, True, True, None, True, False, None, True, True, True, True, False]) == (11, [1])
    assert engine._engine_gone.is_set()


@pytest.mark.usefixtures("_gone")
def test_an_orphan_leaves_at_the_first_refusal():
    """Where the process that started this one is gone, too, one refusal is enough."""
    assert watched([False, True, True, True, True], parents=[7, 1]) == (2, [1])


def test_no_other_process_is_ended(main, monkeypatch, listener):
    """Only a process that is the host and nothing else is watched: no test, and no program."""
    _ = main
    monkeypatch.setattr(sys, "argv", ["pulumi.dynamic", f"127.0.0.1:{listener.getsockname()[1]}"])
    host.look_for_engine()
    assert engine._watchers == []


@pytest.mark.parametrize("argv", [["x"], ["x", "no-port"], ["x", ":1"], ["x", "host:port"], ["x", "-k"]])
def test_without_an_address_the_engine_counts_as_alive(main, monkeypatch, argv):
    """Where no engine's address is to be had, no wait ends for it and no line is sent."""
    _ = main
    monkeypatch.setattr(sys, "argv", argv)
    assert run.engine_alive()
    assert host.CONNECTION._engine() is None


def test_another_program_has_no_engine():
    """A process that is no host takes no argument for an engine's address."""
    assert host._engine_address() is None
    assert run.engine_alive()


# Diffs ---------------------------------------------------------------------------------------------------------------


def answer_of(result):
    """Make an answer as the host's handler does, its local names included."""
    fields = {}
    if result.changes is not None:
        fields["changes"] = (
            provider_pb2.DiffResponse.DIFF_SOME if result.changes else provider_pb2.DiffResponse.DIFF_NONE
        )
    if result.replaces is not None:
        fields["replaces"] = result.replaces
    if result.delete_before_replace is not None:
        fields["deleteBeforeReplace"] = result.delete_before_replace
    return provider_pb2.DiffResponse(**fields)


def test_a_diff_says_which_properties_differ():
    """The answer to the engine names each differing property, what becomes of it, and what replaces."""
    changed = {"image": "UPDATE", "type.a.b": "UPDATE", "type.c": "ADD", "envs": "ADD", "ports": "DELETE"}
    answer = answer_of(host.DetailedDiff(changed, ["type"], delete_before_replace=True))
    kinds = {path: detail.Kind.Name(detail.kind) for path, detail in answer.detailedDiff.items()}
    assert kinds == {**changed, "type.a.b": "UPDATE_REPLACE", "type.c": "ADD_REPLACE"}
    assert answer.hasDetailedDiff
    assert list(answer.diffs) == ["image", "type", "envs", "ports"]
    assert (answer.changes, list(answer.replaces), answer.deleteBeforeReplace) == (2, ["type"], True)


def test_a_diff_of_nothing_says_so():
    """Without a difference the answer is none, and has no details."""
    answer = answer_of(host.DetailedDiff({}, [], delete_before_replace=False))
    assert (answer.changes, answer.hasDetailedDiff) == (provider_pb2.DiffResponse.DIFF_NONE, False)


def test_a_diff_in_another_host_is_a_plain_one():
    """Where the handler is made otherwise the diff has what every diff has."""
    result = host.DetailedDiff({"image": "UPDATE"}, [], delete_before_replace=False)
    assert (result.changes, result.replaces, result.delete_before_replace) == (True, [], False)


def test_a_detailed_diff_of_paths():
    """A path inside a property is told as it is, and its property as what differs."""
    changed = {'endpoints["a.b"]': "UPDATE", 'endpoints["c"]': "DELETE", "limits.create": "ADD"}
    answer = answer_of(host.DetailedDiff(changed, [], delete_before_replace=False))
    assert list(answer.diffs) == ["endpoints", "limits"]
    assert set(answer.detailedDiff) == set(changed)
