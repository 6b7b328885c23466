import pytest

pytestmark = [pytest.mark.engine]


def test_x(stack, simulator):
    stack.program("""
        llm = ppio.Endpoint("llm", **{**BASE, "imag": "x", "image": pulumi.Output.secret("s3cr3t" * 100), "worker_config": {"max_replicas": 2000}})
        other = ppio.Endpoint("other", **{**BASE, "type":"syn"})
    """)
    print(stack.run("preview"))
    stack.program("""
        llm = ppio.Endpoint("llm", **BASE)
    """)
    key = stack.config.pop("ppio:apiKey")
    print(stack.run("preview"))
    stack.config["ppio:apiKey"] = type(key)("sk-of-nobody-at-all")
    print(stack.up())
    stack.config["ppio:apiKey"] = key
    stack.config["ppio:baseUrl"] = "http://127.0.0.1:1"
    print(stack.up())
    print(simulator.ledger())
