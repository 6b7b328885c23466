"""Where an endpoint lives, and whose it is: moved base URLs, changed and rotated keys, several accounts."""

import json

import pytest
from tests.conftest import clouds
from tests.engine.conftest import CLOUDS

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

ONE = 'llm = ppio.Endpoint("llm", **BASE)'


def test_moved_base_url(stack, simulator, other_simulator):
    """Another base URL is a replacement that the preview shows as a new place, and nothing is left at either."""
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
    assert len(shown.lines("place", simulator.url, "=>", other_simulator.url)) == 2
    assert other_simulator.writes == []
    stack.up().succeeded()
    assert simulator.living == []
    assert len(other_simulator.living) == 2
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == other_simulator.living == []
    assert len(simulator.endpoints) == len(other_simulator.endpoints) == 2


def test_destroy_goes_to_the_recorded_place(stack, simulator, other_simulator):
    """A destroy after the base URL has changed in the config deletes the endpoint where it is."""
    stack.program(ONE)
    stack.up().succeeded()
    stack.config["ppio:baseUrl"] = other_simulator.url
    stack.run("destroy", "--yes", "--skip-preview", "--run-program").succeeded()
    assert simulator.living == []
    assert other_simulator.writes == []


def test_key_of_another_account(stack, simulator, second_key):
    """With another account's key, refresh and destroy say so, name the setting, and lose nothing; an up moves."""
    stack.program(ONE)
    stack.up().succeeded()
    stack.config["ppio:apiKey"] = second_key
    id_ = stack.resources["llm"]["id"]
    before = len(simulator.writes)

    def is_told(done):
        (line,) = done.failed().errors("llm")
        assert f"endpoint {id_}" in line
        assert f"is not found at {simulator.url} with the present credentials (the config key ppio:apiKey)" in line
        assert "they seem to belong to another account. Nothing was changed." in line
        assert stack.resources["llm"]["id"] == id_
        assert [endpoint["id"] for endpoint in simulator.living] == [id_]

    stack.refresh("--expect-no-changes").succeeded()  # with the configuration of the last up
    is_told(stack.refresh("--run-program"))
    is_told(stack.run("destroy", "--yes", "--skip-preview", "--run-program"))
    assert simulator.writes[before:] in ([], ["DELETE"])

    shown = stack.preview().succeeded()
    assert len(shown.lines("+-pulumi-python:dynamic/serving/ppio:Endpoint: (replace)")) == 1
    assert shown.lines("it is in another account")
    (line,) = stack.up().failed().errors("llm")  # the successor is there; the present key can't delete the old one
    assert f"endpoint {id_} is not found" in line
    assert len(simulator.living) == 2
    simulator.delete(id_)
    simulator.wait_until(lambda: len(simulator.living) == 1)
    stack.up(PULUMI_SERVING_GONE=id_).succeeded()
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []


def test_moved_to_another_instance(stack, simulator, cloud):
    """Moved to another account with provider=, an endpoint is made there and deleted by the instance that made it."""
    stack.use(cloud)
    program = f"""
        one = {cloud.provider("one", simulator.url, {})}
        two = {cloud.provider("two", simulator.url, cloud.data.OTHER_ACCOUNT)}
        {cloud.resource}("llm", **BASE, opts=ResourceOptions(provider=%s))
    """
    stack.program(program % "one")
    stack.up().succeeded()
    stack.program(program % "two")
    assert stack.touched()["llm"] == {"replace"}
    stack.up().succeeded()
    assert [endpoint["account"] for endpoint in simulator.living] == [2]
    assert len(simulator.endpoints) == 2
    stack.unchanged()
    stack.destroy().succeeded()
    assert simulator.living == []


def test_rotated_key(stack, simulator):
    """A new key of the same account changes nothing, and an endpoint that is gone is known to be gone."""
    stack.program("""
        llm = ppio.Endpoint("llm", **BASE)
        gone = ppio.Endpoint("gone", **BASE)
    """)
    stack.up().succeeded()
    # The simulator takes one key per account, so it is the recorded fingerprint that is made another key's.
    exported = json.loads(stack.export())
    for resource in exported["deployment"]["resources"]:
        if "__key" in resource.get("outputs", {}):
            resource["outputs"]["__key"] = "0123456789"
    file = stack.folder / "edited.json"
    file.write_text(json.dumps(exported))
    stack.run("stack", "import", "--file", str(file)).succeeded()

    stack.unchanged()
    simulator.patch(stack.resources["gone"]["id"], gone=True)
    stack.refresh().succeeded()
    assert set(stack.resources) == {"llm"}
    assert stack.resources["llm"]["outputs"]["__key"] != "0123456789"
    stack.destroy().succeeded()
    assert simulator.living == []


def test_every_cloud_is_here():
    """No cloud is without its row, and so without these tests."""
    assert [*CLOUDS] == clouds()


def test_two_accounts(stack, simulator, cloud):
    """Two Provider instances and the stack's config side by side: each endpoint is in its own account."""
    stack.use(cloud)
    stack.program(f"""
        first = {cloud.provider("one", simulator.url, {})}
        second = {cloud.provider("two", simulator.url, cloud.data.OTHER_ACCOUNT)}
        {cloud.resource}("of-config", **BASE)
        {cloud.resource}("of-first", **BASE, opts=ResourceOptions(provider=first))
        {cloud.resource}("of-second", **BASE, opts=ResourceOptions(provider=second))

        class Pair(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("test:index:Pair", name, None, opts)
                {cloud.resource}(f"{{name}}-child", **BASE, opts=ResourceOptions(parent=self))

        Pair("pair", ResourceOptions(provider=second))
        opts = pulumi.InvokeOptions(provider=second)
        pulumi.export("names", {cloud.look_up})
    """)
    stack.up().succeeded()
    accounts = {endpoint["id"]: endpoint["account"] for endpoint in simulator.endpoints}
    owners = {name: accounts[cloud.ledger_id(resource)] for name, resource in stack.resources.items()}
    assert owners == {"of-config": 1, "of-first": 1, "of-second": 2, "pair-child": 2}
    stack.unchanged()
    stack.refresh("--expect-no-changes").succeeded()
    stored = [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    assert all(value not in text for text in stored for value in cloud.data.SECRETS)
    stack.destroy().succeeded()
    assert simulator.living == []
    assert len(simulator.endpoints) == len(owners)


def test_instance_of_another_cloud(stack, simulator, cloud):
    """An endpoint that is given another cloud's instance fails with one line that names both."""
    stack.use(cloud)
    stack.program(f"""
        elsewhere = pulumi.ProviderResource("pulumi-python", "elsewhere", {{"cloud": "elsewhere"}})
        llm = {cloud.resource}("llm", **BASE, opts=ResourceOptions(provider=elsewhere))
    """)
    done = stack.run("preview").failed()
    (line,) = done.problems("llm")
    assert line.startswith("the provider instance given to this resource is for elsewhere; ")
    assert line.endswith(f"a {cloud.name} resource takes a pulumi_serving.{cloud.name}.Provider")
    assert simulator.operations() == []
