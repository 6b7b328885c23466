"""What each documented error says to a person, and what is sent again after it."""

import httpx
import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    LostAnswerError,
    NotFoundError,
    NotSentError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.huawei import failures
from pulumi_serving.huawei.endpoint.kind import EndpointKind
from pulumi_serving.huawei.endpoint.testing import CONFIG, CREATE

ID = "00112233445566778899aabbccddeeff"
MISMATCH = (
    "failed to read http request, please check your input, code: 400, reason: Type mismatch., "
    "cause: TypeMismatchException"
)
NO_TOKEN = "X-Auth-Token is invalid in the request"


def body(code, words, solution=None):
    return {"error_code": code, "error_msg": words} | ({"solution_msg": solution} if solution else {})


class Cloud:
    """A cloud that answers each request with the next of the answers, the last one for ever."""

    def __init__(self, clock, *answers, config=CONFIG):
        self.answers, self.requests, self.tokens = list(answers), [], []
        kind = EndpointKind()
        settings = kind.settings(Source("huawei", config, {}, "huaweicloud"))
        self.kind = kind
        self.client = kind.calls(kind.connect(settings, httpx.MockTransport(self.answer), clock))
        self.operation = Operation("testing", 3600.0, clock)

    def answer(self, request):
        if request.url.path == "/v3/auth/tokens":
            return httpx.Response(201, headers={"X-Subject-Token": f"token-{len(self.requests)}"}, json={})
        self.requests.append(request)
        self.tokens.append(request.headers.get("X-Auth-Token"))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, content = answer
        parts = {"json": content} if isinstance(content, (dict, list)) else {"text": content}
        return httpx.Response(status, headers={"X-request-id": "req-1"}, **parts)

    def call(self, method):
        calls = {
            "GET": lambda: self.client.show_endpoint(self.operation, ID),
            "LIST": lambda: self.client.list_endpoints(self.operation, {}),
            "PUT": lambda: self.client.update_endpoint(self.operation, ID, {"name": "a"}, set()),
            "DELETE": lambda: self.client.delete_endpoint(self.operation, ID),
            "POST": lambda: self.kind.create(self.client, {**CREATE, "name": "a"}, self.operation),
        }
        return calls[method]()


@pytest.mark.parametrize(
    ("status", "content", "kind", "line"),
    [
        (
            400,
            body("common.01000001", MISMATCH),
            ApiError,
            f"CreateEndpoint failed: {MISMATCH} (HTTP 400, common.01000001, request id req-1; POST /v1/workspaces/",
        ),
        (
            400,
            body("common.01000001", MISMATCH, "Check the type of reserved_resource."),
            ApiError,
            ". Check the type of reserved_resource",
        ),
        (
            401,
            body("APIG.1002", "Incorrect token or token resolution failed"),
            AuthError,
            "CreateEndpoint failed: Incorrect token or token resolution failed (HTTP 401, APIG.1002, request id req-1;",
        ),
        (
            403,
            {
                "error": {"code": "403", "message": NO_TOKEN, "title": "Forbidden"},
                "error_code": 403,
                "error_msg": NO_TOKEN,
                "title": "Forbidden",
            },
            AuthError,
            f"CreateEndpoint failed: {NO_TOKEN} (HTTP 403, request id req-1; POST",
        ),
        (
            403,
            {"error": {"code": "403", "message": NO_TOKEN, "title": "Forbidden"}},
            AuthError,
            f"CreateEndpoint failed: {NO_TOKEN} (HTTP 403, request id req-1; POST",
        ),
        (403, body("PDP5.0001", "no permission"), AuthError, "lack a permission for DataArts Fabric"),
        (
            408,
            body("common.00000408", "timeout exception occurred", "Try again later."),
            UnavailableError,
            "CreateEndpoint failed: timeout exception occurred (HTTP 408, common.00000408, request id req-1;",
        ),
        (
            500,
            body("common.00000500", "internal error"),
            UnavailableError,
            "CreateEndpoint failed: internal error (HTTP 500, common.00000500, request id req-1;",
        ),
        (400, body("dataartsfabric.00010003", "workspace does not exist"), ApiError, "Are workspaceId and the project"),
        (400, body("dataartsfabric.00010009", "the cache does not exist"), ApiError, "the cache does not exist"),
        (404, body("APIG.0101", "API does not exist"), ApiError, "Is the base URL right?"),
        (404, body("APIGW.0101", "API does not exist"), ApiError, "Is the base URL right?"),
        (404, "<html><title>Not Found</title></html>", ApiError, "Not Found (HTTP 404"),
        (413, body("APIGW.0201", "request entity too large"), ApiError, "request entity too large (HTTP 413"),
        (401, body("APIG.0301", "verify aksk signature fail"), AuthError, "Is the secret key right"),
        (502, "<html><title>502 Bad Gateway</title></html>", UnavailableError, "502 Bad Gateway (HTTP 502"),
        (400, {"errorCode": "X.1", "errorMsg": "camel"}, ApiError, "camel (HTTP 400, X.1"),
        (400, {"outer": {"code": 7, "message": "inner"}}, ApiError, "inner (HTTP 400, 7"),
        (400, "plain words", ApiError, "plain words (HTTP 400"),
        (400, "", ApiError, "CreateEndpoint failed (HTTP 400"),
    ],
)
def test_the_line_of_an_error(clock, status, content, kind, line):
    """Each documented error, in each of its forms, is one line: the cloud's words, its code, and what to do."""
    cloud = Cloud(clock, (status, content))
    with pytest.raises(kind) as caught:
        cloud.call("POST")
    assert type(caught.value) is kind
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(cloud.requests) == 1


BUSY = (500, body("dataartsfabric.00000001", "still running, try again later"))
TIMED_OUT = (408, body("common.00000408", "timeout exception occurred"))
INTERNAL = (500, body("common.00000500", "internal error"))
THROTTLED = (429, body("APIG.0308", "throttling threshold reached"))
GOOD = {"GET": (200, {"id": ID}), "PUT": (202, {}), "DELETE": (202, {"id": ID}), "POST": (202, {"id": ID})}
YES, ONCE = "sent again", "sent once"


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "POST"])
@pytest.mark.parametrize(
    ("answer", "others", "post", "error"),
    [
        (httpx.ConnectError("refused"), YES, ONCE, NotSentError),
        (httpx.ReadTimeout("too late"), YES, ONCE, LostAnswerError),
        (httpx.RemoteProtocolError("reset"), YES, ONCE, LostAnswerError),
        ((400, body("common.01000001", MISMATCH)), ONCE, ONCE, ApiError),
        ((404, body("APIG.0101", "no API")), ONCE, ONCE, ApiError),
        ((413, body("APIGW.0201", "too large")), ONCE, ONCE, ApiError),
        ((401, body("APIG.0301", "verify aksk signature fail")), ONCE, ONCE, AuthError),
        ((403, body("PDP5.0001", "no permission")), ONCE, ONCE, AuthError),
        (TIMED_OUT, YES, ONCE, UnavailableError),
        (THROTTLED, YES, ONCE, ThrottledError),
        (INTERNAL, YES, ONCE, UnavailableError),
        (BUSY, YES, ONCE, UnavailableError),
        ((502, "<html></html>"), YES, ONCE, UnavailableError),
        ((503, ""), YES, ONCE, UnavailableError),
        ((504, ""), YES, ONCE, UnavailableError),
    ],
)
def test_what_is_sent_again(clock, method, answer, others, post, error):
    """The table of the API's retries: a create is sent once: it is looked for before the next one."""
    expected = post if method == "POST" else others
    cloud = Cloud(clock, answer, GOOD[method])
    if expected == YES:
        cloud.call(method)
        assert len(cloud.requests) == 2
    else:
        with pytest.raises(error):
            cloud.call(method)
        assert len(cloud.requests) == 1


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
@pytest.mark.parametrize(
    "answer", [(401, body("APIG.1002", "Incorrect token")), (403, {"error_code": 403, "error_msg": NO_TOKEN})]
)
def test_a_refused_token_is_renewed_once(clock, method, answer):
    """With a user's token, 401, and the 403 about the token, are answered with one new token; then it is enough."""
    config = {key: value for key, value in CONFIG.items() if "Key" not in key}
    config |= {"huaweicloud:userName": "u", "huaweicloud:password": "password", "huaweicloud:domainName": "d"}
    cloud = Cloud(clock, answer, GOOD[method], config=config)
    cloud.call(method)
    assert cloud.tokens == ["token-0", "token-1"]
    cloud = Cloud(clock, answer, config=config)
    with pytest.raises(AuthError):
        cloud.call(method)
    assert len(cloud.requests) == 2


def test_a_create_with_a_refused_token_is_worth_another_look(clock):
    """The token is renewed, and the create is not sent again from here: its error says that it may be, once."""
    config = {key: value for key, value in CONFIG.items() if "Key" not in key}
    config |= {"huaweicloud:userName": "u", "huaweicloud:password": "password", "huaweicloud:domainName": "d"}
    cloud = Cloud(clock, (401, body("APIG.1002", "Incorrect token")), GOOD["POST"], config=config)
    with pytest.raises(AuthError) as caught:
        cloud.call("POST")
    assert caught.value.attempts == 2
    cloud.call("POST")
    assert cloud.tokens == ["token-0", "token-1"]


def test_a_missing_permission_is_no_refused_token(clock):
    """Any other 403 gets no new token."""
    config = {key: value for key, value in CONFIG.items() if "Key" not in key} | {"huaweicloud:token": "a-token"}
    cloud = Cloud(clock, (403, body("PDP5.0001", "no permission")), config=config)
    with pytest.raises(AuthError, match="config key huaweicloud:token"):
        cloud.call("GET")
    assert len(cloud.requests) == 1


EMPTY = (200, {"total": 0, "endpoints": []})
LISTED = (200, {"total": 1, "endpoints": [{"id": ID, "status": "RUNNING"}]})
GONE = (400, body("dataartsfabric.00010009", "the queried resource does not exist"))


@pytest.mark.parametrize("gone", [GONE, (404, body("dataartsfabric.00010009", "gone")), (404, "")])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_gone_is_confirmed_by_the_list(clock, gone, method):
    """Every form of not found counts only if the list lacks the endpoint too."""
    answers = [gone, EMPTY] if method == "GET" else [gone, gone, EMPTY]
    cloud = Cloud(clock, *answers)
    with pytest.raises(NotFoundError):
        cloud.call(method)
    assert cloud.requests[-1].url.params["endpoint_id"] == ID


def test_what_the_list_has_is_not_gone(clock):
    """An endpoint that the list has is read from there, and its deletion has failed."""
    assert Cloud(clock, GONE, LISTED).call("GET").status == "RUNNING"
    with pytest.raises(ApiError, match="the endpoint is there") as caught:
        Cloud(clock, GONE, GONE, LISTED).call("DELETE")
    assert not isinstance(caught.value, NotFoundError)


@pytest.mark.parametrize(
    "answer",
    [(400, body("dataartsfabric.00010003", "no workspace")), (401, ""), (403, ""), (404, body("APIG.0101", ""))],
)
def test_what_never_means_gone(clock, answer):
    """A missing workspace, refused credentials and a wrong host prove nothing."""
    for method in ("GET", "DELETE"):
        with pytest.raises(ApiError) as caught:
            Cloud(clock, answer).call(method)
        assert not isinstance(caught.value, NotFoundError)
    with pytest.raises(ApiError):
        Cloud(clock, GONE, answer).call("GET")


@pytest.mark.parametrize("answer", [(200, {}), (200, {"endpoints": []}), (200, {"data": []}), (200, "[]"), (200, "")])
def test_an_odd_list_is_not_an_empty_one(clock, answer):
    """A list without its total is refused: taken for empty, it would prove that everything is gone."""
    with pytest.raises(ApiError, match="HTTP 200"):
        Cloud(clock, answer).call("LIST")


def test_pages_move(clock):
    """Pages advance by what was received; an entry that moved between them counts once, and may have hidden another."""
    items = [{"id": f"{number:032x}"} for number in range(6)]
    cloud = Cloud(
        clock,
        (200, {"total": 6, "endpoints": items[:3]}),
        (200, {"total": 6, "endpoints": items[2:5]}),
    )
    found = cloud.call("LIST")
    assert (len(found), found.whole) == (5, False)
    assert [request.url.params["offset"] for request in cloud.requests] == ["0", "3"]
    cloud = Cloud(clock, (200, {"total": 6, "endpoints": items[:3]}), (200, {"total": 6, "endpoints": items[3:]}))
    found = cloud.call("LIST")
    assert (len(found), found.whole) == (6, True)


@pytest.mark.parametrize(
    "pages",
    [
        [{"total": 9, "endpoints": [{"id": "a" * 32}]}, {"total": 9}],
        [{"total": 3, "endpoints": []}],
        [{"total": 3, "endpoints": None}],
        [{"total": 3, "endpoints": [{"id": "a" * 32}]}, {"total": 2, "endpoints": [{"id": "b" * 32}]}],
        [{"total": 0, "endpoints": {"0": {}}}],
        [{"total": 0, "endpoints": ""}],
        [{"total": -1}],
        [{"endpoints": []}],
        [{}],
    ],
)
def test_contradictory_pages_are_no_answer(clock, pages):
    """A list whose pages contradict each other, or that is none, proves nothing: it is read again, and then fails."""
    with pytest.raises(UnreadableError):
        Cloud(clock, *[(200, page) for page in pages * 6]).call("LIST")


@pytest.mark.parametrize("odd", [None, "text", 7, [], {}, {"name": "nameless"}, {"id": None}])
def test_an_item_that_cannot_be_read_is_passed_over(clock, odd):
    """It hides no other, and the list that it is in does not prove that anything is absent."""
    items = [{"id": "a" * 32}, odd, {"id": 12, "owner": "text", "urls": "none", "error_code": []}]
    found = Cloud(clock, (200, {"total": "3", "endpoints": items})).call("LIST")
    assert [endpoint.id for endpoint in found] == ["a" * 32, "12"]
    assert not found.whole


@pytest.mark.parametrize("content", [None, [], "text", 3, {"error_code": None, "error_msg": None}, {"a": {"b": {}}}])
def test_odd_envelopes(content):
    """Whatever a body is, reading it fails nobody."""
    assert failures.envelope(content) == ("", "", "")


def test_an_issued_token_is_in_no_error(clock):
    """An answer that repeats the token is blanked, though no setting holds it."""
    config = {key: value for key, value in CONFIG.items() if "Key" not in key}
    config |= {"huaweicloud:userName": "u", "huaweicloud:password": "password", "huaweicloud:domainName": "d"}
    cloud = Cloud(clock, (400, body("X.1", "bad token-0")), config=config)
    with pytest.raises(ApiError) as caught:
        cloud.call("GET")
    assert "token-0" not in str(caught.value)


def test_the_system_clock_dates_signatures():
    """Without a clock of the tests the present time is signed."""
    cloud = Cloud(SystemClock(), (200, {"id": ID}))
    cloud.call("GET")
    assert cloud.requests[0].headers["X-Sdk-Date"].startswith("20")
