"""What a user reads who made a mistake: one line per mistake, on the right resource, without what may be secret."""

import pytest
from tests.harness.control import BASE

WRONG_KEY = "sk-of-nobody-at-all"
MISTAKES = {
    "wrong": (
        {**BASE, "worker_config": {"max_replicas": 2000}},
        ["worker_config.max_replicas: must be 1000 or less, not 2000"],
    ),
    "three wrong": (
        {"type": "", "ports": [80000], "product_id": "h100", "worker_config": {"max_replicas": 1}},
        [
            "image: is required",
            "ports[0]: must be 65535 or less, not 80000",
            "type: must not be empty",
        ],
    ),
    "misspelt": (
        {**BASE, "worker_config": {"max_replicas": 3, "minreplicas": 1}, "imagge": "x"},
        [
            "imagge: is not an argument; did you mean image?",
            "worker_config.minreplicas: is not an argument; did you mean min_replicas?",
        ],
    ),
    "secret": (
        {
            **BASE,
            "envs": [{"key": "A", "value": ["s3cr3t/"]}, {"key": "A", "value": "s3cr3t/"}],
            "worker_config": {"min_replicas": 4, "max_replicas": 3},
        },
        [
            "envs[0].value: must be a string, not a list",
            "envs[1].key: is there twice; the keys of envs must be unique",
            "worker_config.min_replicas: must not be more than max_replicas, 3, but is 4",
        ],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_wrong_arguments(lab, stack, mistake):
    """Every mistake of a resource is a line at preview, with path and rule, and before any request."""
    arguments, lines = MISTAKES[mistake]
    operation, found = stack.changes(arguments)
    assert operation == "fail"
    if mistake == "secret":
        assert "s3cr3t" not in str(found)
    assert sorted(found) == [*map(lab.said_by_the_door, lines)]
    assert lab.operations() == []


def test_mistake_in_a_change(lab, stack):
    """A change to a wrong argument fails before any request and leaves the endpoint and the state as they were."""
    stack.up(BASE).succeeded()
    before = stack.current, len(lab.operations())
    assert stack.up({**BASE, "image": ""}).error() == "image: must not be empty"
    assert (stack.current, len(lab.operations())) == before


def test_no_key(lab, stack_of, subject):
    """Without a key the preview says, on the resource, which setting and which environment variable it could be."""
    stack = stack_of(subject.cloud)
    stack.config = {}
    operation, lines = stack.changes(subject.create)
    assert operation == "fail"
    (line,) = lines
    assert line.startswith(lab.said_by_the_door(subject.accounts.NO_KEY))
    assert lab.operations() == []


def test_wrong_settings(lab, stack):
    """A wrong base URL or brand is named by its config key, together with the mistakes in the arguments."""
    stack.config |= {"ppio:baseUrl": "http://api.example.com", "ppio:brand": "novita"}
    operation, lines = stack.changes({**BASE, "image": ""})
    assert operation == "fail"
    assert sorted(lines) == [
        "image: must not be empty",
        lab.said_by_the_door(
            "the config key ppio:baseUrl must start with https:// (http:// is for this machine's own addresses)"
        ),
    ]


def test_wrong_key(lab, stack_of, subject):
    """A refused key is one line with the cloud's words and where the key comes from; it is not tried again."""
    accounts, stack = subject.accounts, stack_of(subject.cloud)
    stack.config[accounts.REFUSED_KEY] = WRONG_KEY
    line = stack.up(subject.create).error()
    assert line.startswith(accounts.REFUSAL)
    assert lab.said_by_the_door(accounts.KEY_ORIGIN) in line
    assert WRONG_KEY not in line
    assert lab.operations() == [subject.look_up]
    assert stack.current is None


def test_key_of_the_environment(lab, stack):
    """Where the config has no key, the environment's is taken, and a refused one is said to come from there."""
    del stack.config["ppio:apiKey"]
    line = stack.up(BASE, PPIO_API_KEY=WRONG_KEY).error()
    assert "The key comes from the environment variable PPIO_API_KEY." in line
    stack.up(BASE, PPIO_API_KEY="sk-simulator").succeeded()
    stack.destroy(PPIO_API_KEY="sk-simulator").succeeded()
    assert len(lab.endpoints) == 1
    assert lab.living == []


def test_refusals_of_the_cloud(lab, stack):
    """What only the cloud can know comes with its words, its code and its request id, and nothing is recorded."""
    line = stack.up({**BASE, "product_id": "a100"}).error()
    assert line.startswith(
        "Create endpoint failed: the product is sold out (HTTP 400, INSUFFICIENT_RESOURCE, request id "
    )
    line = stack.up({**BASE, "product_id": "abacus"}).error()
    assert line.startswith(
        "Create endpoint failed: the product does not exist (HTTP 404, SERVERLESS_PRODUCT_NOT_FOUND, "
    )
    assert stack.current is None
    assert lab.operations("create") == ["create", "create"]
