"""Many waits of one account in one thread: who is told what, and when the whole wait ends."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.abilities import Serves
from pulumi_serving.core.cloud.poller import Reading
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.lifecycle.wait_many import Group, Target, some
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.ppio.endpoint.args import EndpointArgs

WORDS = {Phase.READY: "running", Phase.PENDING: "CREATING", Phase.FAILED: "failed"}


def live(name, phase=Phase.READY, **more):
    """Return a resource in a phase."""
    return Live(f"e-{name}", name, WORDS[phase], phase, **more)


class Serving(SimpleNamespace, Serves):
    """A kind that serves, as far as a wait asks."""


class Account:
    """An account whose list is given tick by tick, five seconds apart; the last reading stays."""

    def __init__(self, clock, *ticks, lists_addresses=True):
        self.kind = Serving(
            noun="endpoint",
            cloud="ppio",
            args=EndpointArgs,
            limits=Limits(1, 1, 1),
            lists_addresses=lists_addresses,
            must_replace=lambda _: False,
            cannot_heal=lambda _: "",
        )
        self.clock, self.ticks = clock, [{item.id: item for item in tick} for tick in ticks]
        self.poller, self.accepted, self.doubtful = self, {}, {}
        self.watched, self.gets, self.broken, self.whole = [], [], set(), {}

    def watch_all(self, ids, operation):
        while ids and operation.deadline.remaining > 0 and not operation.interrupted():
            there = self.ticks.pop(0) if len(self.ticks) > 1 else self.ticks[0]
            self.watched.append(set(ids))
            yield {id_: Reading(there.get(id_), listed=True) for id_ in ids}
            self.clock.sleep(5)

    def explain(self, live, operation):  # noqa: ARG002
        return ""

    def look(self, id_, operation):  # noqa: ARG002
        self.gets.append(id_)
        if id_ in self.broken:
            return Reading(error=ServingError("Get endpoint failed (HTTP 500)"))
        whole = self.whole.get(id_) or self.ticks[0].get(id_)
        is_ready = whole is not None and whole.phase is Phase.READY
        return Reading(replace(whole, outputs={"url": f"https://{id_}"}) if is_ready else whole)


@pytest.fixture
def group(clock):
    """Return how to wait for names, all of the same time limit, on an account."""

    def make(account, *names, seconds=600.0, others=0):
        targets = [Target(name, f"e-{name}", "creating", seconds) for name in names]
        return Group(account, targets, Operation("waiting", seconds, clock), others=others)

    return make


def test_all_are_ready(clock, group):
    """The wait ends when the slowest is ready, and returns what was read of each; who is ready is watched no more."""
    account = Account(clock, [live("a"), live("b", Phase.PENDING)], [live("a"), live("b")])
    outcome = group(account, "a", "b").run()
    assert outcome.ready == {"a": live("a"), "b": live("b")}
    assert outcome.reasons == []
    assert account.watched == [{"e-a", "e-b"}, {"e-b"}]
    assert account.gets == []


def test_a_failure_ends_no_other_wait(clock, group):
    """One that fails has its line, with its name and the cloud's reason, and the others are waited for to the end."""
    failed = live("a", Phase.FAILED, reason="no GPU")
    account = Account(clock, [failed, live("b", Phase.PENDING)], [failed, live("b", Phase.PENDING)], [live("b")])
    outcome = group(account, "a", "b").run()
    assert list(outcome.ready) == ["b"]
    assert outcome.seen == {"a": failed}
    (line,) = outcome.reasons
    assert line.startswith("a: endpoint e-a is failed (no GPU). It exists and may cost money.")
    assert len(account.watched) == 3


def test_the_row(clock, group):
    """The row counts, names what has failed, and groups what is pending by its status, a few names each."""
    tick = [live("a"), live("b", Phase.FAILED), *(live(name, Phase.PENDING) for name in "cdefg")]
    waits = group(Account(clock, tick), *"abcdefgh", others=90)
    assert waits.words == "90 of 98 ready, pending: a, b, c and 5 more"
    waits._tell({item.id: Reading(item) for item in tick} | {"e-h": Reading()})
    assert waits.words == "91 of 98 ready, 1 failed: b, CREATING: c, d, e and 2 more, creating: h"


def test_each_has_its_own_time(clock):
    """A short time limit ends its own wait, and a long one goes on."""
    account = Account(clock, *[[live("a", Phase.PENDING), live("b", Phase.PENDING)]] * 10, [live("a"), live("b")])
    targets = [Target("a", "e-a", "creating", 20.0), Target("b", "e-b", "updating", 600.0)]
    outcome = Group(account, targets, Operation("waiting", 600.0, clock)).run()
    assert list(outcome.ready) == ["b"]
    (line,) = outcome.reasons
    assert line.startswith("a: endpoint e-a was not ready within 20s: its status is CREATING.")
    assert "custom_timeouts={'create': ...} sets the limit" in line


def test_the_end_of_all_time(clock, group):
    """When the last time limit has passed each that is pending has its line."""
    outcome = group(Account(clock, [live("a", Phase.PENDING), live("b", Phase.PENDING)]), "a", "b").run()
    assert [line.partition(":")[0] for line in outcome.reasons] == ["a", "b"]
    assert all("was not ready within 10m" in line for line in outcome.reasons)


def test_a_cancelled_run(clock, group):
    """A cancelled run ends all waits with one line that counts them, beside those of what has failed before."""
    tick = [live("a"), live("b", Phase.FAILED), *(live(name, Phase.PENDING) for name in "cdefg")]
    waits = group(Account(clock, tick), *"abcdefg")
    clock.after(12, waits.operation.call.hard_cancelled.set)
    outcome = waits.run()
    assert list(outcome.ready) == ["a"]
    failed, cancelled = outcome.reasons
    assert failed.startswith("b: endpoint e-b is failed")
    assert cancelled == (
        "the run was cancelled: 1 of 7 ready, 1 failed: b, CREATING: c, d, e and 2 more. "
        "The next `pulumi up` goes on waiting"
    )


def test_what_a_list_lacks_is_read_once(clock, group):
    """Where the list has no addresses each is read by itself, once, when it is ready."""
    account = Account(clock, [live("a"), live("b", Phase.PENDING)], [live("a"), live("b")], lists_addresses=False)
    outcome = group(account, "a", "b").run()
    assert {name: item.outputs["url"] for name, item in outcome.ready.items()} == {
        "a": "https://e-a",
        "b": "https://e-b",
    }
    assert account.gets == ["e-a", "e-b"]


def test_an_address_that_cannot_be_read(clock, group):
    """What the list shows ready and can't be read by itself is waited for to the end, which has the cloud's words."""
    account = Account(clock, [live("a"), live("b")], lists_addresses=False)
    account.broken = {"e-a"}
    outcome = group(account, "a", "b").run()
    assert list(outcome.ready) == ["b"]
    (line,) = outcome.reasons
    assert line.startswith("a: endpoint e-a was not ready within 10m")
    assert "(last answer: Get endpoint failed (HTTP 500))" in line
    assert len(account.gets) > 2


@pytest.mark.parametrize("trusted", [True, False])
def test_a_list_that_lags_ends_no_wait(clock, group, trusted):
    """What a list shows at an end counts once the resource itself says so, but for a first READY of an unlike id."""
    account = Account(clock, [live("a")], [live("a", Phase.PENDING)], [live("a")], lists_addresses=trusted)
    account.whole = {"e-a": live("a", Phase.PENDING)}
    clock.after(12, account.whole.clear)
    assert list(group(account, "a").run().ready) == ["a"]
    assert len(account.watched) == (1 if trusted else 4)


def test_a_failure_is_confirmed(clock, group):
    """A list's word for a failure is no failure while the resource itself is on its way."""
    account = Account(clock, [live("a", Phase.FAILED)], [live("a")])
    account.whole = {"e-a": live("a", Phase.PENDING)}
    outcome = group(account, "a").run()
    assert (list(outcome.ready), outcome.reasons) == (["a"], [])


def _changes(before):
    kind = SimpleNamespace(args=EndpointArgs, cannot_clear=lambda *_: (), updates_whole=True)
    return changes_between(kind, before, {"image": "new"}, {"image": "old"}, Forms(EndpointArgs, {}))


def test_an_update_of_this_run_must_have_taken(clock, group):
    """What was updated in this run is ready when it has the new values, and not while the list shows the old ones."""
    before = live("a", values={"image": "old"})
    account = Account(clock, [before], [live("a", Phase.PENDING)], [live("a", values={"image": "old"})])
    account.accepted["e-a"] = _changes(before)
    (line,) = group(account, "a").run().reasons
    assert line.startswith("a: the update of endpoint e-a was accepted but has not taken")


def test_another_form_of_what_was_updated_is_a_remark(clock, group):
    """A value that the cloud keeps in another form ends no wait, and is told beside what is ready."""
    before, after = (live("a", values={"image": image}) for image in ("old", "docker.io/new"))
    account = Account(clock, [before], [live("a", Phase.PENDING)], [after])
    account.whole = {"e-a": after}
    account.accepted["e-a"] = _changes(before)
    outcome = group(account, "a").run()
    assert (list(outcome.ready), outcome.reasons) == (["a"], [])
    (line,) = outcome.remarks
    assert line.startswith("a: image (as docker.io/...): ppio keeps this in another form")


def test_a_defect_of_ours_ends_one_wait(clock, group):
    """An error that nobody foresaw is told without a traceback, and the others go on."""
    account = Account(clock, [live("a"), live("b")])
    account.accepted["e-a"] = _changes(live("a"))
    account.look = lambda *_: 1 / 0
    outcome = group(account, "a", "b").run()
    assert list(outcome.ready) == ["b"]
    assert "an error inside pulumi-serving (ZeroDivisionError at" in outcome.reasons[0]


@pytest.mark.parametrize(("names", "text"), [("a", "a"), ("abc", "a, b, c"), ("abcd", "a, b, c and 1 more"), ("", "")])
def test_a_few_names(names, text):
    """A list of names is cut after three."""
    assert some([*names]) == text
