"""In which form a cloud keeps what was declared, and what of that is drift."""

import pytest

from pulumi_serving import huawei, ppio
from pulumi_serving.core.values.forms import Forms, looks_like

ARGS = ppio.EndpointArgs
FORMS = Forms(ARGS, {})


@pytest.mark.parametrize(
    ("path", "declared", "live", "words"),
    [
        ("image", "team/llm:1", "docker.io/team/llm:1", "image (as docker.io/...)"),
        ("image", "llm", "llm:latest", "image (as ...:latest)"),
        ("image", "Team/LLM", "team/llm", "image (in lower case)"),
        ("policy.type", "queue", "QUEUE", "policy.type (in upper case)"),
        ("health_check.path", "/live/", "/live", "health_check.path (without '/')"),
        ("image", "a:1", "something/else:2", "image"),
        ("image", "secret-part/llm", "secret", "image"),
        ("worker_config.idle_timeout", 1, 30, "worker_config.idle_timeout (as 30)"),
        ("worker_config.idle_timeout", 1, 30.0, "worker_config.idle_timeout (as 30)"),
        ("envs", [{"key": "A", "value": "1"}], [], "envs"),
        ("command", "serve --token 1", "SERVE --TOKEN 1", "command"),
        ("region_id", "a", None, "region_id"),
    ],
)
def test_words(path, declared, live, words):
    """A form is told by what the cloud has made of a value, never by a text of the program's, and not of secrets."""
    assert FORMS.words("ppio", [(path, declared, live)]).partition(": ppio keeps")[0] == words


@pytest.mark.parametrize(
    ("kept", "unconfirmed", "live", "drifted"),
    [
        (None, {}, "b", False),
        ({}, {}, "b", True),
        ({"image": ("a", "b")}, {}, "b", False),
        ({"image": ("a", "b")}, {}, "c", True),
        ({"image": ("z", "b")}, {}, "b", True),
        (None, {"image": ("old",)}, "old", True),
        ({}, {"image": ("old",)}, "old", True),
        ({}, {"image": ("old",)}, "form", False),
        ({}, {"command": ("old",)}, "b", True),
    ],
    ids=str,
)
def test_drift(kept, unconfirmed, live, drifted):
    """Drift differs from the program and from its form; before the first sight, and after a change, a form is none."""
    marked = [
        known and {path: FORMS.mark(path, *values) for path, values in known.items()} for known in (kept, unconfirmed)
    ]
    assert Forms(ARGS, *marked).is_drift("image", "a", live) is drifted
    assert bool(list(Forms(ARGS, *marked).drift({"image": "a"}, {"image": live}))) is drifted


def test_marks():
    """A mark is the same for the same values, in whatever order or spelling of numbers, and tells none of them."""
    ports, turned = FORMS.mark("ports", [80, 81], [1]), FORMS.mark("ports", [81.0, 80], [1.0])
    assert ports == turned
    assert len({ports, FORMS.mark("ports", [80], [1]), FORMS.mark("image", [80, 81], [1])}) == 3
    assert "secret" not in FORMS.mark("command", "secret", "SECRET")


def test_what_is_recorded():
    """Whatever stands in the state in place of marks is as if nothing did."""
    assert Forms.recorded(ARGS, {"__kept": {"image": "x"}, "__unconfirmed": True}) == Forms(ARGS, {"image": "x"}, {})
    assert Forms.recorded(ARGS, {"__unconfirmed": {"image": "x"}}) == Forms(ARGS, None, {"image": "x"})
    assert Forms.recorded(ARGS, {"__kept": "odd"}) == Forms(ARGS, None, {})


def test_a_value_that_is_not_shown_keeps_its_mark():
    """A reading that leaves a field out says nothing of its form."""
    forms = Forms(ARGS, {"image": "x", "policy.type": "y"})
    assert forms.seen([], {"image": "a"}) == {"policy.type": "y"}


def test_forms_inside_of_blocks():
    """Marks are told apart as deep as blocks go."""
    path = "reserved_resource.mu.spec_code"
    words = Forms(huawei.EndpointArgs).words("huawei", [(path, "mu.a", "MU.A")])
    assert words.startswith(f"{path} (in upper case): ")


@pytest.mark.parametrize(
    ("declared", "live", "same"),
    [
        ({"a": "x/"}, {"a": "x", "b": 1}, True),
        ({"a": ["V1", 2]}, {"a": ["v1", 2]}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {}, False),
        ([1], [1, 2], False),
        ("a", "b", False),
    ],
)
def test_another_spelling(declared, live, same):
    """Case and a slash at the end are spellings; another number or text is another value."""
    assert looks_like(declared, live) is same
