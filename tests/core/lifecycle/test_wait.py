"""When a wait ends, and in which words."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.poller import Poller, Reading
from pulumi_serving.core.errors import (
    AuthError,
    CancelledError,
    FailedError,
    GoneError,
    NotReadyError,
    ServingError,
    TimedOutError,
)
from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.lifecycle.wait import needs_confirmation, wait_until_ready
from pulumi_serving.core.lifecycle.wait_gone import wait_until_gone
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Limits, Live, Phase
from pulumi_serving.ppio.endpoint.args import EndpointArgs

READY = Reading(Live("e-1", "llm", "running", Phase.READY))
PENDING = Reading(Live("e-1", "llm", "pulling", Phase.PENDING, progress="0 of 1 workers ready"))
DELETING = Reading(Live("e-1", "llm", "terminating", Phase.DELETING))
GONE = Reading(Live("e-1", "llm", "deleted", Phase.GONE))
MISSING = Reading()
UNLISTED = Reading(listed=True)
TROUBLE = Reading(error=ServingError("no answer"))
REFUSED = Reading(error=AuthError("Get", method="GET", path="/e-1", status=401))


def failed(phase=Phase.FAILED, reason="no GPU"):
    """Return a reading of what failed."""
    return Reading(Live("e-1", "llm", phase.value, phase, reason=reason))


class Account:
    """An account whose readings are given, five seconds apart; then the time is over."""

    def __init__(self, clock, *readings, there=None, lists=None):
        self.kind = SimpleNamespace(
            noun="endpoint",
            args=EndpointArgs,
            limits=Limits(1, 1, 1, invisible=60),
            deletion_failed=lambda status: status == "stays",
            must_replace=lambda status: status == "lost",
            cannot_heal=lambda _: "",
            delete_attempts=4,
            delete=lambda _, id_, __: self.deleted.append(id_),
        )
        self.client, self.deleted, self.looked = None, [], False
        self.clock, self.given, self.there, self.lists = clock, iter(readings), there, lists
        self.poller = self

    def look(self, id_, operation):  # noqa: ARG002
        assert id_ == "e-1"
        if self.looked:
            return Reading(self.there)
        self.looked = True
        reading = next(self.given, MISSING)
        self.clock.sleep(5)
        return reading

    def watch(self, id_, operation):
        assert id_ == "e-1"
        for reading in self.given:
            if operation.deadline.remaining <= 0 or operation.interrupted():
                return
            yield reading
            self.clock.sleep(5)
        self.clock.sleep(max(0, operation.deadline.remaining))

    readings = Poller.readings

    def listed(self, operation, max_age):  # noqa: ARG002
        return {"e-1": self.lists} if self.lists else {}, True

    def explain(self, live, operation):  # noqa: ARG002
        return ". Newest events: none"


def changes(wanted, before, recorded=None, forms=None):
    """Return what an update to ``wanted`` changes in what was there before."""
    kind = SimpleNamespace(args=EndpointArgs, cannot_clear=lambda *_: (), updates_whole=True)
    recorded = dict.fromkeys(wanted, "recorded") if recorded is None else recorded
    return changes_between(kind, before, wanted, recorded, forms or Forms(EndpointArgs, {}))


def updated(wanted, before, recorded=None):
    """Return how to wait for an update that was sent."""
    return {"changes": changes(wanted, before, recorded), "sent": True}


@pytest.fixture
def ready(clock):
    """Return how to wait for given readings."""
    return lambda *readings, verb="creating", there=None, **options: wait_until_ready(
        Account(clock, *readings, there=there), "e-1", Operation(verb, 600, clock), **options
    )


def test_the_wait_ends_when_ready(ready):
    """What is ready is returned, after whatever came before."""
    assert ready(MISSING, TROUBLE, PENDING, READY) == READY.live


@pytest.mark.parametrize("phase", [Phase.FAILED, Phase.STOPPED, Phase.DELETING])
def test_a_failure_ends_the_wait(ready, phase):
    """What failed, stopped or goes ends the wait at once, with the cloud's reason and what was last read."""
    with pytest.raises(FailedError, match=f"endpoint e-1 is {phase.value} .no GPU.") as caught:
        ready(PENDING, failed(phase), READY)
    assert caught.value.live.phase is phase


def test_a_refused_key_ends_the_wait(ready):
    """When the key is refused, waiting on helps nobody."""
    with pytest.raises(NotReadyError, match="HTTP 401") as caught:
        ready(PENDING, REFUSED, READY)
    assert caught.value.live == PENDING.live


def test_what_disappears_is_told(ready):
    """A resource that was there, and that no reading finds for a minute, has gone; one such reading is no proof."""
    with pytest.raises(GoneError, match="disappeared"):
        ready(*[PENDING] * 13, *[MISSING] * 13, READY)
    assert ready(*[PENDING] * 13, MISSING, READY) == READY.live
    assert ready(*[MISSING, PENDING] * 20, GONE, READY) == READY.live


def test_what_is_not_visible_yet_is_awaited(ready):
    """In the first minute a resource may be invisible."""
    assert ready(*[MISSING] * 11, READY) == READY.live


def test_a_list_that_lags_is_checked(ready):
    """What the list lacks is read by itself before it counts as gone."""
    assert ready(*[UNLISTED] * 20, READY, there=PENDING.live) == READY.live
    with pytest.raises(GoneError):
        ready(*[UNLISTED] * 20, READY)


@pytest.mark.parametrize(("verb", "option"), [("creating", "create"), ("updating", "update")])
def test_a_time_out_says_what_was_last_seen(ready, verb, option):
    """When the time is over the line has the limit, the last status, the progress and how to raise the limit."""
    with pytest.raises(TimedOutError) as caught:
        ready(PENDING, TROUBLE, verb=verb)
    text = str(caught.value)
    assert "was not ready within 10m: its status is pulling, 0 of 1 workers ready (last answer: no answer)" in text
    assert f"custom_timeouts={{'{option}': ...}}" in text
    assert caught.value.live == PENDING.live


def test_a_time_out_without_any_reading(ready):
    """Where nothing was ever seen the line says so."""
    with pytest.raises(TimedOutError, match="it was not seen yet"):
        ready()


def test_a_cancel_is_told(clock):
    """When the run is cancelled the line says so, and that the next run goes on."""
    account = Account(clock, *[PENDING] * 100)
    operation = Operation("creating", 600, clock)
    clock.after(12, operation.call.hard_cancelled.set)
    with pytest.raises(CancelledError, match="the run was cancelled, its status is pulling") as caught:
        wait_until_ready(account, "e-1", operation)
    assert "next `pulumi up` goes on waiting" in str(caught.value)


WANTED = {"image": "b"}
BEFORE = Live("e-1", "llm", "running", Phase.READY, values={"image": "a"})
AFTER = Live("e-1", "llm", "running", Phase.READY, values={"image": "b"})


def test_a_stale_reading_after_an_update_is_borne(ready):
    """Right after an update the cloud may still show what was before it."""
    assert ready(Reading(BEFORE), Reading(BEFORE), Reading(AFTER), **updated(WANTED, BEFORE)) == AFTER


def test_an_update_that_does_not_take_is_told(ready):
    """What is ready again without the change, or stays so for half a minute, has not taken it."""
    with pytest.raises(FailedError, match="has not taken, or was rolled back, for: image"):
        ready(PENDING, Reading(BEFORE), **updated(WANTED, BEFORE))
    with pytest.raises(FailedError, match="has not taken"):
        ready(*[Reading(BEFORE)] * 20, **updated(WANTED, BEFORE))


def test_a_value_on_its_way_is_no_end(ready):
    """A value that is neither the old nor the wanted one counts as the cloud's form once it has stayed."""
    between, after = (replace(AFTER, values={"image": image}) for image in ("half-way", "docker.io/b"))
    found = ready(PENDING, Reading(between), Reading(AFTER), **updated(WANTED, BEFORE))
    assert found == AFTER
    assert ready(PENDING, Reading(after), Reading(after), **updated(WANTED, BEFORE)) == after


def test_what_an_update_did_not_change_proves_nothing(ready):
    """What never agreed ends no update, and what agreed before must not be unset after it."""
    wanted = {"image": "b", "command": "serve"}
    before = replace(BEFORE, values={"image": "a", "command": "SERVE"})
    after = replace(BEFORE, values={"image": "b", "command": "SERVE"})
    recorded = {"image": "a", "command": "serve"}
    kept = Forms(EndpointArgs, {"command": Forms(EndpointArgs).mark("command", "serve", "SERVE")})
    known = changes(wanted, before, recorded, kept)
    assert known.paths == ["image"]
    assert ready(PENDING, Reading(after), changes=known, sent=True) == after
    lost = replace(BEFORE, values={"image": "b", "command": ""})
    agreed = changes(wanted, replace(BEFORE, values=recorded), recorded)
    with pytest.raises(FailedError, match="rolled back, for: command"):
        ready(PENDING, Reading(lost), changes=agreed, sent=True)


def test_an_earlier_update_that_is_rolled_back_is_told(ready):
    """What a broken-off run has sent is there already; if it goes back meanwhile, it has not taken."""
    before = Live("e-1", "llm", "updating", Phase.PENDING, values={"image": "b"})
    earlier = changes({"image": "b"}, before, {"image": "a"})
    assert not earlier.is_needed
    with pytest.raises(FailedError, match="rolled back, for: image"):
        ready(PENDING, Reading(BEFORE), changes=earlier)


def test_a_stale_failure_after_an_update_is_borne(ready):
    """The failure that an update is to heal is no failure of the update."""
    before = failed().live
    assert ready(failed(), PENDING, Reading(AFTER), **updated(WANTED, before)) == AFTER


def test_an_update_that_shows_nowhere_is_awaited(ready):
    """Where a wanted value is not shown, another revision tells that the change was taken, or half a minute."""
    hidden = {"image": "b", "product_id": "h100"}
    old = Live("e-1", "llm", "running", Phase.READY, revision="1", values={"image": "b"})
    new = Live("e-1", "llm", "running", Phase.READY, revision="2", values={"image": "b"})
    assert ready(Reading(old), Reading(old), Reading(new), **updated(hidden, old)) == new
    assert ready(*[Reading(old)] * 20, **updated(hidden, old)) == old
    assert ready(Reading(old), Reading(old), **updated({"image": "b"}, old)) == old


def test_what_came_of_another_change_is_no_proof(ready):
    """Where another change ran when the update was sent, its end may be what is read, and half a minute is waited."""
    before = Live("e-1", "llm", "pulling", Phase.PENDING, values={"image": "a"})
    stale = Live("e-1", "llm", "running", Phase.READY, values={"image": "a"})
    new = Live("e-1", "llm", "running", Phase.READY, values={"image": "b"})
    assert ready(Reading(stale), Reading(stale), Reading(new), **updated({"image": "b"}, before)) == new
    with pytest.raises(FailedError, match="has not taken"):
        ready(*[Reading(stale)] * 20, **updated({"image": "b"}, before))


def test_a_failure_is_explained(ready):
    """What else the cloud tells of a failure or of a time-out stands in the line."""
    for readings in ((failed(),), (PENDING,)):
        with pytest.raises(NotReadyError, match=r"\. Newest events: none\. It exists and may cost money"):
            ready(*readings)


# Until gone ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [MISSING, GONE])
def test_the_wait_for_a_deletion_ends_when_gone(clock, end):
    """Not there any more, or in a status that says so, is gone once the list lacks it, too."""
    wait_until_gone(Account(clock, DELETING, TROUBLE, end, READY), "e-1", Operation("deleting", 600, clock))


@pytest.mark.parametrize("end", [MISSING, GONE])
def test_what_the_list_still_has_is_not_gone(clock, end):
    """While the list shows it, one reading that does not find it ends nothing; after a minute of them, it is gone."""
    account = Account(clock, DELETING, end, *[DELETING] * 3, lists=DELETING.live)
    with pytest.raises(TimedOutError, match="its status is terminating"):
        wait_until_gone(account, "e-1", Operation("deleting", 600, clock))
    account = Account(clock, DELETING, *[end] * 99, lists=DELETING.live)
    begun = clock.time
    wait_until_gone(account, "e-1", Operation("deleting", 600, clock))
    assert 60 <= clock.time - begun <= 75


def test_a_deletion_that_takes_too_long_is_told(clock):
    """When the time is over the line has the last status, and the resource stays in the state."""
    with pytest.raises(TimedOutError, match="after 10m: its status is terminating"):
        wait_until_gone(Account(clock, DELETING), "e-1", Operation("deleting", 600, clock))


def test_what_a_list_lacks_is_not_gone_yet(clock):
    """A list may lag or be cut short: a resource that only the list lacks is read by itself before it is forgotten."""
    account = Account(clock, UNLISTED, UNLISTED, there=DELETING.live)
    with pytest.raises(TimedOutError, match="its status is"):
        wait_until_gone(account, "e-1", Operation("deleting", 600, clock))


def test_one_reading_after_an_update_is_no_proof(clock):
    """What shows the wanted values at once is read a second time before it counts."""
    wanted = {"image": "new"}
    live = Live("e-1", "llm", "running", Phase.READY, values=wanted)
    first, second, third = (Reading(replace(live)) for _ in range(3))
    account = Account(clock, first, second, third)
    before = replace(live, values={"image": "old"})
    found = wait_until_ready(account, "e-1", Operation("updating", 600, clock), **updated(wanted, before))
    assert found is second.live
    assert [*account.given] == [third]


def test_an_update_is_proved_by_the_whole_resource(clock):
    """An item of a list may lack what was updated, so the resource is read by itself."""
    wanted = {"image": "new"}
    item = Reading(Live("e-1", "llm", "running", Phase.READY), listed=True)
    whole = Live("e-1", "llm", "running", Phase.READY, values={"image": "old"})
    account = Account(clock, PENDING, item, there=whole)
    with pytest.raises(FailedError, match="image"):
        wait_until_ready(account, "e-1", Operation("updating", 600, clock), **updated(wanted, whole))


def test_what_a_list_showed_ready_is_returned_whole(clock):
    """What is recorded of a resource is all of it, though an item of a list told that it is ready."""
    whole = Live("e-1", "llm", "running", Phase.READY, outputs={"url": "https://e-1.example.com"})
    account = Account(clock, PENDING, Reading(READY.live, listed=True), there=whole)
    assert wait_until_ready(account, "e-1", Operation("creating", 600, clock)) == whole


@pytest.mark.parametrize(
    ("reading", "elapsed", "confirms"),
    [
        (READY, 100, False),
        (MISSING, 100, False),
        (TROUBLE, 100, False),
        (Reading(PENDING.live, listed=True), 100, False),
        (Reading(READY.live, listed=True), 0, True),
        (Reading(GONE.live, listed=True), 0, True),
        (UNLISTED, 0, False),
        (UNLISTED, 59, False),
        (UNLISTED, 60, True),
    ],
)
def test_a_lists_word_for_an_end_is_confirmed(clock, reading, elapsed, confirms):
    """An end that a list shows is confirmed; what it lacks is so only once it can't be too young to be listed."""
    operation = Operation("creating", 600, clock)
    clock.sleep(elapsed)
    kind = SimpleNamespace(limits=Limits(1, 1, 1, invisible=60))
    assert needs_confirmation(kind, reading, operation) == confirms
    is_trusted = reading.live is not None and reading.live.phase is Phase.READY
    assert needs_confirmation(kind, reading, operation, trust_ready=True) == (confirms and not is_trusted)


def test_what_takes_no_time_is_not_waited_for(clock):
    """The first look is at once and of the resource alone; only then does a wait join the others."""
    for wait, reading in ((wait_until_ready, READY), (wait_until_gone, MISSING)):
        account = Account(clock, reading)
        account.watch = None
        wait(account, "e-1", Operation("creating", 600, clock))


def test_gone_during_the_wait_is_told(ready):
    """A status that says gone ends the wait as a missing resource does."""
    with pytest.raises(GoneError, match="disappeared"):
        ready(*[GONE] * 20)


STAYS = Reading(Live("e-1", "llm", "stays", Phase.FAILED, reason="in use"))


def test_a_failed_deletion_is_asked_for_again(clock):
    """A status that says that the deletion failed leads to a few more attempts, then to an error."""
    account = Account(clock, DELETING, STAYS, DELETING, MISSING)
    wait_until_gone(account, "e-1", Operation("deleting", 600, clock))
    assert account.deleted == ["e-1"]
    account = Account(clock, *[DELETING, STAYS] * 9)
    with pytest.raises(FailedError, match=r"failed: it is stays .in use.. Newest events: none") as caught:
        wait_until_gone(account, "e-1", Operation("deleting", 600, clock))
    assert account.deleted == ["e-1"] * 3
    assert caught.value.live == STAYS.live


def test_a_failure_of_an_earlier_deletion_is_borne(clock):
    """Until it is seen deleting, that word may be an earlier deletion's: half a minute is waited for another."""
    account = Account(clock, STAYS, STAYS, DELETING, MISSING)
    wait_until_gone(account, "e-1", Operation("deleting", 600, clock))
    assert account.deleted == []
    account = Account(clock, *[STAYS] * 99)
    with pytest.raises(FailedError):
        wait_until_gone(account, "e-1", Operation("deleting", 600, clock))
    assert account.deleted == ["e-1"] * 3


def test_the_deletion_of_somebody_elses_is_only_watched(clock):
    """What is waited for without being ours is never deleted from here."""
    stays = Reading(Live("e-1", "llm", "stays", Phase.FAILED))
    account = Account(clock, stays, MISSING)
    wait_until_gone(account, "e-1", Operation("creating", 600, clock), asked=False)
    assert account.deleted == []
