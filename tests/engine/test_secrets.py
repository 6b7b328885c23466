"""No secret stands in clear in anything that the engine prints or stores."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

PROGRAM = """
    token = pulumi.Config("app").require_secret("token")
    own = ppio.Provider("own", api_key=pulumi.Config("ppio").require_secret("apiKey"),
        base_url=pulumi.Config("ppio").require("baseUrl"))
    envs = [{"key": "TOKEN", "value": token}, {"key": "PLAIN", "value": "plain-s3cr3t-of-the-program"}]
    llm = ppio.Endpoint("llm", **BASE, envs=envs, command=token)
    other = ppio.Endpoint("other", **BASE, envs=envs[1:], opts=ResourceOptions(
        provider=own, depends_on=llm, additional_secret_outputs=["url"]))
    pulumi.export("envs", llm.envs)
    pulumi.export("first", other.envs[0])
"""
SECRETS = ("config-s3cr3t-of-the-team", "plain-s3cr3t-of-the-program", "sk-simulator", "new-s3cr3t-of-the-team")


def test_secrets(stack, simulator, secret):
    """Environment values and keys are in clear neither in the state nor in any output, of failing runs neither."""
    debug = {"PULUMI_SERVING_LOG": "debug"}
    stack.config["app:token"] = secret("config-s3cr3t-of-the-team")
    stack.program(PROGRAM)
    # A cloud that repeats what it was sent, in each of the ways in which it may.
    words = "bad value config-s3cr3t-of-the-team or plain-s3cr3t-of-the-program for key sk-simulator"
    refusal = {"status": 400, "body": {"code": 400, "reason": "ILLEGAL_PARAMETERS", "message": words}}
    simulator.fault(cloud="ppio", operation="create", **refusal)
    refused = stack.up(**debug).failed()
    (line,) = refused.errors("llm")
    assert line.startswith("Create endpoint failed: bad value [secret] or [secret] for key [secret] (HTTP 400")
    assert "POST /gpus/v2/endpoints -> 400" in refused.out

    simulator.settings(next_outcome={"fail": "one of them fails"})
    stack.up(**debug).failed()
    stack.up(**debug).succeeded()
    assert len(simulator.living) == 2
    assert simulator.show(stack.resources["llm"]["id"])["envs"][0]["value"] == "config-s3cr3t-of-the-team"

    stack.config["app:token"] = secret("new-s3cr3t-of-the-team")
    simulator.fault(cloud="ppio", operation="update", status=422, body="new-s3cr3t-of-the-team is no good")
    shown = stack.previewed_up("--diff", **debug).failed()
    assert shown.lines("~ command", "[secret]")
    stack.up("--refresh", **debug).succeeded()
    stack.export()
    assert "ciphertext" in stack.resources["other"]["outputs"]["url"]
    assert "ciphertext" in stack.resources["other"]["outputs"]["envs"]

    everything = [command.text for command in stack.commands]
    everything += [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    everything += [(stack.folder / "Pulumi.test.yaml").read_text()]
    for text in everything:
        for value in SECRETS:
            assert value not in text


WAITING = """
    import pulumi_serving
    image = pulumi.Config("app").require_secret("image")
    settings = {key: value for key, value in BASE.items() if key != "image"}
    plain = ppio.Endpoint("plain", **BASE, wait_until_ready=False)
    llm = ppio.Endpoint("llm", image=image, **settings, wait_until_ready=False,
        opts=ResourceOptions(additional_secret_outputs=["url"]))
    ready = pulumi_serving.wait_until_ready([llm, plain])
    pulumi.export("address", ready["llm"]["url"])
    pulumi.export("plain", ready["plain"]["url"])
    pulumi.export("status", ready["llm"]["status"])
"""
IMAGE = "registry.example.com/s3cr3t-team/llm:1.4"


def test_what_is_marked_secret_stays_so_through_the_wait(stack, simulator, secret):
    """An image given as a secret, and an address declared secret, are in clear in no output and in no state."""
    stack.config["app:image"] = secret(IMAGE)
    stack.program(WAITING)
    simulator.settings(next_outcome={"fail": f"no such image: {IMAGE}, or '{IMAGE[:30]}"})
    failed = stack.up().failed()
    assert "no such image: [secret], or '[secret]" in failed.out
    stack.up().succeeded()
    stack.up("--refresh", "--expect-no-changes").succeeded()
    made = {item["id"]: simulator.show(item["id"]) for item in simulator.living}
    address = next(item["url"] for item in made.values() if item["image"] == IMAGE)
    states = stack.waits["ready-ppio"]["outputs"]["states"]
    assert states["plain"]["url"].startswith("http")
    assert "ciphertext" in states["llm"]["url"]
    assert states["llm"]["status"] == "running"
    outputs = stack.outputs
    assert outputs["plain"] == states["plain"]["url"]
    assert outputs["status"] == "running"
    everything = [command.text for command in stack.commands]
    everything += [file.read_text() for file in (stack.folder / "state").rglob("*.json*")]
    for text in everything:
        assert IMAGE not in text
        assert "s3cr3t-team" not in text
        assert address not in text
