"""A request on its way: it is left when its time or the run ends, wherever it hangs, and nothing is sent afterwards."""

import contextlib
import socket
import threading
import time

import httpx
import pytest

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.errors import ApiError, LostAnswerError, NotSentError, RunEndedError, ServingError
from pulumi_serving.core.http import exchange
from pulumi_serving.core.http.transport import Transport

PATIENCE = 10.0
SOON = 2.0
"""Real seconds within which a request is left after a Ctrl-C."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WHOLE = HEAD + b'Content-Length: 11\r\n\r\n{"id": "a"}'


@pytest.fixture(autouse=True)
def _short_grace(monkeypatch):
    """Let tests be quick: what is waited for after a cancel is a second otherwise."""
    monkeypatch.setattr(exchange, "GRACE_SECONDS", 0.2)


class Server:
    """
    A server of one answer, in pieces; what comes after the last piece is for ever awaited.

    ``received`` has what was sent to it, ``got`` is set once a request is there.
    """

    def __init__(self, *pieces, pause=0.0):
        self.pieces, self.pause = pieces, pause
        self.received, self.got, self.done = [], threading.Event(), threading.Event()
        self.closed = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with contextlib.suppress(OSError), connection:
            while received := connection.recv(65536):
                self.received.append(received)
                self.got.set()
                for piece in self.pieces:
                    connection.sendall(piece)
                    self.done.wait(self.pause)
        self.closed.set()

    def stop(self):
        self.done.set()
        self.listener.close()


def drip(text):
    """Return a text in single bytes."""
    return [text[index : index + 1] for index in range(len(text))]


@pytest.fixture
def serve():
    """Return how to start servers that end with the test."""
    servers = []

    def start(*pieces, **options):
        servers.append(Server(*pieces, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def connect(url, http=None, auth=None):
    """Return a transport that takes every 200 for a success."""

    def classify(name, response, body):  # noqa: ARG001
        if response.is_success:
            return None
        return ApiError(name, method="GET", path="/", status=response.status_code)

    return Transport(url, auth=auth or httpx.Auth(), classify=classify, http=http)


class Call(threading.Thread):
    """One request in a thread of its own, by the real clock, and how it ended."""

    def __init__(self, transport, method="GET", seconds=600.0):
        super().__init__(daemon=True)
        self.transport, self.method, self.answer, self.error = transport, method, None, None
        self.operation = Operation("creating", seconds, SystemClock())
        self.began = time.monotonic()
        self.start()

    def run(self):
        try:
            self.answer = self.transport.send(self.operation.at_most(1), "Make it", self.method, "/x", parse=dict)
        except ServingError as error:
            self.error = error
        self.took = time.monotonic() - self.began

    def ended(self, within):
        """Return its error once it has ended, in time."""
        self.join(PATIENCE)
        assert not self.is_alive(), "it hangs"
        assert self.took < within
        return self.error


SLOW = {
    "no answer": ([], 0.0),
    "headers that drip": (drip(HEAD + b"X: " + b"y" * 500), 0.2),
    "half a head": ([HEAD], 0.0),
    "a body that drips": ([HEAD + b"Content-Length: 500\r\n\r\n", *drip(b" " * 400)], 0.05),
    "half a body": ([HEAD + b"Content-Length: 500\r\n\r\n{"], 0.0),
}


@pytest.mark.parametrize("slow", SLOW)
@pytest.mark.parametrize(("method", "kind"), [("GET", RunEndedError), ("POST", LostAnswerError)])
def test_a_cancel_leaves_a_request(serve, slow, method, kind):
    """Wherever an answer hangs, it is left soon after a Ctrl-C: a write as a lost answer, a reading as cancelled."""
    pieces, pause = SLOW[slow]
    server = serve(*pieces, pause=pause)
    call = Call(connect(server.url), method)
    assert server.got.wait(PATIENCE)
    call.began = time.monotonic()
    run.cancel()
    error = call.ended(within=SOON)
    assert type(error) is kind
    assert "the run was cancelled" in str(error)
    assert server.closed.wait(PATIENCE), "the connection is still open"


@pytest.mark.parametrize("slow", ["headers that drip", "a body that drips"])
def test_a_limit_holds_over_the_whole_answer(serve, slow):
    """An answer that drips in outlives no time limit."""
    pieces, pause = SLOW[slow]
    call = Call(connect(serve(*pieces, pause=pause).url), "DELETE", seconds=1.0)
    assert isinstance(call.ended(within=SOON), LostAnswerError)


def test_what_hangs_in_tls_was_not_sent(serve):
    """A create whose connection is not made when the run is cancelled was not sent, and says so."""
    server = serve()
    call = Call(connect(server.url.replace("http://", "https://")), "POST")
    assert server.got.wait(PATIENCE)
    run.cancel()
    error = call.ended(within=PATIENCE)
    assert str(error) == "Make it was not sent: the run was cancelled"


class SlowToken(httpx.Auth):
    """An authentication that takes its time."""

    def __init__(self):
        self.asked, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()

    def auth_flow(self, request):
        try:
            self.asked.set()
            self.go_on.wait(PATIENCE)
            yield request
        finally:
            self.ended.set()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_hangs_in_a_token_is_never_sent(serve, method):
    """A request that is left while its token is fetched is not sent later either, when the token comes after all."""
    server, auth = serve(WHOLE), SlowToken()
    call = Call(connect(server.url, auth=auth), method)
    assert auth.asked.wait(PATIENCE)
    run.cancel()
    assert isinstance(call.ended(within=PATIENCE), RunEndedError)
    auth.go_on.set()
    assert auth.ended.wait(PATIENCE)
    assert server.received == []


def test_an_answer_that_is_just_coming_is_kept(clock):
    """An answer that comes a moment after the Ctrl-C counts: its id is worth that moment."""

    def cloud(request):  # noqa: ARG001
        run.cancel()
        return httpx.Response(200, json={"id": "a"})

    transport = connect("https://x", httpx.MockTransport(cloud))
    assert transport.send(Operation("creating", 60, clock), "Make it", "POST", "/x", parse=dict) == {"id": "a"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_written_after_a_cancel(clock, method):
    """No request that changes anything is sent once the run is cancelled."""
    sent = []
    transport = connect("https://x", httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200)))
    run.cancel()
    with pytest.raises(RunEndedError, match="Make it was not sent: the run was cancelled"):
        transport.send(Operation("creating", 60, clock), "Make it", method, "/x", parse=dict)
    assert sent == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_written_without_an_engine(clock, monkeypatch, method):
    """Before a write the engine is looked at anew: one that has gone since the last look is noticed."""
    sent = []
    transport = connect("https://x", httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200)))
    monkeypatch.setattr(run, "engine_alive", lambda *, anew=False: not anew)
    with pytest.raises(RunEndedError, match="Make it was not sent: the Pulumi engine is gone"):
        transport.send(Operation("creating", 60, clock), "Make it", method, "/x", parse=dict)
    assert sent == []


def test_a_repeated_write_that_was_lost_stays_lost(clock):
    """Where a write is not repeated, since the run has ended, what is told is that the first may have taken effect."""
    sent = []

    def cloud(request):
        sent.append(request)
        raise httpx.ReadTimeout("slow")

    clock.after(0.5, run.cancel)
    with pytest.raises(LostAnswerError):
        connect("https://x", httpx.MockTransport(cloud)).send(
            Operation("deleting", 60, clock), "Delete it", "DELETE", "/x", parse=dict
        )
    assert len(sent) == 1


def test_no_create_is_sent_without_time(clock):
    """When the time was over before the create is sent, nothing is sent, and the line says so."""
    sent = []
    operation = Operation("creating", 60, clock)
    clock.sleep(60)
    transport = connect("https://x", httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200)))
    with pytest.raises(NotSentError, match="not sent: the time limit of 1m was over"):
        transport.send(operation, "Make it", "POST", "/x", parse=dict)
    assert sent == []


def test_a_body_that_outlives_the_time_is_read_no_further(clock):
    """Each part of an answer comes in time, all of it together does not: the rest is not waited for."""
    read = []

    class Slow(httpx.SyncByteStream):
        def __iter__(self):
            for _ in range(1000):
                read.append(1)
                clock.sleep(20.0)
                yield b" "

    transport = connect("https://x", httpx.MockTransport(lambda _: httpx.Response(200, stream=Slow())))
    with pytest.raises(LostAnswerError):
        transport.send(Operation("reading", 60, clock).at_most(1), "Read it", "GET", "/x", parse=dict)
    assert len(read) == 3


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_has_a_largest_size(clock, monkeypatch, method):
    """An answer larger than any true one is not read to its end, nor asked for again."""
    monkeypatch.setattr(exchange, "LARGEST_ANSWER", 1024 * 1024)
    read, sent = [], []

    class Endless(httpx.SyncByteStream):
        def __iter__(self):
            while len(read) < 1000:
                read.append(1)
                yield b" " * 65536

    def cloud(request):
        sent.append(request)
        return httpx.Response(200, stream=Endless())

    with pytest.raises(LostAnswerError, match="the answer is larger than 1 MiB"):
        connect("https://x", httpx.MockTransport(cloud)).send(
            Operation("reading", 60, clock), "Read it", method, "/x", parse=dict
        )
    assert len(read) == 17
    assert len(sent) == 1


def test_a_small_answer_that_unfolds_is_too_large(clock, monkeypatch):
    """What counts is the size of the decoded answer."""
    import gzip  # noqa: PLC0415

    monkeypatch.setattr(exchange, "LARGEST_ANSWER", 1024 * 1024)
    content = gzip.compress(b" " * 2 * 1024 * 1024)
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, content=content)
    with pytest.raises(LostAnswerError, match="larger than"):
        connect("https://x", httpx.MockTransport(lambda _: answer)).send(
            Operation("reading", 60, clock), "Read it", "GET", "/x", parse=dict
        )


def test_a_connection_is_used_again(serve):
    """Requests one after the other go over one connection."""
    server = serve(WHOLE)
    transport = connect(server.url)
    for _ in range(3):
        assert Call(transport).ended(within=PATIENCE) is None
    assert len(server.received) == 3
    assert len(transport._wire._idle) == 1
    assert not server.closed.is_set()
    transport.close()


def test_what_was_left_is_closed_and_not_used_again(serve):
    """The connection of a request that was left serves no other, since its answer may come after all."""
    transport = connect(serve().url)
    (lane,) = transport._wire._idle
    call = Call(transport)
    run.cancel()
    call.ended(within=PATIENCE)
    end = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if lane.client.is_closed:
            break
        end.wait(0.01)
    assert lane.client.is_closed
    assert lane not in transport._wire._idle


def test_a_request_that_has_ended_counts_no_more(serve, monkeypatch):
    """As many requests as there may be connections, and more, are sent one after the other."""
    monkeypatch.setattr(exchange, "MOST_CONNECTIONS", 1)
    transport = connect(serve(WHOLE).url)
    for _ in range(3):
        assert Call(transport, seconds=PATIENCE / 2).ended(within=PATIENCE) is None
    transport.close()


def test_requests_that_hang_are_bounded(serve, monkeypatch):
    """No more requests than there may be connections are on their way; what waits for one is left just as soon."""
    monkeypatch.setattr(exchange, "MOST_CONNECTIONS", 2)
    server = serve()
    transport = connect(server.url)
    calls = [Call(transport, "POST") for _ in range(2)]
    while len(server.received) < 2:
        server.got.wait(0.01)
    third = Call(transport, "POST")
    run.cancel()
    assert isinstance(third.ended(within=SOON), RunEndedError)
    assert all(isinstance(call.ended(within=PATIENCE), LostAnswerError) for call in calls)
    assert len(server.received) == 2
