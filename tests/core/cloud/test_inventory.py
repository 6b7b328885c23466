"""The list of an account: read once for many, its failure told once to each, and no reader holds another."""

import threading
from collections import Counter

import pytest

from pulumi_serving.core.calls.call import Call
from pulumi_serving.core.calls.operation import Operation
from pulumi_serving.core.cloud.inventory import FRESH_SECONDS, Inventory
from pulumi_serving.core.errors import ServingError
from pulumi_serving.core.http.pages import Listing
from pulumi_serving.core.values.live import Live, Phase

PATIENCE = 10.0


class Resource(Call):
    """The call of one resource."""

    def __init__(self, name):
        super().__init__()
        self.resource = name

    @property
    def urn(self):
        return self.resource


class Cloud:
    """A list that takes its time, and may fail; counts the attempts."""

    def __init__(self, clock, *ids):
        self.clock, self.ids, self.error, self.attempts = clock, ids, None, Counter()
        self.meanwhile = lambda: None
        self.given = []

    def read(self, operation):
        self.attempts[operation.attempts] += 1
        self.given.append(operation.deadline.seconds)
        self.meanwhile()
        self.clock.sleep(2.0)
        if self.error is not None:
            raise self.error
        return Listing([Live(id_, id_, "running", Phase.READY) for id_ in self.ids], whole=True)


@pytest.fixture
def cloud(clock):
    """Return a cloud of two resources."""
    return Cloud(clock, "a", "b")


@pytest.fixture
def inventory(cloud):
    """Return what is known of its list."""
    return Inventory(cloud.read)


@pytest.fixture
def of(clock):
    """Return how to make operations of resources."""
    return lambda name: Operation("creating", 600.0, clock, Resource(name))


def test_forty_creates_against_a_list_that_fails(inventory, cloud, of):
    """They fail together: in the time of one, whether they came at once or while the first ones were failing."""
    cloud.error = ServingError("no list")
    errors, barrier = [], threading.Barrier(20)

    def create(name):
        barrier.wait(PATIENCE)
        with pytest.raises(ServingError) as caught:
            inventory.all(of(name))
        errors.append(caught.value)

    for wave in range(2):
        threads = [threading.Thread(target=create, args=(f"urn:{wave}-{number}",)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
    assert [str(error) for error in errors] == ["no list"] * 40
    assert len({id(error) for error in errors}) == 40
    assert cloud.attempts == {None: 1}


def test_a_resource_that_comes_again_reads_again(inventory, cloud, of):
    """Who was told of a failure and asks again wants another reading."""
    cloud.error = ServingError("no list")
    with pytest.raises(ServingError):
        inventory.all(of("urn:a"))
    cloud.error = None
    with pytest.raises(ServingError):
        inventory.all(of("urn:b"))
    assert set(inventory.all(of("urn:a")).items) == {"a", "b"}
    assert cloud.attempts == {None: 2}


def test_a_failure_is_told_to_each_once(inventory, cloud, of):
    """Who has shared the failure of another, and asks again, is made a reading of its own."""
    cloud.error = ServingError("no list")
    for name in ("urn:a", "urn:b"):
        with pytest.raises(ServingError):
            inventory.all(of(name))
    cloud.error = None
    assert set(inventory.all(of("urn:b")).items) == {"a", "b"}
    assert cloud.attempts == {None: 2}


def test_an_older_reading_replaces_no_newer(of, clock):
    """A reading that began earlier and takes longer does not hide what a later one has shown."""
    begun = []

    def read(operation):  # noqa: ARG001
        begun.append(clock.now())
        if len(begun) == 1:
            clock.sleep(1.0)
            inventory.all(of("urn:b"), 0.0)
            return Listing([], whole=True)
        return Listing([Live("a", "a", "running", Phase.READY)], whole=True)

    inventory = Inventory(read)
    assert set(inventory.once(of("urn:a"), 0.0).items) == {"a"}
    assert set(inventory.once(of("urn:a"), 60.0).items) == {"a"}
    assert len(begun) == 2


def test_few_are_left_to_be_read_one_by_one(inventory, cloud, of, clock):
    """A fourth one within some seconds makes the list worth its while, within half of the time; then it begins anew."""
    for _ in range(2):
        for name in "cab":
            assert inventory.item_for_many(name, of(f"urn:{name}")) is None
            assert inventory.item_for_many(name, of(f"urn:{name}")) is None
        before = len(cloud.given)
        assert inventory.item_for_many("d", of("urn:d")) is None
        assert inventory.item_for_many("a", of("urn:a")).id == "a"
        assert cloud.given[before:] == [300.0]
        clock.sleep(FRESH_SECONDS + 1)
    assert cloud.attempts == {1: 2}


def test_a_failure_is_forgotten(inventory, cloud, of, clock):
    """Some seconds later a failure says nothing any more."""
    cloud.error = ServingError("no list")
    with pytest.raises(ServingError):
        inventory.all(of("urn:a"))
    cloud.error = None
    clock.sleep(FRESH_SECONDS + 1)
    assert set(inventory.all(of("urn:b")).items) == {"a", "b"}


def test_a_failure_after_one_attempt_is_no_failure_of_a_create(inventory, cloud, of):
    """What a preview gave up at once, a create tries as patiently as any request."""
    cloud.error = ServingError("no list")
    assert inventory.item("a", of("urn:a"), FRESH_SECONDS) is None
    cloud.error = None
    assert set(inventory.all(of("urn:a")).items) == {"a", "b"}
    assert cloud.attempts == {1: 1, None: 1}


def test_a_reading_that_began_too_early_is_not_taken(inventory, cloud, of):
    """Who needs a reading from after a moment of its own does not take one that had begun before."""
    seen, joined = [], threading.Event()

    def late():
        joined.set()
        seen.append(inventory.once(of("urn:b"), 0.0))

    thread = threading.Thread(target=late)

    def meanwhile():
        cloud.meanwhile = lambda: None
        cloud.clock.sleep(1.0)
        thread.start()
        assert joined.wait(PATIENCE)

    cloud.meanwhile = meanwhile
    first = inventory.once(of("urn:a"), 0.0)
    thread.join(PATIENCE)
    assert seen[0].began > first.began
    assert cloud.attempts == {1: 2}


def test_a_cancel_blinds_nobody(inventory, cloud, of):
    """One whose run has ended says nothing of the list."""
    one = of("urn:a")
    cloud.meanwhile = one.call.hard_cancelled.set
    cloud.error = ServingError("left")
    assert inventory.item("a", one, FRESH_SECONDS) is None
    cloud.error, cloud.meanwhile = None, lambda: None
    assert inventory.item("a", of("urn:b"), FRESH_SECONDS).id == "a"
