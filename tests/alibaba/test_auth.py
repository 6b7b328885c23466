"""Our signer against the published vectors and against the vendor's own SDK."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import httpx
import pytest
from alibabacloud_tea_openapi.utils import Utils
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.alibaba.auth import SignatureV3, canonical_request, must_be_signed, string_to_sign
from pulumi_serving.alibaba.credentials import Keys

VECTORS = sorted((Path(__file__).parents[1] / "vectors" / "alibaba").glob("*.json"))
DATE = 1_800_000_000.0


def signer(keys, *, now=DATE, nonce="n-1"):
    return SignatureV3(lambda: keys, now=lambda: now, nonce=lambda: nonce)


def sign(auth, request):
    """Return the request as the auth sends it."""
    return next(auth.sync_auth_flow(request))


def signed_parts(request):
    """Return Credential, SignedHeaders and Signature."""
    algorithm, _, rest = request.headers["authorization"].partition(" ")
    assert algorithm == "ACS3-HMAC-SHA256"
    return dict(part.split("=", 1) for part in rest.split(","))


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vectors(path):
    """Each vector gives its canonical request and its signature, and goes out as it was written."""
    case = json.loads(path.read_text())
    keys = Keys(case["access_key"], case["secret_key"], case.get("security_token", ""))
    moment = dt.datetime.strptime(case["date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.timezone.utc).timestamp()
    headers = {"x-acs-action": case["action"], "x-acs-version": case["version"], "accept": "application/json"}
    if case["body"]:
        headers["content-type"] = "application/json; charset=utf-8"
    request = httpx.Request(
        case["method"], f"https://{case['host']}{case['target']}", headers=headers, content=case["body"] or None
    )
    request.headers.pop("content-length", None)
    sent = sign(signer(keys, now=moment, nonce=case["nonce"]), request)
    assert sent.url.raw_path.decode() == case["target"]
    parts = signed_parts(sent)
    assert parts["Signature"] == case["signature"]
    assert parts["Credential"] == case["access_key"]
    uri, _, query = case["target"].partition("?")
    digest = hashlib.sha256(case["body"].encode()).hexdigest()
    names = parts["SignedHeaders"].split(";")
    canonical = canonical_request(case["method"], uri, query, sent.headers, names, digest)
    assert string_to_sign(canonical).splitlines()[1] == case["canonical_sha256"]
    assert canonical == case.get("canonical", canonical)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
names = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)
tokens = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", min_size=1, max_size=40)


@settings(max_examples=1000, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    segments=st.lists(texts.filter(lambda text: text not in (".", "..")), min_size=1, max_size=4),
    query=st.dictionaries(names, st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5),
    body=st.none() | st.dictionaries(names, texts | st.integers(), max_size=4),
    key=tokens,
    secret=tokens,
    token=st.just("") | tokens,
    nonce=tokens,
    at=st.integers(0, 4_000_000_000),
)
def test_agrees_with_the_vendors_sdk(method, segments, query, body, key, secret, token, nonce, at):
    """On random requests our signature is the SDK's."""
    pathname = "/" + "/".join(quote(segment, safe="~") for segment in segments)
    content = b"" if body is None else json.dumps(body).encode()
    headers = {"x-acs-action": "DescribeService", "x-acs-version": "2021-07-01"}
    if body is not None:
        headers["content-type"] = "application/json; charset=utf-8"
    request = httpx.Request(
        method, f"https://pai-eas.cn-shanghai.aliyuncs.com{pathname}", params=query, headers=headers, content=content
    )
    sent = sign(signer(Keys(key, secret, token), now=at, nonce=nonce), request)
    theirs = SimpleNamespace(
        method=method,
        pathname=pathname,
        query=query,
        headers={name: value for name, value in sent.headers.items() if must_be_signed(name)},
    )
    digest = hashlib.sha256(content).hexdigest()
    assert sent.headers["x-acs-content-sha256"] == digest
    expected = Utils.get_authorization(theirs, "ACS3-HMAC-SHA256", digest, key, secret)
    assert sent.headers["authorization"] == expected
    sent_path, _, sent_query = sent.url.raw_path.decode().partition("?")
    assert sent_path == pathname
    assert "+" not in sent_query


def test_each_attempt_is_signed_anew():
    """A second attempt of one request has its own date, nonce and keys."""
    keys = iter([Keys("a", "1", "t1"), Keys("b", "2", "t2")])
    moments, nonces = iter([DATE, DATE + 60]), iter(["n1", "n2"])
    auth = SignatureV3(lambda: next(keys), now=lambda: next(moments), nonce=lambda: next(nonces))
    request = httpx.Request("GET", "https://pai-eas.cn-shanghai.aliyuncs.com/api/v2/services")
    seen = []
    for _ in range(2):
        sent = sign(auth, request)
        names = ("x-acs-date", "x-acs-signature-nonce", "x-acs-accesskey-id", "x-acs-security-token", "authorization")
        seen.append([sent.headers[name] for name in names])
    assert all(first != second for first, second in zip(*seen, strict=True))


def test_permanent_keys_after_temporary_ones_leave_no_token():
    """When the chain goes over to keys without a token, a repeated request carries none."""
    keys = iter([Keys("a", "1", "t1"), Keys("b", "2")])
    auth = SignatureV3(lambda: next(keys), now=lambda: DATE)
    request = httpx.Request("GET", "https://pai-eas.cn-shanghai.aliyuncs.com/api/v2/services")
    sign(auth, request)
    sent = sign(auth, request)
    assert not {"x-acs-security-token", "x-acs-accesskey-id"} & {*sent.headers}


def test_every_header_that_must_be_signed_is():
    """Host, content type and all x-acs headers are signed; what httpx changes on its way is not."""
    headers = {
        "x-acs-action": "A",
        "content-type": "application/json",
        "accept": "a",
        "user-agent": "u",
        "x-other": "o",
    }
    sent = sign(signer(Keys("a", "1")), httpx.Request("PUT", "https://h:8443/x", headers=headers, content=b"{}"))
    assert signed_parts(sent)["SignedHeaders"] == (
        "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce"
    )
    assert sent.headers["host"] == "h:8443"


def test_no_secret_in_a_repr():
    """Neither the keys nor the auth show a secret."""
    keys = Keys("access", "the-secret", "the-token")
    shown = repr(keys) + repr(signer(keys))
    assert "the-secret" not in shown
    assert "the-token" not in shown


def test_nonces_differ():
    """Unless told otherwise a nonce is 32 random hexadecimal digits."""
    auth = SignatureV3(lambda: Keys("a", "1"), now=lambda: DATE)
    found = {sign(auth, httpx.Request("GET", "https://h/")).headers["x-acs-signature-nonce"] for _ in range(50)}
    assert len(found) == 50
    assert all(len(nonce) == 32 and int(nonce, 16) >= 0 for nonce in found)
