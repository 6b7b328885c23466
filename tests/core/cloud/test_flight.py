"""Work that many want at once: it is done once, its failure too, and nobody waits longer than it may."""

import gc
import threading
import weakref

import pytest

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.clock import SystemClock
from pulumi_serving.core.cloud.flight import Flight
from pulumi_serving.core.errors import ApiError, RunEndedError, ServingError

PATIENCE = 10.0


class Work:
    """Work that hangs until it is let go, and is counted."""

    def __init__(self, result=None, error=None):
        self.result, self.error, self.times = result, error, 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self):
        self.times += 1
        self.begun.set()
        assert self.go_on.wait(PATIENCE)
        if self.error is not None:
            raise self.error
        return self.result


class Passenger(threading.Thread):
    """Shares a flight in a thread of its own."""

    def __init__(self, flight, work, seconds=600.0):
        super().__init__(daemon=True)
        self.flight, self.work, self.result, self.error = flight, work, None, None
        self.operation = Operation("reading", seconds, SystemClock())
        self.start()

    def run(self):
        try:
            self.result = self.flight.share(self.work, self.operation)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def ended(self):
        self.join(PATIENCE)
        assert not self.is_alive(), "it hangs"
        return self


def board(flight, work, count, **options):
    """Let so many wait for one work that has begun."""
    first = Passenger(flight, work)
    assert work.begun.wait(PATIENCE)
    return [first, *(Passenger(flight, work, **options) for _ in range(count - 1))]


def test_a_result_is_shared():
    """Forty who want the same at once cost one, and have the same."""
    work, flight = Work("the list"), Flight("it")
    passengers = board(flight, work, 40)
    work.go_on.set()
    assert {one.ended().result for one in passengers} == {"the list"}
    assert work.times == 1
    assert flight.share(lambda: "the next", passengers[0].operation) == "the next"


def test_a_failure_is_shared():
    """Forty who want the same at once fail together, each with an error of its own."""
    failure = ApiError("List", method="GET", path="/x", status=503, words="down")
    work, flight = Work(error=failure), Flight("it")
    passengers = board(flight, work, 40)
    work.go_on.set()
    errors = [one.ended().error for one in passengers]
    assert {(type(error), str(error), error.status) for error in errors} == {(ApiError, str(failure), 503)}
    assert len({id(error) for error in errors}) == 40
    assert work.times == 1


def test_who_waits_has_its_own_limit():
    """Work that hangs holds nobody beyond its own time limit."""
    work, flight = Work("late"), Flight("the list")
    _, *others = board(flight, work, 9, seconds=0.3)
    assert {str(one.ended().error) for one in others} == {"the list did not come: the time limit of 0s was over"}
    work.go_on.set()


def test_who_waits_hears_of_a_cancel():
    """Work that hangs holds nobody once the run is cancelled."""
    work, flight = Work("late"), Flight("the list")
    _, other = board(flight, work, 2)
    run.cancel()
    error = other.ended().error
    assert isinstance(error, RunEndedError)
    assert str(error) == "the list did not come: the run was cancelled"
    work.go_on.set()


def test_the_end_of_one_operation_is_no_failure_for_others():
    """Where the one that works has no time any more, another one of those that wait begins anew."""
    flight, works = Flight("it"), [Work(error=ServingError("no time")), Work("there")]
    first = Passenger(flight, works[0])
    assert works[0].begun.wait(PATIENCE)
    second = Passenger(flight, works[1])
    first.operation.call.hard_cancelled.set()
    works[0].go_on.set()
    works[1].go_on.set()
    assert str(first.ended().error) == "no time"
    assert second.ended().result == "there"


def test_what_hangs_for_ever_is_not_joined():
    """Work that takes longer than it ever should is begun anew."""
    work, flight = Work("late"), Flight("it", longest=0.0)
    (first,) = board(flight, work, 1)
    assert flight.share(lambda: "soon", Operation("reading", 60.0, SystemClock())) == "soon"
    work.go_on.set()
    assert first.ended().result == "late"


def test_a_shared_failure_keeps_nothing_alive():
    """What the frames of a failure held is let go, though the failure itself is kept."""

    class Held:
        pass

    held = []

    def work():
        mine = Held()
        held.append(weakref.ref(mine))
        raise ServingError("no")

    flight = Flight("it")
    trips = []
    lead = flight._lead

    def kept(trip, *given):
        trips.append(trip)
        return lead(trip, *given)

    flight._lead = kept
    with pytest.raises(ServingError) as caught:
        flight.share(work, Operation("reading", 60.0, SystemClock()))
    del caught
    gc.collect()
    assert str(trips[0].error) == "no"
    assert held[0]() is None
