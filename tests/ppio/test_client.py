"""The calls of the API: paths, pages, error envelopes, what counts as gone, and what is repeated."""

import contextlib
import json

import httpx
import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    NotFoundError,
    ServingError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.core.http.pages import READINGS
from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Live, Phase
from pulumi_serving.ppio import client
from pulumi_serving.ppio.endpoint.kind import EndpointKind
from pulumi_serving.ppio.endpoint.testing import CREATE

KIND = EndpointKind()
KEY = "sk_live_0123456789abcdef"
PATH = "/gpus/v2/endpoints"
GONE = {"code": 404, "reason": "RESOURCE_NOT_FOUND", "message": "the endpoint does not exist"}


class Cloud:
    """Answers each request with the next of its answers, the last one for ever; keeps what was asked."""

    def __init__(self, *answers):
        self.answers = [*answers]
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    @property
    def asked(self):
        """Return methods and paths, in order."""
        return [(request.method, request.url.raw_path.decode()) for request in self.requests]


@pytest.fixture
def operation(clock):
    """Return an operation with ten minutes to go."""
    return Operation("reading", 600.0, clock)


def connect(cloud):
    """Return a client of a cloud."""
    given = KIND.settings(Source("ppio", {"ppio:apiKey": KEY}, {}))
    return KIND.calls(KIND.connect(given, httpx.MockTransport(cloud), SystemClock()))


def call(cloud, operation, verb, id_="e-1"):
    """Make one of the calls."""
    connected = connect(cloud)
    return {
        "create": lambda: connected.create_endpoint(operation, CREATE, set()),
        "get": lambda: connected.get_endpoint(operation, id_),
        "list": lambda: connected.list_endpoints(operation),
        "update": lambda: connected.update_endpoint(operation, id_, CREATE, set()),
        "delete": lambda: connected.delete_endpoint(operation, id_),
    }[verb]()


def error_of(cloud, operation, verb="create"):
    """Return the error that a call ends with."""
    with pytest.raises(ServingError) as caught:
        call(cloud, operation, verb)
    return caught.value


# Paths ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "method", "path"),
    [
        ("create", "POST", PATH),
        ("get", "GET", f"{PATH}/e-1"),
        ("list", "GET", f"{PATH}?limit=100"),
        ("update", "PUT", f"{PATH}/e-1"),
        ("delete", "DELETE", f"{PATH}/e-1"),
    ],
)
def test_each_call_has_its_path(operation, verb, method, path):
    """Each operation goes to the documented path with the key; only bodies have a content type."""
    cloud = Cloud({"id": "e-1", "data": []})
    call(cloud, operation, verb)
    assert cloud.asked == [(method, path)]
    headers = cloud.requests[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers.get("content-type") == ("application/json" if method in ("POST", "PUT") else None)
    assert bool(cloud.requests[0].content) is (method in ("POST", "PUT"))


@pytest.mark.parametrize(
    ("id_", "path"),
    [("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("a b", "a%20b"), ("ü", "%C3%BC"), ("a%2Fb", "a%252Fb")],
)
@pytest.mark.parametrize("verb", ["get", "update", "delete"])
def test_ids_are_encoded(operation, verb, id_, path):
    """An id stays one segment of the path, whatever characters it has."""
    cloud = Cloud({"id": "e-1"})
    call(cloud, operation, verb, id_)
    assert cloud.asked[0][1] == f"{PATH}/{path}"


@pytest.mark.parametrize("id_", ["..", ".", "../../gpus/v2/products"])
def test_no_id_leads_to_another_path(operation, id_):
    """An id of dots does not climb out of its folder."""
    cloud = Cloud({"id": "e-1"})
    call(cloud, operation, "delete", id_)
    assert cloud.asked[0][1].startswith(f"{PATH}/")
    assert cloud.asked[0][1] not in (f"{PATH}/", f"{PATH}/..", f"{PATH}/.")


def test_the_older_wrapper_is_taken_off(operation):
    """An answer in the older version's wrapper is understood."""
    assert call(Cloud({"endpoint": {"id": "e-1", "name": "llm"}}), operation, "get").name == "llm"


@pytest.mark.parametrize("verb", ["update", "delete"])
@pytest.mark.parametrize("answer", [{}, [], httpx.Response(204), httpx.Response(200, text="OK"), {"anything": 1}])
def test_any_success_of_update_and_delete(operation, verb, answer):
    """The answers to update and delete have no fields that anybody could need."""
    cloud = Cloud(answer)
    call(cloud, operation, verb)
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("answer", [{}, {"id": ""}, {"id": None}, {"id": True}, {"id": []}, [], None, "e-1"])
def test_a_create_without_an_id_is_unreadable(operation, answer):
    """A success of create must carry an id; without one nobody knows what was made, and nothing is sent again."""
    cloud = Cloud(answer)
    assert isinstance(error_of(cloud, operation), UnreadableError)
    assert len(cloud.requests) == 1


def test_any_2xx_is_a_success(operation):
    """A created endpoint may be answered with 201 or 202."""
    for status in (200, 201, 202):
        assert call(Cloud(httpx.Response(status, json={"id": "e-1"})), operation, "create") == "e-1"


# Pages ---------------------------------------------------------------------------------------------------------------


def page(*ids, cursor="", **more):
    """Return a page of a list."""
    return {"data": [{"id": id_} for id_ in ids], "next_cursor": cursor, "has_more": bool(cursor), **more}


def ids_of(cloud, operation):
    """Return the ids that a list finds."""
    return [endpoint.id for endpoint in connect(cloud).list_endpoints(operation, keyword="llm", member_ids="m-1,m-2")]


def test_all_pages_are_read(operation):
    """The cursor is followed to the end, with the filters on each page."""
    cloud = Cloud(page("a", "b", cursor="c1/+="), page("c", cursor="c2"), page("d"))
    assert ids_of(cloud, operation) == ["a", "b", "c", "d"]
    queries = [dict(request.url.params) for request in cloud.requests]
    filters = {"limit": "100", "keyword": "llm", "member_ids": "m-1,m-2"}
    assert queries == [filters, {**filters, "cursor": "c1/+="}, {**filters, "cursor": "c2"}]


def test_empty_filters_are_not_sent(operation):
    """A filter that is not set is not in the query."""
    cloud = Cloud(page())
    connect(cloud).list_endpoints(operation)
    assert dict(cloud.requests[0].url.params) == {"limit": "100"}


@pytest.mark.parametrize(
    ("pages", "ids"),
    [
        ([page()], []),
        ([{"data": []}], []),
        ([{"data": [], "next_cursor": None}], []),
        ([{"data": None, "has_more": False}], []),
        ([{"data": [{"id": "a"}], "has_more": None, "next_cursor": ""}], ["a"]),
        ([page("a", cursor="c1", has_more=False)], ["a"]),
        ([{"data": [{"id": "a"}], "next_cursor": "c1"}, page("b")], ["a", "b"]),
        ([page("a", "a", cursor="c1"), page("a", "b")], ["a", "b"]),
        ([page("a", cursor="c1"), page(cursor="c2"), page("b")], ["a", "b"]),
    ],
    ids=[
        "empty",
        "bare",
        "null cursor",
        "null data",
        "null has_more",
        "has_more false",
        "has_more missing",
        "doubles",
        "an empty page",
    ],
)
def test_when_a_list_ends(operation, pages, ids):
    """A list ends when there is no more, or the cursor is empty; doubles are dropped."""
    cloud = Cloud(*pages)
    assert ids_of(cloud, operation) == ids
    assert len(cloud.requests) == len(pages)


@pytest.mark.parametrize(
    "pages",
    [
        [page("a", cursor="c1"), page("b", cursor="c1")],
        [page("a", cursor="c1"), page("b", cursor="c2"), page("c", cursor="c1")],
        [page("a", has_more=True)],
        [{"data": None}],
        [{"data": None, "has_more": True, "next_cursor": "c1"}],
        [{"data": None, "has_more": False, "total": 3}],
        [{"data": [], "has_more": False, "total": 3}],
        [{"data": {"0": {"id": "a"}}, "has_more": False}],
        [{"total": 0}],
        [{}],
    ],
    ids=[
        "same cursor",
        "cursor in a circle",
        "no cursor",
        "null data",
        "null data and more",
        "null data and a total",
        "a total and none",
        "an object for the list",
        "no list",
        "an empty object",
    ],
)
def test_contradictory_pages_are_no_answer(operation, pages):
    """A list whose pages contradict each other, or that is none, proves nothing: it is read again, and then fails."""
    with pytest.raises(UnreadableError):
        ids_of(Cloud(*pages * 6), operation)


@pytest.mark.parametrize("odd", [None, "text", 7, [], {}, {"name": "nameless"}, {"id": None}, {"id": {"a": 1}}])
def test_an_item_that_cannot_be_read_is_passed_over(operation, odd):
    """It hides no other, and the list that it is in does not prove that anything is absent."""
    found = connect(Cloud({"data": [{"id": "a"}, odd, {"id": 12}], "has_more": False})).list_endpoints(operation)
    assert [endpoint.id for endpoint in found] == ["a", "12"]
    assert not found.whole


def test_a_page_without_items_that_says_so_is_empty_and_no_proof(operation):
    """Null for the items and no more to come is an empty list, and not sure enough to prove anything."""
    found = connect(Cloud({"data": None, "has_more": False})).list_endpoints(operation)
    assert (list(found), found.whole) == ([], False)
    assert connect(Cloud({"data": [], "has_more": False})).list_endpoints(operation).whole


def test_a_list_that_never_ends_is_ended(operation, monkeypatch):
    """Ever new cursors do not keep the client for ever."""

    class Endless(Cloud):
        def __call__(self, request):
            self.requests.append(request)
            return httpx.Response(200, json=page("a", cursor=f"c{len(self.requests)}"))

    monkeypatch.setattr(client, "MOST_PAGES", 20)
    cloud = Endless(None)
    with pytest.raises(UnreadableError):
        ids_of(cloud, operation)
    assert len(cloud.requests) == 20 * READINGS


def test_a_failing_page_fails_the_list(operation):
    """Half a list is no list."""
    cloud = Cloud(page("a", cursor="c1"), httpx.Response(403, json={"code": 403, "reason": "FORBIDDEN"}))
    with pytest.raises(AuthError):
        ids_of(cloud, operation)


@pytest.mark.parametrize("body", [{}, [], {"data": {}}, {"data": "x"}, {"items": []}])
def test_what_is_no_list_is_unreadable(operation, body):
    """A success without a list is not taken for an empty one."""
    with pytest.raises(UnreadableError):
        ids_of(Cloud(body), operation)


def test_a_limit_that_is_refused_is_left_out(operation):
    """No largest limit is published: where 100 is refused, the server's default will do."""
    refused = httpx.Response(400, json={"code": 400, "reason": "VALIDATOR_PARAM", "message": "limit is too large"})
    cloud = Cloud(refused, page("a"))
    assert ids_of(cloud, operation) == ["a"]
    assert "limit" not in cloud.requests[1].url.params


def test_one_odd_item_does_not_hide_the_others(operation):
    """An item that can't be read costs itself, and not the account's whole list."""
    body = {"data": [{"id": "a"}, {"id": None}, {"id": "b", "worker_config": "odd"}, {"id": "c"}], "has_more": False}
    assert {"a", "c"} <= {*ids_of(Cloud(body), operation)}


# Errors --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (
            {"code": 400, "reason": "VALIDATOR", "message": "bad image", "metadata": {"0": "x"}},
            "VALIDATOR",
            "bad image",
        ),
        ({"code": 400, "reason": "VALIDATOR", "message": "bad image"}, "VALIDATOR", "bad image"),
        ({"code": "400", "message": "bad image"}, "", "bad image"),
        ({"code": "BAD_IMAGE", "message": "bad image"}, "BAD_IMAGE", "bad image"),
        ({"message": "bad image"}, "", "bad image"),
        ({"msg": "bad image"}, "", "bad image"),
        ({"error": "bad image"}, "", "bad image"),
        ({"error": {"message": "bad image", "code": "BAD_IMAGE"}}, "BAD_IMAGE", "bad image"),
        ({"error": {"message": "bad image", "code": 400}}, "", "bad image"),
        ({"code": 10042, "message": "bad image"}, "10042", "bad image"),
        ({"code": 400, "reason": None, "message": None}, "", ""),
        ({"reason": "VALIDATOR"}, "VALIDATOR", ""),
        ({}, "", ""),
        ([], "", ""),
        (None, "", ""),
        ("bad image", "", "bad image"),
        ({"message": ["bad", "image"]}, "", "bad"),
        ({"message": {"zh": "bad image"}}, "", "bad image"),
        ({"error": ["bad image"]}, "", ""),
        ({"code": [], "message": "bad image"}, "", "bad image"),
        ({"code": True, "message": "bad image"}, "", "bad image"),
        ({"code": -1, "message": "bad image"}, "", "bad image"),
        ({"code": 4e2, "message": "bad image"}, "", "bad image"),
        ({"code": "²", "message": "bad image"}, "", "bad image"),
        ({"code": "9" * 5000, "message": "bad image"}, "", "bad image"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_every_envelope(operation, body, code, words):
    """Every shape of an error that was seen is read: code or reason, and the cloud's words."""
    error = error_of(Cloud(httpx.Response(400, json=body)), operation)
    assert type(error) is ApiError
    assert error.status == 400
    assert "HTTP 400" in str(error)
    if code:
        assert error.code == code
    assert words in error.words


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (httpx.Response(400), ""),
        (httpx.Response(400, text="bad image"), "bad image"),
        (httpx.Response(400, html="<html><title>Bad Request</title></html>"), "Bad Request"),
        (httpx.Response(400, html="<html><body>sorry</body></html>"), "a page of HTML instead of JSON"),
        (httpx.Response(400, text='{"message": "bad im'), "broken JSON"),
        (httpx.Response(400, content=b"\xff\xfe\x00"), ""),
    ],
    ids=["empty", "text", "html title", "html", "cut short", "binary"],
)
def test_errors_without_an_envelope(operation, response, words):
    """HTML, plain text, nothing or garbage: the line has the status, and what words there are."""
    error = error_of(Cloud(response), operation)
    assert words in error.words
    assert f"HTTP 400; POST {PATH}" in str(error)


@pytest.mark.parametrize("body", [{"detail": "bad image"}, {"errors": ["bad image"]}, {"code": 400}, [], {}])
def test_json_without_an_envelope_is_not_called_broken(operation, body):
    """Whole JSON in a shape that nobody foresaw is not called broken."""
    assert "broken" not in error_of(Cloud(httpx.Response(400, json=body)), operation).words


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ApiError),
        (401, AuthError),
        (403, AuthError),
        (409, ConflictError),
        (422, ApiError),
        (429, ThrottledError),
        (500, UnavailableError),
        (502, UnavailableError),
        (503, UnavailableError),
        (504, UnavailableError),
        (408, UnavailableError),
    ],
)
@pytest.mark.parametrize("http", ["status", "body"])
def test_a_code_in_a_success_is_an_error(operation, http, status, kind):
    """A success whose body carries a code of 400 or more is the same error as that status."""
    body = {"code": status, "reason": "SOME_REASON", "message": "sorry"}
    error = error_of(Cloud(httpx.Response(status if http == "status" else 200, json=body)), operation)
    assert type(error) is kind
    assert (error.status, error.code, error.words) == (status, "SOME_REASON", "sorry")


@pytest.mark.parametrize("code", [0, 200, 399, "0", "success", None, True])
def test_a_code_below_400_in_a_success_is_none(operation, code):
    """Other codes in a success are no error."""
    assert call(Cloud({"id": "e-1", "code": code, "message": "ok"}), operation, "create") == "e-1"


def test_a_vendors_own_number_in_a_success_is_an_error(operation):
    """A number above all HTTP statuses is a code of the vendor's."""
    error = error_of(Cloud({"code": 10042, "message": "sorry"}), operation)
    assert (type(error), error.code, error.words) == (ApiError, "10042", "sorry")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "MISSING_API_KEY"),
        (401, "FAILED_TO_AUTH"),
        (401, "UNAUTHORIZED"),
        (403, "INVALID_API_KEY"),
        (403, "FORBIDDEN"),
    ],
)
@pytest.mark.parametrize("verb", ["create", "get", "list", "update", "delete"])
def test_a_refused_key_is_told_with_its_source(operation, verb, status, reason):
    """A missing or wrong key answers 400, 401 or 403: each says which setting the key came from, and is sent once."""
    cloud = Cloud(httpx.Response(status, json={"code": status, "reason": reason, "message": f"no {KEY}"}))
    error = error_of(cloud, operation, verb)
    assert "The key comes from the config key ppio:apiKey" in str(error)
    assert KEY not in str(error)
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("reason", ["INSUFFICIENT_RESOURCE", "CREATE_GPU_NUM_LIMIT", "LIMIT_EXCEEDED_ERROR"])
def test_a_lack_of_gpus_says_what_else_there_is(operation, reason):
    """Out of stock or over quota: the line has the cloud's words and says where to look for what is available."""
    cloud = Cloud(httpx.Response(400, json={"code": 400, "reason": reason, "message": "sold out"}))
    text = str(error_of(cloud, operation))
    assert "sold out" in text
    assert reason in text
    assert "get_products" in text
    assert len(cloud.requests) == 1


def test_an_unknown_product_is_no_missing_endpoint(operation):
    """A 404 on a create is a bad argument."""
    body = {"code": 404, "reason": "SERVERLESS_PRODUCT_NOT_FOUND", "message": "no such product"}
    error = error_of(Cloud(httpx.Response(404, json=body)), operation)
    assert type(error) is ApiError
    assert "no such product" in str(error)


# Gone ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["get", "update", "delete"])
def test_gone_is_what_the_api_calls_gone(operation, verb):
    """A 404 with a reason, on an endpoint's own path, is gone; it is asked once."""
    cloud = Cloud(httpx.Response(404, json=GONE))
    assert isinstance(error_of(cloud, operation, verb), NotFoundError)
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("verb", ["get", "update", "delete", "list", "create"])
def test_an_unknown_path_is_not_gone(operation, verb):
    """API_NOT_FOUND means a wrong base URL: nothing is gone."""
    body = {"code": 404, "reason": "API_NOT_FOUND", "message": "no such api"}
    error = error_of(Cloud(httpx.Response(404, json=body)), operation, verb)
    assert type(error) is ApiError
    assert "Is the base URL right?" in str(error)


BARE = [httpx.Response(404), httpx.Response(404, html="<html><title>Not Found</title></html>")]
BARE += [httpx.Response(404, json={"message": "page not found"}), httpx.Response(404, json={"code": 404})]


@pytest.mark.parametrize("bare", BARE, ids=["empty", "html", "message", "code"])
def test_a_404_without_a_reason_is_confirmed_by_the_list(operation, bare):
    """A gateway's 404 proves nothing: only a list that lacks the endpoint does."""
    assert call(Cloud(bare, page("other", "e-1")), operation, "get").id == "e-1"
    with pytest.raises(NotFoundError):
        call(Cloud(bare, page("other")), operation, "get")
    error = error_of(Cloud(bare), operation, "get")
    assert not isinstance(error, NotFoundError)


@pytest.mark.parametrize("bare", BARE, ids=["empty", "html", "message", "code"])
def test_a_delete_answered_with_a_bare_404_is_confirmed(operation, bare):
    """A delete that a gateway answers with 404 has deleted nothing, unless the endpoint is really gone."""
    error = error_of(Cloud(bare, {"id": "e-1", "status": {"status": "running"}}), operation, "delete")
    assert type(error) is ApiError
    assert isinstance(error_of(Cloud(bare, httpx.Response(404, json=GONE)), operation, "delete"), NotFoundError)
    assert isinstance(error_of(Cloud(bare, bare, page()), operation, "delete"), NotFoundError)
    assert not isinstance(error_of(Cloud(bare), operation, "delete"), NotFoundError)


def test_an_update_answered_with_a_bare_404_is_an_error(operation):
    """An update of what a gateway does not find fails; nothing is dropped."""
    assert isinstance(error_of(Cloud(httpx.Response(404)), operation, "update"), ServingError)


@pytest.mark.parametrize("answer", [httpx.Response(status) for status in (401, 403, 429, 500, 503)])
def test_other_errors_are_never_gone(operation, answer):
    """No other status is gone."""
    assert not isinstance(error_of(Cloud(answer), operation, "get"), NotFoundError)


# What is repeated ----------------------------------------------------------------------------------------------------


def refusal(status, reason, message=""):
    """Return an answer that refuses."""
    return httpx.Response(status, json={"code": status, "reason": reason, "message": message})


@pytest.mark.parametrize(
    "refused",
    [
        refusal(400, "CLUSTER_STATUS"),
        refusal(409, "CLUSTER_STATUS"),
        refusal(400, "", "serverless cluster cn-1 is not active"),
        refusal(400, "ILLEGAL_PARAMETERS", "Cluster not active"),
    ],
)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_cluster_that_is_not_active_is_awaited(operation, verb, refused):
    """Right after the last endpoint of a region went, calls are refused for some seconds: eight tries, 8 s apart."""
    cloud = Cloud(refused)
    error_of(cloud, operation, verb)
    assert [request.method for request in cloud.requests] == [cloud.requests[0].method] * 8
    assert operation.clock.slept == [8.0] * 7
    cloud = Cloud(refused, refused, {"id": "e-1"})
    call(cloud, operation, verb)
    assert len(cloud.requests) == 3


def test_a_create_in_a_cluster_that_is_not_active_may_be_sent_again(operation):
    """Its error says how often and after what pause; between, it is looked for."""
    error = error_of(Cloud(refusal(400, "CLUSTER_STATUS")), operation)
    assert (error.attempts, error.retry_after) == (8, 8.0)


def test_a_gateway_that_speaks_of_a_cluster_is_no_refusal(operation):
    """A 5xx of a gateway is no clear refusal, whatever it says: the create may have taken effect."""
    cloud = Cloud(httpx.Response(502, html="<html><title>upstream cluster not active</title></html>"))
    assert isinstance(error_of(cloud, operation), UnavailableError)
    assert len(cloud.requests) == 1


@pytest.mark.parametrize(
    "refused", [refusal(409, ""), refusal(400, "CONFLICT"), refusal(400, "DEPENDENT_RESOURCE_STATE")]
)
@pytest.mark.parametrize(("verb", "times"), [("update", 4), ("create", 1), ("delete", 1), ("get", 1)])
def test_a_conflict_is_repeated_for_updates_alone(operation, verb, times, refused):
    """An update that meets a conflict is sent a few times, 10 s apart; a create or a delete is not."""
    cloud = Cloud(refused)
    assert isinstance(error_of(cloud, operation, verb), ConflictError)
    assert len(cloud.requests) == times
    assert operation.clock.slept == [10.0] * (times - 1)


# The retry table of section 8: how often create, get, update and delete are sent.
TABLE = [
    (httpx.ConnectError("refused"), (1, 4, 4, 4)),
    (httpx.ReadTimeout("slow"), (1, 5, 5, 5)),
    (httpx.RemoteProtocolError("reset"), (1, 5, 5, 5)),
    *[(refusal(status, "X"), (1, 5, 5, 5)) for status in (408, 500, 502, 503, 504)],
    (refusal(429, "RATE_LIMIT_EXCEEDED"), (1, 5, 5, 5)),
    *[(refusal(status, "X"), (1, 1, 1, 1)) for status in (400, 401, 403, 404, 422)],
    (httpx.Response(200, text="<html></html>"), (1, 5, 1, 1)),
]


@pytest.mark.parametrize(("answer", "times"), TABLE, ids=[f"{row[0]!r}"[:40] for row in TABLE])
@pytest.mark.parametrize(("column", "verb"), [*enumerate(["create", "get", "update", "delete"])])
def test_the_retry_table(operation, answer, times, column, verb):
    """Each outcome is sent as often as the table of the API file says, but for creates: those are looked for first."""
    cloud = Cloud(answer)
    with contextlib.suppress(ServingError):
        call(cloud, operation, verb)
    assert len(cloud.requests) == times[column]


# Secrets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["create", "update"])
def test_secrets_of_the_body_are_not_repeated(operation, verb):
    """What an error repeats of the body is blanked where it is secret."""
    body = {**CREATE, "command": "serve --token tok-123456", "envs": [{"key": "DB", "value": "pa55 word"}]}
    cloud = Cloud(httpx.Response(400, json={"message": f"bad {json.dumps(body)} for {KEY}"}))
    connected, live = connect(cloud), Live("e-1", "llm", "running", Phase.READY)
    calls = {
        "create": lambda: KIND.create(connected, body, operation),
        "update": lambda: KIND.update(
            connected, live, changes_between(KIND, live, body, {}, Forms(KIND.args)), operation
        ),
    }
    with pytest.raises(ApiError) as caught:
        calls[verb]()
    text = str(caught.value)
    assert "tok-123456" not in text
    assert "pa55 word" not in text
    assert KEY not in text
    assert "product_id" in text


@pytest.mark.parametrize("verb", ["get", "list"])
def test_half_an_answer_shows_no_value_of_the_environment(operation, verb):
    """Get and List return values in clear: an answer that breaks off is not quoted."""
    text = '{"envs": [{"key": "DB", "value": "pa55-word"}], "id": "e-1", "na'
    if verb == "list":
        text = '{"data": [' + text
    assert "pa55-word" not in str(error_of(Cloud(httpx.Response(200, text=text)), operation, verb))


def test_no_repr_of_an_answer_shows_a_value(operation):
    """An endpoint's repr has no value of its environment."""
    found = call(Cloud({"id": "e-1", "envs": [{"key": "DB", "value": "pa55-word"}]}), operation, "get")
    assert found.envs[0].value == "pa55-word"
    assert "pa55-word" not in repr(found)
