"""The key on its way: one header, on each request, and nowhere else."""

import httpx

from pulumi_serving.ppio.auth import BearerAuth


def test_the_key_is_a_bearer_token():
    """The header is the scheme and the key."""
    request = httpx.Request("GET", "https://api.ppio.com/gpus/v2/endpoints")
    assert next(BearerAuth("sk_1").auth_flow(request)) is request
    assert request.headers["Authorization"] == "Bearer sk_1"
    assert "sk_1" not in str(request.url)


def test_another_header_is_replaced():
    """A header that is there already, from a former attempt, is replaced."""
    request = httpx.Request("GET", "https://api.ppio.com", headers={"Authorization": "Bearer old"})
    next(BearerAuth("sk_1").auth_flow(request))
    assert request.headers.get_list("authorization") == ["Bearer sk_1"]


def test_no_repr_shows_the_key():
    """Neither the object nor a request shows the key."""
    auth = BearerAuth("sk_secret")
    request = next(auth.auth_flow(httpx.Request("GET", "https://api.ppio.com")))
    assert "sk_secret" not in repr(auth) + repr(request) + repr(request.headers)
