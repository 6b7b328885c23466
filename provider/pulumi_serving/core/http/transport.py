"""
HTTP to one account: time-outs, retries, errors and redaction, for all clouds alike.

A GET, a PUT with a full body and a DELETE are sent again where that may help: ``retry.py`` says where. A POST never is,
but for one that only deletes or sets values, in a cloud that has no other verb: a create is sent again by
``lifecycle/create.py``, after a look for what it may have made.

Nothing is sent once the run was cancelled or its engine is gone, and a request on its way is left then: see
``exchange.py``.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from pydantic import ValidationError

from pulumi_serving.core.calls.operation import GRACE_SECONDS
from pulumi_serving.core.errors import (
    ApiError,
    AuthError,
    ConflictError,
    LostAnswerError,
    NotFoundError,
    NotSentError,
    RunEndedError,
    ServingError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from pulumi_serving.core.values.ids import check_path
from pulumi_serving.core.values.log import get_logger
from pulumi_serving.core.values.redact import Redactor

from . import connection
from .answers import date, decoded, plain_words, retry_after
from .exchange import SIGNED_WITH, LeftError, TooLargeError, Wire
from .retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pulumi_serving.core.calls.operation import Operation

log = get_logger("pulumi_serving.http")

MAYBE = "The request may have taken effect"
LONGEST_WORDS, LONGEST_CODE = 500, 80
ISSUED_HEADERS = ("x-auth-token", "x-security-token", "x-acs-accesskey-id", "x-acs-security-token")
"""Headers with what was issued on the way and is no setting."""
ResultT = TypeVar("ResultT")

RETRIES = RetryPolicy()


class Transport:
    """
    Sends requests for one account.

    ``classify`` is the cloud's: given the operation's name, the response and its decoded body (None if it is not
    JSON), it returns the error that the answer is, or None. ``secrets`` are the credentials. They, and the tokens that
    requests and answers carry, are blanked in all that the operations of this account tell.
    """

    def __init__(
        self,
        base_url: str,
        *,
        auth: httpx.Auth,
        classify: Callable[[str, httpx.Response, Any], ApiError | None],
        secrets: Iterable[str] = (),
        auth_hint: str = "",
        http: httpx.BaseTransport | None = None,
    ) -> None:
        """Make the HTTP client; ``http`` replaces the network in tests."""
        self._classify = classify
        self._redactor = Redactor([*secrets, *connection.proxy_passwords()])
        self._auth_hint = auth_hint
        self._wire = Wire(base_url, auth=auth, http=http)
        self._client = self._wire.client
        _log_if_asked()

    def send(
        self,
        operation: Operation,
        name: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
        repeats: bool = False,
        parse: Callable[[Any], ResultT],
    ) -> ResultT:
        """
        Send one request under the operation's time limit and return what ``parse`` makes of its success.

        ``name`` is the API page's name of the call, for errors; ``secrets`` are texts of the body that no error may
        repeat, besides those of the operation; ``repeats`` says of a POST that it does the same when it
        is sent twice. ``parse`` takes the decoded body (None if it is not JSON) and
        raises ValueError where it can't use it. Raises ApiError or TransportError.
        """
        check_path(path)
        operation.redactor.include(self._redactor)
        operation.redactor.add(secrets, marked=False)
        request = self._client.build_request(
            method,
            path,
            params=query,
            content=None if body is None else json.dumps(body, ensure_ascii=False, allow_nan=False).encode(),
            headers={"content-type": "application/json", **(headers or {})} if body is not None else headers,
        )
        if method == "POST" and not repeats:
            return self._attempt(operation, name, request, parse)

        return RETRIES.repeat(lambda: self._attempt(operation, name, request, parse), operation, name)

    def _attempt(
        self,
        operation: Operation,
        name: str,
        request: httpx.Request,
        parse: Callable[[Any], ResultT],
    ) -> ResultT:
        """Send it once, and note a write that may have reached the cloud."""
        is_write = request.method != "GET"
        try:
            return self._send_once(operation, name, request, parse)
        except (NotSentError, RunEndedError):
            is_write = False
            raise
        finally:
            if is_write:
                operation.wrote()

    def _send_once(
        self,
        operation: Operation,
        name: str,
        request: httpx.Request,
        parse: Callable[[Any], ResultT],
    ) -> ResultT:
        # A last reading may tell why the time was not enough; a create is nothing that anybody could wait for now.
        if operation.deadline.remaining <= (0 if request.method == "POST" else -GRACE_SECONDS):
            raise NotSentError(name, words=f"not sent: {operation.over()}", **_where(request))
        try:
            response = self._wire.send(operation, request)
        except LeftError as left:
            raise _left(name, left, _where(request)) from None
        except TooLargeError as error:
            lost = LostAnswerError(name, words=str(error), hint=MAYBE, **_where(request))
            lost.attempts = 1  # it is as large the next time
            raise lost from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            words = operation.redactor.text(str(error) or type(error).__name__)
            raise _not_sent(name, words, _where(request)) from None
        except ServingError:  # of who signs: nothing was sent, or a refused request not once more
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it came after the request may have gone out
            # Broken compression is a RequestError; an in-process WSGI transport raises what the app raises.
            words = operation.redactor.text(str(error) or type(error).__name__)
            raise LostAnswerError(name, words=f"the answer was lost: {words}", hint=MAYBE, **_where(request)) from None
        log.debug("%s %s -> %d %s", request.method, request.url.path, response.status_code, name)
        operation.heard(date(response.headers.get("date")))
        body = decoded(response.content)
        self._learn(response, body)
        try:
            problem = self._classify(name, response, body) or _redirect(name, response)
            if problem is None:
                return parse(body)
        except Exception as trouble:  # noqa: BLE001 - an answer in a form that nobody foresaw
            words = _unreadable(response, body, trouble)
            kind = UnreadableError if response.is_success else by_status(response.status_code)
            problem = kind(name, words=words, **answer_parts(response))
        if isinstance(problem, AuthError):  # the cloud's own advice knows no setting
            problem.hint = ". ".join(part.rstrip(".") for part in (problem.hint, self._auth_hint) if part)
        of_request = Redactor()
        of_request.add([response.request.headers.get("authorization")], whole=True)  # another one for each request
        of_request.include(operation.redactor)
        raise _redacted(problem, of_request)

    def _learn(self, response: httpx.Response, body: Any) -> None:
        """Keep the tokens that went out or came in: what is told later may repeat them."""
        sent = response.request.headers
        self._redactor.add(sent[header] for header in ISSUED_HEADERS if header in sent)
        self._redactor.add(response.request.extensions.get(SIGNED_WITH, ()))
        if response.is_success:
            self._redactor.learn(body)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()


def _where(request: httpx.Request) -> dict[str, str]:
    return {"method": request.method, "url": str(request.url.copy_with(query=None))}


def _left(name: str, left: LeftError, where: Mapping[str, str]) -> ServingError:
    """Return what a request that was left ends with: a write that may have arrived is a lost answer."""
    if left.sent and not (left.ended and where["method"] == "GET"):
        return LostAnswerError(name, words=f"the answer was not waited for: {left}", hint=MAYBE, **where)
    if left.ended:
        what = "was left without its answer" if left.sent else "was not sent"
        return RunEndedError(f"{name} {what}: {left}", str(left))
    return NotSentError(name, words=f"not sent: {left}", **where)


def answer_parts(response: httpx.Response) -> dict[str, Any]:
    """Return the parts of an answer that every ApiError names."""
    headers = response.headers
    return {
        "method": response.request.method,
        "path": response.request.url.path,
        "status": response.status_code,
        "request_id": next(
            (headers[name] for name in ("x-request-id", "x-acs-request-id", "x-trace-id") if name in headers), ""
        ),
        "retry_after": retry_after(headers.get("retry-after")),
    }


def by_status(status: int) -> type[ApiError]:
    """Return the kind of error that an HTTP status usually is."""
    kinds: dict[int, type[ApiError]] = {
        401: AuthError,
        403: AuthError,
        404: NotFoundError,
        408: UnavailableError,
        409: ConflictError,
        429: ThrottledError,
    }
    return UnavailableError if status >= httpx.codes.INTERNAL_SERVER_ERROR else kinds.get(status, ApiError)


def _redacted(error: ApiError, redactor: Redactor) -> ApiError:
    made = type(error)(
        error.operation,
        method=error.method,
        path=redactor.text(error.path),
        status=error.status,
        code=redactor.text(error.code)[:LONGEST_CODE],
        words=redactor.cut(error.words, LONGEST_WORDS),
        request_id=redactor.text(error.request_id)[:LONGEST_CODE],
        hint=redactor.cut(error.hint, 2 * LONGEST_WORDS),
        retry_after=error.retry_after,
        attempts=error.attempts,
    )
    made.unseen_location = error.unseen_location
    return made


def _not_sent(name: str, words: str, where: Mapping[str, str]) -> NotSentError:
    if "SSL" in words.upper() or "CERTIFICATE" in words.upper():
        error = NotSentError(name, words=f"TLS: {words}", hint="Is the base URL right?", **where)
        error.attempts = 1
        return error
    return NotSentError(name, words=f"no connection: {words}", hint="Is the base URL right, and reachable?", **where)


def _redirect(name: str, response: httpx.Response) -> ApiError | None:
    if not response.has_redirect_location:
        return None
    return ApiError(
        name, words="a redirect, which is not followed", hint="Is the base URL right?", **answer_parts(response)
    )


def _unreadable(response: httpx.Response, body: Any, trouble: Exception) -> str:
    if body is None:
        return f"the answer is not JSON: {plain_words(response) or 'it is empty'}"
    if isinstance(trouble, ValidationError):  # its own text would quote the values
        first = trouble.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"the answer has another form than documented: {where + ': ' if where else ''}{first['msg']}"
    return "the answer has another form than documented"


def _log_if_asked() -> None:
    """``PULUMI_SERVING_LOG=debug`` logs each request: method, path without query, status. Never a header or a body."""
    root = logging.getLogger("pulumi_serving")
    if os.environ.get("PULUMI_SERVING_LOG", "").lower() == "debug" and not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
