"""A create whose answer is lost, refused or odd, on every cloud: one endpoint, and an honest word about it."""

import httpx
import pytest

from pulumi_serving import huawei
from pulumi_serving.core.calls import run
from pulumi_serving.core.values.ids import OUTCOME_UNKNOWN

from .conftest import Engine
from .steps import ledger_id, lose_create

GATEWAY = "<html><title>Too Many Requests</title></html>"


@pytest.fixture
def look_up(data):
    """Return by which operation a name is looked up, and what shows nothing there."""
    return getattr(data, "LOOK_UP", "list"), getattr(data, "NOT_THERE", None) or {
        "status": 200,
        "body": data.EMPTY_LIST,
    }


def made(simulator):
    """Return how many endpoints were ever made, and which live."""
    return len(simulator.ledger()["endpoints"]), [item["id"] for item in simulator.living()]


def writes(simulator, look):
    """Return the creates and the looks for a name, in order."""
    return [item["operation"] for item in simulator.ledger()["requests"] if item["operation"] in ("create", look)]


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "1"}, {"Retry-After": "40"}])
@pytest.mark.parametrize("status", [429, 408, 500, 502, 503, 504])
def test_an_effect_behind_a_refusal_is_found(engine, data, kind, simulator, status, headers):
    """A gateway's refusal after the effect makes no second endpoint: the provider looks before it sends again."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="after", status=status, body=GATEWAY, headers=headers)
    assert not engine.up(**data.CREATE).error
    assert made(simulator) == (1, [ledger_id(engine, data)])
    assert simulator.count("create") == 1


@pytest.mark.parametrize("status", [429, 503])
def test_before_a_create_is_sent_again_it_is_looked_for(engine, data, kind, simulator, look_up, status):
    """Between two creates there is a look, whatever the reason for the second one."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="before", status=status, times=1)
    assert not engine.up(**data.CREATE).error
    sent = writes(simulator, look_up[0])
    first = sent.index("create")
    second = sent.index("create", first + 1)
    assert look_up[0] in sent[first:second]
    assert made(simulator)[0] == 1


def test_a_refusal_that_passes_is_waited_for(engine, data, kind, simulator):
    """A cloud may say of any refusal that it passes: the create is sent again, after looks."""
    if kind.cloud != "ppio":
        pytest.skip("knows no such refusal")
    refusal = {"code": 400, "reason": "CLUSTER_STATUS", "message": "the cluster is not active"}
    simulator.fault(cloud=kind.cloud, operation="create", status=400, body=refusal, times=6)
    assert not engine.up(**data.CREATE).error
    assert made(simulator)[0] == 1
    assert simulator.count("create") == 7


def test_a_throttled_create_that_is_never_taken_is_told(engine, data, kind, simulator):
    """After some refusals for the rate the cloud's own words are the error, and nothing is recorded."""
    simulator.fault(cloud=kind.cloud, operation="create", status=429, times=99)
    outcome = engine.up(**data.CREATE)
    assert "429" in outcome.error
    assert not engine.id
    assert simulator.count("create") == 5


@pytest.mark.parametrize("status", [400, 401, 403, 409, 422])
def test_a_refusal_after_a_lost_create_is_an_unknown_outcome(engine, data, kind, simulator, status):
    """The first create may have arrived, so what the second one is told is no last word: the name is recorded."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="before")
    simulator.fault(cloud=kind.cloud, operation="create", status=status)
    outcome = engine.up(**data.CREATE)
    assert engine.id == f"{OUTCOME_UNKNOWN}{engine.inputs['name']}"
    assert f"HTTP {status}" in outcome.reasons[0]
    assert "Nothing was created" not in outcome.reasons[0]


@pytest.mark.parametrize("args", ["CREATE", "FULL"])
def test_every_argument_may_be_in_a_lost_create(engine, data, kind, simulator, args):
    """What the answer leaves out, or has in another form, is no other endpoint."""
    simulator.set(normalise=True)
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    engine.up(**getattr(data, args))
    assert engine.id
    assert not engine.id.startswith(OUTCOME_UNKNOWN) or args == "FULL"
    assert made(simulator)[0] == simulator.count("create") == 1


@pytest.mark.parametrize("offset", [-20 * 60, 20 * 60, -8 * 3600])
def test_another_clock_hides_nothing(engine, data, kind, simulator, offset):
    """What a lost create has made is known by the cloud's own clock, whatever this machine's says."""
    signed = kind.cloud != "ppio" and abs(offset) > 15 * 60
    simulator.set(clock_offset_s=offset if not signed else offset / 100 * 3)
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    engine.up(**data.CREATE)
    assert made(simulator) == (1, [ledger_id(engine, data)])


@pytest.mark.parametrize(
    "page",
    [
        {"total": 3, "endpoints": []},
        {"total": 3, "endpoints": None},
        {"endpoints": "none", "total": 0},
        {"data": None},
        {"data": [], "has_more": True, "next_cursor": ""},
        {"data": [None], "endpoints": [None], "total": 1, "has_more": False},
        {},
        [],
        None,
    ],
    ids=repr,
)
def test_a_contradictory_list_proves_nothing(engine, data, kind, simulator, look_up, page):
    """After a lost create a list that is none does not say that nothing was made."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    simulator.fault(cloud=kind.cloud, operation=look_up[0], after=1, times=60, status=200, body=page)
    engine.timeout = 300.0
    engine.up(**data.CREATE)
    assert made(simulator)[0] == simulator.count("create") == 1
    assert engine.id == f"{OUTCOME_UNKNOWN}{engine.inputs['name']}"


def test_a_twin_that_a_lagging_list_has_hidden_is_named(engine, data, kind, simulator):
    """Where the looks were too soon, the second endpoint is named at the end, with what to do about it."""
    if kind.unique_names:
        pytest.skip("a name can't be there twice")
    simulator.set(list_lag_s=35, ready_after_s=60)
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    engine.up(**data.CREATE)
    assert len(simulator.living()) == 2
    (warning,) = [words for severity, words in engine.said if severity != "status"]
    assert all(item["id"] in warning for item in simulator.living())
    assert "delete" in warning


def test_the_wrong_id_in_an_answer_loses_nothing(engine, data, kind, simulator):
    """Where what the answer named is not there, what was made is found by its name."""
    if kind.unique_names:
        pytest.skip("the id is the name")
    simulator.fault(cloud=kind.cloud, operation="create", replace={"id": "0123456789abcdef0123456789abcdef"})
    outcome = engine.up(**data.CREATE)
    assert made(simulator) == (1, [engine.id])
    assert engine.id in outcome.reasons[0]
    assert not engine.up(**data.CREATE).error
    assert made(simulator) == (1, [engine.id])


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("end", ["refresh", "destroy"])
def test_the_wrong_id_of_one_that_nobody_waited_for_loses_nothing(engine, data, kind, simulator, clock, end, own):
    """Where a create did not wait, the next refresh or destroy finds what it has made by its name."""
    if kind.unique_names:
        pytest.skip("the id is the name")
    args = {**data.CREATE, **({"name": "own-name"} if own else {}), "wait_until_ready": False}
    simulator.fault(cloud=kind.cloud, operation="create", replace={"id": "0123456789abcdef0123456789abcdef"})
    assert not engine.up(**args).error
    engine.restart()
    clock.sleep(120)
    if end == "refresh":
        engine.refresh()
        assert made(simulator) == (1, [engine.id])
        assert engine.up(**args).value == "same"
    else:
        assert not engine.delete().error
        assert made(simulator) == (1, [])


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("id_", ["a/b", "..", "unsettled:x", "a\nb", "?x=1", "x" * 5000])
def test_an_id_that_nobody_could_ask_for_is_no_answer(engine, data, kind, simulator, id_, wait):
    """An answer to a create that names what can't be an id is a lost one: what was made is found, and can be ended."""
    if kind.unique_names:
        pytest.skip("the id is the name")
    simulator.fault(cloud=kind.cloud, operation="create", replace={"id": id_})
    assert not engine.up(**data.CREATE, wait_until_ready=wait).error
    assert made(simulator) == (1, [engine.id])
    assert not engine.delete().error
    assert made(simulator) == (1, [])


@pytest.mark.parametrize("cancelled", [True, False])
def test_a_refusal_for_the_rate_is_looked_behind_though_no_time_is_left(
    engine, data, kind, simulator, clock, cancelled
):
    """What a throttled create has made all the same is recorded, where it can't be sent again."""
    headers = {"Retry-After": "1" if cancelled else "60"}
    simulator.fault(cloud=kind.cloud, operation="create", drop="after", status=429, body=GATEWAY, headers=headers)
    simulator.set(ready_after_s=10)
    engine.timeout = 45.0
    if cancelled:
        clock.after(1.0, run.cancel)
    engine.up(**data.CREATE)
    assert simulator.count("create") == 1
    assert engine.id
    assert not engine.id.startswith(OUTCOME_UNKNOWN)


class Doubling(httpx.BaseTransport):
    """A cloud that takes each create twice."""

    def __init__(self, inner):
        self.inner = inner

    def handle_request(self, request):
        answer = self.inner.handle_request(request)
        if request.method == "POST":
            self.inner.handle_request(request)
        return answer


def test_of_two_that_a_refused_create_may_have_made_none_is_taken(engine, data, kind, simulator):
    """Where two are there after a create that was refused for the rate, nobody can tell which is ours: none is."""
    if kind.unique_names:
        pytest.skip("a name can't be there twice")
    engine.provider.runtime.http = Doubling(engine.provider.runtime.http)
    simulator.fault(
        cloud=kind.cloud, operation="create", drop="after", status=429, body=GATEWAY, headers={"Retry-After": "60"}
    )
    engine.timeout = 45.0
    assert "(HTTP 429" in engine.up(**data.CREATE).error
    assert len(simulator.living()) == 2
    assert engine.id == ""


def test_a_refusal_for_the_rate_that_nobody_can_look_behind_is_an_unknown_outcome(
    engine, data, kind, simulator, look_up
):
    """Where the last look fails, the name is recorded, and the next up finds what was made."""
    simulator.fault(
        cloud=kind.cloud, operation="create", drop="after", status=429, body=GATEWAY, headers={"Retry-After": "60"}
    )
    simulator.fault(cloud=kind.cloud, operation=look_up[0], after=1, times=9, status=500)
    engine.timeout = 20.0
    engine.up(**data.CREATE)
    assert engine.id == f"{OUTCOME_UNKNOWN}{engine.inputs['name']}"
    simulator.delete("/_simulator/faults")
    engine.timeout = 0.0
    engine.restart()
    assert not engine.up(**data.CREATE).error
    engine.refresh()
    assert made(simulator) == (1, [ledger_id(engine, data)])


@pytest.fixture
def several(engine, data, kind, simulator, clock, config):
    """Return five resources of one run whose creates have unknown outcomes, in a new process."""
    found = [
        Engine(type(engine.provider), simulator, clock, config, urn=f"{engine.urn}-{number}") for number in "12345"
    ]
    for one in found:
        one.provider.runtime = engine.provider.runtime
        lose(one, data, kind, simulator)
    engine.restart()
    return found


def test_the_previews_of_many_unknown_outcomes_are_patient_together(several, data, kind, clock):
    """The engine asks about one after the other: they wait for a list that may lag once, and not each."""
    if kind.unique_names:
        pytest.skip("a name is looked up by itself")
    began = clock.time
    assert [one.preview(**data.CREATE)[0] for one in several] == ["replace"] * 5
    assert clock.time - began < 2 * kind.limits.invisible


def test_the_previews_of_many_unknown_outcomes_try_what_fails_once(several, data, kind, simulator, clock, look_up):
    """A look that fails does so for all: the other previews leave it to the update."""
    simulator.fault(cloud=kind.cloud, operation=look_up[0], times=999, status=500)
    began = clock.time
    assert [one.preview(**data.CREATE)[0] for one in several] == ["update"] * 5
    assert clock.time - began < kind.limits.invisible


def test_one_of_the_same_name_that_was_made_later_is_left_alone(engine, data, kind, simulator, clock):
    """Where one that nobody has seen ready is gone, what somebody has made long after it is not taken for it."""
    if kind.unique_names:
        pytest.skip("the id is the name")
    args = {**data.CREATE, "name": "own-name", "wait_until_ready": False}
    engine.up(**args)
    simulator.change(kind.cloud, engine.id, gone=True)
    state = engine.id, engine.inputs, engine.outs
    clock.sleep(3600)
    engine.id, engine.inputs, engine.outs = "", {}, {}
    engine.up(**args)
    theirs, (engine.id, engine.inputs, engine.outs) = engine.id, state
    engine.restart()
    assert not engine.delete().error
    assert made(simulator) == (2, [theirs])


def lose(engine, data, kind, simulator, **args):
    """Let creates never arrive, so that their outcome is unknown."""
    simulator.fault(cloud=kind.cloud, operation="create", drop="before", times=2)
    engine.up(**{**data.CREATE, **args})
    assert engine.id.startswith(OUTCOME_UNKNOWN)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("refresh", [False, True])
def test_an_unknown_outcome_that_made_nothing_is_made_by_the_next_up(engine, data, kind, simulator, own, refresh):
    """The next up looks, makes it, and records its true id: with a refresh before it and without."""
    args = {"name": "own_name" if kind.names.separator == "_" else "own-name"} if own else {}
    lose(engine, data, kind, simulator, **args)
    engine.restart()
    if refresh:
        engine.refresh()
    outcome = engine.up(**{**data.CREATE, **args})
    assert not outcome.error
    assert made(simulator) == (1, [ledger_id(engine, data)])
    assert not engine.id.startswith(OUTCOME_UNKNOWN)
    assert engine.up(**{**data.CREATE, **args}).value == "same"


def test_an_unknown_outcome_that_made_one_is_not_made_again(engine, data, kind, simulator, look_up):
    """The next up finds what was made, and replaces nothing."""
    operation, nothing = look_up
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    simulator.fault(cloud=kind.cloud, operation=operation, times=1, **nothing)
    simulator.fault(cloud=kind.cloud, operation=operation, times=99, status=403)
    engine.up(**data.CREATE)
    assert engine.id.startswith(OUTCOME_UNKNOWN)
    simulator.delete("/_simulator/faults")
    engine.restart()
    assert engine.preview(**data.CREATE)[0] == "update"
    assert not engine.up(**data.CREATE).error
    engine.refresh()
    assert made(simulator) == (1, [ledger_id(engine, data)])


def test_an_unexpected_exception_after_the_post_is_a_lost_answer(engine, data, kind, simulator, monkeypatch):
    """Whatever goes wrong once a create was sent, what it has made is found."""
    create = type(kind).create

    def broken(self, *arguments):
        create(self, *arguments)
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(type(kind), "create", broken)
    assert not engine.up(**data.CREATE).error
    assert made(simulator) == (1, [ledger_id(engine, data)])


@pytest.mark.parametrize(
    "changes",
    [
        {"raw": "WyJub3QiLCAidXRmLTgiLCAi/yJd"},
        {"truncate": 5},
        {"headers": {"Retry-After": "Wed, 21 Oct 99999999999999999999 07:28:00 GMT"}, "status": 503},
        {"headers": {"Content-Type": "application/json; charset=hex"}, "status": 502, "body": "x"},
        {"raw": "e30="},
    ],
    ids=lambda changes: str(changes)[:30],
)
def test_an_unreadable_answer_to_a_create_loses_nothing(engine, data, kind, simulator, changes):
    """What was made is looked for, and found."""
    drop = {} if "truncate" in changes else {"drop": "after"}
    simulator.fault(cloud=kind.cloud, operation="create", **drop, **changes)
    engine.up(**data.CREATE)
    assert made(simulator) == (1, [ledger_id(engine, data)])


def test_a_lost_create_may_have_a_blank_in_its_name(engine, data, kind, simulator):
    """A name that is no step of a path is looked for like any other: the next up makes what was lost."""
    args = {**data.CREATE, "name": "my llm"}
    if engine.check({}, args).failures:
        pytest.skip("takes no blank in a name")
    lose(engine, data, kind, simulator, name="my llm")
    engine.restart()
    assert not engine.up(**args).error
    assert made(simulator) == (1, [ledger_id(engine, data)])
    assert engine.up(**args).value == "same"


# What somebody else has made ---------------------------------------------------------------------------------------


@pytest.fixture
def colleague(engine, data, kind, simulator, clock, config, look_up):
    """Return how a colleague makes a resource of the name under which a create of ours was lost and made nothing."""

    def make(later, **args):
        simulator.fault(cloud=kind.cloud, operation="create", times=9, drop="before")
        simulator.fault(cloud=kind.cloud, operation=look_up[0], after=1, times=500, status=500)
        engine.timeout = 60.0
        engine.up(**{**data.CREATE, "name": "ourllm"})
        assert engine.id.startswith(OUTCOME_UNKNOWN)
        simulator.delete("/_simulator/faults")
        clock.sleep(later)
        engine.timeout = 0.0
        engine.restart()
        other = engine.like_this(simulator, clock, config, f"{engine.urn}-of-another-stack")
        assert not other.up(**{**data.CREATE, "name": "ourllm", **args}).error
        return other

    return make


def refused_thrice(engine, data, words):
    """Assert that no verb takes what is there for what was made here, and return one of the errors."""
    for ask in (lambda: engine.up(**{**data.CREATE, "name": "ourllm"}), engine.refresh, engine.delete):
        error = ask().error
        assert f"which is named ourllm, is the one that was made here can't be told: it {words}" in error
        assert engine.id.startswith(OUTCOME_UNKNOWN)
    return error


def test_what_was_made_long_after_a_lost_create_is_somebody_elses(engine, data, simulator, colleague):
    """A colleague's endpoint of the user's own name is left alone, by each verb and by the way out that is named."""
    other = colleague(3600)
    error = refused_thrice(engine, data, "was made later than the create whose answer was lost")
    assert "`pulumi state delete` takes this record of it out of the state" in error
    assert (simulator.count("update"), simulator.count("delete")) == (0, 0)
    engine.id, engine.outs, engine.inputs = "", {}, {}
    engine.restart()
    assert "there is an" in engine.up(**{**data.CREATE, "name": "ourllm"}).error
    assert made(simulator) == (1, [ledger_id(other, data)])


@pytest.mark.parametrize("provider_class", [huawei.EndpointProvider])
def test_what_is_not_what_was_sent_is_somebody_elses(engine, data, simulator, colleague):
    """Made in the same minutes, it tells by what it is."""
    other = colleague(60, **{**data.REPLACE, "name": "ourllm"})
    refused_thrice(engine, data, "is not what was sent with the create whose answer was lost")
    assert made(simulator) == (1, [ledger_id(other, data)])


def test_what_a_lost_create_has_made_is_found_by_the_users_own_name(engine, data, kind, simulator, clock, look_up):
    """However much later somebody looks, and whatever changes of it have been sent since."""
    args = {**data.CREATE, "name": "ourllm"}
    simulator.fault(cloud=kind.cloud, operation="create", drop="after")
    simulator.fault(cloud=kind.cloud, operation=look_up[0], after=1, times=500, status=500)
    engine.timeout = 60.0
    engine.up(**args)
    assert engine.id.startswith(OUTCOME_UNKNOWN)
    simulator.delete("/_simulator/faults")
    engine.timeout = 0.0
    for changes in ({}, dict([data.CHANGED])):
        clock.sleep(36_000)
        engine.restart()
        assert not engine.up(**{**args, **changes}).error
    clock.sleep(36_000)
    engine.restart()
    assert not engine.refresh().error
    assert not engine.delete().error
    assert made(simulator) == (1, [])


@pytest.fixture
def lost(engine, data, simulator):
    """Make a resource whose create is answered by nobody, and for which nobody could look; in a new process."""
    lose_create(engine, data, simulator)
    engine.restart()
    return engine


def test_what_is_known_by_its_name_alone_is_not_renamed(lost, data, kind, simulator):
    """Renamed before its id is recorded nobody would find it: nothing is sent, and the line's command does both."""
    if "name" not in data.UPDATE:
        pytest.skip("a name is changed by a replacement")
    args = {**data.CREATE, "name": data.UPDATE["name"]}
    error = lost.up(**args).error
    assert "`pulumi up --refresh` records its id and goes on with it" in error
    assert simulator.count("update") == 0
    lost.refresh()
    assert not lost.up(**args).error
    (one,) = simulator.living()
    assert (one["id"], one["name"], kind.noun in error) == (lost.id, args["name"], True)
    assert not lost.delete().error
    assert simulator.living() == []


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("then", ["refresh", "delete"])
def test_what_is_recorded_under_a_wrong_id_is_not_changed(engine, data, kind, simulator, clock, wait, then):
    """An update would end what it is found by: nothing is sent, and the line's command loses and doubles nothing."""
    if kind.unique_names:
        pytest.skip("its id holds its name")
    simulator.fault(cloud=kind.cloud, operation="create", replace={"id": "f" * 32, "endpoint_id": "f" * 32})
    assert not engine.up(**data.CREATE, wait_until_ready=False).error
    clock.sleep(600)
    engine.restart()
    args = {**data.CREATE, **data.UPDATE, "wait_until_ready": wait}
    args.pop("name", None)
    error = engine.up(**args).error
    assert "`pulumi up --refresh` records its id and goes on with it" in error
    assert simulator.count("update") == 0
    engine.restart()
    if then == "refresh":
        engine.refresh()
        assert not engine.up(**args).error
        assert [item["id"] for item in simulator.living()] == [engine.id]
    assert not engine.delete().error
    assert simulator.living() == []
