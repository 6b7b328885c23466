"""What all operations on one account share: names that are claimed, and one reading of the list for many at once."""

import threading

import pytest

from pulumi_serving.core.cloud.abilities import ListsWhole, LooksUpNames
from pulumi_serving.core.cloud.inventory import FEW, PAGE
from pulumi_serving.core.cloud.session import FRESH_SECONDS, Runtime, Session
from pulumi_serving.core.cloud.settings import Settings
from pulumi_serving.core.errors import NameTakenError, NotFoundError, ServingError
from pulumi_serving.core.http.pages import Listing
from pulumi_serving.core.values.live import Live, Phase

SETTINGS = Settings("https://api.example.com", "a test", "0123456789")


class BriefKind:
    """A kind whose resources are given, and whose list leaves something out; counts the calls."""

    cloud, noun, unique_names = "test", "thing", False

    def __init__(self, *resources):
        self.resources = [*resources]
        self.lists, self.gets, self.names = 0, 0, []

    def connect(self, settings, http, clock):  # noqa: ARG002
        return object()

    def calls(self, connection):
        return connection

    def secret_texts(self, args):
        return {*args.values()}

    def list(self, client, operation, *, name=""):  # noqa: ARG002
        self.lists += 1
        self.names.append(name)
        return Listing(live for live in self.resources if not name or name in self.words(live))

    def words(self, live):
        """Return what a search word is compared with."""
        return live.name

    def get(self, client, id_, operation):  # noqa: ARG002
        self.gets += 1
        for live in self.resources:
            if live.id == id_:
                return live
        raise NotFoundError("Get", method="GET", path=f"/{id_}", status=404)


class Kind(ListsWhole, BriefKind):
    """The same, and its list leaves nothing out."""


def live(id_, name, phase=Phase.READY):
    """Return a resource."""
    return Live(id_, name, phase.value, phase)


@pytest.fixture
def connect(clock):
    """Return how to make an account of a kind."""
    return lambda kind: Session(kind, SETTINGS, Runtime(clock=clock, environ={}))


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("2.5", 2.5), ("0", 0.1), ("-1", 0.1), ("1e9", 600), ("nan", 5), ("inf", 5), ("1e999", 5), ("5s", 5), ("", 5)],
)
def test_how_often_a_wait_asks_is_bounded(given, seconds):
    """No setting makes a wait ask without a pause, or never again."""
    assert Runtime(environ={"PULUMI_SERVING_POLL_SECONDS": given}).poll_seconds == seconds


def test_what_was_accepted_is_known_to_the_whole_run(clock):
    """One location may be spelt in two ways, and so have two accounts; what one has accepted the other waits for."""
    runtime = Runtime(clock=clock, environ={})
    one, other = (Session(Kind(), SETTINGS, runtime) for _ in range(2))
    one.accepted["e-1"] = "accepted"
    assert other.accepted == {"e-1": "accepted"}


def test_what_is_read_tells_what_is_secret(connect, operation):
    """An operation knows what is secret in what it has read, though nobody has declared it."""
    session = connect(Kind(Live("1", "a", "ok", Phase.READY, values={"token": "s3cr3t-of-the-cloud"})))
    session.get("1", operation)
    assert operation.redactor.text("bad s3cr3t-of-the-cloud") == "bad [secret]"


def test_gone_is_none(connect, operation):
    """What is not found, or in a status that says so, is None."""
    session = connect(Kind(live("a", "x"), live("b", "y", Phase.GONE)))
    assert session.get("a", operation).id == "a"
    assert session.get("b", operation) is None
    assert session.get("c", operation) is None


def test_a_name_has_one_claim(connect):
    """Two resources of one run can't make endpoints of one name; the same one may ask again."""
    session = connect(Kind())
    session.claim("x", "urn:a")
    session.claim("x", "urn:a")
    session.claim("y", "urn:b")
    with pytest.raises(NameTakenError, match="the name x is used by another resource of this program, urn:a"):
        session.claim("x", "urn:b")


def test_claims_of_many_threads(connect):
    """Of many creates at once exactly one gets the name."""
    session, refused = connect(Kind()), []
    barrier = threading.Barrier(8)

    def claim(number):
        barrier.wait(10)
        try:
            session.claim("x", f"urn:{number}")
        except NameTakenError as error:
            refused.append(error)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(refused) == 7


def test_many_creates_share_a_reading(connect, operation):
    """For some seconds all functions of names cost one list; then it is read again."""
    kind = Kind(live("a", "x"), live("b", "y"), live("c", "x-2"))
    session = connect(kind)
    assert [found.id for found in session.listed_by_name("x", operation)] == ["a"]
    for number in range(50):
        assert session.listed_by_name(f"new-{number}", operation) == []
    assert kind.lists == 1
    operation.clock.sleep(FRESH_SECONDS + 1)
    session.listed_by_name("x", operation)
    assert (kind.lists, set(kind.names)) == (2, {""})


def test_a_shared_reading_is_confirmed(connect, operation):
    """What has gone since the list was read, or is deleting, takes no name."""
    kind = Kind(live("a", "x"), live("b", "x", Phase.DELETING), live("c", "x", Phase.GONE))
    session = connect(kind)
    assert [found.id for found in session.listed_by_name("x", operation)] == ["a"]
    kind.resources.pop(0)
    assert session.listed_by_name("x", operation) == []


def test_a_failed_reading_is_not_shared(connect, operation):
    """When the list fails nothing is known, and the next look reads it again."""
    kind = Kind(live("a", "x"))
    session = connect(kind)
    fine, kind.list = kind.list, None

    def fail(*_, **__):
        raise ServingError("no list")

    kind.list = fail
    with pytest.raises(ServingError):
        session.listed_by_name("x", operation)
    kind.list = fine
    assert [found.id for found in session.listed_by_name("x", operation)] == ["a"]


def test_a_look_of_this_moment(connect, operation):
    """Names are compared exactly; where the search word finds nothing, the whole list is read."""
    kind = Kind(live("a", "x"), live("b", "x-2"))
    session = connect(kind)
    assert [found.id for found in session.find_by_name("x", operation)] == ["a"]
    assert kind.names == ["x"]
    kind.words = lambda found: found.id
    assert [found.id for found in session.find_by_name("x", operation)] == ["a"]
    assert kind.names == ["x", "x", ""]


def test_a_cloud_that_looks_names_up_is_asked_for_the_name(connect, operation):
    """Where there is a call for a name, no list is read; one that is deleting counts where names are unique."""

    class Names(LooksUpNames, Kind):
        unique_names = True

        def find_by_name(self, client, name, operation):  # noqa: ARG002
            return [live for live in self.resources if live.name == name]

    kind = Names(live("a", "x"), live("b", "x", Phase.DELETING), live("c", "x", Phase.GONE), live("d", "y"))
    session = connect(kind)
    assert [found.id for found in session.listed_by_name("x", operation)] == ["a", "b"]
    assert [found.id for found in session.find_by_name("x", operation)] == ["a", "b"]
    assert (kind.lists, kind.gets) == (0, 0)
    kind.unique_names = False
    assert [found.id for found in session.listed_by_name("x", operation)] == ["a"]


def test_an_explanation_never_fails(connect, operation):
    """What else the cloud tells is appended; where it can't be had, nothing is."""
    kind = Kind()
    session = connect(kind)
    kind.explain = lambda client, live, operation: "Newest events: none."  # noqa: ARG005
    assert session.explain(live("a", "x"), operation) == ". Newest events: none"
    kind.explain = lambda client, live, operation: ""  # noqa: ARG005
    assert session.explain(live("a", "x"), operation) == ""

    def refuse(client, live, operation):  # noqa: ARG001
        raise ServingError("no")

    kind.explain = refuse
    assert session.explain(live("a", "x"), operation) == ""


# Many reads ----------------------------------------------------------------------------------------------------------


def read(session, operation, *ids, matches=True):
    """Read resources one after the other, as a refresh does."""
    return [session.get_or_listed(id_, operation, lambda _: matches) for id_ in ids]


def many(count=50):
    """Return a kind with so many resources, and their ids."""
    kind = Kind(*(live(f"id-{number}", f"name-{number}") for number in range(count)))
    return kind, [resource.id for resource in kind.resources]


def test_few_reads_ask_for_their_own_resource(connect, operation):
    """A list is not worth it for a few."""
    kind, ids = many()
    assert [found.id for found in read(connect(kind), operation, *ids[:FEW])] == ids[:FEW]
    assert (kind.gets, kind.lists) == (FEW, 0)


def test_many_reads_share_a_reading(connect, operation):
    """From then on one reading of the list serves all, for some seconds."""
    kind, ids = many()
    session = connect(kind)
    assert [found.id for found in read(session, operation, *ids)] == ids
    assert (kind.gets, kind.lists) == (FEW, 1)
    operation.clock.sleep(FRESH_SECONDS + 1)
    kind.resources[0] = live(ids[0], "another")
    assert [found.name for found in read(session, operation, *reversed(ids))][-1] == "another"
    assert (kind.gets, kind.lists) == (2 * FEW, 2)


def test_a_list_of_many_pages_is_for_many_reads(connect, operation):
    """Where the account holds far more than is read, a second list is not read for a few."""
    kind, ids = many(50 * PAGE)
    session = connect(kind)
    read(session, operation, *ids[: FEW + 1])
    operation.clock.sleep(FRESH_SECONDS + 1)
    read(session, operation, *ids[:50])
    assert (kind.gets, kind.lists) == (FEW + 50, 1)


def test_news_in_the_list_is_confirmed(connect, operation):
    """An item of the list that tells anything new is read by itself."""
    kind, ids = many()
    assert [found.id for found in read(connect(kind), operation, *ids, matches=False)] == ids
    assert (kind.gets, kind.lists) == (len(ids), 1)


def test_what_a_list_lacks_is_not_gone(connect, operation):
    """Gone is what its own reading does not find, never what a list leaves out."""
    kind, ids = many()
    whole, kind.list = kind.list, lambda *given, **named: Listing(whole(*given, **named)[1:])
    found = read(connect(kind), operation, *ids[1:], ids[0], "id-none")
    assert found[-2].id == ids[0]
    assert found[-1] is None


def test_a_list_that_fails_is_of_no_help(connect, operation):
    """Where the list fails, reads go on one by one, and none tries it again."""
    kind, ids = many()
    tried = []

    def fail(*_, **__):
        tried.append(1)
        raise ServingError("no list")

    kind.list = fail
    assert [found.id for found in read(connect(kind), operation, *ids)] == ids
    assert tried == [1]
    assert kind.gets == len(ids)


def test_a_list_that_hangs_leaves_time(connect, operation):
    """A list takes no more than half of a read's time, and hangs for one read alone."""
    kind, ids = many()
    session = connect(kind)
    limit, given = operation.deadline.remaining, []

    def hang(client, operation, **_):  # noqa: ARG001
        given.append(operation.deadline.remaining)
        operation.clock.sleep(operation.deadline.remaining)
        raise ServingError("no answer in time")

    kind.list = hang
    assert [found.id for found in read(session, operation, *ids)] == ids
    assert given == [limit / 2]
    assert operation.deadline.remaining == limit / 2


def test_items_that_are_not_whole_are_not_read(connect, operation):
    """A cloud whose list leaves out what a resource has is asked for each."""
    kind, ids = many()
    kind = BriefKind(*kind.resources)
    read(connect(kind), operation, *ids)
    assert (kind.gets, kind.lists) == (len(ids), 0)
