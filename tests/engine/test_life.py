"""An endpoint's life: up, up again, refresh, changes, destroy."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]


def test_life(stack, simulator):
    """Up makes an endpoint with all its outputs, a second up changes nothing, and destroy leaves nothing."""
    stack.program("""
        llm = ppio.Endpoint("llm", ppio.EndpointArgs(**BASE))
        pulumi.export("url", llm.url)
    """)
    first = stack.up().succeeded()
    print(first)
    print(stack.resources)
    print(stack.outputs)
    a = stack.unchanged()
    b = stack.refresh("--expect-no-changes").succeeded()
    print(b)
    d = stack.destroy().succeeded()
    print(d)
    print(first.seconds, a.seconds, b.seconds, d.seconds)
    assert simulator.living == []
