"""
One request and its answer: whole or not at all, within the operation's time, and left when the run ends.

httpx is synchronous, and its time-outs hold for each step alone: an answer that drips in, or a slow token, would
outlive every limit and every Ctrl-C. So a request runs in another thread, and the operation waits for that thread as
long as it may. A request that is left is told apart by whether it may have reached the cloud. Its thread sends nothing
any more, its socket is shut down, and as a daemon it keeps no process alive.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any

import httpx

from pulumi_serving.core.calls.operation import GRACE_SECONDS
from pulumi_serving.core.errors import RunEndedError

from . import connection, threads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi_serving.core.calls.operation import Operation

TIMEOUT = httpx.Timeout(connect=10, read=60, write=30, pool=None)
MOST_CONNECTIONS = 64
ONE_CONNECTION = httpx.Limits(max_connections=1, max_keepalive_connections=1)
LARGEST_ANSWER = 16 * 1024 * 1024
LONGEST_SECONDS = 120.0
"""How long one request may take in all, however slowly its answer drips in."""
OPERATION = "operation"
"""The extension of a request under which its ``auth`` finds the operation that it is sent for."""
SIGNED_WITH = "signed_with"
"""The extension of a request under which its ``auth`` leaves the keys that it was signed with: no text repeats them."""


class LeftError(Exception):
    """
    The answer was not waited for any longer.

    ``sent`` says that the request may have reached the cloud, ``ended`` that the run has ended and not the time.
    """

    def __init__(self, reason: str, *, sent: bool, ended: bool) -> None:
        """Take why."""
        super().__init__(reason)
        self.sent = sent
        self.ended = ended


class TooLargeError(Exception):
    """The answer is larger than any answer of these clouds."""

    def __init__(self) -> None:
        """Say how large one may be."""
        super().__init__(f"the answer is larger than {LARGEST_ANSWER // 1024**2} MiB")


class Wire:
    """The connections to one address."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: httpx.Auth | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        http: httpx.BaseTransport | None = None,
    ) -> None:
        """Connect to nothing yet; ``http`` replaces the network in tests."""
        self._base_url = base_url
        self._auth = auth or httpx.Auth()
        self._timeout = timeout
        self._http = http
        self._tls = connection.trusted(base_url)
        self.client = self._make_client()
        self._idle = [_Lane(self.client)]
        self._slots = threading.Semaphore(MOST_CONNECTIONS)

    def send(self, operation: Operation, request: httpx.Request) -> httpx.Response:
        """
        Return the whole answer to a request that ``client`` has built.

        Raises LeftError, TooLargeError, or what httpx raises.
        """
        operation = operation.within(LONGEST_SECONDS)
        request.extensions["timeout"] = {
            step: min(seconds, operation.deadline.seconds) if seconds is not None else None
            for step, seconds in self._timeout.as_dict().items()
        }
        request.extensions[OPERATION] = operation
        self._wait_for_a_slot(operation)
        lane = self._free_lane()
        exchange = _Exchange(lane, self._auth, request, operation, is_network=self._http is None)

        def run() -> threading.Event:
            exchange.run()
            if not exchange.is_left:
                self._idle.append(lane)
            elif self._http is None:
                lane.client.close()
            self._slots.release()
            return exchange.done

        try:
            threads.run(run)
        except RuntimeError:  # the machine gives no more threads
            self._slots.release()
            raise LeftError("no thread could be started", sent=False, ended=False) from None
        reason = operation.wait_for(exchange.done, GRACE_SECONDS)
        if reason:
            exchange.leave(reason)
        return exchange.answer()

    def _free_lane(self) -> _Lane:
        try:
            return self._idle.pop()
        except IndexError:
            return _Lane(self._make_client())

    def _wait_for_a_slot(self, operation: Operation) -> None:
        while not self._slots.acquire(timeout=0.1):  # a slot that never comes must not outlast a cancel
            reason = operation.over()
            if reason:
                raise LeftError(reason, sent=False, ended=bool(operation.interrupted()))

    def _make_client(self) -> httpx.Client:
        return connection.client(
            self._base_url, self._tls, timeout=self._timeout, limits=ONE_CONNECTION, transport=self._http
        )

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().client.close()
        self.client.close()


class _Lane:
    """One connection, for one request at a time: so it is known which socket a request that is left hangs at."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self._stream: Any = None

    def connected(self, stream: Any) -> None:
        self._stream = stream

    def cut(self) -> None:
        """Wake the thread that waits at the socket."""
        sock = self._stream.get_extra_info("socket") if self._stream is not None else None
        if sock is not None:
            with contextlib.suppress(OSError, ValueError):
                sock.shutdown(socket.SHUT_RDWR)


class _Exchange:
    """A request on its way."""

    def __init__(
        self, lane: _Lane, auth: httpx.Auth, request: httpx.Request, operation: Operation, *, is_network: bool
    ) -> None:
        self.done = threading.Event()
        self._lane = lane
        self._auth = auth
        self._request = request
        self._operation = operation
        self._is_network = is_network
        self._lock = threading.Lock()
        self._sent = False
        self._ended = False
        self.is_left = False
        self._response: httpx.Response | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Send and keep the answer, or what went wrong; in a thread of its own."""
        try:
            self._response = self._converse()
        except BaseException as error:  # noqa: BLE001 - raised again for the one who waits
            self._error = error
        with self._lock:
            self._ended = True

    def leave(self, reason: str) -> None:
        """Wait no longer; nothing is sent from here on. Returns only where the answer has come after all."""
        with self._lock:
            if self._ended:
                return
            self.is_left = True
            sent = self._sent
        self._lane.cut()
        raise LeftError(reason, sent=sent, ended=bool(self._operation.interrupted()))

    def answer(self) -> httpx.Response:
        """Return the answer, or raise what went wrong."""
        error, self._error = self._error, None
        if error is not None:
            raise error
        assert self._response is not None
        return self._response

    def _converse(self) -> httpx.Response:
        """Send what the authentication makes of the request, until it has what it wants."""
        flow = self._auth.sync_auth_flow(self._request)
        try:
            request = next(flow)
            while True:
                response = self._send(request)
                try:
                    request = flow.send(response)
                except StopIteration:
                    return response
                self._sent = False  # what was answered so had no effect, and another is sent in its place
        finally:
            flow.close()  # it may hold what others wait for

    def _send(self, request: httpx.Request) -> httpx.Response:
        request.extensions["trace"] = self._trace
        self._refuse_if_over()
        if not self._is_network:
            self._mark_sent()
        response = self._lane.client.send(request, auth=None, stream=True)
        try:
            response._content = self._whole(response)  # noqa: SLF001 - what read() does, which knows no bound
        finally:
            response.close()
        return response

    def _whole(self, response: httpx.Response) -> bytes:
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > LARGEST_ANSWER:
                raise TooLargeError
            if self.is_left or self._operation.deadline.remaining <= 0:
                raise httpx.ReadTimeout("the answer did not end in time")
        return bytes(body)

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Hear from the connection: here is its socket, and here it is about to write."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._lane.connected(info["return_value"])
        elif event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            self._refuse_if_over()
            self._mark_sent()

    def _refuse_if_over(self) -> None:
        """Look whether the run goes on: connecting, or a token, may have taken its time."""
        try:
            if self._request.method == "GET":
                self._operation.check_read()
            else:
                self._operation.check_write()
        except RunEndedError as error:
            raise LeftError(error.reason, sent=False, ended=True) from None
        if self._operation.deadline.remaining <= 0:
            raise LeftError(self._operation.over(), sent=False, ended=False)

    def _mark_sent(self) -> None:
        with self._lock:
            if self.is_left:
                raise LeftError("it was left", sent=False, ended=True)
            self._sent = True
