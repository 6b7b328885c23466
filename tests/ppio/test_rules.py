"""Rules across the fields of an endpoint: documented ones are errors, what others tell is a warning."""

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_serving.ppio.endpoint import rules
from pulumi_serving.ppio.endpoint.testing import CREATE, FULL

UNKNOWN = pulumi.output.Unknown()
NETWORK = {"id": "st-1", "type": "network", "mount_point": "/data"}
SECRET = "s3cr3t-Zq9Zq9Zq9"


def found(**changes):
    """Return the problems of good arguments, changed: path, rule, whether it is a warning."""
    return [(problem.path, problem.rule, problem.warning) for problem in rules.problems({**CREATE, **changes})]


ERROR, WARNING = False, True
# The table of section 4.7, row by row: what is changed, the path, the beginning of the rule, and its severity.
TABLE = [
    (
        {"worker_config": {"min_replicas": 4, "max_replicas": 3}},
        "worker_config.min_replicas",
        "must not be more",
        ERROR,
    ),
    ({"envs": [{"key": "A", "value": "1"}, {"key": "A", "value": "1"}]}, "envs[1].key", "is there twice", ERROR),
    ({"ports": [80, 80]}, "ports[1]", "80 is there twice", ERROR),
    ({"ports": [80, 81]}, "ports", "older documents", WARNING),
    ({"ports": [2222]}, "ports[0]", "2222 is reserved", WARNING),
    ({"ports": [2223]}, "ports[0]", "2223 is reserved", WARNING),
    ({"ports": [2224]}, "ports[0]", "2224 is reserved", WARNING),
    ({"ports": [80], "health_check": {"port": 81}}, "health_check.port", "81 is not one of ports", WARNING),
    ({"health_check": {"path": "health"}}, "health_check.path", "should start with /", WARNING),
    ({"volumes": [{"type": "local", "mount_point": "data"}]}, "volumes[0].mount_point", "should start with /", WARNING),
    ({"app_name": "a" * 47}, "app_name", "is longer than 46 characters", WARNING),
    ({"app_name": "My_App"}, "app_name", "should be lower-case", WARNING),
    ({"app_name": "-app"}, "app_name", "should be lower-case", WARNING),
    ({"app_name": "app-"}, "app_name", "should be lower-case", WARNING),
    ({"app_name": "app\n"}, "app_name", "should be lower-case", WARNING),
    ({"type": "async", "policy": {"type": "queue"}}, "policy.type", "queue is not offered for async", WARNING),
    (
        {"policy": {"type": "request_count"}},
        "policy.type",
        "is none of those that are known (queue, concurrency)",
        WARNING,
    ),
    ({"volumes": [NETWORK]}, "volumes[0]", "a network volume needs region_id", WARNING),
    ({"envs": [{"key": "NOVITA_API_KEY", "value": "1"}]}, "envs[0].key", "has a prefix that the platform", WARNING),
    ({"envs": [{"key": "PPIO_X", "value": "1"}]}, "envs[0].key", "has a prefix that the platform", WARNING),
]


@pytest.mark.parametrize(("changes", "path", "rule", "severity"), TABLE)
def test_each_rule(changes, path, rule, severity):
    """A broken rule has its line with the path, an error or a warning as the API file has it."""
    there = [problem for problem in found(**changes) if problem[0] == path]
    assert [(text[: len(rule)], warning) for _, text, warning in there] == [(rule, severity)]
    assert all(warning for at, _, warning in found(**changes) if at != path)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"worker_config": {"min_replicas": 3, "max_replicas": 3}},
        {"worker_config": {"min_replicas": 0, "max_replicas": 0}},
        {"worker_config": {"max_replicas": 0}},
        {"ports": []},
        {"ports": [1]},
        {"ports": [80], "health_check": {"port": 80, "path": "/"}},
        {"health_check": {"port": 80}},
        {"app_name": ""},
        {"app_name": "a"},
        {"app_name": "a" * 46},
        {"app_name": "0-a"},
        {"type": "async", "policy": {"type": "concurrency"}},
        {"type": "sync", "policy": {"type": "queue"}},
        {"policy": {}},
        {"volumes": [NETWORK], "region_id": "us-dallas-nas-2"},
        {"volumes": [{"type": "local", "size": 30, "mount_point": "/data"}]},
        {"envs": [{"key": "A", "value": ""}, {"key": "a", "value": ""}]},
        {"envs": [{"key": "MY_PPIO_X", "value": ""}]},
        FULL,
    ],
)
def test_what_breaks_no_rule(changes):
    """What the API allows is no problem."""
    assert found(**changes) == []


def test_a_size_with_a_network_volume_is_allowed():
    """The reference's own example sends a size with a network volume: it is passed on without a word."""
    assert found(volumes=[{**NETWORK, "size": 123}], region_id="r") == []


def test_unknown_values_break_no_rule():
    """What is not known yet breaks no rule, alone or beside known values."""
    assert found(**dict.fromkeys(FULL, UNKNOWN)) == []
    assert found(worker_config={"min_replicas": UNKNOWN, "max_replicas": 1}) == []
    assert found(worker_config={"min_replicas": 1, "max_replicas": UNKNOWN}) == []
    assert found(envs=[{"key": UNKNOWN, "value": ""}, UNKNOWN, {"key": UNKNOWN, "value": ""}]) == []
    assert found(ports=[UNKNOWN], health_check={"port": 80}) == []
    assert found(ports=UNKNOWN, health_check={"port": UNKNOWN, "path": UNKNOWN}) == []
    assert found(type=UNKNOWN, policy={"type": "queue"}) == []
    assert found(volumes=[NETWORK, UNKNOWN], region_id=UNKNOWN) == []


def test_all_problems_come_at_once():
    """One problem does not hide another."""
    paths = [path for path, _, _ in found(worker_config={"min_replicas": 2, "max_replicas": 1}, ports=[2222, 2222])]
    assert paths == ["worker_config.min_replicas", "ports[0]", "ports[1]", "ports[1]", "ports"]


def test_no_text_is_shown():
    """A rule names numbers of the user's, but no text, which might be a secret."""
    shown = found(
        app_name=SECRET * 5,
        policy={"type": SECRET},
        health_check={"path": SECRET},
        volumes=[{"type": "network", "mount_point": SECRET}],
        envs=[{"key": SECRET, "value": SECRET}, {"key": SECRET, "value": SECRET}],
    )
    assert len(shown) == 7
    assert SECRET not in repr(shown)


NAMES = [*FULL, *FULL["worker_config"], "key", "value", "path", "port", "mount_point"]
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3000) | st.floats() | st.text(max_size=5) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=10,
)


@settings(deadline=None, database=None, max_examples=50)
@given(st.dictionaries(st.sampled_from([*FULL]), JSON_LIKE, max_size=6))
def test_odd_values_break_no_rule_in_an_unforeseen_way(args):
    """Arguments of wrong types have their own lines already: here they do no harm."""
    assert all(problem.rule for problem in rules.problems(args))
