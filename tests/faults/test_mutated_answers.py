"""
Answers that are wrong in ways that nobody thought of: thousands of them, each made from a real one by chance.

Whatever comes back, a client raises errors of ours alone, what it returns can be stored, and no created endpoint is
lost. A failure prints its seed; ``MUTATION_SEED`` runs that one alone, ``MUTATIONS`` sets how many are tried, and
``FIRST_SEED`` with which one they begin: left out, each run tries the same.
"""

import copy
import json
import os
import random
import time
import traceback

import httpx
import pytest
from tests.conftest import Engine

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.session import Runtime, Session
from pulumi_serving.core.cloud.settings import Source
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.lifecycle import state
from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.doors.dynamic import host

MUTATIONS = int(os.environ.get("MUTATIONS", "2000"))
LIVES = max(1, MUTATIONS // 100)
SECONDS = 120.0
"""How long the mutations of one client, or its lives, are tried at most."""

RAW = {
    "@huge@": "9" * 400,
    "@longer@": "-" + "9" * 5000,
    "@nan@": "NaN",
    "@infinity@": "-Infinity",
    "@double@": "1e999",
    "@deep@": "[" * 900 + "]" * 900,
    "@deep objects@": '{"a":' * 900 + "1" + "}" * 900,
    "@bottomless@": "[" * 100_000,
    "@surrogate@": '"\\ud83d"',
    "@control@": '"\\u0000\\u001b[2J"',
    "@twice@": '{"id": 1, "id": [], "id": null}',
}
ODD = [
    None, True, False, 0, -1, 7, 1.5, "", " ", "text", "7", "true", [], {}, [[]], [None], [{}], {"": None}, {"0": {}},
    "x" * 10_000, "²", "04da6b54-80e4-46f7-96ec-b56ff0331ba9", {"4dabf18193072939515e22adb298388d": "x"},
    {"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "text": "x"}, *RAW,
]  # fmt: skip
HEADERS = [
    ("Retry-After", "Wed, 21 Oct 99999999999999999999 07:28:00 GMT"),
    ("Retry-After", "-1"),
    ("Retry-After", "9" * 400),
    ("Retry-After", "²"),
    ("x-acs-retry-after", "²"),
    ("x-acs-retry-after", "9" * 5000),
    ("Date", "Wed, 21 Oct 99999999999999999999 07:28:00 +99999999999999999999"),
    ("Content-Type", "application/json; charset=hex"),
    ("Content-Type", "\xff\xfe; charset=undefined"),
    ("Content-Encoding", "gzip"),
    ("Content-Encoding", "deflate, br, nonsense"),
    ("Location", "https://[nonsense"),
    ("X-Request-Id", "\x80" * 300),
    ("Set-Cookie", "=;;=" * 50),
]
STATUSES = [
    200,
    200,
    200,
    201,
    202,
    204,
    206,
    299,
    301,
    304,
    400,
    401,
    403,
    404,
    408,
    409,
    422,
    429,
    500,
    502,
    503,
    599,
]
BROKEN = [
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("closed"),
    httpx.DecodingError("broken"),
    ConnectionResetError("reset"),
    RuntimeError("unforeseen"),
    LookupError("unknown encoding"),
    RecursionError("too deep"),
    OverflowError("too large"),
]


class Mutator:
    """Makes another answer of one, by a seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def __call__(self, response):
        chance = self.chance
        if chance.random() < 0.03:
            raise chance.choice(BROKEN)
        status, headers, content = response.status_code, {"Content-Type": "application/json"}, response.content
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            roll = chance.random()
            if roll < 0.7:
                content = self.json(content)
            elif roll < 0.8:
                content = self.bytes(content)
            elif roll < 0.9:
                status = chance.choice(STATUSES)
            else:
                name, value = chance.choice(HEADERS)
                headers[name] = value
        pairs = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        # A stream, since a whole body would be decoded here and not in the client.
        return httpx.Response(status, headers=pairs, stream=httpx.ByteStream(content))

    def json(self, content):
        """Change, take away, double or wrap one value."""
        try:
            body = json.loads(content)
        except ValueError:
            return self.bytes(content)
        holder = {"": copy.deepcopy(body)}
        parent, key = self.chance.choice([*places(holder)])
        action = self.chance.randrange(8)
        if action == 0:
            del parent[key]
        elif action == 1:
            parent[key] = [parent[key]]
        elif action == 2:
            parent[key] = {"value": parent[key]}
        elif action == 3 and isinstance(parent[key], list):
            parent[key] = {str(number): item for number, item in enumerate(parent[key])}
        elif action == 4 and not isinstance(parent[key], (dict, list)):
            parent[key] = str(parent[key])
        elif action == 5 and isinstance(parent, list):
            parent.insert(0, self.chance.choice(ODD))
        else:
            parent[key] = self.chance.choice(ODD)
        text = json.dumps(holder.get("", ""))
        for mark, raw in RAW.items():
            text = text.replace(json.dumps(mark), raw)
        return text.encode()

    def bytes(self, content):
        """Cut, spoil or exchange the bytes."""
        chance = self.chance
        where = chance.randrange(len(content) + 1)
        return chance.choice(
            [
                b"",
                content[:where],
                content[:where] + bytes(chance.randrange(256) for _ in range(3)) + content[where + 1 :],
                b"\xef\xbb\xbf" + content,
                content.decode("utf-8", "replace").encode("utf-16"),
                content + b"\x00\xff",
                b"<html><title>Bad Gateway</title></html>",
                b"\x1f\x8b\x08" + content,
                b"null",
                b"{}",
                b"[]",
                b'"text"',
                b"[" * 5000,
            ]
        )


def places(value):
    """Yield the holder and the key of each value in there, itself too."""
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
    for key, item in pairs:
        yield value, key
        if isinstance(item, (dict, list)):
            yield from places(item)


class Mutating(httpx.BaseTransport):
    """A cloud whose answers are changed on their way, each with some chance."""

    def __init__(self, inner, mutate, share):
        self.inner, self.mutate, self.share = inner, mutate, share

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        response.read()
        return self.mutate(response) if self.mutate.chance.random() < self.share else response


class Remembered(httpx.BaseTransport):
    """A cloud that answers each request as it did the first time: a delete takes nothing away."""

    def __init__(self, inner):
        self.inner, self.answers = inner, {}

    def handle_request(self, request):
        key = (request.method, str(request.url))
        if key not in self.answers:
            response = self.inner.handle_request(request)
            response.read()
            self.answers[key] = response.status_code, response.content
        status, content = self.answers[key]
        return httpx.Response(status, content=content)


def seeds(wanted):
    """Yield seeds until so many were tried, or the time is over; one that was given alone."""
    if "MUTATION_SEED" in os.environ:
        yield int(os.environ["MUTATION_SEED"])
        return
    first, end = int(os.environ.get("FIRST_SEED", "1")), time.monotonic() + SECONDS
    for number in range(wanted):
        if time.monotonic() > end:
            return
        yield first + number


def unforeseen(seed, what, error):
    """Return what a failure prints."""
    trace = "".join(traceback.format_exception(error))[-3000:]
    return f"MUTATION_SEED={seed}, {what}: {type(error).__name__}\n{trace}"


def test_a_client_raises_errors_of_ours_alone(kind, data, config, simulator, clock):
    """Whatever an answer to get, list, create, update or delete is, nothing else than an error of ours comes out."""
    real = Remembered(httpx.WSGITransport(app=simulator.app))
    source = Source(kind.cloud, config, {}, kind.namespace)
    settings = kind.settings(source)
    mutating = Mutating(real, Mutator(0), 0.0)
    session = Session(kind, settings, Runtime(clock=clock, http=mutating, environ={}))
    client = session.client
    simulator.set(ready_after_s=0)
    name = "own_name" if kind.names.separator == "_" else "own-name"
    args = {**data.CREATE, "name": name}
    told = kind.create(client, args, Operation("creating", 600, clock))
    id_ = told if isinstance(told, str) else told.id
    live = kind.get(client, id_, Operation("reading", 600, clock))
    name_, value = data.CHANGED
    changes = changes_between(kind, live, {**args, name_: value}, args, Forms(kind.args))

    verbs = {
        "get": lambda operation: kind.get(client, id_, operation.at_most(1)),
        "list": lambda operation: kind.list(client, operation.at_most(1)),
        "named": lambda operation: session.find_by_name(name, operation),
        "create": lambda operation: kind.create(client, args, operation),
        "update": lambda operation: kind.update(client, live, changes, operation),
        "delete": lambda operation: kind.delete(client, id_, operation),
        "explain": lambda operation: kind.explain(client, live, operation),
    }
    for verb in ("get", "list", "named", "explain", "update", "create", "delete"):
        verbs[verb](Operation("testing", 600, clock))  # so that its answer is remembered
    weights = {"get": 40, "list": 25, "named": 5, "create": 15, "update": 5, "delete": 5, "explain": 5}
    tried = 0
    for seed in seeds(MUTATIONS):
        tried += 1
        mutating.mutate, mutating.share = Mutator(seed), 1.0
        (verb,) = mutating.mutate.chance.choices([*weights], [*weights.values()])
        operation = Operation("testing", 30, clock)
        try:
            found = verbs[verb](operation)
        except ServingError:
            continue
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            pytest.fail(unforeseen(seed, verb, error), pytrace=False)
        for item in found if isinstance(found, list) else [found]:
            try:
                stored(session, item, args)
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                pytest.fail(unforeseen(seed, f"what {verb} returned can't be stored", error), pytrace=False)
    assert tried


def stored(session, item, args):
    """Store what was read, as inputs and as outputs."""
    if not hasattr(item, "values"):
        return
    bags = [
        state.outputs(session, args, item),
        state.inputs_of(session, item),
        {"id": item.id, "reason": item.described},
    ]
    for bag in bags:
        host._struct(bag).SerializeToString()


def test_no_mutated_answer_loses_an_endpoint(data, config, simulator, clock, provider_class):
    """In a life with mutated answers each error is a line of ours, and what was made is in the state or named."""
    tried = 0
    for seed in seeds(LIVES):
        tried += 1
        simulator.post("/_simulator/reset")
        engine = Engine(provider_class, simulator, clock, config)
        mutating = Mutating(engine.provider.runtime.http, Mutator(seed), 0.3)
        engine.provider.runtime.http = mutating
        engine.timeout = 120.0
        said = []
        try:
            for verb in ("create", "refresh", "update", "refresh"):
                outcome = live(engine, data, verb)
                said += [outcome.error, *outcome.reasons] if outcome else []
            mutating.share = 0.0
            said += repair(engine, data)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            pytest.fail(unforeseen(seed, "a life", error), pytrace=False)
        living = simulator.living()
        problem = "an error inside" if any("an error inside" in words for words in said) else ""
        known = [item for item in living if item["name"] == engine.inputs.get("name") and engine.id]
        problem = problem or ("" if len(known) == len(living) == 1 else f"living: {living}, recorded: {engine.id!r}")
        assert not problem, f"MUTATION_SEED={seed}, {problem}: {said}"
    assert tried


def live(engine, data, verb):
    """Run one verb of a life."""
    if verb == "refresh":
        return engine.refresh() if engine.id else None
    name, value = data.CHANGED
    return engine.up(**(data.CREATE if verb == "create" else {**data.CREATE, name: value}))


def repair(engine, data):
    """Run what our own words advise, with a cloud that is well again; at most three times."""
    said = []
    for _ in range(3):
        engine.restart()
        if engine.id:
            engine.refresh()
        outcome = engine.up(**data.CREATE)
        said += [outcome.error, *outcome.reasons]
        if not outcome.error:
            break
        _, adopt, rest = outcome.error.partition("PULUMI_SERVING_ADOPT=")
        engine.provider.runtime.environ = {"PULUMI_SERVING_ADOPT": rest.split(" ")[0]} if adopt else {}
    return said
