"""Paths of ignore_changes, and what they leave as it is live."""

import pytest

from pulumi_serving.core.values.extra import Reading
from pulumi_serving.core.values.ignored import as_live, has_blanked, steps
from pulumi_serving.ppio.endpoint.args import EndpointArgs


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("image", ["image"]),
        ("worker_config.max_replicas", ["worker_config", "max_replicas"]),
        ("envs[0].value", ["envs", 0, "value"]),
        ("envs[*].value", ["envs", "*", "value"]),
        ('config["a.b"]', ["config", "a.b"]),
        ('config["a\\"b"].c', ["config", 'a"b', "c"]),
        ('["config"]', ["config"]),
        ("*", ["*"]),
        ("", []),
    ],
)
def test_steps(path, found):
    """A property path of Pulumi's is split into names, indices and wildcards."""
    assert steps(path) == found


DECLARED = {
    "image": "a:1",
    "command": "serve",
    "worker_config": {"min_replicas": 1, "max_replicas": 3},
    "envs": [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}],
    "ports": [1, 2],
    "wait_until_ready": False,
}
LIVE = {
    "image": "live:9",
    "command": None,
    "entrypoint": "live",
    "worker_config": {"max_replicas": 9, "gpu_num": 4},
    "envs": [{"key": "B", "value": "live"}, {"key": "A", "value": "old"}],
    "ports": [7],
}


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("image", {"image": "live:9"}),
        ("command", {"command": None}),
        ("entrypoint", {"entrypoint": "live"}),
        ("worker_config.max_replicas", {"worker_config": {"min_replicas": 1, "max_replicas": 9}}),
        ("worker_config.min_replicas", {}),
        ("worker_config", {"worker_config": {"max_replicas": 9, "gpu_num": 4}}),
        ("worker_config.*", {"worker_config": {"min_replicas": 1, "max_replicas": 9}}),
        ("envs[0].value", {"envs": [{"key": "A", "value": "old"}, {"key": "B", "value": "2"}]}),
        ("envs[*].value", {"envs": [{"key": "A", "value": "old"}, {"key": "B", "value": "live"}]}),
        ("envs[7].value", {}),
        ("envs", {"envs": LIVE["envs"]}),
        ("ports[0]", {"ports": [7, 2]}),
        ("ports[1]", {}),
        ("health_check.path", {}),
        ("nonsense.deep[0]", {}),
        ("wait_until_ready", {}),
        ("", {}),
    ],
)
def test_as_live(path, changed):
    """What a path leads to is as it is live; what is not shown, or not there, stays as it was declared."""
    expected = {name: value for name, value in {**DECLARED, **changed}.items() if value is not None}
    assert as_live(EndpointArgs, DECLARED, LIVE, [path]) == expected


def test_what_is_extra_as_live():
    """A key that this package does not know is as the answer shows it, and the others stay."""
    declared = {**DECLARED, "extra": {"new_field": 1, "newer": 2}}
    live = Reading(LIVE, {**LIVE, "new_field": 7, "newer": 8})
    found = as_live(EndpointArgs, declared, live, ["extra.new_field"])
    assert found == {**declared, "extra": {"new_field": 7, "newer": 2}}
    assert as_live(EndpointArgs, declared, LIVE, ["extra.new_field"]) == declared


def test_everything_as_live():
    """All arguments can be ignored at once."""
    found = as_live(EndpointArgs, DECLARED, LIVE, ["*"])
    assert found == {**{name: value for name, value in LIVE.items() if value is not None}, "wait_until_ready": False}


def test_a_blanked_value_is_not_taken():
    """Stars in place of a secret are no value: what is declared goes out instead."""
    live = {"command": "****", "envs": [{"key": "A", "value": "***"}, {"key": "B", "value": "live"}]}
    for path in ("command", "envs", "envs[0].value"):
        assert as_live(EndpointArgs, DECLARED, live, [path]) == DECLARED
    assert has_blanked({"a": ["*"]})
    assert not has_blanked({"a": ["", "a*", None, 3]})
