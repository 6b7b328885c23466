"""
HTTP clients, for all who send: the calls of a cloud and those of its identity service.

What goes to this machine goes through no proxy, whatever ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` say: plain http
would hand the proxy the credentials. Everything else is https, of which a proxy sees the host alone (``CONNECT``).
"""

from __future__ import annotations

import functools
import os
import ssl
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import httpx

from pulumi_serving.core.errors import ConfigError
from pulumi_serving.core.values.addresses import is_loopback
from pulumi_serving.core.values.log import get_logger

TLS_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")

for _name in ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy"):
    get_logger(_name)  # they log addresses with their queries, and headers


def client(base_url: str, tls: ssl.SSLContext | None = None, **options: Any) -> httpx.Client:
    """Make a client; redirects are errors, so that none carries a credential away."""
    try:
        return httpx.Client(
            base_url=base_url,
            verify=tls or trusted(base_url),
            trust_env=not is_loopback(httpx.URL(base_url).host),
            follow_redirects=False,
            **options,
        )
    except (ImportError, ValueError, httpx.InvalidURL):  # its words may quote a proxy's address, and a password in it
        raise ConfigError(
            "the proxy that HTTPS_PROXY or ALL_PROXY names can't be used: it must be http:// or https:// (socks5:// "
            "needs `pip install httpx[socks]`); or NO_PROXY holds something that is no host"
        ) from None


def proxy_passwords() -> list[str]:
    """Return the passwords in the addresses of the environment's proxies."""
    found = []
    for address in urllib.request.getproxies().values():
        try:
            password = urllib.parse.urlsplit(address).password
        except ValueError:
            continue
        found += [password, urllib.parse.unquote(password)] if password else []
    return found


def trusted(base_url: str) -> ssl.SSLContext:
    """Return what TLS is verified with: without TLS nobody is trusted, and the roots need not be read."""
    if base_url.startswith("http://"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Made here, since a client that asks no environment for proxies would not ask it for certificates either.
    try:
        return _roots(_stamp(os.environ.get("SSL_CERT_FILE")), *map(os.environ.get, TLS_VARIABLES))
    except OSError as error:
        reason = "they are no certificates" if isinstance(error, ssl.SSLError) else error.strerror or "no reason given"
        raise ConfigError(
            f"what TLS needs can't be read ({reason}): look at the environment variables "
            f"{', '.join(TLS_VARIABLES[:-1])} and {TLS_VARIABLES[-1]}"
        ) from None


@functools.lru_cache(maxsize=8)
def _roots(*_: object) -> ssl.SSLContext:
    """Read the roots once for all accounts that these variables hold for: each time takes a twentieth of a second."""
    return httpx.create_ssl_context()


def _stamp(path: str | None) -> tuple[int, ...]:
    """Return what changes when a file does: an authority may be added while a process runs."""
    if not path:
        return ()
    try:
        seen = Path(path).stat()
    except OSError:  # the reader says so
        return ()
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
