"""The app as a whole: clouds found by looking, states apart, answers to unknown paths."""

import ast
import concurrent.futures
import pathlib
import pkgutil

import httpx
import pytest
from tests.conftest import NO_CLOUDS

import pulumi_serving
from pulumi_serving import simulator as package
from pulumi_serving.simulator.cloud import find_clouds
from pulumi_serving.simulator.paths import raw_target
from pulumi_serving.simulator.world import World

from .conftest import ENDPOINTS, KEY, Clock, Simulator

FOLDER = pathlib.Path(package.__file__).parent
CLOUDS = [
    folder.name
    for folder in pkgutil.iter_modules(pulumi_serving.__path__)
    if folder.ispkg and folder.name not in NO_CLOUDS
]


def imports(path):
    """Names of all modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_exports_are_locked():
    """The package has one public name."""
    assert package.__all__ == ["create_app"]
    assert callable(package.create_app)
    with pytest.raises(AttributeError, match="no attribute 'create_apps'"):
        _ = package.create_apps


def test_names_no_cloud():
    """The shell knows no cloud by name: adding one is adding a folder."""
    words = [*CLOUDS, "novita", "huawei", "alibaba"]
    for path in FOLDER.glob("*.py"):
        text = path.read_text().casefold()
        assert [word for word in words if word in text] == [], path.name


def test_is_an_independent_witness():
    """Neither the shell nor a simulated cloud imports what the clients are made of."""
    parts_of_resources = FOLDER.parent.glob("*/*/simulator*.py")
    for path in [*FOLDER.glob("*.py"), *FOLDER.parent.glob("*/simulator*.py"), *parts_of_resources]:
        ours = [name.split(".") for name in imports(path) if name.startswith("pulumi_serving.")]
        assert all(parts[1] == "simulator" or parts[2].startswith("simulator") for parts in ours), path


def thing_at(path):
    """Return what a resource's ``simulator.py`` might hold."""
    return f'def views(world): return [("show_thing", "GET", "{path}", lambda: "")]'


def test_a_folder_of_a_cloud_adds_its_part(clock, part):
    """What a resource's folder has to simulate is there, in whichever cloud, and nothing registers it."""
    world = World(clock=clock, sleep=clock.sleep, ready_after_s=0, seed=None)
    paths = {cloud.name: f"{cloud.prefixes[0]}/things" for cloud in find_clouds(world)}
    assert {*paths} == {*CLOUDS}
    for cloud, path in paths.items():
        part(cloud, thing_at(path))
    with Simulator(clock) as found:
        for cloud, path in paths.items():
            found.control("faults", cloud=cloud, operation="show_thing", status=503)
            assert found.get(path).status_code == 503


def test_a_part_at_a_strange_path_is_told(clock, part):
    """A path at which no fault could be ordered is told, with what to do."""
    part("ppio", thing_at("/elsewhere/things"))
    with pytest.raises(ValueError, match="/elsewhere/things begins with none of /gpus, /gpu-instance"):
        Simulator(clock)


def test_states_are_apart(clock):
    """Two simulators in one process don't see each other's endpoints."""
    with Simulator(clock) as one, Simulator(clock) as other:
        endpoint_id = one.create()
        assert other.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404
        assert other.ledger()["endpoints"] == []


def test_ids_are_predictable(clock):
    """The same seed makes the same ids, and none makes others."""
    ids = []
    for seed in (1, 1, 2, None, None):
        with Simulator(clock, seed=seed) as simulator:
            ids.append(simulator.create())
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4


def test_unknown_path_of_no_cloud(simulator):
    """A path that is no cloud's is 404 in plain JSON."""
    response = simulator.get("/nowhere")
    assert response.status_code == 404
    assert response.json() == {"error": "Not Found: no cloud is simulated at this path"}


def test_prefixes_end_at_a_slash(simulator):
    """A path that only begins like a cloud's is not that cloud's."""
    simulator.get("/gpusx")
    assert simulator.ledger()["requests"][0]["cloud"] is None


def test_unknown_control_path(simulator):
    """An unknown control path is 404."""
    assert simulator.get("/_simulator/unknown").status_code == 404


def test_request_ids_are_unique(simulator):
    """Every answer has its own request id, refusals included."""
    answers = [simulator.get(path) for path in (ENDPOINTS, ENDPOINTS, "/gpus/v2/unknown", "/nowhere")]
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 4


def test_many_at_once():
    """Requests from many threads are all answered and all recorded."""
    with Simulator(Clock()) as simulator, concurrent.futures.ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda number: simulator.create(name=f"e-{number}"), range(40)))
        assert len(set(ids)) == 40
        assert len(simulator.ledger()["requests"]) == 40


def test_raw_target():
    """The target is as it was sent where a server tells it, else the decoded path is encoded again."""
    sent = {"REQUEST_URI": "/a%2Fb?x=%20", "PATH_INFO": "/a/b", "QUERY_STRING": "x=%20"}
    assert raw_target(sent) == "/a%2Fb?x=%20"
    assert raw_target({"PATH_INFO": "/a b/\xe6\xbc\x94~", "QUERY_STRING": "x=%20"}) == "/a%20b/%E6%BC%94~?x=%20"
    assert raw_target({"PATH_INFO": "/a"}) == "/a"


@pytest.mark.parametrize("slash", ["%2F", "%2f"])
def test_encoded_slash_is_in_its_segment(simulator, slash):
    """An encoded slash ends no segment: such an id is unknown, its path is not, and the ledger shows it as it came."""
    answer = simulator.get(f"{ENDPOINTS}/a{slash}b")
    assert (answer.status_code, answer.json()["reason"]) == (404, "RESOURCE_NOT_FOUND")
    assert simulator.get(f"{ENDPOINTS}/a/b").json()["reason"] == "API_NOT_FOUND"
    assert [line["path"] for line in simulator.ledger()["requests"]] == [f"{ENDPOINTS}/a%2Fb", f"{ENDPOINTS}/a/b"]


def test_paths_may_be_in_any_script(simulator):
    """A path that is no ASCII is that of an unknown endpoint, with httpx's own transport too."""
    bare = httpx.Client(transport=httpx.WSGITransport(app=simulator.app), base_url="http://simulator", headers=KEY)
    for client in (simulator, bare):
        assert client.get(f"{ENDPOINTS}/演é").json()["reason"] == "RESOURCE_NOT_FOUND"
    assert [line["path"] for line in simulator.ledger()["requests"]] == [f"{ENDPOINTS}/演é"] * 2


def test_crash_is_an_answer(simulator):
    """An error of the simulator itself is a 500 in the cloud's words, not a lost connection."""
    endpoint_id = simulator.create()
    simulator.patch_endpoint(endpoint_id, fields={"volumes": [1]})
    response = simulator.get(f"{ENDPOINTS}/{endpoint_id}")
    assert (response.status_code, response.json()["reason"]) == (500, "INTERNAL_ERROR")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_each_cloud_words_any_code(simulator, cloud):
    """A fault by code answers with the cloud's own body for any code and status."""
    rules = [rule for rule in simulator.app.url_map.iter_rules() if rule.endpoint.startswith(f"{cloud}.")]
    path = next(rule.rule for rule in rules if "GET" in rule.methods and not rule.arguments)
    for status in (400, 403, 404, 429, 500, 503):
        simulator.control("faults", cloud=cloud, status=status, code="odd.00010009")
        answer = simulator.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
        assert "odd.00010009" in answer.text
