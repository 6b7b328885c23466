"""Paths as they were sent: an encoded slash belongs to its segment, and signatures are made over the encoded form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from wsgiref.types import WSGIEnvironment

SLASH = "\ue02f"
"""What stands for an encoded slash on the way to the views; `decoded` makes it one again."""


def keep_slashes(environ: WSGIEnvironment) -> None:
    """Write the path into the environment so that an encoded slash ends no segment.

    A WSGI client without a server may give only the decoded path, in which nobody can tell.
    """
    sent = _sent(environ)
    if sent is None:
        path = _as_text(str(environ.get("PATH_INFO", "")))
    else:
        raw = sent.partition("?")[0] if sent.startswith("/") else urlsplit(sent).path
        path = SLASH.join(unquote(part) for part in raw.replace("%2f", "%2F").split("%2F"))
    environ["PATH_INFO"] = path.encode().decode("latin-1")


def raw_target(environ: Mapping[str, object]) -> str:
    """Return path and query as they were sent, undecoded, which is what signatures are made over.

    A WSGI client without a server gives only the decoded path: it is then encoded again, once.
    """
    sent = _sent(environ)
    if sent is not None:
        return sent
    path = quote(_as_text(str(environ.get("PATH_INFO", ""))), safe="/-._~")
    query = environ.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def decoded(text: str) -> str:
    """Return a part of a path as it was meant."""
    return text.replace(SLASH, "/")


def shown(path: str) -> str:
    """Return a path for people: decoded, but for the slashes inside of segments."""
    return path.replace(SLASH, "%2F")


def _sent(environ: Mapping[str, object]) -> str | None:
    sent = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    return str(sent) if sent else None


def _as_text(path: str) -> str:
    """Read a path of an environment. Some clients put it in as text, not as WSGI wants it."""
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return path
