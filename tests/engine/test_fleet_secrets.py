"""Secrets in a fleet's config: marked in the stack's file, leaf by leaf, and in clear nowhere else."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

COMMAND = "serve --token hf-s3cr3t-of-the-team"
PROGRAM = """
from pulumi_serving import Fleet

Fleet("serving")
"""


def test_a_secret_leaf_is_secret_and_its_neighbours_are_not(stack, simulator, secret, second_key):
    """What is `secure:` in the stack's file reaches the cloud, and stands in clear in no state and no output."""
    endpoint = {
        "cloud": "ppio",
        "account": "team",
        "type": "sync",
        "product_id": "rtx4090-24g",
        "image": "registry.example.com/llm:1.4",
        "command": {"secure": stack.cipher(secret(COMMAND))},
        "worker_config": {"max_replicas": 1},
    }
    account = {"cloud": "ppio", "base_url": simulator.url, "api_key": {"secure": stack.cipher(second_key)}}
    stack.program(PROGRAM)
    stack.config |= {"serving:endpoints": {"llm": endpoint}, "serving:accounts": {"team": account}}

    shown = stack.previewed_up("--diff").succeeded()
    assert shown.lines("image", '"registry.example.com/llm:1.4"')
    assert shown.lines("command", "[secret]")
    (made,) = simulator.living
    assert made["account"] == 2
    assert simulator.show(made["id"], second_key.value)["command"] == COMMAND
    inputs = stack.resources["llm"]["inputs"]
    assert inputs["image"] == "registry.example.com/llm:1.4"
    assert "ciphertext" in inputs["command"]
    stored = [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    everything = "".join([*stored, *(command.text for command in stack.commands)])
    assert COMMAND not in everything
    assert second_key.value not in everything

    endpoint["health_check"] = {"secure": stack.cipher(secret(COMMAND))}
    wrong = stack.run("preview").failed()
    assert wrong.lines("serving:endpoints.llm.health_check: must be a mapping")
    assert COMMAND not in wrong.out
