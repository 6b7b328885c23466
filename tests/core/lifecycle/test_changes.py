"""What an update changes, whatever the cloud."""

from types import SimpleNamespace

import pytest

from pulumi_serving.core.lifecycle.changes import changes_between
from pulumi_serving.core.values.forms import Forms
from pulumi_serving.core.values.live import Live, Phase
from pulumi_serving.ppio.endpoint.args import EndpointArgs

KIND = SimpleNamespace(
    args=EndpointArgs,
    updates_whole=True,
    cannot_clear=lambda _, removed: [path for path in removed if path == "policy" or path.startswith("worker_config")],
)
THEN = {"image": "a:1", "command": "serve", "worker_config": {"max_replicas": 3}}


def between(inputs, values, *, recorded=THEN, kept=(), phase=Phase.READY, owned=()):
    """Return what an update to these inputs changes where these values are live."""
    live = Live("e-1", "llm", phase.value, phase, values=values, owned=frozenset(owned))
    return changes_between(KIND, live, inputs, recorded, Forms(EndpointArgs, None if kept is None else dict(kept)))


@pytest.mark.parametrize(
    ("inputs", "values", "declared", "drifted"),
    [
        (THEN, THEN, [], []),
        ({**THEN, "image": "a:2"}, THEN, ["image"], []),
        ({**THEN, "image": "a:2"}, {**THEN, "image": "a:2"}, [], []),
        ({**THEN, "image": "a:2"}, {**THEN, "command": "by hand"}, ["image"], ["command"]),
        ({**THEN, "worker_config": {"max_replicas": 4}}, THEN, ["worker_config.max_replicas"], []),
        (THEN, {**THEN, "worker_config": {"max_replicas": 9}}, [], ["worker_config.max_replicas"]),
        (THEN, {**THEN, "entrypoint": "filled in"}, [], []),
        ({**THEN, "command": "new"}, {"image": "a:1"}, ["command"], []),
        ({"image": "a:1", "worker_config": {"max_replicas": 3}}, THEN, ["command"], []),
        ({**THEN, "wait_until_ready": False}, THEN, [], []),
    ],
)
def test_what_changes(inputs, values, declared, drifted):
    """What is declared otherwise and is not live yet, shown or not, and what has drifted; nothing else."""
    found = between(inputs, values)
    assert (list(found.declared), list(found.drifted)) == (declared, drifted)
    assert found.is_needed is bool(declared or drifted)


def test_what_cannot_be_cleared_is_no_change():
    """What was taken away and can't be unset is neither sent nor awaited."""
    recorded = {**THEN, "policy": {"type": "queue", "value": 4}, "worker_config": {"max_replicas": 3, "gpu_num": 1}}
    found = between(THEN, recorded, recorded=recorded)
    assert not found.is_needed
    assert found.removed == ["worker_config.gpu_num", "policy"]
    assert "policy" not in found.wanted


def test_without_recorded_inputs_all_counts_as_declared():
    """Where the host does not tell what was declared, all that differs is sent."""
    found = between(THEN, {**THEN, "image": "by/hand:9"}, recorded={})
    assert (list(found.declared), list(found.drifted)) == (["image"], [])


@pytest.mark.parametrize(("phase", "heals"), [(Phase.FAILED, True), (Phase.STOPPED, True), (Phase.PENDING, False)])
def test_one_that_is_not_well_is_sent_all(phase, heals):
    """One that failed or was stopped gets an update though nothing differs; one on its way does not."""
    assert between(THEN, THEN, phase=phase).is_needed is heals


def test_what_the_cloud_owns_is_not_touched():
    """An argument that an autoscaler sets is not in what is sent or verified; a change of it is named."""
    found = between({**THEN, "command": "new"}, {"image": "a:1"}, owned=["command"])
    assert (found.owned, found.is_needed) == (["command"], False)
    assert "command" not in found.target


@pytest.mark.parametrize(
    ("kept", "phase", "drifted"),
    [((), Phase.READY, ["image"]), (None, Phase.READY, []), (None, Phase.PENDING, [])],
)
def test_before_it_was_seen_nothing_is_drift(kept, phase, drifted):
    """What a resource shows at first is the cloud's form of what was declared; after that another value is drift."""
    found = between(THEN, {**THEN, "image": "docker.io/a:1"}, kept=kept, phase=phase)
    assert list(found.drifted) == drifted
    assert (found.forms.kept is None) is (phase is Phase.PENDING)


def test_a_change_brought_back_is_drift_again():
    """A failed change that the program takes back is put right, though it was the first that was ever sent."""
    known = between({**THEN, "image": "b:1"}, THEN, kept=None, phase=Phase.PENDING).known()
    assert known == {}
    assert list(between(THEN, {**THEN, "image": "b:1"}, kept=known).drifted) == ["image"]
