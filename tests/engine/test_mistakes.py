"""What a user reads who made a mistake: one line per mistake, on the right resource, without what may be secret."""

import socket

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

ONE = 'llm = ppio.Endpoint("llm", **BASE)'

MISTAKES = {
    "wrong": (
        '{**BASE, "worker_config": {"max_replicas": 2000}}',
        ["worker_config.max_replicas: must be 1000 or less, not 2000"],
    ),
    "two wrong": (
        '{"type": "", "ports": [80000], "product_id": "h100", "worker_config": {"max_replicas": 1}}',
        [
            "image: is required",
            "ports[0]: must be 65535 or less, not 80000",
            "type: must not be empty",
        ],
    ),
    "misspelt": (
        '{**BASE, "worker_config": {"max_replicas": 3, "min_replica": 1}, "imagge": "x"}',
        [
            "imagge: is not an argument; did you mean image?",
            "worker_config.min_replica: is not an argument; did you mean min_replicas?",
        ],
    ),
    "secret": (
        """{
            **BASE,
            "image": pulumi.Output.secret("s3cr3t/" * 100),
            "envs": [{"key": "A", "value": pulumi.Output.secret(["s3cr3t/"])}, {"key": "A", "value": "s3cr3t/"}],
            "worker_config": {"min_replicas": 4, "max_replicas": 3},
        }""",
        [
            "envs[0].value: must be a string, not a list",
            "envs[1].key: is there twice; the keys of envs must be unique",
            "image: must have 500 characters or fewer",
            "worker_config.min_replicas: must not be more than max_replicas, 3, but is 4",
        ],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_wrong_arguments(stack, simulator, mistake):
    """Every mistake of a resource is a line at preview, with path and rule, and before any request."""
    arguments, lines = MISTAKES[mistake]
    stack.program(f'fine = ppio.Endpoint("fine", **BASE)\nllm = ppio.Endpoint("llm", **{arguments})')
    done = stack.run("preview").failed()
    assert sorted(done.problems("llm")) == lines
    assert set(done.diagnostics) == {"llm"}
    assert "s3cr3t" not in done.out
    assert simulator.operations() == []


def test_mistake_in_a_change(stack, simulator):
    """A change to a wrong argument fails before any request and leaves the endpoint and the state as they were."""
    stack.program(ONE)
    stack.up().succeeded()
    before = stack.resources, len(simulator.operations())
    stack.program(ONE.replace("**BASE", '**{**BASE, "image": ""}'))
    done = stack.up().failed()
    assert done.problems("llm") == ["image: must not be empty"]
    assert (stack.resources, len(simulator.operations())) == before


def test_no_key(stack, simulator, cloud, tmp_path):
    """Without a key the preview says, on the resource, which setting and which environment variable it could be."""
    stack.use(cloud)
    stack.program(f'llm = {cloud.resource}("llm", **BASE)')
    stack.config = {}
    done = stack.run("preview", HOME=str(tmp_path)).failed()
    (line,) = done.problems("llm")
    assert line.startswith(cloud.no_key)
    assert simulator.operations() == []


def test_wrong_settings(stack):
    """A wrong base URL or brand is named by its config key, together with the mistakes in the arguments."""
    stack.program('llm = ppio.Endpoint("llm", **{**BASE, "image": ""})')
    stack.config["ppio:baseUrl"] = "http://api.example.com"
    stack.config["ppio:brand"] = "novita"
    done = stack.run("preview").failed()
    assert sorted(done.problems("llm")) == [
        "image: must not be empty",
        "the config key ppio:baseUrl must start with https:// (http:// is for this machine's own addresses)",
    ]


def test_wrong_key(stack, simulator, cloud):
    """A refused key is one line with the cloud's words and where the key comes from; it is not tried again."""
    stack.use(cloud)
    stack.config = cloud.settings(simulator.url, **cloud.wrong_key)
    stack.program(f'llm = {cloud.resource}("llm", **BASE)')
    done = stack.up().failed()
    (line,) = done.errors("llm")
    assert line.startswith(cloud.refusal)
    assert cloud.key_setting in line
    assert done.errors("tests-test") == ["update failed"]
    assert simulator.operations() == [cloud.names_are_found_by]
    assert stack.resources == {}


def test_key_of_the_environment(stack, simulator):
    """Where the config has no key, the environment's is taken, and a refused one is said to come from there."""
    stack.program(ONE)
    del stack.config["ppio:apiKey"]
    done = stack.up(PPIO_API_KEY="sk-of-nobody-at-all").failed()
    (line,) = done.errors("llm")
    assert "The key comes from the environment variable PPIO_API_KEY." in line
    stack.up(PPIO_API_KEY="sk-simulator").succeeded()
    stack.destroy(PPIO_API_KEY="sk-simulator").succeeded()
    assert len(simulator.endpoints) == 1
    assert simulator.living == []


def test_refused_connection(stack):
    """Where nobody listens, the line says so, names the address, and asks for the base URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    stack.program(ONE)
    stack.config["ppio:baseUrl"] = f"http://127.0.0.1:{port}"
    done = stack.up().failed()
    (line,) = done.errors("llm")
    assert line.startswith("List endpoints failed: no connection: ")
    assert f"(GET http://127.0.0.1:{port}/gpus/v2/endpoints)" in line
    assert "Is the base URL right" in line
    assert stack.resources == {}


def test_refusals_of_the_cloud(stack, simulator):
    """What only the cloud can know comes with its words, its code and its request id, and nothing is recorded."""
    stack.program("""
        sold_out = ppio.Endpoint("sold-out", **{**BASE, "product_id": "a100"})
        unknown = ppio.Endpoint("unknown", **{**BASE, "product_id": "abacus"})
    """)
    done = stack.up("--continue-on-error").failed()
    (line,) = done.errors("sold-out")
    assert line.startswith(
        "Create endpoint failed: the product is sold out (HTTP 400, INSUFFICIENT_RESOURCE, request id "
    )
    (line,) = done.errors("unknown")
    assert line.startswith(
        "Create endpoint failed: the product does not exist (HTTP 404, SERVERLESS_PRODUCT_NOT_FOUND, "
    )
    assert stack.resources == {}
    assert simulator.operations("create") == ["create", "create"]
