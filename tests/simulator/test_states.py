"""The life of an endpoint by the clock, without any cloud."""

import pytest

from pulumi_serving.simulator.states import Endpoint, Outcome, Phase

WORDS = {phase: phase.name.lower() for phase in Phase}
GOOD = Outcome()
PRICE = 3600.0  # one unit of money a second


def started(workers=2, takes_s=10.0, outcome=GOOD):
    endpoint = Endpoint(
        cloud="any", account=1, endpoint_id="e", fields={"size": 1}, name_field="name", words=WORDS, now=0.0
    )
    endpoint.start(takes_s=takes_s, outcome=outcome, workers=workers, price_per_hour=PRICE)
    return endpoint


def at(endpoint, now):
    endpoint.catch_up(now)
    return endpoint


def change(endpoint, now, workers=2, outcome=GOOD):
    at(endpoint, now).change({"size": 2}, takes_s=10.0, outcome=outcome, workers=workers, price_per_hour=PRICE)


def test_is_ready_when_its_time_has_passed():
    """An endpoint starts, and is ready at the very moment that its time has passed."""
    endpoint = started()
    assert (at(endpoint, 9.9).status, endpoint.ready_at) == ("starting", None)
    assert (at(endpoint, 10.0).status, endpoint.ready_at) == ("ready", 10.0)


def test_ready_at_is_the_scheduled_time():
    """A late look does not move the time at which an endpoint became ready."""
    assert at(started(), 500.0).ready_at == 10.0


def test_is_ready_at_once():
    """Without a time to wait an endpoint is ready as soon as it is created, with all of its workers."""
    endpoint = started(workers=3, takes_s=0.0)
    assert endpoint.status == "ready"
    assert [worker.ready_at for worker in endpoint.workers] == [0.0, 0.0, 0.0]


def test_workers_come_one_by_one():
    """Each worker starts when the one before it is ready, and the last is ready with the endpoint."""
    endpoint = started(workers=2)
    assert [
        (len(at(endpoint, now).workers), sum(w.ready_at <= now for w in endpoint.workers)) for now in (0, 5, 10)
    ] == [
        (1, 0),
        (2, 1),
        (2, 2),
    ]


def test_is_ready_without_workers():
    """An endpoint without workers gets ready all the same, and costs nothing."""
    endpoint = at(started(workers=0), 100.0)
    assert (endpoint.status, endpoint.workers, endpoint.cost) == ("ready", [], 0)


def test_workers_are_billed_from_their_start():
    """A worker costs money from its start, not only from when it is ready."""
    endpoint = started(workers=2)
    assert [at(endpoint, now).cost for now in (0, 5, 10, 20)] == [0, 5, 15, 35]


def test_change_is_rolling():
    """While an endpoint changes there is a worker more than before or after, and the bill says so."""
    endpoint = started(workers=2)
    change(endpoint, 100.0)
    assert (endpoint.status, endpoint.fields) == ("changing", {"size": 2})
    assert [len(at(endpoint, now).workers) for now in (100, 104, 105, 110)] == [3, 3, 3, 2]
    assert endpoint.status == "ready"
    assert endpoint.ready_at == 10.0


def test_old_workers_drain_before_they_go():
    """Old workers drain in turn; new ones don't."""
    endpoint = started(workers=2)
    change(endpoint, 100.0)
    assert [worker.drains_at <= 100.0 for worker in at(endpoint, 100.0).workers] == [True, False, False]


def test_change_during_a_change_replaces_it():
    """A second change takes the place of the first; workers that hadn't begun never come."""
    endpoint = started(workers=2)
    change(endpoint, 100.0)
    change(endpoint, 102.0, workers=1)
    assert at(endpoint, 110.0).status == "changing"
    assert (at(endpoint, 112.0).status, len(endpoint.workers)) == ("ready", 1)


def test_start_fails():
    """A start that fails ends in failure with its reason, never was ready, and is billed on."""
    endpoint = started(outcome=Outcome(fail="no image"))
    assert (at(endpoint, 9.0).status, endpoint.reason) == ("starting", "")
    assert (at(endpoint, 10.0).status, endpoint.reason, endpoint.ready_at) == ("start_failed", "no image", None)
    assert at(endpoint, 60.0).cost > at(endpoint, 50.0).cost > 0


def test_change_fails():
    """A change that fails keeps the new values and the old workers."""
    endpoint = started(workers=1)
    change(endpoint, 100.0, workers=1, outcome=Outcome(fail="no GPU"))
    assert (at(endpoint, 110.0).status, endpoint.reason, endpoint.fields) == ("change_failed", "no GPU", {"size": 2})
    assert [worker.ready_at <= 110.0 for worker in endpoint.workers] == [True, False]


def test_change_heals_a_failure():
    """A change after a failure starts the life anew."""
    endpoint = started(outcome=Outcome(fail="no image"))
    change(endpoint, 100.0)
    assert (at(endpoint, 110.0).status, endpoint.reason, endpoint.ready_at) == ("ready", "", 110.0)


def test_change_is_rolled_back():
    """A change that is rolled back shows the new values while it lasts, and the old ones for ever after."""
    endpoint = started()
    change(endpoint, 100.0, outcome=Outcome(roll_back=True))
    assert (endpoint.status, endpoint.fields) == ("changing", {"size": 2})
    assert (at(endpoint, 110.0).status, endpoint.fields) == ("ready", {"size": 1})
    assert len(endpoint.workers) == 2


def test_start_is_rolled_back():
    """A start that is rolled back leaves nothing."""
    endpoint = at(started(outcome=Outcome(roll_back=True)), 10.0)
    assert (endpoint.status, endpoint.deleted_at, endpoint.workers) == ("gone", 10.0, [])


@pytest.mark.parametrize("begin", [0.0, 100.0])
def test_stuck_until_released(begin):
    """What is stuck stays so until it is told that it is ready; then its workers are."""
    endpoint = started(outcome=GOOD if begin else Outcome(stuck=True))
    if begin:
        change(endpoint, begin, outcome=Outcome(stuck=True))
    assert at(endpoint, 9e9).status in ("starting", "changing")
    endpoint.force("ready", "")
    assert (endpoint.status, len(endpoint.workers)) == ("ready", 2)
    assert all(worker.ready_at <= endpoint.now for worker in endpoint.workers)
    assert endpoint.ready_at == (10.0 if begin else 9e9)


def test_forced_status_hides_the_true_one():
    """Any word can be forced; None shows the true status again."""
    endpoint = at(started(), 20.0)
    endpoint.force("frozen", "arrears")
    assert (at(endpoint, 30.0).status, endpoint.reason) == ("frozen", "arrears")
    endpoint.force(None, "")
    assert (endpoint.status, endpoint.reason) == ("ready", "")


def test_change_ends_a_forced_status():
    """A change shows its own status, whatever was forced before."""
    endpoint = at(started(), 20.0)
    endpoint.force("frozen", "")
    change(endpoint, 30.0)
    assert endpoint.status == "changing"


def test_leaves_and_is_gone():
    """An endpoint that is being deleted is billed until it is gone, and no longer."""
    endpoint = at(started(workers=1), 20.0)
    endpoint.leave(takes_s=5.0)
    assert endpoint.status == "deleting"
    assert (at(endpoint, 25.0).status, endpoint.deleted_at) == ("gone", 25.0)
    assert at(endpoint, 1000.0).cost == 25.0


def test_leaves_at_once_while_starting():
    """A delete without delay ends a start, and the worker that hadn't begun costs nothing."""
    endpoint = at(started(workers=2), 3.0)
    endpoint.leave(takes_s=0.0)
    assert (endpoint.status, endpoint.ready_at, at(endpoint, 100.0).cost) == ("gone", None, 3.0)


def test_delete_fails():
    """A delete that fails leaves the endpoint with its workers, which cost money, and can be told again."""
    endpoint = at(started(workers=1), 20.0)
    endpoint.leave(takes_s=5.0, outcome=Outcome(fail="in use"))
    assert (endpoint.status, at(endpoint, 25.0).status, endpoint.reason) == ("deleting", "delete_failed", "in use")
    assert at(endpoint, 125.0).cost == 125.0
    endpoint.leave(takes_s=5.0)
    assert (at(endpoint, 130.0).status, at(endpoint, 999.0).cost) == ("gone", 130.0)


def test_stops():
    """A stop ends the workers and their cost; the number of workers that it is to have stays."""
    endpoint = at(started(workers=2), 20.0)
    endpoint.stop(takes_s=5.0)
    assert endpoint.status == "stopping"
    assert (at(endpoint, 25.0).status, endpoint.workers, endpoint.replicas) == ("stopped", [], 2)
    assert at(endpoint, 25.0).cost == at(endpoint, 999.0).cost
    endpoint.scale(2, takes_s=10.0, outcome=GOOD, word="waking")
    assert endpoint.status == "waking"
    assert (at(endpoint, 1009.0).status, len(endpoint.workers)) == ("ready", 2)


def test_scales_without_touching_those_who_stay():
    """Scaling adds or takes away workers, and the others stay as they are."""
    endpoint = at(started(workers=2), 20.0)
    before = [worker.id for worker in endpoint.workers]
    endpoint.scale(3, takes_s=10.0, outcome=GOOD, word="scaling")
    assert [worker.id for worker in at(endpoint, 30.0).workers][:2] == before
    endpoint.scale(1, takes_s=10.0, outcome=GOOD, word="scaling")
    assert [worker.id for worker in at(endpoint, 40.0).workers] == before[:1]


@pytest.mark.parametrize(
    ("outcome", "then", "replicas"),
    [(Outcome(fail="no GPU"), "change_failed", 5), (Outcome(roll_back=True), "ready", 2)],
    ids=["fail", "roll_back"],
)
def test_a_scaling_that_ends_badly_leaves_the_workers(outcome, then, replicas):
    """A scaling that fails or is rolled back changes no worker."""
    endpoint = at(started(workers=2), 20.0)
    endpoint.scale(5, takes_s=10.0, outcome=outcome, word="scaling")
    assert (at(endpoint, 30.0).status, len(endpoint.workers), endpoint.replicas) == (then, 2, replicas)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_moves_at_once(count):
    """An autoscaler moves the number of workers at once, without a change of status."""
    endpoint = at(started(workers=2), 20.0)
    endpoint.move(count)
    assert (endpoint.status, len(endpoint.workers), endpoint.replicas) == ("ready", count, count)
    cost = endpoint.cost
    assert at(endpoint, 30.0).cost == cost + 10 * count


def test_nothing_runs_where_a_stopped_one_is_moved():
    """A stopped endpoint remembers a new number of workers, and has none."""
    endpoint = at(started(workers=2), 20.0)
    endpoint.stop(takes_s=0.0)
    endpoint.move(4)
    assert (endpoint.workers, endpoint.replicas) == ([], 4)


def test_shows_what_it_was():
    """A look back shows status, values and workers of that moment, and disturbs nothing."""
    endpoint = started(workers=2)
    change(endpoint, 100.0, workers=1)
    at(endpoint, 200.0).leave(takes_s=5.0)
    at(endpoint, 300.0)
    past = [endpoint.as_of(moment) for moment in (5.0, 50.0, 104.0, 150.0, 202.0, 205.0)]
    assert [then.status for then in past] == ["starting", "ready", "changing", "ready", "deleting", "gone"]
    assert [then.fields["size"] for then in past] == [1, 1, 2, 2, 2, 2]
    assert [len(then.workers) for then in past] == [2, 2, 3, 1, 1, 0]
    assert endpoint.as_of(-1.0) is None
    assert (endpoint.status, endpoint.deleted_at) == ("gone", 205.0)
