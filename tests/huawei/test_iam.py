"""Tokens of the identity service: got when needed, kept, renewed, and never a reason to make an endpoint twice."""

import threading
from urllib.parse import quote

import httpx
import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.errors import ApiError, AuthError, NotSentError
from pulumi_serving.huawei import EndpointProvider
from pulumi_serving.huawei.endpoint.testing import CREATE
from pulumi_serving.huawei.iam import GivenToken, PasswordTokens


class Service:
    """An identity service that answers as it is told, the last answer for ever."""

    def __init__(self, clock, *answers):
        self.answers, self.requests = list(answers), []
        self.tokens = PasswordTokens(
            "https://iam.example.com",
            user_name="u",
            password="the-password",
            domain_name="d",
            project={"id": "p"},
            now=clock.wall,
            http=httpx.MockTransport(self.answer),
        )

    def answer(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        headers = {"X-Subject-Token": f"token-{len(self.requests)}"} if status == 201 else {}
        return httpx.Response(status, headers=headers, json=body)


EXPIRES = {"token": {"expires_at": "2027-01-16T08:00:00.000000Z"}}  # the tests' clock begins a day before


def test_the_request(clock):
    """User, password, account and project go to the documented path; the catalogue is not asked for."""
    service = Service(clock, (201, EXPIRES))
    assert service.tokens.current() == "token-1"
    (request,) = service.requests
    assert (request.method, str(request.url)) == ("POST", "https://iam.example.com/v3/auth/tokens?nocatalog=true")
    assert b'"project":{"id":"p"}' in request.content.replace(b" ", b"")


@pytest.mark.parametrize("body", [EXPIRES, {}, [], {"token": None}, {"token": {"expires_at": "soon"}}])
def test_a_token_is_kept_for_a_day_less_a_margin(clock, body):
    """One token serves until half an hour before its end, whether or not the answer says when that is."""
    service = Service(clock, (201, body))
    service.tokens.current()
    clock.time += 23 * 3600
    assert service.tokens.current() == "token-1"
    clock.time += 31 * 60
    assert service.tokens.current() == "token-2"


def test_many_threads_share_a_renewal(clock):
    """A token that many were refused is renewed once."""
    service = Service(clock, (201, EXPIRES))
    refused = service.tokens.current()
    threads = [threading.Thread(target=service.tokens.renewed, args=(refused,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.requests) == 2


@pytest.mark.parametrize(
    "answer", [httpx.ConnectError("no"), httpx.ReadTimeout("late"), (500, {}), (503, {}), (429, {})]
)
def test_without_a_token_nothing_was_sent(clock, answer):
    """While the identity service fails, whatever the token was for was surely not sent."""
    with pytest.raises(NotSentError, match="Getting an IAM token failed"):
        Service(clock, answer).tokens.current()


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((401, {"error": {"message": "wrong: the-password"}}), AuthError, "Check userName, password, domainName"),
        ((403, {"error_msg": "no"}), AuthError, "Check userName"),
        ((400, {"error": "odd"}), ApiError, "Is iamBaseUrl right?"),
        ((404, []), ApiError, "Is iamBaseUrl right?"),
        ((200, {}), ApiError, "HTTP 200"),
    ],
)
def test_a_refusal_says_what_to_set(clock, answer, kind, words):
    """A refused user and a wrong address are told, without the password."""
    with pytest.raises(kind) as caught:
        Service(clock, answer).tokens.current()
    assert words in str(caught.value)
    assert "the-password" not in str(caught.value)


def test_a_refused_user_is_not_tried_for_each_endpoint(clock):
    """A refused password is told again without being sent again, for a minute."""
    service = Service(clock, (401, {"error": {"message": "wrong"}}), (201, EXPIRES))
    for _ in range(3):
        with pytest.raises(AuthError, match="Check userName"):
            service.tokens.current()
    assert len(service.requests) == 1
    clock.time += 61
    assert service.tokens.current() == "token-2"


def test_a_given_token_is_not_renewed():
    """Nobody here can renew a token that the user gave."""
    given = GivenToken("t")
    assert (given.current(), given.renewed("t")) == ("t", "")


def test_many_threads_share_a_failure(clock):
    """While the identity service fails slowly, all that need a token fail with one request, each with its own error."""
    service, go_on, errors = Service(clock, (503, {})), threading.Event(), []
    answer = service.answer

    def slow(request):
        assert go_on.wait(10)
        return answer(request)

    service.tokens._wire._http.handler = slow

    def ask():
        try:
            service.tokens.current()
        except NotSentError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    threads[0].join(0.2)  # until all wait
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len({id(error) for error in errors}) == 8
    assert len(service.requests) == 1


def test_a_token_that_hangs_is_left_with_its_operation(clock):
    """Who needs a token waits no longer than its own limit."""
    service, go_on = Service(clock, (201, EXPIRES)), threading.Event()
    service.tokens._wire._http.handler = lambda _: go_on.wait(10)
    with pytest.raises(NotSentError, match="the time limit of 1s was over"):
        service.tokens.current(Operation("deleting", 1.0, SystemClock()))
    go_on.set()


class TestCreate:
    """A create whose token can't be got."""

    @pytest.fixture
    def provider_class(self):
        """Return the provider of this cloud alone."""
        return EndpointProvider

    def test_a_create_without_a_token_is_no_open_question(self, engine, config, simulator):
        """The create is known not to have been sent: nothing is recorded, and nothing looked for."""
        given = {key: value for key, value in config.items() if "Key" not in key}
        given |= {"huaweicloud:userName": "simulator", "huaweicloud:password": "simulator-password"}
        engine.restart({**given, "huaweicloud:domainName": "simulator", "huaweicloud:iamBaseUrl": "http://127.0.0.1:1"})
        simulator.fault(cloud="huawei", operation="token", times=99, status=503)
        assert "Getting an IAM token failed" in engine.up(**CREATE).error
        assert engine.id == ""
        assert simulator.count("create") == 0


def test_a_refusal_repeats_no_password(clock):
    """The identity service may repeat the password in any form, cut too."""
    password = "the-password"
    words = f"wrong: {quote(password, safe='')} or {password.upper()}, not {password[:-3]}"
    service = Service(clock, (401, {"error": {"message": words}}))
    with pytest.raises(AuthError) as caught:
        service.tokens.current()
    shown = f"{caught.value} {vars(caught.value)!r}".lower()
    assert "wrong: [secret] or [secret], not [secret]" in shown
    assert password[:-3] not in shown
