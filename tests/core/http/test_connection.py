"""Clients: what goes to this machine passes no proxy, and of anything else a proxy sees the host alone."""

import importlib
import socket
import threading
from pathlib import Path

import certifi
import httpx
import pytest
from tests.conftest import name_of, providers

from pulumi_serving.alibaba import credentials as alibaba_credentials
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ConfigError, ServingError
from pulumi_serving.core.http import connection
from pulumi_serving.core.values.redact import Redactor

pytestmark = pytest.mark.enable_socket
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "NO_PROXY", "no_proxy")


class Listener:
    """Takes connections, keeps what they send, and answers with one text."""

    def __init__(self, answer=b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.heard = []
        self.answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(65536))
                connection.sendall(self.answer)


@pytest.fixture
def proxy(monkeypatch):
    """Return a proxy that all of the environment names."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    listener = Listener()
    for name in PROXIES[:3]:
        monkeypatch.setenv(name, listener.url.replace("//", "//me:p4ss-MARKER@"))
    yield listener
    listener.socket.close()


@pytest.fixture
def here():
    """Return something on this machine."""
    listener = Listener()
    yield listener
    listener.socket.close()


def settings_of(provider, url):
    """Return each cloud's settings for an address of this machine."""
    data = importlib.import_module(f"pulumi_serving.{provider.kind.cloud}.testing")
    config = {**data.CONFIG, data.BASE_URL_KEY: url}
    if provider.kind.cloud == "huawei":
        config = {key: value for key, value in config.items() if "Key" not in key}
        user = {"userName": "simulator", "password": "simulator-password", "domainName": "simulator", "iamBaseUrl": url}
        config |= {f"huaweicloud:{key}": value for key, value in user.items()}
    return provider.kind.settings(Source(provider.kind.cloud, config, {}, provider.kind.namespace))


@pytest.mark.parametrize(
    "provider", [provider for provider in providers() if isinstance(provider.kind, Serves)], ids=name_of
)
def test_no_request_to_this_machine_passes_a_proxy(proxy, here, provider):
    """The key goes to this machine and nowhere else: of each cloud, and of its identity service."""
    session = Runtime(environ={}).session(provider.kind, settings_of(provider, here.url))
    with pytest.raises(ServingError):
        provider.kind.list(session.client, Operation("reading", 20, SystemClock(), attempts=1))
    assert here.heard
    assert not proxy.heard


def test_a_proxy_sees_nothing_but_the_host_of_https(proxy):
    """For https a proxy is asked for a tunnel, before any header of ours."""
    client = connection.client("https://api.example.com")
    with pytest.raises(httpx.ProxyError):
        client.get("/path", headers={"authorization": "Bearer MARKER-key"})
    (heard,) = proxy.heard
    assert heard.startswith(b"CONNECT api.example.com:443 ")
    assert b"MARKER-key" not in heard
    assert b"/path" not in heard


def test_a_proxy_that_cannot_be_used_is_one_line(monkeypatch, proxy):  # noqa: ARG001
    """It is told without the address, which may hold a password; for this machine it does not matter."""
    for name in PROXIES[:3]:
        monkeypatch.setenv(name, "nothing://me:p4ss-MARKER@host")
    with pytest.raises(ConfigError, match="HTTPS_PROXY or ALL_PROXY") as caught:
        connection.client("https://api.example.com")
    assert "p4ss" not in str(caught.value)
    connection.client("http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("name", "value"), [("HTTPS_PROXY", "http://me:p4ss-MARKER@host:port"), ("NO_PROXY", "[::1"), ("NO_PROXY", "a:b")]
)
def test_an_address_that_is_none_is_one_line(monkeypatch, proxy, name, value):  # noqa: ARG001
    """A port that is no number, or half an address among those that need no proxy, is told and not quoted."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match="NO_PROXY") as caught:
        connection.client("https://api.example.com")
    assert value not in str(caught.value)
    assert "p4ss" not in str(caught.value)


HTTPX = tuple(int(part) for part in httpx.__version__.split(".")[:2])
PASSES_OVER = pytest.mark.skipif(HTTPX < (0, 28), reason="this version of httpx passes over a file that is not there")


@pytest.mark.parametrize("name", [pytest.param("SSL_CERT_FILE", marks=PASSES_OVER), "SSLKEYLOGFILE"])
def test_certificates_that_cannot_be_read_are_one_line(monkeypatch, name):
    """What TLS is told to read by the environment, and can't, is no error of this package."""
    monkeypatch.setenv(name, "/nothing/of/the/kind.pem")
    with pytest.raises(ConfigError, match=r"can't be read \(No such file or directory\).* SSL_CERT_FILE"):
        connection.client("https://api.example.com")


def test_certificates_that_are_none_are_one_line(monkeypatch):
    """A file without a certificate is told too."""
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    with pytest.raises(ConfigError, match="they are no certificates"):
        connection.client("https://api.example.com")


def test_roots_are_read_once_for_all_accounts(monkeypatch):
    """To read the roots takes longer than a request, so accounts share them, unless the environment names others."""
    for name in connection.TLS_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    shared = connection.trusted("https://api.example.com")
    assert connection.trusted("https://other.example.com") is shared
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    assert connection.trusted("https://api.example.com") is not shared


def test_roots_are_read_again_when_their_file_changes(monkeypatch, tmp_path):
    """A process that runs for days trusts an authority once its file has it, and one that is taken out no longer."""
    bundle = tmp_path / "roots.pem"
    bundle.write_bytes(Path(certifi.where()).read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    before = connection.trusted("https://api.example.com")
    assert connection.trusted("https://other.example.com") is before
    end = "-----END CERTIFICATE-----"
    bundle.write_text(bundle.read_text().partition(end)[0] + end)
    assert len(before.get_ca_certs()) > len(connection.trusted("https://api.example.com").get_ca_certs()) == 1


def test_the_password_of_a_proxy_is_a_secret(proxy):  # noqa: ARG001
    """What httpx says of a proxy may repeat its address."""
    assert Redactor(connection.proxy_passwords()).text("no connection to http://me:p4ss-MARKER@127.0.0.1") == (
        "no connection to http://me:[secret]@127.0.0.1"
    )


def test_the_vendors_library_asks_this_machine_without_a_proxy(proxy, here):
    """Keys from an address of this machine come without a proxy, and the environment is as it was afterwards."""
    pytest.importorskip("alibabacloud_credentials")
    chain = alibaba_credentials.Chain("URLCredentialsProvider", (("uri", f"{here.url}/keys"),))
    with pytest.raises(ConfigError):
        alibaba_credentials.Supplier(chain, "the test")()
    assert here.heard[0].startswith(b"GET /keys ")
    assert not proxy.heard
    assert connection.proxy_passwords()
