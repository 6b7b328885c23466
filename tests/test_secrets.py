"""
No secret leaves by any door, for every cloud: markers are planted wherever one may be, and looked for everywhere.

They stand in secret inputs, in inputs that the user marked, and in all that the cloud says: statuses, events, messages
of workers, errors, pages of HTML and request ids. They may come out in no line, no record and no log.
"""

import base64
import html
import importlib
import json
import logging
from urllib.parse import quote

import httpx
import pytest

from pulumi_serving.core.values import marks, schema
from pulumi_serving.core.values.text import SIGNATURE_KEY
from pulumi_serving.huawei.endpoint.testing import RAY_SERVICE
from pulumi_serving.program import lookup

from .conftest import SELDOM
from .test_readiness import Program

ENV = 'MARKER-env "7"\n<MARKER-second-line> & more'
DRIFTED = "MARKER-drifted-5"
PIN = 48151623
SERVE = {"import_path": "serve:app", "runtime_env": {"env_vars": {"MODE": "prod", "TOKEN": ENV}}}
DEPLOYMENT = {"name": "chat", "user_config": {"pin": PIN, "api_key": "MARKER-user-config"}}
RAY = {
    "ray_cluster_config": RAY_SERVICE["ray_cluster_config"],
    "ray_serve_config": {"applications": [{"name": "a", "route_prefix": "/a", **SERVE, "deployments": [DEPLOYMENT]}]},
}
ARGS = {
    "ppio": {
        "image": "MARKER-registry.example.com/team/llm:1.4",
        "command": "serve --port 9000 --token MARKER-of-command-77",
        "envs": [{"key": "MODE", "value": "true"}, {"key": "TOKEN", "value": ENV}],
    },
    "huawei": {
        "type": "ray_service",
        "reserved_resource": None,
        "description": "MARKER-description of the team",
        "config": {"ray_service_config": RAY},
    },
    "alibaba": {"app_version": "MARKER-version-1", "config": {"metadata": {"env": [{"value": ENV}, "MARKER-config"]}}},
}
"""What is secret in each cloud's arguments."""
MARKED = {"ppio": "image", "huawei": "description", "alibaba": "app_version"}
"""The argument that the user has marked."""
WRONG = {
    "ppio": {
        "worker_config": {"max_replicas": PIN, "min_replicas": PIN + 0.5},
        "envs": [{"MARKER-x": "y", "key": PIN}],
    },
    "huawei": {"reserved_resource": {"mu": {"spec_code": "x", "min": -PIN, "max": PIN + 0.5}}},
    "alibaba": {"replicas": PIN + 0.5, "config": {"MARKER-x": PIN, "model_storage": "MARKER-s3"}},
}
"""Secrets in arguments that are wrong."""


def texts(value):
    """Yield every text and number of a value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif value is not None:
        yield str(value)


def secrets_of(cloud):
    """Return the planted secrets of a cloud."""
    return [text for text in texts(ARGS[cloud]) if "MARKER" in text or text == str(PIN)]


def spoken(cloud, credentials):
    """Return words of a cloud that repeat every secret, in many forms; the last one is cut."""
    parts = []
    for secret in (*secrets_of(cloud), *credentials):
        parts += [secret, json.dumps(secret), quote(secret, safe=""), html.escape(secret)]
        parts += [base64.b64encode(secret.encode()).decode(), secret.upper()]
    return f"cannot start: {' | '.join(parts)} | then MARKER-env"


def left_in(text, cloud, credentials):
    """Return what of the secrets a text holds."""
    needles = {"marker-", "marker%2d", str(PIN), *(secret.lower() for secret in credentials)}
    for secret in (*secrets_of(cloud), *credentials):
        if not secret.isdigit():
            needles.add(base64.b64encode(secret.encode()).decode()[:12].lower())
    return sorted(needle for needle in needles if needle in text.lower())


class Cloud(httpx.BaseTransport):
    """The simulator, with words put into its answers."""

    STATUS_TEXTS = ("message", "error", "error_msg", "error_code", "Reason", "Message")

    def __init__(self, inner):
        self.inner = inner
        self.words = ""
        self.refuse = None

    def handle_request(self, request):
        headers = {}
        if self.words:
            headers["x-request-id"] = headers["x-acs-request-id"] = " ".join(self.words.split()).encode(
                "ascii", "ignore"
            )
        if self.refuse and request.method in self.refuse[0]:
            _, status, body = self.refuse
            return httpx.Response(status, headers=headers, content=body, request=request)
        response = self.inner.handle_request(request)
        response.read()
        try:
            body = response.json()
        except ValueError:
            return response
        return httpx.Response(response.status_code, headers=headers, json=self._said(body), request=request)

    def _said(self, value):
        if isinstance(value, dict):
            return {
                key: self.words
                if self.words and key in self.STATUS_TEXTS and isinstance(item, str) and item
                else self._said(item)
                for key, item in value.items()
            }
        return [self._said(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def cloud(engine):
    """Return the cloud in front of the engine's provider."""
    engine.provider.runtime.http = spoken_by = Cloud(engine.provider.runtime.http)
    return spoken_by


@pytest.fixture
def args(kind, data):
    """Return arguments with every secret, and the mark that the program adds."""
    given = {**data.CREATE, **ARGS[kind.cloud], marks.SECRET: [[MARKED[kind.cloud]]]}
    return {name: value for name, value in given.items() if value is not None}


@pytest.fixture
def words(kind, data):
    """Return what the cloud says."""
    return spoken(kind.cloud, data.SECRETS)


@pytest.fixture
def nothing_left(engine, kind, data, caplog):
    """Return how to look everywhere; each look is sure to have something to look at."""
    caplog.set_level(logging.DEBUG)

    def look(outcome, *, said=False):
        shown = [outcome.error, *outcome.reasons, *(message for _, message in engine.said), *caplog.messages]
        for outs in (outcome.outs, getattr(outcome.value, "outs", None) or {}):
            # The engine itself keeps the marks of inputs; what is marked here is encrypted.
            stored = {name: value for name, value in outs.items() if name not in schema.fields(kind.args)}
            shown += [text for value in stored.values() if not _is_marked(value) for text in texts(value)]
        for session in engine.provider.runtime.sessions.values():
            shown += [repr(session.settings), repr(session.__dict__), repr(vars(session.client))]
        for text in shown:
            assert not left_in(text, kind.cloud, data.SECRETS), text
        blanked = [text for text in shown if "[secret]" in text]
        assert blanked or not said

    return look


def _is_marked(value):
    return isinstance(value, dict) and SIGNATURE_KEY in value


def refusals(words):
    """Return answers that refuse: in each cloud's envelope, as text, and as a page."""
    body = {"code": 400, "reason": words, "message": words, "error_code": words, "error_msg": words, "Code": "Bad"}
    return [
        (400, json.dumps({**body, "Message": words, "solution_msg": words}).encode()),
        (422, words.encode()),
        (502, f"<html><head><title>{words}</title></head></html>".encode()),
    ]


@pytest.mark.parametrize("carrier", ["an error", "a text", "a page"])
@pytest.mark.parametrize("verb", ["create", "update", "delete", "read"])
def test_a_refusal_repeats_no_secret(engine, cloud, args, words, data, nothing_left, verb, carrier):
    """Whatever a cloud says in an error, in a text or on a page, and as a request id, its secrets are blanked."""
    if verb != "create":
        made = engine.up(**args)
        assert not made.error, made.error
    methods = {"create": ["POST"], "update": ["PUT", "PATCH"], "delete": ["DELETE"], "read": ["GET"]}[verb]
    status, body = refusals(words)[["an error", "a text", "a page"].index(carrier)]
    cloud.words, cloud.refuse = words, (methods, status, body)
    runs = {
        "create": lambda: engine.up(**args),
        "update": lambda: engine.up(**{**args, **data.BESIDE}),
        "delete": engine.delete,
        "read": engine.refresh,
    }
    outcome = runs[verb]()
    assert outcome.error or outcome.reasons
    nothing_left(outcome, said=True)


@pytest.mark.parametrize("verb", ["create", "update"])
def test_a_failure_repeats_no_secret(engine, cloud, args, words, data, simulator, nothing_left, verb):
    """A status text, an event or a worker's message comes without secrets into errors, rows and the state."""
    if verb == "update":
        assert not engine.up(**args).error
    cloud.words = words
    simulator.set(next_outcome={"fail": words})
    outcome = engine.up(**{**args, **(data.BESIDE if verb == "update" else {})})
    assert outcome.reasons
    nothing_left(outcome, said=True)
    nothing_left(engine.refresh())


def test_an_unhealthy_reading_repeats_no_secret(engine, cloud, args, words, data, simulator, kind, nothing_left):
    """What a refresh finds is recorded and told without secrets."""
    assert not engine.up(**args).error
    cloud.words = words
    id_ = engine.outs[data.LEDGER_ID] if hasattr(data, "LEDGER_ID") else engine.id
    simulator.change(kind.cloud, id_, status=data.STATUS_FAILED, reason=words)
    outcome = engine.refresh()
    assert outcome.reasons
    nothing_left(outcome, said=True)


def test_a_preview_repeats_no_secret(engine, cloud, args, words, data, simulator, kind, nothing_left):
    """The glance of a preview at what was accepted warns without secrets."""
    assert not engine.up(**args, wait_until_ready=False).error
    cloud.words = words
    id_ = engine.outs[data.LEDGER_ID] if hasattr(data, "LEDGER_ID") else engine.id
    simulator.change(kind.cloud, id_, status=data.STATUS_FAILED, reason=words)
    engine.said.clear()
    outcome = engine.refresh()
    nothing_left(outcome, said=True)
    engine.said.clear()
    engine.restart()
    engine.preview(**args, wait_until_ready=False)
    nothing_left(outcome)


def test_one_wait_for_many_repeats_no_secret(engine, cloud, simulator, clock, config, data, args, words, nothing_left):
    """The one wait knows the secrets of all that it waits for, though none is among its inputs."""
    program = Program(engine, simulator, clock, config, data, ("a", "b"))
    program.changes = dict.fromkeys(("a", "b"), args)
    cloud.words = words
    simulator.set(next_outcome={"fail": words})
    outcome = program.up()
    assert outcome.reasons
    assert program.wait.outs["states"].keys() == {"a", "b"}
    nothing_left(outcome, said=True)


class Drifted(Cloud):
    """The cloud after somebody has given the endpoint another secret, which no program has declared."""

    def _said(self, value):
        if self.words and isinstance(value, dict):
            value = dict(value)
            if "envs" in value:
                value["envs"] = [{"key": "MODEL", "value": DRIFTED}]
            if "env_vars" in value:
                value["env_vars"] = {"MODEL": DRIFTED}
            for name in {"Config", "AppConfig", "ServiceConfig"} & value.keys():
                config = json.loads(value[name] or "{}") if isinstance(value[name], str) else value[name]
                value[name] = json.dumps({**config, "metadata": {"env": [{"value": DRIFTED}]}})
        return super()._said(value)


@pytest.fixture
def drifted(engine, args, kind, data):
    """Return a cloud that repeats what somebody else has given it, and what it calls a bad endpoint by then."""
    secret = {*schema.secret_fields(kind.args)}
    if secret and secret <= {*getattr(data, "NEVER_READ", ())}:
        pytest.skip("no answer of this cloud shows a secret")
    engine.provider.runtime.http = cloud = Drifted(engine.provider.runtime.http)
    assert not engine.up(**args).error
    cloud.words = f"cannot start: {DRIFTED} or {base64.b64encode(DRIFTED.encode()).decode()}"
    return cloud


@pytest.mark.parametrize("verb", ["refresh", "get", "update", "delete"])
def test_a_secret_that_only_the_cloud_knows_is_repeated_nowhere(
    engine, drifted, args, kind, data, simulator, nothing_left, verb
):
    """What somebody else has given to an endpoint is as secret as what is declared: in errors, rows and the state."""
    id_ = engine.outs[data.LEDGER_ID] if hasattr(data, "LEDGER_ID") else engine.id
    engine.provider.runtime.environ = SELDOM
    engine.restart()
    if verb == "update":
        simulator.set(next_outcome={"fail": drifted.words})
    else:
        simulator.change(kind.cloud, id_, status=data.STATUS_FAILED, reason=drifted.words)
    runs = {
        "refresh": engine.refresh,
        "get": lambda: engine.get(engine.id),
        "update": lambda: engine.up(**{**args, **data.BESIDE}),
        "delete": engine.delete,
    }
    nothing_left(runs[verb](), said=verb in ("refresh", "get", "update"))


@pytest.mark.parametrize("many", [False, True])
def test_a_look_up_repeats_no_secret_of_what_it_reads(
    engine, drifted, kind, data, simulator, monkeypatch, config, many
):
    """A function leaves out what is secret of an endpoint, and so it does in the cloud's words about that endpoint."""
    package = importlib.import_module(type(kind).__module__.removesuffix("kind") + "lookups")
    one, all_, *_ = [value for value in vars(package).values() if isinstance(value, lookup.Lookup)]
    id_ = engine.outs[data.LEDGER_ID] if hasattr(data, "LEDGER_ID") else engine.id
    simulator.change(kind.cloud, id_, status=data.STATUS_FAILED, reason=drifted.words)
    monkeypatch.setattr(lookup, "_runtime", engine.provider.runtime)
    found = all_._run({}, config) if many else one._run({one.of: engine.id}, config)
    (result,) = next(iter(vars(found).values())) if many else (found,)
    told = [getattr(result, name, "") for name in schema.messages(kind.state)]
    assert any(text.startswith("cannot start: ") for text in told)
    # The items of Huawei's list have no config, so nobody can know what in their words is secret.
    is_known = not (many and kind.cloud == "huawei")
    assert not any(left_in(text, kind.cloud, data.SECRETS) for text in told if is_known), told


def test_check_repeats_no_secret(engine, args, kind):
    """Neither a number under a secret field nor one in a value that the user marked is in a mistake."""
    wrong = {**WRONG[kind.cloud]}
    if kind.cloud == "huawei":
        service = json.loads(json.dumps(RAY))
        application = service["ray_serve_config"]["applications"][0]
        application["runtime_env"]["env_vars"] = {"MARKER-key": PIN}
        application["deployments"][0]["user_config"] = PIN
        wrong["config"] = {"ray_service_config": service}
    checked = engine.check({}, {**args, **wrong, marks.SECRET: [[name] for name in wrong]})
    assert checked.failures
    for failure in checked.failures:
        assert not left_in(failure.reason, kind.cloud, []), failure.reason


def echo(words):
    """Return a fault that repeats these words, whatever the cloud calls them."""
    names = ("message", "Message", "error_msg")
    return {
        "operation": "create",
        "status": 400,
        "body": {**dict.fromkeys(names, words), "Code": "X", "error_code": "X"},
    }


ANOTHERS = "MARKER-of-another-8261"


@pytest.fixture
def other(engine, data, simulator, clock, config, kind):
    """Return another resource of a run in which one has a value that was marked secret."""
    name = MARKED[kind.cloud]
    marked = {**data.CREATE, name: ANOTHERS, marks.SECRET: [[name]]}
    assert not engine.create(engine.check({}, marked).inputs).error
    made = engine.like_this(simulator, clock, config, engine.urn + "2")
    made.provider.runtime = engine.provider.runtime
    return made


def test_a_secret_of_another_resource_is_blanked_in_an_error(other, data, simulator):
    """A cloud may say in its error for one resource what was marked secret in another one of the run."""
    simulator.fault(**echo(f"in conflict with {ANOTHERS}"))
    assert "in conflict with [secret]" in other.up(**data.CREATE).error


def test_a_secret_of_another_resource_is_in_no_reason(other, data, simulator):
    """Nor does it stand in the reason why a resource is not ready, or in what is recorded with it."""
    simulator.set(next_outcome={"fail": f"in conflict with {ANOTHERS}"})
    failed = other.up(**data.CREATE)
    assert "in conflict with [secret]" in failed.error + "".join(failed.reasons)
    assert ANOTHERS not in repr((failed, other.outs, other.inputs, other.said))
