"""One poller for all waits of an account: what it asks, whom it tells, and that no wait hangs."""

import queue
import threading
from collections import Counter

import pytest

from pulumi_serving.core.calls import run
from pulumi_serving.core.calls.call import Call
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.inventory import FEW, PAGE
from pulumi_serving.core.cloud.poller import (
    LIST_AGAIN_SECONDS,
    LIST_SECONDS,
    READING_SECONDS,
    SHORTEST_INTERVAL,
    Poller,
)
from pulumi_serving.core.errors import AuthError, DoubtfulNotFoundError, NotFoundError, ServingError
from pulumi_serving.core.values.live import Live, Phase

PATIENCE = 10.0
"""Real seconds after which a test gives up; none is ever slept."""


def live(id_, status="creating"):
    """Return a resource."""
    return Live(id_, f"name-of-{id_}", status, Phase.PENDING)


def gone(id_):
    """Return the error of what is gone."""
    return NotFoundError("Get", method="GET", path=f"/{id_}", status=404)


class Cloud:
    """What a poller reads; counts how."""

    def __init__(self, *ids):
        self.ids = [*ids]
        self.gets = Counter()
        self.lists = 0
        self.errors = {}

    def get(self, id_, operation):  # noqa: ARG002
        self.gets[id_] += 1
        if id_ in self.errors:
            raise self.errors[id_]
        if id_ not in self.ids:
            raise gone(id_)
        return live(id_)

    def list_all(self, operation):  # noqa: ARG002
        self.lists += 1
        if "list" in self.errors:
            raise self.errors["list"]
        return [live(id_) for id_ in self.ids]


class HandClock:
    """A clock that a test moves by hand, for waits in threads of their own."""

    def __init__(self):
        self.time = 1000.0

    def now(self):
        return self.time

    wall = now

    def wait(self, condition, seconds):  # noqa: ARG002
        assert condition.wait(PATIENCE), "nobody woke this wait"

    def sleep(self, seconds, until):  # noqa: ARG002
        until.wait(PATIENCE)


class Watcher(threading.Thread):
    """Watches one resource until its operation ends, or until it is told to leave."""

    def __init__(self, poller, id_, operation, leave_after=10**9):
        super().__init__(daemon=True)
        self.poller, self.id_, self.operation, self.leave_after = poller, id_, operation, leave_after
        self.readings = queue.Queue()
        self.error = None
        self.start()

    def run(self):
        try:
            for count, reading in enumerate(self.poller.watch(self.id_, self.operation), 1):
                self.readings.put(reading)
                if count >= self.leave_after:
                    break
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def next(self):
        return self.readings.get(timeout=PATIENCE)

    def ended(self):
        self.join(PATIENCE)
        return not self.is_alive()


class Room:
    """A poller, its cloud, and watchers in threads, on a clock that the test moves."""

    def __init__(self, *ids):
        self.clock, self.cloud, self.watchers = HandClock(), Cloud(*ids), []
        self.poller = Poller(self.cloud.get, self.cloud.list_all, self.clock, 5.0)

    def watch(self, id_, seconds=600.0, **options):
        """Start a watcher and wait until the poller knows it."""
        before = self.poller._watched[id_]
        watcher = Watcher(self.poller, id_, Operation("creating", seconds, self.clock, Call()), **options)
        self.until(lambda: self.poller._watched[id_] > before or not watcher.is_alive())
        self.watchers.append(watcher)
        return watcher

    def until(self, condition):
        """Wait for something that another thread is about to do."""
        end = threading.Event()
        for _ in range(int(PATIENCE / 0.002)):
            if condition():
                return
            end.wait(0.002)
        raise AssertionError("it did not happen")

    def advance(self, seconds):
        """Let time pass."""
        self.clock.time += seconds
        self.poller.wake()


@pytest.fixture
def room(request):
    """Return a room for as many resources as the test asks for, three if it does not."""
    room = Room(*[f"r{number}" for number in range(getattr(request, "param", 3))])
    yield room
    run.cancel()
    assert all(watcher.ended() for watcher in room.watchers)


def alone(clock, cloud, seconds=60.0):
    """Return the readings of one watcher on the fake clock and their times, and its poller."""
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    start = clock.time
    found = [(reading, clock.time - start) for reading in poller.watch("r0", Operation("creating", seconds, clock))]
    return [reading for reading, _ in found], [time for _, time in found], poller


# One watcher ---------------------------------------------------------------------------------------------------------


def test_one_is_read_at_once_and_then_every_interval(clock):
    """The first reading is made at once; the pauses grow from a second to the interval, with some jitter."""
    cloud, start = Cloud("r0"), clock.time
    readings, times, _ = alone(clock, cloud)
    assert all(reading.live == live("r0") for reading in readings)
    pauses = [times[index + 1] - times[index] for index in range(len(times) - 1)]
    assert times[0] == 0
    assert all(SHORTEST_INTERVAL <= pause < 5.6 for pause in pauses)
    assert all(pause >= 5 for pause, time in zip(pauses, times, strict=False) if time > 10)
    assert (cloud.gets["r0"], cloud.lists) == (len(readings), 0)
    assert 60 <= clock.time - start < 61


def test_what_is_missing_is_told(clock):
    """A resource that is not there is a reading without one, and ends nothing."""
    readings, _, _ = alone(clock, Cloud())
    assert {(reading.live, reading.error, reading.listed) for reading in readings} == {(None, None, False)}
    assert len(readings) > 5


def test_a_failed_reading_is_told(clock):
    """An error of the cloud is a reading too, and the next one is made in its time."""
    cloud = Cloud("r0")
    cloud.errors["r0"] = ServingError("no answer")
    readings, _, _ = alone(clock, cloud)
    assert {str(reading.error) for reading in readings} == {"no answer"}
    assert len(readings) > 5


def test_a_doubtful_answer_is_no_proof(clock):
    """A not-found that a gateway may have made is an error, and not a resource that is gone."""
    cloud = Cloud("r0")
    cloud.errors["r0"] = DoubtfulNotFoundError("Get", method="GET", path="/r0", status=404)
    readings, _, _ = alone(clock, cloud, 12.0)
    assert {type(reading.error) for reading in readings} == {DoubtfulNotFoundError}


def test_a_newcomer_makes_nobody_ask_more_often(clock):
    """The pauses are short just after the waiting began, and a later wait beside it does not begin it anew."""
    cloud = Cloud("r0", "r1")
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    first = poller.watch("r0", Operation("creating", 600, clock))
    for _ in first:
        if clock.time > 1_800_000_030:
            break
    else:
        raise AssertionError
    first = poller.watch("r0", Operation("creating", 600, clock))
    while clock.time < 1_800_000_060:
        next(first)
    second = poller.watch("r1", Operation("creating", 600, clock))
    next(second)
    began = clock.time
    next(first)  # what the same tick has read
    next(first)
    assert clock.time - began >= 5


def test_a_list_that_works_again_is_forgiven(clock):
    """Once the list has worked, its next failure is again the first one."""
    cloud = Cloud(*"abcdefgh")
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    for error in (*[ServingError("no list")] * 4, None, ServingError("no list")):
        cloud.errors = {} if error is None else {"list": error}
        poller._read_list(Operation("waiting", 600, clock))
    assert poller._list_again_at == clock.now() + 2 * LIST_AGAIN_SECONDS


def test_nobody_is_watched_afterwards(clock):
    """When a wait has ended, in whatever way, nothing is read for it any more."""
    _, _, poller = alone(clock, Cloud("r0"))
    assert not poller._watched
    for _ in poller.watch("r0", Operation("creating", 60, clock)):
        break
    assert not poller._watched
    assert not poller._readings


def test_a_time_limit_that_is_over_reads_nothing(clock):
    """Without time left there is no reading."""
    cloud = Cloud("r0")
    assert alone(clock, cloud, 0.0)[0] == []
    assert cloud.gets == {}


def test_a_cancelled_run_reads_nothing(clock):
    """After a cancel there is no reading."""
    run.cancel()
    assert alone(clock, Cloud("r0"))[0] == []


def test_a_dropped_call_ends_its_own_wait(clock):
    """When the engine drops a call, that wait ends."""
    call, start = Call(), clock.time
    poller = Poller(Cloud("r0").get, list, clock, 5.0)
    clock.after(7, call.drop)
    assert [*poller.watch("r0", Operation("creating", 600, clock, call))]
    assert clock.time - start < 13


# Many watchers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [FEW], indirect=True)
def test_few_are_read_one_by_one(room):
    """Up to three waits cost one GET each per tick, and no list."""
    watchers = [room.watch(id_) for id_ in room.cloud.ids]
    watchers[0].next()
    room.cloud.gets.clear()
    room.advance(6)
    room.until(lambda: sum(room.cloud.gets.values()) == FEW)
    assert [watcher.next().live.id for watcher in watchers[1:]] == room.cloud.ids[1:]
    assert (room.cloud.gets, room.cloud.lists) == (Counter(room.cloud.ids), 0)


def test_a_key_that_may_not_list_reads_one_by_one(clock):
    """Where the list is refused, many are read each by itself, and the list is not asked again."""
    cloud = Cloud(*"abcdefgh")
    cloud.errors["list"] = AuthError("List", method="GET", path="/", status=403)
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    watch = poller.watch_all(set(cloud.ids), Operation("creating", 600, clock))
    for _ in range(3):
        assert {id_ for id_, reading in next(watch).items() if reading.live} == set(cloud.ids)
    assert cloud.lists == 1


@pytest.mark.parametrize("room", [20], indirect=True)
def test_many_are_read_by_the_list(room):
    """Twenty waits cost one list per tick, and no GET."""
    watchers = [room.watch(id_) for id_ in room.cloud.ids]
    room.cloud.gets.clear()
    for tick in (1, 2, 3):
        room.advance(6)
        for watcher in watchers[1:] if tick == 1 else watchers:
            watcher.next()
        assert room.cloud.lists == tick
    assert room.cloud.gets == {}


@pytest.mark.parametrize("room", [5 * PAGE], indirect=True)
def test_pages_are_requests_too(room):
    """Where the list has more pages than there are waits, the next tick asks one by one."""
    watchers = [room.watch(id_) for id_ in room.cloud.ids[:4]]
    room.advance(6)
    watchers[3].next()
    assert room.cloud.lists == 1
    room.cloud.gets.clear()
    room.advance(6)
    watchers[3].next()
    assert (room.cloud.lists, sum(room.cloud.gets.values())) == (1, 4)


@pytest.mark.parametrize("room", [4], indirect=True)
def test_what_the_list_lacks_is_told_as_such(room):
    """What is missing from a list may only be missing from the list: the reading says so."""
    room.watch("r9", leave_after=1).next()
    watchers = [room.watch(id_) for id_ in [*room.cloud.ids, "r8"]]
    room.advance(6)
    assert watchers[0].next().live == live("r0")
    reading = watchers[-1].next()
    assert (reading.live, reading.error, reading.listed) == (None, None, True)


def test_newcomers_wait_for_the_next_tick(room):
    """Who comes between two ticks causes no reading of their own."""
    first = room.watch("r0")
    first.next()
    second = room.watch("r1")
    room.advance(0.5)
    assert second.readings.empty()
    assert sum(room.cloud.gets.values()) == 1
    room.advance(6)
    assert second.next().live.id == "r1"


def test_a_look_reads_one_at_once(room):
    """A look is of one resource, whatever others wait for; who then watches it gets no second reading at once."""
    assert room.poller.look("r0", Operation("creating", 600.0, room.clock, Call())).live.id == "r0"
    watcher = room.watch("r0")
    room.advance(SHORTEST_INTERVAL / 2)
    assert watcher.readings.empty()
    assert room.poller.look("r9", Operation("creating", 600.0, room.clock, Call())).live is None
    room.advance(SHORTEST_INTERVAL)
    assert watcher.next().live.id == "r0"
    assert room.cloud.gets == {"r0": 2, "r9": 1}


def test_a_look_postpones_nobody(room):
    """A look beside a wait moves the next tick of that wait nowhere."""
    watcher = room.watch("r0")
    watcher.next()
    room.advance(0.9 * SHORTEST_INTERVAL)
    room.poller.look("r9", Operation("creating", 600.0, room.clock, Call()))
    room.advance(0.3 * SHORTEST_INTERVAL)
    assert watcher.next().live.id == "r0"


def test_one_reads_at_a_time(room):
    """Who comes while another reads waits for that one, and for the tick after it."""
    first = room.watch("r0")
    first.next()
    inside, go_on, read = threading.Event(), threading.Event(), room.poller._get

    def slow(id_, operation):
        inside.set()
        assert go_on.wait(PATIENCE)
        return read(id_, operation)

    room.poller._get = slow
    second = room.watch("r1")
    room.advance(6)
    assert inside.wait(PATIENCE)
    third = room.watch("r2")
    inside.clear()
    room.advance(6)
    assert not inside.wait(0.05)  # a right poller is at rest here, however long this is
    go_on.set()
    assert [watcher.next().live.id for watcher in (first, second)] == ["r0", "r1"]
    room.advance(6)
    assert third.next().live.id == "r2"
    assert room.cloud.gets == {"r0": 3, "r1": 2, "r2": 1}


def test_a_watcher_that_leaves_hands_over(room):
    """When the one that made the readings has what it waited for, another makes the next."""
    leader = room.watch("r0", leave_after=1)
    leader.next()
    assert leader.ended()
    second = room.watch("r1")
    third = room.watch("r2", leave_after=1)
    room.advance(6)
    assert third.next().live.id == "r2"
    assert third.ended()
    second.next()
    room.advance(6)
    assert second.next().live.id == "r1"
    assert room.cloud.gets["r0"] == 1


def test_who_leaves_wakes_who_is_left(room):
    """The one that leaves may have been the one to make the next reading: another must look whether it is due."""
    other = room.watch("r1")
    other.next()
    ids = {"r0"}
    leaving = room.poller.watch_all(ids, Operation("creating", 600.0, room.clock, Call()))
    room.clock.time += 6  # nobody is told that the time has come
    next(leaving)
    assert other.next().live.id == "r1"
    asleep = threading.Event()
    wait = room.clock.wait
    room.clock.wait = lambda condition, seconds: (asleep.set(), wait(condition, seconds))
    room.advance(0)
    assert asleep.wait(PATIENCE)
    room.clock.time += 6
    leaving.close()
    assert other.next().live.id == "r1"


def test_a_watcher_whose_time_is_over_hands_over(room):
    """When the time of one wait is over, the others go on."""
    short = room.watch("r0", seconds=8)
    short.next()
    long = room.watch("r1")
    room.advance(6)
    assert (short.next().live.id, long.next().live.id) == ("r0", "r1")
    room.advance(6)
    assert short.ended()
    assert long.next().live.id == "r1"


def test_an_error_of_one_is_told_to_it_alone(room):
    """A reading that fails for one resource ends no wait and is no error of another's."""
    room.cloud.errors["r0"] = ServingError("odd answer")
    watchers = [room.watch(id_) for id_ in ("r0", "r1")]
    assert str(watchers[0].next().error) == "odd answer"
    room.advance(6)
    assert str(watchers[0].next().error) == "odd answer"
    assert watchers[1].next().live.id == "r1"
    del room.cloud.errors["r0"]
    room.advance(6)
    assert watchers[0].next().live.id == "r0"


@pytest.mark.parametrize("room", [5], indirect=True)
def test_a_list_that_fails_starves_nobody(room):
    """When the list fails each is read by itself in the same tick, and the list is left alone for some time."""
    watchers = [room.watch(id_) for id_ in room.cloud.ids]
    watchers[0].next()
    room.cloud.errors["list"] = ServingError("no list")
    room.cloud.gets.clear()
    for tick in (1, 2):
        room.advance(6)
        for watcher in watchers:
            assert watcher.next().live.id == watcher.id_
        room.until(lambda: sum(room.cloud.gets.values()) == 5 * tick)  # noqa: B023
        assert room.cloud.lists == 1
    room.cloud.errors.clear()
    room.cloud.gets.clear()
    room.advance(2 * LIST_AGAIN_SECONDS)
    assert [watcher.next().live.id for watcher in watchers] == room.cloud.ids
    assert (room.cloud.lists, room.cloud.gets) == (2, {})


def test_a_list_that_never_works_is_asked_for_rarely(clock):
    """The pause before a list that has failed is asked for again grows, up to some minutes."""
    cloud = Cloud(*"abcdefgh")
    cloud.errors["list"] = ServingError("no list")
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    for readings in poller.watch_all({*cloud.ids}, Operation("waiting", 1200, clock)):
        assert all(reading.live for reading in readings.values())
    assert 5 <= cloud.lists <= 9


def test_no_reading_takes_the_time_of_all(clock):
    """One request of a tick may take a part of the time only, since others wait for what comes after it."""
    cloud, given = Cloud(*"abcdefgh"), []

    def hang(operation):
        given.append(operation.deadline.seconds)
        clock.sleep(operation.deadline.seconds)
        raise ServingError("no answer in time")

    poller = Poller(lambda _, operation: hang(operation), hang, clock, 5.0)
    next(poller.watch_all({*cloud.ids}, Operation("creating", 3600, clock)))
    assert given == [LIST_SECONDS, *[READING_SECONDS] * 8]


@pytest.mark.parametrize("id_", ["r0", "r1"])
def test_the_end_of_the_one_who_reads_is_no_news_for_others(room, id_):
    """Where the time of a wait is over while it reads for all, another one reads at once, and hears of no error."""
    short = room.watch("r0", seconds=8)
    short.next()
    read, others = room.poller._get, []

    def slow(asked, operation):
        if threading.current_thread() is short:
            others.append(room.watch(id_))  # while it reads: so it is this one that reads, and no other
            room.clock.time += 60
            raise ServingError("its time is over")
        return read(asked, operation)

    room.poller._get = slow
    room.advance(6)
    room.until(lambda: others and not others[0].readings.empty())
    assert others[0].next().live.id == id_
    assert short.ended()


def test_an_unexpected_exception_hangs_nobody(room):
    """When a reading breaks in an unforeseen way, one wait ends with it and the others go on."""
    watchers = [room.watch(id_) for id_ in ("r0", "r1")]
    watchers[0].next()
    room.cloud.errors["r0"] = RuntimeError("a bug")
    room.advance(6)
    room.until(lambda: any(watcher.error for watcher in watchers))
    room.cloud.errors.clear()
    (other,) = [watcher for watcher in watchers if watcher.error is None]
    while not other.readings.empty():
        other.next()
    room.advance(6)
    assert other.next().live is not None


def test_a_cancel_wakes_all(room):
    """A cancel ends every wait at once, without a tick."""
    watchers = [room.watch(id_) for id_ in room.cloud.ids]
    watchers[0].next()
    run.cancel()
    assert all(watcher.ended() and watcher.error is None for watcher in watchers)


def test_a_slow_reading_holds_up_no_cancel(room):
    """While one wait reads slowly, a cancel ends the others."""
    first = room.watch("r0")
    first.next()
    inside, go_on = threading.Event(), threading.Event()
    read = room.poller._get

    def slow(id_, operation):
        inside.set()
        go_on.wait(PATIENCE)
        return read(id_, operation)

    room.poller._get = slow
    second = room.watch("r1")
    room.advance(6)
    assert inside.wait(PATIENCE)
    third = room.watch("r2")
    run.cancel()
    assert third.ended()
    room.until(lambda: not (first.is_alive() and second.is_alive()))
    go_on.set()


def test_two_waits_for_one_resource(room):
    """Two waits for the same resource both get its readings, for one GET."""
    watchers = [room.watch("r0"), room.watch("r0")]
    watchers[0].next()
    room.advance(6)
    assert [watcher.next().live.id for watcher in watchers] == ["r0", "r0"]
    assert room.cloud.gets["r0"] == 2


def test_a_second_wait_that_begins_with_a_reading_takes_none_away(clock):
    """A wait for the same resource that begins just when a reading has come in does not break the first."""
    cloud = Cloud("r0")

    class Raced(Poller):
        def _await_round(self, ids, seen, operation):
            there = super()._await_round(ids, seen, operation)
            if there:  # another thread is faster than this one
                other = self.watch_all(set(ids), Operation("creating", 0.0, clock))
                next(other, None)
            return there

    poller = Raced(cloud.get, cloud.list_all, clock, 5.0)
    assert {reading.live.id for reading in poller.watch("r0", Operation("creating", 12, clock))} == {"r0"}


def test_no_sleeping_process_is_needed(room):
    """A poller has no thread of its own."""
    before = threading.active_count()
    Poller(room.cloud.get, room.cloud.list_all, room.clock, 5.0)
    assert threading.active_count() == before


# Many at once --------------------------------------------------------------------------------------------------------


def test_one_watch_of_many_costs_a_list_a_tick(clock):
    """Who watches many ids gets a reading of each per tick, from one list."""
    cloud = Cloud(*(f"r{number}" for number in range(40)))
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    ticks = [set(readings) for readings in poller.watch_all({*cloud.ids}, Operation("waiting", 12, clock))]
    assert ticks == [{*cloud.ids}] * cloud.lists
    assert cloud.lists >= 3
    assert not cloud.gets


def test_a_watch_of_many_shrinks(clock):
    """Who takes an id out gets no more readings of it, and with the last one the watch ends."""
    cloud = Cloud("r0", "r1")
    poller = Poller(cloud.get, cloud.list_all, clock, 5.0)
    ids, seen = {"r0", "r1"}, []
    for readings in poller.watch_all(ids, Operation("waiting", 600, clock)):
        seen.append(set(readings))
        ids.discard(min(ids))
    assert seen == [{"r0", "r1"}, {"r1"}]
    assert not poller._watched
