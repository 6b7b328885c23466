"""What is sent again and what is not, within which time, and what an error never repeats."""

import contextlib
import datetime as dt
import email.utils
import html
import json
import logging

import httpx
import pytest
from pydantic import BaseModel

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    LostAnswerError,
    NotFoundError,
    NotSentError,
    ServingError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.core.http.answers import plain_words
from pulumi_serving.core.http.transport import Transport, answer_parts, by_status

KEY = "sk_live_0123456789abcdef"
SECRET = 'p4ss"wörd\\ & <b>\nsecond line'
PATH = "/v2/things/t-1"


class Bearer(httpx.Auth):
    """A key in a header."""

    def auth_flow(self, request):
        request.headers["Authorization"] = f"Bearer {KEY}"
        yield request


class Cloud:
    """Answers each request with the next of its outcomes, the last one for ever; keeps what was sent."""

    def __init__(self, *outcomes):
        self.outcomes = [*outcomes]
        self.requests = []
        self.timeouts = []

    def __call__(self, request):
        self.requests.append(request)
        self.timeouts.append(request.extensions["timeout"])
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, int):
            return httpx.Response(outcome, json={"message": f"this is {outcome}"})
        return outcome


def classify(name, response, body):
    """Tell errors by their status alone."""
    if response.is_success or response.has_redirect_location:
        return None
    words = str((body or {}).get("message", "")) if isinstance(body, dict) else ""
    return by_status(response.status_code)(name, words=words or plain_words(response), **answer_parts(response))


def connect(cloud, **options):
    """Return a transport to that cloud."""
    return Transport(
        "https://api.example.com/base",
        auth=Bearer(),
        classify=classify,
        secrets=[KEY],
        auth_hint="The key comes from a test",
        http=httpx.MockTransport(cloud) if not isinstance(cloud, httpx.BaseTransport) else cloud,
        **options,
    )


def parse(body):
    """Take an object with an id."""
    if not isinstance(body, dict) or "id" not in body:
        raise ValueError("no id")
    return body["id"]


def send(cloud, operation, method="GET", **options):
    """Send one request."""
    return connect(cloud).send(operation, "Get thing", method, PATH, **{"parse": parse, **options})


def error_of(cloud, operation, method="GET", **options):
    """Return the error that one request ends with."""
    with pytest.raises(ServingError) as caught:
        send(cloud, operation, method, **options)
    return caught.value


# What is repeated ----------------------------------------------------------------------------------------------------

NOT_SENT = [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.ProxyError("no proxy")]
LOST = [
    httpx.ReadTimeout("slow"),
    httpx.WriteTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("closed without an answer"),
    ConnectionResetError("reset"),
]
UNREADABLE = [
    httpx.Response(200),
    httpx.Response(200, text="<html><title>Welcome</title></html>"),
    httpx.Response(200, text='{"id": "t-'),
    httpx.Response(200, json=[]),
    httpx.Response(200, json={"other": 1}),
]
# outcome: how often GET, PUT, DELETE, POST are sent; the kind of error
TABLE = [
    *[(error, (4, 4, 4, 1), NotSentError) for error in NOT_SENT],
    *[(error, (5, 5, 5, 1), LostAnswerError) for error in LOST],
    *[(status, (5, 5, 5, 1), UnavailableError) for status in (408, 500, 502, 503, 504)],
    (429, (5, 5, 5, 1), ThrottledError),
    (401, (1, 1, 1, 1), AuthError),
    (403, (1, 1, 1, 1), AuthError),
    (404, (1, 1, 1, 1), NotFoundError),
    (409, (1, 1, 1, 1), ConflictError),
    *[(status, (1, 1, 1, 1), ApiError) for status in (400, 402, 405, 410, 422)],
    *[(response, (5, 5, 5, 1), UnreadableError) for response in UNREADABLE],
]


@pytest.mark.parametrize(("outcome", "times", "kind"), TABLE, ids=[f"{row[0]!r}-{row[2].__name__}" for row in TABLE])
@pytest.mark.parametrize(("column", "method"), [*enumerate(["GET", "PUT", "DELETE", "POST"])])
def test_what_is_repeated(operation, column, method, outcome, times, kind):
    """Each outcome is sent as often as the module's policy says, and a create once."""
    cloud = Cloud(outcome)
    error = error_of(cloud, operation, method, body={} if method in ("PUT", "POST") else None)
    assert len(cloud.requests) == times[column]
    assert type(error) is kind


@pytest.mark.parametrize("outcome", [429, 503, httpx.ReadTimeout("slow"), httpx.ConnectError("refused")])
def test_a_passing_fault_passes(operation, outcome):
    """After a fault that does not last, the answer is returned."""
    assert send(Cloud(outcome, outcome, httpx.Response(200, json={"id": "t-1"})), operation) == "t-1"


def test_a_lower_number_of_attempts_counts(operation):
    """An operation may lower how often a request is sent."""
    cloud = Cloud(503)
    error_of(cloud, operation.at_most(1))
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_an_error_may_say_how_often_it_is_worth_it(operation, method):
    """Where the cloud's own classification gives a number of attempts and a pause, both count."""

    def patient(name, response, body):  # noqa: ARG001
        return ConflictError(name, **{**answer_parts(response), "retry_after": 8.0, "attempts": 3})

    cloud = Cloud(409)
    transport = Transport("https://x", auth=Bearer(), classify=patient, http=httpx.MockTransport(cloud))
    with pytest.raises(ConflictError):
        transport.send(operation, "Get thing", method, PATH, parse=parse)
    assert len(cloud.requests) == 3
    assert operation.clock.slept == [8.0, 8.0]


@pytest.mark.parametrize(
    "words",
    [
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch",
        "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)",
    ],
)
def test_a_tls_failure_is_told_at_once(operation, words):
    """A failure of TLS does not pass by itself: it is sent once, and the line says TLS."""
    cloud = Cloud(httpx.ConnectError(words))
    error = error_of(cloud, operation)
    assert len(cloud.requests) == 1
    assert "TLS" in str(error)


def test_an_exception_of_an_app_in_process_is_a_lost_answer(operation):
    """A WSGI app that breaks off behaves like a connection that does."""

    def app(environ, start_response):  # noqa: ARG001
        raise ConnectionResetError("the simulator closed the connection")

    assert type(error_of(httpx.WSGITransport(app=app), operation, "POST", body={})) is LostAnswerError


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "answer",
    [
        {"headers": {"content-encoding": "gzip"}, "content": b"this is not gzip"},
        {"content": b"[" * 100_000},
        {"headers": {"content-type": "application/json; charset=nonsense"}, "content": b"\xff\xfe\xfd"},
    ],
    ids=["broken gzip", "too deep", "bad charset"],
)
def test_an_answer_that_cannot_be_decoded_is_no_crash(operation, method, answer):
    """A success in a form that nobody can decode is an unreadable or a lost answer: a create may have taken effect."""
    error = error_of(lambda _: httpx.Response(200, **answer), operation, method)
    assert isinstance(error, (UnreadableError, LostAnswerError))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize(
    ("outcomes", "arrived"),
    [
        ([httpx.ConnectError("refused")], False),
        ([httpx.ReadTimeout("slow"), httpx.ConnectError("refused")], True),
        ([400], True),
        ([httpx.Response(200, json={"id": "t-1"})], True),
    ],
    ids=["no connection", "lost, then no connection", "refused", "taken"],
)
def test_a_write_that_may_have_arrived_is_known(operation, method, outcomes, arrived):
    """An operation knows whether a request that changes something may have reached the cloud."""
    with contextlib.suppress(ServingError):
        send(Cloud(*outcomes), operation.within(60), method)
    assert operation.has_written is (arrived and method != "GET")


def test_a_write_that_a_cancel_held_back_has_not_arrived(operation):
    """After a Ctrl-C no request goes out, and none counts as sent."""
    run.cancel()
    error_of(Cloud(200), operation, "PUT")
    assert not operation.has_written


# Pauses --------------------------------------------------------------------------------------------------------------


def test_the_back_off_doubles_with_jitter(operation):
    """Between attempts 1, 2, 4 and 8 seconds pass, each with up to half a second more."""
    error_of(Cloud(503), operation)
    assert len(operation.clock.slept) == 4
    for pause, least in zip(operation.clock.slept, (1, 2, 4, 8), strict=True):
        assert least <= pause <= least + 0.5


def test_two_back_offs_differ(clock):
    """The jitter keeps two clients from asking in step."""
    pauses = []
    for _ in range(5):
        clock.slept.clear()
        error_of(Cloud(503), Operation("reading", 600, clock))
        pauses.append(tuple(clock.slept))
    assert len(set(pauses)) > 1


def _in(seconds):
    moment = dt.datetime.now(dt.timezone.utc) + dt.timedelta(seconds=seconds)
    return email.utils.format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("17", 17, 17),
        ("0", 0, 0),
        ("2.5", 2.5, 2.5),
        ("-3", 0, 0),
        ("3600", 60, 60),
        ("inf", 60, 60),
        (lambda: _in(30), 25, 30),
        (lambda: _in(-30), 0, 0),
        (lambda: _in(86400), 60, 60),
        ("soon", 1, 1.5),
        ("", 1, 1.5),
        ("nan", 0, 1.5),
        ("Wed, 99 Foo 2015 07:28:00 GMT", 1, 1.5),
        ("Wed, 21 Oct 99999 07:28:00 GMT", 1, 1.5),
        ("Wed, 21 Oct 2015 07:28:00 +99999999999", 0, 1.5),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after(operation, status, value, least, most):
    """What the cloud asks for is waited, a minute at most; what can't be read counts as nothing asked."""
    headers = {"Retry-After": value() if callable(value) else value}
    send(Cloud(httpx.Response(status, headers=headers), httpx.Response(200, json={"id": "t-1"})), operation)
    (pause,) = operation.clock.slept
    assert least <= pause <= most


@pytest.mark.parametrize("outcome", [503, 429, httpx.ReadTimeout("slow"), httpx.ConnectError("refused")])
@pytest.mark.parametrize("seconds", [0.5, 3, 10])
def test_the_time_limit_bounds_the_whole(clock, outcome, seconds):
    """Retries never pass the operation's limit: what would wake after it is not slept."""
    operation = Operation("reading", seconds, clock)
    error_of(Cloud(outcome), operation)
    assert operation.deadline.elapsed <= seconds


def test_a_long_retry_after_ends_a_short_operation(clock):
    """When the cloud asks for more time than is left, the error is told at once."""
    cloud = Cloud(httpx.Response(429, headers={"Retry-After": "50"}, json={"message": "too fast"}))
    operation = Operation("reading", 30, clock)
    assert "too fast" in str(error_of(cloud, operation))
    assert (len(cloud.requests), clock.slept) == (1, [])


def test_each_attempt_has_the_time_that_is_left(clock):
    """No attempt may wait longer for an answer than the operation may take."""
    cloud = Cloud(httpx.ReadTimeout("slow"), httpx.Response(200, json={"id": "t-1"}))
    send(cloud, Operation("reading", 12, clock))
    first, second = (limits["read"] for limits in cloud.timeouts)
    assert first == 12
    assert 10 <= second <= 11


def test_a_request_has_time_outs(operation):
    """Every phase of a request but the wait for a connection of ours has a limit of its own."""
    cloud = Cloud(httpx.Response(200, json={"id": "t-1"}))
    send(cloud, operation)
    (limits,) = cloud.timeouts
    assert all(0 < limits[phase] <= 60 for phase in ("connect", "read", "write"))
    assert limits["pool"] is None


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_cancel_ends_the_back_off(operation, method):
    """After a cancel during a pause nothing more is sent, a create least of all."""
    cloud = Cloud(429)
    operation.clock.after(0.5, run.cancel)
    error = error_of(cloud, operation, method)
    assert isinstance(error, ThrottledError)
    assert len(cloud.requests) == 1


def test_a_cancelled_run_sends_nothing_twice(operation):
    """Once the run is cancelled, a fault is told at once."""
    run.cancel()
    cloud = Cloud(503)
    error_of(cloud, operation)
    assert (len(cloud.requests), operation.clock.slept) == (1, [])


# What is sent --------------------------------------------------------------------------------------------------------


def test_a_request_is_what_it_was_asked_to_be(operation):
    """Method, path below the base URL, query, JSON body and key are on the wire; a GET has no body."""
    cloud = Cloud(httpx.Response(200, json={"id": "t-1"}))
    send(cloud, operation, "POST", body={"ä": [1, True, None, "ü"]}, query={"a": "b c"})
    send(cloud, operation)
    first, second = cloud.requests
    assert str(first.url) in (
        f"https://api.example.com/base{PATH}?a=b+c",
        f"https://api.example.com/base{PATH}?a=b%20c",
    )
    assert json.loads(first.content) == {"ä": [1, True, None, "ü"]}
    assert first.headers["content-type"] == "application/json"
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert (second.content, "content-type" in second.headers) == (b"", False)


def test_a_body_is_sent_again_whole(operation):
    """A repeated update carries the same body and the key."""
    cloud = Cloud(503, 503, httpx.Response(200, json={"id": "t-1"}))
    send(cloud, operation, "PUT", body={"a": 1})
    assert [request.content for request in cloud.requests] == [b'{"a": 1}'] * 3
    assert {request.headers["authorization"] for request in cloud.requests} == {f"Bearer {KEY}"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["https://evil.example.com/", "/elsewhere", "http://api.example.com/"])
def test_a_redirect_is_an_error(operation, status, target):
    """No redirect is followed, to whatever host: the key goes nowhere else."""
    cloud = Cloud(httpx.Response(status, headers={"Location": target}, json={"id": "t-1"}))
    error = error_of(cloud, operation)
    assert len(cloud.requests) == 1
    assert type(error) is ApiError
    assert "a redirect, which is not followed" in str(error)
    assert f"HTTP {status}" in str(error)


@pytest.mark.parametrize("base_url", ["https://x", "http://127.0.0.1:1"])
def test_tls_is_always_verified(operation, base_url):
    """No environment variable of ours or of others turns verification off; without TLS no authority is trusted."""
    _ = operation
    transport = connect(Cloud(200))
    assert transport._client.follow_redirects is False
    plain = Transport(base_url, auth=Bearer(), classify=classify)
    context = plain._client._transport._pool._ssl_context
    assert (context.verify_mode, context.check_hostname) == (2, True)
    assert bool(context.get_ca_certs()) is base_url.startswith("https://")
    plain.close()


# What errors say -----------------------------------------------------------------------------------------------------


def test_an_error_names_all_that_helps(operation):
    """Operation, the cloud's words, status, request id, method and path are in the line."""
    answer = httpx.Response(400, headers={"X-Request-Id": "r-42"}, json={"message": "image is wrong"})
    error = error_of(Cloud(answer), operation, query={"token": "in-the-query"})
    assert str(error) == f"Get thing failed: image is wrong (HTTP 400, request id r-42; GET /base{PATH})"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_says_where_it_comes_from(operation, status):
    """An error of the key ends with the setting that it came from."""
    assert str(error_of(Cloud(status), operation)).endswith(". The key comes from a test")


@pytest.mark.parametrize(
    "outcome", [httpx.ConnectError(f"refused {KEY}"), httpx.ReadTimeout(f"slow {KEY}"), OSError(f"odd {KEY}")]
)
def test_no_answer_is_told_with_the_address(operation, outcome):
    """Where there was no answer the line has the address without its query, and no key."""
    text = str(error_of(Cloud(outcome), operation, query={"token": "in-the-query"}))
    assert f"(GET https://api.example.com/base{PATH})" in text
    assert KEY not in text
    assert "in-the-query" not in text


@pytest.mark.parametrize("outcome", [httpx.ConnectError(""), httpx.ReadTimeout(""), OSError()])
def test_an_exception_without_words_is_named(operation, outcome):
    """A fault that says nothing is told by its kind."""
    assert type(outcome).__name__ in str(error_of(Cloud(outcome), operation))


@pytest.mark.parametrize(
    "body",
    [
        lambda secret: {"json": {"message": f"bad value {secret} in envs"}},
        lambda secret: {"json": {"message": "bad body " + json.dumps({"value": secret})}},
        lambda secret: {"json": {"message": "bad body " + json.dumps({"value": secret}, ensure_ascii=False)}},
        lambda secret: {"json": {"message": f"bad body { ({'value': secret})!r}"}},
        lambda secret: {"text": f"bad value {secret}"},
        lambda secret: {"html": f"<html><title>bad {secret}</title></html>"},
        lambda secret: {"html": f"<html><title>bad {html.escape(secret)}</title></html>"},
        lambda secret: {"text": "bad value " + html.escape(secret)},
    ],
    ids=["plain", "json", "json unicode", "repr", "text", "html", "escaped html", "escaped text"],
)
@pytest.mark.parametrize("secret", [KEY, SECRET, "geheim-ß", "back\\slash", 'quo"te', "two\nlines", "a&b=c<d>"])
def test_no_secret_in_an_error(operation, body, secret):
    """A cloud that repeats a secret, in whatever form, is not quoted with it; the error is one line."""
    text = str(error_of(Cloud(httpx.Response(400, **body(secret))), operation, "POST", body={}, secrets={secret}))
    for form in (secret, json.dumps(secret)[1:-1], html.escape(secret), repr(secret)[1:-1]):
        assert form not in text
        assert " ".join(form.split()) not in text
    assert "\n" not in text


@pytest.mark.parametrize("length", range(160, 210, 7))
def test_no_part_of_a_secret_at_the_end_of_a_quote(operation, length):
    """A long answer that is cut short in an error is cut after its secrets are blanked, not through one."""
    answer = httpx.Response(200, text="x" * length + KEY + "y" * 100)
    assert KEY[:8] not in str(error_of(Cloud(answer), operation))


@pytest.mark.parametrize("length", range(470, 510, 7))
def test_no_part_of_a_secret_at_the_end_of_a_message(operation, length):
    """A long message is cut after its secrets are blanked, not through one."""
    answer = httpx.Response(400, json={"message": "x" * length + KEY + "y" * 100})
    assert KEY[:8] not in str(error_of(Cloud(answer), operation))


def test_half_an_answer_is_not_quoted(operation):
    """An answer that breaks off may hold values in clear that only the cloud knew: none is in the error."""
    answer = httpx.Response(200, text='{"id": "t-1", "envs": [{"key": "TOKEN", "value": "live-secret-value"}], "na')
    assert "live-secret-value" not in str(error_of(Cloud(answer), operation))


def test_values_of_an_answer_in_another_form_are_not_quoted(operation):
    """An answer whose fields have other types than documented is told by the field, not by its value."""

    class Thing(BaseModel):
        id: str
        size: int

    answer = httpx.Response(200, json={"id": "t-1", "size": "live-secret-value"})
    text = str(error_of(Cloud(answer), operation, parse=Thing.model_validate))
    assert "size: " in text
    assert "live-secret-value" not in text


def test_long_words_are_cut(operation):
    """A message of a cloud has some hundred characters at most."""
    assert len(str(error_of(Cloud(httpx.Response(400, json={"message": "x" * 5000})), operation))) < 700


def test_an_unreadable_success_is_told(operation):
    """A success in another form names the status and what was wrong."""
    assert "the answer is not JSON: it is empty (HTTP 200" in str(error_of(Cloud(httpx.Response(200)), operation))
    page = httpx.Response(200, html="<html><title>Sign in</title></html>")
    assert "the answer is not JSON: Sign in (HTTP 200" in str(error_of(Cloud(page), operation))
    assert "another form than documented" in str(error_of(Cloud(httpx.Response(200, json=[1])), operation))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("  plain  ", "plain"),
        ("<html><title>502 Bad Gateway</title></html>", "502 Bad Gateway"),
        ("<html><body>oh</body></html>", "a page of HTML instead of JSON"),
        ("<html><title>", "a page of HTML instead of JSON"),
    ],
)
def test_plain_words(text, words):
    """A body without an envelope is told as it is, a page by its title."""
    assert plain_words(httpx.Response(502, text=text)) == words


@pytest.mark.parametrize("name", ["X-Request-Id", "X-Acs-Request-Id", "X-Trace-Id"])
def test_request_ids(operation, name):
    """The id of the request is found under the names that clouds use, and cut to a sane length."""
    error = error_of(Cloud(httpx.Response(400, headers={name: "r" * 200})), operation)
    assert error.request_id == "r" * 80


# The log -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def debug(monkeypatch, capsys):
    """Turn the log on; return what it has written."""
    monkeypatch.setenv("PULUMI_SERVING_LOG", "debug")
    root = logging.getLogger("pulumi_serving")
    handlers, level = [*root.handlers], root.level
    root.handlers.clear()
    yield lambda: capsys.readouterr().err
    root.handlers[:] = handlers
    root.setLevel(level)


def test_the_log_has_no_secret(operation, debug):
    """With PULUMI_SERVING_LOG=debug each request is logged: method, path and status, but no query, header or body."""
    cloud = Cloud(503, httpx.Response(200, json={"id": "t-1", "envs": "in-the-answer"}))
    send(
        cloud, operation, "PUT", body={"envs": "in-the-body"}, query={"token": "in-the-query"}, secrets={"in-the-body"}
    )
    error_of(Cloud(httpx.ReadTimeout("slow")), operation, "POST", body={"envs": "in-the-body"})
    written = debug()
    assert f"PUT /base{PATH} -> 503 Get thing" in written
    assert f"PUT /base{PATH} -> 200 Get thing" in written
    for secret in (KEY, "Bearer", "uthorization", "in-the-query", "in-the-body", "in-the-answer"):
        assert secret not in written


def test_without_the_variable_nothing_is_logged(operation, capsys):
    """Nothing is written unless it is asked for."""
    send(Cloud(httpx.Response(200, json={"id": "t-1"})), operation)
    assert capsys.readouterr() == ("", "")


def test_the_log_is_set_up_once(debug):
    """Many accounts log each line once."""
    _ = debug
    for _ in range(3):
        connect(Cloud(200)).close()
    assert len(logging.getLogger("pulumi_serving").handlers) == 1
