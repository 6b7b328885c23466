"""
Profiles, roles and OIDC through the vendor's library, from its files and variables to a service that is made.

The library takes no address for the token service (STS) from a profile or a variable, so it is met on its way: as an
HTTPS proxy of this machine, with a certificate in the service's name.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
import requests.adapters
from alibabacloud_credentials.utils import auth_constant
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from Tea.core import TeaCore

from pulumi_serving.alibaba.app_service import testing

HOSTS = ("sts.aliyuncs.com", "sts.cn-shanghai.aliyuncs.com")
USER, USER_SECRET = "key-of-a-user", "secret-of-a-user"
ROLE, FIRST_ROLE = "acs:ram::1012300000000001:role/eas", "acs:ram::1012300000000001:role/first"
KEYS = {
    ROLE: ("simulator-access-key-id", "simulator-access-key-secret", "simulator-security-token"),
    FIRST_ROLE: ("key-of-the-first", "secret-of-the-first", "token-of-the-first"),
}
SECRETS = {USER: USER_SECRET, **{key: secret for key, secret, _ in KEYS.values()}}
OIDC_TOKEN = "header.payload.signature"


class Sts(ThreadingHTTPServer):
    """The token service: `asked` are the queries that it answered, `minutes` how long its keys are good."""

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = context
        self.asked = []
        self.minutes = 60
        self.refuses = False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, query):
        """Return status and body for a query, as the pages of AssumeRole and AssumeRoleWithOIDC have them."""
        self.asked.append(query)
        if self.refuses or not self.is_right(query):
            return 403, {"Code": "NoPermission", "Message": f"no {query['RoleArn']} for you", "RequestId": "1"}
        key, secret, token = KEYS[query["RoleArn"]]
        until = dt.datetime.now(tz=dt.timezone.utc) + dt.timedelta(minutes=self.minutes)
        found = {"AccessKeyId": key, "AccessKeySecret": secret, "SecurityToken": token}
        return 200, {"Credentials": {**found, "Expiration": f"{until:%Y-%m-%dT%H:%M:%SZ}"}, "RequestId": "1"}

    def is_right(self, query):
        if query["Action"] == "AssumeRoleWithOIDC":
            return query["OIDCToken"] == OIDC_TOKEN and query["OIDCProviderArn"].endswith(":oidc-provider/ci")
        secret = SECRETS[query["AccessKeyId"]]
        parts = {name: value for name, value in query.items() if name != "Signature"}
        text = "&".join(f"{quote(name, safe='-_.~')}={quote(parts[name], safe='-_.~')}" for name in sorted(parts))
        to_sign = f"GET&%2F&{quote(text, safe='-_.~')}"
        expected = hmac.new(f"{secret}&".encode(), to_sign.encode(), hashlib.sha1).digest()
        return query["Action"] == "AssumeRole" and query["Signature"] == base64.b64encode(expected).decode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self):
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.close_connection = False

    def do_GET(self):
        """Answer as the token service where one is asked for, else as a service that hands out keys by a URI."""
        target = urlsplit(self.path)
        if isinstance(self.connection, ssl.SSLSocket):
            status, body = self.server.answer(dict(parse_qsl(target.query)))
        else:
            self.server.asked.append({"path": target.path})
            _, body = self.server.answer({"RoleArn": ROLE, "Action": "AssumeRoleWithOIDC", **OIDC_RIGHT})
            status, body = 200, {"Code": "Success", **body["Credentials"]}
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def finish(self):
        super().finish()
        self.connection.close()  # the one inside the tunnel, of which the server knows nothing

    def log_message(self, *_):
        pass


OIDC_RIGHT = {"OIDCToken": OIDC_TOKEN, "OIDCProviderArn": "acs:ram::1012300000000001:oidc-provider/ci"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the file of a certificate that is its own authority, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])])
    today = dt.datetime.now(tz=dt.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("sts") / "sts.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def sts(certificate, monkeypatch):
    """Return a token service that the vendor's library meets."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Sts(context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        monkeypatch.delenv("HTTP_PROXY", raising=False)
        monkeypatch.delenv("http_proxy", raising=False)
        monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate))
        monkeypatch.setattr(TeaCore, "_sessions", {}, raising=False)  # older versions keep none
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def keyless(engine, config):
    """Return a function that gives the engine all settings but keys, and an environment."""

    def configure(given=None, **environ):
        engine.provider.runtime.environ = environ
        engine.configure({name: value for name, value in config.items() if "Key" not in name} | (given or {}))
        return engine

    return configure


@pytest.fixture
def oidc(tmp_path):
    """Return the variables that turn OIDC on, with the token in its file."""
    file = tmp_path / "token"
    file.write_text(OIDC_TOKEN)
    return {
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": str(file),
        "ALIBABA_CLOUD_ROLE_ARN": ROLE,
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": OIDC_RIGHT["OIDCProviderArn"],
    }


@pytest.fixture
def profiles(tmp_path, monkeypatch):
    """Return a function that writes the file of the vendor's command line."""
    monkeypatch.setattr(auth_constant, "HOME", str(tmp_path))

    def write(*found):
        (tmp_path / ".aliyun").mkdir()
        (tmp_path / ".aliyun" / "config.json").write_text(json.dumps({"current": found[0]["name"], "profiles": found}))

    return write


PLAIN = {"name": "plain", "mode": "AK", "access_key_id": USER, "access_key_secret": USER_SECRET}
ROLE_OF_USER = {**PLAIN, "name": "role", "mode": "RamRoleArn", "ram_role_arn": ROLE, "sts_region": "cn-shanghai"}
CHAINED = [
    {**ROLE_OF_USER, "name": "first", "ram_role_arn": FIRST_ROLE},
    {"name": "second", "mode": "ChainableRamRoleArn", "source_profile": "first", "ram_role_arn": ROLE},
]


def lives(engine, simulator):
    """Let a service live through it all, with the keys that the settings lead to."""
    assert not engine.up(**testing.CREATE).error
    assert not engine.up(**{**testing.CREATE, "replicas": 2}).error
    assert not engine.refresh().error
    assert not engine.delete().error
    (made,) = simulator.ledger()["endpoints"]
    assert (made["account"], made["status"]) == (1, "Deleted")


def test_oidc(keyless, oidc, sts, simulator):
    """A role by OIDC, asked for once as long as its keys are good."""
    lives(keyless(**oidc), simulator)
    (query,) = sts.asked
    assert (query["Action"], query["RoleArn"]) == ("AssumeRoleWithOIDC", ROLE)
    assert query["RoleSessionName"]


def test_a_role_of_a_profile(keyless, profiles, sts, simulator):
    """A role that the keys of a profile may take."""
    profiles(PLAIN, ROLE_OF_USER)
    lives(keyless({"alicloud:profile": "role"}), simulator)
    assert [(query["Action"], query["AccessKeyId"]) for query in sts.asked] == [("AssumeRole", USER)]


def test_a_chain_of_roles(keyless, profiles, sts, simulator):
    """A role that another role may take."""
    profiles(*CHAINED)
    lives(keyless(ALIBABA_CLOUD_PROFILE="second"), simulator)
    assert [(query["RoleArn"], query["AccessKeyId"], query.get("SecurityToken")) for query in sts.asked] == [
        (FIRST_ROLE, USER, None),
        (ROLE, "key-of-the-first", "token-of-the-first"),
    ]


def test_a_role_of_a_credentials_file(keyless, sts, simulator, tmp_path):
    """A role in the file of the vendor's SDKs, which is named."""
    file = tmp_path / "credentials.ini"
    file.write_text(
        f"[default]\ntype = ram_role_arn\naccess_key_id = {USER}\naccess_key_secret = {USER_SECRET}\n"
        f"role_arn = {ROLE}\nrole_session_name = s\n"
    )
    lives(keyless(ALIBABA_CLOUD_CREDENTIALS_FILE=str(file)), simulator)
    assert [query["RoleArn"] for query in sts.asked] == [ROLE]


def test_an_address_that_hands_out_keys(keyless, sts, simulator):
    """Keys from a URI, and nothing else is asked before it."""
    lives(keyless(ALIBABA_CLOUD_CREDENTIALS_URI=f"{sts.url}/keys"), simulator)
    assert sts.asked[0] == {"path": "/keys"}


def test_keys_that_run_out(keyless, oidc, sts, simulator):
    """Keys that are about to run out are asked for anew before each request."""
    sts.minutes = 10
    lives(keyless(**oidc), simulator)
    assert len(sts.asked) == len(simulator.ledger()["requests"]) > 4


def test_a_refused_role_is_no_other_identity(keyless, oidc, profiles, sts, simulator):
    """A role that is refused is one line, without what was sent or answered; no profile is taken in its place."""
    profiles({**PLAIN, "access_key_id": KEYS[ROLE][0], "access_key_secret": KEYS[ROLE][1]})
    sts.refuses = True
    error = keyless(**oidc).up(**testing.CREATE).error
    assert error == (
        "there are no keys from the vendor's library, by the environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE and "
        "the environment variable ALIBABA_CLOUD_ROLE_ARN and the environment variable ALIBABA_CLOUD_OIDC_PROVIDER_ARN "
        "(CredentialException): is what it names there, complete and reachable?"
    )
    assert simulator.ledger()["requests"] == []


def test_a_role_that_passes_is_waited_for(keyless, oidc, sts, clock, simulator):
    """While a service starts, a token service that fails for a while ends no wait."""
    simulator.set(ready_after_s=60)
    sts.minutes = 10
    clock.after(10, lambda: setattr(sts, "refuses", True))
    clock.after(40, lambda: setattr(sts, "refuses", False))
    engine = keyless(**oidc)
    assert not engine.up(**testing.CREATE).error
    assert engine.outs["status"] == "Running"
