"""What can go wrong between a provider and a cloud, one request at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

READ_SECONDS = 60.0
HUGE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What comes back: the bytes, how slowly they come, and whether the connection breaks after them."""

    status: int
    headers: dict[str, str]
    chunks: tuple[bytes, ...]
    pause_s: float = 0.0
    breaks: bool = False


@dataclass(frozen=True)
class Fault:
    """
    One thing that goes wrong with a request.

    ``effect`` says whether the cloud does what was asked. ``answer`` makes of the true answer what arrives; without it
    nothing does, and ``error`` is how the client learns that.
    """

    name: str
    effect: bool = False
    answer: Callable[[httpx.Request, Answer | None], Answer] | None = None
    error: type[httpx.TransportError] | None = None
    waits_s: float = 0.0
    writes: bool = True
    """Whether it makes sense for a request that changes something."""
    reads: bool = True
    cancels: bool = False
    """Ctrl-C, while this request is under way: it is answered, and nothing may be written after it."""
    dies: bool = False
    """The plug-in is killed: no answer reaches it any more, and nothing that it sends reaches the cloud."""


def _json(status: int, body: Any, **headers: str) -> Answer:
    return Answer(status, {"content-type": "application/json", **headers}, (json.dumps(body).encode(),))


def _text(status: int, body: str, kind: str = "text/html", **headers: str) -> Answer:
    return Answer(status, {"content-type": kind, **headers}, (body.encode(),))


def _error(status: int, **headers: str) -> Callable[..., Answer]:
    return lambda _request, _true: _json(status, {"message": "injected", "error_msg": "injected"}, **headers)


def _echo(status: int) -> Callable[..., Answer]:
    """Repeat all that was sent, headers too, as an error that a careless gateway writes."""

    def make(request: httpx.Request, _true: Answer | None) -> Answer:
        sent = f"cannot process {dict(request.headers)} {request.content.decode(errors='replace')}"
        return _json(status, {"code": "X.00000000", "reason": "ECHO", "message": sent, "error_msg": sent})

    return make


def _changed(change: Callable[[Any], Any]) -> Callable[..., Answer]:
    def make(_request: httpx.Request, true: Answer | None) -> Answer:
        assert true is not None
        try:
            body = json.loads(b"".join(true.chunks))
        except ValueError:
            return true
        return _json(true.status, change(body))

    return make


def _deep(value: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _deep(item, change, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_deep(item, change, key) for item in value]
    return change(key, value)


def _other_types(key: str, value: Any) -> Any:
    if isinstance(value, str):
        return [] if key not in ("id", "ServiceName", "ServiceId", "name") else value
    return str(value) if isinstance(value, (int, float)) else {"odd": True}


def _other_id(key: str, value: Any) -> Any:
    return f"other{value[5:]}" if key in ("id", "ServiceId", "ServiceUid", "ServiceName") and value else value


def _status(word: str) -> Callable[[str, Any], Any]:
    return lambda key, value: word if key in ("status", "Status") and isinstance(value, str) else value


def _emptied(body: Any) -> Any:
    """Return a list without its items: a listing that lags."""
    empty = {"data": [], "endpoints": [], "Services": [], "total": 0, "TotalCount": 0}
    return {key: empty.get(key, value) for key, value in body.items()} if isinstance(body, dict) else body


def _contradicting(body: Any) -> Any:
    """Return a list that says that it has items, and has none."""
    empty = {"data": None, "endpoints": None, "Services": None, "total": 3, "TotalCount": 3, "has_more": True}
    return {key: empty.get(key, value) for key, value in body.items()} if isinstance(body, dict) else body


def _not_found(request: httpx.Request, _true: Answer | None) -> Answer:
    """Say in the cloud's own words that there is no such endpoint."""
    path = request.url.path
    if path.startswith("/gpus/"):
        return _json(404, {"code": 404, "reason": "ENDPOINT_NOT_FOUND", "message": "endpoint not found"})
    if path.startswith("/v1/"):
        return _json(400, {"error_code": "FABRIC.00010009", "error_msg": "The resource does not exist."})
    return _json(404, {"Code": "InvalidService.NotFound", "Message": "service is not found", "RequestId": "r"})


def _drip(_request: httpx.Request, true: Answer | None) -> Answer:
    assert true is not None
    body = b"".join(true.chunks)
    return Answer(true.status, true.headers, tuple(bytes([byte]) for byte in body), pause_s=20.0)


def _truncated(_request: httpx.Request, true: Answer | None) -> Answer:
    assert true is not None
    body = b"".join(true.chunks)
    return Answer(true.status, true.headers, (body[: len(body) // 2],), breaks=True)


def _huge(_request: httpx.Request, true: Answer | None) -> Answer:
    assert true is not None
    return Answer(true.status, true.headers, (*true.chunks, *[b" " * 1_048_576] * (HUGE // 1_048_576)))


def _words(word: str) -> Callable[..., Answer]:
    return _changed(lambda body: _deep(body, _status(word)))


FAULTS = (
    Fault("refused", error=httpx.ConnectError),
    Fault("reset before", error=httpx.RemoteProtocolError),
    Fault("reset after", effect=True, error=httpx.ReadError),
    Fault("time-out before", error=httpx.ReadTimeout, waits_s=READ_SECONDS),
    Fault("time-out after", effect=True, error=httpx.ReadTimeout, waits_s=READ_SECONDS),
    Fault("connect time-out", error=httpx.ConnectTimeout, waits_s=10.0),
    Fault("drip", effect=True, answer=_drip),
    Fault("429", answer=_error(429)),
    Fault("429 after", effect=True, answer=_error(429)),
    Fault("429 with Retry-After", answer=_error(429, **{"retry-after": "7"})),
    Fault("429 with a huge Retry-After", answer=_error(429, **{"retry-after": "86400"})),
    Fault("500", answer=_error(500)),
    Fault("500 after", effect=True, answer=_error(500)),
    Fault("502 HTML", answer=lambda *_: _text(502, "<html><title>Bad gateway</title></html>")),
    Fault("502 HTML after", effect=True, answer=lambda *_: _text(502, "<html><title>Bad gateway</title></html>")),
    Fault("503", answer=_error(503)),
    Fault("504 after", effect=True, answer=_error(504)),
    Fault("truncated", effect=True, answer=_truncated),
    Fault("empty", effect=True, answer=lambda *_: _text(200, "", "application/json")),
    Fault("null", effect=True, answer=lambda *_: _text(200, "null", "application/json")),
    Fault("HTML with 200", effect=True, answer=lambda *_: _text(200, "<html><title>Log in</title></html>")),
    Fault("wrong types", effect=True, answer=_changed(lambda body: _deep(body, _other_types))),
    Fault("a thousand deep", effect=True, answer=lambda *_: _text(200, "[" * 1000 + "]" * 1000, "application/json")),
    Fault("odd charset", effect=True, answer=lambda *_: _text(200, "{}", "application/json; charset=utf-77")),
    Fault("huge", effect=True, answer=_huge),
    Fault("401", answer=_error(401)),
    Fault("403", answer=_error(403)),
    Fault("404 HTML", answer=lambda *_: _text(404, "<html><title>nginx</title></html>")),
    Fault("409", answer=_error(409)),
    Fault("409 after", effect=True, answer=_error(409), reads=False),
    Fault("wrong not-found", answer=_not_found),
    Fault("echo 400", answer=_echo(400)),
    Fault("echo 500 after", effect=True, answer=_echo(500)),
    Fault("redirect", answer=lambda *_: Answer(302, {"location": "http://elsewhere.invalid/"}, ())),
    Fault("wrong id", effect=True, answer=_changed(lambda body: _deep(body, _other_id))),
    Fault("unknown status", effect=True, answer=_words("PONDERING"), writes=False),
    Fault("unknown failing status", effect=True, answer=_words("SCHEDULE_FAILED"), writes=False),
    Fault("status deleted", effect=True, answer=_words("Deleted"), writes=False),
    Fault("list lags", effect=True, answer=_changed(_emptied), writes=False),
    Fault("contradicting list", effect=True, answer=_changed(_contradicting), writes=False),
    Fault("Ctrl-C", effect=True, cancels=True),
    Fault("killed before", dies=True, error=httpx.ConnectError),
    Fault("killed after", effect=True, dies=True, error=httpx.ConnectError),
)
BY_NAME = {fault.name: fault for fault in FAULTS}
ONCE = frozenset({*(fault.name for fault in FAULTS if fault.cancels or fault.dies), "status deleted"})
"""
Those that strike one request: some end the run. A cloud whose list and whose own readings say again and again that an
endpoint is deleted is trusted.
"""
SOME = frozenset({"wrong not-found", "wrong id"})
"""
Those that do not last: a cloud that says for more than a minute, in its own words, that there is none is right, and so
is one whose list and whose every answer give an endpoint the same id.
"""


FOR_EVER = 1000
"""How often a fault strikes that lasts until the run ends."""


def times(fault: Fault) -> tuple[int, ...]:
    """Return how often a fault strikes, in turn: once, three times, and until the run ends."""
    return (1,) if fault.name in ONCE else (1, 3) if fault.name in SOME else (1, 3, FOR_EVER)


@dataclass
class _Plan:
    method: str
    left: int
    action: Callable[[], object]

    def count(self, method: str) -> None:
        self.left -= method == self.method
        if method == self.method and self.left == 0:
            self.action()


@dataclass
class Wire:
    """
    The way to a simulated cloud, with at most one fault armed; in process, on a virtual clock.

    The fault strikes the ``first`` request, counted from 1, and further ones up to ``times``; with a ``method``, those
    of this method alone are counted.
    """

    app: Any
    clock: Any
    fault: Fault | None = None
    first: int = 0
    times: int = 0
    method: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)
    cancelled_at: int | None = None
    """How many requests were sent when Ctrl-C came."""
    dead: bool = False
    """Whether the plug-in was killed."""
    cancel: Callable[[], None] = lambda: None
    apps: dict[str, Any] = field(default_factory=dict)
    """Further clouds, by their addresses."""
    plans: list[_Plan] = field(default_factory=list)

    def arm(self, fault: Fault | None, first: int = 0, times: int = 0, method: str = "") -> None:
        """Set the fault, and count requests anew."""
        self.fault, self.first, self.times, self.method = fault, first, times, method
        self.sent, self.cancelled_at, self.dead = [], None, False

    def then(self, method: str, number: int, action: Callable[[], object]) -> None:
        """Do something just before the so-manieth request of a method, from now on, is answered."""
        self.plans.append(_Plan(method, number, action))

    @property
    def written_after_cancel(self) -> list[tuple[str, str]]:
        """The requests that change something and were sent after Ctrl-C."""
        if self.cancelled_at is None:
            return []
        return [item for item in self.sent[self.cancelled_at :] if item[0] != "GET"]

    def answer(self, request: httpx.Request) -> Answer | type[httpx.TransportError]:
        """Return what arrives, or how the client learns that nothing does."""
        if self.dead:
            return httpx.ConnectError
        self.sent.append((request.method, request.url.path))
        for plan in self.plans:
            plan.count(request.method)
        number = sum(self.method in ("", method) for method, _ in self.sent)
        struck = self.method in ("", request.method) and self.first <= number < self.first + self.times
        fault = self.fault if struck else None
        if fault is not None and not (fault.reads if request.method == "GET" else fault.writes):
            fault = None
        if fault is None:
            return self._truly(request)
        true = self._truly(request) if fault.effect else None
        if fault.cancels:
            self.cancel()
            self.cancelled_at = len(self.sent)
            assert true is not None
            return true
        self.dead = fault.dies
        self.clock.sleep(min(fault.waits_s, _patience(request, fault)))
        if fault.answer is None:
            assert fault.error is not None
            return fault.error
        return fault.answer(request, true)

    def _truly(self, request: httpx.Request) -> Answer:
        response = httpx.WSGITransport(app=self._app_at(request.url)).handle_request(request)
        return Answer(response.status_code, dict(response.headers), (response.read(),))

    def _app_at(self, url: httpx.URL) -> Any:
        if not self.apps:
            return self.app
        return self.apps.get(str(url.copy_with(raw_path=b"")).rstrip("/"), self.app)


def _patience(request: httpx.Request, fault: Fault) -> float:
    """Return how long the client waits for what does not come, in seconds: it said so with the request."""
    step = "connect" if fault.error is httpx.ConnectTimeout else "read"
    said = request.extensions.get("timeout", {}).get(step)
    return float("inf") if said is None else float(said)


class Transport(httpx.BaseTransport):
    """A wire for httpx, in process."""

    def __init__(self, wire: Wire) -> None:
        """Take the wire."""
        self._wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        request.read()
        answer = self._wire.answer(request)
        if isinstance(answer, type):
            raise answer("injected", request=request)
        headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
        return httpx.Response(answer.status, headers=headers, stream=_Stream(answer, self._wire.clock))


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: Answer, clock: Any) -> None:
        self._answer, self._clock = answer, clock

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._answer.chunks:
            if self._answer.pause_s:
                self._clock.sleep(self._answer.pause_s)
            yield chunk
        if self._answer.breaks:
            raise httpx.ReadError("the connection broke")
