"""Our signatures are the vendor's: on the vectors, and on whatever requests there may be."""

import datetime as dt
import json
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.errors import AuthError, LostAnswerError, ServingError
from pulumi_serving.core.http.transport import Transport
from pulumi_serving.huawei import auth

VECTORS = Path(__file__).parent.parent / "vectors" / "huawei"
FOLDERS = sorted(path.parent for path in VECTORS.glob("*/request.json"))


def seconds(date):
    return dt.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.timezone.utc).timestamp()


def signed(case):
    """Sign a request as the transport would; return it as it would be sent."""
    flow = auth.SignatureAuth(
        case["access_key"],
        case["secret_key"],
        now=lambda: seconds(case["date"]),
        project_id=case["project_id"],
        security_token=case["security_token"],
    )
    request = httpx.Request(
        case["method"], case["url"], params=case["query"] or None, headers=case["headers"], content=case["body"]
    )
    return next(flow.sync_auth_flow(request))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_vectors(folder):
    """The request of a vector is signed as the vendor's signer did, the final header first."""
    case = json.loads((folder / "request.json").read_text())
    request = signed(case)
    assert request.headers["Authorization"] == (folder / "authorization.txt").read_text()
    path, _, query = request.url.raw_path.decode().partition("?")
    headers = auth.signed_headers(request.headers)
    canonical = auth.canonical_request(request.method, path, query, headers, request.content)
    assert auth.string_to_sign(case["date"], canonical) == (folder / "string_to_sign.txt").read_text()
    for name, value in (("canonical_request.txt", canonical), ("wire_query.txt", query)):
        if (folder / name).exists():
            assert value == (folder / name).read_text()


def vendors(case):
    """Sign with the vendor's SDK."""
    url = urllib.parse.urlsplit(case["url"])
    headers = {"X-Sdk-Date": case["date"], **case["headers"]}
    if case["project_id"]:
        headers["X-Project-Id"] = case["project_id"]
    if case["security_token"]:
        headers["X-Security-Token"] = case["security_token"]
    request = SdkRequest(
        method=case["method"],
        schema=url.scheme,
        host=url.netloc,
        resource_path=url.path,
        query_params=list(case["query"].items()),
        header_params=headers,
        body=case["body"],
    )
    return Signer(BasicCredentials(case["access_key"], case["secret_key"], case["project_id"] or None)).sign(request)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
PLAIN = st.text(st.sampled_from("ABCDEFabcdef0123456789"), min_size=1, max_size=40)
PARTS = st.text(st.sampled_from("abcXYZ019-_.~ %+:@!$&'()*,;=[]演示é"), min_size=1, max_size=12).filter(
    lambda part: part not in (".", "..")
)
CASES = st.fixed_dictionaries(
    {
        "access_key": PLAIN,
        "secret_key": PLAIN,
        "project_id": st.one_of(st.just(""), PLAIN),
        "security_token": st.one_of(st.just(""), PLAIN),
        "date": st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1)).map(  # noqa: DTZ001 - any time
            lambda moment: moment.strftime("%Y%m%dT%H%M%SZ")
        ),
        "method": st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
        "url": st.tuples(
            st.sampled_from(["https://fabric.cn-north-4.myhuaweicloud.com", "http://127.0.0.1:8080"]),
            st.lists(PARTS.map(lambda part: urllib.parse.quote(part, safe="~")), min_size=1, max_size=5),
            st.sampled_from(["", "/"]),
        ).map(lambda parts: f"{parts[0]}/{'/'.join(parts[1])}{parts[2]}"),
        "query": st.dictionaries(WORDS.filter(bool), WORDS, max_size=5),
        "headers": st.sampled_from([{}, {"Content-Type": "application/json"}]),
        "body": st.one_of(
            st.just(""), st.dictionaries(WORDS, WORDS, max_size=3).map(lambda it: json.dumps(it, ensure_ascii=False))
        ),
    }
)


@settings(max_examples=1000, deadline=None)
@given(CASES)
def test_any_request_is_signed_as_the_vendors_sdk_does(case):
    """On 1,000 random requests both signers give the same header, and the query goes out as it was signed."""
    ours, theirs = signed(case), vendors(case)
    assert ours.headers["Authorization"] == theirs.header_params["Authorization"]
    assert ours.url.raw_path.decode().partition("?")[2] == theirs.uri.partition("?")[2]


def test_no_secret_in_a_repr():
    """The key does not show in the repr of what signs."""
    assert "the-secret" not in repr(auth.SignatureAuth("ak", "the-secret", now=lambda: 0.0))


def test_a_second_sending_is_dated_anew():
    """A request that is sent again is signed with the time of then."""
    times = iter([1_800_000_000.0, 1_800_000_900.0])
    signer = auth.SignatureAuth("ak", "sk", now=lambda: next(times))
    request = httpx.Request("GET", "https://example.com/v1/specs")
    first = next(signer.sync_auth_flow(request)).headers["Authorization"]
    assert next(signer.sync_auth_flow(request)).headers["Authorization"] != first
    assert request.headers["X-Sdk-Date"] == "20270115T081500Z"


def test_a_refused_key_is_not_tried_for_each_endpoint(clock):
    """Of many requests at once with a bad key one is sent; a minute later the next, and a good key sends all."""
    statuses, asked, beside = iter([401, 401, *[200] * 9]), [], threading.Event()

    def answer(request):
        asked.append(request)
        if len(asked) > 1:
            beside.set()
        beside.wait(0.2)  # time for another one, if another one is let through
        return httpx.Response(next(statuses), json={"error_code": "APIG.0301"})

    signer = auth.SignatureAuth("ak", "sk", now=clock.wall)
    with httpx.Client(auth=signer, transport=httpx.MockTransport(answer)) as client:

        def ask(_):
            try:
                return client.get("https://example.com/v1/specs").status_code
            except AuthError as error:
                return str(error)

        with ThreadPoolExecutor(8) as pool:
            refused = sorted(map(str, pool.map(ask, range(8))))
            assert len(asked) == 1
            assert refused[0] == "401"
            assert all(line.startswith("Signing failed: this key pair was refused") for line in refused[1:])
            clock.time += 61
            assert ask(0) == 401
            clock.time += 61
            assert list(pool.map(ask, range(8))) == [200] * 8


# The first request ---------------------------------------------------------------------------------------------------


class Cut(httpx.SyncByteStream):
    """A body that breaks off."""

    def __iter__(self):
        yield b'{"endpoints": ['
        raise httpx.ReadError("the connection broke")


def test_a_first_answer_that_breaks_off_holds_up_nobody(clock):
    """After a first answer that was cut inside of its body the next request goes out, though the error is kept."""
    answers = [lambda: httpx.Response(200, stream=Cut()), lambda: httpx.Response(200, json={})]
    transport = Transport(
        "https://fabric.example.com",
        auth=auth.SignatureAuth("ak", "sk", now=clock.wall),
        classify=lambda *_: None,
        http=httpx.MockTransport(lambda _: answers.pop(0)()),
    )

    def read():
        return transport.send(Operation("reading", 600, clock, attempts=1), "Read", "GET", "/x", parse=dict)

    with pytest.raises(LostAnswerError) as kept:
        read()
    results = []
    thread = threading.Thread(target=lambda: results.append(read()), daemon=True)
    thread.start()
    thread.join(10)
    assert results == [{}]
    assert "broke" in str(kept.value)


def test_a_first_request_that_hangs_holds_nobody_beyond_its_limit(clock):
    """Eight deletes whose first request hangs end in the time of one, each with its own limit."""
    go_on, errors = threading.Event(), []

    def hang(_):
        go_on.wait(10)
        return httpx.Response(500)

    transport = Transport(
        "https://fabric.example.com",
        auth=auth.SignatureAuth("ak", "sk", now=clock.wall),
        classify=lambda *_: None,
        http=httpx.MockTransport(hang),
    )

    def delete():
        try:
            transport.send(Operation("deleting", 1.0, SystemClock()), "Delete", "DELETE", "/x", parse=dict)
        except ServingError as error:
            errors.append(type(error))

    threads = [threading.Thread(target=delete, daemon=True) for _ in range(8)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert time.monotonic() - began < 4
    assert sorted(error.__name__ for error in errors) == ["LostAnswerError", *["NotSentError"] * 7]
    go_on.set()
