"""What an answer means: by its code, not by its HTTP status."""

import json

import httpx
import pytest

from pulumi_serving.alibaba.errors import classify
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    NotFoundError,
    ThrottledError,
    UnavailableError,
)

REQUEST = httpx.Request("GET", "https://pai-eas.cn-shanghai.aliyuncs.com/api/v2/services/cn-shanghai/foo")

# Code, HTTP status, and what it is: each code also under a status that misleads.
CODES = [
    ("InvalidService.NotFound", 404, NotFoundError),
    ("InvalidService.NotFound", 400, NotFoundError),
    ("Forbidden.PrivilegeCheckFailed", 403, AuthError),
    ("Forbidden.PrivilegeCheckFailed", 404, AuthError),
    ("Forbidden.RAM", 403, AuthError),
    ("Forbidden", 403, AuthError),
    ("NoPermission", 403, AuthError),
    ("Forbidden.RiskControl", 403, AuthError),
    ("InvalidAccessKeyId.NotFound", 404, AuthError),
    ("InvalidAccessKeyId.NotFound", 400, AuthError),
    ("InvalidAccessKeyId.Inactive", 400, AuthError),
    ("InvalidSecurityToken.Expired", 400, AuthError),
    ("InvalidSecurityToken.Malformed", 400, AuthError),
    ("SignatureDoesNotMatch", 400, AuthError),
    ("IncompleteSignature", 403, AuthError),
    ("InvalidTimeStamp.Expired", 400, AuthError),
    ("IllegalTimestamp", 400, AuthError),
    ("SignatureNonceUsed", 400, UnavailableError),
    ("MissingParameter", 400, ApiError),
    ("InvalidParameter", 404, ApiError),
    ("UnsupportedOperation", 404, ApiError),
    ("NoSuchVersion", 404, ApiError),
    ("InvalidAction.NotFound", 404, ApiError),
    ("InvalidWorkspace.NotFound", 404, ApiError),
    ("Throttling", 400, ThrottledError),
    ("Throttling.User", 429, ThrottledError),
    ("Throttling.Api", 503, ThrottledError),
    ("Rejected.Throttling", 400, ThrottledError),
    ("ServiceUnavailable", 503, UnavailableError),
    ("ServiceUnavailable", 400, UnavailableError),
    ("InternalError", 500, UnavailableError),
    ("SomethingNew", 502, UnavailableError),
    ("SomethingNew", 409, ConflictError),
    ("SomethingNew", 400, ApiError),
    ("InsufficientBalance", 400, ApiError),
    ("", 404, ApiError),
    ("", 429, ThrottledError),
    ("", 401, AuthError),
    ("", 504, UnavailableError),
]


def answered(status, body, method="GET", **headers):
    content = body if isinstance(body, str) else json.dumps(body)
    request = httpx.Request(method, REQUEST.url)
    response = httpx.Response(status, content=content, headers=headers, request=request)
    try:
        decoded = response.json()
    except ValueError:
        decoded = None
    return classify("DescribeService", response, decoded)


@pytest.mark.parametrize(("code", "status", "kind"), CODES)
def test_codes(code, status, kind):
    """Each code is the kind of error that the table says, whatever the status; its line has words, code and id."""
    body = {"RequestId": "6BE56E05", "HostId": "h", "Message": "The words.", "Recommend": "r"}
    error = answered(status, {**body, "Code": code} if code else body)
    assert type(error) is kind
    for part in ("The words", code, "6BE56E05", f"HTTP {status}", "DescribeService"):
        assert part in str(error)


def test_small_names_are_read_too():
    """An envelope with lower-case keys is read as the other."""
    error = answered(404, {"code": "InvalidService.NotFound", "message": "gone", "requestId": "1-2"})
    assert type(error) is NotFoundError
    assert error.request_id == "1-2"


@pytest.mark.parametrize(
    "body", ["", "<html><title>Not Found</title></html>", "[]", "null", '"text"', "{", '{"Code": 1}']
)
def test_a_404_without_the_code_proves_nothing(body):
    """A page of a proxy, or nothing, is a clean error and never "gone"."""
    error = answered(404, body)
    assert type(error) is ApiError
    assert "HTTP 404" in str(error)


def test_successes_are_no_errors():
    """A success is none, whatever it holds."""
    assert answered(200, {"Message": "Success"}) is None


@pytest.mark.parametrize(("milliseconds", "seconds"), [("1500", 1.5), ("0", None), ("-5", None), ("soon", None)])
def test_retry_after_in_milliseconds(milliseconds, seconds):
    """The gateway's own header counts in milliseconds, and makes any refusal a throttling."""
    error = answered(400, {"Code": "SomethingNew"}, **{"x-acs-retry-after": milliseconds})
    assert error.retry_after == seconds
    assert isinstance(error, ThrottledError) is (seconds is not None)


def test_a_server_error_that_asks_to_wait_stays_ambiguous():
    """A 500 with a time to wait may have taken effect all the same."""
    assert type(answered(500, {"Code": "InternalError"}, **{"x-acs-retry-after": "1500"})) is UnavailableError


def test_a_missing_permission_is_named():
    """Where the answer tells which permission is missing, the line does."""
    detail = {"AuthAction": "eas:CreateAppService", "NoPermissionType": "ImplicitDeny"}
    error = answered(403, {"Code": "NoPermission", "Message": "no", "AccessDeniedDetail": detail})
    assert "The permission eas:CreateAppService is missing (ImplicitDeny)" in str(error)


def test_only_updates_wait_for_a_conflict():
    """A conflict is tried again by an update, until its time is over; a create and a delete tell it."""
    conflict = {"Code": "SomethingNew"}
    assert answered(409, conflict, method="PUT").attempts > 100
    assert answered(409, conflict, method="POST").attempts is None
    assert answered(409, conflict, method="DELETE").attempts is None


def test_an_expired_token_is_tried_once_more():
    """Keys are asked for anew before each attempt, so an expired token is worth a second one."""
    assert answered(400, {"Code": "InvalidSecurityToken.Expired"}).attempts == 2


XML = """<?xml version='1.0' encoding='UTF-8'?>
<Error>
  <RequestId>6BE56E05</RequestId><HostId>h</HostId>
  <Code>{code}</Code><Message>a &lt;b&gt; &amp; c</Message>
</Error>"""


@pytest.mark.parametrize(("code", "status", "kind"), [row for row in CODES if row[0]])
def test_errors_that_come_as_xml(code, status, kind):
    """An error in XML means what it means in JSON, and is told in its own words."""
    text = XML.format(code=code)
    response = httpx.Response(status, text=text, headers={"Content-Type": "text/xml;charset=utf-8"}, request=REQUEST)
    error = classify("DescribeService", response, None)
    assert type(error) is kind
    assert (error.code, error.request_id) == (code, "6BE56E05")
    assert "a <b> & c" in str(error)


@pytest.mark.parametrize(
    "text", ["<html><Code>InvalidService.NotFound</Code></html>", "<Error>", "x<Error><Code>a</Code>"]
)
def test_other_markup_holds_no_code(text):
    """Only a document that is an error holds a code: a page proves nothing gone."""
    response = httpx.Response(404, text=text, request=REQUEST)
    assert type(classify("DescribeService", response, None)) is ApiError


def test_a_life_of_errors_in_xml(engine, simulator, up):
    """A name is found to be free, and a service to be gone, in XML too."""
    gone = {"status": 404, "code": "InvalidService.NotFound", "as_xml": True}
    simulator.fault(cloud="alibaba", operation="get", **gone)
    assert not up().error
    simulator.fault(cloud="alibaba", operation="get", times=9, **gone, after=1)
    assert not engine.delete().error
    assert simulator.living() == []
