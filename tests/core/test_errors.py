"""The lines that users read."""

import inspect

import pytest

from pulumi_serving.core import errors
from pulumi_serving.core.errors import (
    ApiError,
    InUseError,
    LostAnswerError,
    NotSentError,
    OutcomeUnknownError,
    ServingError,
)

WHERE = {"method": "GET", "path": "/gpus/v2/endpoints/a", "status": 500}


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "Get endpoint failed (HTTP 500; GET /gpus/v2/endpoints/a)"),
        ({"words": "no luck"}, "Get endpoint failed: no luck (HTTP 500; GET /gpus/v2/endpoints/a)"),
        ({"words": "No luck."}, "Get endpoint failed: No luck (HTTP 500; GET /gpus/v2/endpoints/a)"),
        ({"code": "OOPS"}, "Get endpoint failed (HTTP 500, OOPS; GET /gpus/v2/endpoints/a)"),
        ({"code": "500"}, "Get endpoint failed (HTTP 500; GET /gpus/v2/endpoints/a)"),
        ({"request_id": "r-1"}, "Get endpoint failed (HTTP 500, request id r-1; GET /gpus/v2/endpoints/a)"),
        ({"hint": "Ask again"}, "Get endpoint failed (HTTP 500; GET /gpus/v2/endpoints/a). Ask again"),
        (
            {"words": "no luck", "code": "OOPS", "request_id": "r-1", "hint": "Ask again"},
            "Get endpoint failed: no luck (HTTP 500, OOPS, request id r-1; GET /gpus/v2/endpoints/a). Ask again",
        ),
    ],
)
def test_an_api_error_names_what_there_is(parts, line):
    """An API error is one line of operation, words, status, code, request id, method, path and advice."""
    error = ApiError("Get endpoint", **WHERE, **parts)
    assert str(error) == line
    assert (error.status, error.method, error.path) == (500, "GET", "/gpus/v2/endpoints/a")


def test_an_error_is_turned_into_what_its_code_means():
    """The same line and the same parts, as another kind of error."""
    error = ApiError("Delete volume", **WHERE, code="VOLUME_IN_USE", words="in use", retry_after=3.0)
    turned = error.turned_into(InUseError)
    assert type(turned) is InUseError
    assert (str(turned), vars(turned)) == (str(error), vars(error))


def test_words_of_dots_alone_are_no_words():
    """A message that holds nothing but full stops leaves no empty part."""
    assert str(ApiError("Get endpoint", **WHERE, words="...")) == str(ApiError("Get endpoint", **WHERE))


@pytest.mark.parametrize("kind", [NotSentError, LostAnswerError])
def test_a_transport_error_names_method_and_address(kind):
    """What got no answer is named with method and address, with advice where there is some."""
    where = {"method": "PUT", "url": "https://api.example.com/a"}
    plain = kind("Update endpoint", words="no connection: refused", **where)
    assert str(plain) == "Update endpoint failed: no connection: refused (PUT https://api.example.com/a)"
    advised = kind("Update endpoint", words="no connection: refused", hint="Is it on?", **where)
    assert str(advised) == "Update endpoint failed: no connection: refused (PUT https://api.example.com/a). Is it on?"


def test_an_unknown_outcome_knows_the_name():
    """By the name a create with an unknown outcome is looked for later."""
    error = OutcomeUnknownError("can't be told", "llm-1", 1.0, 2.0)
    assert (str(error), error.name, error.started, error.sent_at) == ("can't be told", "llm-1", 1.0, 2.0)


def test_every_error_is_in_the_tree():
    """Each error descends from ServingError and stands in the tree that the module draws."""
    kinds = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)]
    assert all(issubclass(kind, ServingError) for kind in kinds)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in kinds)
