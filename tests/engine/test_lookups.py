"""Functions in programs: endpoints, products and regions, plain and as outputs."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]


def test_lookups(stack, simulator, second_key):
    """Each function reads the account of the config, or that of the provider instance whose key is a secret output."""
    mine = simulator.make("mine", envs=[{"key": "TOKEN", "value": "s3cr3t-of-mine"}])
    theirs = simulator.make("theirs", "sk-simulator-2")
    stack.config["second:key"] = second_key
    stack.program(f"""
        second = ppio.Provider("second", api_key=pulumi.Config("second").require_secret("key"),
            base_url=pulumi.Config("ppio").require("baseUrl"))
        opts = pulumi.InvokeOptions(provider=second)

        one = ppio.get_endpoint("{mine}")
        pulumi.export("one", [one.name, one.image, one.status, one.env_keys, one.worker_config.max_replicas])
        pulumi.export("one_output", ppio.get_endpoint_output(pulumi.Output.from_input("{mine}")).name)
        pulumi.export("theirs", ppio.get_endpoint("{theirs}", opts).name)
        pulumi.export("theirs_output", ppio.get_endpoint_output("{theirs}", opts).apply(lambda found: found.name))
        pulumi.export("all", [found.id for found in ppio.get_endpoints().endpoints])
        pulumi.export("all_output", ppio.get_endpoints_output(opts=opts).apply(
            lambda found: [each.id for each in found.endpoints]))
        pulumi.export("named", [found.id for found in ppio.get_endpoints(name="mine").endpoints])
        pulumi.export("products", [found.id for found in ppio.get_products(region_ids=["as-sgp-2"]).products])
        pulumi.export("products_output", ppio.get_products_output(
            region_ids=["as-sgp-2"], opts=opts).apply(lambda found: [each.id for each in found.products]))
        pulumi.export("regions", [found.id for found in ppio.get_regions().regions])
        pulumi.export("regions_output", ppio.get_regions_output(opts).apply(lambda found: len(found.regions)))
    """)
    done = stack.up().succeeded()
    outputs = stack.outputs
    regions = ["us-dallas-nas-2", "cn-south-nas-1", "as-sgp-2", "region-id"]
    assert outputs == {
        "one": ["mine", "registry.example.com/llm:1.4", outputs["one"][2], ["TOKEN"], 3],
        "one_output": "mine",
        "theirs": "theirs",
        "theirs_output": "theirs",
        "all": [mine],
        "all_output": [theirs],
        "named": [mine],
        "products": ["h100", "a100"],
        "products_output": ["h100", "a100"],
        "regions": regions,
        "regions_output": 4,
    }
    assert "s3cr3t-of-mine" not in done.out
    assert "sk-simulator-2" not in done.out
    assert simulator.writes == ["POST", "POST"]


def test_lookup_that_fails(stack, simulator):
    """A function of what is not there ends the program with one line."""
    stack.program('ppio.get_endpoint("0123456789abcdef")')
    done = stack.run("preview").failed()
    assert done.lines("get_endpoint", f"there is no endpoint 0123456789abcdef at {simulator.url}")
    assert "lookup.py" not in done.out

    stack.program("""
        found = ppio.get_endpoint_output("0123456789abcdef")
        pulumi.export("name", found.name)
    """)
    done = stack.run("preview").failed()
    assert done.lines("there is no endpoint 0123456789abcdef")
    assert "lookup.py" not in done.out
