"""What a user reads who made a mistake: one line per mistake, on the right resource, without what may be secret."""

import pytest

from .clouds import CLOUDS, WRONG_KEY

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]


def test_wrong_arguments(stack, simulator):
    """Every mistake of a resource is a line at preview, with path and rule, before any request, and shows no secret."""
    stack.program("""
        fine = ppio.Endpoint("fine", **BASE)
        llm = ppio.Endpoint("llm", **{
            **BASE,
            "image": pulumi.Output.secret("s3cr3t/" * 100),
            "envs": [{"key": "A", "value": pulumi.Output.secret(["s3cr3t/"])}, {"key": "A", "value": "s3cr3t/"}],
            "worker_config": {"min_replicas": 4, "max_replicas": 3},
        })
    """)
    done = stack.run("preview").failed()
    assert sorted(done.problems("llm")) == [
        "envs[0].value: must be a string, not a list",
        "envs[1].key: is there twice; the keys of envs must be unique",
        "image: must have 500 characters or fewer",
        "worker_config.min_replicas: must not be more than max_replicas, 3, but is 4",
    ]
    # The engine may end the program before it is through, and says so of the stack.
    assert set(done.diagnostics) - {"tests-test"} == {"llm"}, str(done)
    assert "s3cr3t" not in done.out
    assert simulator.operations() == []


def test_wrong_key_of_the_environment(stack, simulator):
    """Where the config has no key, the environment's is taken; a refused one is one line, and is not tried again."""
    stack.program('llm = ppio.Endpoint("llm", **BASE)')
    del stack.config["ppio:apiKey"]
    done = stack.up(PPIO_API_KEY=WRONG_KEY).failed()
    (line,) = done.errors("llm")
    assert line.startswith(CLOUDS["ppio"].accounts.REFUSAL)
    assert "The key comes from the environment variable PPIO_API_KEY." in line
    assert done.errors("tests-test") == ["update failed"]
    assert simulator.operations() == ["list"]
    assert stack.resources == {}
