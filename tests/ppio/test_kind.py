"""Between arguments and the wire: every field, every status word, complete updates, and deletes that are refused."""

import contextlib
import dataclasses
import json

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.session import Runtime
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ApiError, ConflictError, NotFoundError, UnreadableError
from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.values import compare, markers, schema
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Phase
from pulumi_serving.ppio.endpoint import kind as module
from pulumi_serving.ppio.endpoint import models
from pulumi_serving.ppio.endpoint.args import EndpointArgs
from pulumi_serving.ppio.endpoint.kind import (
    EndpointKind,
    job_url,
    on_the_wire,
    phase_of,
    to_live,
    update_body,
    workers,
)
from pulumi_serving.ppio.endpoint.testing import CREATE, FULL

KIND = EndpointKind()
BASE = "https://api.ppio.com"
PATH = "/gpus/v2/endpoints"

quick = settings(deadline=None, database=None, max_examples=80)


def endpoint(**fields):
    """Return an endpoint as Get answers it."""
    return models.Endpoint.read({"id": "0a1b2c3d4e5f6071", **fields})


def live(**fields):
    """Return an endpoint as the lifecycle has it."""
    return to_live(endpoint(**fields), BASE)


class Cloud:
    """Answers by method; keeps what was sent."""

    def __init__(self, **answers):
        self.answers = {method.upper(): [*answer] for method, answer in answers.items()}
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        answers = self.answers[request.method]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    def sent(self, method):
        """Return the bodies that went out."""
        return [json.loads(request.content) for request in self.requests if request.method == method]

    def methods(self):
        """Return the methods, in order."""
        return [request.method for request in self.requests]


@pytest.fixture
def connect(clock):
    """Return how to make a client of a cloud, and an operation on the fake clock."""
    settings_ = KIND.settings(Source("ppio", {"ppio:apiKey": "sk-simulator"}, {}))

    def connected(cloud, verb="deleting", seconds=600.0):
        connection = KIND.connect(settings_, httpx.MockTransport(cloud), clock)
        return KIND.calls(connection), Operation(verb, seconds, clock)

    return connected


# What is sent --------------------------------------------------------------------------------------------------------

# Every argument: a value, and how it stands in the body.
WIRE = {
    "type": ("async", '"async"'),
    "name": ("llm", '"llm"'),
    "product_id": ("2", '"2"'),
    "image": ("reg.example.net/gen:1.4", '"reg.example.net/gen:1.4"'),
    "worker_config.max_replicas": (3, "3"),
    "worker_config.min_replicas": (0, "0"),
    "worker_config.idle_timeout": (120, "120"),
    "worker_config.max_concurrent_per_worker": (4, "4"),
    "worker_config.gpu_num": (1, "1"),
    "worker_config.rootfs_size_gb": (60, "60"),
    "worker_config.min_cuda_version": ("12.10", '"12.10"'),
    "worker_config.request_timeout": (900, "900"),
    "app_name": ("img-gen", '"img-gen"'),
    "registry_auth_id": ("auth-1", '"auth-1"'),
    "entrypoint": ("", '""'),
    "command": ("serve 'a b'", "\"serve 'a b'\""),
    "policy.type": ("concurrency", '"concurrency"'),
    "policy.value": (8, "8"),
    "volumes[].id": ("st-1", '"st-1"'),
    "volumes[].type": ("local", '"local"'),
    "volumes[].size": (30, "30"),
    "volumes[].mount_point": ("/data", '"/data"'),
    "envs[].key": ("A", '"A"'),
    "envs[].value": ("12", '"12"'),
    "ports": ([9000], "[9000]"),
    "health_check.path": ("/live", '"/live"'),
    "health_check.port": (9000, "9000"),
    "region_id": ("us-dallas-nas-2", '"us-dallas-nas-2"'),
}
NOT_SENT = {"wait_until_ready"}


def _leaves():
    leaves = [(path, field) for path, field in schema.walk(EndpointArgs) if field.nested is None]
    return {path for path, field in leaves if not field.marker(markers.Extra)}


def _arguments(paths):
    """Return arguments that hold the table's values at these paths."""
    args = {}
    for path in paths:
        value, _ = WIRE[path]
        head, _, leaf = path.partition(".")
        if not leaf:
            args[head] = value
        elif head.endswith("[]"):
            args.setdefault(head[:-2], [{}])[0][leaf] = value
        else:
            args.setdefault(head, {})[leaf] = value
    return args


def test_the_table_has_a_row_for_every_argument():
    """No argument is declared without a row that says how it is sent."""
    assert _leaves() == {*WIRE} | NOT_SENT


def test_every_argument_is_sent(connect):
    """Every argument is in the body of a create, under the API's name and with its JSON type, and nothing else is."""
    cloud = Cloud(post=[{"id": "0a1b2c3d4e5f6071"}])
    client, operation = connect(cloud)
    args = _arguments(WIRE)
    assert KIND.create(client, {**args, "wait_until_ready": False, "__named_by": "user", "location": BASE}, operation)
    (body,) = cloud.sent("POST")
    assert body == args
    text = cloud.requests[0].content.decode()
    for path, (_, encoded) in WIRE.items():
        assert f'"{path.rpartition(".")[2]}": {encoded}' in text, path


@pytest.mark.parametrize("path", [*WIRE])
def test_each_argument_is_sent_alone(path):
    """An argument goes out whether or not others are there, and brings none with it."""
    args = _arguments([path])
    assert on_the_wire(args) == args


def test_what_the_user_left_out_is_left_out():
    """No default of ours and no null goes out."""
    assert on_the_wire(CREATE) == CREATE


def test_a_create_goes_to_the_documented_path(connect):
    """A create is one POST with JSON and the key."""
    cloud = Cloud(post=[{"id": "0a1b2c3d4e5f6071"}])
    client, operation = connect(cloud)
    assert KIND.create(client, CREATE, operation) == "0a1b2c3d4e5f6071"
    (request,) = cloud.requests
    assert (request.method, str(request.url)) == ("POST", BASE + PATH)
    assert request.headers["authorization"] == "Bearer sk-simulator"
    assert request.headers["content-type"] == "application/json"


# Updates -------------------------------------------------------------------------------------------------------------

HELD = {
    "worker_config": {"max_replicas": 9, "min_replicas": 2, "gpu_num": 4, "min_cuda_version": "", "idle_timeout": None},
    "policy": {"type": "queue", "value": 4},
    "health_check": {"path": "/", "port": 80},
    "region_id": "as-sgp-2",
    "image": "held:1",
    "envs": [{"key": "HELD", "value": "x"}],
    "volumes": [],
    "command": "held",
    "type": "sync",
    "app_name": "held",
}


def test_an_update_is_complete():
    """Every declared argument goes out, changed or not, but those that the update call does not take."""
    body = update_body(FULL, (), {})
    assert body == {name: value for name, value in FULL.items() if name not in ("type", "app_name")}


def test_an_update_sends_back_what_the_server_holds():
    """What the user did not declare goes back as it is, without what is empty and what no update takes."""
    body = update_body({"image": "new:1", "worker_config": {"max_replicas": 3}}, (), HELD)
    assert body == {
        "image": "new:1",
        "worker_config": {"max_replicas": 3, "min_replicas": 2, "gpu_num": 4},
        "policy": {"type": "queue", "value": 4},
        "health_check": {"path": "/", "port": 80},
        "region_id": "as-sgp-2",
        "envs": [{"key": "HELD", "value": "x"}],
        "command": "held",
    }


def test_a_blanked_value_is_never_sent_back():
    """Where the server shows stars in place of a secret, the list that holds it stays out of the body."""
    body = update_body(CREATE, (), {"envs": [{"key": "A", "value": "******"}], "command": "serve"})
    assert "envs" not in body
    assert body["command"] == "serve"


def test_declared_children_win_over_held_ones():
    """What the user declares inside an object replaces what the server holds, the rest of it goes back."""
    body = update_body({"policy": {"value": 9}, "health_check": {"path": "/new"}}, (), HELD)
    assert body["policy"] == {"type": "queue", "value": 9}
    assert body["health_check"] == {"path": "/new", "port": 80}


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("registry_auth_id", ""),
        ("entrypoint", ""),
        ("command", ""),
        ("region_id", ""),
        ("volumes", []),
        ("envs", []),
        ("ports", []),
    ],
)
def test_what_was_removed_is_cleared(name, empty):
    """A removed text goes out as an empty one, a removed list as an empty list, whatever the server holds."""
    assert update_body(CREATE, [name], HELD)[name] == empty


@pytest.mark.parametrize("name", ["policy", "health_check", "worker_config.gpu_num"])
def test_what_cannot_be_cleared_keeps_its_value(name):
    """Objects and what is inside them have no empty form: the held value goes back, and the user is told."""
    body = update_body({"worker_config": {"max_replicas": 3}}, [name], HELD)
    head, _, leaf = name.partition(".")
    assert (body[head][leaf] if leaf else body[head]) == (HELD[head][leaf] if leaf else HELD[head])
    assert KIND.cannot_clear(CREATE, [name, "envs", "wait_until_ready", "app_name"]) == [name]


@pytest.mark.parametrize("removed", [[], ["type"], ["app_name"], ["type", "app_name", "wait_until_ready"]])
def test_type_and_application_name_are_never_updated(removed):
    """The update call knows neither, nor what is for this provider alone."""
    body = update_body({**FULL, "wait_until_ready": True}, removed, HELD)
    assert not {"type", "app_name", "wait_until_ready", "status", "location"} & {*body}


def test_the_held_values_are_left_alone():
    """Composing an update changes nothing in what it is made of."""
    before = json.dumps([FULL, HELD])
    update_body(FULL, ["envs"], HELD)
    assert json.dumps([FULL, HELD]) == before


def changed(before, args):
    """Return what an update to these arguments changes."""
    return changes_between(KIND, before, args, {}, Forms(EndpointArgs))


def test_an_update_is_a_put(connect):
    """The update goes to the endpoint's own path."""
    cloud = Cloud(put=[{}])
    client, operation = connect(cloud)
    KIND.update(client, live(), changed(live(), FULL), operation)
    (request,) = cloud.requests
    assert (request.method, request.url.path) == ("PUT", PATH + "/0a1b2c3d4e5f6071")


@pytest.mark.parametrize("answer", [httpx.Response(200), httpx.Response(200, text="OK"), httpx.Response(204), []])
def test_any_success_of_an_update_will_do(connect, answer):
    """The answer to an update confirms nothing, so what it says does not matter."""
    client, operation = connect(Cloud(put=[answer]))
    KIND.update(client, live(), changed(live(), FULL), operation)


def test_no_null_is_ever_sent():
    """Whatever the server holds, empty or null, no null goes back."""
    body = update_body(CREATE, (), {"worker_config": {"gpu_num": None}, "policy": None, "health_check": {}})
    assert "null" not in json.dumps(body)


# Statuses ------------------------------------------------------------------------------------------------------------

WORDS = {
    Phase.READY: "running serving active ready",
    Phase.PENDING: "initializing pending creating updating starting pulling deploying scaling restarting migrating "
    "unknown never-heard-of",
    Phase.DELETING: "terminating deleting removing stopping toStop toRemove",
    Phase.GONE: "deleted removed terminated",
    Phase.STOPPED: "stopped exited frozen freezing",
    Phase.FAILED: "failed error deploy_failed ImagePullFailure createFail",
}
TABLE = [(word, phase) for phase, words in WORDS.items() for word in words.split()]


@pytest.mark.parametrize(("word", "phase"), TABLE)
def test_every_status_word(word, phase):
    """A word of any source has its class, whatever its case."""
    for spelt in (word, word.lower(), word.upper(), word.title()):
        assert phase_of(endpoint(status={"status": spelt})) is phase
    assert live(status={"status": word}).status == word.lower()


@pytest.mark.parametrize("status", [None, {}, {"status": ""}, {"status": None}, "", {"error": "", "message": ""}])
def test_a_missing_status_is_pending(status):
    """Without a word the endpoint is on its way, and the word shown is unknown."""
    found = live(status=status)
    assert (found.phase, found.status) == (Phase.PENDING, "unknown")


def test_a_status_that_is_a_bare_word():
    """A status without its object is understood."""
    assert live(status="RUNNING").phase is Phase.READY


@pytest.mark.parametrize("error", ["", "none", "None", "NULL", "-", None])
def test_no_error_in_other_words(error):
    """Some answers spell out that there is no error."""
    found = live(status={"status": "pulling", "error": error})
    assert (found.phase, found.reason) == (Phase.PENDING, "")
    assert "status_error" not in found.outputs


@pytest.mark.parametrize(
    ("word", "phase"),
    [("pulling", Phase.FAILED), ("", Phase.FAILED), ("running", Phase.READY), ("terminating", Phase.DELETING)],
)
def test_an_error_text_is_a_failure_unless_ready(word, phase):
    """An error beside a word that is not ready is a failure; beside a ready one it is shown."""
    found = live(status={"status": word, "error": "OOM", "message": "out of memory"})
    assert (found.phase, found.reason) == (phase, "OOM: out of memory")
    assert (found.outputs["status_error"], found.outputs["status_message"]) == ("OOM", "out of memory")


@pytest.mark.parametrize(("most", "phase"), [(0, Phase.READY), (1, Phase.STOPPED), (None, Phase.STOPPED)])
def test_stopping_as_asked(most, phase):
    """On the way there it is waited for, and nobody says that it is deleted."""
    before = Phase.PENDING if phase is Phase.READY else Phase.DELETING
    for word in ("stopping", "toStop"):
        assert phase_of(endpoint(status={"status": word}, worker_config={"max_replicas": most})) is before


@pytest.mark.parametrize(("most", "phase"), [(0, Phase.READY), (1, Phase.STOPPED), (None, Phase.STOPPED)])
def test_stopped_as_asked(most, phase):
    """With no replica allowed, stopped is what the user asked for."""
    assert phase_of(endpoint(status={"status": "stopped"}, worker_config={"max_replicas": most})) is phase


def test_workers_are_counted():
    """The row shows how many workers are up of how many; their troubles are reasons, each once."""
    found = live(
        status={"status": "initializing"},
        worker_config={"min_replicas": 3},
        workers=[
            {"id": "a", "status": {"status": "ready"}, "health": True},
            {"id": "b", "status": {"status": "running"}, "health": False},
            {"id": "c", "status": {"status": "pulling", "error": "NO_GPU", "message": "no GPU"}},
            {"id": "d", "status": {"status": "pulling", "error": "NO_GPU", "message": "no GPU"}},
        ],
    )
    assert (found.progress, found.reason) == ("1 of 3 workers ready", "NO_GPU: no GPU")
    assert workers(found)
    assert not workers(live(workers=[]))


@pytest.mark.parametrize("word", ["removed", "REMOVED"])
def test_a_removed_worker_is_none(word):
    """A removed worker stays in the listing for some minutes: it is none any more."""
    found = live(workers=[{"id": "a", "status": {"status": word, "error": "", "message": "old trouble"}}])
    assert not workers(found)
    assert (found.progress, found.reason) == ("", "")


# Answers -------------------------------------------------------------------------------------------------------------


def test_a_whole_answer_is_mapped():
    """Arguments are values under their own names, the rest are outputs, workers and logs are nowhere."""
    answer = {
        **FULL,
        "id": "0a1b2c3d4e5f6071",
        "status": {"status": "running", "error": "", "message": ""},
        "url": "https://a.example.com",
        "workers": [{"id": "w", "status": {"status": "ready"}, "log": "https://logs/?signature=x", "health": True}],
        "member_id": "m-1",
        "owner_id": "o-1",
        "created_at": 1_750_000_000,
        "something_new": {"a": 1},
    }
    found = to_live(models.Endpoint.read(answer), BASE)
    assert (found.id, found.name, found.account, found.created) == (answer["id"], FULL["name"], "o-1", 1_750_000_000)
    assert [*compare.drift(EndpointArgs, FULL, found.values)] == []
    assert {*found.values} == {*FULL}
    assert found.outputs == {
        "url": "https://a.example.com",
        "job_url": "https://async-public.serverless.ppinfra.com/v1/0a1b2c3d4e5f6071-img-gen",
        "created_at": 1_750_000_000,
        "member_id": "m-1",
        "owner_id": "o-1",
    }
    assert "signature" not in repr(found)


def test_what_an_answer_leaves_out_is_no_drift():
    """Fields that are not in the answer are not compared, at any depth."""
    sparse = live(worker_config={"max_replicas": 3}, envs=[{"key": "MODE"}, {"key": "TOKEN"}])
    assert [*compare.drift(EndpointArgs, FULL, sparse.values)] == []


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_unset_in_any_form_is_no_drift(empty):
    """Null, an empty text, list or object are all unset."""
    declared = {"registry_auth_id": "", "envs": [], "volumes": [], "ports": [], "command": ""}
    answer = {name: empty for name in declared if not isinstance(empty, dict) or isinstance(declared[name], list)}
    if isinstance(empty, list):
        answer = {name: empty for name in declared if isinstance(declared[name], list)}
    assert [*compare.drift(EndpointArgs, declared, live(**answer).values)] == []


def test_numbers_as_strings():
    """Numbers that come as strings are the same numbers; a CUDA version stays a text."""
    found = live(
        worker_config={"idle_timeout": "300", "max_replicas": "2", "min_cuda_version": "12.10"},
        policy={"type": "queue", "value": "100"},
        ports=["8080"],
        created_at="1750000000",
        health_check={"port": "8080"},
    )
    declared = {
        "worker_config": {"idle_timeout": 300, "max_replicas": 2, "min_cuda_version": "12.10"},
        "policy": {"type": "queue", "value": 100},
        "ports": [8080],
        "health_check": {"port": 8080},
    }
    assert [*compare.drift(EndpointArgs, declared, found.values)] == []
    assert found.created == 1_750_000_000


def test_the_order_of_lists_is_no_drift():
    """Ports, envs and volumes are compared by their keys."""
    declared = {
        "ports": [1, 2],
        "envs": [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}],
        "volumes": [{"type": "local", "mount_point": "/a"}, {"type": "local", "mount_point": "/b"}],
    }
    turned = {name: [*reversed(value)] for name, value in declared.items()}
    assert [*compare.drift(EndpointArgs, declared, live(**turned).values)] == []


@pytest.mark.parametrize("size", [123, None])
def test_the_size_of_a_network_volume_is_no_drift(size):
    """List shows the storage's own size with a network volume, Get shows none: neither is a change of the user's."""
    volume = {"id": "st-1", "type": "network", "mount_point": "/data"}
    declared = {"volumes": [{**volume, "size": size} if size else volume]}
    for shown in ({**volume, "size": 500}, volume):
        assert [*compare.drift(EndpointArgs, declared, live(volumes=[shown]).values)] == []


def test_a_local_volumes_size_counts():
    """The size of a local volume is the user's."""
    declared = {"volumes": [{"type": "local", "size": 30, "mount_point": "/a"}]}
    shown = live(volumes=[{"type": "local", "size": 60, "mount_point": "/a"}])
    assert [path for path, _, _ in compare.drift(EndpointArgs, declared, shown.values)] == ["volumes"]


@pytest.mark.parametrize(
    ("base_url", "fields", "url"),
    [
        (BASE, {"app_name": "a"}, "https://async-public.serverless.ppinfra.com/v1/0a1b2c3d4e5f6071-a"),
        (BASE, {}, "https://async-public.serverless.ppinfra.com/v1/0a1b2c3d4e5f6071-0a1b2c3d4e5f6071"),
        (
            "https://api.novita.ai",
            {"app_name": "a"},
            "https://async-public.serverless.novita.ai/v1/0a1b2c3d4e5f6071-a",
        ),
        ("http://127.0.0.1:1", {"app_name": "a"}, None),
    ],
)
def test_job_urls(base_url, fields, url):
    """The address for jobs follows from the brand, the id and the application name; elsewhere there is none."""
    assert job_url(base_url, endpoint(**fields)) == url


def test_a_sync_endpoint_has_no_job_url():
    """Only async endpoints take jobs."""
    assert "job_url" not in live(type="sync").outputs
    assert "job_url" not in live().outputs


MADE = {**CREATE, "name": "llm"}


@pytest.mark.parametrize(
    ("changes", "made"),
    [
        ({}, True),
        ({"image": "other:1"}, False),
        ({"product_id": "2"}, False),
        ({"app_name": "filled-in"}, True),
        ({"worker_config": {"max_replicas": 9}}, True),
    ],
)
def test_what_a_create_has_made(changes, made):
    """Image, product and type tell; what the server fills in does not."""
    assert KIND.is_made_by(live(**{**MADE, **changes}), MADE) is made


def test_what_a_create_with_an_application_name_has_made():
    """An application name of the user's must be there."""
    assert KIND.is_made_by(live(**MADE, app_name="a"), {**MADE, "app_name": "a"})
    assert not KIND.is_made_by(live(**MADE, app_name="b"), {**MADE, "app_name": "a"})


@pytest.mark.parametrize("name", ["type", "app_name", "image", "product_id"])
def test_a_field_that_an_answer_leaves_out_rules_nothing_out(name):
    """No field is promised in answers: one that is missing does not prove that the endpoint is another one."""
    args = {**MADE, "app_name": "a"}
    answer = {key: value for key, value in args.items() if key != name}
    assert KIND.is_made_by(live(**answer), args)


# Deletes -------------------------------------------------------------------------------------------------------------

HAS_WORKERS = {
    **FULL,
    "id": "e-1",
    "status": {"status": "running"},
    "workers": [{"id": "w", "status": {"status": "ready"}, "health": True}],
}
NO_WORKERS = {**HAS_WORKERS, "workers": []}


def refusal(status=409, reason="DEPENDENT_RESOURCE_STATE"):
    """Return an answer that refuses a delete."""
    return httpx.Response(status, json={"code": status, "reason": reason, "message": "it has workers"})


@pytest.mark.parametrize(
    "refused",
    [refusal(), refusal(400, "VALIDATOR"), refusal(409, "CONFLICT"), refusal(500, "DEPENDENT_RESOURCE_STATE")],
)
def test_an_endpoint_with_workers_is_scaled_to_none_and_deleted(connect, refused):
    """Where workers are why a delete is refused, the minimum becomes 0, and once none is left it is sent again."""
    cloud = Cloud(delete=[refused, {}], get=[HAS_WORKERS, HAS_WORKERS, NO_WORKERS], put=[{}])
    client, operation = connect(cloud)
    KIND.delete(client, "e-1", operation)
    assert cloud.methods() == ["DELETE", "GET", "PUT", "GET", "GET", "DELETE"]
    (body,) = cloud.sent("PUT")
    assert (body["worker_config"]["min_replicas"], body["worker_config"]["idle_timeout"]) == (0, 1)
    assert body["worker_config"]["max_replicas"] == 3
    assert {"image", "product_id", "name", "envs", "volumes", "region_id"} <= {*body}
    assert not {"type", "app_name"} & {*body}


def test_a_refused_delete_sends_no_null(connect):
    """What the server holds as null goes back to it as nothing."""
    odd = {
        **HAS_WORKERS,
        "policy": None,
        "health_check": None,
        "worker_config": {"max_replicas": 3, "gpu_num": None},
        "volumes": [{"type": "network", "id": "st-1", "size": None, "mount_point": "/a"}],
        "envs": None,
    }
    cloud = Cloud(delete=[refusal(), {}], get=[odd, NO_WORKERS], put=[{}])
    client, operation = connect(cloud)
    KIND.delete(client, "e-1", operation)
    assert "null" not in json.dumps(cloud.sent("PUT"))


@pytest.mark.parametrize("refused", [refusal(), refusal(400, "VALIDATOR")])
def test_a_refusal_for_another_reason_is_told(connect, refused):
    """Without workers a refusal is the user's to read, and nothing is changed."""
    cloud = Cloud(delete=[refused], get=[NO_WORKERS])
    client, operation = connect(cloud)
    with pytest.raises(ApiError, match="it has workers"):
        KIND.delete(client, "e-1", operation)
    assert cloud.methods() == ["DELETE", "GET"]


@pytest.mark.parametrize("status", [401, 403, 422])
def test_other_refusals_change_nothing(connect, status):
    """A refused key scales nothing."""
    cloud = Cloud(delete=[refusal(status, "FORBIDDEN")])
    client, operation = connect(cloud)
    with pytest.raises(ApiError):
        KIND.delete(client, "e-1", operation)
    assert cloud.methods() == ["DELETE"]


def test_an_endpoint_that_goes_while_it_is_scaled_is_gone(connect):
    """When the endpoint disappears during the wait for its workers, it is gone."""
    gone = httpx.Response(404, json={"code": 404, "reason": "RESOURCE_NOT_FOUND", "message": "gone"})
    client, operation = connect(Cloud(delete=[refusal()], get=[HAS_WORKERS, gone], put=[{}]))
    with pytest.raises(NotFoundError):
        KIND.delete(client, "e-1", operation)


def test_workers_that_stay_are_told(connect):
    """When workers stay until the time is over, the last refusal is the error."""
    cloud = Cloud(delete=[refusal()], get=[HAS_WORKERS], put=[{}])
    client, operation = connect(cloud, seconds=60)
    with pytest.raises(ConflictError):
        KIND.delete(client, "e-1", operation)
    assert operation.deadline.elapsed < 70


def test_a_cancel_ends_the_wait_for_workers(connect, clock):
    """A cancel ends the wait for the workers."""
    client, operation = connect(Cloud(delete=[refusal()], get=[HAS_WORKERS], put=[{}]))
    clock.after(12, run.cancel)
    with pytest.raises(ConflictError):
        KIND.delete(client, "e-1", operation)
    assert operation.deadline.elapsed < 30


# Whatever comes ------------------------------------------------------------------------------------------------------

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["status", "key", "id"]), inner),
    max_leaves=6,
)
FIELDS = [field.name for field in dataclasses.fields(models.Endpoint)]


def _mutations():
    """Whole answers in which some fields, at the top or one step down, are missing, null or of another type."""

    def mutate(changes):
        answer = {**HAS_WORKERS, "id": "e-1", "created_at": 1}
        for (name, child), value in changes:
            if child is None or not isinstance(answer.get(name), (dict, list)) or not answer[name]:
                answer[name] = value
            elif isinstance(answer[name], dict):
                answer[name] = {**answer[name], child: value}
            elif isinstance(answer[name][0], dict):
                answer[name] = [{**answer[name][0], child: value}]
        return answer

    children = ["status", "error", "message", "max_replicas", "value", "key", "size", "port", "health", "mount_point"]
    where = st.tuples(st.sampled_from(FIELDS), st.none() | st.sampled_from(children))
    return st.lists(st.tuples(where, ODD), max_size=4).map(mutate)


@quick
@given(_mutations())
def test_any_answer_is_read_or_called_unreadable(answer):
    """Missing, null and wrongly typed fields are borne, or the answer is an UnreadableError; nothing else is raised."""
    settings_ = KIND.settings(Source("ppio", {"ppio:apiKey": "sk-simulator"}, {}))
    body = json.dumps(answer)
    clock = Runtime().clock
    connection = KIND.connect(settings_, httpx.MockTransport(lambda _: httpx.Response(200, text=body)), clock)
    client = KIND.calls(connection)
    operation = Operation("reading", 60, clock)
    with contextlib.suppress(UnreadableError):
        found = KIND.get(client, "e-1", operation.at_most(1))
        list(compare.drift(EndpointArgs, FULL, found.values))
        json.dumps(update_body(FULL, (), found.values), allow_nan=False)
    connection.transport.close()


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "id"])
@pytest.mark.parametrize("value", [None, "missing"])
def test_no_field_but_the_id_is_needed(name, value):
    """Each field may be missing or null."""
    answer = {key: field for key, field in HAS_WORKERS.items() if key != name}
    if value is None:
        answer[name] = None
    assert to_live(models.Endpoint.read(answer), BASE).id == "e-1"


@pytest.mark.parametrize(
    "workers_", [[{"id": "w", "status": None}], [{"id": "w"}], [{"status": {"status": None}}], [{"health": None}], [{}]]
)
def test_a_worker_may_lack_anything(workers_):
    """A worker's fields may be missing or null, its status too: one odd worker makes no endpoint unreadable."""
    assert live(workers=workers_).id


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan"), "x", [], {}, 1e300])
def test_a_number_may_be_anything(number):
    """What is no number in place of one is unset, and breaks nothing."""
    assert live(created_at=number, policy={"value": number}, ports=[number]).id


def test_every_module_constant_of_statuses_is_lower_case():
    """Words are compared in lower case, so the table is."""
    assert all(word == word.lower() for word in (*module.PHASES, *module.NO_ERROR, *module.WORKERS_UP))
