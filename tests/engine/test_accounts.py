"""Where an endpoint lives, and whose it is: moved base URLs, changed and rotated keys, several accounts."""

import pytest

from .clouds import CLOUDS

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]


def test_moved_base_url(stack, simulator, other_simulator):
    """Another base URL is a replacement that the preview shows as a new location, and nothing is left at either."""
    stack.program("""
        there = ppio.Provider("there", api_key=pulumi.Config("ppio").require_secret("apiKey"),
            base_url=pulumi.Config("ppio").require("baseUrl"))
        llm = ppio.Endpoint("llm", **BASE)
        explicit = ppio.Endpoint("explicit", **BASE, opts=ResourceOptions(provider=there))
    """)
    stack.up().succeeded()
    stack.config["ppio:baseUrl"] = other_simulator.url
    shown = stack.preview().succeeded()
    assert len(shown.lines("+-pulumi-python:dynamic/serving/ppio:Endpoint: (replace)")) == 2
    assert len(shown.lines("location", simulator.url, "=>", other_simulator.url)) == 2
    assert other_simulator.writes == []
    stack.up().succeeded()
    assert simulator.living == []
    assert len(simulator.endpoints) == len(other_simulator.living) == 2


def test_two_accounts(stack, simulator, second_key):
    """
    Two Provider instances and the stack's config side by side: each endpoint is in its own account.

    Moved to another one with provider=, an endpoint is made there and deleted by the instance that made it. A refresh
    has the configuration of the last up; with another account's key it says so and loses nothing.
    """
    cloud = CLOUDS["ppio"]
    program = f"""
        first = {cloud.provider("one", simulator.url, {})}
        second = {cloud.provider("two", simulator.url, cloud.data.OTHER_ACCOUNT)}
        {cloud.resource}("of-config", **BASE)
        {cloud.resource}("moved", **BASE, opts=ResourceOptions(provider=first))
        {cloud.resource}("of-second", **BASE, opts=ResourceOptions(provider=second))

        class Pair(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("test:index:Pair", name, None, opts)
                {cloud.resource}(f"{{name}}-child", **BASE, opts=ResourceOptions(parent=self))

        Pair("pair", ResourceOptions(provider=second))
        opts = pulumi.InvokeOptions(provider=second)
        pulumi.export("names", [found.name for found in ppio.get_endpoints(opts=opts).endpoints])
    """

    def owners():
        accounts = {endpoint["id"]: endpoint["account"] for endpoint in simulator.living}
        return {name: accounts[cloud.ledger_id(resource)] for name, resource in stack.resources.items()}

    stack.program(program)
    stack.up().succeeded()
    assert owners() == {"of-config": 1, "moved": 1, "of-second": 2, "pair-child": 2}
    stack.program(program.replace("provider=first", "provider=second"))
    stack.up().succeeded()
    assert owners() == {"of-config": 1, "moved": 2, "of-second": 2, "pair-child": 2}
    assert simulator.writes == ["POST"] * 5 + ["DELETE"]
    stored = [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    assert all(value not in text for text in stored for value in cloud.data.SECRETS)

    own_key = stack.config["ppio:apiKey"]
    stack.config["ppio:apiKey"] = second_key
    stack.refresh("--expect-no-changes").succeeded()
    before = owners()
    (line,) = stack.refresh("--run-program").failed().errors("of-config")
    assert f"is not found at {simulator.url} with the present credentials (the config key ppio:apiKey)" in line
    assert owners() == before
    stack.config["ppio:apiKey"] = own_key
    stack.destroy("--run-program").succeeded()
    assert simulator.living == []
    assert simulator.writes == ["POST"] * 5 + ["DELETE"] * 5
